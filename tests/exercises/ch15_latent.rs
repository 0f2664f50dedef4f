//! Exercises of chapter 15, "A walk in latent space". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch15_latent exercise_15_1 -- --ignored` checks one. ndarray and rand are at
//! hand; `autoencoders::latent` would be looking the answers up.

use ndarray::{Array1, Array2};

/// Exercise 15.1 — Round instead of straight
///
/// The code at the share t of the spherical way from a (k) to b (k): weights sin (1−t)θ / sin θ
/// and sin tθ / sin θ, where θ is the angle between the two. Where θ is 0, the straight way.
pub fn spherical(a: &Array1<f64>, b: &Array1<f64>, t: f64) -> Array1<f64> {
    todo!("exercise 15.1: the angle first")
}

/// Exercise 15.2 — As the pictures see it
///
/// The length in pictures of a way through the codes z (m + 1, k), from the decoder's Jacobian
/// (d, k) in the middle of each of the m steps.
pub fn length(z: &Array2<f64>, jacobians: &[Array2<f64>]) -> f64 {
    todo!("exercise 15.2: how far does the picture move in one step?")
}

/// Exercise 15.3 — A smile without the glasses
///
/// The direction (k) of a smile in codes z (n, k) of faces: the difference of the mean codes
/// with and without a smile, taken among those with glasses and among those without, and
/// averaged over these two groups, each counting as much as the other.
pub fn direction(z: &Array2<f64>, smiles: &[bool], glasses: &[bool]) -> Array1<f64> {
    todo!("exercise 15.3: like with like")
}

/// Exercise 15.4 — The gap
///
/// The mutual information gap of units (n, k) that take whole numbers for values, and factors
/// (n, q) that do too: probabilities are the samples' own shares, k is 2 or more.
pub fn gap(units: &Array2<usize>, factors: &Array2<usize>) -> f64 {
    todo!("exercise 15.4: a table of counts for each pair of a unit and a factor")
}

/// Exercise 15.5 — Without itself
///
/// The mean over n codes z (n, k) of ln q(zᵢ), where q is made of a hill N(zⱼ, h²I) on each of
/// the n − 1 *other* codes, all alike in weight.
pub fn left_out(z: &Array2<f64>, h: f64) -> f64 {
    todo!("exercise 15.5: the distances first, then one logarithm a code")
}

/// Exercise 15.6 — How often chance does it
///
/// The unbiased MMD² of two sets, and its p. `k` (m + n, m + n) are a kernel's values between
/// all samples, the m of X first. Each shuffle is an order of all samples, of which the first
/// m are X. p = (1 + shuffles that reach the MMD² of the sets as given)/(1 + all shuffles).
pub fn tested(k: &Array2<f64>, m: usize, shuffles: &[Vec<usize>]) -> (f64, f64) {
    todo!("exercise 15.6: MMD² of any order first")
}
