//! Principal component analysis: the directions of greatest variance.
//!
//! Variances have the divisor n − 1 everywhere. Sources: Pearson 1901, Hotelling 1933, Jolliffe 2002.

pub mod axes;

use crate::check::{check_columns, check_some};
use crate::linalg::{check_finite, check_squares, dot};
use crate::{Autoencoder, Error, Real, Result};
use axes::{
    by_covariance, by_svd, by_trick, centre, covariance, fix_signs, mean_of, squares_from,
};
use ndarray::{Array1, Array2, Axis, s};

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
    /// Fit k components to X (n, d) by the cheapest exact route: the covariance's eigenvectors where d ≤ n, else the
    /// trick.
    ///
    /// Memory beside X: d² numbers and a chunk of rows where d ≤ n; n² numbers and a centred copy of X otherwise.
    /// Errors where n < 2, k is 0 or above min(n − 1, d), an entry is not finite or so large that squares overflow, or all
    /// samples are the same.
    pub fn fit(x: &Array2<Real>, k: usize) -> Result<Pca> {
        let route = if x.ncols() <= x.nrows() { Route::Covariance } else { Route::Trick };
        Pca::fit_by(route, x, k)
    }

    /// Fit k components to X (n, d) by the route you name; errors as [`Pca::fit`].
    pub fn fit_by(route: Route, x: &Array2<Real>, k: usize) -> Result<Pca> {
        check_k(k, x.nrows(), x.ncols())?;
        let mean = checked_mean(x)?;
        let (total_variance, (mut w, variances)) = match route {
            Route::Covariance => {
                let sigma = covariance(x, &mean);
                let total = sigma.diag().iter().map(|&v| v as f64).sum(); // Σλ = tr Σ
                (checked_total(total, x, &mean)?, by_covariance(&sigma, k)?)
            }
            Route::Svd | Route::Trick => {
                let total = checked_total_variance(x, &mean)?;
                let centred = centre(x.view(), &mean);
                let by = if route == Route::Svd { by_svd } else { by_trick };
                (total, by(&centred, k)?)
            }
        };
        fix_signs(&mut w);
        Ok(Pca { mean, w, variances, total_variance, samples: x.nrows() })
    }

    /// λⱼ / Σλ (k): the share of the total variance that each direction explains.
    pub fn explained_ratio(&self) -> Array1<Real> {
        self.variances.mapv(|lambda| (lambda as f64 / self.total_variance) as Real)
    }

    /// Σ_{j≤k} λⱼ / Σλ: the share of the variance that the first k directions keep (all that are fitted, at most).
    pub fn kept(&self, k: usize) -> f64 {
        self.variances.iter().take(k).map(|&lambda| lambda as f64).sum::<f64>()
            / self.total_variance
    }

    // ANCHOR: components_for
    /// The least k whose components keep `share` of the variance; an error if all k do not.
    pub fn components_for(&self, share: f64) -> Result<usize> {
        if !(share > 0.0 && share < 1.0) {
            let range = "between 0 and 1, both excluded";
            return Err(Error::OutOfRange {
                name: "the share of the variance",
                value: share.to_string(),
                range,
            });
        }
        let fitted = self.variances.len();
        let least = (1..=fitted).find(|&k| self.kept(k) >= share);
        least.ok_or(Error::NotReached { k: fitted, kept: self.kept(fitted), share })
    }
    // ANCHOR_END: components_for

    /// How many of the fitted directions have a variance that rounding cannot explain.
    pub fn rank(&self) -> usize {
        self.variances.iter().filter(|&&lambda| lambda > 0.0).count()
    }

    /// The same model with only its first k components; an error where k is 0 or more than are fitted.
    pub fn truncate(&self, k: usize) -> Result<Pca> {
        let held = self.code_size();
        match k {
            0 => Err(none_asked()),
            _ if k > held => Err(Error::NotHeld { k, held }),
            _ => Ok(Pca {
                mean: self.mean.clone(),
                w: self.w.slice(s![.., ..k]).to_owned(),
                variances: self.variances.slice(s![..k]).to_owned(),
                ..*self
            }),
        }
    }

    // ANCHOR: whiten
    /// White scores (X − μ) W diag(λ)^(−1/2): (n, d) → (n, k). Errors where a λⱼ is zero.
    pub fn whiten(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        Ok(self.encode(x)? / self.deviations()?) // each column z_j by √λ_j
    }

    /// Back: X_tilde = Z diag(λ)^(1/2) Wᵀ + μ: (n, k) → (n, d). Errors where a λⱼ is zero.
    pub fn unwhiten(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.check_codes(z)?;
        self.decode(&(z * &self.deviations()?))
    }
    // ANCHOR_END: whiten

    /// √λ (k); an error where one is zero.
    fn deviations(&self) -> Result<Array1<Real>> {
        match self.rank() {
            usable if usable < self.code_size() => {
                Err(Error::NoVariance { component: usable + 1, usable })
            }
            _ => Ok(self.variances.mapv(Real::sqrt)),
        }
    }

    fn check_samples(&self, x: &Array2<Real>) -> Result<()> {
        check_columns("the samples", self.features(), x)
    }

    fn check_codes(&self, z: &Array2<Real>) -> Result<()> {
        check_columns("the codes", self.code_size(), z)
    }
}

