//! The soft threshold: what a penalty by absolute values does to a code, exactly.

use crate::check::check_columns;
use crate::{Error, Real, Result};
use ndarray::Array2;

// ANCHOR: soft_threshold
/// S_t(c) = sign(c) · max(|c| − t, 0): the z that makes (c − z)² + 2t|z| least, t ≥ 0.
///
/// Source: Donoho & Johnstone 1994.
pub fn soft_threshold(c: Real, t: Real) -> Real {
    c.signum() * (c.abs() - t).max(0.0)
}

/// The same where z may not be negative: max(c − t, 0), a rectifier with the bias −t.
pub fn positive_threshold(c: Real, t: Real) -> Real {
    (c - t).max(0.0)
}

/// The codes Z (n, k) that make ‖x − zD‖² + λ‖z‖₁ least for each row of X (n, d), where
/// the features, the rows of D (k, d), are orthonormal: S_{λ/2}(XDᵀ).
///
/// Errors where shapes do not fit, an entry is not finite, or λ is negative.
pub fn lasso(x: &Array2<Real>, d: &Array2<Real>, lambda: Real) -> Result<Array2<Real>> {
    check_columns("the samples", d.ncols(), x)?;
    check_columns("the features", x.ncols(), d)?;
    check_lambda(lambda)?;
    Ok(x.dot(&d.t()).mapv(|c| soft_threshold(c, lambda / 2.0)))
}
// ANCHOR_END: soft_threshold

/// Errors where the price λ of a code is negative or not finite.
pub(super) fn check_lambda(lambda: Real) -> Result<()> {
    match lambda >= 0.0 && lambda.is_finite() {
        true => Ok(()),
        false => Err(Error::OutOfRange {
            name: "the price of a code, λ or β",
            value: lambda.to_string(),
            range: "0 or more, and finite",
        }),
    }
}
