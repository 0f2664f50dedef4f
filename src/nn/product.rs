//! The matrix products of a network, on all threads.

use crate::Real;
use ndarray::{ArrayView2, ArrayViewMut2, Axis, linalg::general_mat_mul};
use rayon::prelude::*;

/// Multiplications below which a product is not worth sharing.
const SMALL: usize = 1 << 19;
/// The fewest rows or columns of a block: the narrower it is, the more often the other factor is read.
const NARROW: usize = 128;

/// C ← a·AB + c·C for A (m, p), B (p, n), C (m, n), in blocks of C that are computed in parallel.
///
/// The blocks depend on the shapes alone and no entry's sum is split, so the result is the same on any number of threads.
/// Each block is one product on one thread: to be called inside `linalg::one_thread_each`.
pub fn product(
    alpha: Real,
    a: ArrayView2<Real>,
    b: ArrayView2<Real>,
    beta: Real,
    mut c: ArrayViewMut2<Real>,
) {
    let (m, n) = c.dim();
    let blocks = blocks(m.max(n), m * n * a.ncols());
    if blocks == 1 {
        general_mat_mul(alpha, &a, &b, beta, &mut c);
    } else if n >= m {
        let columns = n.div_ceil(blocks);
        let each = c.axis_chunks_iter_mut(Axis(1), columns).into_par_iter();
        each.zip(b.axis_chunks_iter(Axis(1), columns))
            .for_each(|(mut c, b)| general_mat_mul(alpha, &a, &b, beta, &mut c));
    } else {
        let rows = m.div_ceil(blocks);
        let each = c.axis_chunks_iter_mut(Axis(0), rows).into_par_iter();
        each.zip(a.axis_chunks_iter(Axis(0), rows))
            .for_each(|(mut c, a)| general_mat_mul(alpha, &a, &b, beta, &mut c));
    }
}

/// Into how many blocks: a power of two, so that two, four or eight threads get as many each.
fn blocks(width: usize, multiplications: usize) -> usize {
    if multiplications < SMALL {
        return 1;
    }
    let most = (width / NARROW).max(2);
    1 << most.ilog2()
}
