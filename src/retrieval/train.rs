//! Training a document coder: minibatches, hidden words, noise at the code.

use super::coder::{DocumentCoder, Room};
use crate::nn::loss::Loss;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Schedule, minibatches};

use crate::pca::{check_columns, check_some};
use crate::{Error, Real, Result};
use ndarray::{Array2, s};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// How to train a [`DocumentCoder`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coding {
    /// How often all documents are seen.
    pub epochs: usize,
    /// Documents in a batch.
    pub batch: usize,
    /// The share of each document's words that the encoder does not get to see, others each time: 0 ≤ h < 1. All of them
    /// are to be told from the rest, so that learning documents by heart does not pay.
    pub hidden: f64,
    /// The standard deviation of the noise at the code, 0 or more.
    pub noise: f64,
    /// Each epoch's order, hidden words and noise are drawn from this and the epoch's number alone.
    pub seed: u64,
}

impl Default for Coding {
    /// Twenty epochs in batches of 100, half of the words hidden, no noise, seed 0.
    fn default() -> Coding {
        Coding { epochs: 20, batch: 100, hidden: 0.5, noise: 0.0, seed: 0 }
    }
}

/// One epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Epoch {
    /// 1, 2, ….
    pub epoch: usize,
    /// The mean of L over the epoch's documents, as met: with hidden words and noise.
    pub loss: f64,
}

impl DocumentCoder {
    /// Trains on weighted counts X (n, v) and word shares T (n, v), the rate falling to 0 by a cosine.
    ///
    /// `observe` sees each epoch and the model there. Gives back the history. Errors where shapes do not fit, X is not finite,
    /// T's rows are no shares, a setting is out of range, the loss runs away, and with whatever `observe` returns.
    pub fn train(
        &mut self,
        x: &Array2<Real>,
        target: &Array2<Real>,
        how: &Coding,
        optimiser: &mut impl Optimiser,
        mut observe: impl FnMut(Epoch, &DocumentCoder) -> Result<()>,
    ) -> Result<Vec<Epoch>> {
        self.check(x, target, how)?;
        let (n, rate) = (x.nrows(), optimiser.rate());
        let batch = how.batch.clamp(1, n);
        let (of, an_epoch) = (how.epochs * n.div_ceil(batch), n.div_ceil(batch));
        let mut desk = Desk::new(self, batch);
        let (mut step, mut history) = (0, Vec::with_capacity(how.epochs));
        for epoch in 0..how.epochs {
            let mut rng = ChaCha8Rng::seed_from_u64(how.seed);
            rng.set_stream(epoch as u64 + 1);
            let mut sum = 0.0;
            for rows in minibatches(n, batch, how.seed, epoch) {
                optimiser.set_rate(rate * Schedule::Cosine.share(step, of, an_epoch));
                desk.lay_out(x, target, &rows, how, &mut rng);
                let loss = desk.step(self, rows.len(), optimiser)?;
                check_loss(loss, target.ncols(), step, rate)?;
                (sum, step) = (sum + loss * rows.len() as f64, step + 1);
            }
            history.push(Epoch { epoch: epoch + 1, loss: sum / n as f64 });
            observe(history[epoch], self)?;
        }
        optimiser.set_rate(rate);
        Ok(history)
    }

    fn check(&self, x: &Array2<Real>, target: &Array2<Real>, how: &Coding) -> Result<()> {
        check_some(x.nrows(), 1, "training", "document")?;
        check_columns("the documents", self.encoder.inputs(), x)?;
        check_columns("the word shares", self.decoder.outputs(), target)?;
        if target.nrows() != x.nrows() {
            let expected = format!("{}, one row a document", x.nrows());
            return Err(Error::Shape {
                what: "the word shares",
                expected,
                got: target.nrows().to_string(),
            });
        }
        Loss::Softmax.check(target)?;
        if !(0.0..1.0).contains(&how.hidden) {
            let value = how.hidden.to_string();
            return Err(Error::OutOfRange {
                name: "the share of hidden words",
                value,
                range: "0 or more, less than 1",
            });
        }
        if !(how.noise >= 0.0 && how.noise.is_finite()) {
            let value = how.noise.to_string();
            return Err(Error::OutOfRange {
                name: "the noise at the code",
                value,
                range: "0 or more",
            });
        }
        Ok(())
    }
}

/// What lies ready for a batch; nothing of it is allocated twice.
struct Desk {
    x: Array2<Real>,
    target: Array2<Real>,
    noise: Array2<Real>,
    room: Room,
}

impl Desk {
    fn new(coder: &DocumentCoder, batch: usize) -> Desk {
        let zeros = |columns| Array2::zeros((batch, columns));
        let (x, target) = (zeros(coder.encoder.inputs()), zeros(coder.decoder.outputs()));
        Desk { x, target, noise: zeros(coder.code_size()), room: coder.room(batch) }
    }

    /// The given rows, some of their words hidden, and fresh noise.
    fn lay_out(
        &mut self,
        x: &Array2<Real>,
        target: &Array2<Real>,
        rows: &[usize],
        how: &Coding,
        rng: &mut impl Rng,
    ) {
        for (i, &row) in rows.iter().enumerate() {
            self.x.row_mut(i).assign(&x.row(row));
            self.target.row_mut(i).assign(&target.row(row));
        }
        let more = (1.0 / (1.0 - how.hidden)) as Real; // what is left weighs more, so that sums stay as they were on average
        if how.hidden > 0.0 {
            for x in
                self.x.slice_mut(s![..rows.len(), ..]).iter_mut().filter(|x| **x != 0.0)
            {
                *x = if rng.random::<f64>() < how.hidden { 0.0 } else { *x * more };
            }
        }
        if how.noise > 0.0 {
            self.noise.mapv_inplace(|_| {
                (how.noise * rng.sample::<f64, _>(StandardNormal)) as Real
            });
        }
    }

    /// One step of both networks on the first m rows; gives back L.
    fn step(
        &mut self,
        coder: &mut DocumentCoder,
        m: usize,
        optimiser: &mut impl Optimiser,
    ) -> Result<f64> {
        self.room.encoder.clear();
        self.room.decoder.clear();
        let first = s![..m, ..];
        let (x, target, noise) =
            (self.x.slice(first), self.target.slice(first), self.noise.slice(first));
        let loss = coder.slope(x, target, noise, &mut self.room)?;
        let mut pairs = coder.encoder.pairs(&self.room.encoder.gradients);
        pairs.extend(coder.decoder.pairs(&self.room.decoder.gradients));
        optimiser.step(&mut pairs)?;
        Ok(loss)
    }
}

/// Errors where the loss is no number any more, or a hundred times the ln v of one who knows nothing.
fn check_loss(loss: f64, v: usize, step: usize, rate: f64) -> Result<()> {
    match loss <= 100.0 * (v as f64 + 1.0).ln() {
        true => Ok(()),
        false => Err(Error::RanAway {
            step,
            loss,
            layer: "some layer of the document coder has run away".into(),
            rate,
            advice: format!("try a rate of {:.0e}", rate / 10.0),
        }),
    }
}
