//! The exercises of chapter 14, solved; explained on the page.

use ndarray::{Array1, Array2, Axis};

// ANCHOR: exercise_14_1
pub fn price(mu: &Array2<f64>, s: &Array2<f64>) -> f64 {
    let units = 0.5 * (mu * mu + s.mapv(f64::exp) - 1.0 - s);
    units.sum() / mu.nrows() as f64
}
// ANCHOR_END: exercise_14_1

// ANCHOR: exercise_14_2
pub fn loss(a: &Array2<f64>, x: &Array2<f64>, mu: &Array2<f64>, s: &Array2<f64>) -> f64 {
    let softplus = a.mapv(|a| a.max(0.0) + (-a.abs()).exp().ln_1p());
    let reconstruction = (softplus - x * a).sum() / a.nrows() as f64;
    reconstruction + price(mu, s)
}
// ANCHOR_END: exercise_14_2

// ANCHOR: exercise_14_3
pub fn slopes(
    dz: &Array2<f64>,
    e: &Array2<f64>,
    mu: &Array2<f64>,
    s: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    let n = mu.nrows() as f64;
    let half_sigma = s.mapv(|s| 0.5 * (s / 2.0).exp()); // ∂σ/∂s = σ/2
    let d_mu = dz + mu / n; // ∂z/∂μ = 1, ∂KL/∂μ = μ
    let d_s = dz * e * half_sigma + (s.mapv(f64::exp) - 1.0) / (2.0 * n);
    (d_mu, d_s)
}
// ANCHOR_END: exercise_14_3

// ANCHOR: exercise_14_4
pub fn score(f: &Array1<f64>, e: &Array2<f64>, sigma: &Array1<f64>) -> Array1<f64> {
    let (m, sum) = (f.len() as f64, f.sum());
    let better = f.mapv(|f| f - (sum - f) / (m - 1.0)); // than the mean of the others
    let products = e * &better.insert_axis(Axis(1));
    products.sum_axis(Axis(0)) / m / sigma
}
// ANCHOR_END: exercise_14_4

// ANCHOR: exercise_14_5
pub fn bound(log_w: &Array2<f64>, k: usize) -> f64 {
    let mut logs = Vec::new();
    for row in log_w.rows() {
        for group in row.to_vec().chunks(k) {
            let most = group.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = group.iter().map(|w| (w - most).exp()).sum(); // the largest is 1
            logs.push(most + (sum / k as f64).ln());
        }
    }
    logs.iter().sum::<f64>() / logs.len() as f64
}
// ANCHOR_END: exercise_14_5

// ANCHOR: exercise_14_6
pub fn one_code(x: &Array2<f64>, w: &Array1<f64>, variance: f64) -> Array1<f64> {
    let (d, m) = (w.len() as f64, w.dot(w) + variance); // M = wᵀw + σ²
    let constant = d * std::f64::consts::TAU.ln() + (d - 1.0) * variance.ln() + m.ln();
    x.map_axis(Axis(1), |x| {
        let square = (x.dot(&x) - x.dot(w).powi(2) / m) / variance; // xᵀC⁻¹x
        -0.5 * (constant + square)
    })
}
// ANCHOR_END: exercise_14_6
