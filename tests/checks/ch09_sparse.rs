//! How the exercises of chapter 9 are graded.

use crate::common::seeded;
use crate::graded::grading::{Exercise, agree, corner};
use crate::graded::normal;
use crate::mistakes;
use ndarray::{Array1, Array2, Axis, array};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const PRICE: &str = "The soft threshold";
    pub const LARGEST: &str = "Only the largest pass";
    pub const CHEAT: &str = "The cheat";
    pub const OFTEN: &str = "How often a unit is on";
}

pub fn cheapest(answer: impl Fn(f64, f64) -> f64) {
    use mistakes::cheapest as wrong;
    let exercise = Exercise { number: "9.1", section: sections::PRICE };
    for (c, lambda) in [(4.0, 2.0), (-3.0, 2.0), (0.5, 2.0), (-0.9, 2.0), (1.5, 0.0)] {
        // The least on a fine grid, so that no formula is taken for granted.
        let cost = |z: f64| (c - z) * (c - z) + lambda * z.abs();
        let grid = (-40_000..=40_000).map(|i| f64::from(i) / 10_000.0);
        let right = grid.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).expect("a grid");
        let suspects = [
            (
                wrong::whole_lambda(c, lambda),
                "shortened by λ; the slope of (c − z)² has a factor 2, so half of it is right",
            ),
            (
                wrong::hard(c, lambda),
                "a hard threshold keeps what is above whole; the price is paid there, too",
            ),
            (wrong::clamps(c, lambda), "that is what is cut off, not what is left"),
            (
                wrong::positive(c, lambda),
                "a negative c has a negative z: only rectified codes may not",
            ),
            (wrong::loses_the_sign(c, lambda), "the sign of c is lost"),
            (
                wrong::never_zero(c, lambda),
                "below λ/2 this goes past zero, where the price rises again: stop there",
            ),
            (
                wrong::ridge(c, lambda),
                "a share of c is what a price on z² leaves; a price on |z| takes the same from all",
            ),
        ];
        exercise.number(answer(c, lambda), right, 1e-3, &suspects, "not the least");
    }
}

pub fn largest(answer: impl Fn(&Array2<f64>, usize) -> Array2<f64>) {
    use mistakes::largest as wrong;
    let exercise = Exercise { number: "9.2", section: sections::LARGEST };
    let tied = array![[1.0, 3.0, 3.0, 3.0, 2.0], [0.5, 0.5, 0.5, 0.5, 0.5]];
    let negative = array![[-1.0, -2.0, -3.0], [4.0, -5.0, -6.0]];
    let drawn = normal(6, 7, &mut seeded(92));
    for (a, k) in [(&drawn, 3), (&drawn, 7), (&negative, 2), (&tied, 2)] {
        // Who has fewer than k before it passes: larger ones, and equal ones to the left.
        let right = Array2::from_shape_fn(a.dim(), |(i, j)| {
            let row = a.row(i);
            let before = |&l: &usize| row[l] > row[j] || (row[l] == row[j] && l < j);
            if (0..a.ncols()).filter(before).count() < k { row[j] } else { 0.0 }
        });
        let suspects = [
            (
                wrong::by_size(a, k),
                "the largest by size, with negative ones among them: by value",
            ),
            (
                wrong::all_equal(a, k),
                "all that equal the k-th largest pass, and there are more than k",
            ),
            (wrong::strictly(a, k), "the k-th largest itself passes, too"),
            (wrong::smallest(a, k), "these are the smallest"),
            (
                wrong::by_columns(a, k),
                "the largest of each column: a unit over the samples; wanted are those of each sample",
            ),
            (
                wrong::rectified(a, k),
                "negative ones among the k largest were set to zero: the units are linear",
            ),
            (
                wrong::sorted(a, k),
                "the numbers have left their places, and with them their units",
            ),
        ];
        let yours = answer(a, k);
        exercise.shape(&yours, a.nrows(), a.ncols(), "as A");
        exercise.compare(&yours, &right, 1e-12, &suspects, "not the k largest");
    }
}

