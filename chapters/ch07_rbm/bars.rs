//! Bars and stripes: a set so small that every probability can be summed, and CD goes astray on it.

use super::likelihood::{ends, record_fall};
use autoencoders::Real;
use autoencoders::ndarray::Array2;
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Pixels of a side.
const SIDE: usize = 4;
/// Hidden units: 2⁸ states can be summed over at every step.
const HIDDEN: usize = 8;
const RATE: f64 = 0.2;

/// How many times the usual epochs a cure is watched for, lest it only postpone the fall.
const LONG: usize = 3;

/// How a machine is moved.
#[derive(Clone, Copy)]
enum By {
    Walks(Learning),
    Gradient,
}

/// All pictures whose rows are alike, and all whose columns are: that without ink and that with nothing else are in both.
fn bars_and_stripes() -> Array2<Real> {
    let lines = 1 << SIDE;
    Array2::from_shape_fn((2 * lines, SIDE * SIDE), |(picture, pixel)| {
        let line = if picture < lines { pixel / SIDE } else { pixel % SIDE };
        (picture >> line & 1) as Real
    })
}

/// Likelihood and reconstruction error along one training of so many times the epochs, from start number `start`.
fn learn(
    run: &Run,
    (by, times): (By, usize),
    start: usize,
    epochs: usize,
) -> Outcome<(Curve, Curve)> {
    let (every, epochs) = (epochs / 40, times * epochs);
    let (x, mut rng) = (bars_and_stripes(), run.rng(&format!("bars {start}")));
    let mut rbm = Rbm::random(SIDE * SIDE, HIDDEN, 0.01, &mut rng)?;
    let (mut likelihood, mut error) = (Curve::new(), Curve::new());
    let mut watch = |epoch: usize, rbm: &Rbm| {
        if epoch.is_multiple_of(every) {
            likelihood.push((epoch as f64, rbm.log_likelihood(&x)?));
            error.push((epoch as f64, rbm.reconstruction_error(&x)?));
        }
        Ok(())
    };
    match by {
        By::Walks(how) => {
            let how = Learning { epochs, batch: x.nrows(), rate: RATE, ..how };
            rbm.learn(&x, &how, &mut rng, watch)?;
        }
        By::Gradient => {
            for epoch in 1..=epochs {
                let slope = rbm.exact_gradient(&x)?;
                rbm.w.scaled_add(RATE as Real, &slope.w);
                rbm.b.scaled_add(RATE as Real, &slope.b);
                rbm.c.scaled_add(RATE as Real, &slope.c);
                watch(epoch, &rbm)?;
            }
        }
    }
    Ok((likelihood, error))
}

/// What is wanted and what is watched, by CD-1, CD-10, persistent walks and the exact gradient; and three cures.
pub fn bars(run: &mut Run) -> Outcome {
    let (epochs, starts) = (run.size(400, 10_000, 20_000), run.size(2, 5, 9));
    let cd = Learning::default();
    let by = |how| By::Walks(how);
    let ways = [
        ("exact", "gradient", Ink::Text, By::Gradient),
        ("cd10", "CD-10", Ink::Category(3), by(Learning { steps: 10, ..cd })),
        ("cd1", "CD-1", Ink::Category(1), by(cd)),
        ("pcd", "PCD", Ink::Category(2), by(Learning { chains: 32, ..cd })),
        // not drawn
        ("cost", "", Ink::Faint, by(Learning { weight_cost: 1e-3, ..cd })),
        ("many", "", Ink::Faint, by(Learning { chains: 1000, ..cd })),
    ];
    let is_cure = |key: &str| matches!(key, "cd10" | "cost");
    let found = run.from_each_start(&ways, starts, |way, start| {
        learn(run, (way.3, if is_cure(way.0) { LONG } else { 1 }), start, epochs)
    })?;
    let mut drawn = Vec::new();
    for ((key, name, ink, _), of_starts) in ways.into_iter().zip(found) {
        let (mut likelihoods, errors): (Vec<Curve>, Vec<Curve>) =
            of_starts.into_iter().unzip();
        if is_cure(key) {
            record_fall(run, &format!("bars_{key}_long_fall"), &likelihoods);
        }
        let usual = |curve: &Curve| {
            curve.iter().copied().filter(|p| p.0 <= epochs as f64).collect::<Curve>()
        };
        likelihoods.iter_mut().for_each(|curve| *curve = usual(curve));
        let errors: Vec<Curve> = errors.iter().map(usual).collect();
        let fall = match key {
            "cd1" => "cd1_fall_bars".to_string(),
            _ => format!("bars_{key}_fall"),
        };
        record_fall(run, &fall, &likelihoods);
        run.over_starts(&format!("bars_{key}_ll"), &ends(&likelihoods), "nats", 2);
        run.over_starts(&format!("bars_{key}_error"), &ends(&errors), "", 3);
        if !name.is_empty() {
            drawn.push((name, ink, likelihoods, errors));
        }
    }
    run.count("bars_starts", starts);
    run.count("bars_epochs", epochs);
    run.count("bars_long_epochs", LONG * epochs);
    run.count("bars_hidden", HIDDEN);
    run.number("bars_rate", RATE, 1);
    // Of the 32 rows 28 are there once, and those without ink and with nothing else twice.
    let best = -(28.0 * 32_f64.ln() + 4.0 * 16_f64.ln()) / 32.0;
    run.measure("bars_best_ll", best, "nats", 2);
    let x = || Scale::linear("steps", 0.0, epochs as f64);
    let mut left = Panel::new(
        "what is wanted",
        x(),
        Scale::linear("ln p of a picture (nats)", -14.0, -3.0),
    )
    .across(best, Ink::Faint, "");
    let mut right =
        Panel::new("what is watched", x(), Scale::log("reconstruction error", 1e-4, 4.0));
    for (name, ink, likelihoods, errors) in &drawn {
        left = bundle(left, likelihoods, *ink, name);
        right = bundle(right, errors, *ink, name);
    }
    let title = "Likelihood and reconstruction error of bars and stripes against steps";
    run.figure("bars", draw(title, 2, 240.0, &[left, right]));
    Ok(())
}
