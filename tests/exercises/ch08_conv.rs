//! Exercises of chapter 8, "Convolutional autoencoders". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch08_conv exercise_8_1 -- --ignored` checks one. ndarray and rand are at
//! hand; `autoencoders::conv` and the image layers of `autoencoders::nn` would be looking the
//! answers up.

use ndarray::{Array1, Array2};

/// Exercise 8.1 — Padding that keeps the size
///
/// SAME padding along one side of `n` ≥ 1 pixels under a window of `k` ≥ 1 pixels that moves by
/// `stride` ≥ 1: how often the window stands there, and the pixels of padding before and after.
pub fn same(n: usize, k: usize, stride: usize) -> (usize, usize, usize) {
    todo!("exercise 8.1: ⌈n/stride⌉ places, as little padding as they need")
}

/// Exercise 8.2 — How far a unit sees
///
/// Layers with these (kernel, stride) along a side, from the picture upwards. The pixels of the
/// picture, along a side, that one number of the last layer depends on at most; and how many
/// pixels the fields of two neighbours are apart.
pub fn field(layers: &[(usize, usize)]) -> (usize, usize) {
    todo!("exercise 8.2: each layer adds to the field, in pixels of the picture")
}

/// Exercise 8.3 — Patches by hand
///
/// P (places, k²) of one grey picture x with `padding` zeros on all four sides: what a window of
/// k × k pixels sees from each of its places, `stride` pixels apart. Places, and pixels in the
/// window, are counted row by row. The window fits: nothing is left over.
pub fn patches(x: &Array2<f64>, k: usize, stride: usize, padding: usize) -> Array2<f64> {
    todo!("exercise 8.3: a row for each place, a column for each pixel of the window")
}

/// Exercise 8.4 — Back through a pool
///
/// Max pooling with a k × k window that moves by `stride`, no padding: given the picture x and
/// ∂L/∂y for what comes out, `slopes`, the derivative ∂L/∂x. Of equal numbers in a window the
/// first, row by row, counts as the largest.
pub fn pool_back(
    x: &Array2<f64>,
    slopes: &Array2<f64>,
    k: usize,
    stride: usize,
) -> Array2<f64> {
    todo!("exercise 8.4: each slope to the pixel that was the largest")
}

/// Exercise 8.5 — Is it the transpose?
///
/// `forward` is a linear map of `inputs` numbers to `outputs`, and `back` claims to be its
/// transpose. Is it? Up to rounding, whatever the scale of the numbers.
pub fn is_transpose(
    forward: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    back: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    inputs: usize,
    outputs: usize,
) -> bool {
    todo!("exercise 8.5: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩ for all x and y")
}

/// Exercise 8.6 — A filter without a grid
///
/// Of all filters of w's shape the one nearest to w, by the sum of squared differences, whose
/// transposed convolution with this stride makes a picture of one grey into a picture of one
/// grey, away from the edges. Neither side of w is shorter than the stride.
pub fn calm(w: &Array2<f64>, stride: usize) -> Array2<f64> {
    todo!("exercise 8.6: which numbers of w meet in one pixel?")
}
