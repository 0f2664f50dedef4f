//! One Gaussian against two hills: where both divergences end, from where, and how far apart the hills must be.

use autoencoders::information::modes::{Direction, Hill, Hills};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// From one hill to the other, in their standard deviations.
const DISTANCE: f64 = 6.0;
/// The share of the left hill in the picture.
const LEFT: f64 = 0.3;
/// Two descents that end nearer than this have ended in one place.
const SAME: f64 = 1e-3;
/// A centre shifted by this is no longer held in place by symmetry.
const NUDGE: f64 = 1e-3;

/// Two hills of these shares and deviations, their middle at 0.
fn pair(distance: f64, left: f64, sds: [f64; 2]) -> Outcome<Hills> {
    let half = distance / 2.0;
    let hills = [
        (left, Hill { mean: -half, sd: sds[0] }),
        (1.0 - left, Hill { mean: half, sd: sds[1] }),
    ];
    Ok(Hills::new(&hills)?)
}

/// Starts: in means across both hills and beyond, narrow to wide.
fn starting() -> Vec<Hill> {
    [-6.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 6.0]
        .iter()
        .flat_map(|&mean| [0.3, 1.0, 2.0].map(|sd| Hill { mean, sd }))
        .collect()
}

/// The two minima of the reverse divergence, the one of the forward, from many starts, for several shares.
pub fn starts(run: &mut Run) -> Outcome {
    run.number("hills_distance", DISTANCE, 0);
    run.number("hills_left", LEFT, 1);
    run.count("hills_starts", starting().len());
    for (key, left) in [("", LEFT), ("_even", 0.5), ("_tenth", 0.1)] {
        let p = pair(DISTANCE, left, [1.0, 1.0])?;
        let (mut near, mut forward) = (0, Vec::new());
        for start in starting() {
            let (q, _) = p.nearest(start, Direction::Reverse)?;
            near += usize::from((q.mean < 0.0) == (start.mean < 0.0) && q.mean.abs() > 2.0);
            forward.push(p.nearest(start, Direction::Forward)?.0);
        }
        run.count(&format!("reverse_stays{key}"), near);
        let apart = forward
            .iter()
            .map(|q| (q.mean - forward[0].mean).abs() + (q.sd - forward[0].sd).abs())
            .fold(0.0, f64::max);
        run.number(&format!("forward_apart{key}"), apart, 6);
    }
    let p = pair(DISTANCE, LEFT, [1.0, 1.0])?;
    let from = |mean| Hill { mean, sd: 1.0 };
    let cases = [
        ("forward", from(0.0), Direction::Forward),
        ("left", from(-3.0), Direction::Reverse),
        ("right", from(3.0), Direction::Reverse),
    ];
    let peak = p.ln_density(3.0).exp();
    let mut panels = Vec::new();
    for (name, start, direction) in cases {
        let (q, kl) = p.nearest(start, direction)?;
        run.number(&format!("{name}_mean"), q.mean, 3);
        run.number(&format!("{name}_sd"), q.sd, 3);
        run.measure(&format!("{name}_kl"), kl, "nats", 3);
        let back = match direction {
            Direction::Forward => p.divergence(q, Direction::Reverse),
            Direction::Reverse => p.divergence(q, Direction::Forward),
        };
        run.measure(&format!("{name}_kl_back"), back.0, "nats", 3);
        run.number(&format!("{name}_density"), p.ln_density(q.mean).exp() / peak, 3);
        let title = match name {
            "forward" => "least KL(p‖q)",
            "left" => "least KL(q‖p), from the left",
            _ => "least KL(q‖p), from the right",
        };
        let line = |f: &dyn Fn(f64) -> f64| -> Curve {
            (-80..=80).map(|i| f64::from(i) / 10.0).map(|x| (x, f(x).exp())).collect()
        };
        let (x, y) = (Scale::linear("x", -8.0, 8.0), Scale::linear("density", 0.0, 0.42));
        panels.push(
            Panel::new(title, x, y).line(line(&|x| p.ln_density(x)), Ink::Raw, "p").dashed(
                line(&|x| q.ln_density(x)),
                Ink::Autoencoder,
                "q",
            ),
        );
    }
    run.figure("modes", draw("One Gaussian against two hills", 3, 190.0, &panels));
    Ok(())
}

