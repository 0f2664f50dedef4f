//! The exercises of chapter 1, solved; explained on the page.

use autoencoders::Real;
use autoencoders::linalg::svd;
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

// ANCHOR: exercise_1_1
pub fn blends(
    views: &Array2<Real>,
    from: usize,
    to: usize,
    steps: usize,
) -> (Array2<Real>, Array1<Real>) {
    let (a, b) = (views.row(from), views.row(to));
    let mut blends = Array2::zeros((steps, views.ncols()));
    for (i, mut blend) in blends.rows_mut().into_iter().enumerate() {
        let t = i as Real / (steps - 1) as Real;
        blend.assign(&(&a * (1.0 - t) + &b * t));
    }
    let nearest = |blend: ArrayView1<Real>| {
        views
            .rows()
            .into_iter()
            .map(|view| distance(view, blend))
            .fold(Real::INFINITY, Real::min)
    };
    let off = blends.map_axis(Axis(1), nearest);
    (blends, off)
}

fn distance(a: ArrayView1<Real>, b: ArrayView1<Real>) -> Real {
    let squares = a.iter().zip(b).map(|(p, q)| (p - q) * (p - q));
    squares.sum::<Real>().sqrt()
}
// ANCHOR_END: exercise_1_1

// ANCHOR: exercise_1_2
pub fn pair_distances(x: &Array2<Real>) -> (f64, f64) {
    let mut distances = Vec::new();
    for i in 0..x.nrows() {
        distances.extend((0..i).map(|j| f64::from(distance(x.row(i), x.row(j)))));
    }
    let pairs = distances.len() as f64;
    let mean = distances.iter().sum::<f64>() / pairs;
    let squares: f64 = distances.iter().map(|r| (r - mean) * (r - mean)).sum();
    (mean, (squares / (pairs - 1.0)).sqrt() / mean)
}
// ANCHOR_END: exercise_1_2

// ANCHOR: exercise_1_3
pub fn ratios(x: &Array2<Real>) -> Array1<Real> {
    two_distances(x).map(|(first, second)| second / first)
}

/// (r₁, r₂) of each sample.
fn two_distances(x: &Array2<Real>) -> Array1<(Real, Real)> {
    let two = |i: usize| {
        let (mut first, mut second) = (Real::INFINITY, Real::INFINITY);
        for j in (0..x.nrows()).filter(|&j| j != i) {
            let r = distance(x.row(i), x.row(j));
            if r < first {
                (first, second) = (r, first);
            } else if r < second {
                second = r;
            }
        }
        (first, second)
    };
    (0..x.nrows()).map(two).collect()
}
// ANCHOR_END: exercise_1_3

// ANCHOR: exercise_1_4
pub fn dimension(ratios: &Array1<Real>) -> (f64, f64, f64) {
    let n = ratios.len() as f64;
    let m = n / ratios.iter().map(|&nu| f64::from(nu).ln()).sum::<f64>();
    let error = 1.96 * m / n.sqrt();
    (m, m - error, m + error)
}
// ANCHOR_END: exercise_1_4

// ANCHOR: exercise_1_5
pub fn local_spectrum(
    x: &Array2<Real>,
    i: usize,
    q: usize,
    share: f64,
) -> (Array1<Real>, usize) {
    let mut others: Vec<usize> = (0..x.nrows()).filter(|&j| j != i).collect();
    others.sort_by(|&a, &b| {
        distance(x.row(i), x.row(a)).total_cmp(&distance(x.row(i), x.row(b)))
    });
    let near = x.select(Axis(0), &others[..q]);
    let centred = &near - &(near.sum_axis(Axis(0)) / q as Real); // about their own mean
    let (_, singular, _) = svd(centred.view()).expect("finite data");
    let lambda = singular.mapv(|s| s * s / (q as Real - 1.0));
    let count =
        lambda.iter().filter(|&&l| f64::from(l) >= share * f64::from(lambda[0])).count();
    (lambda, count)
}
// ANCHOR_END: exercise_1_5

// ANCHOR: exercise_1_6
pub fn dimension_under_noise(x: &Array2<Real>, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
    let apart = noise * (2.0 * x.ncols() as f64).sqrt(); // two pictures of the same thing
    let mut parts = 1;
    loop {
        let (scale, dimension) = at_scale(x, parts, rng);
        if scale >= 5.0 * apart || x.nrows() / (2 * parts) < 10 {
            return dimension;
        }
        parts *= 2;
    }
}

/// The mean of r₁ and of the estimated dimension over `parts` disjoint random parts of X.
fn at_scale(x: &Array2<Real>, parts: usize, rng: &mut ChaCha8Rng) -> (f64, f64) {
    let mut order: Vec<usize> = (0..x.nrows()).collect();
    order.shuffle(rng);
    let (mut scale, mut estimate) = (0.0, 0.0);
    for part in order.chunks_exact(x.nrows() / parts).take(parts) {
        let near = two_distances(&x.select(Axis(0), part));
        scale += near.iter().map(|&(first, _)| f64::from(first)).sum::<f64>()
            / near.len() as f64;
        estimate += dimension(&near.map(|(first, second)| second / first)).0;
    }
    (scale / parts as f64, estimate / parts as f64)
}
// ANCHOR_END: exercise_1_6
