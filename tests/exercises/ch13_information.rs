//! Exercises of chapter 13, "Entropy and divergence". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch13_information exercise_13_1 -- --ignored` checks one. ndarray and rand
//! are at hand; `autoencoders::information` would be looking the answers up.

use ndarray::{Array1, Array2};

/// Exercise 13.1 — Words that fit
///
/// Words of zeros and ones of these lengths (1 to 30 each), in their order, none of which begins
/// another; `None` where there are no such words.
pub fn words(lengths: &[usize]) -> Option<Vec<String>> {
    todo!("exercise 13.1: intervals beside each other")
}

/// Exercise 13.2 — The price of a belief
///
/// KL(p‖q) in nats, of two distributions on the same outcomes. Either may have zeros.
pub fn divergence(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    todo!("exercise 13.2: what does the wrong table cost?")
}

/// Exercise 13.3 — The term that a VAE needs
///
/// KL(N(μ, diag σ²) ‖ N(0, I)) in nats, and its slopes by μ (k) and by ρ = ln σ² (k).
pub fn diagonal(mean: &Array1<f64>, rho: &Array1<f64>) -> (f64, Array1<f64>, Array1<f64>) {
    todo!("exercise 13.3: one number at a time")
}

/// Exercise 13.4 — What a table knows
///
/// The mutual information in nats of the shares of a table of counts (A, B), some of them 0.
pub fn mutual(counts: &Array2<f64>) -> f64 {
    todo!("exercise 13.4: three entropies, or one divergence")
}

/// Exercise 13.5 — A slope from samples
///
/// From samples x (n) of q = N(m, s²) and ln p at them (n): an estimate of the slopes of
/// KL(q‖p) by m and by ln s, the sample mean of what the page takes the mean of.
pub fn slope(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
    todo!("exercise 13.5: E_q[(ln q − ln p) ∂ ln q]")
}
