//! Training a model: batch, loss, slopes, step, again.

pub use super::samples::Samples;
pub use super::training::{Record, Schedule, Training, minibatches, silent};

use super::checkpoint::Checkpoint;
use super::draw::Draw;
use super::model::{Model, Terms};
use super::optim::Optimiser;
use super::progress::Progress;
use super::samples::Desk;
use super::tape::zero;
use crate::{Error, Result};

/// Trains the model on the samples; `observe` sees each epoch's record and the model there.
/// Gives back the history. `validation` is only looked at, once an epoch.
///
/// Errors where samples and model do not fit or a setting is out of range; where the loss runs
/// away, naming step, parameter and rate; where a checkpoint is another run's or cannot be
/// written; and with whatever `observe` returns.
pub fn train<M: Model, O: Optimiser + ?Sized>(
    model: &mut M,
    optimiser: &mut O,
    samples: Samples,
    validation: Option<Samples>,
    training: &Training,
    observe: impl FnMut(&Record, &M) -> Result<()>,
) -> Result<Vec<Record>> {
    model.check(samples)?;
    validation.map_or(Ok(()), |validation| model.check(validation))?;
    check_settings(validation, training)?;
    let rate = optimiser.rate();
    let done = epochs(model, optimiser, samples, validation, training, observe);
    optimiser.set_rate(rate);
    done
}

fn epochs<M: Model, O: Optimiser + ?Sized>(
    model: &mut M,
    optimiser: &mut O,
    samples: Samples,
    validation: Option<Samples>,
    training: &Training,
    mut observe: impl FnMut(&Record, &M) -> Result<()>,
) -> Result<Vec<Record>> {
    let (n, rate) = (samples.len(), optimiser.rate());
    let batch = training.batch.clamp(1, n);
    let (mut desk, mut room) = (Desk::new(samples, batch), model.room(batch));
    let mut progress =
        Progress::start::<M>(n.div_ceil(batch), training, model.naive(samples));
    let checkpoint = Checkpoint::of(model, optimiser, samples, validation, training);
    checkpoint.iter().try_for_each(|c| c.resume(model, optimiser, &mut progress))?;
    // ANCHOR: train
    while progress.goes_on() {
        for rows in &minibatches(n, batch, training.seed, progress.epoch()) {
            let batch = desk.gather(samples, rows); // X and T of these rows
            let draw = Draw::learning(training.seed, progress.step);
            zero(M::gradients(&mut room));
            let l = model.slope(batch, draw, &mut room)?; // L and ∂L/∂θ
            progress.check(l.total(), model, &mut room, optimiser.rate())?;
            optimiser.set_rate(rate * progress.rate_share());
            model.step(optimiser, M::gradients(&mut room))?; // θ follows
            progress.count(&l, rows.len());
        }
        let validation =
            validation.map(|v| mean_loss(model, v, batch, training.seed, &mut room));
        let record = progress.record(model, validation.transpose()?, optimiser.rate())?;
        observe(&record, model)?;
        checkpoint.iter().try_for_each(|c| c.save(model, optimiser, &progress))?;
    }
    // ANCHOR_END: train
    Ok(progress.finish(model))
}

/// The terms of L on samples that are only looked at, so many rows at a time.
fn mean_loss<M: Model>(
    model: &M,
    samples: Samples,
    rows: usize,
    seed: u64,
    room: &mut M::Room,
) -> Result<Terms> {
    let mut sum = Terms::zero(M::TERMS);
    for (i, chunk) in samples.chunks(rows).enumerate() {
        let terms = model.slope(chunk, Draw::measuring(seed, i), room)?;
        sum.add(chunk.len() as f64, &terms);
    }
    Ok(sum.divided(samples.len() as f64))
}

fn check_settings(validation: Option<Samples>, training: &Training) -> Result<()> {
    if training.patience.is_some() && validation.is_none() {
        let (expected, got) = ("validation samples to judge by".into(), "none".into());
        return Err(Error::Shape { what: "training with patience", expected, got });
    }
    match training.schedule {
        Schedule::Step { factor, .. } if !(factor > 0.0 && factor.is_finite()) => {
            Err(Error::OutOfRange {
                name: "the factor of a stepped rate",
                value: factor.to_string(),
                range: "positive and finite",
            })
        }
        _ => Ok(()),
    }
}
