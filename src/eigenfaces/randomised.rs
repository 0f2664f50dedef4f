//! Randomised PCA (Halko, Martinsson & Tropp 2011): the range of a matrix from its action on a few random vectors.

use crate::linalg::{dot, orthonormal, svd};
use crate::pca::axes::fix_signs;
use crate::pca::{Pca, check_k, checked_mean, checked_total_variance};
use crate::{Real, Result};
use ndarray::{Array1, Array2, Axis, s};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// How far the random sketch oversamples, and how often it is sharpened.
#[derive(Debug, Clone, Copy)]
pub struct Sketch {
    /// p: extra random directions beyond k.
    pub oversample: usize,
    /// q: power iterations.
    pub iterations: usize,
}

impl Default for Sketch {
    fn default() -> Self {
        Sketch { oversample: 10, iterations: 4 }
    }
}

// ANCHOR: randomised
/// The k leading components of X (n, d) from a random sketch; no centred copy of X is made.
///
/// Q spans the range of (AAᵀ)^q AΩ, A = X − 1μᵀ, Ω (d, k+p) Gaussian; the SVD of AᵀQ is
/// exact. Errors as [`Pca::fit`]. Source: Halko, Martinsson & Tropp 2011, alg. 4.4 and 5.1.
pub fn fit_randomised(
    x: &Array2<Real>,
    k: usize,
    sketch: Sketch,
    rng: &mut impl Rng,
) -> Result<Pca> {
    let (n, d) = x.dim();
    check_k(k, n, d)?;
    let mean = checked_mean(x)?;
    let total_variance = checked_total_variance(x, &mean)?;
    let l = (k + sketch.oversample).min(n).min(d);
    let omega = Array2::from_shape_simple_fn((d, l), || normal(rng)); // Ω
    let mut q = orthonormal(times(x, &mean, &omega).view())?; // Q spans AΩ
    for _ in 0..sketch.iterations {
        let p = orthonormal(transposed_times(x, &mean, &q).view())?; // Aᵀ …
        q = orthonormal(times(x, &mean, &p).view())?; // … and A once more
    }
    let (v, s, _) = svd(transposed_times(x, &mean, &q).view())?; // AᵀQ = V diag(s) Uᵀ
    let mut w = v.slice(s![.., ..k]).to_owned();
    fix_signs(&mut w);
    let variances = s.slice(s![..k]).mapv(|s| s * s / (n as Real - 1.0)); // λ = s²/(n−1)
    Ok(Pca { mean, w, variances, total_variance, samples: n })
}
// ANCHOR_END: randomised

/// AB = XB − 1(μᵀB): (d, l) → (n, l).
fn times(x: &Array2<Real>, mean: &Array1<Real>, b: &Array2<Real>) -> Array2<Real> {
    dot(x, b) - mean.dot(b)
}

/// AᵀB = XᵀB − μ(1ᵀB): (n, l) → (d, l).
fn transposed_times(
    x: &Array2<Real>,
    mean: &Array1<Real>,
    b: &Array2<Real>,
) -> Array2<Real> {
    let sums = b.sum_axis(Axis(0)); // 1ᵀB
    dot(&x.t(), b) - &mean.view().insert_axis(Axis(1)) * &sums
}

/// Drawn in double precision, so that f32 and f64 see the same sketch.
fn normal(rng: &mut impl Rng) -> Real {
    let value: f64 = StandardNormal.sample(rng);
    value as Real
}
