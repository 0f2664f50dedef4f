//! How the exercises of chapter 5 on descent, on the start and on too much power are graded: 5.4 to 5.6.

use crate::checks::sections;
use crate::common::seeded;
use crate::graded::grading::{Exercise, agree, corner};
use crate::graded::{normal, row};
use ndarray::{Array1, Array2, Axis};

/// The factor by which momentum comes nearer to a minimum a step, in the worst of the directions: from the roots of
/// r² − (1 + β − ηq)r + β.
fn worst(q1: f64, q2: f64, eta: f64, beta: f64) -> f64 {
    let at = |q: f64| {
        let half = (1.0 + beta - eta * q) / 2.0;
        let under = half * half - beta;
        if under < 0.0 { beta.sqrt() } else { half.abs() + under.sqrt() }
    };
    (0..=1000).map(|i| at(q1 + (q2 - q1) * f64::from(i) / 1000.0)).fold(0.0, f64::max)
}

pub fn fastest(answer: impl Fn(f64, f64) -> (f64, f64)) {
    let exercise = Exercise { number: "5.4", section: sections::DOWNHILL };
    for (q1, q2) in
        [(1.0, 100.0), (1.0, 1000.0), (0.5, 8.0), (20.0, 30.0), (0.001, 0.25), (3.0, 3.0)]
    {
        let (eta, beta) = answer(q1, q2);
        let (low, high) = (f64::sqrt(q1), f64::sqrt(q2));
        let root = (high - low) / (high + low); // √β
        let (best_eta, best_beta) = ((2.0 / (low + high)).powi(2), root * root);
        let pair = |eta: f64, beta: f64| {
            Array2::from_shape_vec((1, 2), vec![eta, beta]).expect("two numbers")
        };
        let right = pair(best_eta, best_beta);
        // Each relative to what it should be; at q₁ = q₂ no momentum is right.
        let off = (eta / best_eta - 1.0)
            .abs()
            .max((beta - best_beta).abs() / best_beta.max(1e-3));
        if off < 1e-6 {
            continue;
        }
        let r = (q2 - q1) / (q1 + q2);
        let ways = [
            (
                pair(2.0 / (q1 + q2), 0.0),
                "that is the best descent without momentum; with it the root of R counts",
            ),
            (
                pair(best_eta, root),
                "that β is the factor a step, √β; momentum is its square",
            ),
            (
                pair((1.0 + root).powi(2) / q2, root),
                "that β is the factor a step, √β; momentum is its square",
            ),
            (
                pair((1.0 + best_beta).powi(2) / q2, best_beta),
                "in the ends of the range, (1 ± √β)², β stands under a root",
            ),
            (
                pair((1.0 - best_beta).powi(2) / q1, best_beta),
                "in the ends of the range, (1 ± √β)², β stands under a root",
            ),
            (
                pair(1.0 / q2, best_beta),
                "η = 1/q₂ is a safe rate, not the fastest: ηq₂ may go up to (1 + √β)²",
            ),
            (
                pair(2.0 / (q1 + q2), best_beta),
                "that is the rate without momentum; with it steps may be longer, ηq₂ up to (1 + √β)²",
            ),
            (
                pair((1.0 + root).powi(2) / q1, best_beta),
                "the ends are crossed: the steep direction, q₂, has ηq₂ = (1 + √β)²",
            ),
            (
                pair((1.0 - root).powi(2) / q2, best_beta),
                "the ends are crossed: the flat direction, q₁, has ηq₁ = (1 − √β)²",
            ),
            (
                pair((1.0 + r).powi(2) / q2, r * r),
                "R was not rooted: the ends give √R = (1 + √β)/(1 − √β)",
            ),
        ];
        let near = |wrong: &Array2<f64>| {
            agree(&pair(eta, 0.0), &pair(wrong[[0, 0]], 0.0), 1e-6)
                && (beta - wrong[[0, 1]]).abs() < 1e-6
        };
        let speed = worst(q1, q2, eta, beta);
        let why = match ways.iter().find(|(wrong, _)| near(wrong)) {
            Some((_, why)) => why.to_string(),
            None if !off.is_finite() => "one of them is no finite number".to_string(),
            None if speed >= 1.0 => {
                "with these the distance grows in some direction".to_string()
            }
            None => "some direction shrinks more slowly than it must".to_string(),
        };
        let shown = |eta: f64, beta: f64, speed: f64| {
            format!("η = {eta:.6}, β = {beta:.6}: at worst {speed:.4} a step")
        };
        let (yours, best) =
            (shown(eta, beta, speed), shown(right[[0, 0]], right[[0, 1]], root));
        exercise.fail(&format!("{why} (curvatures {q1} to {q2})"), &yours, &best);
    }
}

