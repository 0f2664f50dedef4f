//! How sparse a code is, and which of its units do anything.

use super::autoencoder::SparseAutoencoder;
use super::penalty::Scarcity;
use crate::autoencoder::Autoencoder;
use crate::nn::model::Parameters;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1};

/// L0: how many units of a sample are above `threshold` in size, averaged over Z (n, k).
///
/// Errors where there is no code.
pub fn l0(z: &Array2<Real>, threshold: Real) -> Result<f64> {
    let on = |row: ArrayView1<Real>| row.iter().filter(|z| z.abs() > threshold).count();
    mean_over(z, |row| on(row) as f64)
}

// ANCHOR: hoyer
/// Hoyer's sparsity (√k − ‖z‖₁/‖z‖₂)/(√k − 1), averaged over the codes of Z (n, k): 1 where
/// one unit is on, 0 where all are equally large, whatever their scale.
///
/// Errors where there is no code, or one unit only. Source: Hoyer 2004.
pub fn hoyer(z: &Array2<Real>) -> Result<f64> {
    if z.ncols() < 2 {
        let (what, unit) = ("Hoyer's sparsity", "units");
        return Err(Error::TooFew { what, need: 2, unit, got: z.ncols() });
    }
    let root = (z.ncols() as f64).sqrt();
    mean_over(z, |row| {
        let (one, two) = row.iter().fold((0.0, 0.0), |(one, two), &z| {
            let z = f64::from(z.abs());
            (one + z, two + z * z) // ‖z‖₁, ‖z‖₂²
        });
        // A code of zeros has no proportions: it counts as one of equal units.
        if two > 0.0 { (root - one / two.sqrt()) / (root - 1.0) } else { 0.0 }
    })
}
// ANCHOR_END: hoyer

fn mean_over(z: &Array2<Real>, of: impl Fn(ArrayView1<Real>) -> f64) -> Result<f64> {
    if z.is_empty() {
        return Err(Error::TooFew { what: "a mean", need: 1, unit: "code", got: 0 });
    }
    Ok(z.rows().into_iter().map(of).sum::<f64>() / z.nrows() as f64)
}

/// On how many samples each unit was on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// For each unit the samples on which it was above the threshold in size.
    pub on: Vec<usize>,
    /// Samples seen.
    pub samples: usize,
}

impl Activity {
    /// Of no sample yet.
    pub fn new(units: usize) -> Activity {
        Activity { on: vec![0; units], samples: 0 }
    }

    /// Counts the codes Z (n, k); panics where k is another number of units.
    pub fn add(&mut self, z: &Array2<Real>, threshold: Real) {
        assert_eq!(z.ncols(), self.on.len(), "one column a unit");
        for row in z.rows() {
            for (on, z) in self.on.iter_mut().zip(row) {
                *on += usize::from(z.abs() > threshold);
            }
        }
        self.samples += z.nrows();
    }

    /// Units that were never on.
    pub fn dead(&self) -> Vec<usize> {
        (0..self.on.len()).filter(|&j| self.on[j] == 0).collect()
    }

    /// How many units were on for fewer than this share of the samples, dead ones included.
    pub fn rare(&self, share: f64) -> usize {
        self.on.iter().filter(|&&on| (on as f64) < share * self.samples as f64).count()
    }
}

// ANCHOR: jacobian
/// ‖∂z/∂x‖²_F = Σⱼ s′(aⱼ)² ‖wⱼ‖² of one layer z = s(xW + b), averaged over X (n, d); s′ is
/// z(1 − z) for sigmoid units, else 1 where a unit is on and 0 where it is not.
///
/// Errors where X does not fit.
pub fn jacobian(model: &SparseAutoencoder, x: &Array2<Real>) -> Result<f64> {
    let z = model.encode(x)?;
    let slope = |z: Real| match model.scarcity() {
        Scarcity::Divergence { .. } => z * (1.0 - z),
        _ if z == 0.0 => 0.0,
        _ => 1.0,
    };
    let theta = model.parameters();
    let mut squares = Array1::<f64>::zeros(z.ncols()); // ‖wⱼ‖²
    for (at, w) in theta[0].1.iter().enumerate() {
        squares[at % z.ncols()] += f64::from(w * w);
    }
    mean_over(&z, |row| {
        row.iter().zip(&squares).map(|(&z, w)| f64::from(slope(z)).powi(2) * w).sum()
    })
}
// ANCHOR_END: jacobian
