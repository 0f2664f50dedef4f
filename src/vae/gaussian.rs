//! Probabilistic PCA: the one latent-variable model of this chapter whose every integral can be
//! done on paper.
//!
//! z ~ N(0, 1), x ~ N(μ + Wz, σ²1), so x ~ N(μ, WWᵀ + σ²1). Source: Tipping & Bishop 1999.

use super::importance::Latent;
use crate::check::check_columns;
use crate::pca::Pca;
use crate::{Error, Real, Result};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use ndarray::{Array1, Array2, Axis};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

// ANCHOR: ppca
/// x ~ N(μ + Wz, σ²1), z ~ N(0, 1).
#[derive(Debug, Clone)]
pub struct LinearGaussian {
    /// μ (d).
    pub mean: Array1<Real>,
    /// W (d, k).
    pub w: Array2<Real>,
    /// σ² > 0, of each pixel.
    pub variance: f64,
}
// ANCHOR_END: ppca

impl LinearGaussian {
    /// The model of these numbers; errors where W has not d rows, or σ² is not positive.
    pub fn new(
        mean: Array1<Real>,
        w: Array2<Real>,
        variance: f64,
    ) -> Result<LinearGaussian> {
        if w.nrows() != mean.len() || w.ncols() == 0 {
            let expected = format!("{} rows, one a feature, and a column", mean.len());
            let got = format!("{} × {}", w.nrows(), w.ncols());
            return Err(Error::Shape { what: "W", expected, got });
        }
        if !(variance > 0.0 && variance.is_finite()) {
            return Err(Error::OutOfRange {
                name: "σ²",
                value: variance.to_string(),
                range: "positive and finite",
            });
        }
        Ok(LinearGaussian { mean, w, variance })
    }

    // ANCHOR: ppca_fit
    /// Probabilistic PCA: the W (d, k) and σ² under which X (n, d) is likeliest.
    ///
    /// σ² is the mean of the eigenvalues that are left out, wⱼ = √(λⱼ − σ²) uⱼ; all with
    /// divisor n. Errors as [`Pca::fit`], and where k = d or nothing is left out.
    pub fn fit(x: &Array2<Real>, k: usize) -> Result<LinearGaussian> {
        let (n, d) = x.dim();
        if k >= d {
            return Err(Error::TooManyComponents { k, n, d, most: d.saturating_sub(1) });
        }
        let pca = Pca::fit(x, k)?;
        let n = n as f64;
        let by_n = (n - 1.0) / n; // PCA's divisor is n − 1
        let lambda = pca.variances.mapv(|v| f64::from(v) * by_n);
        let total = pca.total_variance * by_n;
        let left = total - lambda.sum();
        let variance = if left > 1e-6 * total { left / (d - k) as f64 } else { 0.0 }; // rounding
        let lengths = lambda.mapv(|l| (l - variance).max(0.0).sqrt() as Real);
        LinearGaussian::new(pca.mean, pca.w * &lengths, variance)
    }
    // ANCHOR_END: ppca_fit

    /// M = WᵀW + σ²1 (k, k), by its Cholesky factor.
    fn m(&self) -> Result<Cholesky<f64, Dyn>> {
        let w = self.w_matrix();
        let k = self.w.ncols();
        let m = w.transpose() * &w + DMatrix::identity(k, k) * self.variance;
        let (rows, columns) = (k, k);
        let what = "a Cholesky factor";
        Cholesky::new(m).ok_or(Error::Convergence { what, rows, columns })
    }

    fn w_matrix(&self) -> DMatrix<f64> {
        DMatrix::from_fn(self.w.nrows(), self.w.ncols(), |i, j| self.w[(i, j)].into())
    }

