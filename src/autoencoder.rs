//! The one interface of everything in this book that compresses.

use crate::{Error, Real, Result};
use ndarray::Array2;

/// A map into a code and a map back: `z = f(x)`, `x̃ = g(z)`.
pub trait Autoencoder {
    /// d, the number of features of a sample.
    fn features(&self) -> usize;
    /// k, the number of numbers in a code.
    fn code_size(&self) -> usize;
    /// Z = f(X): (n, d) → (n, k). Errors where X has not d columns.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>>;
    /// X̃ = g(Z): (n, k) → (n, d). Errors where Z has not k columns.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>>;
    /// X̃ = g(f(X)): (n, d) → (n, d).
    fn reconstruct(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.decode(&self.encode(x)?)
    }
    /// Squared error, summed over features and averaged over samples: (1/n) Σᵢ ‖xᵢ − x̃ᵢ‖².
    ///
    /// Errors where X has no row or not d columns.
    fn squared_error(&self, x: &Array2<Real>) -> Result<f64> {
        if x.nrows() == 0 {
            return Err(Error::TooFew {
                what: "a mean error",
                need: 1,
                unit: "sample",
                got: 0,
            });
        }
        let y = self.reconstruct(x)?;
        let sum: f64 =
            x.iter().zip(y.iter()).map(|(&a, &b)| (a as f64 - b as f64).powi(2)).sum();
        Ok(sum / x.nrows() as f64)
    }
}
