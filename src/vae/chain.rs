//! The true posterior by a walk: Metropolis' chain on log p(x|z) + log p(z).
//!
//! It needs p(z|x) only up to its constant, which is the p(x) that nobody knows. Source:
//! Metropolis, Rosenbluth, Rosenbluth, Teller & Teller 1953.

use super::importance::{Latent, check_one, log_prior};
use crate::check::{check_columns, check_some};
use crate::{Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis, s};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// The codes a chain was at.
#[derive(Debug, Clone)]
pub struct Walk {
    /// One a step (steps, k).
    pub codes: Array2<Real>,
    /// The share of steps that were taken.
    pub accepted: f64,
}

/// So many steps from `start` (k) towards p(z|x) of one sample x (1, d): a step of
/// N(0, `sd`²) (k) is taken with chance min(1, p(x, z′)/p(x, z)).
///
/// Errors where x, `start` or `sd` does not fit, or there is no step.
pub fn metropolis(
    model: &impl Latent,
    x: &Array2<Real>,
    start: ArrayView1<Real>,
    sd: ArrayView1<Real>,
    steps: usize,
    rng: &mut impl Rng,
) -> Result<Walk> {
    let mut at = start.insert_axis(Axis(0)).to_owned(); // z (1, k)
    check_columns("the start of a chain", model.codes(), &at)?;
    check_columns(
        "the steps of a chain",
        model.codes(),
        &sd.insert_axis(Axis(0)).to_owned(),
    )?;
    check_one(x)?;
    check_some(steps, 1, "a chain", "step")?;
    // ANCHOR: metropolis
    let log_joint = |z: &Array2<Real>| -> Result<f64> {
        Ok(model.log_p(x, z)?[(0, 0)] + log_prior(z)[0])
    };
    let (mut here, mut taken) = (log_joint(&at)?, 0);
    let mut codes = Array2::zeros((steps, at.ncols()));
    for step in 0..steps {
        let shift: Array1<Real> =
            sd.mapv(|sd| sd * rng.sample::<f64, _>(StandardNormal) as Real);
        let next = &at + &shift;
        let there = log_joint(&next)?;
        if rng.random::<f64>().ln() < there - here {
            (at, here, taken) = (next, there, taken + 1);
        }
        codes.slice_mut(s![step, ..]).assign(&at.row(0));
    }
    Ok(Walk { codes, accepted: taken as f64 / steps as f64 })
    // ANCHOR_END: metropolis
}
