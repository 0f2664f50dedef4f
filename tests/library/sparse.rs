//! Sparse codes: their prices and slopes, what is measured of them, and features whose truth
//! is known.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::nn::init::Init;
use autoencoders::nonlinear::Output;
use autoencoders::sparse::{Scarcity, SparseAutoencoder};
use ndarray::Array2;

#[path = "sparse/features.rs"]
mod features;
#[path = "sparse/labels.rs"]
mod labels;
#[path = "sparse/measures.rs"]
mod measures;
#[path = "sparse/model.rs"]
mod model;
#[path = "sparse/refused.rs"]
mod refusals;

/// n samples of d numbers between 0 and 1.
fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

fn sparse(scarcity: Scarcity, hold: bool, output: Output) -> SparseAutoencoder {
    let rng = &mut seeded(4);
    SparseAutoencoder::random((6, 8), scarcity, hold, output, Init::Glorot, rng)
        .expect("an autoencoder")
}
