//! The mean over the pixels in place of their sum.

use super::nets::{Plan, losses};
use super::sets::Set;
use super::ways::BETA;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nn::train::{Training, silent, train};
use autoencoders::nonlinear::{NeuralAutoencoder, Tapes};
use autoencoders::{Real, Result, parameters};
use chapters::curves::end;
use chapters::{Outcome, Run};
use rand::RngExt;

/// A way of training: whether the sum's slope is divided by d, and the rate.
struct Case {
    key: &'static str,
    divided: bool,
    rate: f64,
}

/// The loss at the end, in nats an image in every case.
pub fn wrong_mean(run: &mut Run, set: &Set) -> Outcome {
    let set = set.first(run.size(400, 2000, 2000))?;
    let d = set.features() as f64;
    let plan = Plan::one_layer(&set, 32, run.size(2, 10, 10));
    let (sgd, adam) = (3e-3, 3e-3);
    let case = |key, divided, rate| Case { key, divided, rate };
    let cases = [
        case("mean", true, sgd),
        case("sum", false, sgd),
        case("mean_times", true, sgd * d),
        case("adam_mean", true, adam),
        case("adam_sum", false, adam),
    ];
    let ends = run.from_each_start(&cases, run.size(1, 5, 5), |case, seed| {
        trained(run, &set, &plan, case, seed)
    })?;
    for (case, ends) in cases.iter().zip(ends) {
        run.over_starts(&format!("mean_{}", case.key), &ends, "nats", 2);
    }
    run.count("mean_epochs", plan.epochs);
    Ok(())
}

/// Trained with the slope as it is, or divided; the loss that it gives back is a sum.
fn trained(run: &Run, set: &Set, plan: &Plan, case: &Case, seed: usize) -> Outcome<f64> {
    let mut rng = run.rng(&format!("wrong_mean {seed}"));
    let by = if case.divided { set.features() as Real } else { 1.0 };
    let mut model = Divided { model: plan.start(&mut rng)?, by };
    let mut optimiser: Box<dyn Optimiser> = match case.key.starts_with("adam") {
        true => Box::new(Adam { rate: case.rate, ..Adam::default() }),
        false => Box::new(Sgd { rate: case.rate, momentum: BETA, ..Sgd::default() }),
    };
    let Plan { epochs, batch, .. } = *plan;
    let training = Training { epochs, batch, seed: rng.random(), ..Training::default() };
    let samples = Samples::themselves(set.x());
    let history = train(&mut model, optimiser.as_mut(), samples, None, &training, silent)?;
    Ok(end(&[losses(&history)]))
}

/// An autoencoder whose slopes are divided by a number, as those of a mean are by d.
#[derive(Clone)]
struct Divided {
    model: NeuralAutoencoder,
    by: Real,
}

parameters!(Divided { model });

impl Model for Divided {
    type Room = Tapes;

    fn room(&self, rows: usize) -> Tapes {
        self.model.room(rows)
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.model.check(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Tapes) -> Result<Terms> {
        let terms = self.model.slope(batch, draw, room)?;
        let slopes = room.gradients_mut();
        slopes.into_iter().flatten().for_each(|slope| *slope /= self.by);
        Ok(terms)
    }

    fn gradients(room: &mut Tapes) -> Vec<&mut [Real]> {
        room.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, slopes divided by {}", self.model.settings(), self.by)
    }
}
