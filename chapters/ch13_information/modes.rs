//! One Gaussian against two hills: where both divergences end, from where, and how far apart the hills must be.

use autoencoders::information::modes::{Direction, Hill, Hills};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// From one hill to the other, in their standard deviations.
const DISTANCE: f64 = 6.0;
/// The share of the left hill in the picture.
const LEFT: f64 = 0.3;
/// A centre shifted by this is no longer held in place by symmetry.
const NUDGE: f64 = 1e-3;
/// Hills so far apart that only the far end of the law of their distance is left.
const FAR: f64 = 12.0;

/// Two hills of these shares and deviations, their middle at 0.
fn pair(distance: f64, left: f64, sds: [f64; 2]) -> Outcome<Hills> {
    let half = distance / 2.0;
    let hills = [
        (left, Hill { mean: -half, sd: sds[0] }),
        (1.0 - left, Hill { mean: half, sd: sds[1] }),
    ];
    Ok(Hills::new(&hills)?)
}

/// Standard deviations of starts: narrow, right, wide.
const WIDTHS: [f64; 3] = [0.3, 1.0, 3.0];

/// Starts of one width on both sides: on the hills, within and beyond.
fn starting(sd: f64) -> Vec<Hill> {
    [-6.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 6.0].map(|mean| Hill { mean, sd }).to_vec()
}

/// The minima of the reverse divergence, the one of the forward, from many starts, for several shares.
pub fn starts(run: &mut Run) -> Outcome {
    run.number("hills_distance", DISTANCE, 0);
    run.number("hills_left", LEFT, 1);
    run.count("hills_starts", starting(1.0).len());
    for (key, left) in [("", LEFT), ("_even", 0.5), ("_tenth", 0.1)] {
        let p = pair(DISTANCE, left, [1.0, 1.0])?;
        let mut forward = Vec::new();
        for (width, sd) in ["narrow", "right", "wide"].iter().zip(WIDTHS) {
            let (mut own, mut left_own, mut middle) = (0, 0, 0);
            for start in starting(sd) {
                let (q, _) = p.nearest(start, Direction::Reverse)?;
                let stays = q.mean * start.mean > 4.0;
                own += usize::from(stays);
                left_own += usize::from(stays && start.mean < 0.0);
                middle += usize::from(q.mean.abs() < 1.0);
                forward.push(p.nearest(start, Direction::Forward)?.0);
            }
            run.count(&format!("reverse{key}_{width}_own"), own);
            run.count(&format!("reverse{key}_{width}_left_own"), left_own);
            run.count(&format!("reverse{key}_{width}_middle"), middle);
        }
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
            "forward" => "forward",
            "left" => "reverse, from left",
            _ => "reverse, from right",
        };
        let line = |f: &dyn Fn(f64) -> f64| -> Curve {
            (-80..=80).map(|i| f64::from(i) / 10.0).map(|x| (x, f(x).exp())).collect()
        };
        let x = Scale::linear("x", -8.0, 8.0);
        let x =
            x.with_ticks([(-6.0, "−6"), (-3.0, "−3"), (0.0, "0"), (3.0, "3"), (6.0, "6")]);
        let y = Scale::linear("density", 0.0, 0.42);
        panels.push(
            Panel::new(title, x, y).line(line(&|x| p.ln_density(x)), Ink::Raw, "p").dashed(
                line(&|x| q.ln_density(x)),
                Ink::Autoencoder,
                "q",
            ),
        );
    }
    run.figure("modes", draw("One Gaussian against two hills", 3, 190.0, &panels));
    near(run)
}

/// Starts nearer to the middle than two deviations, which need not end on their side.
fn near(run: &mut Run) -> Outcome {
    for (key, left, mean, sd) in [
        ("third", LEFT, -1.0, 1.0),
        ("third_beyond", LEFT, -1.25, 1.0),
        ("tenth", 0.1, -1.75, 1.0),
        ("tenth_narrow", 0.1, -0.75, 0.3),
        ("even_left", 0.5, -0.5, 1.0),
        ("even_right", 0.5, 0.5, 1.0),
    ] {
        let p = pair(DISTANCE, left, [1.0, 1.0])?;
        let (q, _) = p.nearest(Hill { mean, sd }, Direction::Reverse)?;
        run.number(&format!("near_{key}_mean"), q.mean, 2);
    }
    Ok(())
}

