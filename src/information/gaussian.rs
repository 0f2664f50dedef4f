//! Gaussians in d dimensions: density, samples, and the divergence between two of them.

use crate::{Error, Result, error::counted};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::TAU;

/// N(μ, Σ) in d dimensions.
#[derive(Debug, Clone)]
pub struct Gaussian {
    /// μ (d).
    pub mean: DVector<f64>,
    /// L (d, d), lower triangular, with positive diagonal: Σ = LLᵀ.
    root: Cholesky<f64, Dyn>,
}

impl Gaussian {
    /// N(μ, Σ). Errors where Σ is not (d, d), symmetric and positive definite, or μ is not finite.
    pub fn new(mean: DVector<f64>, covariance: DMatrix<f64>) -> Result<Gaussian> {
        let (d, name) = (mean.len(), "a covariance");
        if d == 0 || covariance.shape() != (d, d) {
            let got = format!("{}×{}", covariance.nrows(), covariance.ncols());
            let expected = format!("{d}×{d}, as the mean has {}", counted(d, "number"));
            return Err(Error::Shape { what: name, expected, got });
        }
        let finite = mean.iter().chain(covariance.iter()).all(|v| v.is_finite());
        let lopsided = (&covariance - covariance.transpose()).amax();
        let symmetric = lopsided <= 1e-9 * covariance.amax();
        let root = if finite && symmetric { Cholesky::new(covariance) } else { None };
        let range = "symmetric, finite and positive definite";
        let value = "not so".into();
        let root = root.ok_or(Error::OutOfRange { name, value, range })?;
        Ok(Gaussian { mean, root })
    }

    /// N(0, I).
    pub fn standard(d: usize) -> Result<Gaussian> {
        Gaussian::new(DVector::zeros(d), DMatrix::identity(d, d))
    }

    /// d.
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }

    /// ln det Σ = 2 Σ ln Lⱼⱼ.
    pub fn ln_determinant(&self) -> f64 {
        2.0 * self.root.l_dirty().diagonal().iter().map(|l| l.ln()).sum::<f64>()
    }

    /// ln n(x; μ, Σ) = −½ (d ln 2π + ln det Σ + ‖L⁻¹(x − μ)‖²). Errors where x has not d numbers.
    pub fn ln_density(&self, x: &DVector<f64>) -> Result<f64> {
        self.check(x.len())?;
        let white = self.whiten(&DMatrix::from_columns(&[x - &self.mean]));
        let d = self.dimension() as f64;
        Ok(-0.5 * (d * TAU.ln() + self.ln_determinant() + white.norm_squared()))
    }

    /// x = μ + Lε with ε ~ N(0, I).
    pub fn sample(&self, rng: &mut impl Rng) -> DVector<f64> {
        let noise = DVector::from_fn(self.dimension(), |_, _| StandardNormal.sample(rng));
        &self.mean + self.root.l() * noise
    }

    // ANCHOR: gaussian_divergence
    /// KL(p‖q) = ½ [tr Σ₁⁻¹Σ₀ + ‖L₁⁻¹δ‖² − d + ln det Σ₁ − ln det Σ₀] in nats: `self` is
    /// p = N(μ₀, Σ₀), q = N(μ₁, Σ₁), δ = μ₀ − μ₁.
    ///
    /// Errors where the dimensions differ.
    pub fn divergence(&self, q: &Gaussian) -> Result<f64> {
        q.check(self.dimension())?;
        let spread = q.whiten(&self.root.l()).norm_squared(); // tr Σ₁⁻¹Σ₀ = ‖L₁⁻¹L₀‖²
        let shift = q.whiten(&DMatrix::from_columns(&[&self.mean - &q.mean])); // L₁⁻¹δ
        let volumes = q.ln_determinant() - self.ln_determinant();
        Ok(0.5 * (spread + shift.norm_squared() - self.dimension() as f64 + volumes))
    }
    // ANCHOR_END: gaussian_divergence

    /// L⁻¹A: the columns in units of this Gaussian.
    fn whiten(&self, a: &DMatrix<f64>) -> DMatrix<f64> {
        let mut white = a.clone();
        // The diagonal is positive: there is a solution.
        let solved = self.root.l_dirty().solve_lower_triangular_mut(&mut white);
        debug_assert!(solved);
        white
    }

    fn check(&self, d: usize) -> Result<()> {
        if d == self.dimension() {
            return Ok(());
        }
        let expected = counted(self.dimension(), "dimension");
        Err(Error::Shape { what: "a Gaussian", expected, got: d.to_string() })
    }
}

// ANCHOR: diagonal
/// KL(N(μ, diag σ²) ‖ N(0, I)) = ½ Σ (μ² + σ² − 1 − ln σ²) in nats, by ρ = ln σ², and its
/// slopes ∂/∂μ = μ and ∂/∂ρ = ½(σ² − 1).
///
/// Errors where μ and ρ have different lengths.
pub fn diagonal_divergence(mean: &[f64], rho: &[f64]) -> Result<(f64, Vec<f64>, Vec<f64>)> {
    if mean.len() != rho.len() {
        let (expected, got) = (counted(mean.len(), "number"), rho.len().to_string());
        return Err(Error::Shape { what: "the logarithms of variances", expected, got });
    }
    let one = |(m, r): (&f64, &f64)| 0.5 * (m * m + r.exp() - 1.0 - r);
    let by_rho = rho.iter().map(|r| 0.5 * (r.exp() - 1.0)).collect();
    Ok((mean.iter().zip(rho).map(one).sum(), mean.to_vec(), by_rho))
}
// ANCHOR_END: diagonal
