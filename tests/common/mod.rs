//! What several tests need: seeded data, and equality up to rounding.
#![allow(dead_code)] // each test uses some of it

use autoencoders::{Real, Result};
use ndarray::{Array1, Array2, Axis};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use std::path::{Path, PathBuf};

/// What rounding may do to a sum of a few hundred numbers near 1.
pub const TOL: f64 = if cfg!(feature = "f64") { 1e-10 } else { 2e-4 };

pub fn seeded(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// (rows, columns) of independent standard normal numbers.
pub fn gaussian(rows: usize, columns: usize, rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((rows, columns), || {
        let value: f64 = StandardNormal.sample(rng);
        value as Real
    })
}

/// n samples of d features about a mean away from zero, the standard deviations of whose (rotated) axes fall from 3
/// by a fifth each: eigenvalues with gaps, so that each axis is determined.
pub fn samples(n: usize, d: usize, seed: u64) -> Array2<Real> {
    let mut rng = seeded(seed);
    let deviations: Array1<Real> =
        (0..d).map(|j| 3.0 * (0.8 as Real).powi(j.min(30) as i32)).collect();
    let axes = autoencoders::linalg::orthonormal(gaussian(d, d, &mut rng).view())
        .expect("a Gaussian is finite");
    (gaussian(n, d, &mut rng) * &deviations).dot(&axes.t()) + &gaussian(1, d, &mut rng)
}

pub fn largest(a: &Array2<Real>) -> f64 {
    a.iter().fold(0.0, |m, &v| m.max(v.abs() as f64))
}

/// Every entry agrees to `TOL` of the largest (or of 1, where all are smaller).
#[track_caller]
pub fn assert_same(what: &str, a: &Array2<Real>, b: &Array2<Real>) {
    assert_eq!(a.dim(), b.dim(), "{what}");
    let (off, scale) = (largest(&(a - b)), largest(b).max(1.0));
    assert!(off <= TOL * scale, "{what}: off by {off:e} at scale {scale}");
}

#[track_caller]
pub fn assert_same_vector(what: &str, a: &Array1<Real>, b: &Array1<Real>) {
    assert_same(what, &a.clone().insert_axis(Axis(0)), &b.clone().insert_axis(Axis(0)));
}

#[track_caller]
pub fn assert_near(what: &str, a: f64, b: f64) {
    assert!((a - b).abs() <= TOL * b.abs().max(1.0), "{what}: {a}, not {b}");
}

/// The entries of a JSON table of numbers.
pub fn table(rows: &serde_json::Value) -> Array2<Real> {
    let rows: Vec<Array1<Real>> = rows.as_array().expect("rows").iter().map(list).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

pub fn list(values: &serde_json::Value) -> Array1<Real> {
    let values = values.as_array().expect("a list of numbers").iter();
    values.map(|v| v.as_f64().expect("a number") as Real).collect()
}

/// A folder of real data, or `None`, said aloud, where it is not: beside the checkout, or in `AUTOENCODERS_DATA`.
pub fn real_data(name: &str) -> Option<PathBuf> {
    let base = std::env::var_os("AUTOENCODERS_DATA").map(PathBuf::from);
    let folder = base
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"))
        .join(name);
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// The call failed, and its message holds every one of these words.
#[track_caller]
pub fn refused<T>(outcome: Result<T>, words: &[&str]) {
    let text = outcome.err().expect("this must not succeed").to_string();
    for word in words {
        assert!(text.contains(word), "`{text}` does not say `{word}`");
    }
}
