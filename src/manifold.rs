//! How many dimensions do data have? Two ways to count the directions in which a set of points extends.
//!
//! Both look at a point's nearest neighbours only, since a curved set is nearly straight where one looks closely.
//! [`two_nearest`] asks how fast the number of points grows with the distance, [`local_pca`] along how many directions
//! the neighbours spread. Sources: Facco, d'Errico, Rodriguez & Laio 2017; Fukunaga & Olsen 1971. [`isomap`](isomap())
//! goes on from there to coordinates.

mod isomap;
mod search;

use crate::check::check_some;
use crate::linalg::{check_finite, check_squares, eigh, gram_of_columns, gram_of_rows};
use crate::pca::axes::{centre, mean_of, squares_from};
use crate::{Error, Real, Result};
pub use isomap::{geodesics, isomap, way};
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use search::{Point, Search};
use std::collections::HashSet;

/// The k nearest neighbours of each of n samples, itself left out, nearest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    /// (n, k): which rows they are.
    pub indices: Array2<usize>,
    /// (n, k): r₁ ≤ r₂ ≤ … ≤ r_k, Euclidean.
    pub distances: Array2<f64>,
}

/// The k nearest neighbours of every row of X (n, d): exact, by a vantage-point tree.
///
/// Errors where k is not in 1..=n−1, or an entry is not finite.
pub fn neighbours(x: &Array2<Real>, k: usize) -> Result<Neighbours> {
    neighbours_of(x, &(0..x.nrows()).collect::<Vec<_>>(), k)
}

/// The k nearest neighbours of some rows of X, in the order of `rows`. Errors as [`neighbours`].
fn neighbours_of(x: &Array2<Real>, rows: &[usize], k: usize) -> Result<Neighbours> {
    check(x, k)?;
    let x = x.as_standard_layout(); // rows in one piece
    let points: Vec<Point> =
        x.rows().into_iter().filter_map(|row| row.to_slice().map(Point)).collect();
    let tree = Search::new(&points);
    let found: Vec<_> = rows.par_iter().map(|&i| tree.nearest(&points[i], i, k)).collect();
    Ok(Neighbours {
        indices: Array2::from_shape_fn((rows.len(), k), |(i, j)| found[i][j].1),
        distances: Array2::from_shape_fn((rows.len(), k), |(i, j)| found[i][j].0),
    })
}

