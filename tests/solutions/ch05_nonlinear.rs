//! The exercises of chapter 5, solved; explained on the page.

use autoencoders::Real;
use ndarray::{Array1, Array2, Axis, Zip};
use std::f64::consts::LN_2;

// ANCHOR: exercise_5_1
pub fn nats_an_image(reported: f64, pixels: usize, per_pixel: bool, in_bits: bool) -> f64 {
    let summed = if per_pixel { reported * pixels as f64 } else { reported };
    if in_bits { summed * LN_2 } else { summed } // a bit is ln 2 nats
}

pub fn floor(t: &Array2<Real>) -> f64 {
    // what never happens surprises nobody
    let surprise = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    let entropy = |&t: &Real| surprise(f64::from(t)) + surprise(1.0 - f64::from(t));
    t.iter().map(entropy).sum::<f64>() / t.nrows() as f64
}
// ANCHOR_END: exercise_5_1

// ANCHOR: exercise_5_2
pub fn cross_entropy(a: &Array2<Real>, t: &Array2<Real>) -> (f64, Array2<Real>) {
    let n = a.nrows() as Real;
    let mut loss = 0.0;
    let mut da = Array2::zeros(a.dim());
    Zip::from(&mut da).and(a).and(t).for_each(|da, &a, &t| {
        let small = (-a.abs()).exp(); // e^−|a| ≤ 1
        let y = if a >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        loss += f64::from(a.max(0.0) + small.ln_1p() - t * a); // ln(1 + eᵃ) − ta
        *da = (y - t) / n; // ∂L/∂a
    });
    (loss / f64::from(n), da)
}
// ANCHOR_END: exercise_5_2

// ANCHOR: exercise_5_3
pub fn backward(
    x: &Array2<Real>,
    w: &Array2<Real>,
    h: &Array2<Real>,
    dh: &Array2<Real>,
) -> (Array2<Real>, Array1<Real>, Array2<Real>) {
    let da = dh * &h.mapv(|h| h * (1.0 - h)); // ∂L/∂A = ∂L/∂H ∘ σ′(A), and σ′ = h(1 − h)
    let dw = x.t().dot(&da); // ∂L/∂W = Xᵀ ∂L/∂A
    let db = da.sum_axis(Axis(0)); // ∂L/∂b = (∂L/∂A)ᵀ 1
    let dx = da.dot(&w.t()); // ∂L/∂X = ∂L/∂A Wᵀ
    (dw, db, dx)
}
// ANCHOR_END: exercise_5_3

// ANCHOR: exercise_5_4
pub fn fastest(q1: f64, q2: f64) -> (f64, f64) {
    let ratio = (q2 / q1).sqrt(); // √R
    let beta = ((ratio - 1.0) / (ratio + 1.0)).powi(2);
    let eta = (2.0 / (q1.sqrt() + q2.sqrt())).powi(2);
    (eta, beta)
}
// ANCHOR_END: exercise_5_4

// ANCHOR: exercise_5_5
pub fn scale(bend: &dyn Fn(f64) -> f64) -> f64 {
    let step = 1e-3;
    let density = |a: f64| (-a * a / 2.0).exp() / std::f64::consts::TAU.sqrt();
    // ten standard deviations to either side
    let grid = (-10_000..=10_000).map(|i| i as f64 * step);
    // E[s(a)²], a ~ N(0, 1)
    let mean_square: f64 = grid.map(|a| bend(a).powi(2) * density(a) * step).sum();
    1.0 / mean_square
}
// ANCHOR_END: exercise_5_5

// ANCHOR: exercise_5_6
pub fn index_machine(
    x: &Array2<f64>,
    v: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>, Array1<f64>) {
    let z = x.dot(v);
    let mut order: Vec<usize> = (0..x.nrows()).collect();
    order.sort_by(|&i, &j| z[i].total_cmp(&z[j])); // the line along which the samples stand
    let corners = order[..order.len() - 1].iter().map(|&i| z[i]).collect();
    let mut weights = Array2::zeros((x.nrows() - 1, x.ncols()));
    let mut before = Array1::zeros(x.ncols());
    for (mut row, pair) in weights.rows_mut().into_iter().zip(order.windows(2)) {
        let slope = (&x.row(pair[1]) - &x.row(pair[0])) / (z[pair[1]] - z[pair[0]]);
        // a rectifier adds to the slope for good: the change, not the slope
        row.assign(&(&slope - &before));
        before = slope;
    }
    (corners, weights, x.row(order[0]).to_owned())
}
// ANCHOR_END: exercise_5_6
