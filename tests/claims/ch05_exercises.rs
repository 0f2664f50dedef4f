//! What the solutions of chapter 5's exercises say on the page beside their code.

use crate::solutions;
use ndarray::{Array1, Array2};

#[track_caller]
fn about(found: f64, said: f64, digits: i32) {
    assert!((found - said).abs() < 0.501 * 10f64.powi(-digits), "{found}, not {said}");
}

/// E[f(a)], a ~ N(0, q).
fn mean(q: f64, f: impl Fn(f64) -> f64) -> f64 {
    let weigh = |u: f64| (-u * u / 2.0).exp() * 1e-3 / std::f64::consts::TAU.sqrt();
    (-9000..9000)
        .map(|i| f64::from(2 * i + 1) * 5e-4)
        .map(|u| f(q.sqrt() * u) * weigh(u))
        .sum()
}

/// 0.10 bits a pixel above a floor of 0.058 nats are half of 0.08 nats above it.
#[test]
fn two_colleagues() {
    let nats = solutions::nats_an_image(0.10, 1, true, true);
    about(nats, 0.069, 3);
    about((nats - 0.058) / (0.08 - 0.058), 0.5, 1);
}

#[test]
fn a_thousandfold_descent() {
    let steps = |factor: f64| 1000f64.ln() / -factor.ln();
    let (_, beta) = solutions::fastest(1.0, 1e4);
    about(beta.sqrt(), 99.0 / 101.0, 12);
    about(steps(beta.sqrt()), 345.0, 0);
    about(steps(9999.0 / 10001.0), 34_539.0, 0);
    let (eta, beta) = solutions::fastest(3.0, 3.0);
    about(eta, 1.0 / 3.0, 12);
    assert_eq!(beta, 0.0);
}

#[test]
fn starts_for_other_bends() {
    let sigmoid = |a: f64| 1.0 / (1.0 + (-a).exp());
    let (tanh, logistic) = (solutions::scale(&f64::tanh), solutions::scale(&sigmoid));
    about(tanh, 2.54, 2);
    about(logistic, 3.41, 2);
    // ReLU: by the variance, and what that does to the mean square of the next layer.
    let variance = mean(1.0, |a| a.max(0.0).powi(2)) - mean(1.0, |a| a.max(0.0)).powi(2);
    about(variance, 0.5 - 1.0 / std::f64::consts::TAU, 6);
    about(0.5 / variance, 1.47, 2);
    // The share of the mean in the sigmoid's mean square, and the way back.
    about(mean(1.0, sigmoid).powi(2) * logistic, 0.85, 2);
    about(tanh * mean(1.0, |a| (1.0 - a.tanh().powi(2)).powi(2)), 1.18, 2);
    about(logistic * mean(1.0, |a| (sigmoid(a) * (1.0 - sigmoid(a))).powi(2)), 0.15, 2);
}

/// What was not seen comes back as a blend of the two samples whose codes it falls between.
#[test]
fn the_index_machine_blends_neighbours() {
    let x = Array2::from_shape_fn((4, 3), |(i, j)| ((7 * i + 3 * j * j) % 5) as f64);
    let v = Array1::from(vec![1.0, 0.1, 0.01]);
    let (corners, weights, bias) = solutions::index_machine(&x, &v);
    assert_eq!(weights.len() + corners.len() + bias.len(), 3 * (3 + 1) + 3);
    let z = x.dot(&v);
    let mut order = [0, 1, 2, 3];
    order.sort_by(|&i, &j| z[i].total_cmp(&z[j]));
    for pair in order.windows(2) {
        let between = 0.3 * z[pair[0]] + 0.7 * z[pair[1]];
        let y = corners.mapv(|c| (between - c).max(0.0)).dot(&weights) + &bias;
        let blend = &x.row(pair[0]) * 0.3 + &x.row(pair[1]) * 0.7;
        assert!((y - blend).iter().all(|off| off.abs() < 1e-9));
    }
}