type Net = (Array2<f64>, Array1<f64>, Array2<f64>);

pub fn normalised(answer: impl Fn(&Array2<f64>, &Array1<f64>, &Array2<f64>) -> Net) {
    use mistakes::normalised as wrong;
    let exercise = Exercise { number: "9.3", section: sections::CHEAT };
    let rng = &mut seeded(93);
    for silent in [false, true] {
        let (w, b) = (normal(4, 6, rng), normal(1, 6, rng).row(0).to_owned());
        let mut d = normal(6, 4, rng) * 3.0;
        if silent {
            d.row_mut(2).fill(0.0);
        }
        let x = normal(9, 4, rng);
        let through = |(w, b, d): &Net| (x.dot(w) + b).mapv(|a| a.max(0.0)).dot(d);
        let right = through(&(w.clone(), b.clone(), d.clone()));
        let yours = answer(&w, &b, &d);
        exercise.shape(&yours.0, 4, 6, "W (d, k)");
        exercise.shape(&yours.2, 6, 4, "D (k, d)");
        let same = |other: Net| {
            let all =
                |n: &Net| [n.0.clone(), n.1.clone().insert_axis(Axis(0)), n.2.clone()];
            let pairs = all(&yours).into_iter().zip(all(&other));
            pairs.into_iter().all(|(a, b)| agree(&a, &b, 1e-9))
        };
        let lengths: Array1<f64> =
            yours.2.rows().into_iter().map(|r| r.dot(&r).sqrt()).collect();
        let short = lengths.iter().all(|l| (l - 1.0).abs() < 1e-9 || (silent && *l == 0.0));
        if short && agree(&through(&yours), &right, 1e-9) {
            continue;
        }
        let suspects = [
            (wrong::nothing(&w, &b, &d), "the features have the lengths they had"),
            (
                wrong::decoder_only(&w, &b, &d),
                "only D was changed, and y with it: the code must make up for it",
            ),
            (
                wrong::divides(&w, &b, &d),
                "W and b were divided as well; a shorter feature wants a larger code",
            ),
            (
                wrong::forgets_the_bias(&w, &b, &d),
                "the bias is part of the code: it is scaled as W is",
            ),
            (
                wrong::squares(&w, &b, &d),
                "divided by the squares of the lengths, not by the lengths",
            ),
            (
                wrong::columns(&w, &b, &d),
                "the columns of D belong to pixels; features are its rows",
            ),
        ];
        let suspect = suspects.into_iter().find(|(other, _)| same(other.clone()));
        let nan = yours.2.iter().any(|v| v.is_nan());
        let why = match (suspect, nan) {
            (Some((_, why)), _) => why,
            (None, true) => {
                "a feature of zeros has no direction: leave it, or 0/0 comes in"
            }
            (None, false) if short => "y is no longer what it was",
            (None, false) => "not every feature has length 1",
        };
        exercise.fail(why, &corner(&through(&yours)), &corner(&right));
    }
}

