//! The same four starts, trained; and a start that is all alike.

use super::nets::{Plan, RAN_AWAY, losses};
use super::sets::Set;
use super::starts::{STARTS, Start};
use super::ways::BETA;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{bundle, end};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// The rates of momentum, of which each start takes the one that fits best.
const RATES: [f64; 3] = [1e-3, 3e-3, 1e-2];

/// Loss against epochs of a network of ten tanh layers, by start, each at its best rate.
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
    let fall = |plan: &Plan, start: &Start, optimiser: &mut dyn Optimiser, seed: &str| {
        let mut rng = run.rng(&format!("starts_training {seed}"));
        let plan =
            Plan { shape: Architecture { init: start.init, ..shape }, ..plan.clone() };
        let mut net = plan.start(&mut rng)?;
        let history = plan.train(&mut net, set, optimiser, &mut rng)?.ok_or(RAN_AWAY)?;
        Outcome::Ok(losses(&history))
    };
    let momentum = |rate| Sgd { rate, momentum: BETA, ..Sgd::default() };
    let rates = if run.args.quick { &RATES[1..2] } else { &RATES[..] };
    let tried: Vec<_> = STARTS
        .iter()
        .flat_map(|start| rates.iter().map(move |&rate| (start, rate)))
        .collect();
    let ends = run.together(&tried, |&(start, rate)| {
        Ok(end(&[fall(&plan, start, &mut momentum(rate), "rate")?]))
    })?;
    let best = |ends: &[f64]| {
        let least = ends.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        rates[least.map_or(0, |(at, _)| at)]
    };
    let cases: Vec<_> = STARTS.iter().zip(ends.chunks(rates.len()).map(best)).collect();
    let starts = run.size(1, 5, 5);
    let trained = run.from_each_start(&cases, starts, |&(start, rate), seed| {
        fall(&plan, start, &mut momentum(rate), &seed.to_string())
    })?;
    // Whether Adam, whose steps do not shrink with the gradient, and patience get away from small weights.
    let patient = Plan { epochs: run.size(2, 300, 300), ..plan.clone() };
    let by_adam = run.from_each_start(&[&STARTS[0]], starts, |start, seed| {
        let mut adam = Adam { rate: 3e-4, ..Adam::default() };
        Ok(end(&[fall(&patient, start, &mut adam, &seed.to_string())?]))
    })?;
    run.count("starts_patient_epochs", patient.epochs);
    run.scattered("starts_small_adam", &by_adam.concat(), "nats", 2, 0.1);
    // What the mean image alone would cost.
    let mean = set.x().mean_axis(Axis(0)).ok_or("no samples")?;
    let idle = entropy_of(&mean.insert_axis(Axis(0)))?;
    run.number("starts_idle", idle, 2).spread(0.0);
    let mut panel = Panel::new(
        "",
        Scale::linear("epochs", 1.0, plan.epochs as f64),
        Scale::linear("loss (nats an image)", 14.0, 45.0),
    )
    .across(idle, Ink::Faint, "the mean image");
    for ((start, rate), falls) in cases.iter().zip(&trained) {
        let ends: Vec<f64> = falls.iter().filter_map(|fall| Some(fall.last()?.1)).collect();
        run.scattered(&format!("starts_{}_loss", start.key), &ends, "nats", 2, 0.1);
        run.number(&format!("starts_{}_rate", start.key), *rate, 3);
        panel = bundle(panel, falls, start.ink, start.name);
    }
    run.count("starts_training_seeds", starts);
    run.count("starts_training_epochs", plan.epochs);
    run.figure("starts_training", draw("Loss against epochs by start", 1, 220.0, &[panel]));
    Ok(())
}

/// All units alike: they stay so, and do the work of one.
pub fn symmetry(run: &mut Run, set: &Set) -> Outcome {
    let epochs = run.size(3, 60, 60);
    let cases = [("one", 1), ("alike", 16), ("random", 16)];
    let trained = run.from_each_start(&cases, run.size(1, 5, 5), |&(key, k), seed| {
        // No bend in the code: an equal start can leave a rectifier shut, and one sigmoid alone learns little.
        let plan = Plan::one_layer(set, k, epochs).squared(None, Output::Logits);
        let mut rng = run.rng(&format!("symmetry {seed}"));
        let mut net = plan.start(&mut rng)?;
        if key == "alike" {
            alike(&mut net);
        }
        let mut optimiser = Adam { rate: 1e-2, ..Adam::default() };
        let history = plan.train(&mut net, set, &mut optimiser, &mut rng)?;
        let z = net.encode(&set.test.x)?;
        Ok((end(&[losses(&history.ok_or(RAN_AWAY)?)]), apart(&z)))
    })?;
    for ((key, k), found) in cases.into_iter().zip(trained) {
        let (ends, spreads): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
        run.over_starts(&format!("symmetry_{key}_loss"), &ends, "nats", 2);
        if k > 1 {
            run.scattered(&format!("symmetry_{key}_apart"), &spreads, "", 2, 0.3);
        }
    }
    run.count("symmetry_epochs", epochs);
    Ok(())
}

/// Every weight of a layer the mean of its weights' sizes.
fn alike(net: &mut NeuralAutoencoder) {
    for theta in net.parameters_mut() {
        let mean = theta.iter().map(|v| v.abs()).sum::<Real>() / theta.len() as Real;
        theta.fill(mean);
    }
}

/// The largest difference between two units' codes of one sample, as a share of the largest code.
fn apart(z: &Array2<Real>) -> f64 {
    let of = |row: &[Real]| {
        let (low, high) =
            row.iter().fold((Real::MAX, Real::MIN), |(a, b), &v| (a.min(v), b.max(v)));
        f64::from(high - low)
    };
    let largest = z.iter().fold(0.0, |m: f64, &v| m.max(f64::from(v).abs()));
    z.rows().into_iter().map(|row| of(&row.to_vec())).fold(0.0, f64::max) / largest
}