/// Where descents of the reverse divergence from both hills end.
fn ends(p: &Hills, distance: f64) -> Outcome<[(Hill, f64); 2]> {
    let from = |mean| p.nearest(Hill { mean, sd: 1.0 }, Direction::Reverse);
    Ok([from(-distance / 2.0 - NUDGE)?, from(distance / 2.0 + NUDGE)?])
}

/// The distance between `low` and `high` from which on `holds`, to a thousandth.
fn threshold(
    (mut low, mut high): (f64, f64),
    holds: impl Fn(f64) -> Outcome<bool>,
) -> Outcome<f64> {
    while high - low > 1e-3 {
        let middle = (low + high) / 2.0;
        if holds(middle)? { high = middle } else { low = middle }
    }
    Ok(high)
}

/// By the distance of the hills: how many minima there are, where, and what they cost.
pub fn distances(run: &mut Run) -> Outcome {
    let cases = [
        ("even", 0.5, [1.0, 1.0]),
        ("third", 0.3, [1.0, 1.0]),
        ("tenth", 0.1, [1.0, 1.0]),
        ("narrow", 0.5, [0.5, 1.0]),
    ];
    let found = run.together(&cases, |&(_, left, sds)| {
        threshold((0.5, 7.0), |distance| {
            let both = ends(&pair(distance, left, sds)?, distance)?;
            Ok((both[0].0.mean - both[1].0.mean).abs() > SAME)
        })
    })?;
    for ((name, _, _), from) in cases.iter().zip(&found) {
        run.number(&format!("seek_from_{name}"), *from, 2);
    }
    let centre = threshold((0.5, 7.0), |distance| {
        let p = pair(distance, 0.5, [1.0, 1.0])?;
        let (q, _) = p.nearest(Hill { mean: NUDGE, sd: 1.0 }, Direction::Reverse)?;
        Ok(q.mean.abs() > 0.1)
    })?;
    run.number("centre_until", centre, 2);
    let cheaper = threshold((0.5, 7.0), |distance| {
        let p = pair(distance, 0.5, [1.0, 1.0])?;
        let (_, held) = p.nearest(Hill { mean: 0.0, sd: 1.0 }, Direction::Reverse)?;
        Ok(ends(&p, distance)?[1].1 < held - 1e-9)
    })?;
    run.number("seek_cheaper_from", cheaper, 2);
    let steps = run.size(12, 60, 60);
    let all: Vec<f64> =
        (1..=steps).map(|i| 6.0 * f64::from(i) / f64::from(steps)).collect();
    let rows = run.together(&all, |&distance| {
        let p = pair(distance, 0.5, [1.0, 1.0])?;
        let held = p.nearest(Hill { mean: 0.0, sd: 1.0 }, Direction::Reverse)?;
        let forward = p.nearest(Hill { mean: 0.0, sd: 1.0 }, Direction::Forward)?;
        Ok((distance, ends(&p, distance)?, held, forward))
    })?;
    let x = || Scale::linear("distance of the hills (their sd)", 0.0, 6.0);
    let side =
        |at: usize| -> Curve { rows.iter().map(|r| (r.0, r.1[at].0.mean)).collect() };
    let hill =
        |sign: f64| -> Curve { rows.iter().map(|r| (r.0, sign * r.0 / 2.0)).collect() };
    let left = Panel::new("mean of q", x(), Scale::linear("mean", -3.2, 3.2))
        .dashed(hill(-1.0), Ink::Raw, "hill")
        .dashed(hill(1.0), Ink::Raw, "hill")
        .line(side(0), Ink::Autoencoder, "reverse")
        .line(side(1), Ink::Autoencoder, "reverse")
        .line(rows.iter().map(|r| (r.0, r.3.0.mean)), Ink::Pca, "forward");
    let right =
        Panel::new("KL(q‖p) where the descent ends", x(), Scale::linear("nats", 0.0, 1.5))
            .line(rows.iter().map(|r| (r.0, r.1[1].1)), Ink::Autoencoder, "on a hill")
            .dashed(rows.iter().map(|r| (r.0, r.2.1)), Ink::Text, "held at 0")
            .across(2f64.ln(), Ink::Faint, "ln 2");
    run.figure("distance", draw("From covering to seeking", 2, 220.0, &[left, right]));
    Ok(())
}
