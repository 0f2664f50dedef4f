//! Two prices for a wrong pixel, and how hard each pulls.

use autoencoders::Real;
use autoencoders::ndarray::array;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::Loss;
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::LN_2;

/// The targets that are drawn, what to call them, and their ink.
const TARGETS: [(f64, &str, Ink); 3] = [
    (0.0, "t = 0", Ink::Category(1)),
    (0.5, "t = ½", Ink::Category(2)),
    (1.0, "t = 1", Ink::Autoencoder),
];
/// How far from zero the logit goes.
const REACH: f64 = 8.0;
/// The highest loss shown.
const HIGH: f64 = 2.0;

/// ℓ at the logit a for the target t, and its slope ∂ℓ/∂a: by the library's own loss, and its sigmoid where that is not
/// the loss's own part.
fn at_logit(loss: Loss, a: f64, t: f64) -> (f64, f64) {
    let (a, t) = (array![[a as Real]], array![[t as Real]]);
    let (mut y, mut slope, mut through) = (a.clone(), a.clone(), a.clone());
    if loss == Loss::CrossEntropy {
        let value = loss.value_and_gradient(a.view(), t.view(), slope.view_mut());
        return (value, f64::from(slope[[0, 0]]));
    }
    Activation::Sigmoid.apply(a.view(), y.view_mut());
    let value = loss.value_and_gradient(y.view(), t.view(), slope.view_mut());
    Activation::Sigmoid.slope(y.view(), slope.view(), through.view_mut());
    (value, f64::from(through[[0, 0]]))
}

/// Losses against the output above, slopes against the logit below; the same scales left and right.
pub fn losses(run: &mut Run) -> Outcome {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (key, name, loss) in [
        ("squared", "squared error", Loss::Squared),
        ("bce", "cross-entropy", Loss::CrossEntropy),
    ] {
        let ticks = || [(0.0, "0"), (0.5, "½"), (1.0, "1")];
        let output = Scale::linear("output y", 0.0, 1.0).with_ticks(ticks());
        let mut losses = Panel::new(name, output, Scale::linear("loss", 0.0, HIGH));
        let logit = Scale::linear("logit a", -REACH, REACH).with_ticks([
            (-5.0, "−5"),
            (0.0, "0"),
            (5.0, "5"),
        ]);
        let mut slopes = Panel::new(name, logit, Scale::linear("slope ∂ℓ/∂a", -1.08, 1.08));
        for (t, label, ink) in TARGETS {
            let curve = against_output(loss, t);
            let least =
                curve.iter().copied().fold((t, HIGH), |a, b| if b.1 < a.1 { b } else { a });
            losses = losses.line(curve, ink, "").points([least], ink, Shape::Dot, 8.0);
            let slope = along(-REACH, REACH).map(|a| (a, at_logit(loss, a, t).1));
            let label = if key == "squared" { "" } else { label };
            slopes = slopes.line(slope, ink, label);
        }
        above.push(named(losses, key));
        below.push(slopes);
        run.number(&format!("slope_{key}_wrong"), at_logit(loss, -REACH, 1.0).1, 4);
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
fn named(panel: Panel, key: &str) -> Panel {
    let places = match key {
        "squared" => [(0.72, 0.95), (0.5, 0.5), (0.28, 0.95)],
        _ => [(0.62, 1.5), (0.5, 0.2), (0.38, 1.5)],
    };
    TARGETS.iter().zip(places).fold(panel, |panel, ((_, label, ink), at)| {
        panel.note(at, label, *ink, Anchor::Middle)
    })
}

/// (y, ℓ) with y = σ(a), for y from 0 to 1, as far as it is to be seen.
fn against_output(loss: Loss, t: f64) -> Curve {
    // Evenly in the logit, so that the outputs are dense at the ends, where the cross-entropy is steep.
    along(-12.0, 12.0)
        .map(|a| (sigmoid(a), at_logit(loss, a, t).0))
        .filter(|p| p.1 <= HIGH)
        .collect()
}

/// σ(a).
fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

/// Evenly from one number to another.
fn along(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=240).map(move |i| from + (to - from) * f64::from(i) / 240.0)
}
