//! Classes as columns of a matrix, and found again.

use crate::Real;
use ndarray::{Array2, ArrayView1};

/// T (n, classes) of n labels: row i is 1 in column `labels[i]`, else 0.
///
/// Panics where a label is not below `classes`.
pub fn one_hot(labels: &[usize], classes: usize) -> Array2<Real> {
    let mut target = Array2::zeros((labels.len(), classes));
    labels.iter().enumerate().for_each(|(i, &c)| target[[i, c]] = 1.0);
    target
}

/// For each row of A (n, classes) the column of its largest entry; the last of several.
pub fn largest(a: &Array2<Real>) -> Vec<usize> {
    let best = |row: ArrayView1<Real>| {
        let above = |p: &usize, q: &usize| row[*p].total_cmp(&row[*q]);
        (0..row.len()).max_by(above).unwrap_or(0)
    };
    a.rows().into_iter().map(best).collect()
}

/// The share of positions at which both agree: 0 where there is none.
pub fn agreement(found: &[usize], truth: &[usize]) -> f64 {
    let right = found.iter().zip(truth).filter(|(a, b)| a == b).count();
    right as f64 / truth.len().max(1) as f64
}
