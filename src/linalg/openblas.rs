//! BLAS and LAPACK: the one file of the crate with `unsafe` in it.
//!
//! LAPACK counts matrices by columns, ndarray by rows. A symmetric matrix is the same both ways; eigenvectors that
//! LAPACK writes as the columns of Z are therefore the *rows* of the array that we hand it.

use crate::{Error, Real, Result};
use cblas_sys::{CBLAS_LAYOUT, CBLAS_TRANSPOSE, CBLAS_UPLO};
use ndarray::{Array1, Array2, ArrayView2, s};
use ndarray_linalg::{JobSvd, QR, SVDDC};
use std::ffi::{c_char, c_int};
use std::ptr::null;
use std::sync::{Mutex, PoisonError};

#[cfg(feature = "f64")]
use {
    cblas_sys::cblas_dsyrk as syrk, lapack_sys::dsyevd_ as syevd,
    lapack_sys::dsyevr_ as syevr,
};
#[cfg(not(feature = "f64"))]
use {
    cblas_sys::cblas_ssyrk as syrk, lapack_sys::ssyevd_ as syevd,
    lapack_sys::ssyevr_ as syevr,
};

pub const NAME: &str = if cfg!(accelerate) { "Accelerate" } else { "OpenBLAS" };

const VECTORS: *const c_char = c"V".as_ptr();
const BY_INDEX: *const c_char = c"I".as_ptr();
const UPPER: *const c_char = c"U".as_ptr();

pub fn set_threads(threads: usize) {
    #[cfg(not(accelerate))]
    {
        unsafe extern "C" {
            fn openblas_set_num_threads(threads: c_int);
        }
        // SAFETY: OpenBLAS takes any positive number, and clips it to what it was built for.
        unsafe { openblas_set_num_threads(threads as c_int) }
    }
    #[cfg(accelerate)]
    let _ = threads; // Accelerate decides by itself
}

/// How many are inside [`one_thread_each`], and how many threads there were before the first of them.
static INSIDE: Mutex<(usize, usize)> = Mutex::new((0, 1));

pub fn one_thread_each<T>(work: impl FnOnce() -> T) -> T {
    let inside = || INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut before = inside();
    if before.0 == 0 {
        before.1 = threads();
        set_threads(1);
    }
    before.0 += 1;
    drop(before);
    let done = work();
    let mut before = inside();
    before.0 -= 1;
    if before.0 == 0 {
        set_threads(before.1);
    }
    done
}

fn threads() -> usize {
    #[cfg(not(accelerate))]
    {
        unsafe extern "C" {
            fn openblas_get_num_threads() -> c_int;
        }
        // SAFETY: takes nothing, and gives a number back.
        unsafe { openblas_get_num_threads() as usize }
    }
    #[cfg(accelerate)]
    1
}

/// AᵀA of A (m, n), in whichever of the two layouts A lies; one triangle by `syrk`, the other by mirroring.
pub fn gram_of_columns(a: ArrayView2<Real>) -> Array2<Real> {
    let mut c = Array2::zeros((a.ncols(), a.ncols()));
    add_gram_of_columns(&mut c, a);
    mirror(&mut c);
    c
}

/// C ← C + AᵀA in the upper triangle; C (n, n) must be in standard layout.
pub fn add_gram_of_columns(c: &mut Array2<Real>, a: ArrayView2<Real>) {
    let (m, n) = a.dim();
    assert!(
        c.dim() == (n, n) && c.is_standard_layout(),
        "the sum of products must be a whole n×n matrix"
    );
    if a.is_empty() {
        return;
    }
    let owned;
    let (a, transposed, stride) = match (a.is_standard_layout(), a.t().is_standard_layout())
    {
        (true, _) => (a, CBLAS_TRANSPOSE::CblasTrans, n),
        (_, true) => (a, CBLAS_TRANSPOSE::CblasNoTrans, m),
        _ => {
            owned = a.as_standard_layout().into_owned();
            (owned.view(), CBLAS_TRANSPOSE::CblasTrans, n)
        }
    };
    let (n_, m_, stride) = (n as c_int, m as c_int, stride as c_int);
    let (rows, upper) = (CBLAS_LAYOUT::CblasRowMajor, CBLAS_UPLO::CblasUpper);
    // SAFETY: `a` is one block of m·n numbers with the given stride, `c` one of n·n.
    unsafe {
        syrk(
            rows,
            upper,
            transposed,
            n_,
            m_,
            1.0,
            a.as_ptr(),
            stride,
            1.0,
            c.as_mut_ptr(),
            n_,
        )
    };
}

/// Copies the upper triangle below the diagonal, in blocks that stay in the cache.
pub fn mirror(c: &mut Array2<Real>) {
    const BLOCK: usize = 32;
    let n = c.nrows();
    for i0 in (0..n).step_by(BLOCK) {
        for j0 in (i0..n).step_by(BLOCK) {
            for i in i0..(i0 + BLOCK).min(n) {
                for j in j0.max(i + 1)..(j0 + BLOCK).min(n) {
                    c[[j, i]] = c[[i, j]];
                }
            }
        }
    }
}

