//! How the exercises of chapter 12 are graded.

use crate::common::seeded;
use crate::exercises::{Layer, Learn};
use crate::graded::grading::Exercise;
use crate::graded::normal;
use crate::mistakes;
use ndarray::{Array1, Array2};
use std::cell::RefCell;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const GREEDY: &str = "One layer at a time";
    pub const BACK: &str = "Unrolled";
    pub const HINGE: &str = "Two heads";
    pub const LABELS: &str = "How many labels";
}

/// Outputs of which some rows are right by more than 1, some by less, and some wrong.
fn outputs(seed: u64, n: usize, classes: usize) -> (Array2<f64>, Vec<usize>) {
    let a = normal(n, classes, &mut seeded(seed)) * 1.5;
    (a, (0..n).map(|i| i % classes).collect())
}

pub fn hinge(answer: impl Fn(&Array2<f64>, &[usize]) -> f64) {
    use mistakes::hinge as wrong;
    let exercise = Exercise { number: "12.1", section: sections::HINGE };
    for (seed, n, classes) in [(1, 8, 4), (2, 12, 3), (3, 10, 5)] {
        let (a, labels) = outputs(seed, n, classes);
        let mut right = 0.0;
        for (i, &c) in labels.iter().enumerate() {
            let leads = (0..classes).filter(|&j| j != c).map(|j| a[[i, c]] - a[[i, j]]);
            right += (1.0 - leads.fold(f64::INFINITY, f64::min)).max(0.0) / n as f64;
        }
        type Wrong = fn(&Array2<f64>, &[usize]) -> f64;
        let suspects: [(Wrong, &str); 7] = [
            (wrong::no_margin, "the 1 is missing: the truth has to lead by a margin"),
            (wrong::sum, "a sum over samples; it should be their mean"),
            (wrong::every_rival, "every rival counts there; here the strongest alone does"),
            (wrong::truth_among_rivals, "the truth was among its own rivals"),
            (wrong::below_zero, "a lead of more than 1 earns nothing: not below 0"),
            (wrong::squared, "that is the squared hinge"),
            (wrong::weakest, "the weakest rival in place of the strongest"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&a, &labels), why));
        let otherwise = "that is not the mean missing margin";
        exercise.number(answer(&a, &labels), right, 1e-9, &suspects, otherwise);
    }
}

pub fn hinge_slope(answer: impl Fn(&Array2<f64>, &[usize]) -> Array2<f64>) {
    use mistakes::hinge_slope as wrong;
    let exercise = Exercise { number: "12.2", section: sections::HINGE };
    for (seed, n, classes) in [(4, 8, 4), (5, 12, 3), (6, 10, 5)] {
        let (a, labels) = outputs(seed, n, classes);
        let right = Array2::from_shape_fn(a.dim(), |at| {
            let moved = |by: f64| {
                let mut a = a.clone();
                a[at] += by;
                crate::solutions::hinge(&a, &labels)
            };
            (moved(1e-6) - moved(-1e-6)) / 2e-6
        });
        type Wrong = fn(&Array2<f64>, &[usize]) -> Array2<f64>;
        let suspects: [(Wrong, &str); 7] = [
            (wrong::wrong_sign, "the signs are the other way round"),
            (wrong::no_n, "the division by n is missing"),
            (wrong::truth_only, "the rival's output counts as well"),
            (wrong::rival_only, "the truth's output counts as well"),
            (wrong::always, "where the lead is above 1 nothing is missing: no slope"),
            (wrong::only_if_wrong, "a right answer with a lead below 1 still has a slope"),
            (wrong::every_rival, "only the strongest rival's output counts"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&a, &labels), why));
        let yours = answer(&a, &labels);
        exercise.shape(&yours, n, classes, "as the outputs have");
        let otherwise = "that does not agree with differences of the hinge";
        exercise.compare(&yours, &right, 1e-6, &suspects, otherwise);
    }
}

fn vector(k: usize, rng: &mut rand_chacha::ChaCha8Rng) -> Array1<f64> {
    normal(1, k, rng).row(0).to_owned()
}

pub fn through(answer: impl Fn(&[Layer], &Array2<f64>) -> Array2<f64>) {
    use mistakes::through as wrong;
    let exercise = Exercise { number: "12.3", section: sections::BACK };
    let rng = &mut seeded(123);
    // All of one width, so that a wrong order does fit.
    for (n, d, depth) in [(5, 4, 2), (4, 6, 3)] {
        let mut square = || normal(d, d, rng) * 0.6;
        let layers: Vec<Layer> = (0..depth)
            .map(|_| (square(), square()))
            .map(|(w, back)| Layer { w, c: Array1::zeros(d), d: back, b: Array1::zeros(d) })
            .collect();
        let layers: Vec<Layer> = layers
            .into_iter()
            .map(|l| Layer { c: vector(d, rng) * 0.5 + 0.5, b: vector(d, rng), ..l })
            .collect();
        let x = normal(n, d, rng);
        let mut right = Array2::zeros((n, d));
        for (row, mut to) in x.rows().into_iter().zip(right.rows_mut()) {
            let positive = |v: Array1<f64>| v.mapv(|v| if v > 0.0 { v } else { 0.0 });
            let mut h = row.to_owned();
            for layer in &layers {
                h = positive(layer.w.t().dot(&h) + &layer.c);
            }
            for layer in layers[1..].iter().rev() {
                h = positive(layer.d.t().dot(&h) + &layer.b);
            }
            to.assign(&(layers[0].d.t().dot(&h) + &layers[0].b));
        }
        type Wrong = fn(&[Layer], &Array2<f64>) -> Array2<f64>;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::relu_at_the_end, "no relu on x̃ itself: only codes are positive"),
            (wrong::no_relu_down, "a rebuilt code needs its relu"),
            (wrong::no_relu_up, "the codes are not rectified on the way up"),
            (wrong::no_bias, "the encoders' biases are missing"),
            (wrong::first_only, "only the first layer was used"),
            (wrong::down_in_order, "on the way down the top layer comes first"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&layers, &x), why));
        let yours = answer(&layers, &x);
        exercise.shape(&yours, n, d, "as x has");
        let otherwise = "that is not what comes back";
        exercise.compare(&yours, &right, 1e-9, &suspects, otherwise);
    }
}

