//! What a trained linear autoencoder has in common with PCA: the span always, the axes only under a penalty.

use super::{LinearAutoencoder, check_alpha};
use crate::linalg::{orthonormal, principal_angles, svd};
use crate::pca::{Pca, axes::fix_signs};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2};

/// The decoder's axes.
#[derive(Debug, Clone)]
pub struct Axes {
    /// (d, r), r = min(d, k): left singular vectors of U, one a column, signs by PCA's rule.
    pub w: Array2<Real>,
    /// (r): singular values of U, largest first.
    pub s: Array1<Real>,
}

impl LinearAutoencoder {
    // ANCHOR: axes
    /// Directions and lengths read off the decoder: U = W diag(s) Oᵀ.
    ///
    /// With a penalty α > 0, W at the minimum holds PCA's axes; the columns of U are still
    /// mixed, by the orthogonal O that nothing determines. Without a penalty any invertible
    /// matrix may mix, and W says nothing. Kunin et al. 2019.
    pub fn axes(&self) -> Result<Axes> {
        let (mut w, s, _) = svd(self.u.view())?; // U = W diag(s) Oᵀ
        fix_signs(&mut w);
        Ok(Axes { w, s })
    }
    // ANCHOR_END: axes

    /// Principal angles (k), in radians and smallest first, between the decoder's span and that of PCA's k components.
    ///
    /// Errors where PCA holds another number of components than the code has numbers, or d differs.
    pub fn angles_to(&self, pca: &Pca) -> Result<Array1<Real>> {
        if pca.w.dim() != self.u.dim() {
            let expected =
                format!("PCA with W of {}×{}, as U", self.u.nrows(), self.u.ncols());
            let got = format!("{}×{}", pca.w.nrows(), pca.w.ncols());
            return Err(Error::Shape { what: "the angles to PCA", expected, got });
        }
        principal_angles(orthonormal(self.u.view())?.view(), pca.w.view())
    }

    /// The largest of [`LinearAutoencoder::angles_to`], in degrees; errors alike.
    pub fn largest_angle(&self, pca: &Pca) -> Result<f64> {
        let angles = self.angles_to(pca)?;
        Ok(angles.iter().fold(0.0, |largest: f64, &a| largest.max(a as f64)).to_degrees())
    }

    /// The same map by other matrices: U ← UA⁻¹, V ← AV for an invertible A (k, k). Same x̃, same loss, other axes.
    ///
    /// Errors where A is not k×k, not finite, or not invertible.
    pub fn mixed(&self, a: &Array2<Real>) -> Result<Self> {
        if a.dim() != (self.u.ncols(), self.u.ncols()) {
            let (expected, got) = (
                format!("{0}×{0}", self.u.ncols()),
                format!("{}×{}", a.nrows(), a.ncols()),
            );
            return Err(Error::Shape { what: "the matrix that mixes", expected, got });
        }
        let inverse = Self::with_best_encoder(Array1::zeros(a.nrows()), a.clone())?.v; // (AᵀA)⁻¹Aᵀ = A⁻¹
        Self::new(self.mean.clone(), self.u.dot(&inverse), a.dot(&self.v))
    }
}

/// √(1 − α/cⱼ) (k), 0 where cⱼ ≤ α: the singular values of U and V at the minimum, cⱼ being the eigenvalues of C = XᵀX/n.
///
/// `pca` was fitted to the same X. Kunin et al. 2019. Errors where α is negative or not finite.
pub fn shrunk(pca: &Pca, alpha: f64) -> Result<Array1<Real>> {
    check_alpha(alpha)?;
    Ok(eigenvalues(pca)
        .mapv(|c| if c > alpha { (1.0 - alpha / c).sqrt() as Real } else { 0.0 }))
}

/// The least loss there is with as many code numbers as `pca` has components: Σ_{j≤k}(2α − α²/cⱼ) + Σ_{j>k} cⱼ.
///
/// cⱼ are the eigenvalues of C = XᵀX/n; a direction with cⱼ ≤ α is given up and costs cⱼ. `pca` was fitted to the same X.
/// Errors where α is negative or not finite.
pub fn lowest_loss(pca: &Pca, alpha: f64) -> Result<f64> {
    check_alpha(alpha)?;
    let c = eigenvalues(pca);
    let dropped = pca.total_variance * divisor(pca) - c.sum(); // Σ_{j>k} cⱼ
    let cost = |&c: &f64| if c > alpha { 2.0 * alpha - alpha * alpha / c } else { c };
    Ok(dropped.max(0.0) + c.iter().map(cost).sum::<f64>())
}

/// cⱼ with divisor n, where PCA's variances have n − 1.
fn eigenvalues(pca: &Pca) -> Array1<f64> {
    pca.variances.mapv(|variance| variance as f64 * divisor(pca))
}

fn divisor(pca: &Pca) -> f64 {
    (pca.samples as f64 - 1.0) / pca.samples as f64
}
