//! A few samples at a time: noisy gradients, many of them.

use super::history::{Record, check_loss};
use super::{Gradient, LinearAutoencoder, Room, check_alpha, sum_of_squares};
use crate::check::{check_columns, check_some};
use crate::linalg::{check_squares, eigh_top, gram_of_columns, gram_of_rows};
use crate::nn::optim::Optimiser;
use crate::pca::axes::{centre, squares_from};
use crate::{Real, Result};
use ndarray::{Array1, Array2, Zip};
use rand::{Rng, seq::SliceRandom};
use rayon::prelude::*;

/// Samples that one thread takes at a time. It is fixed, so that results do not depend on the number of threads.
const PART: usize = 64;

/// How to train on minibatches.
#[derive(Debug, Clone, Copy)]
pub struct Minibatches {
    /// b, samples in a batch (1 at least); the last of an epoch may have fewer.
    pub batch: usize,
    /// How often all samples are seen, each time in a fresh order.
    pub epochs: usize,
    /// α ≥ 0, the penalty on ‖U‖² + ‖V‖².
    pub alpha: f64,
    /// Steps between records; 0 for one record an epoch.
    pub every: usize,
}

impl Default for Minibatches {
    /// Ten epochs in batches of 128, no penalty, a record an epoch.
    fn default() -> Minibatches {
        Minibatches { batch: 128, epochs: 10, alpha: 0.0, every: 0 }
    }
}

impl LinearAutoencoder {
    /// Trains on X (n, d), n ≥ 1; `observe` sees each record and the model there. Gives back the history.
    ///
    /// Errors as [`LinearAutoencoder::loss`], where the optimiser's settings are out of range, where the loss runs away
    /// (with the largest stable rate), and with whatever `observe` returns.
    pub fn train(
        &mut self,
        x: &Array2<Real>,
        how: &Minibatches,
        optimiser: &mut impl Optimiser,
        rng: &mut impl Rng,
        mut observe: impl FnMut(Record, &LinearAutoencoder) -> Result<()>,
    ) -> Result<Vec<Record>> {
        self.check_training(x, how.alpha)?;
        let b = how.batch.clamp(1, x.nrows());
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        let mut rooms: Vec<Room> =
            (0..b.div_ceil(PART)).map(|_| Room::new(b.min(PART), self)).collect();
        let mut tally = Tally::new(how, x.nrows().div_ceil(b));
        // ANCHOR: minibatch
        for _ in 0..how.epochs {
            order.shuffle(rng);
            for rows in order.chunks(b) {
                let loss = self.slope_of(x, rows, how.alpha, &mut rooms); // ∂L/∂U, ∂L/∂V
                tally.check(loss, &rooms[0], optimiser, || curvature(x, &self.mean))?;
                self.follow(&rooms[0].gradient, optimiser)?; // a step of U and V
                if let Some(record) = tally.count(loss, rows.len()) {
                    observe(record, self)?;
                }
            }
        }
        // ANCHOR_END: minibatch
        Ok(tally.history)
    }

    /// The gradient of L on the given rows of X, into the first room; gives back L. The parts are worked on in parallel.
    fn slope_of(
        &self,
        x: &Array2<Real>,
        rows: &[usize],
        alpha: f64,
        rooms: &mut [Room],
    ) -> f64 {
        rooms.par_iter_mut().zip(rows.par_chunks(PART)).for_each(|(room, part)| {
            self.gather(x, part, room); // X: these rows, less μ
            room.loss = self.gradient_of_centred(part.len(), alpha, room);
        });
        let (first, others) = rooms.split_at_mut(1);
        let share =
            |part: usize| PART.min(rows.len() - part * PART) as f64 / rows.len() as f64;
        let Room { gradient: Gradient { u, v }, loss, .. } = &mut first[0];
        let mut mean = share(0) * *loss; // each part counts by its samples
        *u *= share(0) as Real;
        *v *= share(0) as Real;
        for (part, other) in (1..rows.len().div_ceil(PART)).zip(others) {
            mean += share(part) * other.loss;
            u.scaled_add(share(part) as Real, &other.gradient.u);
            v.scaled_add(share(part) as Real, &other.gradient.v);
        }
        mean
    }

    /// The given rows of X, less μ, into the first rows of `room.x`.
    fn gather(&self, x: &Array2<Real>, rows: &[usize], room: &mut Room) {
        for (mut to, &row) in room.x.rows_mut().into_iter().zip(rows) {
            Zip::from(&mut to)
                .and(x.row(row))
                .and(&self.mean)
                .for_each(|to, &x, &mean| *to = x - mean);
        }
    }

    fn check_training(&self, x: &Array2<Real>, alpha: f64) -> Result<()> {
        check_alpha(alpha)?;
        check_columns("the samples", self.mean.len(), x)?;
        check_some(x.nrows(), 1, "training", "sample")?;
        check_squares(squares_from(x.view(), &self.mean), x.view())
    }
}

/// What is recorded of the minibatches.
struct Tally {
    /// Steps between records, and in all.
    every: usize,
    last: usize,
    /// Steps made.
    step: usize,
    /// Σ L over the samples since the last record, and their number.
    sum: f64,
    seen: usize,
    /// The first batch's loss, or its ‖X‖²/n if that is more.
    ordinary: Option<f64>,
    history: Vec<Record>,
}

impl Tally {
    fn new(how: &Minibatches, steps_an_epoch: usize) -> Tally {
        let every = if how.every == 0 { steps_an_epoch } else { how.every };
        let last = steps_an_epoch * how.epochs;
        Tally {
            every,
            last,
            step: 0,
            sum: 0.0,
            seen: 0,
            ordinary: None,
            history: Vec::new(),
        }
    }

    /// Errors where the loss of the batch in `room` has run away.
    fn check(
        &mut self,
        loss: f64,
        room: &Room,
        optimiser: &impl Optimiser,
        curvature: impl FnOnce() -> Result<f64>,
    ) -> Result<()> {
        let all = || sum_of_squares(&room.x.view()) / room.x.nrows() as f64;
        let ordinary = *self.ordinary.get_or_insert_with(|| loss.max(all()));
        check_loss(self.step, loss, ordinary, optimiser, curvature)
    }

    /// One step more; the record, where one is due.
    fn count(&mut self, loss: f64, samples: usize) -> Option<Record> {
        (self.step, self.sum, self.seen) =
            (self.step + 1, self.sum + loss * samples as f64, self.seen + samples);
        if !self.step.is_multiple_of(self.every) && self.step != self.last {
            return None;
        }
        let record = Record { step: self.step, loss: self.sum / self.seen as f64 };
        (self.sum, self.seen) = (0.0, 0);
        self.history.push(record);
        Some(record)
    }
}

/// 4c₁ as `FullBatch::curvature` has it, by the smaller of XᵀX and XXᵀ.
fn curvature(x: &Array2<Real>, mean: &Array1<Real>) -> Result<f64> {
    let x = centre(x.view(), mean);
    let gram = if x.ncols() <= x.nrows() {
        gram_of_columns(x.view())
    } else {
        gram_of_rows(x.view())
    };
    Ok(4.0 * eigh_top(gram.view(), 1)?.0[0] as f64 / x.nrows() as f64)
}
