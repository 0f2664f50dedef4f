//! Pictures whose tangent planes are known: one smooth spot, 20 × 20 pixels, three parameters.
//!
//! A pixel is the value of exp(−½(u²/3² + v²/1.5²)) at its centre, (u, v) its place in the spot's
//! own axes; so pictures change smoothly with the spot's place and angle.

use super::tangents::differences;
use crate::check::check_some;
use crate::data::toy::Toy;
use crate::{Error, Frame, Real, Result};
use ndarray::Array2;
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::PI;

/// Pixels a side.
pub const SIDE: usize = 20;
/// Parameters: x and y of the centre in pixels from the top left corner, and the angle of the
/// long axis in radians.
pub const PARAMETERS: usize = 3;
/// The standard deviations along the spot's two axes, pixels.
const LENGTHS: [f64; 2] = [3.0, 1.5];
/// The step of the differences that make a tangent: pixels, pixels, radians.
const STEP: f64 = 0.01;

/// How a row is a picture.
pub fn frame() -> Frame {
    Frame::grey(SIDE, SIDE)
}

// ANCHOR: blob
/// The picture at p = (x, y, angle): 400 numbers in (0, 1], row by row from the top.
pub fn blob(p: [f64; PARAMETERS]) -> Vec<Real> {
    let [x, y, angle] = p;
    let (sin, cos) = angle.sin_cos();
    let pixel = |i: usize| {
        let (dx, dy) = ((i % SIDE) as f64 + 0.5 - x, (i / SIDE) as f64 + 0.5 - y);
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        (-0.5 * ((u / LENGTHS[0]).powi(2) + (v / LENGTHS[1]).powi(2))).exp() as Real
    };
    (0..SIDE * SIDE).map(pixel).collect()
}
// ANCHOR_END: blob

/// n spots with x and y uniform in 6 … 14 and any angle, with Gaussian noise of this standard
/// deviation on each pixel; the truth (n, 3) are the parameters.
///
/// Errors where n = 0, or the noise is negative or not finite.
pub fn blobs(n: usize, noise: f64, rng: &mut impl Rng) -> Result<Toy> {
    check_some(n, 1, "a set of spots", "spot")?;
    if !(noise >= 0.0 && noise.is_finite()) {
        let (name, range) = ("the noise", "zero or positive, and finite");
        return Err(Error::OutOfRange { name, value: noise.to_string(), range });
    }
    let mut x = Array2::zeros((n, SIDE * SIDE));
    let mut truth = Array2::zeros((n, PARAMETERS));
    for (mut row, mut p) in x.rows_mut().into_iter().zip(truth.rows_mut()) {
        let [a, b, c] = [rng.random::<f64>(), rng.random(), rng.random()];
        let own = [6.0 + 8.0 * a, 6.0 + 8.0 * b, PI * c];
        p.iter_mut().zip(own).for_each(|(p, own)| *p = own as Real);
        for (pixel, clean) in row.iter_mut().zip(blob(own)) {
            let e: f64 = if noise > 0.0 { StandardNormal.sample(rng) } else { 0.0 };
            *pixel = clean + (noise * e) as Real;
        }
    }
    Ok(Toy { x, truth, labels: Vec::new() })
}

/// ∂x/∂p (400, 3) at p: the true tangents, by central differences.
///
/// Errors where a parameter is not finite.
pub fn tangents(p: [f64; PARAMETERS]) -> Result<Array2<Real>> {
    let render = |p: &[f64]| Ok(blob([p[0], p[1], p[2]]));
    differences(render, &p, &[STEP; PARAMETERS])
}
