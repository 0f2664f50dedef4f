//! Stacked autoencoders: greedy layers, their unrolling, classifiers on top, the hinge.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use ndarray::Array2;

#[path = "stacked/classifier.rs"]
mod classifier;
#[path = "stacked/greedy.rs"]
mod greedy;
#[path = "stacked/hinge.rs"]
mod hinge;

/// n samples of d numbers between 0 and 1.
fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}
