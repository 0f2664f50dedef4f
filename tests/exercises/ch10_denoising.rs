//! Exercises of chapter 10, "Denoising". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch10_denoising exercise_10_1 -- --ignored` checks one. ndarray is at hand;
//! `autoencoders::denoising` would be looking the answers up.

use ndarray::{Array1, Array2};

/// Exercise 10.1 — Salt and pepper
///
/// X̃ of pictures x (n, d): a number becomes 0 or 1, with chance `share`/2 each, and else stays.
/// All chance is in u (n, d), uniform on [0, 1): below `share`/2 is pepper (0), from there to
/// below `share` salt (1). Same x, u and share, same answer.
pub fn salt_and_pepper(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
    todo!("exercise 10.1: one uniform number decides for each pixel")
}

/// Exercise 10.2 — The mean of the decibels
///
/// The mean over pictures of each one's PSNR in decibels, −10 log₁₀ of its mean squared error,
/// for pixels in [0, 1]: what is restored, y (n, d), is cut off at 0 and 1 first.
pub fn mean_psnr(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    todo!("exercise 10.2: a logarithm for each picture, then their mean")
}

/// Exercise 10.3 — Shrink or drop
///
/// Data whose principal components have these variances λ, mean zero, seen through Gaussian noise
/// of standard deviation `sd`. The factors (k) by which the best linear denoiser multiplies each
/// score; its mean squared error; and how many components the best *projection* keeps.
pub fn wiener(variances: &Array1<f64>, sd: f64) -> (Array1<f64>, f64, usize) {
    todo!("exercise 10.3: what does keeping a component cost, and what does dropping it?")
}

/// Exercise 10.4 — Two best answers
///
/// x is one of `values` (m), in rising order, with chances `prior` (m); what is seen, x̃, is one
/// of s symbols with chances `channel` (m, s), a row for each value. For each symbol the answer
/// of least mean squared error, and the least value that has half of the chance, or more, at or
/// below it: an answer of least mean *absolute* error. Each symbol can be seen.
pub fn answers(
    values: &Array1<f64>,
    prior: &Array1<f64>,
    channel: &Array2<f64>,
) -> (Array1<f64>, Array1<f64>) {
    todo!("exercise 10.4: Bayes for each column, then a mean and a median")
}

/// Exercise 10.5 — A density from a denoiser
///
/// log p_σ(b) − log p_σ(a), where all that is given is the best denoiser of Gaussian noise of
/// standard deviation `sd`. Along the straight way from a to b, by the midpoints of `steps` equal
/// pieces.
pub fn log_ratio(
    denoise: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    a: &Array1<f64>,
    b: &Array1<f64>,
    sd: f64,
    steps: usize,
) -> f64 {
    todo!("exercise 10.5: what is the slope of log p_σ in the direction b − a?")
}
