//! Faces as points: distance from face space, distance in it, recognition. Source: Turk & Pentland 1991.

pub mod incremental;
pub mod randomised;

use crate::linalg::{check_distances, check_finite};
use crate::{Autoencoder, Error, Real, Result, error::counted, pca::Pca};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// Unknown samples that are compared at a time: bounds the table of distances to this many rows.
const BATCH: usize = 256;

// ANCHOR: distance_from
/// ‖x − x̃‖ of each row of X (n, d): its distance *from* the space that the components span: (n).
///
/// Errors where X has not d columns, is not finite, or has squares that overflow.
pub fn distance_from(pca: &Pca, x: &Array2<Real>) -> Result<Array1<Real>> {
    check_distances(x.view())?;
    let rest = x - &pca.reconstruct(x)?; // x − x̃
    Ok(rest.map_axis(Axis(1), |row| row.dot(&row).sqrt())) // ‖x − x̃‖
}
// ANCHOR_END: distance_from

/// Distance *in* face space: ‖zᵢ − zⱼ‖ between the codes of every row of X (n, d) and of Y (m, d): (n, m).
///
/// Errors where X or Y has not d columns, is not finite, or has squares that overflow.
pub fn distance_in(pca: &Pca, x: &Array2<Real>, y: &Array2<Real>) -> Result<Array2<Real>> {
    check_distances(x.view())?;
    check_distances(y.view())?;
    let (zx, zy) = (pca.encode(x)?, pca.encode(y)?);
    let distance = |a: ArrayView1<Real>, b: ArrayView1<Real>| {
        a.iter().zip(b).map(|(&a, &b)| (a - b) * (a - b)).sum::<Real>().sqrt() // ‖a − b‖
    };
    Ok(Array2::from_shape_fn((zx.nrows(), zy.nrows()), |(i, j)| {
        distance(zx.row(i), zy.row(j))
    }))
}

// ANCHOR: nearest_label
/// The label of the nearest row of `known` (m, d), by Euclidean distance, for each row of `unknown` (n, d).
///
/// ‖a − b‖² = ‖a‖² − 2ab + ‖b‖², and ‖a‖² is the same for all b: one matrix product compares everything. The first of
/// several nearest wins. Errors where nothing is known, shapes do not fit, an entry is not
/// finite, or squares overflow.
pub fn nearest_label(
    known: &Array2<Real>,
    labels: &[usize],
    unknown: &Array2<Real>,
) -> Result<Vec<usize>> {
    check_known(known, labels, unknown)?;
    let squares = known.map_axis(Axis(1), |b| b.dot(&b)); // ‖b‖²
    let mut found = Vec::with_capacity(unknown.nrows());
    for a in unknown.axis_chunks_iter(Axis(0), BATCH) {
        let compared = a.dot(&known.t()) * -2.0 + &squares; // ‖b‖² − 2ab
        found.extend(compared.rows().into_iter().map(|row| labels[least(row)]));
    }
    Ok(found)
}
// ANCHOR_END: nearest_label

/// Where the smallest entry is; the first of equals.
fn least(row: ArrayView1<Real>) -> usize {
    (1..row.len()).fold(0, |best, j| if row[j] < row[best] { j } else { best })
}

fn check_known(
    known: &Array2<Real>,
    labels: &[usize],
    unknown: &Array2<Real>,
) -> Result<()> {
    if known.is_empty() {
        return Err(Error::TooFew {
            what: "recognition",
            need: 1,
            unit: "known sample",
            got: 0,
        });
    }
    if labels.len() != known.nrows() {
        let (expected, got) =
            (format!("{}, one a known sample", known.nrows()), labels.len().to_string());
        return Err(Error::Shape { what: "the labels", expected, got });
    }
    if unknown.ncols() != known.ncols() {
        let (expected, got) =
            (counted(known.ncols(), "column"), unknown.ncols().to_string());
        return Err(Error::Shape { what: "the unknown samples", expected, got });
    }
    check_finite(known.view())?;
    check_finite(unknown.view())?;
    check_distances(known.view())?;
    check_distances(unknown.view())
}
