//! Exercises of chapter 3, "Eigenfaces". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch03_eigenfaces exercise_3_1 -- --ignored` checks one. ndarray and `autoencoders::linalg` are
//! at hand; `autoencoders::pca` only where a problem says so.

use crate::graded::faces::{Moments, Verdict};
use autoencoders::Real;
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;

/// Exercise 3.1 — From n numbers to d
///
/// From eigenvectors of XXᵀ to eigenvectors of XᵀX, in the same order and of any length:
/// centred X (n, d) and U (n, m), one eigenvector a column → (d, m), one a column.
pub fn lift(centred: &Array2<Real>, u: &Array2<Real>) -> Array2<Real> {
    todo!("exercise 3.1: from the eigenvectors of XXᵀ to those of XᵀX")
}

/// Exercise 3.2 — Unit length, and the direction that has none
///
/// All eigenfaces of faces X (n, d), d ≥ n, that have any variance, by way of XXᵀ: the variances λ (r), divisor
/// n − 1, largest first; and W (d, r), unit columns, where r is the rank of the centred data.
pub fn eigenfaces(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
    todo!(
        "exercise 3.2: centre, eigenvectors of XXᵀ, lift, normalise, drop what has no variance"
    )
}

/// Exercise 3.3 — How far is too far?
///
/// The distance of each image (m, d) from face space, given μ (d) and orthonormal W (d, k): (m); and the least
/// threshold that at least the share `pass` of the held-out faces (h, d) do not exceed, 0 < pass ≤ 1.
pub fn distances_and_threshold(
    mean: &Array1<Real>,
    w: &Array2<Real>,
    held_out: &Array2<Real>,
    images: &Array2<Real>,
    pass: f64,
) -> (Array1<Real>, Real) {
    todo!(
        "exercise 3.3: distances from face space, and the threshold that lets this share pass"
    )
}

/// Exercise 3.4 — Two chunks into one
///
/// The count, mean and scatter S = Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ of two chunks together, from those of each. Either may be
/// empty (count 0).
pub fn merge(a: &Moments, b: &Moments) -> Moments {
    todo!("exercise 3.4: the moments of both chunks together")
}

/// Exercise 3.5 — A random sketch, sharpened
///
/// The k leading directions W (d, k), leading one first, of centred X (n, d) by a random sketch of `k + oversample`
/// directions and `iterations` rounds of power iteration. Only matrices with k + oversample columns or rows may be
/// decomposed.
pub fn sketch(
    centred: &Array2<Real>,
    k: usize,
    oversample: usize,
    iterations: usize,
    rng: &mut ChaCha8Rng,
) -> Array2<Real> {
    todo!("exercise 3.5: random directions, power iteration, a small SVD")
}

/// Exercise 3.6 — Known, stranger, or no face at all
///
/// A verdict on each probe (m, d), by k components of the gallery (n, d), of which `labels` says who is on each
/// row: no face if farther than `from_limit` from face space; else a stranger if farther than `in_limit`, in
/// standard deviations, from every face of the gallery; else the person on the nearest. `autoencoders::pca` is
/// allowed here.
pub fn recognise(
    gallery: &Array2<Real>,
    labels: &[usize],
    probes: &Array2<Real>,
    k: usize,
    from_limit: Real,
    in_limit: Real,
) -> Vec<Verdict> {
    todo!("exercise 3.6: distance from face space first, then distance in it")
}
