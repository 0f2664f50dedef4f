//! Four ways down a long narrow valley.

use super::ways::{WAYS, Way};
use autoencoders::Real;
use autoencoders::nn::optim::Adam;
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::PI;

/// q₁ and q₂, the curvatures along and across: their ratio is what makes a valley long.
const FLAT: f64 = 1.0;
const STEEP: f64 = 30.0;
/// The steep curvature of a valley that is much narrower.
const NARROW: f64 = 1000.0;
/// Steps in which a way arrives at a good rate.
const ARRIVAL: usize = 600;
/// Steps after which Adam is looked for again.
const LATER: usize = 10_000;
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
/// one much narrower: momentum, and Adam along an axis and aslant; and how far from the minimum Adam is found later on.
fn narrow(run: &mut Run) -> Outcome {
    let starts = run.size(2, 6, 6);
    let around: Vec<(f64, f64)> = (0..starts)
        .map(|i| (PI * (i as f64 + 0.5) / starts as f64).sin_cos())
        .map(|(v, u)| (u, v))
        .collect();
    let aslant = Arm { key: "aslant", turn: TURN, held: false };
    let along = Arm { key: "along", turn: 0.0, ..aslant };
    let held = Arm { key: "held", held: true, ..aslant };
    let valleys = [
        ("wide", STEEP, vec![along, aslant, held]),
        ("narrow", NARROW, vec![along, aslant]),
    ];
    for (key, steep, arms) in valleys {
        let root = (steep / FLAT).sqrt();
        let (rate, beta) =
            ((2.0 / (1.0 + root)).powi(2), ((root - 1.0) / (root + 1.0)).powi(2));
        let found = around
            .iter()
            .map(|&start| journey(momentum(rate, beta), (TURN, steep), start, ARRIVAL).0);
        number(run, &format!("valley_{key}_momentum"), &found.collect::<Vec<_>>());
        for arm in arms {
            let valley = (arm.turn, steep);
            let adam = |rate| adam(rate, arm.held);
            let (mut arrivals, mut back) = (Vec::new(), Vec::new());
            for &start in &around {
                let rates = (-36..=6).map(|i| 10f64.powf(f64::from(i) / 12.0));
                let tried = rates.map(|r| (journey(adam(r), valley, start, ARRIVAL).0, r));
                let (steps, rate) =
                    tried.min_by(|a, b| a.0.cmp(&b.0)).ok_or("no rate was tried")?;
                arrivals.push(steps);
                back.push(100.0 * journey(adam(rate), valley, start, LATER).1);
            }
            number(run, &format!("valley_{key}_{}", arm.key), &arrivals);
            run.scattered(&format!("valley_{key}_{}_back", arm.key), &back, "%", 0, 0.5);
        }
        run.number(&format!("valley_{key}_condition"), steep / FLAT, 0);
    }
    run.count("valley_starts", starts);
    run.count("valley_later", LATER);
    Ok(())
}

fn number(run: &mut Run, key: &str, steps: &[usize]) {
    let steps: Vec<f64> = steps.iter().map(|&n| n as f64).collect();
    run.over_starts(key, &steps, "", 0);
}

/// A way of using Adam: in which direction the valley lies, and whether the mean of the squares may fall.
#[derive(Clone, Copy)]
struct Arm {
    key: &'static str,
    turn: f64,
    held: bool,
}

/// The next place, from this one and the gradient there.
type Step = Box<dyn FnMut([f64; 2], [f64; 2]) -> [f64; 2]>;

fn momentum(rate: f64, beta: f64) -> Step {
    let mut m = [0.0; 2];
    Box::new(move |theta, g| {
        std::array::from_fn(|i| {
            m[i] = beta * m[i] + g[i];
            theta[i] - rate * m[i]
        })
    })
}

/// The library's Adam in double precision, which no square is too small for; `held`, its mean of the squares never falls.
fn adam(rate: f64, held: bool) -> Step {
    let Adam { beta1, beta2, epsilon, .. } = Adam::default();
    let (mut m, mut v, mut scale) = ([0.0; 2], [0.0; 2], [0.0_f64; 2]);
    let mut t = 0;
    Box::new(move |theta, g| {
        t += 1;
        std::array::from_fn(|i| {
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
            let square = v[i] / (1.0 - beta2.powi(t));
            scale[i] = if held { scale[i].max(square) } else { square };
            theta[i] - rate * m[i] / (1.0 - beta1.powi(t)) / (scale[i].sqrt() + epsilon)
        })
    })
}

/// The step from which the distance to the minimum stays below a hundredth of that at the start for a hundred steps, and
/// the largest share of it after these, up to so many steps.
fn journey(
    mut step: Step,
    (turn, steep): (f64, f64),
    start: (f64, f64),
    steps: usize,
) -> (usize, f64) {
    let (mut theta, whole) = (place(turn, start), start.0.hypot(start.1));
    let (mut last, mut arrival, mut back) = (0, None, 0.0_f64);
    for t in 1..=steps {
        theta = step(theta, valley(turn, steep, theta).1);
        let share = theta[0].hypot(theta[1]) / whole;
        match arrival {
            Some(_) => back = back.max(share),
            None if share >= 0.01 => last = t,
            None if t == last + 100 => arrival = Some(last + 1),
            None => {}
        }
    }
    (arrival.unwrap_or(usize::MAX), back)
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
