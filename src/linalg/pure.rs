//! The same without any system library: nalgebra's decompositions and ndarray's own matrix product.
//!
//! nalgebra's iterations lose digits that LAPACK's keep, so they run in double precision whatever `Real` is.

use crate::{Error, Real, Result};
use nalgebra::{DMatrix, SymmetricEigen};
use ndarray::{Array1, Array2, ArrayView2, Axis, linalg::general_mat_mul, s};

pub const NAME: &str = "nalgebra";

/// Sweeps a matrix may need for each of its rows; an ordinary one needs two or three.
const SWEEPS: usize = 100;

/// ndarray's product runs on one thread.
pub fn set_threads(_threads: usize) {}

pub fn one_thread_each<T>(work: impl FnOnce() -> T) -> T {
    work()
}

pub fn gram_of_columns(a: ArrayView2<Real>) -> Array2<Real> {
    a.t().dot(&a)
}

pub fn add_gram_of_columns(c: &mut Array2<Real>, a: ArrayView2<Real>) {
    general_mat_mul(1.0, &a.t(), &a, 1.0, c);
}

/// Both triangles are there already.
pub fn mirror(_c: &mut Array2<Real>) {}

pub fn eigh(a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> {
    let m = a.nrows();
    let found = SymmetricEigen::try_new(to_nalgebra(a), f64::EPSILON, SWEEPS * m.max(10));
    let found = found.ok_or(Error::Convergence {
        what: "the symmetric eigenvalue iteration",
        rows: m,
        columns: m,
    })?;
    let v = from_nalgebra(&found.eigenvectors);
    let order = descending(found.eigenvalues.as_slice());
    Ok((
        order.iter().map(|&i| found.eigenvalues[i] as Real).collect(),
        v.select(Axis(1), &order),
    ))
}

/// nalgebra computes all pairs; the first k are kept.
pub fn eigh_top(a: ArrayView2<Real>, k: usize) -> Result<(Array1<Real>, Array2<Real>)> {
    let (lambda, v) = eigh(a)?;
    Ok((lambda.slice(s![..k]).to_owned(), v.slice(s![.., ..k]).to_owned()))
}

/// A tall matrix is reduced to its small triangle first, A = QR, R = U′sVᵀ, U = QU′; a wide one is turned.
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    let (m, n) = a.dim();
    if m < n {
        let (u, s, vt) = svd(a.t())?;
        return Ok((owned(vt.t()), s, owned(u.t())));
    }
    let qr = to_nalgebra(a).qr();
    let failed = Error::Convergence { what: "the SVD", rows: m, columns: n };
    let Some((u, s, vt)) = qr
        .r()
        .try_svd_unordered(true, true, f64::EPSILON, SWEEPS * n.max(10))
        .and_then(|svd| Some((svd.u?, svd.singular_values, svd.v_t?)))
    else {
        return Err(failed);
    };
    let order = descending(s.as_slice());
    let u = from_nalgebra(&(qr.q() * u)).select(Axis(1), &order);
    let vt = from_nalgebra(&vt).select(Axis(0), &order);
    Ok((u, order.iter().map(|&i| s[i] as Real).collect(), vt))
}

pub fn orthonormal(a: ArrayView2<Real>) -> Result<Array2<Real>> {
    Ok(from_nalgebra(&to_nalgebra(a).qr().q()))
}

fn descending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[j].total_cmp(&values[i]));
    order
}

fn to_nalgebra(a: ArrayView2<Real>) -> DMatrix<f64> {
    DMatrix::from_row_iterator(a.nrows(), a.ncols(), a.iter().map(|&v| v as f64))
}

fn from_nalgebra(a: &DMatrix<f64>) -> Array2<Real> {
    Array2::from_shape_fn(a.shape(), |(i, j)| a[(i, j)] as Real)
}

fn owned(a: ArrayView2<Real>) -> Array2<Real> {
    a.as_standard_layout().into_owned()
}
