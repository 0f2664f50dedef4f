//! Numbers that are finite, but whose squares are not.

use super::check_finite;
use crate::{Error, Real, Result};
use ndarray::{ArrayView1, ArrayView2};

/// Errors where a sum of squares of the entries of X (n, d), or of their differences, is more than a [`Real`] can be.
///
/// Variances, distances and products of rows or columns are no larger, so that after this they are numbers.
pub fn check_squares(sum: f64, x: ArrayView2<Real>) -> Result<()> {
    if sum <= Real::MAX as f64 {
        return Ok(());
    }
    check_finite(x)?;
    let largest = x.fold(0.0, |most: f64, &v| most.max(v.abs() as f64));
    Err(Error::TooLarge { largest, power: largest.log10().ceil() as i32 })
}

/// Errors where ‖x‖² of a row of X (n, d) is so large that ‖x − y‖² of two such rows may be more than a [`Real`] can be.
pub fn check_distances(x: ArrayView2<Real>) -> Result<()> {
    let square = |row: ArrayView1<Real>| row.fold(0.0, |sum, &v| sum + (v as f64).powi(2));
    let most = x.rows().into_iter().map(square).fold(0.0, f64::max);
    check_squares(4.0 * most, x) // ‖x − y‖² ≤ 4 max(‖x‖², ‖y‖²)
}
