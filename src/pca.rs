//! Principal component analysis.
pub mod axes;
use crate::{Autoencoder, Real, Result};
use ndarray::{Array1, Array2};
pub use axes::Route;

/// Principal component analysis of n samples: the mean, and the k directions of greatest variance.
#[derive(Debug, Clone)]
pub struct Pca {
    /// μ (d): the mean sample.
    pub mean: Array1<Real>,
    /// W (d, k): loadings, one unit direction a column, largest variance first.
    pub w: Array2<Real>,
    /// λ (k): variance along each direction, with divisor n − 1.
    pub variances: Array1<Real>,
    /// Σ over *all* d directions of the variance, divisor n − 1.
    pub total_variance: f64,
    /// n, the number of samples seen.
    pub samples: usize,
}

impl Pca {
    /// Fit by the cheapest exact route.
    pub fn fit(_x: &Array2<Real>, _k: usize) -> Result<Pca> { todo!() }
    /// Fit by the route you name.
    pub fn fit_by(_route: Route, _x: &Array2<Real>, _k: usize) -> Result<Pca> { todo!() }
    /// λⱼ / Σλ (k): the share of the variance that each direction explains.
    pub fn explained_ratio(&self) -> Array1<Real> { todo!() }
    /// Σ_{j≤k} λⱼ / Σλ: share kept by the first k.
    pub fn kept(&self, _k: usize) -> f64 { todo!() }
    /// The least k that keeps `share` of the variance; error if the fitted components do not reach it.
    pub fn components_for(&self, _share: f64) -> Result<usize> { todo!() }
    /// The same model with only its first k components.
    pub fn truncate(&self, _k: usize) -> Result<Pca> { todo!() }
    /// Scores of unit variance: (X − μ) W diag(λ)^(−1/2): (n, d) → (n, k). Errors where some λⱼ is zero.
    pub fn whiten(&self, _x: &Array2<Real>) -> Result<Array2<Real>> { todo!() }
    /// Back from white scores: (n, k) → (n, d).
    pub fn unwhiten(&self, _z: &Array2<Real>) -> Result<Array2<Real>> { todo!() }
}
/// (1/n) Σᵢ ‖xᵢ − x̃ᵢ‖² of held-out `test` under the first k components, for each k in `ks`.
pub fn held_out_error(_train: &Array2<Real>, _test: &Array2<Real>, _ks: &[usize]) -> Result<Vec<f64>> { todo!() }
impl Autoencoder for Pca {
    fn features(&self) -> usize { todo!() }
    fn code_size(&self) -> usize { todo!() }
    fn encode(&self, _x: &Array2<Real>) -> Result<Array2<Real>> { todo!() }
    fn decode(&self, _z: &Array2<Real>) -> Result<Array2<Real>> { todo!() }
}
