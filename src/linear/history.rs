//! What a descent tells while it runs, and how it says that it has lost its way.

use super::LinearAutoencoder;
use crate::nn::optim::Optimiser;
use crate::{Error, Result};

/// A place on a descent, as its history keeps it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// How many steps have been made.
    pub step: usize,
    /// L there; in minibatches the mean over those since the last record.
    pub loss: f64,
}

/// A loss so many times the first one (or that of a model that always answers μ) has run away.
const RUNAWAY: f64 = 1e3;

/// Nothing to be watched: `train(…, silent)`.
pub fn silent(_: Record, _: &LinearAutoencoder) -> Result<()> {
    Ok(())
}

/// Errors where `loss` is not finite or a thousand times `ordinary`; `curvature` says the steepest there is, 4c₁.
pub(super) fn check_loss(
    step: usize,
    loss: f64,
    ordinary: f64,
    optimiser: &impl Optimiser,
    curvature: impl FnOnce() -> Result<f64>,
) -> Result<()> {
    if loss.is_finite() && loss <= RUNAWAY * ordinary {
        return Ok(());
    }
    let advice = match optimiser.stable_below(curvature()?) {
        Some(limit) => {
            format!(
                "that is too large here, as on these data no rate above {limit:.3e} is stable; try a quarter of that"
            )
        }
        None => "that is too large here; try a tenth of it".into(),
    };
    Err(Error::Diverged { step, loss, rate: optimiser.rate(), advice })
}
