//! The codes of all images together, against the prior from which codes will be drawn.

use super::arms::{Trained, sampled};
use super::pictures::Pictures;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::stats::{correlation, mean};
use autoencoders::vae::{kl, sample_codes};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::TAU;

/// The aggregate posterior's units one by one, their correlations, and the codes' lengths.
pub fn aggregate(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let x = &pictures.test.x;
    let (mut found, mut lengths): ([Vec<f64>; 6], Vec<Curve>) = Default::default();
    let longest = 3.0 * pictures.code as f64;
    let mut shown = Vec::new();
    for (start, made) in trained.of("right").iter().enumerate() {
        let (mu, s) = made.model.posterior(x)?;
        let (z, nats) = (sampled(&mu, &s), kl(&mu, &s));
        let units = (0..mu.ncols()).map(|j| marginal(mu.column(j), s.column(j)));
        found[0].push(units.sum());
        found[1].push(largest_correlation(&z));
        let lengths_squared = squares(&z);
        found[2].push(mean(&lengths_squared).unwrap_or(f64::NAN));
        found[3].push(deviation(&lengths_squared));
        lengths.push(cumulated(&lengths_squared, longest));
        let (mu_before, s_before) = made.earlier.posterior(x)?;
        let units =
            (0..mu.ncols()).map(|j| marginal(mu_before.column(j), s_before.column(j)));
        found[4].push(units.sum());
        found[5].push(deviation(&squares(&sampled(&mu_before, &s_before))));
        if start == 0 {
            let mut by_nats: Vec<usize> = (0..mu.ncols()).collect();
            by_nats.sort_by(|&a, &b| nats.column(b).sum().total_cmp(&nats.column(a).sum()));
            let (a, b) = (by_nats[0], by_nats[1.min(by_nats.len() - 1)]);
            let pairs = z.rows().into_iter().map(|z| (z[a].into(), z[b].into()));
            shown = pairs.collect();
        }
    }
    for (key, values, digits) in [
        ("aggregate_units_kl", &found[0], 2),
        ("aggregate_correlation", &found[1], 2),
        ("aggregate_squares", &found[2], 2),
        ("aggregate_squares_sd", &found[3], 2),
        ("aggregate_shorter_units_kl", &found[4], 2),
        ("aggregate_shorter_squares_sd", &found[5], 2),
    ] {
        run.over_starts(key, values, "", digits);
    }
    run.number("prior_squares_sd", (2.0 * pictures.code as f64).sqrt(), 2).spread(0.0);
    let z = sample_codes(4000, pictures.code, &mut run.rng("prior"));
    let circle: Vec<_> = (0..=100)
        .map(|i| {
            (2.0 * (TAU * i as f64 / 100.0).cos(), 2.0 * (TAU * i as f64 / 100.0).sin())
        })
        .collect();
    let axis = |name: &str| {
        Scale::linear(name, -3.5, 3.5).with_ticks([(-2.0, "−2"), (0.0, "0"), (2.0, "2")])
    };
    let plane =
        Panel::new("two units", axis("unit of most nats"), axis("unit of second most"))
            .equal()
            .points(shown, Ink::Autoencoder, Shape::Dot, 4.0)
            .line(circle, Ink::Text, "");
    let x = Scale::linear("squared length of the code", 0.0, longest);
    let panel = Panel::new("all units", x, Scale::linear("share below", 0.0, 1.0));
    let panel = bundle(panel, &lengths, Ink::Autoencoder, "codes");
    let panel = panel.dashed(cumulated(&squares(&z), longest), Ink::Text, "prior");
    run.figure(
        "aggregate",
        draw("Codes of test images, and the prior", 2, 230.0, &[plane, panel]),
    );
    Ok(())
}

/// KL(q(zⱼ) ‖ N(0, 1)) of one unit, q(zⱼ) the mean of its Gaussians over the images.
fn marginal(mu: ArrayView1<Real>, s: ArrayView1<Real>) -> f64 {
    const STEP: f64 = 0.05;
    let each: Vec<(f64, f64)> =
        mu.iter().zip(s).map(|(&mu, &s)| (mu.into(), (f64::from(s) / 2.0).exp())).collect();
    let points = (-140..=140).map(|i| f64::from(i) * STEP);
    points
        .map(|z| {
            let bell = |&(mu, sd): &(f64, f64)| {
                (-0.5 * ((z - mu) / sd).powi(2)).exp() / (sd * TAU.sqrt())
            };
            let q = each.iter().map(bell).sum::<f64>() / each.len() as f64;
            let ratio = q.max(f64::MIN_POSITIVE).ln() + 0.5 * (z * z + TAU.ln());
            q * ratio * STEP
        })
        .sum()
}

/// The largest correlation between two units, in size.
fn largest_correlation(z: &Array2<Real>) -> f64 {
    let mut most: f64 = 0.0;
    for a in 0..z.ncols() {
        for b in 0..a {
            let pairs: Vec<(f64, f64)> =
                z.rows().into_iter().map(|z| (z[a].into(), z[b].into())).collect();
            most = most.max(correlation(&pairs).unwrap_or(0.0).abs());
        }
    }
    most
}

/// ‖z‖² of each row.
fn squares(z: &Array2<Real>) -> Vec<f64> {
    z.rows().into_iter().map(|z| z.dot(&z).into()).collect()
}

/// The standard deviation, by n.
fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values).unwrap_or(f64::NAN);
    let spread = values.iter().map(|v| (v - middle).powi(2)).sum::<f64>();
    (spread / values.len() as f64).sqrt()
}

/// The share of the values below each of 101 lengths from 0 to `most`.
fn cumulated(values: &[f64], most: f64) -> Curve {
    let below = |length: f64| values.iter().filter(|&&v| v < length).count() as f64;
    let share = |length: f64| (length, below(length) / values.len() as f64);
    (0..=100).map(|i| share(most * f64::from(i) / 100.0)).collect()
}