/// ∫ f(a) φ(a) da with φ the standard normal density; Simpson's rule.
fn mean_over_normal(f: &dyn Fn(f64) -> f64) -> f64 {
    let (cells, end) = (4000, 10.0);
    let h = 2.0 * end / f64::from(cells);
    let at = |i: i32| {
        let a = -end + h * f64::from(i);
        let weight = if i == 0 || i == cells {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        };
        weight * f(a) * (-a * a / 2.0).exp()
    };
    (0..=cells).map(at).sum::<f64>() * h / 3.0 / std::f64::consts::TAU.sqrt()
}

pub fn scale(answer: impl Fn(&dyn Fn(f64) -> f64) -> f64) {
    let exercise = Exercise { number: "5.5", section: sections::START };
    let bends: [(&str, &dyn Fn(f64) -> f64); 7] = [
        ("the identity", &|a| a),
        ("ReLU", &|a: f64| a.max(0.0)),
        ("a leaky ReLU", &|a| if a > 0.0 { a } else { 0.2 * a }),
        ("tanh", &f64::tanh),
        ("the sigmoid", &|a: f64| 1.0 / (1.0 + (-a).exp())),
        ("softplus", &|a: f64| a.max(0.0) + (-a.abs()).exp().ln_1p()),
        ("a sine", &|a: f64| (2.0 * a).sin()),
    ];
    for (name, bend) in bends {
        let square = mean_over_normal(&|a| bend(a).powi(2));
        let mean = mean_over_normal(bend);
        let size = mean_over_normal(&|a| bend(a).abs());
        let back =
            mean_over_normal(&|a| ((bend(a + 1e-5) - bend(a - 1e-5)) / 2e-5).powi(2));
        let flat: f64 =
            (0..2000).map(|i| bend(f64::from(i) / 1000.0 - 0.9995).powi(2) / 2000.0).sum();
        let right = 1.0 / square;
        let suspects = [
            (
                1.0 / (square - mean * mean),
                "that keeps the variance of the outputs; the next layer's sum of Wᵢⱼhᵢ has the variance d · (c/d) · E[h²], mean included",
            ),
            (
                right.sqrt(),
                "that is the factor of the standard deviation; c/d is the variance of the weights",
            ),
            (
                square,
                "that is what the bend leaves of the mean square; the weights have to make up for it: 1/E[s²]",
            ),
            (1.0 / (size * size), "the square of the mean of |s| is not the mean of s²"),
            (
                right / std::f64::consts::TAU.sqrt(),
                "the normal density has a factor 1/√(2π)",
            ),
            (
                1.0 / back,
                "that keeps the gradients on the way back, with s′; asked is the way forward, with s",
            ),
            (
                1.0 / flat,
                "the pre-activations are sums of many terms, so they are normal, not evenly spread over [−1, 1]",
            ),
            (
                2.0,
                "2 is for ReLU, which throws half of the mean square away; other bends throw away other shares",
            ),
            (
                1.0,
                "1 is for a bend that changes nothing, and about right for tanh at small numbers only",
            ),
        ];
        let why =
            format!("with these weights the mean square does not stay at 1 behind {name}");
        exercise.number(answer(bend), right, 2e-2, &suspects, &why);
    }
}

type Machine = (Array1<f64>, Array2<f64>, Array1<f64>);

/// b + Σⱼ max(0, z − cⱼ) wⱼ for each of the codes.
fn decode(z: &Array1<f64>, (corners, weights, bias): &Machine) -> Array2<f64> {
    let h = Array2::from_shape_fn((z.len(), corners.len()), |(i, j)| {
        (z[i] - corners[j]).max(0.0)
    });
    h.dot(weights) + bias
}

