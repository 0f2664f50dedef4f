//! Sets in two and three dimensions whose true coordinates are known.
//!
//! Each function takes n ≥ 1 and the standard deviation of isotropic Gaussian `noise` added to the points, and gives
//! back the hidden coordinates with them. In the formulas u, v are uniform on [0, 1) and e is standard normal.

use crate::{Error, Real, Result};
use ndarray::Array2;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::PI;

/// Points, and the coordinates they were made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Toy {
    /// X (n, d).
    pub x: Array2<Real>,
    /// (n, q): the hidden coordinates of each point; each function says which.
    pub truth: Array2<Real>,
    /// The group of each point; empty where there is one only.
    pub labels: Vec<usize>,
}

/// One bump of a [`mixture`]: N(mean, covariance), drawn with probability weight / Σ weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// Any positive number; only the ratios count.
    pub weight: f64,
    /// μ, the centre.
    pub mean: [f64; 2],
    /// Σ, symmetric and positive semi-definite.
    pub covariance: [[f64; 2]; 2],
}

/// Swiss roll: a sheet 21 high rolled up, x = (t cos t, h, t sin t), t = 3π/2 (1 + 2u), h = 21 v.
///
/// X (n, 3); truth (n, 2) holds t and h. Unrolled without stretching, the sheet has the coordinates s(t) and h,
/// s(t) = ½(t √(1 + t²) + asinh t) being the arc length. Errors if n = 0 or the noise is negative or not finite.
/// Source: Tenenbaum, de Silva & Langford (2000); scale as in Marsland, *Machine Learning* (2009), ch. 10.
pub fn swiss_roll(n: usize, noise: f64, rng: &mut impl Rng) -> Result<Toy> {
    check(n, noise)?;
    Ok(collect(n, || {
        let (t, h) =
            (1.5 * PI * (1.0 + 2.0 * rng.random::<f64>()), 21.0 * rng.random::<f64>());
        (blur([t * t.cos(), h, t * t.sin()], noise, rng), [t, h], None)
    }))
}

/// Unit circle: x = (cos θ, sin θ), θ = 2πu. X (n, 2); truth (n, 1) holds θ.
///
/// Errors if n = 0 or the noise is negative or not finite.
pub fn circle(n: usize, noise: f64, rng: &mut impl Rng) -> Result<Toy> {
    check(n, noise)?;
    Ok(collect(n, || {
        let theta = 2.0 * PI * rng.random::<f64>();
        (blur([theta.cos(), theta.sin()], noise, rng), [theta], None)
    }))
}

/// Two interleaved half circles, θ = πu: label 0 (cos θ, sin θ), label 1 (1 − cos θ, ½ − sin θ), in turn.
///
/// X (n, 2); truth (n, 1) holds θ; labels alternate 0, 1. Errors if n = 0 or the noise is negative or not finite.
pub fn two_moons(n: usize, noise: f64, rng: &mut impl Rng) -> Result<Toy> {
    check(n, noise)?;
    let mut i = 0;
    Ok(collect(n, || {
        let (theta, label) = (PI * rng.random::<f64>(), i % 2);
        i += 1;
        let upper = [theta.cos(), theta.sin()];
        let point = if label == 0 { upper } else { [1.0 - upper[0], 0.5 - upper[1]] };
        (blur(point, noise, rng), [theta], Some(label))
    }))
}

/// One Gaussian cloud about the origin: x = L e, Σ = L Lᵀ the covariance asked for.
///
/// X (n, 2); truth (n, 2) holds e. Errors if n = 0, or Σ is not symmetric and positive semi-definite.
pub fn gaussian(n: usize, covariance: [[f64; 2]; 2], rng: &mut impl Rng) -> Result<Toy> {
    let one = Component { weight: 1.0, mean: [0.0; 2], covariance };
    let cloud = mixture(n, &[one], rng)?;
    Ok(Toy { labels: Vec::new(), ..cloud })
}

