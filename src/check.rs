//! What nearly every model asks of its input before it begins.

use crate::error::counted;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::Array2;

/// Errors where A has not so many columns, or is not finite.
pub(crate) fn check_columns(
    what: &'static str,
    columns: usize,
    a: &Array2<Real>,
) -> Result<()> {
    if a.ncols() != columns {
        let (expected, got) = (counted(columns, "column"), a.ncols().to_string());
        return Err(Error::Shape { what, expected, got });
    }
    check_finite(a.view())
}

/// Errors where there are fewer of a thing than are needed.
pub(crate) fn check_some(
    got: usize,
    need: usize,
    what: &'static str,
    unit: &'static str,
) -> Result<()> {
    if got < need { Err(Error::TooFew { what, need, unit, got }) } else { Ok(()) }
}
