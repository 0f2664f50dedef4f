//! The exercises of chapter 8, solved; explained on the page.

use ndarray::{Array1, Array2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

// ANCHOR: exercise_8_1
pub fn same(n: usize, k: usize, stride: usize) -> (usize, usize, usize) {
    let places = n.div_ceil(stride);
    let padding = ((places - 1) * stride + k).saturating_sub(n);
    (places, padding / 2, padding - padding / 2)
}
// ANCHOR_END: exercise_8_1

// ANCHOR: exercise_8_2
pub fn field(layers: &[(usize, usize)]) -> (usize, usize) {
    layers.iter().fold((1, 1), |(side, step), &(kernel, stride)| {
        (side + (kernel - 1) * step, step * stride)
    })
}
// ANCHOR_END: exercise_8_2

// ANCHOR: exercise_8_3
pub fn patches(x: &Array2<f64>, k: usize, stride: usize, padding: usize) -> Array2<f64> {
    let (height, width) = x.dim();
    let mut padded = Array2::zeros((height + 2 * padding, width + 2 * padding));
    padded.slice_mut(s![padding..padding + height, padding..padding + width]).assign(x);
    let rows = (padded.nrows() - k) / stride + 1;
    let columns = (padded.ncols() - k) / stride + 1;
    Array2::from_shape_fn((rows * columns, k * k), |(place, tap)| {
        let row = place / columns * stride + tap / k;
        let column = place % columns * stride + tap % k;
        padded[[row, column]]
    })
}
// ANCHOR_END: exercise_8_3

// ANCHOR: exercise_8_4
pub fn pool_back(
    x: &Array2<f64>,
    slopes: &Array2<f64>,
    k: usize,
    stride: usize,
) -> Array2<f64> {
    let mut dx = Array2::zeros(x.dim());
    for ((row, column), slope) in slopes.indexed_iter() {
        let (top, left) = (row * stride, column * stride);
        let mut largest = (top, left);
        for i in top..top + k {
            for j in left..left + k {
                if x[[i, j]] > x[largest] {
                    largest = (i, j); // strictly larger: of equal numbers the first stays
                }
            }
        }
        dx[largest] += slope; // two windows may have the same winner
    }
    dx
}
// ANCHOR_END: exercise_8_4

// ANCHOR: exercise_8_5
pub fn is_transpose(
    forward: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    back: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    inputs: usize,
    outputs: usize,
) -> bool {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let mut random =
        |n: usize| Array1::from_shape_simple_fn(n, || rng.random_range(-1.0..1.0));
    (0..3).all(|_| {
        let (x, y) = (random(inputs), random(outputs));
        let (ax, by) = (forward(&x), back(&y));
        let length = |v: &Array1<f64>| v.dot(v).sqrt();
        let scale = length(&ax) * length(&y) + length(&x) * length(&by);
        (ax.dot(&y) - x.dot(&by)).abs() <= 1e-10 * scale
    })
}
// ANCHOR_END: exercise_8_5

// ANCHOR: exercise_8_6
pub fn calm(w: &Array2<f64>, stride: usize) -> Array2<f64> {
    let phases = || (0..stride).flat_map(|i| (0..stride).map(move |j| (i, j)));
    // S and m: the sum, and the number, of the weights of each phase.
    let mut sum = Array2::<f64>::zeros((stride, stride));
    let mut count = sum.clone();
    for ((i, j), w) in w.indexed_iter() {
        sum[[i % stride, j % stride]] += w;
        count[[i % stride, j % stride]] += 1.0;
    }
    let shares: f64 = phases().map(|p| 1.0 / count[p]).sum();
    let common = phases().map(|p| sum[p] / count[p]).sum::<f64>() / shares; // T
    Array2::from_shape_fn(w.dim(), |(i, j)| {
        let p = (i % stride, j % stride);
        w[[i, j]] + (common - sum[p]) / count[p]
    })
}
// ANCHOR_END: exercise_8_6
