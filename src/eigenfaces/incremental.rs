//! PCA over chunks that never lie in memory together.
//!
//! What is kept of all samples so far is their number, their mean, and the rows of B = diag(s)Wᵀ, for which BᵀB is
//! their scatter Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ. Source: Ross, Lim, Lin & Yang 2008; the mean's correction is Chan, Golub &
//! LeVeque's (1983).

use crate::check::{check_columns, check_some};
use crate::linalg::{check_squares, svd};
use crate::pca::axes::{centre, fix_signs, squares_from};
use crate::pca::{Pca, check_k, checked_mean};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, Axis, NewAxis, concatenate, s};

/// Number, mean and scatter of all chunks seen so far.
#[derive(Debug, Clone)]
pub struct IncrementalPca {
    /// n, the number of samples seen.
    samples: usize,
    /// μ (d).
    mean: Array1<Real>,
    /// B (r, d), r ≤ keep: BᵀB is the scatter.
    scatter_root: Array2<Real>,
    /// Σᵢ ‖xᵢ − μ‖², of all directions, kept or not.
    total: f64,
    /// At most so many rows of B survive a chunk.
    keep: usize,
}

impl IncrementalPca {
    /// Nothing seen yet; samples will have d features. Every direction is kept, at most d² numbers: the result is
    /// exact.
    pub fn new(features: usize) -> Self {
        IncrementalPca::bounded(features, features)
    }

    /// As [`IncrementalPca::new`], but only the `keep` strongest directions survive each chunk, keep·d numbers.
    ///
    /// Exact as long as the samples seen span no more than `keep` directions; beyond, what each chunk drops is lost.
    pub fn bounded(features: usize, keep: usize) -> Self {
        let (mean, scatter_root) = (Array1::zeros(features), Array2::zeros((0, features)));
        IncrementalPca {
            samples: 0,
            mean,
            scatter_root,
            total: 0.0,
            keep: keep.clamp(1, features.max(1)),
        }
    }

    // ANCHOR: partial_fit
    /// Add a chunk (m, d), m ≥ 1; errors where it is empty, has not d columns, or is not
    /// finite, or where squares overflow.
    ///
    /// The scatter about the common mean is the two scatters and one more term, δ = μ′ − μ
    /// between the means:
    /// BᵀB ← BᵀB + Σᵢ (xᵢ − μ′)(xᵢ − μ′)ᵀ + nm/(n+m) δδᵀ.
    pub fn partial_fit(&mut self, chunk: &Array2<Real>) -> Result<()> {
        check_columns("the chunk", self.mean.len(), chunk)?;
        check_some(chunk.nrows(), 1, "a chunk", "sample")?;
        let (n, m) = (self.samples as Real, chunk.nrows() as Real);
        let chunk_mean = checked_mean(chunk)?; // μ′
        let delta = &chunk_mean - &self.mean; // δ = μ′ − μ
        let shift = &delta * (n * m / (n + m)).sqrt(); // √(nm/(n+m)) δ
        let centred = centre(chunk.view(), &chunk_mean); // xᵢ − μ′
        let total =
            self.total + squares_from(chunk.view(), &chunk_mean) + sum_of_squares(&shift);
        check_squares(total, chunk.view())?;
        let stacked =
            concatenate![Axis(0), self.scatter_root, centred, shift.insert_axis(Axis(0))];
        let (_, s, vt) = svd(stacked.view())?; // scatter = V diag(s²) Vᵀ
        let r = s.len().min(self.keep);
        // B = diag(s) Vᵀ
        self.scatter_root = &vt.slice(s![..r, ..]) * &s.slice_move(s![..r, NewAxis]);
        self.mean.scaled_add(m / (n + m), &delta); // μ ← μ + m/(n+m) δ
        (self.samples, self.total) = (self.samples + chunk.nrows(), total);
        Ok(())
    }
    // ANCHOR_END: partial_fit

    /// The PCA of everything seen, with k components; errors as [`Pca::fit`], and where k > keep.
    pub fn finish(&self, k: usize) -> Result<Pca> {
        let (n, d) = (self.samples, self.mean.len());
        check_k(k, n, d)?;
        if k > self.keep {
            return Err(Error::NotHeld { k, held: self.keep });
        }
        if self.total <= 0.0 {
            return Err(Error::Constant { n });
        }
        let (_, s, vt) = svd(self.scatter_root.view())?;
        let mut w = vt.slice(s![..k, ..]).t().to_owned();
        fix_signs(&mut w);
        let variances = s.slice(s![..k]).mapv(|s| s * s / (n as Real - 1.0));
        let total_variance = self.total / (n as f64 - 1.0);
        Ok(Pca { mean: self.mean.clone(), w, variances, total_variance, samples: n })
    }
}

fn sum_of_squares(v: &Array1<Real>) -> f64 {
    v.iter().map(|&e| (e as f64).powi(2)).sum()
}