/// Mixture of Gaussians: component c with probability ∝ weight, then x = μ_c + L_c e, Σ_c = L_c L_cᵀ.
///
/// X (n, 2); truth (n, 2) holds e; labels say which component.
/// Errors if n = 0, there is no component, a weight is not positive, or some Σ is no covariance.
pub fn mixture(n: usize, components: &[Component], rng: &mut impl Rng) -> Result<Toy> {
    check(n, 0.0)?;
    if components.is_empty() {
        return Err(Error::TooFew {
            what: "a mixture",
            need: 1,
            unit: "component",
            got: 0,
        });
    }
    let mut factors = Vec::with_capacity(components.len());
    let mut total = 0.0;
    for component in components {
        if !(component.weight > 0.0 && component.weight.is_finite()) {
            return Err(out_of_range(
                "a component's weight",
                component.weight,
                "positive and finite",
            ));
        }
        if let Some(&m) = component.mean.iter().find(|m| !m.is_finite()) {
            return Err(out_of_range("a component's mean", m, "finite"));
        }
        total += component.weight;
        factors.push(cholesky(component.covariance)?);
    }
    Ok(collect(n, || {
        let c = pick(components, total * rng.random::<f64>());
        let e: [f64; 2] = [rng.sample(StandardNormal), rng.sample(StandardNormal)];
        let ([m0, m1], [l00, l10, l11]) = (components[c].mean, factors[c]);
        ([m0 + l00 * e[0], m1 + l10 * e[0] + l11 * e[1]], e, Some(c))
    }))
}

/// The component whose share of [0, Σ weights) holds `at`.
fn pick(components: &[Component], mut at: f64) -> usize {
    for (c, component) in components.iter().enumerate() {
        if at < component.weight {
            return c;
        }
        at -= component.weight;
    }
    components.len() - 1
}

/// L of Σ = L Lᵀ as (l₀₀, l₁₀, l₁₁); zero variance is allowed, it makes a line or a point.
fn cholesky([[a, b], [c, d]]: [[f64; 2]; 2]) -> Result<[f64; 3]> {
    let scale = a.abs().max(d.abs());
    let determinant = a * d - b * c;
    let finite = [a, b, c, d].iter().all(|v| v.is_finite());
    if !finite || b != c || a < 0.0 || d < 0.0 || determinant < -1e-12 * scale * scale {
        let range = "symmetric and positive semi-definite, [[a, b], [b, d]] with a, d ≥ 0 and ad ≥ b²";
        return Err(Error::OutOfRange {
            name: "the covariance",
            value: format!("[[{a}, {b}], [{c}, {d}]]"),
            range,
        });
    }
    let l00 = a.sqrt();
    let l10 = if l00 > 0.0 { b / l00 } else { 0.0 };
    Ok([l00, l10, (d - l10 * l10).max(0.0).sqrt()])
}

fn check(n: usize, noise: f64) -> Result<()> {
    if n == 0 {
        return Err(Error::TooFew { what: "a toy set", need: 1, unit: "point", got: 0 });
    }
    if !(noise >= 0.0 && noise.is_finite()) {
        return Err(out_of_range("the noise", noise, "zero or positive, and finite"));
    }
    Ok(())
}

fn out_of_range(name: &'static str, value: f64, range: &'static str) -> Error {
    Error::OutOfRange { name, value: value.to_string(), range }
}

/// point + noise · e. Without noise nothing is drawn, so the noiseless set stays the same when this changes.
fn blur<const D: usize>(point: [f64; D], noise: f64, rng: &mut impl Rng) -> [f64; D] {
    if noise == 0.0 {
        return point;
    }
    point.map(|v| v + noise * rng.sample::<f64, _>(StandardNormal))
}

/// X + noise · E for whole sets, E (n, d) standard normal. Errors if X has no row or the noise is no standard deviation.
pub(super) fn blurred(
    x: Array2<f64>,
    noise: f64,
    rng: &mut impl Rng,
) -> Result<Array2<Real>> {
    check(x.nrows(), noise)?;
    Ok(x.mapv(|v| blur([v], noise, rng)[0] as Real))
}

/// n draws of (point, truth, label), as the rows of a [`Toy`].
fn collect<const D: usize, const Q: usize>(
    n: usize,
    mut draw: impl FnMut() -> ([f64; D], [f64; Q], Option<usize>),
) -> Toy {
    let (mut x, mut truth) = (Array2::zeros((n, D)), Array2::zeros((n, Q)));
    let mut labels = Vec::new();
    for i in 0..n {
        let (point, hidden, label) = draw();
        point.iter().enumerate().for_each(|(j, &v)| x[[i, j]] = v as Real);
        hidden.iter().enumerate().for_each(|(j, &v)| truth[[i, j]] = v as Real);
        labels.extend(label);
    }
    Toy { x, truth, labels }
}
