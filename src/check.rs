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

/// Errors where there are not as many labels as rows.
pub(crate) fn check_count(labels: &[usize], rows: usize) -> Result<()> {
    if labels.len() == rows {
        return Ok(());
    }
    let (expected, got) = (format!("{rows}, one for each row"), labels.len().to_string());
    Err(Error::Shape { what: "the labels", expected, got })
}

/// Errors where there are not as many labels as rows, or one is none of so many classes.
pub(crate) fn check_labels(labels: &[usize], rows: usize, classes: usize) -> Result<()> {
    check_count(labels, rows)?;
    match labels.iter().max() {
        Some(most) if *most >= classes => {
            let (expected, got) =
                (format!("each below {classes}"), format!("one of {most}"));
            Err(Error::Shape { what: "the labels", expected, got })
        }
        _ => Ok(()),
    }
}
