//! Denoising by one affine map: the best of all, and PCA's projection.

use crate::check::check_columns;
use crate::linalg::{dot, eigh, gram_of_columns, svd};
use crate::pca::Pca;
use crate::pca::axes::{centre, mean_of};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2};

/// y = (x̃ − m̃) D U + m, a map through as many numbers as D has columns.
#[derive(Debug, Clone)]
pub struct LinearDenoiser {
    /// m̃ (d), the mean of noisy samples.
    pub noisy_mean: Array1<Real>,
    /// D (d, k).
    pub down: Array2<Real>,
    /// U (k, d).
    pub up: Array2<Real>,
    /// m (d), the mean of clean ones.
    pub mean: Array1<Real>,
}

impl LinearDenoiser {
    // ANCHOR: best_linear
    /// The affine map of least Σ‖x − y‖² + n·ridge·‖DU‖² on pairs X̃, X (n, d):
    /// DU = (C̃ + ridge·I)⁻¹ C̃ₓ with C̃ = (1/n) Σ(x̃ − m̃)(x̃ − m̃)ᵀ and
    /// C̃ₓ = (1/n) Σ(x̃ − m̃)(x − m)ᵀ.
    ///
    /// Errors where shapes differ, there is no sample, a number is not finite, or the ridge is
    /// not positive and finite.
    pub fn fit(noisy: &Array2<Real>, clean: &Array2<Real>, ridge: f64) -> Result<Self> {
        check(noisy, clean, ridge)?;
        let (noisy_mean, mean) = (mean_of(noisy.view()), mean_of(clean.view()));
        let (a, b) = (centre(noisy.view(), &noisy_mean), centre(clean.view(), &mean));
        let n = noisy.nrows() as f64;
        let (lambda, v) = match a.ncols() <= a.nrows() {
            true => eigh(gram_of_columns(a.view()).view())?, // AᵀA = V diag(λ) Vᵀ
            false => {
                let (_, s, vt) = svd(a.view())?;
                (s.mapv(|s| s * s), vt.t().to_owned())
            }
        };
        let share = lambda.mapv(|l| (1.0 / (f64::from(l.max(0.0)) + n * ridge)) as Real);
        let down = &v * &share; // V diag(1/(λ + n·ridge))
        let up = dot(&dot(&a, &v).t(), &b); // VᵀAᵀB
        Ok(LinearDenoiser { noisy_mean, down, up, mean })
    }
    // ANCHOR_END: best_linear

    /// The projection onto the directions of a [`Pca`] of clean samples, from the mean of noisy
    /// ones: y = (x̃ − m̃) W Wᵀ + μ.
    ///
    /// Errors where the noisy samples have another width, or none is there.
    pub fn projection(pca: &Pca, noisy: &Array2<Real>) -> Result<Self> {
        check_columns("the noisy samples", pca.mean.len(), noisy)?;
        crate::check::check_some(noisy.nrows(), 1, "a mean", "sample")?;
        let (noisy_mean, mean) = (mean_of(noisy.view()), pca.mean.clone());
        Ok(LinearDenoiser {
            noisy_mean,
            down: pca.w.clone(),
            up: pca.w.t().to_owned(),
            mean,
        })
    }

    /// Y (n, d) of X̃ (n, d). Errors where X̃ has another width, or is not finite.
    pub fn denoise(&self, noisy: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the noisy samples", self.noisy_mean.len(), noisy)?;
        Ok(dot(&dot(&(noisy - &self.noisy_mean), &self.down), &self.up) + &self.mean)
    }
}

fn check(noisy: &Array2<Real>, clean: &Array2<Real>, ridge: f64) -> Result<()> {
    crate::check::check_some(noisy.nrows(), 1, "a linear denoiser", "pair")?;
    check_columns("the clean samples", noisy.ncols(), clean)?;
    check_columns("the noisy samples", noisy.ncols(), noisy)?;
    if noisy.nrows() != clean.nrows() {
        let (expected, got) = (
            format!("{}, as there are noisy ones", noisy.nrows()),
            clean.nrows().to_string(),
        );
        return Err(Error::Shape { what: "the clean samples", expected, got });
    }
    match ridge > 0.0 && ridge.is_finite() {
        true => Ok(()),
        false => {
            let (name, range) = ("the ridge", "positive and finite");
            Err(Error::OutOfRange { name, value: ridge.to_string(), range })
        }
    }
}
