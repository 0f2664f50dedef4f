//! The same four starts, trained.

use super::nets::{Plan, RAN_AWAY, losses};
use super::sets::Set;
use super::starts::{STARTS, Start};
use super::ways::BETA;
use autoencoders::ndarray::Axis;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::optim::Sgd;
use autoencoders::nonlinear::Architecture;
use chapters::curves::end;
use chapters::{Outcome, Run};

/// The rates of momentum, of which each start takes the one that fits best.
const RATES: [f64; 3] = [1e-3, 3e-3, 1e-2];

/// The loss at the end of a network of ten tanh layers, by start, each at its best rate.
pub fn training(run: &mut Run, set: &Set) -> Outcome {
    let d = set.features();
    // Five layers down and five up: as many as in the figure of the signals.
    let plain = Plan::one_layer(set, 16, run.size(2, 60, 60));
    let shape = Architecture {
        hidden: Activation::Tanh,
        code: Some(Activation::Tanh),
        ..plain.shape
    };
    let plan = Plan { widths: vec![d, 100, 100, 100, 100, 16], shape, ..plain };
    let ended = |start: &Start, rate: f64, seed: &str| {
        let mut rng = run.rng(&format!("starts_training {seed}"));
        let plan =
            Plan { shape: Architecture { init: start.init, ..shape }, ..plan.clone() };
        let mut net = plan.start(&mut rng)?;
        let mut momentum = Sgd { rate, momentum: BETA, ..Sgd::default() };
        let history = plan.train(&mut net, set, &mut momentum, &mut rng)?;
        Outcome::Ok(end(&[losses(&history.ok_or(RAN_AWAY)?)]))
    };
    let rates = if run.args.quick { &RATES[1..2] } else { &RATES[..] };
    let tried: Vec<_> = STARTS
        .iter()
        .flat_map(|start| rates.iter().map(move |&rate| (start, rate)))
        .collect();
    let ends = run.together(&tried, |&(start, rate)| ended(start, rate, "rate"))?;
    let best = |ends: &[f64]| {
        let least = ends.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        rates[least.map_or(0, |(at, _)| at)]
    };
    let cases: Vec<_> = STARTS.iter().zip(ends.chunks(rates.len()).map(best)).collect();
    let starts = run.size(1, 5, 5);
    let trained = run.from_each_start(&cases, starts, |&(start, rate), seed| {
        ended(start, rate, &seed.to_string())
    })?;
    // What the mean image alone would cost.
    let mean = set.x().mean_axis(Axis(0)).ok_or("no samples")?;
    let idle = entropy_of(&mean.insert_axis(Axis(0)))?;
    run.number("starts_idle", idle, 2).spread(0.0);
    for ((start, rate), ends) in cases.iter().zip(&trained) {
        run.scattered(&format!("starts_{}_loss", start.key), ends, "nats", 2, 0.1);
        run.number(&format!("starts_{}_rate", start.key), *rate, 3);
    }
    run.count("starts_training_seeds", starts);
    run.count("starts_training_epochs", plan.epochs);
    Ok(())
}
