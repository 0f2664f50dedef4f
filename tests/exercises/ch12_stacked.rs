//! Exercises of chapter 12, "Stacked autoencoders". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch12_stacked exercise_12_1 -- --ignored` checks one. ndarray is at hand;
//! `autoencoders::stacked` would be looking the answers up.

use ndarray::{Array1, Array2};

/// A layer with its way back: relu(xW + c), and zD + b.
pub struct Layer {
    /// W (d, k).
    pub w: Array2<f64>,
    /// c (k).
    pub c: Array1<f64>,
    /// D (k, d).
    pub d: Array2<f64>,
    /// b (d).
    pub b: Array1<f64>,
}

/// Learns so many units on data (n, d): gives W (d, k) and c (k).
pub type Learn<'a> = &'a dyn Fn(&Array2<f64>, usize) -> (Array2<f64>, Array1<f64>);

/// Exercise 12.1 — The missing margin
///
/// The mean hinge of outputs a (n, classes) whose true classes are `labels` (n).
pub fn hinge(a: &Array2<f64>, labels: &[usize]) -> f64 {
    todo!("exercise 12.1: how far is the truth ahead of its strongest rival?")
}

/// Exercise 12.2 — Its slope
///
/// ∂L/∂A (n, classes) of that mean.
pub fn hinge_slope(a: &Array2<f64>, labels: &[usize]) -> Array2<f64> {
    todo!("exercise 12.2: two entries of a row, or none")
}

/// Exercise 12.3 — There and back
///
/// What comes back of x (n, d) through all layers, the first of which is nearest to x: up, and
/// down again with a relu on every rebuilt code.
pub fn through(layers: &[Layer], x: &Array2<f64>) -> Array2<f64> {
    todo!("exercise 12.3: up in order, down in the other order")
}

/// Exercise 12.4 — Layer by layer
///
/// The top layer's codes of x (n, d), where each layer of `widths` units is learnt by `learn` on
/// what the rectified layers below make of x.
pub fn grow(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
    todo!("exercise 12.4: learn, apply, go on with what came out")
}

/// Exercise 12.5 — Without looking
///
/// Accuracies on held-out and on test images, a row a rate and a column a look: the test accuracy
/// that may be reported. Of equal ones on held-out images take the first rate, then the first look.
pub fn reported(held_out: &Array2<f64>, test: &Array2<f64>) -> f64 {
    todo!("exercise 12.5: which entry would you have chosen without the test images?")
}

/// Exercise 12.6 — If all were linear
///
/// The error that a greedy stack of linear autoencoders of these widths leaves, each layer the
/// best for the codes below it, on data whose covariance has the eigenvalues `variances`, largest
/// first.
pub fn linear_stack(variances: &[f64], widths: &[usize]) -> f64 {
    todo!("exercise 12.6: what are the variances of a layer's codes?")
}
