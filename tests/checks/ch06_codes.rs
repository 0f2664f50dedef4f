//! How the exercises of chapter 6 on what codes cost, and on the best code, are graded: 6.4 to 6.6.

use crate::checks::sections;
use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{double, geometric, normal, real, row};
use autoencoders::{Real, linalg};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::RngExt;
use std::collections::BTreeMap;
use std::f64::consts::LN_2;

/// −Σ p log₂ p over the shares of equal keys.
fn entropy<K: Ord>(keys: impl Iterator<Item = K>) -> f64 {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_insert(0.0) += 1.0);
    let n: f64 = counts.values().sum();
    -counts.values().map(|count| count / n * f64::log2(count / n)).sum::<f64>()
}

fn squares(a: &Array2<f64>) -> f64 {
    a.iter().map(|v| v * v).sum()
}

pub fn cost(answer: impl Fn(&Array2<Real>, &Array1<Real>) -> (f64, f64)) {
    let exercise = Exercise { number: "6.4", section: sections::COST };
    let mut rng = seeded(64);
    for (n, k) in [(40, 3), (200, 5), (7, 1)] {
        let step =
            normal(1, k, &mut rng).row(0).mapv(|v| f64::from((0.3 * v.exp()) as f32));
        let wide = geometric(4.0, 0.6, k);
        // Within each cell, and never close to its edge: rounding of the division must not matter.
        let cells = Array2::from_shape_fn((n, k), |(_, j)| {
            (wide[j] * (rng.random::<f64>() + rng.random::<f64>() - 1.1)).round()
        });
        let inside = Array2::from_shape_simple_fn((n, k), || rng.random_range(-0.45..0.45));
        let z = real(&((&cells + &inside) * &step));
        let (bits, error) = answer(&z, &real(&row(&step)).row(0).to_owned());
        let scaled = double(&z) / &step;
        let columns = |cell: &dyn Fn(f64) -> f64| -> Vec<f64> {
            let of =
                |column: ArrayView1<f64>| entropy(column.iter().map(|&v| cell(v) as i64));
            scaled.axis_iter(Axis(1)).map(of).collect()
        };
        let sum = |cell: &dyn Fn(f64) -> f64| columns(cell).iter().sum::<f64>();
        let round = |v: f64| v.round();
        let right = sum(&round);
        let whole = entropy(
            scaled
                .rows()
                .into_iter()
                .map(|r| r.iter().map(|v| v.round() as i64).collect::<Vec<_>>()),
        );
        let pooled = entropy(scaled.iter().map(|v| v.round() as i64)) * k as f64;
        let distinct = |column: ArrayView1<f64>| {
            let mut seen: Vec<i64> = column.iter().map(|v| v.round() as i64).collect();
            seen.sort();
            seen.dedup();
            f64::log2(seen.len() as f64)
        };
        let names: f64 = scaled.axis_iter(Axis(1)).map(distinct).sum();
        let suspects = [
            (right * LN_2, "these are nats; a bit is a logarithm to the base two"),
            (-right, "the sign is turned: log₂ of a share is negative"),
            (
                right / k as f64,
                "averaged over the units; a code has all of them, so add up",
            ),
            (right * n as f64, "that is the whole set; divide by the number of samples"),
            (
                sum(&f64::trunc),
                "`as i64` alone cuts off towards zero, so that the cell at zero is twice as wide; round to the nearest",
            ),
            (
                sum(&f64::floor),
                "rounded down; the nearest multiple is asked, so that no error is above Δ/2",
            ),
            (
                pooled,
                "all units were counted in one table; what is common in one unit may be rare in another, so each has names of its own",
            ),
            (
                whole,
                "each whole code was taken as one symbol; so few samples can never tell more than log₂ n bits of codes apart, and the decoder would need the table. Each unit by itself",
            ),
            (
                names,
                "that is for names of one length; what is common should have the shorter name, −log₂ p",
            ),
        ];
        exercise.number(
            bits,
            right,
            1e-5,
            &suspects,
            "that is not the sum of the units' entropies",
        );
        let left = |cell: &dyn Fn(f64) -> f64| {
            squares(&(scaled.mapv(|v| v - cell(v)) * &step)) / n as f64
        };
        let by_steps = squares(&scaled.mapv(|v| v - v.round())) / n as f64;
        let right = left(&round);
        let suspects = [
            (
                right / k as f64,
                "averaged over the units; sum over them, average over the samples",
            ),
            (right * n as f64, "summed over the samples; average over them"),
            (
                by_steps,
                "the error was left in units of the step; multiply q by Δ before comparing",
            ),
            (
                step.iter().map(|s| s * s / 12.0).sum(),
                "Δ²/12 is what one expects of an even spread; measure what these codes really lose",
            ),
            (
                left(&f64::floor),
                "the decoder was given the lower edge of the cell, not its middle",
            ),
            (left(&f64::trunc), "cut off towards zero; round to the nearest"),
        ];
        exercise.number(
            error,
            right,
            2e-3,
            &suspects,
            "that is not the squared error of rounding",
        );
    }
}

fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

pub fn best_code(answer: impl Fn(&Array1<f64>, &Array2<f64>, &Array1<f64>) -> Array1<f64>) {
    let exercise = Exercise { number: "6.5", section: sections::LOGISTIC };
    let mut rng = seeded(65);
    // (d, k, how large the decoder's entries are): with a large decoder Newton's full steps overshoot.
    for (d, k, size) in [(12, 1, 1.0), (20, 3, 1.0), (40, 5, 0.3), (30, 2, 4.0)] {
        let u = normal(d, k, &mut rng) * size;
        let b = normal(1, d, &mut rng).row(0).to_owned() * 0.8;
        let x = normal(1, d, &mut rng).row(0).mapv(|v| sigmoid(1.5 * v));
        let yours = answer(&x, &u, &b);
        exercise.shape(&row(&yours), 1, k, "z has one number for each column of U");
        if yours.iter().any(|v| !v.is_finite()) {
            let why = "the search ran away: a full Newton step may overshoot where the sigmoids are flat; the bound with ¼ for every slope cannot";
            exercise.fail(why, &format!("{yours:.3}"), "finite numbers");
        }
        let logits = |z: &Array1<f64>| u.dot(z) + &b;
        let loss = |z: &Array1<f64>| -> f64 {
            let cost =
                |(&a, &x): (&f64, &f64)| a.max(0.0) + (-a.abs()).exp().ln_1p() - x * a;
            logits(z).iter().zip(&x).map(cost).sum()
        };
        let slope = |z: &Array1<f64>| u.t().dot(&(logits(z).mapv(sigmoid) - &x));
        let (lambda, w) = linalg::eigh(real(&u.t().dot(&u)).view()).expect("finite");
        let inverse = (&double(&w) / &lambda.mapv(f64::from)).dot(&double(&w).t());
        let least_squares = |a: &Array1<f64>| inverse.dot(&u.t().dot(a));
        let search = |start: Array1<f64>, b: &Array1<f64>, steps: usize| {
            (0..steps).fold(start, |z, _| {
                let y = (u.dot(&z) + b).mapv(sigmoid);
                &z + &(least_squares(&(&x - &y)) * 4.0)
            })
        };
        let right = search(Array1::zeros(k), &b, 3000);
        // Not the place but the height is graded: how much is lost beyond the minimum.
        let lost = loss(&yours) - loss(&right);
        let first = loss(&Array1::zeros(k)) - loss(&right);
        if lost <= 1e-7 * first.max(1.0) {
            continue;
        }
        let curved = |z: &Array1<f64>| logits(z).mapv(|a| sigmoid(a) * (1.0 - sigmoid(a)));
        let newton = {
            let h = u.t().dot(&(&u * &curved(&Array1::zeros(k)).insert_axis(Axis(1))));
            let (lambda, w) = linalg::eigh(real(&h).view()).expect("finite");
            let inverse = (&double(&w) / &lambda.mapv(f64::from)).dot(&double(&w).t());
            -inverse.dot(&slope(&Array1::zeros(k)))
        };
        let logit = x.mapv(|x| (x / (1.0 - x)).ln());
        let suspects = [
            (
                least_squares(&(&logit - &b)),
                "that code brings Uz + b nearest to the logits of x, in squares; where the sigmoid is flat a large miss costs little, and cross-entropy knows it",
            ),
            (
                least_squares(&(&x - &b)),
                "that is PCA's code: x is compared with the logits, not with their sigmoids",
            ),
            (
                search(Array1::zeros(k), &Array1::zeros(d), 3000),
                "the bias b was left out of the logits",
            ),
            (
                search(Array1::zeros(k), &b, 1),
                "that is one step from zero; each step lowers the loss, so repeat until it is still",
            ),
            (newton, "that is one step of Newton's from zero; repeat until it is still"),
            (
                u.t().dot(&(&x - &b.mapv(sigmoid))),
                "one step of gradient descent from zero; repeat until it is still",
            ),
            (Array1::zeros(k), "zero is the start, not the minimum"),
            (-&right, "the sign is turned: the slope is Uᵀ(σ(a) − x)"),
        ];
        let near = |wrong: &Array1<f64>| {
            (&yours - wrong)
                .iter()
                .all(|v| v.abs() < 1e-4 * (1.0 + wrong.dot(wrong).sqrt()))
        };
        let why = match suspects.iter().find(|(wrong, _)| near(wrong)) {
            Some((_, why)) => why,
            None if lost > first => {
                "the loss is higher there than at z = 0: uphill, or steps that are too long"
            }
            None => {
                "near, but not at the minimum: the slope Uᵀ(σ(a) − x) has to be zero there; go on, or take longer steps"
            }
        };
        let shown = |z: &Array1<f64>| format!("z = {z:.4}: loss {:.6}", loss(z));
        exercise.fail(why, &shown(&yours), &shown(&right));
    }
}