impl Autoencoder for Pca {
    fn features(&self) -> usize {
        self.w.nrows()
    }

    fn code_size(&self) -> usize {
        self.w.ncols()
    }

    // ANCHOR: encode
    /// Scores Z = (X − μ) W: (n, d) → (n, k). Errors where X is not d wide, or not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.check_samples(x)?;
        Ok(dot(&(x - &self.mean), &self.w)) // Z = (X − μ) W
    }
    // ANCHOR_END: encode

    // ANCHOR: decode
    /// X_tilde = Z Wᵀ + μ: (n, k) → (n, d). Errors where Z is not k wide, or not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.check_codes(z)?;
        Ok(dot(z, &self.w.t()) + &self.mean) // X_tilde = Z Wᵀ + μ
    }
    // ANCHOR_END: decode
}

// ANCHOR: held_out
/// The mean of ‖x − x_tilde‖² over held-out `test` (n, d) under the first k components of
/// `train`, for each k in `ks`.
///
/// One fit serves all k: ‖x − x_tilde‖² = ‖x − μ‖² − Σ_{j≤k} zⱼ² by Pythagoras. k = 0 is
/// the mean alone.
pub fn held_out_error(
    train: &Array2<Real>,
    test: &Array2<Real>,
    ks: &[usize],
) -> Result<Vec<f64>> {
    let most = ks.iter().copied().max().unwrap_or(0);
    let pca = Pca::fit(train, most.max(1))?;
    let z = pca.encode(test)?;
    check_some(test.nrows(), 1, "a held-out error", "sample")?;
    let n = test.nrows() as f64;
    let all = squares_from(test.view(), &pca.mean) / n; // (1/n) Σᵢ ‖xᵢ − μ‖²
    // (1/n) Σᵢ zᵢⱼ² for each j
    let kept = z.mapv(|z| (z as f64).powi(2)).sum_axis(Axis(0)) / n;
    Ok(ks.iter().map(|&k| all - kept.slice(s![..k]).sum()).collect())
}
// ANCHOR_END: held_out

/// 1 ≤ k ≤ min(n − 1, d): n centred samples cannot spread in more than n − 1 directions.
pub(crate) fn check_k(k: usize, n: usize, d: usize) -> Result<()> {
    check_some(n, 2, "PCA", "samples")?;
    check_some(d, 1, "PCA", "feature")?;
    let most = (n - 1).min(d);
    match k {
        0 => Err(none_asked()),
        _ if k > most => Err(Error::TooManyComponents { k, n, d, most }),
        _ => Ok(()),
    }
}

/// μ, or the place of the first entry that is not finite.
pub(crate) fn checked_mean(x: &Array2<Real>) -> Result<Array1<Real>> {
    let mean = mean_of(x.view());
    // A sum over finite numbers is finite, so that the entries need to be looked at one by one only after this.
    if mean.iter().any(|m| !m.is_finite()) {
        check_finite(x.view())?;
    }
    Ok(mean)
}

/// Σᵢ ‖xᵢ − μ‖²/(n−1); an error where all samples are the same, or differ by so much that it overflows.
pub(crate) fn checked_total_variance(x: &Array2<Real>, mean: &Array1<Real>) -> Result<f64> {
    checked_total(squares_from(x.view(), mean) / (x.nrows() as f64 - 1.0), x, mean)
}

/// The same of a total that is known already.
fn checked_total(total: f64, x: &Array2<Real>, mean: &Array1<Real>) -> Result<f64> {
    let n = x.nrows();
    check_squares(total * (n as f64 - 1.0), x.view())?;
    // The mean itself is rounded: what its rounding can do is no variance.
    let rounding = (Real::EPSILON as f64).powi(2)
        * mean.iter().map(|&m| (m as f64).powi(2)).sum::<f64>();
    if total > 2.0 * rounding { Ok(total) } else { Err(Error::Constant { n }) }
}

fn none_asked() -> Error {
    Error::OutOfRange {
        name: "the number of components",
        value: "0".into(),
        range: "at least 1",
    }
}
