//! The four optimisers on an autoencoder: the loss at the end of training, by the rate.

use super::nets::Plan;
use super::sets::Set;
use super::ways::{BETA, WAYS, Way};
use autoencoders::nn::loss::entropy_of;
use autoencoders::nonlinear::Output;
use autoencoders::stats::median;
use chapters::figures::{Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Rates are half a power of ten apart, from 10⁻⁴ to 1.
const GRID: std::ops::RangeInclusive<i32> = -8..=0;
/// Steps of the grid to a tenth of a rate.
const TENTH: usize = 2;

/// Final loss against rate for each optimiser. The code has no bend, so that no unit can die: which
/// do differs from start to start, by more than the methods do.
pub fn optimisers(run: &mut Run, set: &Set) -> Outcome {
    let plan = Plan::one_layer(set, 16, run.size(2, 60, 60)).squared(None, Output::Logits);
    let seeds = run.size(1, 5, 5);
    let floor = entropy_of(set.x())?;
    run.number("small_floor", floor, 2).spread(0.0);
    let mut panel = Panel::new(
        "",
        Scale::log("rate η", 1e-4, 1.0),
        Scale::log("loss above its floor (nats an image)", 1.5, 30.0),
    );
    let rates: Vec<f64> = GRID.map(|i| 10f64.powf(f64::from(i) / 2.0)).collect();
    let cases: Vec<_> =
        WAYS.iter().flat_map(|way| rates.iter().map(move |&rate| (way, rate))).collect();
    let mut trained = run
        .from_each_start(&cases, seeds, |&(way, rate), seed| {
            Ok(ended(run, set, &plan, (way, rate), seed)? - floor)
        })?
        .into_iter();
    let (mut slow, mut curves) = (Vec::new(), Vec::new());
    for way in &WAYS {
        let by_rate: Vec<Vec<f64>> = trained.by_ref().take(rates.len()).collect();
        let middles: Vec<f64> =
            by_rate.iter().map(|ends| median(ends).unwrap_or(f64::INFINITY)).collect();
        let best = middles.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        let best = best.map_or(0, |(at, _)| at);
        let key = way.key;
        run.number(&format!("rates_{key}_best"), rates[best], 2).starts(seeds);
        run.over_starts(&format!("rates_{key}_loss"), &by_rate[best], "nats", 2);
        let tenth = best.saturating_sub(TENTH);
        slow.push((way, rates[tenth]));
        let tenth = &by_rate[tenth];
        run.over_starts(&format!("rates_{key}_tenth"), tenth, "nats", 2);
        let points = rates.iter().zip(&by_rate);
        let points =
            points.flat_map(|(&rate, all)| all.iter().map(move |&loss| (rate, loss)));
        let points: Vec<_> = points.filter(|p| p.1.is_finite()).collect();
        curves.push(middles.clone());
        let line = rates.iter().copied().zip(middles).filter(|p| p.1.is_finite());
        panel =
            panel.line(line, way.ink, way.name).points(points, way.ink, Shape::Dot, 5.0);
    }
    // Momentum at each rate against descent at ten times this rate, up to where descent runs away.
    let [descent, momentum, ..] = &curves[..] else { return Err("too few ways".into()) };
    let moved = momentum.iter().zip(&descent[TENTH..]).map(|(m, d)| m / d);
    let moved: Vec<f64> = moved.take_while(|&share| share > 0.0).collect();
    run.over_starts("rates_moved", &moved, "", 3);
    let last = descent.iter().rposition(|end| end.is_finite()).unwrap_or(0);
    run.number("rates_sgd_highest", rates[last], 2).starts(seeds);
    // Whether a tenth of the rate costs more than time.
    let patient = Plan { epochs: run.size(4, 600, 600), ..plan.clone() };
    let ends = run.from_each_start(&slow, seeds, |&(way, rate), seed| {
        Ok(ended(run, set, &patient, (way, rate), seed)? - floor)
    })?;
    for ((way, _), ends) in slow.iter().zip(ends) {
        run.over_starts(&format!("rates_{}_patient", way.key), &ends, "nats", 2);
    }
    run.count("rates_patient_epochs", patient.epochs);
    run.count("rates_seeds", seeds);
    run.count("rates_epochs", plan.epochs);
    run.figure(
        "rates",
        draw("Loss at the end of training against the rate", 1, 240.0, &[panel]),
    );
    Ok(())
}

/// The training loss after the last epoch, infinite if it ran away.
fn ended(
    run: &Run,
    set: &Set,
    plan: &Plan,
    (way, rate): (&Way, f64),
    seed: usize,
) -> Outcome<f64> {
    let mut rng = run.rng(&format!("rates {seed}"));
    let mut net = plan.start(&mut rng)?;
    let history = plan.train(&mut net, set, (way.with)(rate, BETA).as_mut(), &mut rng)?;
    Ok(history.and_then(|all| all.last().map(|at| at.loss)).unwrap_or(f64::INFINITY))
}