/// All eigenpairs by divide and conquer (`syevd`).
pub fn eigh(a: ArrayView2<Real>) -> Result<(Array1<Real>, Array2<Real>)> {
    let m = a.nrows();
    let mut z = a.as_standard_layout().into_owned();
    let mut lambda = Array1::zeros(m);
    let m_ = m as c_int;
    let info = with_workspace(|work, lwork, iwork, liwork| {
        let (z, lambda) = (z.as_mut_ptr(), lambda.as_mut_ptr());
        let mut info = 0;
        // SAFETY: `z` holds m·m numbers and `lambda` m; the work spaces have the lengths told.
        unsafe {
            syevd(
                VECTORS, UPPER, &m_, z, &m_, lambda, work, lwork, iwork, liwork, &mut info,
            )
        };
        info
    });
    sorted(info, lambda, z, "the symmetric eigenvalue iteration")
}

/// The k largest eigenpairs (`syevr` by index); where its inverse iteration fails, all of them, and then k.
pub fn eigh_top(a: ArrayView2<Real>, k: usize) -> Result<(Array1<Real>, Array2<Real>)> {
    let m = a.nrows();
    let mut copy = a.as_standard_layout().into_owned();
    let (mut lambda, mut z) = (Array1::zeros(m), Array2::zeros((k, m)));
    let mut support = vec![0; 2 * k];
    let (m_, first, mut found) = (m as c_int, (m - k + 1) as c_int, 0);
    let info = with_workspace(|work, lwork, iwork, liwork| {
        let (a, w, z, isuppz) =
            (copy.as_mut_ptr(), lambda.as_mut_ptr(), z.as_mut_ptr(), support.as_mut_ptr());
        let (v, tol, mut info) = (null(), &0.0, 0);
        // SAFETY: `a` holds m·m numbers, `w` m, `z` k·m, `isuppz` 2k; `vl` and `vu` are not read under range I.
        unsafe {
            syevr(
                VECTORS, BY_INDEX, UPPER, &m_, a, &m_, v, v, &first, &m_, tol, &mut found,
                w, z, &m_, isuppz, work, lwork, iwork, liwork, &mut info,
            )
        };
        info
    });
    if info != 0 || found != k as c_int {
        let (lambda, v) = eigh(a)?;
        return Ok((lambda.slice(s![..k]).to_owned(), v.slice(s![.., ..k]).to_owned()));
    }
    sorted(info, lambda.slice(s![..k]).to_owned(), z, "the symmetric eigenvalue iteration")
}

/// Calls a LAPACK routine twice: with lengths −1 it says how much work space it wants, then it works.
fn with_workspace(
    mut call: impl FnMut(*mut Real, &c_int, *mut c_int, &c_int) -> c_int,
) -> c_int {
    let (mut want, mut want_ints) = (0.0, 0);
    let info = call(&mut want, &-1, &mut want_ints, &-1);
    if info != 0 {
        return info;
    }
    // In single precision a large length may have been rounded down: a little more is asked for.
    let length = (want as f64 * (1.0 + 1e-6)).ceil() as usize + 1;
    let (mut work, mut ints) = (vec![0.0; length], vec![0; want_ints as usize]);
    call(work.as_mut_ptr(), &(length as c_int), ints.as_mut_ptr(), &want_ints)
}

/// From LAPACK's order (ascending, vectors in rows as we see them) to ours (descending, vectors in columns).
fn sorted(
    info: c_int,
    mut lambda: Array1<Real>,
    mut z: Array2<Real>,
    what: &'static str,
) -> Result<(Array1<Real>, Array2<Real>)> {
    if info != 0 {
        return Err(Error::Convergence { what, rows: z.nrows(), columns: z.ncols() });
    }
    lambda.invert_axis(ndarray::Axis(0));
    z.invert_axis(ndarray::Axis(0));
    Ok((lambda.as_standard_layout().into_owned(), z.t().as_standard_layout().into_owned()))
}

/// Thin SVD by divide and conquer (`gesdd`).
pub fn svd(a: ArrayView2<Real>) -> Result<(Array2<Real>, Array1<Real>, Array2<Real>)> {
    match a.svddc(JobSvd::Some) {
        Ok((Some(u), s, Some(vt))) => Ok((u, s, vt)),
        _ => {
            Err(Error::Convergence { what: "the SVD", rows: a.nrows(), columns: a.ncols() })
        }
    }
}

/// Q of A = QR (`geqrf`, `orgqr`).
pub fn orthonormal(a: ArrayView2<Real>) -> Result<Array2<Real>> {
    let failed = |_| Error::Convergence {
        what: "the QR decomposition",
        rows: a.nrows(),
        columns: a.ncols(),
    };
    a.qr().map(|(q, _)| q).map_err(failed)
}
