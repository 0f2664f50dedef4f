//! Wrong answers that are often given to the exercises of chapter 8; each must be caught and
//! told what it is.

use crate::solutions;
use ndarray::{Array1, Array2, s};

pub mod same {
    type Answer = (usize, usize, usize);
    fn split(places: usize, padding: usize) -> Answer {
        (places, padding / 2, padding - padding / 2)
    }
    pub fn rounds_down(n: usize, k: usize, stride: usize) -> Answer {
        let places = (n / stride).max(1);
        split(places, ((places - 1) * stride + k).saturating_sub(n))
    }
    pub fn odd_before(n: usize, k: usize, stride: usize) -> Answer {
        let (places, before, after) = super::solutions::same(n, k, stride);
        (places, after, before)
    }
    pub fn forgets_the_stride(n: usize, k: usize, stride: usize) -> Answer {
        split(n.div_ceil(stride), k - 1)
    }
    pub fn keeps_the_size(n: usize, k: usize, _: usize) -> Answer {
        split(n, k - 1)
    }
    pub fn half_a_window(n: usize, k: usize, stride: usize) -> Answer {
        (n.div_ceil(stride), k / 2, k / 2)
    }
    pub fn wraps(n: usize, k: usize, stride: usize) -> Answer {
        let places = n.div_ceil(stride);
        split(places, ((places - 1) * stride + k).wrapping_sub(n))
    }
    pub fn symmetric(n: usize, k: usize, stride: usize) -> Answer {
        let (places, _, after) = super::solutions::same(n, k, stride);
        (places, after, after)
    }
}

pub mod field {
    type Answer = (usize, usize);
    fn fold(
        layers: &[(usize, usize)],
        each: impl Fn(Answer, (usize, usize)) -> Answer,
    ) -> Answer {
        layers.iter().fold((1, 1), |so_far, &layer| each(so_far, layer))
    }
    pub fn no_strides(layers: &[(usize, usize)]) -> Answer {
        fold(layers, |(side, step), (k, s)| (side + k - 1, step * s))
    }
    pub fn whole_kernels(layers: &[(usize, usize)]) -> Answer {
        fold(layers, |(side, step), (k, s)| (side + k * step, step * s))
    }
    pub fn own_stride(layers: &[(usize, usize)]) -> Answer {
        fold(layers, |(side, step), (k, s)| (side + (k - 1) * step * s, step * s))
    }
    pub fn product(layers: &[(usize, usize)]) -> Answer {
        fold(layers, |(side, step), (k, s)| (side * k, step * s))
    }
    pub fn from_above(layers: &[(usize, usize)]) -> Answer {
        let turned: Vec<_> = layers.iter().rev().copied().collect();
        super::solutions::field(&turned)
    }
    pub fn sum_of_strides(layers: &[(usize, usize)]) -> Answer {
        let (side, _) = super::solutions::field(layers);
        (side, layers.iter().map(|layer| layer.1).sum())
    }
    pub fn from_nothing(layers: &[(usize, usize)]) -> Answer {
        let (side, step) = super::solutions::field(layers);
        (side - 1, step)
    }
}

pub mod patches {
    use super::*;
    fn places(n: usize, k: usize, stride: usize) -> usize {
        (n - k) / stride + 1
    }
    /// P, from the padded picture and the order of places and taps.
    fn ordered(
        x: &Array2<f64>,
        (k, stride, padding): (usize, usize, usize),
        place: impl Fn(usize, usize, usize) -> (usize, usize),
        tap: impl Fn(usize) -> (usize, usize),
    ) -> Array2<f64> {
        let (height, width) = (x.nrows() + 2 * padding, x.ncols() + 2 * padding);
        let (rows, columns) = (places(height, k, stride), places(width, k, stride));
        let inside = |at: usize, n: usize| at.checked_sub(padding).filter(|&at| at < n);
        Array2::from_shape_fn((rows * columns, k * k), |(at, t)| {
            let ((row, column), (i, j)) = (place(at, rows, columns), tap(t));
            let pixel = (
                inside(row * stride + i, x.nrows()),
                inside(column * stride + j, x.ncols()),
            );
            match pixel {
                (Some(i), Some(j)) => x[[i, j]],
                _ => 0.0,
            }
        })
    }
    fn by_rows(at: usize, _: usize, columns: usize) -> (usize, usize) {
        (at / columns, at % columns)
    }
    pub fn window_by_columns(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        ordered(x, (k, s, p), by_rows, |t| (t % k, t / k))
    }
    pub fn places_by_columns(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        ordered(x, (k, s, p), |at, rows, _| (at % rows, at / rows), |t| (t / k, t % k))
    }
    pub fn turned(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        ordered(x, (k, s, p), by_rows, |t| (k - 1 - t / k, k - 1 - t % k))
    }
    pub fn transposed(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        solutions::patches(x, k, s, p).t().to_owned()
    }
    pub fn one_by_one(x: &Array2<f64>, k: usize, _: usize, p: usize) -> Array2<f64> {
        solutions::patches(x, k, 1, p)
    }
    pub fn no_padding(x: &Array2<f64>, k: usize, s: usize, _: usize) -> Array2<f64> {
        solutions::patches(x, k, s, 0)
    }
    pub fn repeats_the_edge(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        let clamped = |at: usize, n: usize| at.saturating_sub(p).min(n - 1);
        let padded =
            Array2::from_shape_fn((x.nrows() + 2 * p, x.ncols() + 2 * p), |(i, j)| {
                x[[clamped(i, x.nrows()), clamped(j, x.ncols())]]
            });
        solutions::patches(&padded, k, s, 0)
    }
    pub fn pads_after(x: &Array2<f64>, k: usize, s: usize, p: usize) -> Array2<f64> {
        let mut padded = Array2::zeros((x.nrows() + 2 * p, x.ncols() + 2 * p));
        padded.slice_mut(s![..x.nrows(), ..x.ncols()]).assign(x);
        solutions::patches(&padded, k, s, 0)
    }
}

