//! The mistakes everyone makes once, run: the mean for the sum, units that are dead, units that are saturated.

use super::nets::Plan;
use super::sets::Set;
use super::ways::BETA;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// How much too large the weights are from which sigmoids are saturated.
const LARGE: Real = 20.0;

/// Units that answer no image of the set, as a share in per cent.
pub fn dead(z: &Array2<Real>) -> f64 {
    let silent =
        z.columns().into_iter().filter(|unit| unit.iter().all(|&z| z <= 0.0)).count();
    100.0 * silent as f64 / z.ncols() as f64
}

/// Rectifiers that no image switches on any more, and the loss, against the rate.
pub fn wrong_dead(run: &mut Run, set: &Set) -> Outcome {
    let plan = Plan::one_layer(set, 64, run.size(2, 15, 40));
    let per_decade = run.size(1, 2, 4);
    let rates: Vec<f64> = (-3 * per_decade..=0)
        .map(|i| 10f64.powf(f64::from(i) / f64::from(per_decade)))
        .collect();
    let seeds = run.size(1, 3, 7);
    let (mut shares, mut losses) = (Vec::new(), Vec::new());
    let trained = run.from_each_start(&rates, seeds, |&rate, seed| {
        let mut rng = run.rng(&format!("wrong_dead {seed}"));
        let mut net = plan.start(&mut rng)?;
        let history =
            plan.train(&mut net, set, &mut Adam { rate, ..Adam::default() }, &mut rng)?;
        let last = history.and_then(|all| Some(all.last()?.loss));
        last.map(|loss| Ok((dead(&net.encode(set.x())?), loss))).transpose()
    })?;
    for (&rate, from_seeds) in rates.iter().zip(trained) {
        for (share, loss) in from_seeds.into_iter().flatten() {
            shares.push((rate, share));
            losses.push((rate, loss));
        }
    }
    let middles = |points: &[(f64, f64)]| -> Curve {
        let at = |rate: f64| {
            points.iter().filter(|p| p.0 == rate).map(|p| p.1).collect::<Vec<_>>()
        };
        rates.iter().filter_map(|&rate| Some((rate, median(&at(rate))?))).collect()
    };
    let across = || Scale::log("rate of Adam", rates[0], rates[rates.len() - 1]);
    let above = Panel::new("", across(), Scale::linear("dead units (%)", -3.0, 103.0))
        .line(middles(&shares), Ink::Category(1), "")
        .points(shares.clone(), Ink::Category(1), Shape::Dot, 6.0);
    let below = Panel::new("", across(), Scale::linear("loss (nats an image)", 12.0, 32.0))
        .line(middles(&losses), Ink::Autoencoder, "")
        .points(losses.clone(), Ink::Autoencoder, Shape::Dot, 6.0);
    for (rate, share) in middles(&shares) {
        run.measure(&format!("dead_at_{rate:.4}").replace('.', "_"), share, "%", 0);
    }
    run.count("dead_seeds", seeds);
    run.count("dead_units", 64);
    run.figure(
        "wrong_dead",
        draw(
            "Share of dead units, and the loss, against the rate",
            1,
            150.0,
            &[above, below],
        ),
    );
    Ok(())
}

/// Sigmoid units that start far out: the squared error cannot get past them, the cross-entropy can.
pub fn wrong_saturated(run: &mut Run, set: &Set) -> Outcome {
    let plan = Plan::one_layer(set, 16, run.size(2, 40, 80))
        .squared(Some(Activation::Tanh), Output::Sigmoid);
    let losses = [
        ("squared", "squared error", Output::Sigmoid),
        ("bce", "cross-entropy", Output::Logits),
    ];
    let scales =
        [("right", "Glorot", Ink::Autoencoder), ("large", "20 ×", Ink::Category(1))];
    let cases: Vec<_> = losses
        .iter()
        .flat_map(|&(_, _, output)| scales.map(|(scale, ..)| (output, scale == "large")))
        .collect();
    let mut trained = run
        .from_each_start(&cases, run.size(1, 5, 9), |&(output, large), seed| {
            let mut rng = run.rng(&format!("wrong_saturated {seed}"));
            let plan =
                Plan { shape: Architecture { output, ..plan.shape }, ..plan.clone() };
            let mut net = plan.start(&mut rng)?;
            if large {
                net.parameters_mut()
                    .into_iter()
                    .flatten()
                    .for_each(|theta| *theta *= LARGE);
            }
            squared_errors(&plan, net, set, rng.random())
        })?
        .into_iter();
    let mut panels = Vec::new();
    for (key, title, ..) in losses {
        let mut panel = Panel::new(
            title,
            Scale::linear("epochs", 0.0, plan.epochs as f64),
            Scale::linear("squared error (training)", 0.0, 30.0),
        );
        for ((scale, name, ink), falls) in scales.into_iter().zip(trained.by_ref()) {
            run.number(&format!("saturated_{key}_{scale}"), end(&falls), 2);
            run.count("saturated_seeds", falls.len());
            panel = bundle(panel, &falls, ink, name);
        }
        panels.push(panel);
    }
    run.count("saturated_epochs", plan.epochs);
    let title = "Squared error against epochs from ordinary and from large weights, by the loss that is trained on";
    run.figure("wrong_saturated", draw(title, 2, 170.0, &panels));
    Ok(())
}

/// The squared error after each epoch, whatever the loss that is trained on.
fn squared_errors(
    plan: &Plan,
    mut net: NeuralAutoencoder,
    set: &Set,
    seed: u64,
) -> Outcome<Curve> {
    let mut fall = vec![(0.0, net.squared_error(set.x())?)];
    let training =
        Training { epochs: plan.epochs, batch: plan.batch, seed, ..Training::default() };
    let mut optimiser = Sgd { rate: 0.01, momentum: BETA, ..Sgd::default() };
    net.train(set.x(), None, &mut optimiser, &training, |at, net| {
        fall.push((at.epoch as f64, net.squared_error(set.x())?));
        Ok(())
    })?;
    Ok(fall)
}
