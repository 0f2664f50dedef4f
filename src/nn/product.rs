//! The matrix products of a network, on all threads.

use crate::Real;
use ndarray::{ArrayView2, ArrayViewMut2, Axis, linalg::general_mat_mul};
use rayon::prelude::*;

/// Columns of a product that one thread takes at a time. Fixed, so that results do not depend on the number of threads.
const BLOCK: usize = 256;
/// Multiplications below which a product is not worth sharing.
const SMALL: usize = 1 << 18;

/// C ← a·AB + c·C for A (m, p), B (p, n), C (m, n), in blocks of C that are computed in parallel.
///
/// No entry's sum is split, so the result is the same on any number of threads. Each block is one product on one thread:
/// to be called inside `linalg::one_thread_each`.
pub fn product(
    alpha: Real,
    a: ArrayView2<Real>,
    b: ArrayView2<Real>,
    beta: Real,
    mut c: ArrayViewMut2<Real>,
) {
    let (m, n) = c.dim();
    if m * n * a.ncols() < SMALL || m.max(n) <= BLOCK {
        general_mat_mul(alpha, &a, &b, beta, &mut c);
    } else if n >= m {
        let blocks = c.axis_chunks_iter_mut(Axis(1), BLOCK).into_par_iter();
        blocks.zip(b.axis_chunks_iter(Axis(1), BLOCK)).for_each(|(mut c, b)| {
            general_mat_mul(alpha, &a, &b, beta, &mut c);
        });
    } else {
        let blocks = c.axis_chunks_iter_mut(Axis(0), BLOCK).into_par_iter();
        blocks.zip(a.axis_chunks_iter(Axis(0), BLOCK)).for_each(|(mut c, a)| {
            general_mat_mul(alpha, &a, &b, beta, &mut c);
        });
    }
}
