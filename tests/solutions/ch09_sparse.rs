//! The exercises of chapter 9, solved; explained on the page.

use ndarray::{Array1, Array2, Axis};

// ANCHOR: exercise_9_1
pub fn cheapest(c: f64, lambda: f64) -> f64 {
    if c > lambda / 2.0 {
        c - lambda / 2.0
    } else if c < -lambda / 2.0 {
        c + lambda / 2.0
    } else {
        0.0
    }
}
// ANCHOR_END: exercise_9_1

// ANCHOR: exercise_9_2
pub fn largest(a: &Array2<f64>, k: usize) -> Array2<f64> {
    let mut y = Array2::zeros(a.dim());
    for (a, mut y) in a.rows().into_iter().zip(y.rows_mut()) {
        let mut order: Vec<usize> = (0..a.len()).collect();
        order.sort_by(|&i, &j| a[j].total_cmp(&a[i])); // equal ones keep their order
        order[..k].iter().for_each(|&j| y[j] = a[j]);
    }
    y
}
// ANCHOR_END: exercise_9_2

// ANCHOR: exercise_9_3
pub fn normalised(
    w: &Array2<f64>,
    b: &Array1<f64>,
    d: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array2<f64>) {
    let length = |row: ndarray::ArrayView1<f64>| row.dot(&row).sqrt();
    let lengths: Array1<f64> = d.rows().into_iter().map(length).collect();
    let lengths = lengths.mapv(|l| if l > 0.0 { l } else { 1.0 });
    (w * &lengths, b * &lengths, d / &lengths.clone().insert_axis(Axis(1)))
}
// ANCHOR_END: exercise_9_3

// ANCHOR: exercise_9_4
pub fn slope(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
    let (h, n) = (a.mapv(|a| 1.0 / (1.0 + (-a).exp())), a.nrows() as f64);
    let rho_hat = h.sum_axis(Axis(0)) / n;
    let by_mean = rho_hat.mapv(|q| beta * (q - rho) / (q * (1.0 - q))); // β ∂KL/∂rho_hat
    h.mapv(|h| h * (1.0 - h)) * &(by_mean / n) // by h: 1/n; h by a: h(1 − h)
}
// ANCHOR_END: exercise_9_4

// ANCHOR: exercise_9_5
pub fn exact(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
    let gram = d.dot(&d.t());
    // Steps of 1/L, L at least twice the largest eigenvalue of DDᵀ: its trace will do.
    let l = 2.0 * gram.diag().sum().max(f64::MIN_POSITIVE);
    let mut z = Array1::<f64>::zeros(d.nrows());
    let mut ahead = z.clone();
    for step in 0..20_000 {
        let slope = (gram.dot(&ahead) - d.dot(x)) * 2.0; // of ‖x − zD‖²
        let next = (&ahead - &(slope / l)).mapv(|c| cheapest(c, 2.0 * lambda / l));
        let momentum = step as f64 / (step as f64 + 3.0); // Nesterov's
        ahead = &next + &((&next - &z) * momentum);
        z = next;
    }
    z
}
// ANCHOR_END: exercise_9_5
