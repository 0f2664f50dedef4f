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
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// A way of training: what the sum's slope is divided by, and the rate.
struct Case {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    divided: bool,
    rate: f64,
}

/// Loss against epochs: plain descent with momentum on the left, Adam on the right.
pub fn wrong_mean(run: &mut Run, set: &Set) -> Outcome {
    let set = set.first(run.size(400, 2000, 5000))?;
    let d = set.features() as f64;
    let plan = Plan::one_layer(&set, 32, run.size(2, 10, 20));
    let (sgd, adam) = (3e-3, 3e-3);
    let case = |key, name, ink, divided, rate| Case { key, name, ink, divided, rate };
    let left = [
        case("mean", "mean", Ink::Category(1), true, sgd),
        case("sum", "sum", Ink::Autoencoder, false, sgd),
        case("mean_times", "dashed: mean, η × d", Ink::Text, true, sgd * d),
    ];
    let right = [
        case("adam_mean", "mean", Ink::Category(1), true, adam),
        case("adam_sum", "sum", Ink::Autoencoder, false, adam),
    ];
    let cases: Vec<&Case> = left.iter().chain(&right).collect();
    let mut falls = run
        .from_each_start(&cases, run.size(1, 3, 5), |case, seed| {
            trained(run, &set, &plan, case, seed)
        })?
        .into_iter();
    let high = 560.0;
    let mut panels = Vec::new();
    for (title, cases) in [("descent with momentum", &left[..]), ("Adam", &right[..])] {
        let mut panel = Panel::new(
            title,
            Scale::linear("epochs", 1.0, plan.epochs as f64),
            Scale::linear("loss (nats an image)", 0.0, high),
        );
        for (case, falls) in cases.iter().zip(falls.by_ref()) {
            run.number(&format!("mean_{}", case.key), end(&falls), 2);
            run.count("mean_seeds", falls.len());
            panel = match case.ink {
                // On top of the sum's line, which it must cover.
                Ink::Text => {
                    let at = (0.6 * plan.epochs as f64, 0.56 * high);
                    panel.dashed(falls[0].clone(), Ink::Text, "").note(
                        at,
                        case.name,
                        Ink::Text,
                        Anchor::Middle,
                    )
                }
                _ => bundle(panel, &falls, case.ink, case.name),
            };
        }
        panels.push(panel);
    }
    run.count("mean_epochs", plan.epochs);
    run.number("mean_rate_sgd", sgd, 4);
    run.number("mean_rate_adam", adam, 4);
    let title = "Loss against epochs with the sum and with the mean over the pixels, for descent and for Adam";
    run.figure("wrong_mean", draw(title, 2, 180.0, &panels));
    Ok(())
}

/// Trained with the slope as it is, or divided; the losses that it gives back are sums.
fn trained(run: &Run, set: &Set, plan: &Plan, case: &Case, seed: usize) -> Outcome<Curve> {
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
    Ok(losses(&history))
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
