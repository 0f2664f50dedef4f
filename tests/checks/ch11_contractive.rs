//! How the exercises of chapter 11 on one layer and on stacks are graded: 11.1 to 11.3.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::normal;
use crate::mistakes;
use ndarray::{Array1, Array2, Axis};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const CLOSED: &str = "A price on sensitivity";
    pub const SLOPE: &str = "Its slope";
    pub const PRODUCTS: &str = "Any encoder";
    pub const NOISE: &str = "Small noise";
    pub const PLANES: &str = "Tangent planes";
}

pub fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

/// Ω by differences of the layer itself, entry by entry of J.
fn by_differences(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> f64 {
    let f = |x: &Array1<f64>| (x.dot(w) + c).mapv(sigmoid);
    let step = 1e-4;
    let mut sum = 0.0;
    for row in x.rows() {
        for i in 0..x.ncols() {
            let at = |sign: f64| {
                let mut moved = row.to_owned();
                moved[i] += sign * step;
                f(&moved)
            };
            let slope = (at(1.0) - at(-1.0)) / (2.0 * step);
            sum += slope.dot(&slope);
        }
    }
    sum / x.nrows() as f64
}

pub fn penalty(answer: impl Fn(&Array2<f64>, &Array2<f64>) -> f64) {
    use mistakes::penalty as wrong;
    let exercise = Exercise { number: "11.1", section: sections::CLOSED };
    let mut rng = seeded(111);
    for (n, d, k) in [(5, 3, 4), (3, 6, 2), (4, 4, 4)] {
        let (x, w) = (normal(n, d, &mut rng), normal(d, k, &mut rng));
        let c = normal(1, k, &mut rng).row(0).to_owned();
        let h = (x.dot(&w) + &c).mapv(sigmoid);
        let right = by_differences(&x, &w, &c);
        type Wrong = fn(&Array2<f64>, &Array2<f64>) -> f64;
        let suspects: [(Wrong, &str); 8] = [
            (wrong::slope_not_squared, "h(1 − h) stands squared: the norm sums squares"),
            (wrong::codes_for_slopes, "h² in place of the slope h(1 − h), squared"),
            (wrong::no_slope, "that is ‖W‖²_F; the bend's slope is missing"),
            (wrong::sum_over_samples, "a sum over samples; it should be their mean"),
            (wrong::mean_over_units, "a mean over units; the norm sums over them"),
            (wrong::lengths, "‖wⱼ‖ in place of ‖wⱼ‖²"),
            (wrong::mean_code, "the penalty at the mean code, not the mean penalty"),
            (wrong::root, "the norm's square is wanted, without a root"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&h, &w), why));
        let otherwise = "that is not the squared norm of the Jacobian";
        exercise.number(answer(&h, &w), right, 1e-6, &suspects, otherwise);
    }
}

pub fn slope(answer: impl Fn(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>) {
    use mistakes::slope as wrong;
    let exercise = Exercise { number: "11.2", section: sections::SLOPE };
    let mut rng = seeded(112);
    for (n, d, k) in [(5, 3, 4), (3, 6, 2)] {
        let (x, w) = (normal(n, d, &mut rng), normal(d, k, &mut rng));
        let c = normal(1, k, &mut rng).row(0).to_owned();
        let omega = |w: &Array2<f64>| -> f64 {
            let s = (x.dot(w) + &c).mapv(|a| sigmoid(a) * (1.0 - sigmoid(a)));
            (&s * &s).dot(&(w * w).sum_axis(Axis(0))).sum() / n as f64
        };
        let right = Array2::from_shape_fn((d, k), |at| {
            let moved = |by: f64| {
                let mut w = w.clone();
                w[at] += by;
                omega(&w)
            };
            (moved(1e-5) - moved(-1e-5)) / 2e-5
        });
        type Wrong = fn(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>;
        let suspects: [(Wrong, &str); 7] = [
            (
                wrong::lengths_only,
                "only the part through the lengths ‖wⱼ‖²; W moves the codes as well",
            ),
            (wrong::codes_only, "only the part through the codes; W stands in ‖wⱼ‖² too"),
            (wrong::no_n, "the division by n is missing"),
            (wrong::half, "half of it: each square brings a factor of 2"),
            (
                wrong::by_h,
                "the slope by h was used for that by a: one more h(1 − h) is needed",
            ),
            (wrong::wrong_sign, "the part through the codes has the wrong sign"),
            (wrong::no_bias, "the bias was left out of the codes"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&x, &w, &c), why));
        let yours = answer(&x, &w, &c);
        exercise.shape(&yours, d, k, "as W has");
        let otherwise = "that does not agree with differences of the penalty";
        exercise.compare(&yours, &right, 1e-6, &suspects, otherwise);
    }
}

pub fn push(
    answer: impl Fn(&[(Array2<f64>, Array1<f64>)], &Array1<f64>, &Array1<f64>) -> Array1<f64>,
) {
    use mistakes::{Layers, push as wrong};
    let exercise = Exercise { number: "11.3", section: sections::PRODUCTS };
    let mut rng = seeded(113);
    for widths in [vec![5, 4, 3], vec![4, 3], vec![3, 6, 5, 2]] {
        let layers: Vec<(Array2<f64>, Array1<f64>)> = widths
            .windows(2)
            .map(|pair| {
                let b = normal(1, pair[1], &mut rng).row(0).to_owned();
                (normal(pair[0], pair[1], &mut rng), b)
            })
            .collect();
        let mut vector = || normal(1, widths[0], &mut rng).row(0).to_owned();
        let (x, v) = (vector(), vector());
        let f = |x: &Array1<f64>| {
            layers.iter().fold(x.clone(), |x, (w, b)| (x.dot(w) + b).mapv(sigmoid))
        };
        let step = 1e-5;
        let right = (f(&(&x + &(&v * step))) - f(&(&x - &(&v * step)))) / (2.0 * step);
        type Wrong = fn(Layers, &Array1<f64>, &Array1<f64>) -> Array1<f64>;
        let suspects: [(Wrong, &str); 7] = [
            (wrong::moves_the_bias, "the bias was added to v; it does not move with x"),
            (wrong::no_bends, "the bends are missing: each scales by its slope s′"),
            (wrong::last_bend_forgotten, "the last layer's bend is missing"),
            (wrong::slope_at_v, "the slope was taken where v is; it belongs to x"),
            (wrong::bends_v, "v was bent itself; the derivative multiplies by s′"),
            (wrong::whole_step, "f(x + v) − f(x) is a step, not a derivative"),
            (wrong::codes_for_slopes, "y in place of the slope y(1 − y)"),
        ];
        let row = |v: Array1<f64>| v.insert_axis(Axis(0));
        let suspects = suspects.map(|(wrong, why)| (row(wrong(&layers, &x, &v)), why));
        let yours = row(answer(&layers, &x, &v));
        let otherwise = "that is not how f changes along v";
        exercise.compare(&yours, &row(right), 1e-6, &suspects, otherwise);
    }
}
