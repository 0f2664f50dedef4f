//! Exercises of chapter 6, "Deep autoencoders". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch06_deep exercise_6_1 -- --ignored` checks one. ndarray and `autoencoders::linalg` are at hand;
//! `autoencoders::deep` and `autoencoders::coding` would be looking the answers up.

use autoencoders::Real;
use ndarray::{Array1, Array2};

/// Exercise 6.1 — How many numbers
///
/// The parameters, weights and biases, of an autoencoder whose encoder has these widths, from the input to the code, and
/// whose decoder is its mirror.
pub fn parameters(widths: &[usize]) -> usize {
    todo!(
        "exercise 6.1: a weight for each pair of neighbouring units, a bias for each unit that is computed"
    )
}

/// Exercise 6.2 — A zigzag out of tents
///
/// Layers (W (inputs, outputs), b (outputs)) of a network from one number to one, with a rectifier behind each layer but
/// the last, at most two units in each of its `depth` ≥ 1 hidden layers: on [0, 1] it is `depth` tents in a row,
/// t(t(… t(x))), t(x) = 1 − |1 − 2x|.
pub fn zigzag(depth: usize) -> Vec<(Array2<f64>, Array1<f64>)> {
    todo!("exercise 6.2: two rectifiers draw one tent")
}

/// Exercise 6.3 — Like among like
///
/// How often a neighbour is of one's own class: of the `neighbours` codes nearest to each of Z (n, k), in Euclidean
/// distance, the share with the same label, averaged over all n.
pub fn same_class(z: &Array2<Real>, labels: &[usize], neighbours: usize) -> f64 {
    todo!("exercise 6.3: the share of near neighbours with the same label")
}

/// Exercise 6.4 — What a code costs
///
/// Unit j of the codes Z (n, k) is rounded to the nearest multiple qΔⱼ of its step, and q is written down. The bits a
/// sample, if each unit has the best names for its own cells, and the squared error Σⱼ(zⱼ − qⱼΔⱼ)², averaged over the
/// samples.
pub fn cost(z: &Array2<Real>, step: &Array1<Real>) -> (f64, f64) {
    todo!("exercise 6.4: entropies of the cells, and the rounding's squared error")
}

/// Exercise 6.5 — The code that explains best
///
/// The code z (k) with the least Σⱼ [ln(1 + e^aⱼ) − xⱼaⱼ], a = Uz + b, for one sample x (d) with 0 < x < 1, given the
/// decoder U (d, k) of independent columns and b (d).
pub fn best_code(x: &Array1<f64>, u: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    todo!("exercise 6.5: the minimum of a convex function of k numbers")
}

/// Exercise 6.6 — Where to spend the bits
///
/// To describe a Gaussian of variance λ with mean squared error D costs at least ½ log₂(λ/D) bits if D < λ, and nothing
/// otherwise. For independent components with these variances, in any order, all positive: the bits for each that
/// together cost least while their squared errors add up to no more than `distortion` > 0.
pub fn rates(variances: &[f64], distortion: f64) -> Vec<f64> {
    todo!("exercise 6.6: bits by component")
}
