//! Four ways down a long narrow valley.

use super::ways::{WAYS, Way};
use autoencoders::Real;
use autoencoders::nn::optim::{Adam, Optimiser};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::PI;

/// q₁ and q₂, the curvatures along and across: their ratio is what makes a valley long.
const FLAT: f64 = 1.0;
const STEEP: f64 = 30.0;
/// The steep curvature of a valley that is much narrower.
const NARROW: f64 = 1000.0;
/// More than any way takes that arrives.
const MOST_STEPS: usize = 1500;
/// The valley's direction: between the axes, so that no parameter has it to itself.
const TURN: f64 = PI / 8.0;
/// Where all begin: along the valley, and across it.
const START: (f64, f64) = (-2.6, 0.5);
const STEPS: usize = 80;
/// Steps that are drawn as paths: all that can be told apart.
const SHOWN: usize = 40;
/// The least loss that is drawn.
const LOWEST: f64 = 1e-10;

/// The place u along and v across a valley that is turned by so much.
fn place(turn: f64, (u, v): (f64, f64)) -> [f64; 2] {
    let (sin, cos) = turn.sin_cos();
    [cos * u - sin * v, sin * u + cos * v]
}

/// L = ½(q₁ u² + q₂ v²), and its gradient in the two parameters.
fn valley(turn: f64, steep: f64, [x, y]: [f64; 2]) -> (f64, [f64; 2]) {
    let (sin, cos) = turn.sin_cos();
    let (u, v) = (cos * x + sin * y, cos * y - sin * x);
    let (du, dv) = (FLAT * u, steep * v);
    ((u * du + v * dv) / 2.0, place(turn, (du, dv)))
}

/// The paths on one picture, and the loss along them.
pub fn optimisers(run: &mut Run) -> Outcome {
    let mut map =
        Panel::new("", Scale::linear("θ₁", -2.95, 1.15), Scale::linear("θ₂", -1.2, 0.55))
            .equal();
    for level in [0.05, 0.25, 0.7, 1.5, 2.7] {
        map = map.line(contour(level), Ink::Faint, "");
    }
    map = map.points([(0.0, 0.0)], Ink::Text, Shape::Cross, 10.0);
    let mut falls = Panel::new(
        "",
        Scale::linear("steps", 0.0, STEPS as f64),
        Scale::log("loss", 0.1 * LOWEST, 10.0),
    );
    for way in &WAYS {
        let (rate, beta) = best(way)?;
        let path = descend(way, rate, beta)?;
        let losses: Vec<f64> = path.iter().map(|&at| valley(TURN, STEEP, at).0).collect();
        let seen = losses.iter().enumerate().map(|(step, &loss)| (step as f64, loss));
        let points: Curve = path.iter().take(SHOWN + 1).map(|&[x, y]| (x, y)).collect();
        map =
            map.line(points.clone(), way.ink, "").points(points, way.ink, Shape::Dot, 4.5);
        falls = falls.line(seen.take_while(|p| p.1 >= LOWEST), way.ink, way.name);
        run.number(&format!("valley_rate_{}", way.key), rate, 3);
        run.number(&format!("valley_beta_{}", way.key), beta, 2);
        run.count(&format!("valley_steps_{}", way.key), to_a_thousandth(&losses));
    }
    narrow(run)?;
    let root = (STEEP / FLAT).sqrt();
    run.number("valley_condition", STEEP / FLAT, 0);
    run.number("valley_factor_sgd", (STEEP - FLAT) / (STEEP + FLAT), 3);
    run.number("valley_factor_momentum", (root - 1.0) / (root + 1.0), 3);
    run.count("valley_steps", STEPS);
    run.count("valley_shown", SHOWN);
    let title = "Paths of four optimisers in a narrow valley, and the loss along them";
    run.figure("optimisers", draw(title, 1, 225.0, &[map, falls]));
    Ok(())
}

/// The first step from which the loss stays below a thousandth of that at the start.
fn to_a_thousandth(losses: &[f64]) -> usize {
    losses.iter().rposition(|&loss| loss >= 1e-3 * losses[0]).map_or(0, |last| last + 1)
}

