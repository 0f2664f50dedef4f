//! Training as all experiments of the chapter do it.

use super::sets::Set;
use autoencoders::Error;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::{Adam, Optimiser};
use autoencoders::nn::train::{Record, Schedule, Training};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use chapters::Outcome;
use chapters::curves::Curve;
use rand::{Rng, RngExt};

/// What a reader may do about a training that must not fail.
pub const RAN_AWAY: &str = "a training that was to succeed ran away; try another --seed";

/// A network and how it is trained, but for the optimiser.
#[derive(Clone)]
pub struct Plan {
    /// From d to k; the decoder mirrors them.
    pub widths: Vec<usize>,
    pub shape: Architecture,
    pub epochs: usize,
    pub batch: usize,
    pub schedule: Schedule,
    /// Whether the loss on the test images is taken after each epoch.
    pub watched: bool,
}

impl Plan {
    /// The chapter's network: one ReLU layer in, one sigmoid layer out, for the cross-entropy.
    pub fn one_layer(set: &Set, k: usize, epochs: usize) -> Plan {
        let code = Some(Activation::Relu);
        Plan {
            widths: vec![set.features(), k],
            shape: Architecture {
                hidden: Activation::Relu,
                code,
                output: Output::Logits,
                init: Init::Glorot,
            },
            epochs,
            batch: 64,
            schedule: Schedule::Constant,
            watched: false,
        }
    }

    /// The same for the squared error, with this at the code and that at the output.
    pub fn squared(self, code: Option<Activation>, output: Output) -> Plan {
        Plan { shape: Architecture { code, output, ..self.shape }, ..self }
    }

    /// A network as it is before training.
    pub fn start(&self, rng: &mut impl Rng) -> Outcome<NeuralAutoencoder> {
        Ok(NeuralAutoencoder::random(&self.widths, &self.shape, rng)?)
    }

    /// Trains `net`; gives back the history, or nothing if the loss ran away.
    pub fn train(
        &self,
        net: &mut NeuralAutoencoder,
        set: &Set,
        optimiser: &mut dyn Optimiser,
        rng: &mut impl Rng,
    ) -> Outcome<Option<Vec<Record>>> {
        let Plan { epochs, batch, schedule, .. } = *self;
        let training =
            Training { epochs, batch, schedule, seed: rng.random(), ..Training::default() };
        let test = self.watched.then_some(&set.test.x);
        match net.train(set.x(), test, optimiser, &training, |_, _| Ok(())) {
            Ok(history) => Ok(Some(history)),
            Err(Error::Diverged { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// A network trained by Adam at this rate, and its history.
    pub fn by_adam(
        &self,
        set: &Set,
        rate: f64,
        rng: &mut impl Rng,
    ) -> Outcome<(NeuralAutoencoder, Vec<Record>)> {
        let mut net = self.start(rng)?;
        let history =
            self.train(&mut net, set, &mut Adam { rate, ..Adam::default() }, rng)?;
        Ok((net, history.ok_or(RAN_AWAY)?))
    }

    /// This network trained by Adam at this rate.
    pub fn train_by_adam(
        &self,
        mut net: NeuralAutoencoder,
        set: &Set,
        rate: f64,
        rng: &mut impl Rng,
    ) -> Outcome<NeuralAutoencoder> {
        self.train(&mut net, set, &mut Adam { rate, ..Adam::default() }, rng)?
            .ok_or(RAN_AWAY)?;
        Ok(net)
    }
}

/// The loss after each epoch: the mean over its batches.
pub fn losses(history: &[Record]) -> Curve {
    history.iter().map(|at| (at.epoch as f64, at.loss)).collect()
}

/// The loss on the test images after each epoch, where the plan was watched.
pub fn test_losses(history: &[Record]) -> Curve {
    history.iter().filter_map(|at| Some((at.epoch as f64, at.validation?))).collect()
}
