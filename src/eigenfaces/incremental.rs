//! PCA over chunks that never lie in memory together.
use crate::{Real, Result, pca::Pca};
use ndarray::Array2;

/// Mean and scatter of all chunks seen so far.
#[derive(Debug, Clone)]
pub struct IncrementalPca {}
impl IncrementalPca {
    /// Nothing seen yet; samples will have d features.
    pub fn new(_features: usize) -> Self { todo!() }
    /// Add a chunk (m, d), m ≥ 1.
    pub fn partial_fit(&mut self, _chunk: &Array2<Real>) -> Result<()> { todo!() }
    /// The PCA of everything seen, with k components.
    pub fn finish(&self, _k: usize) -> Result<Pca> { todo!() }
}
