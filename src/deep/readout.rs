//! What a code knows: known factors, or a label, read off codes.
//!
//! A read-out is fitted on the codes of some samples and scored on others. The *linear* one asks how straight the
//! coordinates are; the *nearest-neighbour* one only whether codes near each other mean factors near each other.

use crate::Real;
use ndarray::Array2;

/// Codes and the truth about them: Z (n, k), θ (n, q), one row a sample.
#[derive(Debug, Clone)]
pub struct Known {
    /// Z (n, k).
    pub z: Array2<Real>,
    /// θ (n, q): the factors to be read off.
    pub truth: Array2<Real>,
}
