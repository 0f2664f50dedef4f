//! Exercises of chapter 4, "The linear autoencoder is PCA". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch04_linear exercise_4_1 -- --ignored` checks one. ndarray and `autoencoders::linalg` are at
//! hand; `autoencoders::linear` and `autoencoders::coding` would be looking the answers up.

use autoencoders::Real;
use ndarray::{Array1, Array2};

/// Exercise 4.1 — Run lengths, and back
///
/// AAAABBBBB → 4A5B, in bytes: each run as its length, 1 to 255, and then its value. Longer runs are cut.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    todo!("exercise 4.1: a count and a value for each run")
}

/// Exercise 4.1, the way back: what [`pack`] made of some bytes → those bytes.
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    todo!("exercise 4.1: each value as often as its count says")
}

/// Exercise 4.2 — Both gradients by hand
///
/// ∂L/∂U (d, k) and ∂L/∂V (k, d) of L = (1/n) ‖X − XVᵀUᵀ‖² + α(‖U‖² + ‖V‖²), on a batch X (n, d), centred, with the
/// decoder U (d, k) and the encoder V (k, d).
pub fn gradients(
    x: &Array2<Real>,
    u: &Array2<Real>,
    v: &Array2<Real>,
    alpha: Real,
) -> (Array2<Real>, Array2<Real>) {
    todo!("exercise 4.2: both gradients of the loss, penalty included")
}

/// Exercise 4.3 — The best encoder for any decoder
///
/// Of all V (k, d), the one with the least ‖X − XVᵀUᵀ‖² for every X, given the decoder U (d, k), whose columns are
/// neither of length 1 nor perpendicular, and may depend on each other: then the shortest such V.
pub fn best_encoder(u: &Array2<Real>) -> Array2<Real> {
    todo!("exercise 4.3: the encoder that makes UV a projection")
}

/// Exercise 4.4 — A price for each matrix
///
/// How low L = (1/n) ‖X − XVᵀUᵀ‖² + α‖U‖² + β‖V‖² can be brought, α, β ≥ 0, over all U (d, k) and V (k, d), for
/// samples X (n, d), not centred yet. No training: it follows from the singular values.
pub fn lowest_loss(x: &Array2<Real>, k: usize, alpha: f64, beta: f64) -> f64 {
    todo!("exercise 4.4: the lower end of the loss with two prices, from singular values")
}

/// Exercise 4.5 — PCA, read off a trained decoder
///
/// From the decoder U (d, k) at the minimum of the penalised loss on n samples, and nothing else: the variances λ (r),
/// divisor n − 1, largest first, and the principal directions W (d, r), as many as the decoder knows of.
pub fn read_off(u: &Array2<Real>, n: usize, alpha: f64) -> (Array1<Real>, Array2<Real>) {
    todo!(
        "exercise 4.5: variances and directions from the singular values and vectors of the decoder"
    )
}

/// Exercise 4.6 — Ways down from a saddle
///
/// `spectrum` holds the d eigenvalues of C = XᵀX/n, all different, largest first. Of the k ≥ `kept.len()` units of a
/// linear autoencoder, one holds each of the eigenvectors in `kept` (counted from 0): its column of U and its row of V
/// are that eigenvector. The others are zero. There the gradient of L (α = 0) vanishes. The number of independent
/// directions in (U, V) along which L falls, and the least second derivative along a direction of length 1 (0 where L
/// falls along none).
pub fn ways_down(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
    todo!("exercise 4.6: the negative eigenvalues of the Hessian at a stationary point")
}
