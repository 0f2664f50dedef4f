//! Exercises of chapter 9, "Sparse codes". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch09_sparse exercise_9_1 -- --ignored` checks one. ndarray is at hand;
//! `autoencoders::sparse` would be looking the answers up.

use ndarray::{Array1, Array2};

/// Exercise 9.1 — The soft threshold
///
/// The z that makes (c − z)² + λ|z| least, λ ≥ 0.
pub fn cheapest(c: f64, lambda: f64) -> f64 {
    todo!("exercise 9.1: three cases, by where c is")
}

/// Exercise 9.2 — The k largest
///
/// Each row of A (n, m) with its k largest numbers in their places and 0 elsewhere, 1 ≤ k ≤ m.
/// Of equal numbers the first pass: never more than k.
pub fn largest(a: &Array2<f64>, k: usize) -> Array2<f64> {
    todo!("exercise 9.2: row by row, by value")
}

/// Exercise 9.3 — Features of length one
///
/// A network z = max(xW + b, 0), y = zD + c, with W (d, k), b (k), D (k, d): other W, b and D
/// with which y is the same for every x, and every row of D has length 1. A row of zeros stays
/// as it is, and so do its unit's W and b.
pub fn normalised(
    w: &Array2<f64>,
    b: &Array1<f64>,
    d: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array2<f64>) {
    todo!("exercise 9.3: what is taken from D must be given to the code")
}

/// Exercise 9.4 — The slope of the divergence
///
/// L = β Σⱼ KL(ρ ‖ ρ̂ⱼ), ρ̂ⱼ the mean of σ(aᵢⱼ) over the n rows of A (n, k): ∂L/∂A.
pub fn slope(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
    todo!("exercise 9.4: from KL to ρ̂, from ρ̂ to each unit, from the unit to its a")
}

/// Exercise 9.5 — The exact code
///
/// The z (k) that makes ‖x − zD‖² + λ‖z‖₁ least, for x (d) and any features D (k, d), to about
/// six decimals.
pub fn exact(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
    todo!("exercise 9.5: a step down the slope, then a threshold; and again")
}
