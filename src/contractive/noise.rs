//! What a small noise at the input does to a code and to a reconstruction, exactly and expanded.
//!
//! A unit sees the noise ε ~ N(0, ς²I) through one number, wⱼ·ε ~ N(0, ς²‖wⱼ‖²), and a pair of
//! units through two. So the expectations of one sigmoid layer are integrals over the line and
//! the plane, whatever d is; a trapezium rule in double precision gives them to rounding as long
//! as ς‖wⱼ‖ is 1 or less, to five digits at 3, to a hundredth at 6.

use super::ContractiveAutoencoder;
use crate::check::check_columns;
use crate::nonlinear::Output;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// The step of the trapezium rule, in standard deviations; it ends at ± [`REACH`] steps.
const STEP: f64 = 0.4;
const REACH: i32 = 20;

/// A value with noise, and its expansion in ς.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expanded {
    /// The expectation itself.
    pub exact: f64,
    /// Up to ς².
    pub second: f64,
    /// Up to ς⁴, where it is known.
    pub fourth: Option<f64>,
}

/// One layer in double precision at one sample.
struct Layer {
    /// aⱼ, what the units see without noise.
    a: Array1<f64>,
    /// WᵀW (k, k): ς² times the covariance of what they see.
    gram: Array2<f64>,
}

impl Layer {
    fn at(model: &ContractiveAutoencoder, x: ArrayView1<Real>) -> Layer {
        let w = model.w.mapv(f64::from);
        let a = x.mapv(f64::from).dot(&w) + model.c.mapv(f64::from);
        Layer { a, gram: w.t().dot(&w) }
    }
}

// ANCHOR: code_noise
/// E‖f(x + ε) − f(x)‖² for ε ~ N(0, ς²I), with ς²‖J‖²_F and the term in ς⁴.
///
/// With τ = ς‖wⱼ‖ unit j adds τ²s′² + τ⁴(¾s″² + s′s‴) + …, s the sigmoid at aⱼ.
///
/// Errors where x has not d numbers, or ς is negative or not finite.
pub fn of_code(
    model: &ContractiveAutoencoder,
    x: ArrayView1<Real>,
    sigma: f64,
) -> Result<Expanded> {
    check(model, x, sigma)?;
    let Layer { a, gram } = Layer::at(model, x);
    let (mut exact, mut second, mut fourth) = (0.0, 0.0, 0.0);
    for (&a, &length) in a.iter().zip(gram.diag()) {
        let tau = sigma * length.sqrt();
        exact += mean(|t| (sigmoid(a + tau * t) - sigmoid(a)).powi(2));
        let [s1, s2, s3] = derivatives(a);
        second += tau.powi(2) * s1 * s1;
        fourth += tau.powi(4) * (0.75 * s2 * s2 + s1 * s3);
    }
    Ok(Expanded { exact, second, fourth: Some(second + fourth) })
}
// ANCHOR_END: code_noise

// ANCHOR: error_noise
/// E‖r(x + ε) − x‖² for ε ~ N(0, ς²I) and r the reconstruction, with
/// ‖r(x) − x‖² + ς²(‖∂r/∂x‖²_F + (r(x) − x)·Δr(x)).
///
/// Errors as [`of_code`], and where the output is not linear.
pub fn of_error(
    model: &ContractiveAutoencoder,
    x: ArrayView1<Real>,
    sigma: f64,
) -> Result<Expanded> {
    check(model, x, sigma)?;
    check_linear(model)?;
    let Layer { a, gram } = Layer::at(model, x);
    let v = model.decoder_weights().mapv(f64::from);
    let (h, s) = (a.mapv(sigmoid), a.mapv(derivatives));
    let e = h.dot(&v) + model.b.mapv(f64::from) - x.mapv(f64::from); // r(x) − x
    let (vv, ve) = (v.dot(&v.t()), v.dot(&e)); // vᵢ·vⱼ, vⱼ·e
    let (mut exact, mut second) = (e.dot(&e), e.dot(&e));
    for ((i, j), &vv) in vv.indexed_iter() {
        // E[(hᵢ(x+ε) − hᵢ)(hⱼ(x+ε) − hⱼ)] and its first term ς² s′ᵢs′ⱼ wᵢ·wⱼ
        exact += vv * moved_together((a[i], a[j]), (&gram, i, j), sigma);
        second += vv * sigma.powi(2) * s[i][0] * s[j][0] * gram[[i, j]];
    }
    for (j, &ve) in ve.iter().enumerate() {
        let tau = sigma * gram[[j, j]].sqrt();
        exact += 2.0 * ve * mean(|t| sigmoid(a[j] + tau * t) - h[j]);
        second += ve * tau.powi(2) * s[j][1]; // Δhⱼ = s″‖wⱼ‖²
    }
    Ok(Expanded { exact, second, fourth: None })
}
// ANCHOR_END: error_noise

/// E[(s(aᵢ + p) − s(aᵢ))(s(aⱼ + q) − s(aⱼ))] for (p, q) ~ N(0, ς² times their part of WᵀW).
fn moved_together(
    (a, b): (f64, f64),
    (gram, i, j): (&Array2<f64>, usize, usize),
    sigma: f64,
) -> f64 {
    let (first, second) = (gram[[i, i]].sqrt(), gram[[j, j]].sqrt());
    if first == 0.0 || second == 0.0 {
        return 0.0;
    }
    // q = along·t + across·t′ with independent t, t′
    let along = gram[[i, j]] / first;
    let across = (second * second - along * along).max(0.0).sqrt();
    mean(|t| {
        let p = sigmoid(a + sigma * first * t) - sigmoid(a);
        p * mean(|other| sigmoid(b + sigma * (along * t + across * other)) - sigmoid(b))
    })
}

/// E f(t) for t ~ N(0, 1), by the trapezium rule: for smooth f its error falls faster than any
/// power of the step.
fn mean(f: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for i in -REACH..=REACH {
        let t = STEP * f64::from(i);
        let weight = (-0.5 * t * t).exp();
        sum += weight * f(t);
        weights += weight;
    }
    sum / weights
}

fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

/// s′, s″ and s‴ at a.
fn derivatives(a: f64) -> [f64; 3] {
    let h = sigmoid(a);
    let s = h * (1.0 - h);
    [s, s * (1.0 - 2.0 * h), s * (1.0 - 6.0 * s)]
}

fn check(model: &ContractiveAutoencoder, x: ArrayView1<Real>, sigma: f64) -> Result<()> {
    check_columns("the sample", model.w.nrows(), &x.to_owned().insert_axis(Axis(0)))?;
    if sigma >= 0.0 && sigma.is_finite() {
        return Ok(());
    }
    let (name, range) = ("the noise", "zero or positive, and finite");
    Err(Error::OutOfRange { name, value: sigma.to_string(), range })
}

fn check_linear(model: &ContractiveAutoencoder) -> Result<()> {
    if model.output == Output::Linear {
        return Ok(());
    }
    let expected = "a linear output, under the squared error".into();
    let got = format!("{:?}", model.output);
    Err(Error::Shape { what: "the expansion of a reconstruction error", expected, got })
}
