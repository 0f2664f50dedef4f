//! Decompositions and the products behind them: LAPACK through OpenBLAS, or nalgebra where there is none.
//!
//! The only file that knows which of the two it is. Everything is sorted by size, largest first (LAPACK's symmetric
//! eigenvalues come smallest first), and everything rectangular is thin: with r = min(m, n), a decomposition of an
//! (m, n) matrix never builds an m × m or n × n factor when r is smaller. Golub & Van Loan 2013 is the source for all
//! of it.

#[cfg(feature = "openblas")]
mod openblas;
mod overflow;
#[cfg(not(feature = "openblas"))]
mod pure;

#[cfg(feature = "openblas")]
use openblas as with;
#[cfg(not(feature = "openblas"))]
use pure as with;

pub use overflow::{check_distances, check_squares};

use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// A = V diag(λ) Vᵀ: all eigenpairs of a symmetric (m, m) matrix; λ (m) largest first, V (m, m) in columns.
///
/// Only one triangle of A is read. Errors where A is not square, not finite, or the iteration does not converge.
pub fn eigh(a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> {
    check_symmetric_input(a)?;
    with::eigh(a)
}

/// The k largest eigenpairs of a symmetric (m, m) matrix: λ (k) largest first, V (m, k).
///
/// LAPACK computes no more than these k. Errors as [`eigh`], and where k is not in 1..=m.
pub fn eigh_top(a: ArrayView2<Real>, k: usize) -> Result<(Array1<Real>, Array2<Real>)> {
    check_symmetric_input(a)?;
    if k == 0 || k > a.nrows() {
        return Err(Error::OutOfRange {
            name: "the number of eigenpairs",
            value: k.to_string(),
            range: "between 1 and the size of the matrix",
        });
    }
    with::eigh_top(a, k)
}

/// Thin SVD A = U diag(s) Vᵀ of (m, n): U (m, r), s (r) largest first, Vᵀ (r, n), r = min(m, n).
///
/// Errors where A is empty, not finite, or the iteration does not converge.
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    check_input(a)?;
    with::svd(a)
}

/// Orthonormal basis Q (m, r) of the column space of A (m, n), r = min(m, n), by Householder reflections.
///
/// Where A has not full rank, the columns of Q still are orthonormal, and their span holds that of A's.
/// Errors where A is empty or not finite.
pub fn orthonormal(a: ArrayView2<Real>) -> Result<Array2<Real>> {
    check_input(a)?;
    with::orthonormal(a)
}

/// XᵀX (d, d) of X (n, d). Only one triangle is computed, half the work of a product, and mirrored.
pub fn gram_of_columns(x: ArrayView2<Real>) -> Array2<Real> {
    with::gram_of_columns(x)
}

/// XᵀX (d, d) summed over chunks of X's rows, as they come.
///
/// Panics where a chunk has not d columns.
#[derive(Debug)]
pub struct GramSum(Array2<Real>);

impl GramSum {
    /// Zero, for rows of d numbers.
    pub fn new(d: usize) -> GramSum {
        GramSum(Array2::zeros((d, d)))
    }

    /// Add a chunk's share, XᵀX of X (m, d).
    pub fn add(&mut self, x: ArrayView2<Real>) {
        with::add_gram_of_columns(&mut self.0, x);
    }

    /// The sum (d, d).
    pub fn finish(mut self) -> Array2<Real> {
        with::mirror(&mut self.0);
        self.0
    }
}

/// XXᵀ (n, n) of X (n, d): all inner products of the samples.
pub fn gram_of_rows(x: ArrayView2<Real>) -> Array2<Real> {
    with::gram_of_columns(x.t())
}

/// The principal angles, in radians and smallest first, between the spans of two (d, k) orthonormal bases.
///
/// cos θ are the singular values of AᵀB, sin θ those of B − AAᵀB; the sines serve where the cosines cannot tell
/// small angles from none (Björck & Golub 1973). Errors where the shapes differ or a decomposition fails.
pub fn principal_angles(a: ArrayView2<Real>, b: ArrayView2<Real>) -> Result<Array1<Real>> {
    if a.dim() != b.dim() {
        return Err(Error::Shape {
            what: "the two bases",
            expected: format!("the first one's shape {:?}", a.dim()),
            got: format!("{:?}", b.dim()),
        });
    }
    let projected = a.t().dot(&b); // AᵀB
    let (_, cos, _) = svd(projected.view())?;
    let (_, sin, _) = svd((&b - &a.dot(&projected)).view())?;
    let angles = cos.iter().zip(sin.iter().rev()).map(|(&c, &s)| match c * c < 0.5 {
        true => c.clamp(-1.0, 1.0).acos(),
        false => s.clamp(-1.0, 1.0).asin(),
    });
    Ok(angles.collect())
}

/// How many threads the matrix products and the library's own loops may use; 0 counts as 1.
///
/// Results differ in their last digits between numbers of threads. The number for the library's own loops (rayon's
/// global pool) can be set only once in a program, before their first use.
pub fn set_threads(threads: usize) {
    let threads = threads.max(1);
    with::set_threads(threads);
    // An error means that the pool stands already; the results of our loops do not depend on it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
}

/// Runs `work` while every matrix product keeps to the thread that asks for it: for loops that are parallel themselves.
pub fn one_thread_each<T>(work: impl FnOnce() -> T) -> T {
    with::one_thread_each(work)
}

/// What does the linear algebra: "OpenBLAS", "Accelerate" or "nalgebra".
pub fn backend() -> &'static str {
    with::NAME
}

/// Errors, naming the first such place, where an entry is NaN or infinite.
pub fn check_finite(a: ArrayView2<Real>) -> Result<()> {
    // First without asking where: a row at a time, with no way out of its middle, is done many numbers at once.
    if a.rows().into_iter().all(|row| row.fold(true, |all, v| all & v.is_finite())) {
        return Ok(());
    }
    match a.indexed_iter().find(|(_, v)| !v.is_finite()) {
        Some(((row, column), &value)) => {
            Err(Error::NotFinite { row, column, value: value as f64 })
        }
        None => Ok(()),
    }
}

fn check_input(a: ArrayView2<Real>) -> Result<()> {
    if a.is_empty() {
        return Err(Error::TooFew {
            what: "a decomposition",
            need: 1,
            unit: "entry",
            got: 0,
        });
    }
    check_finite(a)
}

fn check_symmetric_input(a: ArrayView2<Real>) -> Result<()> {
    if a.nrows() != a.ncols() {
        return Err(Error::Shape {
            what: "a symmetric matrix",
            expected: "as many rows as columns".into(),
            got: format!("{}×{}", a.nrows(), a.ncols()),
        });
    }
    check_input(a)
}
