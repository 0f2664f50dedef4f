//! What one watches where ln Z is out of reach.

use super::Rbm;
use crate::linalg::dot;
use crate::nn::exponential::sigmoid_and_softplus;
use crate::{Error, Real, Result};
use ndarray::Array2;
use rayon::prelude::*;

impl Rbm {
    /// ‖v − σ(b + W(h − λ))‖² with h = P(h = 1 | v), summed over the units, averaged over the rows of X (n, d).
    ///
    /// Easy to compute, and no measure of the likelihood: a machine can copy what it thinks improbable. Errors where X has
    /// no row, not d columns, or an entry outside [0, 1].
    pub fn reconstruction_error(&self, x: &Array2<Real>) -> Result<f64> {
        self.check_samples(x)?;
        let y = self.down(&self.up(x)?)?;
        let sum: f64 = x.iter().zip(&y).map(|(&x, &y)| f64::from(x - y).powi(2)).sum();
        Ok(sum / x.nrows() as f64)
    }

    /// Σᵢ ln p(vᵢ | all other visible units), averaged over the rows of X (n, d), whose entries are 0 or 1 (Besag 1975).
    ///
    /// With v′ = v but for unit i, ln p(vᵢ | …) = −softplus(F(v) − F(v′)): Z cancels. n·d·m softplus.
    /// Errors where X has no row, not d columns, or an entry other than 0 and 1.
    pub fn pseudo_likelihood(&self, x: &Array2<Real>) -> Result<f64> {
        self.check_samples(x)?;
        if let Some(x) = x.iter().find(|&&x| x != 0.0 && x != 1.0) {
            let (name, range) = ("a visible unit", "0 or 1 for a pseudo-likelihood");
            return Err(Error::OutOfRange { name, value: x.to_string(), range });
        }
        let biases = self.biases();
        let a = dot(x, &self.w) + &biases.c; // c + Wᵀv
        let of_row = |row: usize| {
            let (v, a) = (x.row(row), a.row(row));
            let units = v.iter().zip(self.w.outer_iter()).zip(&biases.b);
            units
                .map(|((&v, w), &b)| softplus(self.rise(1.0 - 2.0 * v, a, w, b)))
                .sum::<f64>()
        };
        let sums: Vec<f64> = (0..x.nrows()).into_par_iter().map(of_row).collect();
        Ok(-sums.iter().sum::<f64>() / x.nrows() as f64)
    }

    /// F(v) − F(v′) where vᵢ changes by ±1: ±bᵢ + Σⱼ softplus(aⱼ ± Wᵢⱼ) − softplus(aⱼ).
    fn rise(
        &self,
        change: Real,
        a: ndarray::ArrayView1<Real>,
        w: ndarray::ArrayView1<Real>,
        b: Real,
    ) -> f64 {
        let each = a.iter().zip(w).map(|(&a, &w)| {
            f64::from(sigmoid_and_softplus(a + change * w).1)
                - f64::from(sigmoid_and_softplus(a).1)
        });
        f64::from(change * b) + each.sum::<f64>()
    }
}

fn softplus(a: f64) -> f64 {
    a.max(0.0) + (-a.abs()).exp().ln_1p()
}
