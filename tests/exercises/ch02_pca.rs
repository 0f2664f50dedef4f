//! Exercises of chapter 2, "The direction of greatest variance". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch02_pca exercise_2_1 -- --ignored` checks one. ndarray and `autoencoders::linalg` are at
//! hand; `autoencoders::pca` would be looking the answer up.

use autoencoders::Real;
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;

/// Exercise 2.1 — The covariance, with its divisor
///
/// Σ = (1/(n−1)) Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ: X (n, d) → Σ (d, d).
pub fn covariance(x: &Array2<Real>) -> Array2<Real> {
    todo!("exercise 2.1: the covariance matrix of the rows of x")
}

/// Exercise 2.2 — The next direction, by hand
///
/// The k leading eigenvalues λ (k) and unit eigenvectors W (d, k) of a covariance Σ (d, d), by power iteration and
/// deflation; without any eigenvalue routine.
pub fn leading_directions(
    sigma: &Array2<Real>,
    k: usize,
    rng: &mut ChaCha8Rng,
) -> (Array1<Real>, Array2<Real>) {
    todo!("exercise 2.2: power iteration, then deflation, k times")
}

/// Exercise 2.3 — How many components keep 95 %?
///
/// The least k with (λ₁ + … + λ_k) / (λ₁ + … + λ_d) ≥ share, for samples X (n, d) and 0 < share < 1.
pub fn components_for(x: &Array2<Real>, share: f64) -> usize {
    todo!("exercise 2.3: the least k that keeps this share of the variance")
}

/// Exercise 2.4 — Whitening
///
/// Scores on the k leading directions, each scaled to variance 1: X (n, d) → Z (n, k) with ZᵀZ/(n−1) = I.
pub fn whiten(x: &Array2<Real>, k: usize) -> Array2<Real> {
    todo!("exercise 2.4: scores of unit variance")
}

/// Exercise 2.5 — Choosing k on samples that were not fitted
///
/// Of PCA with k components fitted on `train` (n, d), 1 ≤ k < d, judged on `test` (m, d): the squared error, and the
/// log-likelihood in nats under N(μ, C), C = W diag(λ) Wᵀ + σ²(I − WWᵀ); both averaged over the m samples.
pub fn held_out(train: &Array2<Real>, test: &Array2<Real>, k: usize) -> (f64, f64) {
    todo!("exercise 2.5: held-out squared error and held-out log-likelihood")
}

/// Exercise 2.6 — PCA with holes in the data
///
/// X (n, d) with NaN where an entry is missing → X (n, d) with the missing entries, and only those, filled so that
/// they agree with the k-component PCA of the filled matrix.
pub fn fill_in(x: &Array2<Real>, k: usize) -> Array2<Real> {
    todo!("exercise 2.6: fill, fit, fill again")
}