fn check(x: &Array2<Real>, k: usize) -> Result<()> {
    let n = x.nrows();
    check_some(n, 3, "looking for neighbours", "samples")?;
    if k == 0 || k >= n {
        return Err(Error::TooManyNeighbours { k, n, most: n - 1 });
    }
    check_finite(x.view())?;
    let (least, most) = x.fold((Real::MAX, Real::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    let apart = (most - least) as f64; // infinite where a difference overflows
    let squares = apart * apart * x.ncols() as f64; // what is summed, in double precision
    check_squares(if squares.is_finite() { apart } else { squares }, x.view())
}

/// A dimension, and the interval that holds the true one in 95 of 100 cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The best guess; seldom a whole number.
    pub dimension: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// The rows of X (n, d) that are no copies of an earlier one, in order.
pub fn distinct(x: &Array2<Real>) -> Vec<usize> {
    let mut seen = HashSet::new();
    // Adding zero makes 0 of −0.
    let bits = |i: usize| x.row(i).iter().map(|&v| (v + 0.0).to_bits()).collect::<Vec<_>>();
    (0..x.nrows()).filter(|&i| seen.insert(bits(i))).collect()
}

/// 95 of 100 draws of a normal variable lie within so many standard deviations of its mean.
const DEVIATIONS: f64 = 1.96;

// ANCHOR: two_nearest
/// Intrinsic dimension of X (n, d) by how much farther the second neighbour is.
///
/// Where the density hardly changes within r₂, ν = r₂/r₁ has the distribution
/// F(ν) = 1 − ν^(−m), whatever the density: ln ν is exponential with mean 1/m. The estimate
/// is (n − 1) / Σ ln νᵢ: maximum likelihood, without its bias (of the paper's two ways the
/// one that needs no share of the largest ν discarded). Errors where n < 3, an entry is not
/// finite, two samples are the same, or ν = 1 everywhere. Source: Facco, d'Errico,
/// Rodriguez & Laio, Scientific Reports 7, 12140 (2017).
pub fn two_nearest(x: &Array2<Real>) -> Result<Estimate> {
    let near = neighbours(x, 2)?;
    let logs = ratios(&near)?.mapv(f64::ln); // ln νᵢ
    let sum = logs.sum();
    if sum == 0.0 {
        return Err(Error::Equidistant { n: logs.len() });
    }
    let dimension = (logs.len() as f64 - 1.0) / sum; // m_hat = (n − 1) / Σ ln νᵢ
    let half = DEVIATIONS * deviation_of_sum(&near, &logs) / sum;
    Ok(Estimate { dimension, low: dimension * (-half).exp(), high: dimension * half.exp() })
}
// ANCHOR_END: two_nearest

/// νᵢ = r₂/r₁ (n) of k ≥ 2 neighbours; an error names two samples that are the same, since r₁ = 0 has no ratio.
pub fn ratios(near: &Neighbours) -> Result<Array1<f64>> {
    let k = near.distances.ncols();
    check_some(k, 2, "the ratio of two distances", "neighbours")?;
    let (first, second) = (near.distances.column(0), near.distances.column(1));
    match first.iter().position(|&r| r == 0.0) {
        Some(i) => Err(Error::Duplicate { first: i, second: near.indices[[i, 0]] }),
        None => Ok(&second / &first),
    }
}

/// Standard deviation of Σ ln νᵢ, estimated: √ ΣᵢΣⱼ (ln νᵢ − l)(ln νⱼ − l), l the mean, over the pairs that share a point.
///
/// Each νᵢ depends on three points, i and its two neighbours. Two that have one of them in common are no independent
/// draws; as if they were, the deviation would come out a fifth too small. Source: Chen & Shao 2004 (local dependence).
fn deviation_of_sum(near: &Neighbours, logs: &Array1<f64>) -> f64 {
    let n = logs.len();
    let points = |i: usize| [i, near.indices[[i, 0]], near.indices[[i, 1]]];
    let mut users = vec![Vec::new(); n]; // of each point: the samples whose ν depends on it
    (0..n).for_each(|i| points(i).into_iter().for_each(|p| users[p].push(i)));
    let off = logs - logs.sum() / n as f64; // ln νᵢ − l
    let mut variance = 0.0;
    for i in 0..n {
        let mut kin: Vec<usize> =
            points(i).into_iter().flat_map(|p| users[p].iter().copied()).collect();
        kin.sort_unstable();
        kin.dedup();
        variance += off[i] * kin.into_iter().map(|j| off[j]).sum::<f64>();
    }
    variance.max(off.dot(&off)).sqrt()
}

/// Neighbours for [`local_pca`]: chosen, with [`SHARE`], so that flat sets of up to six dimensions are counted rightly.
pub const NEIGHBOURS: usize = 30;
/// Share of the largest variance for [`local_pca`]: with 30 neighbours, chance leaves more than this of the least of six
/// equal variances. Where the set is bent within the neighbourhood, directions across it pass the threshold too.
pub const SHARE: f64 = 0.1;

// ANCHOR: local_pca
/// Intrinsic dimension of X (n, d) by local PCA: of the variances λ₁ ≥ λ₂ ≥ … of a sample's
/// neighbours along their principal directions, how many are at least `share` of λ₁? The
/// estimate is the mean count.
///
/// Neighbourhoods overlap: n samples have room for n/k separate ones, so the interval is
/// that of a mean of n/k counts. Where all of these agree, a share 3/(n/k) of dissenters
/// may still have been missed: the interval is never narrower. Errors where k is not in
/// 2..=n−1, the share is not between 0 and 1, an entry is not finite, or a sample's
/// neighbours are all the same. Source: Fukunaga & Olsen, IEEE Transactions on Computers
/// C-20 (1971).
pub fn local_pca(x: &Array2<Real>, neighbours: usize, share: f64) -> Result<Estimate> {
    check_share(share)?;
    let variances = local_variances(x, neighbours)?;
    let counts: Array1<f64> = variances
        .rows()
        .into_iter()
        .map(|l| l.iter().filter(|&&v| v >= share * l[0]).count() as f64)
        .collect();
    let separate = (x.nrows() as f64 / neighbours as f64).min(counts.len() as f64);
    let dimension = counts.sum() / counts.len() as f64;
    let half = (DEVIATIONS * counts.std(0.0) / separate.sqrt()).max(3.0 / separate);
    Ok(Estimate { dimension, low: dimension - half, high: dimension + half })
}
// ANCHOR_END: local_pca

/// 0 < share < 1.
fn check_share(share: f64) -> Result<()> {
    if share > 0.0 && share < 1.0 {
        return Ok(());
    }
    let (name, range) =
        ("the share of the largest variance", "between 0 and 1, both excluded");
    Err(Error::OutOfRange { name, value: share.to_string(), range })
}

/// Most samples whose neighbourhoods are looked at: more would overlap and say little more.
const MOST_LOOKED_AT: usize = 100;

/// λ (m, min(k, d)): the variances of the k nearest neighbours along their principal directions, largest first, divisor
/// k − 1, at m = min(n, 100) samples spread evenly over the rows of X (n, d).
///
/// Errors as [`local_pca`].
pub fn local_variances(x: &Array2<Real>, k: usize) -> Result<Array2<f64>> {
    check_some(k, 2, "a local variance", "neighbours")?;
    let (n, d) = x.dim();
    let m = n.min(MOST_LOOKED_AT);
    let near = neighbours_of(x, &(0..m).map(|i| i * n / m).collect::<Vec<_>>(), k)?;
    let mut variances = Array2::zeros((m, k.min(d)));
    for (i, mut lambda) in variances.rows_mut().into_iter().enumerate() {
        let patch = x.select(Axis(0), &near.indices.row(i).to_vec());
        let mean = mean_of(patch.view());
        check_squares(squares_from(patch.view(), &mean), x.view())?;
        let centred = centre(patch.view(), &mean);
        // XᵀX (d, d) and XXᵀ (k, k) have the same eigenvalues but for zeros: take the smaller.
        let products = if d <= k {
            gram_of_columns(centred.view())
        } else {
            gram_of_rows(centred.view())
        };
        let (eigenvalues, _) = eigh(products.view())?;
        if eigenvalues[0] <= 0.0 {
            return Err(Error::Constant { n: k });
        }
        lambda.assign(&eigenvalues.mapv(|l| (l as f64).max(0.0) / (k as f64 - 1.0)));
    }
    Ok(variances)
}
