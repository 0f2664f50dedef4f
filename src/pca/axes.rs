//! Three exact routes to the principal axes, of which each is best somewhere.

use crate::linalg::{GramSum, dot, eigh_top, gram_of_rows, orthonormal, svd};
use crate::{Real, Result};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Zip, s};
use rayon::prelude::*;

/// A route to the principal axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Thin SVD of the centred data.
    Svd,
    /// Eigenvectors of the covariance, XᵀX/(n−1): d×d.
    Covariance,
    /// Eigenvectors of XXᵀ, mapped back by Xᵀ (the trick of the chapter on eigenfaces): n×n.
    Trick,
}

/// Rows that are centred at a time: few enough to stay near the processor, and as many as the kernels of a product sum at a
/// time, so that XᵀX is read and written no oftener than it would be anyway.
const CHUNK: usize = 512;
/// Rows that a thread sums at a time.
const SUMMED: usize = 2048;

// ANCHOR: by_svd
/// Axes W (d, k) and variances λ (k, divisor n−1) from the thin SVD of the centred data
/// X (n, d).
///
/// X = U diag(s) Vᵀ gives XᵀX/(n−1) = V diag(s²/(n−1)) Vᵀ. Source: Jolliffe 2002, §3.5.
pub fn by_svd(x: &Array2<Real>, k: usize) -> Result<(Array2<Real>, Array1<Real>)> {
    let (n, d) = x.dim();
    let (_, s, vt) = svd(x.view())?; // X = U diag(s) Vᵀ
    let w = vt.slice(s![..k, ..]).t().to_owned(); // W = the first k columns of V
    let s = without_rounding(s.slice(s![..k]).to_owned(), n.max(d));
    Ok((w, s.mapv(|s| s * s / (n as Real - 1.0)))) // λ = s²/(n−1)
}
// ANCHOR_END: by_svd

// ANCHOR: covariance
/// Σ = (1/(n−1)) Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ (d, d) of X (n, d).
pub fn covariance(x: &Array2<Real>, mean: &Array1<Real>) -> Array2<Real> {
    scatter(x, mean) / (x.nrows() as Real - 1.0)
}

/// Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ (d, d) of X (n, d), over chunks of rows: no centred copy of all of
/// X is made.
pub fn scatter(x: &Array2<Real>, mean: &Array1<Real>) -> Array2<Real> {
    let (n, d) = x.dim();
    let mut room = Array2::zeros((CHUNK.min(n), d));
    let mut scatter = GramSum::new(d);
    for rows in x.axis_chunks_iter(Axis(0), CHUNK) {
        let mut centred = room.slice_mut(s![..rows.nrows(), ..]);
        centre_into(&mut centred, rows, mean); // xᵢ − μ
        scatter.add(centred.view()); //           Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ
    }
    scatter.finish()
}
// ANCHOR_END: covariance

// ANCHOR: by_covariance
/// Axes W (d, k) and variances λ (k, divisor n−1) from Σ v = λ v, for a covariance Σ.
pub fn by_covariance(
    sigma: &Array2<Real>,
    k: usize,
) -> Result<(Array2<Real>, Array1<Real>)> {
    let (lambda, w) = eigh_top(sigma.view(), k)?; // Σ W = W diag(λ)
    Ok((w, without_rounding(lambda, sigma.ncols())))
}
// ANCHOR_END: by_covariance

// ANCHOR: by_trick
/// Axes W (d, k) and variances λ (k, divisor n−1) from XXᵀ (n, n) of the centred data
/// X (n, d).
///
/// XXᵀu = (n−1)λu implies Σ(Xᵀu) = λ(Xᵀu). Source: Turk & Pentland 1991.
pub fn by_trick(x: &Array2<Real>, k: usize) -> Result<(Array2<Real>, Array1<Real>)> {
    let n = x.nrows();
    let inner = gram_of_rows(x.view()) / (n as Real - 1.0); // XXᵀ/(n−1)
    let (lambda, u) = eigh_top(inner.view(), k)?; // XXᵀ/(n−1) u = λ u
    let v = dot(&x.t(), &u); // v = Xᵀu
    let w = orthonormal(v.view())?; // v/‖v‖, by QR
    Ok((w, without_rounding(lambda, n)))
}
// ANCHOR_END: by_trick

// ANCHOR: fix_signs
/// If v is an eigenvector, so is −v: make the entry of largest magnitude in each column
/// positive.
///
/// Where several entries are as large, to within rounding, the first of them decides.
pub fn fix_signs(w: &mut Array2<Real>) {
    for mut v in w.columns_mut() {
        let largest = v.iter().fold(0.0, |m: Real, e| m.max(e.abs()));
        let near = largest * (1.0 - Real::EPSILON.sqrt());
        if v.iter().find(|e| e.abs() >= near).is_some_and(|&e| e < 0.0) {
            v.mapv_inplace(|e| -e);
        }
    }
}
// ANCHOR_END: fix_signs

/// Sets to zero what a decomposition of size m cannot tell from zero: λ below ε √m λ₁, and every negative one.
fn without_rounding(lambda: Array1<Real>, m: usize) -> Array1<Real> {
    let least = Real::EPSILON * (m as Real).sqrt() * lambda[0];
    lambda.mapv_into(|l| if l > least { l } else { 0.0 })
}

/// X − 1μᵀ: (n, d).
pub fn centre(x: ArrayView2<Real>, mean: &Array1<Real>) -> Array2<Real> {
    let mut centred = Array2::zeros(x.dim());
    centre_into(&mut centred.view_mut(), x, mean);
    centred
}

/// The same into an array that is there already.
fn centre_into(
    centred: &mut ArrayViewMut2<Real>,
    x: ArrayView2<Real>,
    mean: &Array1<Real>,
) {
    Zip::from(centred.rows_mut()).and(x.rows()).par_for_each(|mut centred, x| {
        Zip::from(&mut centred).and(x).and(mean).for_each(|c, &x, &m| *c = x - m);
    });
}

/// μ = (1/n) Σᵢ xᵢ (d) of X (n, d), summed in double precision; the sums do not depend on the number of threads.
pub fn mean_of(x: ArrayView2<Real>) -> Array1<Real> {
    let sum = sum_of_rows(x, |sum, row| {
        Zip::from(sum).and(row).for_each(|s, &x| *s += x as f64);
    });
    sum.mapv(|s| (s / x.nrows() as f64) as Real)
}

/// Σᵢ ‖xᵢ − μ‖² over the rows of X (n, d), in double precision, independent of the number of threads.
pub fn squares_from(x: ArrayView2<Real>, mean: &Array1<Real>) -> f64 {
    let by_feature = sum_of_rows(x, |sum, row| {
        Zip::from(sum)
            .and(row)
            .and(mean)
            .for_each(|s, &x, &m| *s += ((x - m) as f64).powi(2));
    });
    by_feature.sum()
}

/// What `add` adds up to (d) over the rows of X (n, d), chunk by chunk and then over the chunks.
fn sum_of_rows(
    x: ArrayView2<Real>,
    add: impl Fn(&mut Array1<f64>, ArrayView1<Real>) + Sync,
) -> Array1<f64> {
    let of_chunk = |rows: ArrayView2<Real>| {
        let mut sum = Array1::zeros(x.ncols());
        rows.rows().into_iter().for_each(|row| add(&mut sum, row));
        sum
    };
    let chunks = x.axis_chunks_iter(Axis(0), SUMMED).into_par_iter();
    let sums: Vec<Array1<f64>> = chunks.map(of_chunk).collect();
    sums.into_iter().fold(Array1::zeros(x.ncols()), |sum, chunk| sum + chunk)
}
