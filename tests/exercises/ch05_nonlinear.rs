//! Exercises of chapter 5, "Bend it". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch05_nonlinear exercise_5_1 -- --ignored` checks one. ndarray is all you need; `autoencoders::nn`
//! would be looking the answers up.

use autoencoders::Real;
use ndarray::{Array1, Array2};

/// Exercise 5.1 — Other people's losses
///
/// A cross-entropy as somebody reports it → nats an image, summed over its pixels. `per_pixel`: theirs is averaged over
/// the pixels, not summed. `in_bits`: their logarithms are to the base two.
pub fn nats_an_image(reported: f64, pixels: usize, per_pixel: bool, in_bits: bool) -> f64 {
    todo!("exercise 5.1: from their units to ours")
}

/// Exercise 5.1, the floor: the least cross-entropy, in nats an image, that any model can have on the targets T (n, d),
/// 0 ≤ t ≤ 1.
pub fn floor(t: &Array2<Real>) -> f64 {
    todo!(
        "exercise 5.1: the entropy of the targets, summed over pixels, averaged over images"
    )
}

/// Exercise 5.2 — Cross-entropy from logits
///
/// L = (1/n) Σᵢⱼ [−tᵢⱼ ln yᵢⱼ − (1 − tᵢⱼ) ln(1 − yᵢⱼ)] with y = σ(a), and ∂L/∂A (n, d), from the logits A (n, d) and the
/// targets T (n, d), 0 ≤ t ≤ 1. Right for logits of any size.
pub fn cross_entropy(a: &Array2<Real>, t: &Array2<Real>) -> (f64, Array2<Real>) {
    todo!("exercise 5.2: the loss and its gradient by the logits")
}

/// Exercise 5.3 — Back through a sigmoid layer
///
/// The layer has made H = σ(XW + 1bᵀ) (n, m) of X (n, d), with W (d, m). From ∂L/∂H (n, m), called `dh`:
/// ∂L/∂W (d, m), ∂L/∂b (m) and ∂L/∂X (n, d).
pub fn backward(
    x: &Array2<Real>,
    w: &Array2<Real>,
    h: &Array2<Real>,
    dh: &Array2<Real>,
) -> (Array2<Real>, Array1<Real>, Array2<Real>) {
    todo!("exercise 5.3: through the bend, then to the weights, the bias and the input")
}

/// Exercise 5.4 — The fastest ball
///
/// (η, β) with which m ← βm + g, θ ← θ − ηm comes down fastest in a valley with all curvatures from q₁ to q₂,
/// 0 < q₁ ≤ q₂: the worst direction's distance to the minimum is to shrink by the smallest factor a step.
pub fn fastest(q1: f64, q2: f64) -> (f64, f64) {
    todo!("exercise 5.4: the rate and the momentum, from the two ends of the curvature")
}

/// Exercise 5.5 — A start for any bend
///
/// The number c such that layers h = s(Wᵀh′) of any one width d, with weights of mean zero and variance c/d and no
/// bias, keep the mean square of their pre-activations at 1: two for ReLU. `bend` is s.
pub fn scale(bend: &dyn Fn(f64) -> f64) -> f64 {
    todo!("exercise 5.5: d times the variance of the weights, for any activation")
}

/// Exercise 5.6 — A code that is an index
///
/// The encoder is z = xᵀv, one number for a sample; no two of the n samples X (n, d) have the same. The decoder is a
/// layer of rectifiers and a linear one, x̃ = b + Σⱼ max(0, z − cⱼ) wⱼ. With at most n − 1 rectifiers: the corners c (m),
/// the weights with rows wⱼ (m, d) and the bias b (d) that give back each of the n samples exactly.
pub fn index_machine(
    x: &Array2<f64>,
    v: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>, Array1<f64>) {
    todo!("exercise 5.6: a polygon through all samples, in the order of their codes")
}
