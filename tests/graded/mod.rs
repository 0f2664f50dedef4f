//! What the exercises' checks share: data whose answer is known, in double precision, and how answers are graded.
#![allow(dead_code)] // each chapter uses some of it

pub mod faces;
pub mod grading;

use autoencoders::Real;
use ndarray::{Array1, Array2, Axis};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Standard normal numbers (rows, columns).
pub fn normal(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || StandardNormal.sample(rng))
}

/// In the crate's own precision.
pub fn real(a: &Array2<f64>) -> Array2<Real> {
    a.mapv(|v| v as Real)
}

/// In double precision.
pub fn double(a: &Array2<Real>) -> Array2<f64> {
    a.mapv(|v| v as f64)
}

/// v as a matrix of one row.
pub fn row(v: &Array1<f64>) -> Array2<f64> {
    v.clone().insert_axis(Axis(0))
}

/// μ (d): the mean row.
pub fn mean(x: &Array2<f64>) -> Array1<f64> {
    x.sum_axis(Axis(0)) / x.nrows() as f64
}

/// X − 1μᵀ (n, d).
pub fn centred(x: &Array2<f64>) -> Array2<f64> {
    x - &mean(x)
}

/// Orthonormal columns (rows, columns), by Gram and Schmidt, twice over for accuracy.
pub fn orthonormal(mut q: Array2<f64>) -> Array2<f64> {
    for j in 0..q.ncols() {
        for i in (0..j).chain(0..j) {
            let known = q.column(i).to_owned();
            let part = known.dot(&q.column(j));
            q.column_mut(j).scaled_add(-part, &known);
        }
        let length = q.column(j).dot(&q.column(j)).sqrt();
        q.column_mut(j).mapv_inplace(|v| v / length);
    }
    q
}

/// first · ratioʲ for j = 0 … count − 1.
pub fn geometric(first: f64, ratio: f64, count: usize) -> Vec<f64> {
    (0..count as i32).map(|j| first * ratio.powi(j)).collect()
}

/// Data whose principal components are known exactly: X = 1μᵀ + √(n−1) U diag(√λ) Wᵀ.
pub struct Planted {
    /// X (n, d) in the crate's precision.
    pub x: Array2<Real>,
    /// μ (d).
    pub mean: Array1<f64>,
    /// U (n, r): orthonormal columns, each of mean zero.
    pub u: Array2<f64>,
    /// W (d, r): the true directions.
    pub w: Array2<f64>,
    /// λ (r): the true variances, divisor n − 1.
    pub variances: Array1<f64>,
}

/// n samples of d features around a mean of size `offset`, with exactly these variances along random directions.
pub fn planted(
    n: usize,
    d: usize,
    variances: &[f64],
    offset: f64,
    rng: &mut ChaCha8Rng,
) -> Planted {
    let r = variances.len();
    assert!(r < n && r <= d, "n = {n} samples of {d} features cannot have {r} directions");
    let u = orthonormal(centred(&normal(n, r, rng)));
    let w = orthonormal(normal(d, r, rng));
    let mean = normal(1, d, rng).row(0).mapv(|v| offset * (1.0 + 0.2 * v));
    let variances = Array1::from(variances.to_vec());
    let scores = &u * &variances.mapv(|v| (v * (n as f64 - 1.0)).sqrt());
    let x = real(&(scores.dot(&w.t()) + &mean));
    Planted { x, mean, u, w, variances }
}

/// Σ = (1/(n−1)) (X−1μᵀ)ᵀ(X−1μᵀ), (d, d), in double precision.
pub fn covariance(x: &Array2<f64>) -> Array2<f64> {
    let c = centred(x);
    c.t().dot(&c) / (x.nrows() as f64 - 1.0)
}
