//! Three exact routes to the principal axes, of which each is best somewhere.
use crate::{Real, Result};
use ndarray::{Array1, Array2};

/// A route to the principal axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Thin SVD of the centred data.
    Svd,
    /// Eigenvectors of the covariance, XᵀX/(n−1): d×d.
    Covariance,
    /// Eigenvectors of XXᵀ, mapped back by Xᵀ (the trick of the chapter on eigenfaces): n×n.
    Trick,
}
/// Axes W (d, k) and variances λ (k, divisor n−1) of centred data.
pub fn by_svd(_centred: &Array2<Real>, _k: usize) -> Result<(Array2<Real>, Array1<Real>)> { todo!() }
