//! Randomised PCA (Halko, Martinsson & Tropp 2011).
use crate::{Real, Result, pca::Pca};
use ndarray::Array2;
use rand::Rng;

/// How far the random sketch oversamples, and how often it is sharpened.
#[derive(Debug, Clone, Copy)]
pub struct Sketch {
    /// p: extra random directions beyond k.
    pub oversample: usize,
    /// q: power iterations.
    pub iterations: usize,
}
impl Default for Sketch {
    fn default() -> Self { Sketch { oversample: 10, iterations: 4 } }
}
/// The k leading components from a random sketch.
pub fn fit_randomised(_x: &Array2<Real>, _k: usize, _sketch: Sketch, _rng: &mut impl Rng) -> Result<Pca> { todo!() }
