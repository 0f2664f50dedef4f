//! One number in, one between, one out: the smallest loss that has all that the large one has.

use autoencoders::Real;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::ndarray::{Array1, array};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::PI;

/// A place (u, v).
type Point = (f64, f64);

/// The penalty of the second panel; the one feature has variance 1.
const ALPHA: f64 = 0.15;
/// How far from zero the weights are shown.
const REACH: f64 = 2.0;
/// Level curves, evenly spaced in √L, in which hyperbolas are evenly spaced. 1 is the saddle's.
const LEVELS: [f64; 6] = [0.0625, 0.25, 0.5625, 1.0, 2.25, 4.0];
/// Where the paths begin: none on a line of symmetry.
const STARTS: [Point; 6] =
    [(1.85, -0.95), (-0.75, 1.1), (-0.35, 0.28), (-1.9, -0.2), (1.9, 1.35), (0.25, 1.9)];
/// Short steps, so that a path looks like the slope it follows.
const RATE: Real = 0.01;
const STEPS: usize = 1500;

/// The two panels, and where the paths end.
pub fn surface(run: &mut Run) -> Outcome {
    let mut panels = Vec::new();
    for (title, alpha) in [("no penalty", 0.0), ("α = 0.15", ALPHA)] {
        let paths =
            STARTS.iter().map(|&start| path(start, alpha)).collect::<Outcome<Vec<_>>>()?;
        panels.push(panel(title, alpha, &paths));
        let ends = paths.iter().filter_map(|path| path.last());
        // How far the two weights still are from each other: |u| = |v| is what the penalty asks for.
        let apart = ends.map(|(u, v)| (u - v).abs()).fold(0.0, f64::max);
        let key = if alpha > 0.0 { "surface_apart_l2" } else { "surface_apart" };
        run.number(key, apart, 2);
    }
    run.number("surface_alpha", ALPHA, 2);
    run.number("surface_minimum", minimum(ALPHA), 3);
    let title = "Level curves of (1 − uv)² with paths of descent, without and with a penalty on both weights";
    run.figure("surface", draw(title, 2, 250.0, &panels));
    Ok(())
}

/// u = v at the minimum of (1 − uv)² + α(u² + v²): √(1 − α).
fn minimum(alpha: f64) -> f64 {
    (1.0 - alpha).sqrt()
}

/// Steepest descent from `start`, by the library's own gradient with d = k = 1.
fn path(start: Point, alpha: f64) -> Outcome<Vec<Point>> {
    // Two samples, −1 and 1: mean 0, variance 1.
    let x = array![[-1.0], [1.0]];
    let (u, v) = (array![[start.0 as Real]], array![[start.1 as Real]]);
    let mut model = LinearAutoencoder::new(Array1::zeros(1), u, v)?;
    let mut points = vec![start];
    for step in 1..=STEPS {
        let gradient = model.gradient(&x, alpha)?;
        model.u.scaled_add(-RATE, &gradient.u);
        model.v.scaled_add(-RATE, &gradient.v);
        if step % 8 == 0 || step < 16 {
            points.push((f64::from(model.u[[0, 0]]), f64::from(model.v[[0, 0]])));
        }
    }
    Ok(points)
}

/// Level curves, minima, saddle and paths.
fn panel(title: &str, alpha: f64, paths: &[Vec<Point>]) -> Panel {
    let ticks = || [(-1.0, "−1"), (0.0, "0"), (1.0, "1")];
    let scale = |label: &str| Scale::linear(label, -REACH, REACH).with_ticks(ticks());
    let mut panel = Panel::new(title, scale("u"), scale("v")).equal();
    for level in LEVELS {
        for curve in level_curves(alpha, level) {
            panel = panel.line(curve, Ink::Faint, "");
        }
    }
    if alpha == 0.0 {
        // The saddle's level: both axes and uv = 2.
        panel = panel.line([(0.0, -REACH), (0.0, REACH)], Ink::Faint, "");
        for sign in [-1.0, 1.0] {
            let valley = (0..=60)
                .map(|i| REACH.powf(f64::from(i) / 30.0 - 1.0))
                .map(|u| (sign * u, sign / u));
            panel = panel.line(valley, Ink::Category(1), "");
        }
        panel = panel.note((0.72, 1.62), "uv = 1", Ink::Category(1), Anchor::Start);
    }
    for path in paths {
        panel = panel.line(path.iter().copied(), Ink::Autoencoder, "");
    }
    panel =
        panel.points(paths.iter().map(|path| path[0]), Ink::Autoencoder, Shape::Dot, 6.0);
    if alpha > 0.0 {
        let at = minimum(alpha);
        panel = panel.points([(at, at), (-at, -at)], Ink::Category(1), Shape::Square, 9.0);
    }
    panel.points([(0.0, 0.0)], Ink::Text, Shape::Cross, 10.0)
}

/// The curves (1 − uv)² + α(u² + v²) = level: for each u a quadratic equation in v.
fn level_curves(alpha: f64, level: f64) -> Vec<Vec<Point>> {
    let a = |u: f64| u * u + alpha;
    // A quarter of the discriminant of a v² − 2u v + (1 + αu² − L).
    let discriminant = |u: f64| u * u - a(u) * (1.0 + alpha * u * u - level);
    let mut curves = Vec::new();
    for (from, to) in intervals(|u| discriminant(u) >= 0.0) {
        // Denser towards the ends, where a closed curve turns back.
        let us = (0..=90)
            .map(|i| (1.0 - (PI * f64::from(i) / 90.0).cos()) / 2.0)
            .map(|t| from + t * (to - from));
        let us: Vec<f64> = us.collect();
        for sign in [1.0, -1.0] {
            let v = |u: f64| (u + sign * discriminant(u).max(0.0).sqrt()) / a(u);
            curves.extend(pieces_inside(us.iter().map(|&u| (u, v(u)))));
        }
    }
    curves
}

/// The stretches of u on which `holds`, found to a millionth; u = 0 ends a stretch, for a hyperbola has no point there.
fn intervals(holds: impl Fn(f64) -> bool) -> Vec<(f64, f64)> {
    const CELLS: i32 = 400;
    let at = |i: i32| REACH * (f64::from(2 * i + 1) / f64::from(CELLS) - 1.0);
    let edge = |inside: f64, outside: f64| {
        let halve = |(a, b): (f64, f64), _| {
            if holds((a + b) / 2.0) { ((a + b) / 2.0, b) } else { (a, (a + b) / 2.0) }
        };
        (0..20).fold((inside, outside), halve).0
    };
    let mut found: Vec<(f64, f64)> = Vec::new();
    let mut open: Option<f64> = None;
    for i in 0..CELLS {
        let (u, last) = (at(i), at(i - 1));
        match (open, holds(u)) {
            (None, true) => open = Some(if i == 0 { u } else { edge(u, last) }),
            (Some(from), false) => {
                found.push((from, edge(last, u)));
                open = None;
            }
            (Some(from), true) if last < 0.0 && u > 0.0 => {
                found.push((from, last));
                open = Some(u);
            }
            _ => {}
        }
    }
    found.extend(open.map(|from| (from, at(CELLS - 1))));
    found
}

/// The stretches of a curve that lie in the panel.
fn pieces_inside(curve: impl Iterator<Item = Point>) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
    for (u, v) in curve {
        match (v.abs() <= REACH, pieces.last_mut()) {
            (true, Some(piece)) => piece.push((u, v)),
            (false, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}
