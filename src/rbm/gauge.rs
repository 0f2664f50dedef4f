//! What one watches where ln Z is out of reach.

use super::Rbm;
use crate::{Real, Result};
use ndarray::Array2;

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
}
