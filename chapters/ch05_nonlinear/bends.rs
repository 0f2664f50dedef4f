//! The three bends, and what each lets through on the way back.

use autoencoders::Real;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// How far from zero the bends are shown.
const REACH: f64 = 5.0;
const POINTS: usize = 241;

/// Each bend above, its slope below: by the library's own layers, forwards and backwards.
pub fn bends(run: &mut Run) -> Outcome {
    let bends = [
        ("sigmoid", "sigmoid σ", Activation::Sigmoid, (0.0, 1.0)),
        ("tanh", "tanh", Activation::Tanh, (-1.0, 1.0)),
        ("relu", "ReLU", Activation::Relu, (0.0, 5.0)),
    ];
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (key, title, bend, (low, high)) in bends {
        let (value, slope) = curves(&bend)?;
        let room = 0.08 * (high - low);
        let across = || {
            Scale::linear("a", -REACH, REACH).with_ticks([
                (-4.0, "−4"),
                (0.0, "0"),
                (4.0, "4"),
            ])
        };
        let ticks = [low, 0.0, high]
            .map(|at| (at, if at < 0.0 { "−1".to_string() } else { at.to_string() }));
        let values = Scale::linear("s(a)", low - room, high + room).with_ticks(ticks);
        above.push(Panel::new(title, across(), values).line(value, Ink::Autoencoder, ""));
        // The slopes have one scale, for they are to be compared.
        let steepest = slope.iter().map(|p| p.1).fold(0.0, f64::max);
        let mut panel = Panel::new(title, across(), Scale::linear("s′(a)", -0.08, 1.1));
        if key == "sigmoid" {
            panel = panel.note((0.0, 0.36), "at most ¼", Ink::Category(1), Anchor::Middle);
        }
        below.push(panel.line(slope.clone(), Ink::Category(1), ""));
        run.number(&format!("bend_{key}_steepest"), steepest, 2);
        run.number(&format!("bend_{key}_at_4"), at(&slope, 4.0), 4);
    }
    let panels: Vec<Panel> = above.into_iter().chain(below).collect();
    run.figure(
        "bends",
        draw("Sigmoid, tanh and ReLU above, their slopes below", 3, 130.0, &panels),
    );
    Ok(())
}

/// s(a) and s′(a) on an even grid: forwards, then backwards from ∂L/∂h = 1.
fn curves(bend: &Activation) -> Outcome<(Curve, Curve)> {
    let grid: Vec<f64> =
        (0..POINTS).map(|i| REACH * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0)).collect();
    let a = Array2::from_shape_fn((POINTS, 1), |(i, _)| grid[i] as Real);
    let (mut h, mut da) = (Array2::zeros(a.dim()), Array2::zeros(a.dim()));
    bend.apply(a.view(), h.view_mut());
    bend.slope(h.view(), Array2::ones(a.dim()).view(), da.view_mut());
    let curve =
        |y: &Array2<Real>| grid.iter().zip(y).map(|(&a, &y)| (a, f64::from(y))).collect();
    Ok((curve(&h), curve(&da)))
}

/// The curve's height at `place`.
fn at(curve: &Curve, place: f64) -> f64 {
    let near = |p: &&(f64, f64)| (p.0 - place).abs() < 1e-9 + REACH / POINTS as f64;
    curve.iter().find(near).map_or(f64::NAN, |p| p.1)
}
