//! How far a training has come: what is counted, when it stops, and how it says that it has lost
//! its way.

use super::model::{Model, Terms};
use super::training::{Record, Schedule, Training};
use crate::{Error, Real, Result};

/// A loss so many times an ordinary one has run away.
const RUNAWAY: f64 = 1e3;

/// A training under way. After an epoch, its history, its best θ and the ordinary loss say all
/// there is to know.
pub(super) struct Progress {
    pub history: Vec<Record>,
    /// θ of the epoch with the best validation loss, kept where there is patience.
    pub best: Vec<Vec<Real>>,
    /// The loss of the first batch, or of one who knows nothing if that is more.
    pub ordinary: f64,
    pub epochs: usize,
    pub patience: Option<usize>,
    schedule: Schedule,
    steps_an_epoch: usize,
    /// Steps made.
    pub step: usize,
    /// Σ L over the samples of this epoch, by term, and their number.
    sum: Terms,
    seen: usize,
}

impl Progress {
    /// The start, where one who knows nothing has the loss `naive`.
    pub fn start<M: Model>(
        steps_an_epoch: usize,
        training: &Training,
        naive: f64,
    ) -> Progress {
        Progress {
            history: Vec::new(),
            best: Vec::new(),
            ordinary: naive,
            epochs: training.epochs,
            patience: training.patience,
            schedule: training.schedule,
            steps_an_epoch,
            step: 0,
            sum: Terms::zero(M::TERMS),
            seen: 0,
        }
    }

    /// All of this has been already: epochs, best weights, the ordinary loss.
    pub fn go_on_from(
        &mut self,
        history: Vec<Record>,
        best: Vec<Vec<Real>>,
        ordinary: f64,
    ) {
        self.step = history.last().map_or(0, |record| record.step);
        (self.history, self.best, self.ordinary) = (history, best, ordinary);
    }

    /// The epoch that comes, or is under way: 1, 2, ….
    pub fn epoch(&self) -> usize {
        self.history.len() + 1
    }

    /// Whether there is an epoch to come: not after the last, nor when patience has run out.
    pub fn goes_on(&self) -> bool {
        let waited = self.history.len() - self.best_epoch();
        self.history.len() < self.epochs
            && self.patience.is_none_or(|patience| waited < patience.max(1))
    }

    /// The epoch with the lowest validation loss, the first of several; 0 where there is none.
    fn best_epoch(&self) -> usize {
        let judged = self.history.iter().filter_map(|r| Some((r.epoch, r.validation?)));
        judged.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(epoch, _)| epoch)
    }

    /// The share of the rate that the coming step gets.
    pub fn rate_share(&self) -> f64 {
        let (of, an_epoch) = (self.steps_an_epoch * self.epochs, self.steps_an_epoch);
        self.schedule.share(self.step, of, an_epoch)
    }

    /// One step more, at a loss L on so many samples.
    pub fn count(&mut self, terms: &Terms, samples: usize) {
        self.sum.add(samples as f64, terms);
        (self.step, self.seen) = (self.step + 1, self.seen + samples);
    }

    /// Ends the epoch; errors where a parameter or the validation loss is not finite.
    pub fn record<M: Model>(
        &mut self,
        model: &M,
        validation_terms: Option<Terms>,
        rate: f64,
    ) -> Result<Record> {
        let terms = self.sum.divided(self.seen as f64);
        let (loss, validation) =
            (terms.total(), validation_terms.map(|terms| terms.total()));
        if let Some(lost) = first_not_finite(model) {
            return Err(self.runaway(validation.unwrap_or(loss), lost, rate));
        }
        if let Some(endless) = validation.filter(|v| !v.is_finite()) {
            return Err(self.runaway(endless, "the validation loss".into(), rate));
        }
        let (epoch, step) = (self.epoch(), self.step);
        let record =
            Record { epoch, step, loss, terms, validation, validation_terms, rate };
        self.history.push(record);
        (self.sum, self.seen) = (Terms::zero(M::TERMS), 0);
        if self.patience.is_some() && self.best_epoch() == record.epoch {
            let theta = model.parameters();
            self.best = theta.iter().map(|(_, t)| t.iter().copied().collect()).collect();
        }
        Ok(record)
    }

    /// The history; where there was patience, the model goes back to its best parameters.
    pub fn finish<M: Model>(self, model: &mut M) -> Vec<Record> {
        model.replace(&self.best);
        self.history
    }

    /// Errors where the loss is not finite or a thousand times an ordinary one.
    pub fn check<M: Model>(
        &mut self,
        loss: f64,
        model: &M,
        room: &mut M::Room,
        rate: f64,
    ) -> Result<()> {
        if self.step == 0 {
            self.ordinary = self.ordinary.max(loss);
        }
        if loss.is_finite() && loss <= RUNAWAY * self.ordinary {
            return Ok(());
        }
        let place = first_not_finite(model).unwrap_or_else(|| steepest(model, room));
        Err(self.runaway(loss, place, rate))
    }

    fn runaway(&self, loss: f64, place: String, rate: f64) -> Error {
        let advice = format!(
            "{place}; try {:.1e}, weights drawn for this layer's width (Init::Glorot, \
             Init::He), or data scaled to about 1",
            rate / 10.0
        );
        Error::Diverged { step: self.step, loss, rate, advice }
    }
}

/// The first parameter that is not finite.
fn first_not_finite<M: Model>(model: &M) -> Option<String> {
    let theta = model.parameters();
    let (name, theta) =
        theta.iter().find(|(_, theta)| !theta.iter().all(|v| v.is_finite()))?;
    Some(format!("{name} {:?} is the first parameter that is not finite", theta.shape()))
}

/// The parameter with the steepest slope: where it went wrong while all numbers still are some.
fn steepest<M: Model>(model: &M, room: &mut M::Room) -> String {
    let size = |g: &[Real]| {
        g.iter().fold(
            0.0,
            |most: Real, g| if g.is_nan() { Real::INFINITY } else { most.max(g.abs()) },
        )
    };
    let sizes = M::gradients(room).into_iter().map(|g| size(g));
    let named = model.parameters().into_iter().zip(sizes);
    match named.max_by(|a, b| a.1.total_cmp(&b.1)) {
        None => "the model has no parameters".into(),
        Some(((name, theta), most)) => {
            format!("{name} {:?} has the steepest slope, up to {most:.1e}", theta.shape())
        }
    }
}
