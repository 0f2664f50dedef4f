//! The four optimisers on the autoencoder itself: the best rate of a grid, and what the others would have cost.

use super::nets::{Plan, losses};
use super::sets::Set;
use super::ways::{BETA, WAYS};
use autoencoders::nn::loss::entropy_of;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Rates are half a power of ten apart, from 10^−5 to 10.
const GRID: std::ops::RangeInclusive<i32> = -10..=2;

/// Final loss against rate for each optimiser; then the loss of each at its best rate.
pub fn optimisers(run: &mut Run, set: &Set) -> Outcome {
    let plan = Plan::one_layer(set, 16, run.size(2, 15, 30));
    let seeds = run.size(1, 3, 7);
    let floor = entropy_of(set.x())?;
    run.number("small_floor", floor, 2);
    let mut panel = Panel::new(
        "",
        Scale::log("rate η", 1e-5, 10.0),
        Scale::log("loss above its floor (nats an image)", 2.0, 50.0),
    );
    let mut best = Vec::new();
    let rates: Vec<f64> = GRID.map(|i| 10f64.powf(f64::from(i) / 2.0)).collect();
    let cases: Vec<_> =
        WAYS.iter().flat_map(|way| rates.iter().map(move |&rate| (way, rate))).collect();
    let mut trained = run
        .from_each_start(&cases, seeds, |&(way, rate), seed| {
            let mut rng = run.rng(&format!("rates {seed}"));
            let mut net = plan.start(&mut rng)?;
            let history =
                plan.train(&mut net, set, (way.with)(rate, BETA).as_mut(), &mut rng)?;
            Ok(history
                .and_then(|all| all.last().map(|at| at.loss - floor))
                .unwrap_or(f64::INFINITY))
        })?
        .into_iter();
    for way in &WAYS {
        let (mut line, mut points) = (Vec::new(), Vec::new());
        for (&rate, ends) in rates.iter().zip(trained.by_ref()) {
            points.extend(ends.iter().map(|&loss| (rate, loss)));
            line.push((rate, median(&ends).unwrap_or(f64::INFINITY)));
        }
        let least = line
            .iter()
            .copied()
            .fold((f64::NAN, f64::INFINITY), |a, b| if b.1 < a.1 { b } else { a });
        best.push(least.0);
        let seen = line.into_iter().filter(|p| p.1.is_finite());
        panel =
            panel.line(seen, way.ink, way.name).points(points, way.ink, Shape::Dot, 5.0);
        run.number(&format!("rate_best_{}", way.key), least.0, 2);
        run.number(&format!("rate_best_loss_{}", way.key), least.1, 2);
    }
    run.count("rates_seeds", seeds);
    run.count("rates_epochs", plan.epochs);
    run.figure(
        "rates",
        draw("Loss at the end of training against the rate", 1, 240.0, &[panel]),
    );
    at_best_rate(run, set, &plan, &best, floor)
}

/// Loss against epochs, several seeds each.
fn at_best_rate(
    run: &mut Run,
    set: &Set,
    plan: &Plan,
    rates: &[f64],
    floor: f64,
) -> Outcome {
    let plan = Plan { epochs: run.size(3, 40, 80), ..plan.clone() };
    let epochs = plan.epochs as f64;
    let mut panel = Panel::new(
        "",
        Scale::log("epochs", 1.0, epochs),
        Scale::log("loss above its floor (nats an image)", 2.0, 50.0),
    );
    let cases: Vec<_> = WAYS.iter().zip(rates).collect();
    let trained =
        run.from_each_start(&cases, run.size(2, 5, 9), |&(way, &rate), seed| {
            let mut rng = run.rng(&format!("training {seed}"));
            let mut net = plan.start(&mut rng)?;
            let history =
                plan.train(&mut net, set, (way.with)(rate, BETA).as_mut(), &mut rng)?;
            let above = |(epoch, loss): (f64, f64)| (epoch, loss - floor);
            Ok(history
                .map(|history| losses(&history).into_iter().map(above).collect::<Curve>()))
        })?;
    for (way, falls) in WAYS.iter().zip(trained) {
        let falls: Vec<Curve> = falls.into_iter().flatten().collect();
        run.number(&format!("training_loss_{}", way.key), end(&falls), 2);
        run.count("training_seeds", falls.len());
        panel = bundle(panel, &falls, way.ink, way.name);
    }
    run.count("training_epochs", plan.epochs);
    run.figure(
        "optimisers_training",
        draw("Loss against epochs of four optimisers", 1, 240.0, &[panel]),
    );
    Ok(())
}