pub fn index_machine(answer: impl Fn(&Array2<f64>, &Array1<f64>) -> Machine) {
    let exercise = Exercise { number: "5.6", section: sections::POWER };
    let mut rng = seeded(56);
    for (n, d) in [(2, 3), (5, 2), (12, 6), (40, 9), (1, 4)] {
        let x = normal(n, d, &mut rng);
        // Codes at least a third apart, in a random order: no division by next to nothing.
        let v = normal(d, 1, &mut rng).column(0).to_owned();
        let mut order: Vec<usize> = (0..n).collect();
        let key = normal(n, 1, &mut rng);
        order.sort_by(|&i, &j| key[[i, 0]].total_cmp(&key[[j, 0]]));
        let spread = Array1::from_shape_fn(n, |i| {
            order[i] as f64 - n as f64 / 2.0 + 0.3 * key[[i, 0]].tanh()
        });
        let x = &x + &((spread - x.dot(&v)) / v.dot(&v)).insert_axis(Axis(1)) * &row(&v);
        let z = x.dot(&v);
        let machine = answer(&x, &v);
        let (corners, weights, bias) = &machine;
        if corners.len() > n.saturating_sub(1) {
            let why = "more rectifiers than needed: a polygon through n points has n − 1 pieces, and the first starts at the first point";
            exercise.fail(why, &format!("{}", corners.len()), &format!("{}", n - 1));
        }
        exercise.shape(
            weights,
            corners.len(),
            d,
            "W has a row of d numbers for each rectifier",
        );
        exercise.shape(&row(bias), 1, d, "b is as long as a sample");
        let yours = decode(&z, &machine);
        if agree(&yours, &x, 1e-7) {
            continue;
        }
        if yours.iter().any(|v| !v.is_finite()) {
            let why = "the weights are not finite: a difference of samples was divided by a difference of codes that is zero";
            exercise.fail(why, &corner(&yours), &corner(&x));
        }
        let mut line: Vec<usize> = (0..n).collect();
        let unsorted = yours_from(&x, &z, &line, Mistake::None);
        line.sort_by(|&i, &j| z[i].total_cmp(&z[j]));
        let from = |mistake| yours_from(&x, &z, &line, mistake);
        let suspects = [
            (
                unsorted,
                "the samples were joined in the order of their rows; the decoder meets them in the order of their codes",
            ),
            (
                from(Mistake::Slopes),
                "each rectifier was given the slope of its piece; once open it stays open, so that all earlier slopes are added: give it the change of slope",
            ),
            (
                from(Mistake::Gaps),
                "the codes were taken to stand one apart; divide by the gap between them",
            ),
            (
                from(Mistake::Late),
                "each rectifier opens one sample too late: the first piece starts at the first code",
            ),
            (
                from(Mistake::NoStart),
                "below the first corner all rectifiers are shut: what is there, the first sample, has to be the bias",
            ),
            (
                from(Mistake::Mean),
                "the bias is what comes out where all rectifiers are shut: the first sample, not the mean",
            ),
        ];
        let why =
            "the samples do not come back exactly; each has to be a corner of the polygon";
        exercise.compare(&yours, &x, 1e-7, &suspects, why);
    }
}

enum Mistake {
    None,
    Slopes,
    Gaps,
    Late,
    NoStart,
    Mean,
}

/// What a polygon through the samples in this order makes of their codes, with a mistake in it.
fn yours_from(
    x: &Array2<f64>,
    z: &Array1<f64>,
    order: &[usize],
    mistake: Mistake,
) -> Array2<f64> {
    let mut before = Array1::zeros(x.ncols());
    let mut weights = Array2::zeros((order.len() - 1, x.ncols()));
    let mut corners = vec![];
    for (mut row, pair) in weights.rows_mut().into_iter().zip(order.windows(2)) {
        let gap =
            if matches!(mistake, Mistake::Gaps) { 1.0 } else { z[pair[1]] - z[pair[0]] };
        let slope = (&x.row(pair[1]) - &x.row(pair[0])) / gap;
        row.assign(&(&slope - &before));
        if !matches!(mistake, Mistake::Slopes) {
            before = slope;
        }
        corners.push(z[pair[usize::from(matches!(mistake, Mistake::Late))]]);
    }
    let bias = match mistake {
        Mistake::NoStart => Array1::zeros(x.ncols()),
        Mistake::Mean => x.sum_axis(Axis(0)) / x.nrows() as f64,
        _ => x.row(order[0]).to_owned(),
    };
    decode(z, &(corners.into(), weights, bias))
}
