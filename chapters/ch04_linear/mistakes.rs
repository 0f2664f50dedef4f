//! The mistakes everyone makes once, run.

use super::runs::Curve;
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::linear::history::silent;
use autoencoders::ndarray::Array2;
use autoencoders::nn::optim::Sgd;
use autoencoders::{Error, Real};
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use std::f64::consts::PI;

/// Rates as multiples of the limit 1/(2c₁): below it the loss comes to rest; above it, it seems to, and runs away.
pub fn wrong_rate(run: &mut Run, set: &Set) -> Outcome {
    let (k, limit, steps) = (set.k(), set.rate_limit(), run.size(150, 1000, 2000));
    let high = 100.0 * set.total;
    let mut panel = Panel::new(
        "rates in units of the limit 1/(2c₁)",
        Scale::log("steps", 1.0, steps as f64),
        Scale::log("loss", 0.7 * set.dropped(k), high),
    )
    .across(set.dropped(k), Ink::Faint, "");
    for (key, share, ink) in [
        ("050", 0.5, Ink::Autoencoder),
        ("095", 0.95, Ink::Category(2)),
        ("110", 1.1, Ink::Category(1)),
        ("150", 1.5, Ink::Category(8)),
    ] {
        let (mut curves, mut stops) = (Vec::new(), Vec::new());
        let mut rng = run.rng("wrong_rate");
        for _ in 0..set.seeds(run, 2, 9, 9) {
            let start = LinearAutoencoder::random(&set.pca.mean, k, 0.01, &mut rng)?;
            let (curve, stop) = down(set, start, share * limit, steps)?;
            stops.extend(stop);
            curves.push(curve);
        }
        let label = format!("{share} ×");
        for (i, curve) in curves.iter().enumerate() {
            let name = if i == 0 && stops.is_empty() { &label } else { "" };
            // What runs away leaves through the top.
            let out = curve.iter().position(|p| p.1 >= high).unwrap_or(curve.len());
            // On a logarithmic axis every third of the later steps is enough.
            let drawn = |(i, p): (usize, &(f64, f64))| {
                (i < 100 || i % 3 == 0 || i == out).then_some((p.0, p.1.min(high)))
            };
            let seen = curve.iter().take(out + 1).enumerate().filter_map(drawn);
            panel = panel.line(seen, ink, name);
        }
        // Neither run away nor at rest: the loss of the last hundred steps still has somewhere to fall.
        let least = set.dropped(k);
        let restless = |curve: &Curve| {
            let tail = curve.iter().rev().take(100).map(|p| p.1);
            tail.fold(0.0, f64::max) > 1.01 * least
        };
        let unsettled = curves.iter().filter(|curve| restless(curve)).count();
        run.count(&format!("rate_unsettled_{key}"), unsettled).starts(curves.len());
        let last = stops.iter().copied().fold(0.0, f64::max);
        if last > 0.0 {
            panel = panel.note((last, 0.4 * high), &label, ink, Anchor::Start);
        }
        run.count(&format!("rate_ran_away_{key}"), stops.len())
            .starts(curves.len())
            .spread(0.5);
        if stops.len() == curves.len() {
            run.over_starts(&format!("rate_stopped_{key}"), &stops, "", 0);
        }
        if stops.is_empty() {
            let above: Vec<f64> = curves
                .iter()
                .filter_map(|curve| Some(100.0 * (curve.last()?.1 / least - 1.0).max(0.0)))
                .collect();
            run.over_starts(&format!("rate_above_{key}"), &above, "%", 4);
        }
    }
    // The limit is that of balanced minima: large weights begin where the walls are steeper.
    let large = 4.0 / (set.features() as f64).sqrt();
    run.number("rate_large_scale", large, 2);
    for (key, share) in [("050", 0.5), ("095", 0.95)] {
        let (mut away, starts) = (0, set.seeds(run, 2, 9, 9));
        let mut rng = run.rng("large");
        for _ in 0..starts {
            let start = LinearAutoencoder::random(&set.pca.mean, k, large, &mut rng)?;
            away += usize::from(down(set, start, share * limit, steps)?.1.is_some());
        }
        run.count(&format!("rate_large_ran_away_{key}"), away).starts(starts);
    }
    run.number("rate_limit", limit, 5);
    run.count("rate_steps", steps);
    let title = "Loss against steps for rates below and above the limit";
    run.figure("wrong_rate", draw(title, 1, 240.0, &[panel]));
    Ok(())
}

/// Plain descent: its losses, and the step at which it was stopped if it ran away.
fn down(
    set: &Set,
    mut model: LinearAutoencoder,
    rate: f64,
    steps: usize,
) -> Outcome<(Curve, Option<f64>)> {
    let mut curve = Vec::new();
    let how = Descent { steps, every: 1, ..Descent::default() };
    let mut optimiser = Sgd { rate, ..Sgd::default() };
    let done = set.batch.descend(&mut model, &how, &mut optimiser, |record, _| {
        // A logarithm has no place for step 0.
        curve.push((record.step.max(1) as f64, record.loss));
        Ok(())
    });
    match done {
        Ok(_) => Ok((curve, None)),
        Err(Error::Diverged { step, .. }) => {
            curve.push((step as f64, f64::MAX));
            Ok((curve, Some(step as f64)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Starts from which training does not begin, or not wholly: all zero; all units alike. And units that differ, by chance or
/// not.
pub fn wrong_start(run: &mut Run, set: &Set) -> Outcome {
    let (k, steps) = (set.k(), 300);
    let how = Descent { steps, every: usize::MAX, ..Descent::default() };
    let mut rng = run.rng("wrong_start");
    for key in ["zero", "alike", "random"] {
        let mut losses = Vec::new();
        for _ in 0..set.seeds(run, 2, 5, 9) {
            let mut model = LinearAutoencoder::random(&set.pca.mean, k, 0.01, &mut rng)?;
            match key {
                "zero" => {
                    model.u.fill(0.0);
                    model.v.fill(0.0);
                }
                "alike" => {
                    let (u, v) = (model.u.column(0).to_owned(), model.v.row(0).to_owned());
                    model.u.columns_mut().into_iter().for_each(|mut c| c.assign(&u));
                    model.v.rows_mut().into_iter().for_each(|mut r| r.assign(&v));
                }
                _ => {}
            }
            let mut optimiser = Sgd { rate: 0.5 * set.rate_limit(), ..Sgd::default() };
            set.batch.descend(&mut model, &how, &mut optimiser, silent)?;
            losses.push(set.batch.loss(&model, 0.0)?);
        }
        run.over_starts(&format!("{key}_loss"), &losses, "", set.places());
    }
    // Units that differ, without chance: each begins as a cosine of a frequency of its own.
    let d = set.features();
    let mut losses = Vec::new();
    for first in 0..5 {
        let u = Array2::from_shape_fn((d, k), |(i, j)| {
            let turns = (i as f64 + 0.5) * (first + j) as f64 / d as f64;
            (0.01 * (PI * turns).cos()) as Real
        });
        let v = u.t().as_standard_layout().into_owned();
        let mut model = LinearAutoencoder::new(set.pca.mean.clone(), u, v)?;
        let mut optimiser = Sgd { rate: 0.5 * set.rate_limit(), ..Sgd::default() };
        set.batch.descend(&mut model, &how, &mut optimiser, silent)?;
        losses.push(set.batch.loss(&model, 0.0)?);
    }
    run.over_starts("cosines_loss", &losses, "", set.places());
    run.count("zero_steps", steps);
    run.number("alike_law", set.dropped(1), set.places()).spread(0.0);
    Ok(())
}