pub mod pool_back {
    use super::*;
    /// Each slope spread over its window by `share` of (picture, window's corner, pixel).
    fn spread(
        (x, slopes): (&Array2<f64>, &Array2<f64>),
        (k, stride): (usize, usize),
        share: impl Fn(&[((usize, usize), f64)], usize) -> f64,
    ) -> Array2<f64> {
        let mut dx = Array2::zeros(x.dim());
        for ((row, column), slope) in slopes.indexed_iter() {
            let window: Vec<_> = (0..k * k)
                .map(|t| (row * stride + t / k, column * stride + t % k))
                .map(|at| (at, x[at]))
                .collect();
            for (t, &(at, _)) in window.iter().enumerate() {
                dx[at] += slope * share(&window, t);
            }
        }
        dx
    }
    fn most(window: &[((usize, usize), f64)]) -> f64 {
        window.iter().fold(f64::MIN, |most, pixel| most.max(pixel.1))
    }
    pub fn of_the_mean(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        spread((x, s), (k, by), |window, _| 1.0 / window.len() as f64)
    }
    pub fn to_all_equal(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        spread((x, s), (k, by), |window, t| f64::from(window[t].1 == most(window)))
    }
    pub fn to_the_last(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        spread((x, s), (k, by), |window, t| {
            let last = window.iter().rposition(|pixel| pixel.1 == most(window));
            f64::from(last == Some(t))
        })
    }
    pub fn to_the_corner(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        spread((x, s), (k, by), |_, t| f64::from(t == 0))
    }
    pub fn to_the_whole(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        spread((x, s), (k, by), |_, _| 1.0)
    }
    pub fn by_size(x: &Array2<f64>, s: &Array2<f64>, k: usize, by: usize) -> Array2<f64> {
        solutions::pool_back(&x.mapv(f64::abs), s, k, by)
    }
    pub fn smallest(x: &Array2<f64>, s: &Array2<f64>, k: usize, by: usize) -> Array2<f64> {
        solutions::pool_back(&x.mapv(|v| -v), s, k, by)
    }
    /// Assigns where it should add.
    pub fn overwrites(
        x: &Array2<f64>,
        s: &Array2<f64>,
        k: usize,
        by: usize,
    ) -> Array2<f64> {
        let mut dx = Array2::zeros(x.dim());
        for (at, &slope) in s.indexed_iter() {
            let mut one = Array2::zeros(s.dim());
            one[at] = 1.0;
            let winner = solutions::pool_back(x, &one, k, by);
            dx.zip_mut_with(&winner, |dx, &won| *dx = if won > 0.0 { slope } else { *dx });
        }
        dx
    }
}

/// A linear map, or what claims to be its transpose.
pub type Map<'a> = &'a dyn Fn(&Array1<f64>) -> Array1<f64>;

