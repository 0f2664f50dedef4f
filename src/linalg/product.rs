//! Products of matrices, on all threads, by faer's kernels: they use what the processor has (AVX-512, AVX2, NEON).
//!
//! A product is cut into blocks that are computed in parallel, each by one thread. Where it is cut depends on the shapes
//! alone, and no entry's sum is split between threads: the result is the same on any number of them.

use crate::Real;
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{Array2, ArrayRef2, ArrayView2, ArrayViewMut2, CowArray, Ix2};
use std::hint::black_box;

/// Multiplications below which a product is not worth sharing between threads.
const SMALL: usize = 1 << 19;
/// The least of the longer side of a block: the narrower it is, the more often the other factor is read.
const NARROW: usize = 128;
/// Sides are cut at multiples of this: what the kernels take at a time.
const TILE: usize = 16;

/// AB (m, n) of A (m, p) and B (p, n). Panics where the shapes do not fit.
pub fn dot(a: &ArrayRef2<Real>, b: &ArrayRef2<Real>) -> Array2<Real> {
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    product(1.0, a.view(), b.view(), 0.0, c.view_mut());
    c
}

/// C ← a·AB + c·C for A (m, p), B (p, n), C (m, n). Panics where the shapes do not fit.
///
/// With c = 0 what C held is not looked at. Each of the three is used where it lies if its numbers are in one piece, by
/// rows or by columns (a matrix, its first rows, their transpose), and copied if not.
pub fn product(
    alpha: Real,
    a: ArrayView2<Real>,
    b: ArrayView2<Real>,
    beta: Real,
    mut c: ArrayViewMut2<Real>,
) {
    assert_eq!(
        (a.nrows(), a.ncols(), b.ncols()),
        (c.nrows(), b.nrows(), c.ncols()),
        "the shapes of a product do not fit"
    );
    if beta != 0.0 && beta != 1.0 {
        c *= beta;
    }
    let how = if beta == 0.0 { Accum::Replace } else { Accum::Add };
    let (a, b) = (in_one_piece(a), in_one_piece(b));
    let (a, b) = (seen(&a), seen(&b));
    if let Some(c) = seen_mut(&mut c) {
        return shared(alpha, a, b, how, c);
    }
    let mut whole = c.as_standard_layout().into_owned();
    let here = seen_mut(&mut whole.view_mut()).map(|c| shared(alpha, a, b, how, c));
    here.expect("a copy in standard layout is in one piece");
    c.assign(&whole);
}

/// The longer side of C is halved until the blocks are small.
fn shared(alpha: Real, a: MatRef<Real>, b: MatRef<Real>, how: Accum, c: MatMut<Real>) {
    let (m, n) = c.shape();
    if m * n * a.ncols() < 2 * SMALL || m.max(n) < 2 * NARROW {
        matmul(c, how, a, b, alpha, Par::Seq);
        return clean_registers();
    }
    if n >= m {
        let at = half(n);
        let ((b1, b2), (c1, c2)) = (b.split_at_col(at), c.split_at_col_mut(at));
        rayon::join(|| shared(alpha, a, b1, how, c1), || shared(alpha, a, b2, how, c2));
    } else {
        let at = half(m);
        let ((a1, a2), (c1, c2)) = (a.split_at_row(at), c.split_at_row_mut(at));
        rayon::join(|| shared(alpha, a1, b, how, c1), || shared(alpha, a2, b, how, c2));
    }
}

fn half(side: usize) -> usize {
    (side / 2).next_multiple_of(TILE)
}

/// XᵀX (d, d) of X (n, d). Only one triangle is computed, half the work of a product, and mirrored.
pub fn gram_of_columns(x: ArrayView2<Real>) -> Array2<Real> {
    let mut sum = GramSum::new(x.ncols());
    sum.add(x);
    sum.finish()
}

/// XXᵀ (n, n) of X (n, d): all inner products of the samples.
pub fn gram_of_rows(x: ArrayView2<Real>) -> Array2<Real> {
    gram_of_columns(x.reversed_axes())
}

/// XᵀX (d, d) summed over chunks of X's rows, as they come.
///
/// Panics where a chunk has not d columns.
#[derive(Debug)]
pub struct GramSum(Array2<Real>); // its lower triangle

