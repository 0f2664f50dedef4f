//! The same four starts, trained; and a start that is all alike.

use super::nets::{Plan, losses};
use super::sets::Set;
use super::starts::STARTS;
use super::ways::BETA;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{bundle, end};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Loss against epochs of a network of ten tanh layers, by start.
pub fn training(run: &mut Run, set: &Set) -> Outcome {
    let d = set.features();
    // Five layers down and five up: as many as in the figure of the signals.
    let plain = Plan::one_layer(set, 16, run.size(2, 25, 60));
    let shape = Architecture {
        hidden: Activation::Tanh,
        code: Some(Activation::Tanh),
        ..plain.shape
    };
    let plan = Plan { widths: vec![d, 100, 100, 100, 100, 16], shape, ..plain };
    let epochs = plan.epochs as f64;
    let mut panel = Panel::new(
        "",
        Scale::linear("epochs", 1.0, epochs),
        Scale::linear("loss (nats an image)", 14.0, 45.0),
    );
    let trained = run.from_each_start(&STARTS, run.size(1, 3, 7), |start, seed| {
        let mut rng = run.rng(&format!("starts_training {seed}"));
        let plan =
            Plan { shape: Architecture { init: start.init, ..shape }, ..plan.clone() };
        let mut net = plan.start(&mut rng)?;
        let mut optimiser = Sgd { rate: 3e-3, momentum: BETA, ..Sgd::default() };
        Ok(plan
            .train(&mut net, set, &mut optimiser, &mut rng)?
            .map(|history| losses(&history)))
    })?;
    for (start, falls) in STARTS.iter().zip(trained) {
        let falls: Vec<_> = falls.into_iter().flatten().collect();
        run.number(&format!("starts_loss_{}", start.key), end(&falls), 2);
        run.count("starts_training_seeds", falls.len());
        panel = bundle(panel, &falls, start.ink, start.name);
    }
    // What the mean image alone would cost.
    let mean = set.x().mean_axis(Axis(0)).ok_or("no samples")?;
    let idle = entropy_of(&mean.insert_axis(Axis(0)))?;
    panel = panel.across(idle, Ink::Faint, "the mean image");
    run.number("starts_idle", idle, 2);
    run.count("starts_training_epochs", plan.epochs);
    run.figure("starts_training", draw("Loss against epochs by start", 1, 220.0, &[panel]));
    Ok(())
}

/// All units alike: they stay so, and do the work of one.
pub fn symmetry(run: &mut Run, set: &Set) -> Outcome {
    let epochs = run.size(3, 30, 60);
    let mut panel = Panel::new(
        "",
        Scale::linear("epochs", 1.0, epochs as f64),
        Scale::linear("loss (nats an image)", 14.0, 45.0),
    );
    // Sixteen equal units together move the output sixteen times as far as one, which therefore has a larger rate.
    let cases = [
        ("one", "one unit", 1, 1e-2, Ink::Pca),
        ("alike", "16 alike", 16, 3e-3, Ink::Category(1)),
        ("random", "16 random", 16, 3e-3, Ink::Autoencoder),
    ];
    let trained =
        run.from_each_start(&cases, run.size(1, 3, 7), |&(key, _, k, rate, _), seed| {
            // Sigmoid units: an equal start can leave a rectifier shut.
            let plan = Plan::one_layer(set, k, epochs);
            let plan = Plan {
                shape: Architecture { code: Some(Activation::Sigmoid), ..plan.shape },
                ..plan
            };
            let mut rng = run.rng(&format!("symmetry {seed}"));
            let mut net = plan.start(&mut rng)?;
            if key == "alike" {
                alike(&mut net);
            }
            let mut optimiser = Adam { rate, ..Adam::default() };
            let history = plan.train(&mut net, set, &mut optimiser, &mut rng)?;
            Ok((history.map(|history| losses(&history)), apart(&net.encode(&set.test.x)?)))
        })?;
    for ((key, name, k, _, ink), from_seeds) in cases.into_iter().zip(trained) {
        let spread = from_seeds.iter().map(|seen| seen.1).fold(0.0, f64::max);
        let falls: Vec<_> = from_seeds.into_iter().filter_map(|seen| seen.0).collect();
        panel = bundle(panel, &falls, ink, name);
        run.number(&format!("symmetry_{key}_loss"), end(&falls), 2);
        if k > 1 {
            run.number(&format!("symmetry_{key}_spread"), spread, 6);
        }
        run.count("symmetry_seeds", falls.len());
    }
    run.count("symmetry_epochs", epochs);
    run.figure(
        "symmetry",
        draw("Loss against epochs of equal and of random starts", 1, 200.0, &[panel]),
    );
    Ok(())
}

/// Every weight of a layer the mean of its weights' sizes.
fn alike(net: &mut NeuralAutoencoder) {
    for theta in net.parameters_mut() {
        let mean = theta.iter().map(|v| v.abs()).sum::<Real>() / theta.len() as Real;
        theta.fill(mean);
    }
}

/// The largest difference between two units' codes of one sample.
fn apart(z: &Array2<Real>) -> f64 {
    let of = |row: &[Real]| {
        let (low, high) =
            row.iter().fold((Real::MAX, Real::MIN), |(a, b), &v| (a.min(v), b.max(v)));
        f64::from(high - low)
    };
    z.rows().into_iter().map(|row| of(&row.to_vec())).fold(0.0, f64::max)
}