    // ANCHOR: ppca_log
    /// log p(xᵢ) = −½(d ln 2π + ln |C| + rᵀC⁻¹r), r = x − μ, C = WWᵀ + σ²1: (n, d) → (n).
    ///
    /// Only M = WᵀW + σ²1 (k, k) is inverted: |C| = σ^2(d−k) |M| and
    /// C⁻¹ = (1 − W M⁻¹Wᵀ)/σ². Errors where X has not d columns or is not finite.
    pub fn log_likelihood(&self, x: &Array2<Real>) -> Result<Array1<f64>> {
        check_columns("the samples", self.mean.len(), x)?;
        let (m, w, (d, k)) = (self.m()?, self.w_matrix(), self.w.dim());
        let ln_m = 2.0 * m.l_dirty().diagonal().iter().map(|l| l.ln()).sum::<f64>();
        let ln_c = (d - k) as f64 * self.variance.ln() + ln_m;
        Ok(x.map_axis(Axis(1), |x| {
            let r = DVector::from_iterator(
                d,
                x.iter().zip(&self.mean).map(|(&x, &mean)| f64::from(x) - f64::from(mean)),
            );
            let t = w.tr_mul(&r); // Wᵀr
            let square = (r.dot(&r) - t.dot(&m.solve(&t))) / self.variance; // rᵀC⁻¹r
            -0.5 * (d as f64 * TAU.ln() + ln_c + square)
        }))
    }
    // ANCHOR_END: ppca_log

    // ANCHOR: ppca_posterior
    /// p(z|x) = N(M⁻¹Wᵀ(x − μ), σ²M⁻¹): the means (n, k) at X (n, d), and the covariance
    /// (k, k), which is the same at each x. Errors as [`LinearGaussian::log_likelihood`].
    pub fn posterior(&self, x: &Array2<Real>) -> Result<(Array2<Real>, Array2<f64>)> {
        check_columns("the samples", self.mean.len(), x)?;
        let (k, inverse) = (self.w.ncols(), self.m()?.inverse());
        let inverse = Array2::from_shape_fn((k, k), |at| inverse[at]);
        let scores = (x - &self.mean).dot(&self.w).mapv(f64::from); // (x − μ)ᵀW
        let mean = scores.dot(&inverse).mapv(|z| z as Real); // M is symmetric
        Ok((mean, inverse * self.variance))
    }
    // ANCHOR_END: ppca_posterior

    // ANCHOR: prior_efficiency
    /// (E w)²/E w² for codes from the prior, w = p(x|z): the share of them that counts, at
    /// each row of X (n, d) → (n).
    ///
    /// As N(x; Wz, σ²1)² = N(x; Wz, ½σ²1) (4πσ²)^(−d/2), E w² is the likelihood of the same
    /// model with half the variance, times a constant. Errors as
    /// [`LinearGaussian::log_likelihood`].
    pub fn prior_efficiency(&self, x: &Array2<Real>) -> Result<Array1<f64>> {
        let half = LinearGaussian { variance: self.variance / 2.0, ..self.clone() };
        let constant = -0.5 * self.mean.len() as f64 * (2.0 * TAU * self.variance).ln();
        let square = half.log_likelihood(x)? + constant; // log E w²
        Ok((self.log_likelihood(x)? * 2.0 - square).mapv(f64::exp))
    }
    // ANCHOR_END: prior_efficiency

    /// n samples (n, d) of the model.
    pub fn sample(&self, n: usize, rng: &mut impl Rng) -> Array2<Real> {
        let mut normal = |shape: (usize, usize)| {
            Array2::from_shape_simple_fn(shape, || {
                rng.sample::<f64, _>(StandardNormal) as Real
            })
        };
        let (d, k) = self.w.dim();
        let z = normal((n, k));
        z.dot(&self.w.t()) + &self.mean + normal((n, d)) * self.variance.sqrt() as Real
    }
}

impl Latent for LinearGaussian {
    fn codes(&self) -> usize {
        self.w.ncols()
    }

    fn log_p(&self, x: &Array2<Real>, z: &Array2<Real>) -> Result<Array2<f64>> {
        check_columns("the samples", self.mean.len(), x)?;
        check_columns("the codes", self.codes(), z)?;
        let wide = |a: &Array2<Real>| a.mapv(f64::from);
        let (w, z) = (wide(&self.w), wide(z));
        let r = wide(&(x - &self.mean));
        let squares = |a: &Array2<f64>| a.map_axis(Axis(1), |a| a.dot(&a));
        // ‖r − Wz‖² = ‖r‖² − 2 rᵀWz + ‖Wz‖²
        let wz = squares(&z.dot(&w.t()));
        let cross = r.dot(&w).dot(&z.t());
        let r = squares(&r).insert_axis(Axis(1));
        let constant = 0.5 * self.mean.len() as f64 * (TAU * self.variance).ln();
        Ok((cross * 2.0 - &wz - &r) / (2.0 * self.variance) - constant)
    }
}
