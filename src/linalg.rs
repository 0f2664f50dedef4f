//! Decompositions and the products behind them: LAPACK through OpenBLAS, or nalgebra where there is none.
use crate::{Real, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// A = V diag(λ) Vᵀ: all eigenpairs of a symmetric (m, m) matrix; λ (m) largest first, V (m, m) in columns.
pub fn eigh(_a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> { todo!() }
/// The k largest eigenpairs of a symmetric matrix: λ (k), V (m, k).
pub fn eigh_top(_a: ArrayView2<Real>, _k: usize) -> Result<(Array1<Real>, Array2<Real>)> { todo!() }
/// Thin SVD A = U diag(s) Vᵀ of (m, n): U (m, r), s (r) largest first, Vᵀ (r, n), r = min(m, n).
pub fn svd(_a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> { todo!() }
/// Orthonormal basis Q (m, r) of the column space, r = min(m, n).
pub fn orthonormal(_a: ArrayView2<Real>) -> Result<Array2<Real>> { todo!() }
/// XᵀX (d, d) of X (n, d).
pub fn gram_of_columns(_x: ArrayView2<Real>) -> Array2<Real> { todo!() }
/// XXᵀ (n, n) of X (n, d).
pub fn gram_of_rows(_x: ArrayView2<Real>) -> Array2<Real> { todo!() }
/// The principal angles, in radians and smallest first, between the spans of two (d, k) orthonormal bases.
pub fn principal_angles(_a: ArrayView2<Real>, _b: ArrayView2<Real>) -> Result<Array1<Real>> { todo!() }
/// How many threads the matrix products may use.
pub fn set_threads(_threads: usize) { }
/// What does the linear algebra: "OpenBLAS" or "nalgebra".
pub fn backend() -> &'static str { todo!() }
