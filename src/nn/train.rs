//! Training a network: batch, loss, slopes, step, again.

pub use super::training::{Record, Samples, Schedule, Training, minibatches, silent};

use super::checkpoint::Checkpoint;
use super::loss::Loss;
use super::network::{Network, Tape};
use super::optim::Optimiser;
use super::progress::Progress;
use crate::linalg::one_thread_each;
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView2, Axis, s};

/// Trains the network on the samples; `observe` sees each epoch's record and the network there. Gives back the history.
///
/// Errors where samples, network and loss do not fit or a setting is out of range; where the loss runs away, naming step,
/// layer and rate; where a checkpoint is another run's or cannot be written; and with whatever `observe` returns.
pub fn train<O: Optimiser + ?Sized>(
    network: &mut Network,
    loss: Loss,
    optimiser: &mut O,
    samples: &Samples,
    training: &Training,
    observe: impl FnMut(&Record, &Network) -> Result<()>,
) -> Result<Vec<Record>> {
    samples.check(network, loss)?;
    check_settings(samples, training)?;
    let rate = optimiser.rate();
    let done =
        one_thread_each(|| epochs(network, loss, optimiser, samples, training, observe));
    optimiser.set_rate(rate);
    done
}

fn epochs<O: Optimiser + ?Sized>(
    network: &mut Network,
    loss: Loss,
    optimiser: &mut O,
    samples: &Samples,
    training: &Training,
    mut observe: impl FnMut(&Record, &Network) -> Result<()>,
) -> Result<Vec<Record>> {
    let (n, rate) = (samples.x.nrows(), optimiser.rate());
    let mut batch = Batch::new(samples, training.batch.clamp(1, n));
    let mut tape = Tape::new(network, batch.x.nrows());
    let mut progress =
        Progress::start(n.div_ceil(batch.x.nrows()), training, of_zeros(loss, samples));
    let checkpoint = Checkpoint::of(network, loss, optimiser, samples, training);
    checkpoint.iter().try_for_each(|c| c.resume(network, optimiser, &mut progress))?;
    // ANCHOR: train
    while progress.goes_on() {
        for rows in &minibatches(n, training.batch, training.seed, progress.epoch()) {
            let (x, target) = batch.gather(samples, rows);
            network.forward(x, &mut tape)?;
            let (y, dy) = tape.output_and_slope();
            let l = loss.value_and_gradient(y, target, dy); // L and ∂L/∂Y
            progress.check(l, network, &tape, optimiser.rate())?;
            tape.clear();
            network.backward(x, &mut tape, false)?; // ∂L/∂θ
            optimiser.set_rate(rate * progress.rate_share());
            network.step(optimiser, &tape.gradients)?; // θ follows
            progress.count(l, rows.len());
        }
        let validation =
            samples.validation.map(|(x, t)| mean_loss(network, loss, x, t, &mut tape));
        let record = progress.record(network, validation.transpose()?, optimiser.rate())?;
        observe(&record, network)?;
        checkpoint.iter().try_for_each(|c| c.save(network, optimiser, &progress))?;
    }
    // ANCHOR_END: train
    progress.finish(network)
}

/// L of outputs that are all 0, by the first targets: what anybody could have.
fn of_zeros(loss: Loss, samples: &Samples) -> f64 {
    let some = samples.target.slice(s![..samples.target.nrows().min(256), ..]);
    let mut slope = Array2::zeros(some.dim());
    loss.value_and_gradient(Array2::zeros(some.dim()).view(), some, slope.view_mut())
}

/// L on X (n, inputs) and T (n, outputs), a tape's room at a time.
fn mean_loss(
    network: &Network,
    loss: Loss,
    x: &Array2<Real>,
    target: &Array2<Real>,
    tape: &mut Tape,
) -> Result<f64> {
    let mut sum = 0.0;
    let rows = tape.room();
    for (x, target) in
        x.axis_chunks_iter(Axis(0), rows).zip(target.axis_chunks_iter(Axis(0), rows))
    {
        network.forward(x, tape)?;
        let (y, dy) = tape.output_and_slope();
        sum += loss.value_and_gradient(y, target, dy) * x.nrows() as f64;
    }
    Ok(sum / x.nrows() as f64)
}

/// Room for a batch of samples and, where they are others, targets.
struct Batch {
    x: Array2<Real>,
    target: Option<Array2<Real>>,
}

impl Batch {
    fn new(samples: &Samples, b: usize) -> Batch {
        let other = !std::ptr::eq(samples.x, samples.target);
        let target = other.then(|| Array2::zeros((b, samples.target.ncols())));
        Batch { x: Array2::zeros((b, samples.x.ncols())), target }
    }

    /// X and T of these rows.
    fn gather(
        &mut self,
        samples: &Samples,
        rows: &[usize],
    ) -> (ArrayView2<'_, Real>, ArrayView2<'_, Real>) {
        let copy = |from: &Array2<Real>, to: &mut Array2<Real>| {
            for (mut to, &row) in to.rows_mut().into_iter().zip(rows) {
                to.assign(&from.row(row));
            }
        };
        copy(samples.x, &mut self.x);
        if let Some(target) = &mut self.target {
            copy(samples.target, target);
        }
        let some = s![..rows.len(), ..];
        (self.x.slice(some), self.target.as_ref().unwrap_or(&self.x).slice(some))
    }
}

fn check_settings(samples: &Samples, training: &Training) -> Result<()> {
    if training.patience.is_some() && samples.validation.is_none() {
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