/// Steps from places all around the minimum to a hundredth of the distance, in a valley as narrow as the figure's and in
/// one much narrower: momentum, and Adam along an axis and aslant, with its memory and a shorter one.
fn narrow(run: &mut Run) -> Outcome {
    let starts = run.size(2, 6, 6);
    let around: Vec<(f64, f64)> = (0..starts)
        .map(|i| (PI * (i as f64 + 0.5) / starts as f64).sin_cos())
        .map(|(v, u)| (u, v))
        .collect();
    let ratios = run.size(vec![STEEP], vec![STEEP, NARROW], vec![STEEP, NARROW]);
    for (key, steep) in ["wide", "narrow"].into_iter().zip(ratios) {
        let root = (steep / FLAT).sqrt();
        let (rate, beta) =
            ((2.0 / (1.0 + root)).powi(2), ((root - 1.0) / (root + 1.0)).powi(2));
        let steps = |with: &dyn Fn() -> Box<dyn Optimiser>, turn, &start: &_| {
            to_a_hundredth(with().as_mut(), turn, steep, start)
        };
        let momentum = || (WAYS[1].with)(rate, beta);
        let found: Outcome<Vec<usize>> =
            around.iter().map(|start| steps(&momentum, TURN, start)).collect();
        number(run, &format!("valley_{key}_momentum"), &found?);
        for (arm, turn, beta1) in
            [("along", 0.0, 0.9), ("aslant", TURN, 0.9), ("short", TURN, 0.7)]
        {
            let least = |start: &(f64, f64)| -> Outcome<usize> {
                let mut least = usize::MAX;
                for i in -36..=6 {
                    let rate = 10f64.powf(f64::from(i) / 12.0);
                    let adam =
                        || Box::new(Adam { rate, beta1, ..Adam::default() }) as Box<_>;
                    least = least.min(steps(&adam, turn, start)?);
                }
                Ok(least)
            };
            let found: Outcome<Vec<usize>> = around.iter().map(least).collect();
            number(run, &format!("valley_{key}_{arm}"), &found?);
        }
        run.number(&format!("valley_{key}_condition"), steep / FLAT, 0);
    }
    run.count("valley_starts", starts);
    Ok(())
}

fn number(run: &mut Run, key: &str, steps: &[usize]) {
    let steps: Vec<f64> = steps.iter().map(|&n| n as f64).collect();
    run.over_starts(key, &steps, "", 0);
}

/// The step from which the distance to the minimum stays below a hundredth of that at the start.
fn to_a_hundredth(
    optimiser: &mut dyn Optimiser,
    turn: f64,
    steep: f64,
    start: (f64, f64),
) -> Outcome<usize> {
    let mut theta = place(turn, start).map(|v| v as Real);
    let (near, mut last) = (0.01 * start.0.hypot(start.1), 0);
    for step in 1..=MOST_STEPS {
        let g = valley(turn, steep, theta.map(f64::from)).1.map(|v| v as Real);
        optimiser.step(&mut [(&mut theta[..], &g[..])])?;
        if f64::from(theta[0]).hypot(f64::from(theta[1])) >= near {
            last = step;
        }
    }
    Ok(last + 1)
}

/// The rate and momentum that theory calls best for these curvatures; for Adam, of which it says nothing, the best of a
/// grid.
fn best(way: &Way) -> Outcome<(f64, f64)> {
    let root = (STEEP / FLAT).sqrt();
    let shrink = (root - 1.0) / (root + 1.0);
    Ok(match way.key {
        "sgd" => (2.0 / (FLAT + STEEP), 0.0),
        "momentum" => ((2.0 / (FLAT.sqrt() + STEEP.sqrt())).powi(2), shrink * shrink),
        "nesterov" => (1.0 / STEEP, shrink),
        _ => (best_of_grid(way)?, 0.0),
    })
}

/// Of rates a twelfth of a power of ten apart, the one with the smallest mean logarithm of the loss: the steadiest.
fn best_of_grid(way: &Way) -> Outcome<f64> {
    let mut best = (f64::MAX, 0.0);
    for i in -36..=6 {
        let rate = 10f64.powf(f64::from(i) / 12.0);
        let losses =
            descend(way, rate, 0.0)?.into_iter().map(|at| valley(TURN, STEEP, at).0);
        let sum: f64 = losses.map(|loss| loss.max(LOWEST).ln()).sum();
        if sum < best.0 {
            best = (sum, rate);
        }
    }
    Ok(best.1)
}

/// The start, and the place after each step.
fn descend(way: &Way, rate: f64, beta: f64) -> Outcome<Vec<[f64; 2]>> {
    let mut optimiser = (way.with)(rate, beta);
    let mut theta = place(TURN, START).map(|v| v as Real);
    let mut path = vec![place(TURN, START)];
    for _ in 0..STEPS {
        let g = valley(TURN, STEEP, theta.map(f64::from)).1.map(|v| v as Real);
        optimiser.step(&mut [(&mut theta[..], &g[..])])?;
        path.push(theta.map(f64::from));
    }
    Ok(path)
}

/// The ellipse of a loss.
fn contour(level: f64) -> Curve {
    let angles = (0..=120).map(|i| 2.0 * PI * f64::from(i) / 120.0);
    let on = |angle: f64| {
        place(
            TURN,
            (
                angle.cos() * (2.0 * level / FLAT).sqrt(),
                angle.sin() * (2.0 * level / STEEP).sqrt(),
            ),
        )
    };
    angles.map(on).map(|[x, y]| (x, y)).filter(|p| p.0 <= 1.1).collect()
}
