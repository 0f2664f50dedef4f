//! What a code knows: known factors, or a label, read off codes.
//!
//! A read-out is fitted on codes Z (n, k) of samples whose factors θ (n, q) are known, and scored on others. The
//! *linear* one asks how straight the coordinates are; the *nearest-neighbour* one only whether codes near each other
//! mean factors near each other. Source: Alain & Bengio 2017 (linear probes); Cover & Hart 1967 (nearest neighbours).

use crate::eigenfaces::nearest_label;
use crate::linalg::{check_finite, svd};
use crate::pca::axes::{centre, mean_of};
use crate::{Error, Real, Result, error::counted};
use ndarray::{Array1, Array2, Axis, Zip};

// ANCHOR: readout
/// θ_hat = zA + c (m, q) at each row z of `unseen` (m, k), A and c by least squares on
/// Z (n, k) and θ (n, q).
///
/// Directions in which the codes do not vary have no say. Errors where shapes do not fit,
/// or an entry is not finite.
pub fn linear(
    z: &Array2<Real>,
    theta: &Array2<Real>,
    unseen: &Array2<Real>,
) -> Result<Array2<Real>> {
    check(z, theta, unseen)?;
    let (z_mean, theta_mean) = (mean_of(z.view()), mean_of(theta.view()));
    let (u, s, vt) = svd(centre(z.view(), &z_mean).view())?; // Z − z_mean = U diag(s) Vᵀ
    let inverse = s.mapv(|sj| if sj > rounding(&s, z.nrows()) { 1.0 / sj } else { 0.0 });
    // A = V diag(1/s) Uᵀ(θ − θ_mean)
    let a = (vt.t().to_owned() * &inverse).dot(&u.t().dot(&(theta - &theta_mean)));
    Ok((unseen - &z_mean).dot(&a) + &theta_mean) // θ_hat = (z − z_mean)A + θ_mean
}
// ANCHOR_END: readout

// ANCHOR: nearest_readout
/// θ_hat = θᵢ (m, q) of the code zᵢ nearest to each row of `unseen`. Errors as [`linear`].
pub fn nearest(
    z: &Array2<Real>,
    theta: &Array2<Real>,
    unseen: &Array2<Real>,
) -> Result<Array2<Real>> {
    check(z, theta, unseen)?;
    let rows: Vec<usize> = (0..z.nrows()).collect();
    let nearest = nearest_row(z, &rows, unseen)?; // i = argmin ‖zᵢ − z‖
    Ok(theta.select(Axis(0), &nearest)) // θ_hat = θᵢ
}
// ANCHOR_END: nearest_readout

/// The share of each factor's variance that a read-out explains: R² = 1 − Σ(θ − θ̂)²/Σ(θ − θ̄)² over the rows: (q).
///
/// 1 is perfect, 0 no better than the mean of these samples, below 0 worse. Errors where shapes do not fit, an entry is
/// not finite, or a factor does not vary.
pub fn r_squared(theta: &Array2<Real>, read: &Array2<Real>) -> Result<Array1<f64>> {
    if theta.dim() != read.dim() {
        let (expected, got) =
            (format!("{:?}, as the factors", theta.dim()), format!("{:?}", read.dim()));
        return Err(Error::Shape { what: "what was read off", expected, got });
    }
    check_finite(theta.view())?;
    check_finite(read.view())?;
    let square = |a: Real, b: Real| (f64::from(a) - f64::from(b)).powi(2);
    let mut found = Array1::zeros(theta.ncols());
    for (j, r2) in found.iter_mut().enumerate() {
        let (theta, read) = (theta.column(j), read.column(j));
        let mean = theta.mean().unwrap_or_default();
        let all = theta.fold(0.0, |sum, &t| sum + square(t, mean)); // Σ(θ − θ̄)²
        let left = Zip::from(&theta).and(&read).fold(0.0, |sum, &t, &r| sum + square(t, r)); // Σ(θ − θ̂)²
        if all <= 0.0 {
            let (name, range) =
                ("the variance of a factor", "positive: give samples in which it differs");
            return Err(Error::OutOfRange {
                name,
                value: format!("0 (factor {j}, counted from 0)"),
                range,
            });
        }
        *r2 = 1.0 - left / all;
    }
    Ok(found)
}

/// The share of `unseen` codes (m, k) whose nearest code in Z (n, k) has the same label: `labels` (n), `truth` (m).
///
/// Errors where there is no code on one side, shapes do not fit, or an entry is not finite.
pub fn same_class(
    z: &Array2<Real>,
    labels: &[usize],
    unseen: &Array2<Real>,
    truth: &[usize],
) -> Result<f64> {
    if unseen.is_empty() {
        return Err(Error::TooFew {
            what: "a share of codes",
            need: 1,
            unit: "code",
            got: 0,
        });
    }
    if truth.len() != unseen.nrows() {
        let (expected, got) =
            (format!("{}, one a code", unseen.nrows()), truth.len().to_string());
        return Err(Error::Shape { what: "the true labels", expected, got });
    }
    let found = nearest_row(z, labels, unseen)?;
    Ok(found.iter().zip(truth).filter(|(a, b)| a == b).count() as f64 / truth.len() as f64)
}

/// The label of the nearest code, in coordinates whose origin is the codes' mean: far from it, squares would lose digits.
fn nearest_row(
    z: &Array2<Real>,
    labels: &[usize],
    unseen: &Array2<Real>,
) -> Result<Vec<usize>> {
    if z.is_empty() || z.ncols() != unseen.ncols() {
        return nearest_label(z, labels, unseen); // which says what is wrong
    }
    let mean = mean_of(z.view());
    nearest_label(&centre(z.view(), &mean), labels, &(unseen - &mean))
}

/// Singular values up to this are no more than rounding of the largest.
fn rounding(s: &Array1<Real>, n: usize) -> Real {
    s.iter().fold(0.0, |most: Real, &s| most.max(s))
        * Real::EPSILON
        * n.max(s.len()) as Real
}

fn check(z: &Array2<Real>, theta: &Array2<Real>, unseen: &Array2<Real>) -> Result<()> {
    if z.is_empty() || theta.ncols() == 0 {
        return Err(Error::TooFew {
            what: "a read-out",
            need: 1,
            unit: "code and one factor",
            got: 0,
        });
    }
    if theta.nrows() != z.nrows() {
        let (expected, got) = (
            format!("{}, one a code", counted(z.nrows(), "row")),
            theta.nrows().to_string(),
        );
        return Err(Error::Shape { what: "the known factors", expected, got });
    }
    if unseen.ncols() != z.ncols() {
        let (expected, got) = (counted(z.ncols(), "column"), unseen.ncols().to_string());
        return Err(Error::Shape { what: "the codes to read", expected, got });
    }
    check_finite(z.view())?;
    check_finite(theta.view())?;
    check_finite(unseen.view())
}