pub fn rates(answer: impl Fn(&[f64], f64) -> Vec<f64>) {
    let exercise = Exercise { number: "6.6", section: sections::COST };
    let cases: [(&[f64], f64); 7] = [
        (&[4.0, 1.0], 1.0),
        (&[9.0, 0.2, 3.0, 0.5], 1.0),
        (&[0.1, 8.0, 2.0, 0.4, 0.05], 0.9),
        (&[5.0, 5.0, 5.0], 0.3),
        (&[7.0, 0.3, 0.2, 0.1], 5.0),
        (&[2.0, 1.0, 0.5], 3.5),
        (&[2.0, 1.0], 10.0),
    ];
    for (variances, distortion) in cases {
        let of = |error: &dyn Fn(f64) -> f64| -> Vec<f64> {
            variances.iter().map(|&v| 0.5 * (v / error(v)).log2()).collect()
        };
        let total: f64 = variances.iter().sum();
        let count = variances.len() as f64;
        // The level of the water: with the m largest above it, m levels and the rest whole make up the distortion.
        let mut falling = variances.to_vec();
        falling.sort_by(|a, b| b.total_cmp(a));
        let level = (1..=falling.len()).rev().find_map(|m| {
            let level = (distortion - falling[m..].iter().sum::<f64>()) / m as f64;
            (level > 0.0 && level <= falling[m - 1]).then_some(level)
        });
        let level = level.unwrap_or(falling[0]);
        let right = of(&|v| v.min(level));
        let yours = answer(variances, distortion);
        let shown = |rates: &[f64]| {
            let each: Vec<String> = rates.iter().map(|r| format!("{r:.3}")).collect();
            format!("[{}], {:.3} bits", each.join(", "), rates.iter().sum::<f64>())
        };
        let near = |other: &[f64]| {
            other.len() == yours.len()
                && other.iter().zip(&yours).all(|(a, b)| (a - b).abs() < 1e-4)
        };
        if near(&right) {
            continue;
        }
        let spent: f64 = variances.iter().zip(&yours).map(|(v, r)| v * 4f64.powf(-r)).sum();
        let mut sorted = right.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let scaled =
            |factor: f64| -> Vec<f64> { right.iter().map(|r| r * factor).collect() };
        let even = distortion / count;
        let suspects: [(Vec<f64>, &str); 8] = [
            (scaled(LN_2), "these are nats; a bit is a logarithm to the base two"),
            (scaled(2.0), "the ½ is missing: a factor of four in squared error is one bit"),
            (
                of(&|_| even),
                "a negative number of bits: a component with less variance than its share of the error is left out, and costs nothing",
            ),
            (
                of(&|v| v.min(even)),
                "the error was divided evenly; a component that is left out wastes less than its share, and what it does not use the others may",
            ),
            (
                of(&|v| v * (distortion / total).min(1.0)),
                "the same bits for each: a bit spent on a small component saves little error, one on a large component much. Equal errors, not equal bits",
            ),
            (
                of(&|_| level),
                "the level is right, but components below it have a negative number of bits; they get none",
            ),
            (sorted, "in the order of the variances given, not sorted"),
            (
                vec![0.0; variances.len()],
                "nothing was spent, and the error is larger than allowed",
            ),
        ];
        let why = match suspects.iter().find(|(wrong, _)| near(wrong)) {
            Some((_, why)) => why,
            None if yours.len() != right.len() => "one number of bits for each component",
            None if yours.iter().any(|r| !r.is_finite()) => {
                "the bits are no finite numbers"
            }
            None if spent > distortion * (1.0 + 1e-6) => {
                "with these bits the squared errors add up to more than allowed"
            }
            None => {
                "it can be had for fewer bits: take some from one component and give them to another"
            }
        };
        let asked = format!("{why} (variances {variances:?}, distortion {distortion})");
        exercise.fail(&asked, &shown(&yours), &shown(&right));
    }
}
