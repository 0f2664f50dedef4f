//! How the exercises of chapter 11 on unseen matrices and on noise are graded: 11.4 to 11.6.

use crate::checks::{sections, sigmoid};
use crate::common::seeded;
use crate::exercises::Product;
use crate::graded::grading::{Exercise, same_signs};
use crate::graded::{normal, orthonormal};
use crate::mistakes;
use ndarray::{Array1, Array2, Axis};

fn column(v: Array1<f64>) -> Array2<f64> {
    v.insert_axis(Axis(1))
}

pub fn direction(answer: impl Fn(Product, Product, usize) -> Array1<f64>) {
    use mistakes::direction as wrong;
    let exercise = Exercise { number: "11.4", section: sections::PLANES };
    let mut rng = seeded(114);
    for (k, d, hidden) in [(4, 6, false), (7, 5, false), (3, 8, true)] {
        let r = k.min(d) - 1;
        let u = orthonormal(normal(k, r, &mut rng));
        let mut v = normal(d, r, &mut rng);
        if hidden {
            v.row_mut(0).fill(0.0); // the first pixel does not matter at all
        }
        let v = orthonormal(v);
        let s = Array1::from_shape_fn(r, |i| 3.0 / 1.5f64.powi(i as i32));
        let j = (&u * &s).dot(&v.t());
        let (push, pull) = (|v: &Array1<f64>| j.dot(v), |u: &Array1<f64>| j.t().dot(u));
        let right = v.column(0).to_owned().insert_axis(Axis(1));
        let yours = answer(&push, &pull, d);
        if yours.len() == k && k != d {
            let shown = [yours.len(), d].map(|n| format!("{n} numbers"));
            let why = "that is a direction of the code, Jv; the picture's is wanted";
            exercise.fail(why, &shown[0], &shown[1]);
        }
        let length = yours.dot(&yours).sqrt();
        if !length.is_finite() {
            let why = "nothing finite is left: from round to round the vector grows \
                       (or it is zero) until it is divided by its length";
            let start = "or the first vector was one that J makes nothing of";
            exercise.fail(&format!("{why}, {start}"), &format!("{length}"), "1");
        }
        type Wrong = fn(Product, Product, usize) -> Array1<f64>;
        let suspects: [(Wrong, &str); 4] = [
            (wrong::one_step, "one round of JᵀJ is not enough"),
            (wrong::not_unit, "the vector's length is not 1"),
            (wrong::best_pixel, "the best single pixel; directions mix pixels"),
            (wrong::the_second, "that is the second direction"),
        ];
        let suspects = suspects
            .map(|(wrong, why)| (same_signs(column(wrong(&push, &pull, d)), &right), why));
        let yours = same_signs(column(yours), &right);
        let why = if (length - 1.0).abs() > 1e-6 {
            "the vector's length is not 1"
        } else {
            "there is a vector of length 1 with a longer Jv: more rounds, from a start \
             that J does not ignore"
        };
        exercise.compare(&yours, &right, 1e-6, &suspects, why);
    }
}

pub fn estimate(answer: impl Fn(Product, &Array2<f64>) -> f64) {
    use mistakes::estimate as wrong;
    let exercise = Exercise { number: "11.5", section: sections::PRODUCTS };
    let mut rng = seeded(115);
    for (k, d, m) in [(3, 5, 4), (6, 2, 1), (4, 4, 7)] {
        let (j, u) = (normal(k, d, &mut rng), normal(m, k, &mut rng));
        let pull = |u: &Array1<f64>| j.t().dot(u);
        let all = u.dot(&j);
        let right = (&all * &all).sum() / m as f64;
        type Wrong = fn(Product, &Array2<f64>) -> f64;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::sum, "a sum over the vectors; their mean is the estimate"),
            (wrong::by_units, "divided by k: each u has all k units in it already"),
            (wrong::times_units, "multiplied by k, as for vectors of length 1"),
            (wrong::of_the_mean, "the square of the mean; the mean of the squares"),
            (
                wrong::unit_length,
                "the vectors were brought to length 1: then k times as much is right",
            ),
            (wrong::root, "lengths were averaged, not their squares"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&pull, &u), why));
        let otherwise = "the mean of that over all u is not ‖J‖²_F";
        exercise.number(answer(&pull, &u), right, 1e-9, &suspects, otherwise);
    }
}

/// E(s(a + τt) − s(a))² for t ~ N(0, 1).
fn shift(a: f64, tau: f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for i in -80..=80 {
        let t = 0.1 * f64::from(i);
        let weight = (-0.5 * t * t).exp();
        sum += weight * (sigmoid(a + tau * t) - sigmoid(a)).powi(2);
        weights += weight;
    }
    sum / weights
}

pub fn expansion(answer: impl Fn(&Array1<f64>, &Array1<f64>) -> (f64, f64)) {
    use mistakes::expansion as wrong;
    let exercise = Exercise { number: "11.6", section: sections::NOISE };
    let mut rng = seeded(116);
    for k in [1, 5] {
        let a = normal(1, k, &mut rng).row(0).mapv(|a| 1.0 + a);
        let squares = normal(1, k, &mut rng).row(0).mapv(|v| 0.5 + v * v);
        // The exact shift at four small noises, and the two coefficients from them: of
        // E/σ² = c₂ + c₄σ² + c₆σ⁴ + … the first two by Richardson.
        let exact = |sigma: f64| -> f64 {
            let each = a.iter().zip(&squares);
            each.map(|(&a, &q)| shift(a, sigma * f64::sqrt(q))).sum::<f64>()
                / (sigma * sigma)
        };
        let y = [1.0, 2.0, 3.0, 4.0].map(|i: f64| (0.0004 * i * i, exact(0.02 * i)));
        let right = [interpolated(&y, 0), interpolated(&y, 1)];
        type Wrong = fn(&Array1<f64>, &Array1<f64>) -> (f64, f64);
        let suspects: [(Wrong, &str); 7] = [
            (wrong::no_third, "the third derivative is missing: s′·s‴ is of this order"),
            (wrong::no_second, "the square of the second derivative's term is missing"),
            (wrong::fourth_moment_of_one, "E t⁴ is 3, not 1"),
            (wrong::square_once, "σ⁴ comes with ‖wⱼ‖⁴"),
            (wrong::lengths_for_squares, "`squares` are ‖wⱼ‖² already; a root was taken"),
            (wrong::no_factorials, "Taylor's factorials are missing, ½ and ⅙"),
            (wrong::cross_term_once, "the mixed term of a square counts twice"),
        ];
        let pair = |(two, four): (f64, f64)| {
            Array2::from_shape_fn((1, 2), |(_, i)| [two, four][i])
        };
        let suspects = suspects.map(|(wrong, why)| (pair(wrong(&a, &squares)), why));
        let right = pair((right[0], right[1]));
        let otherwise = "that is not how the exact shift begins";
        exercise.compare(&pair(answer(&a, &squares)), &right, 1e-5, &suspects, otherwise);
    }
}

/// The coefficient of x⁰ or x¹ of the cubic through four points.
fn interpolated(points: &[(f64, f64); 4], order: usize) -> f64 {
    let mut sum = 0.0;
    for (i, &(xi, yi)) in points.iter().enumerate() {
        let others: Vec<f64> = (0..4).filter(|&j| j != i).map(|j| points[j].0).collect();
        let below: f64 = others.iter().map(|x| xi - x).product();
        let [a, b, c] = [others[0], others[1], others[2]];
        let above = if order == 0 { -a * b * c } else { a * b + a * c + b * c };
        sum += yi * above / below;
    }
    sum
}
