//! Exercises of chapter 1, "Images live on a manifold". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch01_manifold exercise_1_1 -- --ignored` checks one. ndarray and `autoencoders::linalg` are at
//! hand, and your own answers to the exercises before; `autoencoders::manifold` would be looking the answer up.

use autoencoders::Real;
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;

/// Exercise 1.1 — Blends, and how far off they are
///
/// From view `from` to view `to`, rows of `views` (n, d), by `steps` ≥ 2 pixel blends at equal steps, both ends among
/// them: (steps, d); and the distance of each blend from the nearest of all the views: (steps).
pub fn blends(
    views: &Array2<Real>,
    from: usize,
    to: usize,
    steps: usize,
) -> (Array2<Real>, Array1<Real>) {
    todo!(
        "exercise 1.1: blend two views, and measure how far each blend is from the nearest view"
    )
}

/// Exercise 1.2 — All at the same distance
///
/// Of the distances between all pairs of different samples of X (n, d): their mean, and their standard deviation
/// (divisor: number of pairs − 1) as a share of that mean.
pub fn pair_distances(x: &Array2<Real>) -> (f64, f64) {
    todo!("exercise 1.2: the mean distance between two samples, and its relative spread")
}

/// Exercise 1.3 — First and second neighbour
///
/// νᵢ = r₂/r₁ (n): for each sample of X (n, d), n ≥ 3, no two of them equal, the distance of the second nearest of the
/// others over that of the nearest.
pub fn ratios(x: &Array2<Real>) -> Array1<Real> {
    todo!("exercise 1.3: r₂/r₁ for each sample, by comparing all pairs")
}

/// Exercise 1.4 — From ratios to a dimension, with its interval
///
/// The dimension m that makes the independent ratios νᵢ (n) most probable, and the two ends, low first, of an interval
/// that contains the true dimension in 95 of 100 such samples.
pub fn dimension(ratios: &Array1<Real>) -> (f64, f64, f64) {
    todo!("exercise 1.4: the dimension of greatest likelihood, and a 95 % interval")
}

/// Exercise 1.5 — The directions at one point
///
/// Of the q samples of X (n, d) that are nearest to sample `i`, itself not among them: the min(q, d) largest eigenvalues
/// of their covariance, largest first; and how many of these are at least `share` times the largest.
pub fn local_spectrum(
    x: &Array2<Real>,
    i: usize,
    q: usize,
    share: f64,
) -> (Array1<Real>, usize) {
    todo!("exercise 1.5: the spectrum of a neighbourhood, and how many directions it has")
}

/// Exercise 1.6 — The dimension under the noise
///
/// Of samples X (n, d) on a manifold, each of whose d features carries independent noise of standard deviation
/// `noise`: the dimension of the manifold, estimated at the finest scale that the noise does not fill.
pub fn dimension_under_noise(x: &Array2<Real>, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
    todo!(
        "exercise 1.6: thin out the samples until the noise is small beside the distances, then estimate"
    )
}