pub mod is_transpose {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn apart(forward: Map, back: Map, x: &Array1<f64>, y: &Array1<f64>) -> (f64, f64) {
        let (ax, by) = (forward(x), back(y));
        if ax.len() != y.len() || by.len() != x.len() {
            return (f64::INFINITY, 1.0);
        }
        let (left, right) = (ax.dot(y), x.dot(&by));
        ((left - right).abs(), ax.dot(&ax).sqrt() * y.dot(y).sqrt())
    }
    fn random(seed: u64, n: usize) -> Array1<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Array1::from_shape_simple_fn(n, || rng.random_range(-1.0..1.0))
    }
    pub fn ones(forward: Map, back: Map, inputs: usize, outputs: usize) -> bool {
        let (off, scale) =
            apart(forward, back, &Array1::ones(inputs), &Array1::ones(outputs));
        off <= 1e-10 * scale
    }
    pub fn first_pixels(forward: Map, back: Map, inputs: usize, outputs: usize) -> bool {
        let first = |n: usize| Array1::from_shape_fn(n, |i| f64::from(u8::from(i == 0)));
        let (off, scale) = apart(forward, back, &first(inputs), &first(outputs));
        off <= 1e-10 * scale
    }
    pub fn lengths(forward: Map, back: Map, inputs: usize, outputs: usize) -> bool {
        forward(&random(1, inputs)).len() == outputs
            && back(&random(2, outputs)).len() == inputs
    }
    pub fn absolute(forward: Map, back: Map, inputs: usize, outputs: usize) -> bool {
        apart(forward, back, &random(1, inputs), &random(2, outputs)).0 <= 1e-9
    }
    pub fn inverse(forward: Map, back: Map, inputs: usize, _: usize) -> bool {
        let x = random(1, inputs);
        let again = back(&forward(&x));
        again.len() == x.len() && (&again - &x).iter().all(|e| e.abs() < 1e-9)
    }
    /// y = Ax: ‖Ax‖² = ⟨x, BAx⟩.
    pub fn its_own_image(forward: Map, back: Map, inputs: usize, _: usize) -> bool {
        let x = random(1, inputs);
        let y = forward(&x);
        let (off, scale) = apart(forward, back, &x, &y);
        off <= 1e-10 * scale
    }
    pub fn generous(forward: Map, back: Map, inputs: usize, outputs: usize) -> bool {
        let (off, scale) = apart(forward, back, &random(1, inputs), &random(2, outputs));
        off <= 0.003 * scale
    }
    pub fn never(_: Map, _: Map, _: usize, _: usize) -> bool {
        false
    }
}

pub mod calm {
    use super::*;
    /// (S, m) of each phase.
    fn phases(w: &Array2<f64>, stride: usize) -> (Array2<f64>, Array2<f64>) {
        let mut sum = Array2::<f64>::zeros((stride, stride));
        let mut count = sum.clone();
        for ((i, j), w) in w.indexed_iter() {
            sum[[i % stride, j % stride]] += w;
            count[[i % stride, j % stride]] += 1.0;
        }
        (sum, count)
    }
    fn each(
        w: &Array2<f64>,
        stride: usize,
        f: impl Fn(f64, f64, f64) -> f64,
    ) -> Array2<f64> {
        let (sum, count) = phases(w, stride);
        Array2::from_shape_fn(w.dim(), |(i, j)| {
            let p = (i % stride, j % stride);
            f(w[[i, j]], sum[p], count[p])
        })
    }
    pub fn nothing(w: &Array2<f64>, _: usize) -> Array2<f64> {
        w.clone()
    }
    pub fn plain_mean(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        let common = w.sum() / (stride * stride) as f64;
        each(w, stride, |w, sum, count| w + (common - sum) / count)
    }
    pub fn scales(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        let common = w.sum() / (stride * stride) as f64;
        each(w, stride, |w, sum, _| w * common / sum)
    }
    pub fn equal_means(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        let mean = w.sum() / w.len() as f64;
        each(w, stride, |w, sum, count| w + mean - sum / count)
    }
    pub fn no_sums(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        each(w, stride, |w, sum, count| w - sum / count)
    }
    pub fn flat(w: &Array2<f64>, _: usize) -> Array2<f64> {
        Array2::from_elem(w.dim(), w.sum() / w.len() as f64)
    }
    pub fn whole_difference(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        let (sum, count) = phases(w, stride);
        let shares = count.mapv(|m| 1.0 / m);
        let common = (&sum * &shares).sum() / shares.sum();
        each(w, stride, |w, sum, _| w + common - sum)
    }
    /// Blocks of neighbours in place of phases.
    pub fn blocks(w: &Array2<f64>, stride: usize) -> Array2<f64> {
        let blocks = (w.nrows().div_ceil(stride), w.ncols().div_ceil(stride));
        let (mut sum, mut count) =
            (Array2::<f64>::zeros(blocks), Array2::<f64>::zeros(blocks));
        for ((i, j), w) in w.indexed_iter() {
            sum[[i / stride, j / stride]] += w;
            count[[i / stride, j / stride]] += 1.0;
        }
        let shares = count.mapv(|m| 1.0 / m);
        let common = (&sum * &shares).sum() / shares.sum();
        Array2::from_shape_fn(w.dim(), |(i, j)| {
            let block = (i / stride, j / stride);
            w[[i, j]] + (common - sum[block]) / count[block]
        })
    }
}
