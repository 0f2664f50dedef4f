//! faer's decompositions, on the thread that asks for them.
//!
//! What iterates, eigenvalues and the SVD, runs in double precision whatever `Real` is: in single precision its divide and
//! conquer leaves residuals of 2·10⁻⁴‖A‖ at 400 × 400, thousands of times the rounding of the entries, and saves half of a
//! small part of the time. Householder's reflections lose nothing, and stay in `Real`.

use super::product::clean_registers;
use crate::{Error, Real, Result};
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{
    ComputeEigenvectors, self_adjoint_evd_scratch, tridiag::tridiag_in_place,
    tridiagonal_self_adjoint_evd,
};
use faer::linalg::householder;
use faer::linalg::qr::no_pivoting::factor::recommended_block_size;
use faer::{Conj, Mat, MatRef, Par, diag::Diag, prelude::default};
use ndarray::{Array1, Array2, ArrayView2};

/// The k largest eigenpairs: A = QTQᵀ with T tridiagonal, T = U diag(λ) Uᵀ by divide and conquer, V = QU.
///
/// Divide and conquer finds all of U or nothing; only its last k columns go through Q.
pub fn eigh_top(a: ArrayView2<Real>, k: usize) -> Result<(Array1<Real>, Array2<Real>)> {
    let m = a.nrows();
    let mut room = MemBuffer::new(self_adjoint_evd_scratch::<f64>(
        m,
        ComputeEigenvectors::Yes,
        Par::Seq,
        default(),
    ));
    let mut t = wide(a);
    let mut q = Mat::zeros(recommended_block_size::<f64>(m, m), m - 1); // with t's lower part: Q's reflections
    let stack = MemStack::new(&mut room);
    tridiag_in_place(t.as_mut(), q.as_mut(), Par::Seq, stack, default());

    let mut below = Diag::zeros(m); // its last entry is not used
    (1..m).for_each(|i| below[i - 1] = t[(i, i - 1)]);
    let (mut lambda, mut u) = (Diag::zeros(m), Mat::zeros(m, m));
    tridiagonal_self_adjoint_evd(
        t.diagonal(),
        below.as_ref(),
        lambda.as_mut(),
        Some(u.as_mut()),
        Par::Seq,
        MemStack::new(&mut room),
        default(),
    )
    .map_err(|_| Error::Convergence {
        what: "the symmetric eigenvalue iteration",
        rows: m,
        columns: m,
    })?;

    let mut v = u.as_mut().subcols_mut(m - k, k); // smallest first: the last k
    householder::apply_block_householder_sequence_on_the_left_in_place_with_conj(
        t.submatrix(1, 0, m - 1, m - 1),
        q.as_ref(),
        Conj::No,
        v.as_mut().subrows_mut(1, m - 1),
        Par::Seq,
        MemStack::new(&mut room),
    );
    clean_registers();
    let largest_first = (0..k).map(|j| lambda[m - 1 - j] as Real).collect();
    Ok((largest_first, narrow(v.as_ref().reverse_cols())))
}

/// A tall matrix is reduced to its small triangle first; a wide one is turned: faer sees to both.
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    let found = wide(a).thin_svd().map_err(|_| Error::Convergence {
        what: "the SVD",
        rows: a.nrows(),
        columns: a.ncols(),
    })?;
    clean_registers();
    let s = found.S().column_vector().iter().map(|&s| s as Real).collect();
    Ok((narrow(found.U()), s, narrow(found.V().transpose())))
}

/// Q of A = QR.
pub fn orthonormal(a: ArrayView2<Real>) -> Array2<Real> {
    let a = Mat::from_fn(a.nrows(), a.ncols(), |i, j| a[[i, j]]);
    let q = a.qr().compute_thin_Q();
    clean_registers();
    Array2::from_shape_fn(q.shape(), |(i, j)| q[(i, j)])
}

/// To double precision.
fn wide(a: ArrayView2<Real>) -> Mat<f64> {
    Mat::from_fn(a.nrows(), a.ncols(), |i, j| f64::from(a[[i, j]]))
}

/// And back.
fn narrow(a: MatRef<f64>) -> Array2<Real> {
    Array2::from_shape_fn(a.shape(), |(i, j)| a[(i, j)] as Real)
}