pub fn grow(answer: impl Fn(&Array2<f64>, &[usize], Learn) -> Array2<f64>) {
    use mistakes::grow as wrong;
    let exercise = Exercise { number: "12.4", section: sections::GREEDY };
    for (seed, widths) in [(1, vec![4, 5, 3]), (2, vec![5, 4, 5, 3]), (3, vec![3, 3, 3])] {
        let rng = &mut seeded(124 + seed);
        let x = normal(6, 3, rng);
        // What is learnt depends on the data that it is learnt on.
        let learn = |h: &Array2<f64>, units: usize| {
            let row = |i: usize| h.row(i % h.nrows());
            let w = Array2::from_shape_fn((h.ncols(), units), |(i, j)| row(j)[i] + 0.1);
            let c = Array1::from_shape_fn(units, |j| 0.3 + 0.5 * row(j + 1).sum() / 3.0);
            (w / 2.0, c)
        };
        let learnt_on = RefCell::new(Vec::new());
        let noted = |h: &Array2<f64>, units: usize| {
            learnt_on.borrow_mut().push((h.dim(), units));
            learn(h, units)
        };
        let mut right = x.clone();
        for &units in &widths {
            let (w, c) = learn(&right, units);
            right = (right.dot(&w) + &c).mapv(|a: f64| a.max(0.0));
        }
        type Wrong = fn(&Array2<f64>, &[usize], Learn) -> Array2<f64>;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::no_relu, "the codes were not rectified before they went on"),
            (wrong::no_bias, "the biases c were left out"),
            (wrong::one_too_few, "the last layer is missing"),
            (wrong::on_the_data, "a layer was learnt on x, not on the codes below it"),
            (wrong::order_reversed, "the widths count from x upwards"),
            (wrong::on_centred, "a layer was learnt on other numbers than it is given"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&x, &widths, &learn), why));
        let yours = answer(&x, &widths, &noted);
        let otherwise = "those are not the codes of the top layer";
        exercise.compare(&yours, &right, 1e-9, &suspects, otherwise);
        if learnt_on.borrow().len() != widths.len() {
            let (got, need) = (learnt_on.borrow().len(), widths.len());
            exercise.fail(
                "each layer is learnt once",
                &format!("{got} trainings"),
                &format!("{need}"),
            );
        }
    }
}

pub fn reported(answer: impl Fn(&Array2<f64>, &Array2<f64>) -> f64) {
    use mistakes::reported as wrong;
    let exercise = Exercise { number: "12.5", section: sections::LABELS };
    let rng = &mut seeded(125);
    for case in 0..3 {
        let (rates, looks) = (4, 6);
        let mut held = normal(rates, looks, rng).mapv(|v| 0.7 + 0.02 * v);
        let test = normal(rates, looks, rng).mapv(|v| 0.7 + 0.02 * v);
        // Three equals at the top, in another order by rows than by columns.
        for at in [[1, 3], [2, 1 + case % 2], [3, 4]] {
            held[at] = 0.9;
        }
        let right = test[[1, 3]];
        type Wrong = fn(&Array2<f64>, &Array2<f64>) -> f64;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::by_the_test, "chosen by the test images themselves"),
            (wrong::held_out_itself, "that is an accuracy on the held-out images"),
            (wrong::the_last_of_equals, "of equal ones the first is wanted"),
            (wrong::at_the_end, "only the last look was considered"),
            (wrong::first_rate, "only the first rate was considered"),
            (
                wrong::looks_first,
                "of equal ones the first rate comes before the first look",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&held, &test), why));
        let otherwise = "that is not the test accuracy where the held-out one is highest";
        exercise.number(answer(&held, &test), right, 1e-12, &suspects, otherwise);
    }
}

pub fn linear_stack(answer: impl Fn(&[f64], &[usize]) -> f64) {
    use mistakes::linear_stack as wrong;
    let exercise = Exercise { number: "12.6", section: sections::GREEDY };
    let variances = [9.0, 5.0, 3.0, 2.0, 1.0, 0.5];
    for widths in [vec![4, 2, 5, 3], vec![5, 3, 4], vec![3, 2, 5]] {
        // Directions that a layer keeps are what the next one sees; more units find none.
        let alive = widths.iter().fold(variances.len(), |alive, &k| alive.min(k));
        let right: f64 = variances[alive..].iter().sum();
        type Wrong = fn(&[f64], &[usize]) -> f64;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::last_width, "a wide top layer cannot bring back what is lost below"),
            (wrong::first_width, "the layers above drop directions too"),
            (wrong::every_layer, "what is dropped once is not dropped again"),
            (wrong::widest, "the narrowest layer decides, not the widest"),
            (wrong::kept, "that is the variance which is kept"),
            (wrong::share, "that is a share of the variance, not the error"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&variances, &widths), why));
        let otherwise = "that is not the variance which no layer's code holds";
        exercise.number(answer(&variances, &widths), right, 1e-12, &suspects, otherwise);
    }
}
