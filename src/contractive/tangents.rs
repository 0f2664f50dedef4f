//! Tangent planes: of a set, from a point's neighbours; of an encoder, from its Jacobian; and of
//! a renderer, whose parameters are known, from differences of its pictures.
//!
//! Each is an orthonormal basis T (d, m), a direction a column, as [`principal_angles`] takes
//! them.

use crate::check::check_some;
use crate::linalg::{dot, eigh_top, gram_of_rows, orthonormal, principal_angles};
use crate::pca::Pca;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis};

// ANCHOR: leading
/// The m leading right singular vectors of J (k, d), as columns (d, m): the directions in
/// which the code moves most. Jᵀu is such a vector for every eigenvector u of JJᵀ.
///
/// Errors where m is not in 1..=min(k, d), or J is not finite.
pub fn leading(j: &Array2<Real>, m: usize) -> Result<Array2<Real>> {
    check_count(m, j.nrows().min(j.ncols()))?;
    let (_, u) = eigh_top(gram_of_rows(j.view()).view(), m)?; // JJᵀ (k, k)
    orthonormal(dot(&j.t(), &u).view())
}
// ANCHOR_END: leading

// ANCHOR: local
/// The rows of X (n, d) nearest to a point x (d), nearest first.
///
/// Errors where x has not d numbers, or X has fewer than k rows.
pub fn nearest(x: &Array2<Real>, at: ArrayView1<Real>, k: usize) -> Result<Vec<usize>> {
    if at.len() != x.ncols() {
        let (expected, got) = (x.ncols().to_string(), at.len().to_string());
        return Err(Error::Shape { what: "the numbers of the point", expected, got });
    }
    check_some(x.nrows(), k.max(1), "so many neighbours", "samples")?;
    let square = |row: ArrayView1<Real>| -> Real {
        row.iter().zip(at).map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let squares: Vec<Real> = x.rows().into_iter().map(square).collect();
    let mut order: Vec<usize> = (0..x.nrows()).collect();
    order.sort_by(|&i, &j| squares[i].total_cmp(&squares[j]).then(i.cmp(&j)));
    order.truncate(k);
    Ok(order)
}

/// The m leading principal directions (d, m) of these samples, about their own mean.
///
/// Errors where m is 0, or more than they have.
pub fn local_plane(x: &Array2<Real>, rows: &[usize], m: usize) -> Result<Array2<Real>> {
    Ok(Pca::fit(&x.select(Axis(0), rows), m)?.w)
}
// ANCHOR_END: local

// ANCHOR: differences
/// The tangents ∂x/∂pᵢ (d, m) of a renderer at p (m), by central differences with steps h:
/// (x(p + hᵢeᵢ) − x(p − hᵢeᵢ))/2hᵢ.
///
/// Errors where p and h are not as many, a step is 0, or with what the renderer returns.
pub fn differences(
    render: impl Fn(&[f64]) -> Result<Vec<Real>>,
    p: &[f64],
    h: &[f64],
) -> Result<Array2<Real>> {
    check_steps(p, h)?;
    let mut columns = Vec::new();
    for (i, &h) in h.iter().enumerate() {
        let at = |sign: f64| {
            let mut moved = p.to_vec();
            moved[i] += sign * h;
            render(&moved).map(Array1::from)
        };
        columns.push((at(1.0)? - at(-1.0)?) / (2.0 * h) as Real);
    }
    let d = columns.first().map_or(0, |column| column.len());
    Ok(Array2::from_shape_fn((d, columns.len()), |(i, j)| columns[j][i]))
}
// ANCHOR_END: differences

/// The principal angles, in degrees and smallest first, between the spans of A and B (d, m),
/// whatever their columns' lengths.
///
/// Errors where the shapes differ, or a number is not finite.
pub fn angles(a: &Array2<Real>, b: &Array2<Real>) -> Result<Vec<f64>> {
    let (a, b) = (orthonormal(a.view())?, orthonormal(b.view())?);
    let angles = principal_angles(a.view(), b.view())?;
    Ok(angles.iter().map(|&angle| f64::from(angle).to_degrees()).collect())
}

/// The mean of cos²θ over principal angles in degrees: 1 for the same plane, m/d for a random
/// one of m directions in d dimensions.
pub fn mean_squared_cosine(angles: &[f64]) -> f64 {
    let squares = angles.iter().map(|angle| angle.to_radians().cos().powi(2));
    squares.sum::<f64>() / angles.len() as f64
}

fn check_count(m: usize, most: usize) -> Result<()> {
    if m == 0 || m > most {
        let value = m.to_string();
        let range = "between 1 and the smaller side of J";
        return Err(Error::OutOfRange { name: "the number of tangents", value, range });
    }
    Ok(())
}

fn check_steps(p: &[f64], h: &[f64]) -> Result<()> {
    if p.len() != h.len() || p.is_empty() {
        let (expected, got) =
            (format!("{}, one a parameter", p.len()), h.len().to_string());
        return Err(Error::Shape { what: "the steps of differences", expected, got });
    }
    match h.iter().find(|h| !(**h != 0.0 && h.is_finite())) {
        None => Ok(()),
        Some(h) => {
            let (name, range) = ("a step of differences", "finite, and not 0");
            Err(Error::OutOfRange { name, value: h.to_string(), range })
        }
    }
}
