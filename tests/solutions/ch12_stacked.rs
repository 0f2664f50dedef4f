//! The exercises of chapter 12, solved; explained on the page.

use crate::exercises::{Layer, Learn};
use ndarray::Array2;

/// max(0, a).
fn relu(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|a| a.max(0.0))
}

/// The largest of the other classes.
fn rival(a: &Array2<f64>, row: usize, truth: usize) -> usize {
    let others = (0..a.ncols()).filter(|&j| j != truth);
    others.max_by(|&p, &q| a[[row, p]].total_cmp(&a[[row, q]])).expect("two classes")
}

// ANCHOR: exercise_12_1
pub fn hinge(a: &Array2<f64>, labels: &[usize]) -> f64 {
    let missing = |(i, &c): (usize, &usize)| 1.0 + a[[i, rival(a, i, c)]] - a[[i, c]];
    let each = labels.iter().enumerate().map(|one| missing(one).max(0.0));
    each.sum::<f64>() / labels.len() as f64
}
// ANCHOR_END: exercise_12_1

// ANCHOR: exercise_12_2
pub fn hinge_slope(a: &Array2<f64>, labels: &[usize]) -> Array2<f64> {
    let mut slope = Array2::zeros(a.dim());
    for (i, &c) in labels.iter().enumerate() {
        let rival = rival(a, i, c);
        if 1.0 + a[[i, rival]] - a[[i, c]] > 0.0 {
            slope[[i, rival]] = 1.0 / labels.len() as f64;
            slope[[i, c]] = -1.0 / labels.len() as f64;
        }
    }
    slope
}
// ANCHOR_END: exercise_12_2

// ANCHOR: exercise_12_3
pub fn through(layers: &[Layer], x: &Array2<f64>) -> Array2<f64> {
    let up = |h: Array2<f64>, l: &Layer| relu(&(h.dot(&l.w) + &l.c));
    let mut h = layers.iter().fold(x.clone(), up);
    for (i, layer) in layers.iter().enumerate().rev() {
        h = h.dot(&layer.d) + &layer.b;
        if i > 0 {
            h = relu(&h); // a rebuilt code; x itself may be anything
        }
    }
    h
}
// ANCHOR_END: exercise_12_3

// ANCHOR: exercise_12_4
pub fn grow(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
    widths.iter().fold(x.clone(), |h, &units| {
        let (w, c) = learn(&h, units);
        relu(&(h.dot(&w) + &c))
    })
}
// ANCHOR_END: exercise_12_4

// ANCHOR: exercise_12_5
pub fn reported(held_out: &Array2<f64>, test: &Array2<f64>) -> f64 {
    let mut best = (f64::NEG_INFINITY, f64::NAN);
    for (&held_out, &test) in held_out.iter().zip(test) {
        if held_out > best.0 {
            best = (held_out, test);
        }
    }
    best.1
}
// ANCHOR_END: exercise_12_5

// ANCHOR: exercise_12_6
pub fn linear_stack(variances: &[f64], widths: &[usize]) -> f64 {
    let narrowest = widths.iter().copied().min().unwrap_or(variances.len());
    variances.iter().skip(narrowest).sum()
}
// ANCHOR_END: exercise_12_6
