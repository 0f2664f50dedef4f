//! Coordinates from distances along the data: Isomap.
//!
//! Source: Tenenbaum, de Silva & Langford, Science 290, 2319–2323 (2000).

use super::neighbours;
use crate::linalg::eigh_top;
use crate::{Error, Real, Result};
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The roads from each sample: (to, length).
type Roads = Vec<Vec<(usize, f64)>>;

/// Distances along the data (n, n): the shortest ways between the rows of X (n, d) by steps from
/// neighbour to neighbour, a step being allowed where either is among the other's k nearest.
///
/// Errors as [`neighbours`], and where the steps do not lead from each sample to every other.
pub fn geodesics(x: &Array2<Real>, k: usize) -> Result<Array2<f64>> {
    let (roads, n) = (roads(x, k)?, x.nrows());
    let rows: Vec<Vec<f64>> =
        (0..n).into_par_iter().map(|from| shortest(&roads, from)).collect();
    let reached = rows[0].iter().filter(|way| way.is_finite()).count();
    if reached < n {
        return Err(Error::Disconnected { k, n, reached });
    }
    Ok(Array2::from_shape_fn((n, n), |(i, j)| rows[i][j]))
}

/// The steps between neighbours, in both directions.
fn roads(x: &Array2<Real>, k: usize) -> Result<Roads> {
    let near = neighbours(x, k)?;
    let mut roads: Roads = vec![Vec::new(); x.nrows()];
    for ((i, rank), &j) in near.indices.indexed_iter() {
        let length = near.distances[[i, rank]];
        roads[i].push((j, length));
        roads[j].push((i, length));
    }
    Ok(roads)
}

/// The rows that the shortest way from one row of X (n, d) to another passes, both ends among
/// them, by the steps of [`geodesics`].
///
/// Errors as [`neighbours`], where X has no such rows, and where no steps lead there.
pub fn way(x: &Array2<Real>, k: usize, from: usize, to: usize) -> Result<Vec<usize>> {
    let (roads, n) = (roads(x, k)?, x.nrows());
    if from.max(to) >= n {
        let (name, value) = ("the row at the end of a way", from.max(to).to_string());
        return Err(Error::OutOfRange {
            name,
            value,
            range: "below the number of samples",
        });
    }
    let ways = shortest(&roads, from);
    let reached = ways.iter().filter(|way| way.is_finite()).count();
    let mut rows = vec![to];
    while rows[rows.len() - 1] != from {
        let at = rows[rows.len() - 1];
        // the step by which this one's way was found; copies of a sample lie 0 apart
        let before = roads[at]
            .iter()
            .find(|&&(next, step)| ways[next] + step == ways[at] && !rows.contains(&next));
        let Some(&(next, _)) = before.filter(|_| ways[at].is_finite()) else {
            return Err(Error::Disconnected { k, n, reached });
        };
        rows.push(next);
    }
    rows.reverse();
    Ok(rows)
}

/// The shortest ways from one sample to all (Dijkstra's algorithm).
fn shortest(roads: &Roads, from: usize) -> Vec<f64> {
    let mut ways = vec![f64::INFINITY; roads.len()];
    ways[from] = 0.0;
    // Lengths are not negative, so their bits are in their order.
    let mut ahead = BinaryHeap::from([(Reverse(0), from)]);
    while let Some((Reverse(bits), at)) = ahead.pop() {
        let way = f64::from_bits(bits);
        if way > ways[at] {
            continue; // a shorter one was found since
        }
        for &(to, step) in &roads[at] {
            if way + step < ways[to] {
                ways[to] = way + step;
                ahead.push((Reverse(ways[to].to_bits()), to));
            }
        }
    }
    ways
}

// ANCHOR: isomap
/// Coordinates Z (n, m) whose straight distances come nearest to the distances along
/// the data, by steps between k nearest neighbours.
///
/// B = −½ J D² J with J = I − 11ᵀ/n holds the inner products of centred points with
/// the distances D; Z = V √Λ of its m largest eigenvalues. Errors as [`geodesics`], and
/// where m is not in 1..=n.
pub fn isomap(x: &Array2<Real>, k: usize, m: usize) -> Result<Array2<Real>> {
    let squares = geodesics(x, k)?.mapv(|r| r * r); // D²
    let means = squares.sum_axis(Axis(0)) / x.nrows() as f64;
    let mean = means.sum() / x.nrows() as f64;
    let b = Array2::from_shape_fn(squares.dim(), |(i, j)| {
        (-0.5 * (squares[[i, j]] - means[i] - means[j] + mean)) as Real
    });
    let (lambda, v) = eigh_top(b.view(), m)?;
    Ok(v * &lambda.mapv(|l| l.max(0.0).sqrt())) // Z = V √Λ
}
// ANCHOR_END: isomap
