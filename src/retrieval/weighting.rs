//! What a word's count should weigh.

use crate::check::check_some;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, Axis};

/// ln(1 + c) of each count in X (n, v): the tenth occurrence of a word says less than the first.
///
/// Errors where a count is negative or not finite. Source: Hinton & Salakhutdinov 2006, supporting material.
pub fn log_counts(x: &Array2<Real>) -> Result<Array2<Real>> {
    check_counts(x)?;
    Ok(x.mapv(Real::ln_1p))
}

/// ln(n / n_j) for each of v words, n_j of n documents holding it; 0 for a word that no document holds.
///
/// A word in every document tells none from another. Errors as [`log_counts`], and where there is no document. Source:
/// Spärck Jones 1972.
pub fn inverse_document_frequencies(x: &Array2<Real>) -> Result<Array1<Real>> {
    check_counts(x)?;
    check_some(x.nrows(), 1, "weighing words", "document")?;
    let n = x.nrows() as f64;
    let holding =
        x.fold_axis(Axis(0), 0.0, |n_j: &f64, &c| n_j + f64::from(u8::from(c > 0.0))); // n_j
    Ok(holding.mapv(|n_j| if n_j > 0.0 { (n / n_j).ln() as Real } else { 0.0 }))
}

/// X (n, v) with each row divided by its sum: the share of each word in each document.
///
/// Errors as [`log_counts`], and where a document holds no word.
pub fn shares(x: &Array2<Real>) -> Result<Array2<Real>> {
    check_counts(x)?;
    let sums =
        x.map_axis(Axis(1), |row| row.iter().map(|&c| c as f64).sum::<f64>() as Real);
    if let Some(row) = sums.iter().position(|&sum| sum <= 0.0) {
        let (expected, got) =
            ("at least one word in each document".into(), format!("none in row {row}"));
        return Err(Error::Shape { what: "word shares", expected, got });
    }
    Ok(x / &sums.insert_axis(Axis(1)))
}

/// X (n, v) with each row divided by its length ‖x‖, so that inner products are cosines; a row of zeros stays as it is.
///
/// Errors where an entry is not finite.
pub fn unit_rows(x: &Array2<Real>) -> Result<Array2<Real>> {
    check_finite(x.view())?;
    let lengths = x.map_axis(Axis(1), |row| {
        let square: f64 = row.iter().map(|&e| (e as f64).powi(2)).sum();
        if square > 0.0 { square.sqrt() as Real } else { 1.0 }
    });
    Ok(x / &lengths.insert_axis(Axis(1)))
}

/// Errors, naming the first such place, where a count is negative or not finite.
fn check_counts(x: &Array2<Real>) -> Result<()> {
    check_finite(x.view())?;
    match x.indexed_iter().find(|(_, c)| **c < 0.0) {
        Some(((row, column), c)) => {
            let value = format!("{c} at row {row}, column {column}");
            Err(Error::OutOfRange { name: "a count", value, range: "0 or more" })
        }
        None => Ok(()),
    }
}
