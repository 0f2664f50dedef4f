//! Two prices for a wrong pixel, and how hard each pulls.

use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::LN_2;

/// The targets that are drawn, what to call them, and their ink.
const TARGETS: [(f64, &str, Ink); 3] =
    [(0.0, "t = 0", Ink::Category(1)), (0.5, "t = ½", Ink::Category(2)), (1.0, "t = 1", Ink::Autoencoder)];
/// How far from zero the logit goes.
const REACH: f64 = 8.0;
/// The highest loss shown.
const HIGH: f64 = 2.0;

/// σ(a).
fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

/// −t ln y − (1 − t) ln(1 − y), with 0 ln 0 = 0.
fn cross_entropy(y: f64, t: f64) -> f64 {
    let part = |share: f64, y: f64| if share > 0.0 { -share * y.ln() } else { 0.0 };
    part(t, y) + part(1.0 - t, 1.0 - y)
}

/// A loss of (y, t), and its slope in the logit a, where y = σ(a).
struct Price {
    key: &'static str,
    name: &'static str,
    loss: fn(f64, f64) -> f64,
    slope: fn(f64, f64) -> f64,
}

const PRICES: [Price; 2] = [
    Price {
        key: "squared",
        name: "squared error",
        loss: |y, t| (y - t).powi(2),
        slope: |y, t| 2.0 * (y - t) * y * (1.0 - y),
    },
    Price { key: "bce", name: "cross-entropy", loss: cross_entropy, slope: |y, t| y - t },
];

/// Losses against the output above, slopes against the logit below; the same scales left and right.
pub fn losses(run: &mut Run) -> Outcome {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for price in &PRICES {
        let ticks = || [(0.0, "0"), (0.5, "½"), (1.0, "1")];
        let output = Scale::linear("output y", 0.0, 1.0).with_ticks(ticks());
        let mut losses = Panel::new(price.name, output, Scale::linear("loss", 0.0, HIGH));
        let logit =
            Scale::linear("logit a", -REACH, REACH).with_ticks([(-5.0, "−5"), (0.0, "0"), (5.0, "5")]);
        let mut slopes = Panel::new("", logit, Scale::linear("slope ∂ℓ/∂a", -1.08, 1.08));
        for (t, label, ink) in TARGETS {
            losses = losses.line(against_output(price.loss, t), ink, "").points(
                [(t, (price.loss)(t, t))],
                ink,
                Shape::Dot,
                8.0,
            );
            let slope = along(-REACH, REACH).map(|a| (a, (price.slope)(sigmoid(a), t)));
            let label = if price.key == "squared" { "" } else { label };
            slopes = slopes.line(slope, ink, label);
        }
        above.push(named(losses, price));
        below.push(slopes);
        run.number(&format!("slope_{}_wrong", price.key), (price.slope)(sigmoid(-REACH), 1.0), 4);
    }
    run.number("slope_logit", -REACH, 0);
    run.number("slope_output", sigmoid(-REACH), 5);
    run.number("floor_half", LN_2, 3);
    let panels: Vec<Panel> = above.into_iter().chain(below).collect();
    let title = "Squared error and cross-entropy against the output, and their slopes against the logit";
    run.figure("losses", draw(title, 2, 170.0, &panels));
    Ok(())
}

/// The targets' names, beside curves that have no room at their ends.
fn named(panel: Panel, price: &Price) -> Panel {
    let places = match price.key {
        "squared" => [(0.8, 1.0), (0.5, 0.5), (0.2, 1.0)],
        _ => [(0.72, 1.65), (0.5, 0.42), (0.28, 1.65)],
    };
    TARGETS
        .iter()
        .zip(places)
        .fold(panel, |panel, ((_, label, ink), at)| panel.note(at, label, *ink, Anchor::Middle))
}

/// ℓ(y, t) for y from 0 to 1, as far as it is to be seen.
fn against_output(loss: fn(f64, f64) -> f64, t: f64) -> Curve {
    // Denser at the ends, where the cross-entropy is steep.
    let outputs = along(-12.0, 12.0).map(sigmoid);
    let ends = outputs.chain([t]).map(|y| (y, loss(y, t)));
    let mut curve: Curve = ends.filter(|p| p.1 <= HIGH).collect();
    curve.sort_by(|a, b| a.0.total_cmp(&b.0));
    curve
}

/// Evenly from one number to another.
fn along(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=240).map(move |i| from + (to - from) * f64::from(i) / 240.0)
}
