//! The mistakes everyone makes once, run.

use super::runs::{Curve, bundle, end, losses};
use super::sets::{Set, with_momentum};
use autoencoders::Error;
use autoencoders::linalg::eigh_top;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::ndarray::{Array1, Axis};
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::median;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Rates as multiples of the limit 1/(2c₁): below it the loss comes to rest; above it, it seems to, and runs away.
pub fn wrong_rate(run: &mut Run, set: &Set) -> Outcome {
    let (k, limit, steps) = (set.k(), set.rate_limit(), 150);
    let high = 100.0 * set.total;
    let mut panel = Panel::new(
        "rates in units of the limit 1/(2c₁)",
        Scale::linear("steps", 0.0, steps as f64),
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
        for _ in 0..set.seeds(run, 1, 5, 9) {
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
            let seen =
                curve.iter().take(out + 1).map(|&(step, loss)| (step, loss.min(high)));
            panel = panel.line(seen, ink, name);
        }
        if let Some(step) = median(&stops) {
            let last = stops.iter().copied().fold(0.0, f64::max);
            panel = panel.note((last, 0.4 * high), &label, ink, Anchor::Start);
            run.number(&format!("rate_stopped_{key}"), step, 0);
            run.count(&format!("rate_ran_away_{key}"), stops.len());
        } else {
            run.number(&format!("rate_loss_{key}"), end(&curves), set.places());
        }
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
        curve.push((record.step as f64, record.loss));
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

/// Without centring, a unit is spent on the mean.
pub fn wrong_mean(run: &mut Run, set: &Set) -> Outcome {
    let most = set.at_most(8);
    let zero = Array1::zeros(set.features());
    let raw = FullBatch::about(&zero, set.x())?;
    let moments = eigh_top(raw.c.view(), most)?.0.mapv(f64::from);
    let trace: f64 = raw.c.diag().iter().map(|&c| f64::from(c)).sum();
    let left = |k: usize| trace - moments.iter().take(k).sum::<f64>();
    let limit = 2.0 / raw.curvature()?;
    let mut rng = run.rng("wrong_mean");
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for k in 1..=most {
        for _ in 0..set.seeds(run, 1, 3, 5) {
            let how = Descent {
                steps: run.size(400, 3000, 5000),
                every: usize::MAX,
                ..Descent::default()
            };
            let mut model = LinearAutoencoder::random(&zero, k, 1e-3, &mut rng)?;
            raw.descend(&mut model, &how, &mut with_momentum(0.25 * limit), silent)?;
            without.push((k as f64, model.loss(set.x(), 0.0)?));
            let centred = set.trained(k, 0.0, run.size(400, 1500, 3000), &mut rng)?;
            with.push((k as f64, centred.loss(set.x(), 0.0)?));
        }
    }
    let curve = |of: &dyn Fn(usize) -> f64| {
        (1..=most).map(|k| (k as f64, of(k))).collect::<Vec<_>>()
    };
    let panel = Panel::new(
        "",
        Scale::linear("numbers in the code", 1.0, most as f64),
        Scale::linear("loss", 0.0, 1.1 * left(1)),
    )
    .line(curve(&left), Ink::Category(1), "not centred")
    .points(without, Ink::Category(1), Shape::Square, 8.0)
    .line(curve(&|k| set.dropped(k)), Ink::Autoencoder, "centred")
    .points(with, Ink::Autoencoder, Shape::Dot, 8.0);
    let k = set.k();
    run.number("mean_with", set.dropped(k), set.places());
    run.number("mean_with_one_less", set.dropped(k - 1), set.places());
    run.number("mean_without", left(k), set.places());
    run.number("mean_rate_limit", limit, 6);
    run.figure(
        "wrong_mean",
        draw("Loss against the size of the code, centred and not", 1, 220.0, &[panel]),
    );
    Ok(())
}

/// Starts from which training does not begin, or not wholly: all zero; all units alike.
pub fn wrong_start(run: &mut Run, set: &Set) -> Outcome {
    let (k, steps) = (set.k(), run.size(300, 300, 300));
    let how = Descent { steps, every: 1, ..Descent::default() };
    let mut rng = run.rng("wrong_start");
    let mut panel = Panel::new(
        "",
        Scale::linear("steps", 0.0, steps as f64),
        Scale::linear("loss", 0.0, 1.08 * set.total),
    );
    let mut ends = Vec::new();
    for (key, label, ink) in [
        ("zero", "zero", Ink::Category(1)),
        ("alike", "all alike", Ink::Category(2)),
        ("random", "random", Ink::Autoencoder),
    ] {
        let mut curves = Vec::new();
        for _ in 0..if key == "zero" { 1 } else { set.seeds(run, 2, 5, 9) } {
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
            curves.push(losses(&set.batch.descend(
                &mut model,
                &how,
                &mut optimiser,
                silent,
            )?));
        }
        ends.push((key, end(&curves)));
        panel = bundle(panel, &curves, ink, label);
    }
    for (key, loss) in ends {
        run.number(&format!("{key}_loss"), loss, set.places());
    }
    run.count("zero_steps", steps);
    run.number("alike_law", set.dropped(1), set.places());
    run.figure(
        "wrong_start",
        draw("Loss against steps from three kinds of start", 1, 200.0, &[panel]),
    );
    Ok(())
}

/// Column by column nothing agrees with PCA, or with another training; the spans agree, and so do the axes under a penalty.
pub fn wrong_columns(run: &mut Run, set: &Set) -> Outcome {
    let (k, seeds, steps) = (set.k(), set.seeds(run, 3, 12, 24), run.size(400, 1500, 3000));
    let pca = set.pca.truncate(k)?;
    let mut rng = run.rng("wrong_columns");
    let (mut columns, mut spans, mut axes) = (Vec::new(), Vec::new(), Vec::new());
    let mut largest = 0.0_f64;
    for seed in 0..seeds {
        let aside = 0.5 * (seed as f64 + 0.5) / seeds as f64 - 0.25;
        let plain = set.trained(k, 0.0, steps, &mut rng)?;
        for (j, column) in plain.u.axis_iter(Axis(1)).enumerate() {
            let cosine =
                f64::from(column.dot(&pca.w.column(j)) / column.dot(&column).sqrt()).abs();
            columns.push((j as f64 + 1.0 + aside, cosine));
        }
        let angle = plain.largest_angle(&pca)?;
        largest = largest.max(angle);
        spans.push((k as f64 + 1.0 + aside, angle.to_radians().cos()));
        let w = set.trained(k, 0.3 * set.lambda[k - 1], steps, &mut rng)?.axes()?.w;
        let least = (0..k)
            .map(|j| f64::from(w.column(j).dot(&pca.w.column(j))).abs())
            .fold(1.0, f64::min);
        axes.push((k as f64 + 2.0 + aside, least));
    }
    let ticks = (1..=k)
        .map(|j| (j as f64, j.to_string()))
        .chain([(k as f64 + 1.0, "span".into()), (k as f64 + 2.0, "axes, α > 0".into())]);
    let range = |p: &[(f64, f64)]| {
        p.iter().fold((1.0_f64, 0.0_f64), |(a, b), &(_, y)| (a.min(y), b.max(y)))
    };
    let (least, most) = range(&columns);
    run.count("columns_seeds", seeds);
    run.number("columns_least", least, 2);
    run.number("columns_most", most, 2);
    run.measure("columns_angle", largest, "°", 4);
    run.number("columns_axes_least", range(&axes).0, 6);
    let panel = Panel::new(
        "",
        Scale::linear("column j of U and component j", 0.5, k as f64 + 2.7)
            .with_ticks(ticks),
        Scale::linear("|cosine|", 0.0, 1.05),
    )
    .points(columns, Ink::Category(1), Shape::Cross, 8.0)
    .points(spans, Ink::Autoencoder, Shape::Dot, 7.0)
    .points(axes, Ink::Category(2), Shape::Square, 7.0);
    run.figure(
        "wrong_columns",
        draw(
            "Cosines of columns with components, of spans, and of axes under a penalty",
            1,
            220.0,
            &[panel],
        ),
    );
    Ok(())
}
