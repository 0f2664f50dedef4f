//! The second opinion: the same decompositions by LAPACK, in `Real`'s precision (feature `lapack`).
//!
//! Nothing in this crate calls them. The tests hold [`linalg`](super) against them, and the races show their times. Shapes,
//! order and errors are those of their namesakes there.

use super::{check_input, check_symmetric_input};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use ndarray_linalg::{Eigh, JobSvd, QR, SVDDC, UPLO};

/// A = V diag(λ) Vᵀ (`syev`).
pub fn eigh(a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> {
    check_symmetric_input(a)?;
    let (mut lambda, mut v) = a
        .as_standard_layout()
        .eigh(UPLO::Lower)
        .map_err(failed("the symmetric eigenvalue iteration", a))?;
    lambda.invert_axis(Axis(0)); // LAPACK has the smallest first
    v.invert_axis(Axis(1));
    Ok((lambda, v))
}

/// Thin SVD A = U diag(s) Vᵀ by divide and conquer (`gesdd`).
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    check_input(a)?;
    let a = a.as_standard_layout();
    let (u, s, vt) = a.svddc(JobSvd::Some).map_err(failed("the SVD", a.view()))?;
    Ok((u.expect("U was asked for"), s, vt.expect("Vᵀ was asked for")))
}

/// Q of A = QR (`geqrf`, `orgqr`).
pub fn orthonormal(a: ArrayView2<Real>) -> Result<Array2<Real>> {
    check_input(a)?;
    let (q, _) = a.as_standard_layout().qr().map_err(failed("the QR decomposition", a))?;
    Ok(q)
}

fn failed<E>(what: &'static str, a: ArrayView2<Real>) -> impl FnOnce(E) -> Error {
    let (rows, columns) = a.dim();
    move |_| Error::Convergence { what, rows, columns }
}