/// The distance between `low` and `high` from which on `holds`, to a two hundredth.
fn threshold(
    (mut low, mut high): (f64, f64),
    holds: impl Fn(f64) -> Outcome<bool>,
) -> Outcome<f64> {
    while high - low > 5e-3 {
        let middle = (low + high) / 2.0;
        if holds(middle)? { high = middle } else { low = middle }
    }
    Ok(high)
}

/// By the distance of the hills: which minima there are, where, and what they cost.
pub fn distances(run: &mut Run) -> Outcome {
    let cases = [
        ("even", 0.5, [1.0, 1.0]),
        ("third", 0.3, [1.0, 1.0]),
        ("tenth", 0.1, [1.0, 1.0]),
        ("narrow", 0.5, [0.5, 1.0]),
    ];
    // The distance from which on the left hill keeps a descent that begins on it.
    let found = run.together(&cases, |&(_, left, sds)| {
        threshold((0.5, 7.0), |distance| {
            let start = Hill { mean: -distance / 2.0, sd: sds[0] };
            let (q, _) = pair(distance, left, sds)?.nearest(start, Direction::Reverse)?;
            Ok((q.mean - start.mean).abs() < 0.3 * distance)
        })
    })?;
    for ((name, _, _), from) in cases.iter().zip(&found) {
        run.number(&format!("seek_from_{name}"), *from, 2);
    }
    let [.., (_, _, [own, _])] = cases;
    let narrow = found.last().copied().unwrap_or(f64::NAN);
    run.number("seek_from_narrow_own", narrow / own, 1); // in deviations of its own
    let reverse = |distance: f64, mean: f64, sd: f64| -> Outcome<(Hill, f64)> {
        let p = pair(distance, 0.5, [1.0, 1.0])?;
        Ok(p.nearest(Hill { mean, sd }, Direction::Reverse)?)
    };
    let seek = found.first().copied().unwrap_or(f64::NAN);
    let cheaper = threshold((seek + 0.01, 7.0), |distance| {
        let (_, hill) = reverse(distance, distance / 2.0, 1.0)?;
        Ok(hill < reverse(distance, NUDGE, distance / 2.0)?.1)
    })?;
    run.number("seek_cheaper_from", cheaper, 2);
    run.number("hills_far", FAR, 0);
    for (key, distance) in [("five", 5.0), ("far", FAR)] {
        let (q, cover) = reverse(distance, 0.3, distance / 2.0)?;
        run.number(&format!("cover_{key}_mean"), q.mean, 4);
        run.number(&format!("cover_{key}_sd"), q.sd, 2);
        run.measure(&format!("cover_{key}_kl"), cover, "nats", 3);
        let (_, hill) = reverse(distance, distance / 2.0, 1.0)?;
        run.measure(&format!("hill_{key}_kl"), hill, "nats", 3);
    }
    let steps = run.size(12, 70, 70);
    let all: Vec<f64> =
        (1..=steps).map(|i| 7.0 * f64::from(i) / f64::from(steps)).collect();
    let rows = run.together(&all, |&distance| {
        let hill = reverse(distance, distance / 2.0, 1.0)?;
        Ok((distance, hill, reverse(distance, NUDGE, distance / 2.0)?))
    })?;
    let x = || {
        Scale::linear("distance (sd)", 0.0, 7.0)
            .with_ticks((0..=7).map(|d| (f64::from(d), d.to_string())))
    };
    let on = || rows.iter().filter(|r| r.1.0.mean > 0.5);
    let side = |sign: f64| -> Curve { on().map(|r| (r.0, sign * r.1.0.mean)).collect() };
    let hill =
        |sign: f64| -> Curve { rows.iter().map(|r| (r.0, sign * r.0 / 2.0)).collect() };
    let left = Panel::new("mean of q", x(), Scale::linear("mean", -3.7, 3.7))
        .dashed(hill(-1.0), Ink::Raw, "")
        .dashed(hill(1.0), Ink::Raw, "hills")
        .line(side(-1.0), Ink::Autoencoder, "on a hill")
        .line(side(1.0), Ink::Autoencoder, "on a hill")
        .line(rows.iter().map(|r| (r.0, r.2.0.mean)), Ink::Category(1), "on both");
    let right = Panel::new("KL(q‖p)", x(), Scale::linear("nats", 0.0, 1.4))
        .line(on().map(|r| (r.0, r.1.1)), Ink::Autoencoder, "on a hill")
        .line(rows.iter().map(|r| (r.0, r.2.1)), Ink::Category(1), "on both")
        .upright(cheaper, Ink::Faint, &format!("equal at {cheaper:.2}"));
    run.figure("distance", draw("From covering to seeking", 2, 220.0, &[left, right]));
    Ok(())
}