pub fn slope(answer: impl Fn(&Array2<f64>, f64, f64) -> Array2<f64>) {
    use mistakes::slope as wrong;
    let exercise = Exercise { number: "9.4", section: sections::OFTEN };
    let rng = &mut seeded(94);
    for (n, k, rho, beta) in [(5, 4, 0.2, 3.0), (8, 3, 0.05, 0.5), (3, 2, 0.6, 2.0)] {
        let a = normal(n, k, rng);
        // By differences.
        let loss = |a: &Array2<f64>| -> f64 {
            let h = a.mapv(|a| 1.0 / (1.0 + (-a).exp()));
            let means = h.mean_axis(Axis(0)).expect("rows");
            let kl = |q: f64| {
                rho * (rho / q).ln() + (1.0 - rho) * ((1.0 - rho) / (1.0 - q)).ln()
            };
            beta * means.mapv(kl).sum()
        };
        let right = Array2::from_shape_fn((n, k), |at| {
            let moved = |by: f64| {
                let mut a = a.clone();
                a[at] += by;
                loss(&a)
            };
            (moved(1e-5) - moved(-1e-5)) / 2e-5
        });
        let suspects = [
            (
                wrong::no_share(&a, rho, beta),
                "n times too much: a sample has an n-th of the mean",
            ),
            (
                wrong::by_unit(&a, rho, beta),
                "that is the slope by the units; from a unit to its a it is h(1 − h) more",
            ),
            (
                wrong::each_alone(&a, rho, beta),
                "each sample was compared with ρ by itself; ρ̂ is the mean over all",
            ),
            (
                wrong::uphill(&a, rho, beta),
                "the sign: where ρ̂ is above ρ, the loss grows with it",
            ),
            (
                wrong::other_way_round(&a, rho, beta),
                "this is the slope of KL(ρ̂ ‖ ρ), the other way round",
            ),
            (wrong::no_beta(&a, rho, beta), "β is missing"),
            (
                wrong::half_of_it(&a, rho, beta),
                "the second term, of the units that are off, is missing",
            ),
        ];
        let yours = answer(&a, rho, beta);
        exercise.shape(&yours, n, k, "a slope for each number of A");
        exercise.compare(&yours, &right, 1e-5, &suspects, "not what differences give");
    }
}

pub fn exact(answer: impl Fn(&Array1<f64>, &Array2<f64>, f64) -> Array1<f64>) {
    use mistakes::exact as wrong;
    let exercise = Exercise { number: "9.5", section: sections::PRICE };
    let rng = &mut seeded(95);
    for (d, k, lambda) in [(5, 3, 0.7), (4, 7, 0.5), (6, 6, 1.5)] {
        let (x, features) = (normal(1, d, rng).row(0).to_owned(), normal(k, d, rng));
        let yours = answer(&x, &features, lambda);
        if yours.len() != k {
            let own = yours.len().to_string();
            exercise.fail("one number a feature", &own, &k.to_string());
        }
        // At the least, each unit's slope 2dⱼ·(x − zD) is ±λ where it is on, and no more elsewhere.
        let pull = features.dot(&(&x - &yours.dot(&features))) * 2.0;
        let fine = yours.iter().zip(&pull).all(|(&z, &pull)| match z == 0.0 {
            true => pull.abs() <= lambda + 1e-4,
            false => (pull - lambda * z.signum()).abs() < 1e-4,
        });
        if fine {
            continue;
        }
        let row = |z: Array1<f64>| z.insert_axis(Axis(0));
        let suspects = [
            (
                wrong::threshold_once(&x, &features, lambda),
                "one threshold is enough only for orthonormal features; these explain the same numbers twice",
            ),
            (
                wrong::half_price(&x, &features, lambda),
                "half the price: a step of 1/L thresholds at λ/L",
            ),
            (
                wrong::double_price(&x, &features, lambda),
                "twice the price: a step of 1/L thresholds at λ/L",
            ),
            (
                wrong::no_price(&x, &features, lambda),
                "this is least squares: nothing was paid for the code",
            ),
            (wrong::too_few(&x, &features, lambda), "on its way: too few steps"),
            (wrong::positive(&x, &features, lambda), "codes may be negative here"),
        ];
        let suspect = suspects
            .iter()
            .find(|(other, _)| agree(&row(yours.clone()), &row(other.clone()), 1e-6));
        let endless = yours.iter().any(|v| !v.is_finite() || v.abs() > 1e6);
        let why = match suspect {
            Some((_, why)) => why,
            None if endless => {
                "it ran away: the step is too long for the largest eigenvalue of DDᵀ"
            }
            None => {
                "where a unit is on, 2d·(x − zD) must be ±λ, and at most λ where it is off"
            }
        };
        exercise.fail(why, &format!("{pull:.3}"), &format!("±{lambda}, or between"));
    }
}