impl GramSum {
    /// Zero, for rows of d numbers.
    pub fn new(d: usize) -> GramSum {
        GramSum(Array2::zeros((d, d)))
    }

    /// Add a chunk's share, XᵀX of X (m, d).
    pub fn add(&mut self, x: ArrayView2<Real>) {
        assert_eq!(x.ncols(), self.0.ncols(), "the columns of a chunk");
        let x = in_one_piece(x);
        let mut sum = self.0.view_mut();
        shared_gram(seen(&x), seen_mut(&mut sum).expect("a matrix made by rows"));
    }

    /// The sum (d, d).
    pub fn finish(mut self) -> Array2<Real> {
        mirror(&mut self.0);
        self.0
    }
}

/// Adds AᵀA to the lower triangle of C, by halves: A₁ᵀA₁ and A₂ᵀA₂ are such triangles again, A₂ᵀA₁ is a product.
fn shared_gram(a: MatRef<Real>, c: MatMut<Real>) {
    let d = c.ncols();
    if d * d * a.nrows() < 2 * SMALL || d < 2 * NARROW {
        let (all, lower) = (BlockStructure::Rectangular, BlockStructure::TriangularLower);
        let add = Accum::Add;
        triangular::matmul(c, lower, add, a.transpose(), all, a, all, 1.0, Par::Seq);
        return clean_registers();
    }
    let at = half(d);
    let ((a1, a2), (c11, _, c21, c22)) = (a.split_at_col(at), c.split_at_mut(at, at));
    let triangles = || rayon::join(|| shared_gram(a1, c11), || shared_gram(a2, c22));
    rayon::join(|| shared(1.0, a2.transpose(), a1, Accum::Add, c21), triangles);
}

/// Gives the vector registers back as other code expects them.
///
/// faer's kernels for x86 end without emptying their upper halves, and then every SSE instruction after them has to keep
/// what is there: a step of Adam took seven times as long. A function that the compiler made for AVX empties them as it
/// returns; this one, of a nanosecond, is there for that alone.
pub(super) fn clean_registers() {
    pulp::Arch::new().dispatch(|| {
        let wide = black_box([1.0_f32; 16]);
        black_box(wide.map(|a| 2.0 * a));
    });
}

/// Copies the lower triangle above the diagonal, in blocks that stay in the cache.
fn mirror(c: &mut Array2<Real>) {
    const BLOCK: usize = 32;
    let n = c.nrows();
    for i0 in (0..n).step_by(BLOCK) {
        for j0 in (0..=i0).step_by(BLOCK) {
            for i in i0..(i0 + BLOCK).min(n) {
                for j in j0..(j0 + BLOCK).min(i) {
                    c[[j, i]] = c[[i, j]];
                }
            }
        }
    }
}

/// The view itself, or a copy where its numbers lie scattered.
fn in_one_piece(a: ArrayView2<Real>) -> CowArray<Real, Ix2> {
    if a.is_standard_layout() || a.t().is_standard_layout() {
        return a.into();
    }
    a.as_standard_layout().into_owned().into()
}

/// As faer sees it.
fn seen<'a>(a: &'a CowArray<Real, Ix2>) -> MatRef<'a, Real> {
    let (m, n) = a.dim();
    match (a.as_slice(), a.view().reversed_axes().to_slice()) {
        (Some(rows), _) => MatRef::from_row_major_slice(rows, m, n),
        (_, Some(columns)) => MatRef::from_column_major_slice(columns, m, n),
        _ => unreachable!("it was made to lie in one piece"),
    }
}

/// The same to be written to, where it lies in one piece.
fn seen_mut<'a>(c: &'a mut ArrayViewMut2<Real>) -> Option<MatMut<'a, Real>> {
    let (m, n) = c.dim();
    if c.is_standard_layout() {
        return c.as_slice_mut().map(|rows| MatMut::from_row_major_slice_mut(rows, m, n));
    }
    let columns = c.view_mut().reversed_axes().into_slice()?;
    Some(MatMut::from_column_major_slice_mut(columns, m, n))
}
