//! The whole data set at every step, at a cost that does not depend on n: X enters the loss through C = XᵀX/n alone.

use super::history::{Record, check_loss};
use super::{Gradient, LinearAutoencoder, check_alpha};
use crate::check::{check_columns, check_some};
use crate::linalg::{check_squares, dot, eigh_top};
use crate::nn::optim::Optimiser;
use crate::pca::axes::{scatter, squares_from};
use crate::pca::checked_mean;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate, s};

/// All that the loss can see of n samples.
#[derive(Debug, Clone)]
pub struct FullBatch {
    /// μ (d), taken off every sample.
    pub mean: Array1<Real>,
    /// C = XᵀX/n (d, d) of the centred X: the covariance, but with divisor n.
    pub c: Array2<Real>,
}

/// How to go down with the whole batch.
#[derive(Debug, Clone, Copy)]
pub struct Descent {
    /// How many steps.
    pub steps: usize,
    /// α ≥ 0, the penalty on ‖U‖² + ‖V‖².
    pub alpha: f64,
    /// A record is made of the start, of each multiple of this (1 at least), and of the end.
    pub every: usize,
}

impl Default for Descent {
    /// 1 000 steps without penalty, each tenth recorded.
    fn default() -> Descent {
        Descent { steps: 1000, alpha: 0.0, every: 10 }
    }
}

impl FullBatch {
    /// μ and C of X (n, d); errors where X is empty or not finite, or where squares overflow.
    pub fn new(x: &Array2<Real>) -> Result<FullBatch> {
        check_some(x.nrows(), 1, "a batch", "sample")?;
        check_some(x.ncols(), 1, "a batch", "feature")?;
        FullBatch::about(&checked_mean(x)?, x)
    }

    /// C of X (n, d) about a mean (d) of your choice; errors where X is empty, has not d columns, or is not finite, or where
    /// squares overflow.
    pub fn about(mean: &Array1<Real>, x: &Array2<Real>) -> Result<FullBatch> {
        check_columns("the samples", mean.len(), x)?;
        check_some(x.nrows(), 1, "a batch", "sample")?;
        check_squares(squares_from(x.view(), mean), x.view())?;
        let c = scatter(x, mean) / x.nrows() as Real;
        Ok(FullBatch { mean: mean.clone(), c })
    }

    /// L of a model whose mean is the batch's, with penalty α ≥ 0.
    ///
    /// Errors where the model's mean is not the batch's, or α is negative or not finite.
    pub fn loss(&self, model: &LinearAutoencoder, alpha: f64) -> Result<f64> {
        self.check(model, alpha)?;
        Ok(self.loss_and_gradient(model, alpha).0)
    }

    /// ∂L/∂U and ∂L/∂V; errors as [`FullBatch::loss`].
    pub fn gradient(&self, model: &LinearAutoencoder, alpha: f64) -> Result<Gradient> {
        self.check(model, alpha)?;
        Ok(self.loss_and_gradient(model, alpha).1)
    }

    // ANCHOR: full_batch
    /// L = tr C − 2 tr(UVC) + tr(UVCVᵀUᵀ) + α(‖U‖² + ‖V‖²), and its gradient.
    fn loss_and_gradient(&self, model: &LinearAutoencoder, alpha: f64) -> (f64, Gradient) {
        let (u, v, k, a) = (&model.u, &model.v, model.u.ncols(), 2.0 * alpha as Real);
        let both = dot(&concatenate![Axis(0), *v, u.t()], &self.c); // VC and UᵀC
        let (vc, uc) = (both.slice(s![..k, ..]), both.slice(s![k.., ..]));
        let code = vc.dot(&v.t()); // VCVᵀ (k, k): the codes' covariance
        let uu = u.t().dot(u); // UᵀU (k, k)
        let trace = self.c.diag().iter().map(|&c| c as f64).sum::<f64>();
        let loss = trace - 2.0 * inner(vc, u.t()) + inner(code.view(), uu.view());
        let du = (u.dot(&code) - vc.t()) * 2.0 + u * a; // ∂L/∂U = 2(UV − I)CVᵀ + 2αU
        let dv = (uu.dot(&vc) - uc) * 2.0 + v * a; // ∂L/∂V = 2Uᵀ(UV − I)C + 2αV
        (loss + model.penalty(alpha), Gradient { u: du, v: dv })
    }
    // ANCHOR_END: full_batch

    /// 4c₁, c₁ the largest eigenvalue of C: no direction at the balanced minimum (‖U‖ = ‖V‖) is curved more.
    ///
    /// In the first component, u = v = 1 + t/√2 (a step of length t) makes the loss c₁(1 − uv)² ≈ 2c₁t², whose second
    /// derivative is 4c₁. So plain descent is stable below 1/(2c₁). Errors where the eigenvalue iteration fails.
    pub fn curvature(&self) -> Result<f64> {
        Ok(4.0 * eigh_top(self.c.view(), 1)?.0[0] as f64)
    }

    /// Walks `model` down the slope; `observe` sees each record and the model there. Gives back the history.
    ///
    /// Errors as [`FullBatch::loss`], where the optimiser's settings are out of range, where the loss runs away (then
    /// with the largest stable rate), and with whatever `observe` returns.
    pub fn descend(
        &self,
        model: &mut LinearAutoencoder,
        how: &Descent,
        optimiser: &mut impl Optimiser,
        mut observe: impl FnMut(Record, &LinearAutoencoder) -> Result<()>,
    ) -> Result<Vec<Record>> {
        self.check(model, how.alpha)?;
        let (mut history, mut ordinary) = (Vec::new(), f64::MAX);
        for step in 0..=how.steps {
            let (loss, gradient) = self.loss_and_gradient(model, how.alpha);
            if step == 0 {
                ordinary = loss.max(self.c.diag().sum() as f64);
            }
            check_loss(step, loss, ordinary, optimiser, || self.curvature())?;
            if step.is_multiple_of(how.every.max(1)) || step == how.steps {
                history.push(Record { step, loss });
                observe(Record { step, loss }, model)?;
            }
            if step < how.steps {
                model.follow(&gradient, optimiser)?;
            }
        }
        Ok(history)
    }

    fn check(&self, model: &LinearAutoencoder, alpha: f64) -> Result<()> {
        check_alpha(alpha)?;
        if model.mean == self.mean {
            return Ok(());
        }
        let (what, expected) =
            ("the model's mean", "the batch's (`FullBatch::about` takes any)".into());
        Err(Error::Shape { what, expected, got: "another".into() })
    }
}

/// ⟨A, B⟩ = Σ AᵢⱼBᵢⱼ = tr(ABᵀ), in double precision.
fn inner(a: ArrayView2<Real>, b: ArrayView2<Real>) -> f64 {
    a.iter().zip(b.iter()).map(|(&a, &b)| a as f64 * b as f64).sum()
}
