//! Exercises of chapter 14, "The variational autoencoder". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch14_vae exercise_14_1 -- --ignored` checks one. ndarray and rand are at
//! hand; `autoencoders::vae` would be looking the answers up.

use ndarray::{Array1, Array2};

/// Exercise 14.1 — The price
///
/// KL(N(μ, diag σ²) ‖ N(0, I)), summed over units and averaged over samples, from μ (n, k) and
/// s = ln σ² (n, k).
pub fn price(mu: &Array2<f64>, s: &Array2<f64>) -> f64 {
    todo!("exercise 14.1: one unit first")
}

/// Exercise 14.2 — The loss, scaled right
///
/// The negative bound from one throw, in nats a picture: of logits a (n, d) that the decoder
/// made of z = μ + σε, pictures x (n, d) with pixels between 0 and 1, μ and s = ln σ² (n, k).
pub fn loss(a: &Array2<f64>, x: &Array2<f64>, mu: &Array2<f64>, s: &Array2<f64>) -> f64 {
    todo!("exercise 14.2: what is summed, and what is averaged?")
}

/// Exercise 14.3 — Through the throw
///
/// ∂L/∂μ and ∂L/∂s (n, k) of L = (1/n) Σᵢ (fᵢ + KLᵢ), where z = μ + e^(s/2) ε and `dz` (n, k)
/// is the slope of (1/n) Σᵢ fᵢ by z.
pub fn slopes(
    dz: &Array2<f64>,
    e: &Array2<f64>,
    mu: &Array2<f64>,
    s: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    todo!("exercise 14.3: two ways lead to each of the two")
}

/// Exercise 14.4 — Without a slope
///
/// An estimate of ∂/∂μ E f(z) (k), z = μ + σε, from m ≥ 2 throws: the values f (m) and the
/// throws ε (m, k). The baseline of each throw is the mean of f over the *others*.
pub fn score(f: &Array1<f64>, e: &Array2<f64>, sigma: &Array1<f64>) -> Array1<f64> {
    todo!("exercise 14.4: those that did better than the rest, and where they lay")
}

/// Exercise 14.5 — The bound of k weights
///
/// L_k from the log weights of n pictures, m draws each (n, m), m a multiple of k: of every k
/// draws that follow each other the logarithm of their average, averaged over all groups and
/// pictures.
pub fn bound(log_w: &Array2<f64>, k: usize) -> f64 {
    todo!("exercise 14.5: e^−800 is 0 to a computer")
}

/// Exercise 14.6 — One number in the code, exactly
///
/// log p(x) of each centred sample x (n, d), where x ~ N(wz, σ²I) with w (d), and z ~ N(0, 1);
/// without a matrix of d × d.
pub fn one_code(x: &Array2<f64>, w: &Array1<f64>, variance: f64) -> Array1<f64> {
    todo!("exercise 14.6: M is a number")
}
