//! How far a training has come: what is counted, when it stops, and how it says that it has lost its way.

use super::layer::Layer;
use super::network::{Network, Tape};
use super::training::{Record, Training};
use crate::{Error, Real, Result};
use ndarray::ArrayView2;

/// A loss so many times an ordinary one has run away.
const RUNAWAY: f64 = 1e3;

/// A training under way. After an epoch, its history, its best weights and the first loss say all there is to know.
pub(super) struct Progress {
    pub history: Vec<Record>,
    /// θ of the epoch with the best validation loss, kept where there is patience.
    pub best: Vec<Vec<Real>>,
    /// The loss of the first batch, or of outputs that are all 0 if that is more.
    pub ordinary: f64,
    pub epochs: usize,
    pub patience: Option<usize>,
    schedule: super::training::Schedule,
    steps_an_epoch: usize,
    /// Steps made.
    step: usize,
    /// Σ L over the samples of this epoch, and their number.
    sum: f64,
    seen: usize,
}

impl Progress {
    /// The start, where outputs that are all 0 have the loss `of_zeros`.
    pub fn start(steps_an_epoch: usize, training: &Training, of_zeros: f64) -> Progress {
        Progress {
            history: Vec::new(),
            best: Vec::new(),
            ordinary: of_zeros,
            epochs: training.epochs,
            patience: training.patience,
            schedule: training.schedule,
            steps_an_epoch,
            step: 0,
            sum: 0.0,
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
        let lowest = |a: &&Record, b: &&Record| {
            a.validation.partial_cmp(&b.validation).expect("finite losses")
        };
        self.history
            .iter()
            .filter(|r| r.validation.is_some())
            .min_by(lowest)
            .map_or(0, |r| r.epoch)
    }

    /// The share of the rate that the coming step gets.
    pub fn rate_share(&self) -> f64 {
        self.schedule.share(
            self.step,
            self.steps_an_epoch * self.epochs,
            self.steps_an_epoch,
        )
    }

    /// One step more, at a loss L on so many samples.
    pub fn count(&mut self, loss: f64, samples: usize) {
        (self.step, self.sum, self.seen) =
            (self.step + 1, self.sum + loss * samples as f64, self.seen + samples);
    }

    /// Ends the epoch; errors where a weight or the validation loss is not finite.
    pub fn record(
        &mut self,
        network: &Network,
        validation: Option<f64>,
        rate: f64,
    ) -> Result<Record> {
        let loss = self.sum / self.seen as f64;
        let finite =
            network.layers().iter().all(|layer| parameters_are_finite(layer.as_ref()));
        if !finite || validation.is_some_and(|v| !v.is_finite()) {
            let layer =
                first_not_finite(network, |_| true).unwrap_or_else(|| "the network".into());
            return Err(self.runaway(validation.unwrap_or(loss), layer, rate));
        }
        let record =
            Record { epoch: self.epoch(), step: self.step, loss, validation, rate };
        self.history.push(record);
        (self.sum, self.seen) = (0.0, 0);
        if self.patience.is_some() && self.best_epoch() == record.epoch {
            self.best = network
                .parameters()
                .iter()
                .map(|(_, theta)| theta.iter().copied().collect())
                .collect();
        }
        Ok(record)
    }

    /// The history; where there was patience, the network goes back to its best weights.
    pub fn finish(self, network: &mut Network) -> Result<Vec<Record>> {
        for (theta, best) in network.parameters_mut().into_iter().zip(&self.best) {
            theta.copy_from_slice(best);
        }
        Ok(self.history)
    }

    /// Errors where the loss is not finite or a thousand times an ordinary one.
    pub fn check(
        &mut self,
        loss: f64,
        network: &Network,
        tape: &Tape,
        rate: f64,
    ) -> Result<()> {
        if self.step == 0 {
            self.ordinary = self.ordinary.max(loss);
        }
        if loss.is_finite() && loss <= RUNAWAY * self.ordinary {
            return Ok(());
        }
        let outputs_are_finite =
            |i: usize| tape.layer_output(i).iter().all(|y| y.is_finite());
        let layer = first_not_finite(network, outputs_are_finite)
            .unwrap_or_else(|| largest(network, tape));
        Err(self.runaway(loss, layer, rate))
    }

    fn runaway(&self, loss: f64, layer: String, rate: f64) -> Error {
        let advice = format!(
            "try {:.1e}, weights drawn for this layer's width (Init::Glorot, Init::He), or data scaled to about 1",
            rate / 10.0
        );
        Error::RanAway { step: self.step, loss, layer, rate, advice }
    }
}

fn parameters_are_finite(layer: &dyn Layer) -> bool {
    layer.parameters().iter().all(|(_, theta)| theta.iter().all(|v| v.is_finite()))
}

/// The first layer with weights or outputs that are not finite.
fn first_not_finite(
    network: &Network,
    outputs_are_finite: impl Fn(usize) -> bool,
) -> Option<String> {
    network.layers().iter().enumerate().find_map(|(i, layer)| {
        let what = match (parameters_are_finite(layer.as_ref()), outputs_are_finite(i)) {
            (false, _) => "weights",
            (true, false) => "outputs",
            (true, true) => return None,
        };
        Some(format!(
            "layer {i} ({}) is the first whose {what} are not finite",
            layer.name()
        ))
    })
}

/// The layer with the largest output.
fn largest(network: &Network, tape: &Tape) -> String {
    let size = |y: ArrayView2<Real>| y.iter().fold(0.0, |most: Real, y| most.max(y.abs()));
    let sizes = (0..network.layers().len()).map(|i| (i, size(tape.layer_output(i))));
    let (i, most) = sizes.max_by(|a, b| a.1.total_cmp(&b.1)).expect("a network has layers");
    format!(
        "layer {i} ({}) has the largest outputs, up to {most:.1e}",
        network.layers()[i].name()
    )
}
