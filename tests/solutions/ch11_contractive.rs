//! The exercises of chapter 11, solved; explained on the page.

use crate::exercises::Product;
use ndarray::{Array1, Array2, Axis};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

// ANCHOR: exercise_11_1
pub fn penalty(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
    let s = h * &(1.0 - h);
    let lengths = (w * w).sum_axis(Axis(0)); // ‖wⱼ‖²
    (&s * &s).dot(&lengths).sum() / h.nrows() as f64
}
// ANCHOR_END: exercise_11_1

// ANCHOR: exercise_11_2
pub fn slope(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
    let h = (x.dot(w) + c).mapv(sigmoid);
    let s = &h * &(1.0 - &h);
    let lengths = (w * w).sum_axis(Axis(0));
    let through_codes = 2.0 * &s * &s * &(1.0 - 2.0 * &h) * &lengths; // ∂/∂A
    let through_lengths = 2.0 * w * &(&s * &s).sum_axis(Axis(0));
    (x.t().dot(&through_codes) + through_lengths) / x.nrows() as f64
}
// ANCHOR_END: exercise_11_2

// ANCHOR: exercise_11_3
pub fn push(
    layers: &[(Array2<f64>, Array1<f64>)],
    x: &Array1<f64>,
    v: &Array1<f64>,
) -> Array1<f64> {
    let (mut x, mut v) = (x.clone(), v.clone());
    for (w, b) in layers {
        x = (x.dot(w) + b).mapv(sigmoid);
        v = v.dot(w) * &x * &(1.0 - &x); // the bias does not move; the bend scales by s′
    }
    v
}
// ANCHOR_END: exercise_11_3

// ANCHOR: exercise_11_4
pub fn direction(push: Product, pull: Product, d: usize) -> Array1<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut v = Array1::from_shape_simple_fn(d, || rng.random_range(-1.0..1.0));
    for _ in 0..200 {
        v = pull(&push(&v)); // JᵀJv
        v /= v.dot(&v).sqrt();
    }
    v
}
// ANCHOR_END: exercise_11_4

// ANCHOR: exercise_11_5
pub fn estimate(pull: Product, u: &Array2<f64>) -> f64 {
    let square = |row: ndarray::ArrayView1<f64>| {
        let g = pull(&row.to_owned());
        g.dot(&g)
    };
    u.rows().into_iter().map(square).sum::<f64>() / u.nrows() as f64
}
// ANCHOR_END: exercise_11_5

// ANCHOR: exercise_11_6
pub fn expansion(a: &Array1<f64>, squares: &Array1<f64>) -> (f64, f64) {
    let (mut second, mut fourth) = (0.0, 0.0);
    for (&a, &square) in a.iter().zip(squares) {
        let h = sigmoid(a);
        let s1 = h * (1.0 - h); // s′
        let (s2, s3) = (s1 * (1.0 - 2.0 * h), s1 * (1.0 - 6.0 * s1)); // s″, s‴
        second += square * s1 * s1;
        fourth += square * square * (0.75 * s2 * s2 + s1 * s3);
    }
    (second, fourth)
}
// ANCHOR_END: exercise_11_6

fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}
