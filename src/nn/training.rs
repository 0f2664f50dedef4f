//! How to train, and what is noted on the way.

use super::model::Terms;
use crate::Result;
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::PI;
use std::path::PathBuf;

/// How to train a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// How often all samples are seen.
    pub epochs: usize,
    /// Samples in a batch (1 at least); the last of an epoch may have fewer.
    pub batch: usize,
    /// Each epoch's order is drawn from this and the epoch's number alone; all other chance from
    /// this and the step's number, in streams of its own.
    pub seed: u64,
    /// How the rate changes from step to step.
    pub schedule: Schedule,
    /// Stop after so many epochs without a better validation loss, and go back to the weights of the best.
    pub patience: Option<usize>,
    /// A file that is written after every epoch and, where it is found at the start, gone on from.
    pub checkpoint: Option<PathBuf>,
}

impl Default for Training {
    /// Ten epochs in batches of 128, seed 0, a constant rate; neither early stopping nor a checkpoint.
    fn default() -> Training {
        let (schedule, patience, checkpoint) = (Schedule::Constant, None, None);
        Training { epochs: 10, batch: 128, seed: 0, schedule, patience, checkpoint }
    }
}

/// The rate at each step, as a share of the optimiser's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// 1, always.
    Constant,
    /// ½(1 + cos πt/T) at step t of T: slowly at first and at last, down to nearly 0. Loshchilov & Hutter 2017.
    Cosine,
    /// `factor` once more after every so many epochs.
    Step { every: usize, factor: f64 },
}

impl Schedule {
    /// The share at step t = 0, 1, … of T, `an_epoch` of which are an epoch.
    pub fn share(self, t: usize, of: usize, an_epoch: usize) -> f64 {
        match self {
            Schedule::Constant => 1.0,
            Schedule::Cosine => 0.5 * (1.0 + (PI * t as f64 / of as f64).cos()),
            Schedule::Step { every, factor } => {
                factor.powi((t / (every * an_epoch).max(1)) as i32)
            }
        }
    }
}

/// An epoch as the history keeps it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// Epochs done: 1, 2, ….
    pub epoch: usize,
    /// Steps done.
    pub step: usize,
    /// The mean of L over the epoch's samples, each as it was met.
    pub loss: f64,
    /// The terms of that L.
    pub terms: Terms,
    /// L on the validation samples after the epoch.
    pub validation: Option<f64>,
    /// The terms of that L.
    pub validation_terms: Option<Terms>,
    /// The rate of the epoch's last step.
    pub rate: f64,
}

/// Nothing to be watched: `train(…, silent)`.
pub fn silent<M>(_: &Record, _: &M) -> Result<()> {
    Ok(())
}

/// The rows 0 … n−1 in an order drawn from `seed` and `epoch` alone, cut into batches; the last may be short.
pub fn minibatches(n: usize, batch: usize, seed: u64, epoch: usize) -> Vec<Vec<usize>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(epoch as u64 + 1); // each epoch has a stream of its own; stream 0 is a program's
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut rng);
    order.chunks(batch.max(1)).map(<[usize]>::to_vec).collect()
}
