//! Sets of any dimension q, straight and curved, whose dimension is therefore known.

use super::toy::Toy;
use crate::{Error, Real, Result};
use ndarray::{Array2, Axis};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

/// What the points lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The unit cube [0, 1)^q: flat, with a boundary. d = q; the truth is the point itself.
    Cube,
    /// The unit sphere S^q = {x: ‖x‖ = 1} in q + 1 dimensions: equally curved everywhere, without a boundary; a circle
    /// where q = 1. The truth (n, q + 1) is the point itself: no q numbers name the points of a sphere without a seam.
    Sphere,
    /// A cube bent smoothly through d = 50 dimensions: x_j = √(2/d) cos(ω_j·u + φ_j), ω_j ~ N(0, I), φ_j uniform in
    /// [0, 2π). The truth u (n, q) is uniform in the cube. Two points' distance depends, nearly, on that of their u only:
    /// ‖x − x′‖² ≈ 2 − 2 exp(−‖u − u′‖²/2) (Rahimi & Recht 2007).
    Sheet,
}

impl Family {
    /// All of them.
    pub const ALL: [Family; 3] = [Family::Cube, Family::Sphere, Family::Sheet];

    /// Its name in a figure.
    pub fn name(self) -> &'static str {
        match self {
            Family::Cube => "cube",
            Family::Sphere => "sphere",
            Family::Sheet => "sheet",
        }
    }
}

/// Features of a [`Family::Sheet`].
const SHEET_FEATURES: usize = 50;

/// n points drawn uniformly from a `family` of dimension q, each coordinate blurred by Gaussian `noise`.
///
/// Errors where n or q is 0, or the noise is negative or not finite.
pub fn manifold(
    family: Family,
    q: usize,
    n: usize,
    noise: f64,
    rng: &mut impl Rng,
) -> Result<Toy> {
    if n == 0 || q == 0 {
        let (what, unit) =
            if n == 0 { ("a manifold", "point") } else { ("a manifold", "dimension") };
        return Err(Error::TooFew { what, need: 1, unit, got: 0 });
    }
    let (x, truth) = match family {
        Family::Cube => {
            let u = uniform(n, q, 1.0, rng);
            (u.clone(), u)
        }
        Family::Sphere => {
            let x = directions(n, q + 1, rng);
            (x.clone(), x)
        }
        Family::Sheet => over_cube(q, n, 1.0, rng),
    };
    Ok(Toy {
        x: super::toy::blurred(x, noise, rng)?,
        truth: truth.mapv(|v| v as Real),
        labels: Vec::new(),
    })
}

/// n points drawn uniformly from a [`Family::Sheet`] over the cube [0, side)^q: the longer the side, the farther round it
/// bends. Its radius of curvature is 1/√3, nearly, in every direction.
///
/// Errors where n or q is 0, or the side is not positive or not finite.
pub fn sheet(q: usize, n: usize, side: f64, rng: &mut impl Rng) -> Result<Toy> {
    if side.is_nan() || side <= 0.0 || side.is_infinite() {
        let (name, range) = ("the side of a sheet", "positive and finite");
        return Err(Error::OutOfRange { name, value: side.to_string(), range });
    }
    if n == 0 || q == 0 {
        return manifold(Family::Sheet, q, n, 0.0, rng); // which says what is missing
    }
    let (x, truth) = over_cube(q, n, side, rng);
    Ok(Toy {
        x: x.mapv(|v| v as Real),
        truth: truth.mapv(|v| v as Real),
        labels: Vec::new(),
    })
}

/// A sheet's points, and the u from which they were made.
fn over_cube(
    q: usize,
    n: usize,
    side: f64,
    rng: &mut impl Rng,
) -> (Array2<f64>, Array2<f64>) {
    let u = uniform(n, q, side, rng);
    (bent(&u, rng), u)
}

fn normal(rows: usize, columns: usize, rng: &mut impl Rng) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || rng.sample(StandardNormal))
}

fn uniform(rows: usize, columns: usize, below: f64, rng: &mut impl Rng) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || below * rng.random::<f64>())
}

/// Uniform on the unit sphere: a normal vector, which has no preferred direction, divided by its length.
fn directions(n: usize, d: usize, rng: &mut impl Rng) -> Array2<f64> {
    let mut x = normal(n, d, rng);
    for mut row in x.axis_iter_mut(Axis(0)) {
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    x
}

/// √(2/d) cos(ω_j·u + φ_j) for each u, a row, and each of the sheet's features j.
fn bent(u: &Array2<f64>, rng: &mut impl Rng) -> Array2<f64> {
    let omega = normal(u.ncols(), SHEET_FEATURES, rng);
    let phase = uniform(1, SHEET_FEATURES, TAU, rng);
    (u.dot(&omega) + phase).mapv(|angle| (2.0 / SHEET_FEATURES as f64).sqrt() * angle.cos())
}
