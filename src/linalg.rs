//! Decompositions and products of matrices, in Rust: the kernels are faer's.
//!
//! The only file, with its folder, that knows whose they are. Everything is sorted by size, largest first, and everything
//! rectangular is thin: with r = min(m, n), a decomposition of an (m, n) matrix never builds an m × m or n × n factor when
//! r is smaller. No result depends on the number of threads. Golub & Van Loan 2013 is the source for all of it.

mod decompositions;
#[cfg(feature = "lapack")]
pub mod lapack;
mod overflow;
mod product;

pub use product::{GramSum, dot, gram_of_columns, gram_of_rows, product};

pub use overflow::{check_distances, check_squares};

use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// A = V diag(λ) Vᵀ: all eigenpairs of a symmetric (m, m) matrix; λ (m) largest first, V (m, m) in columns.
///
/// Only one triangle of A is read. Errors where A is not square, not finite, or the iteration does not converge.
pub fn eigh(a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> {
    check_symmetric_input(a)?;
    decompositions::eigh_top(a, a.nrows())
}

/// The k largest eigenpairs of a symmetric (m, m) matrix: λ (k) largest first, V (m, k).
///
/// Only these k vectors are computed in full. Errors as [`eigh`], and where k is not in 1..=m.
pub fn eigh_top(a: ArrayView2<Real>, k: usize) -> Result<(Array1<Real>, Array2<Real>)> {
    check_symmetric_input(a)?;
    if k == 0 || k > a.nrows() {
        return Err(Error::OutOfRange {
            name: "the number of eigenpairs",
            value: k.to_string(),
            range: "between 1 and the size of the matrix",
        });
    }
    decompositions::eigh_top(a, k)
}

/// Thin SVD A = U diag(s) Vᵀ of (m, n): U (m, r), s (r) largest first, Vᵀ (r, n), r = min(m, n).
///
/// Errors where A is empty, not finite, or the iteration does not converge.
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    check_input(a)?;
    decompositions::svd(a)
}

/// Orthonormal basis Q (m, r) of the column space of A (m, n), r = min(m, n), by Householder reflections.
///
/// Where A has not full rank, the columns of Q still are orthonormal, and their span holds that of A's.
/// Errors where A is empty or not finite.
pub fn orthonormal(a: ArrayView2<Real>) -> Result<Array2<Real>> {
    check_input(a)?;
    Ok(decompositions::orthonormal(a))
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

/// How many threads the matrix products and the library's own loops may use, rayon's global pool; 0 counts as 1.
///
/// No result depends on it. The number can be set only once in a program, before the first use of the pool: what comes
/// later changes nothing.
pub fn set_threads(threads: usize) {
    // An error means that the pool stands already.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build_global();
}

/// What does the linear algebra.
pub fn backend() -> &'static str {
    "faer"
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
