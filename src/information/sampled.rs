//! Divergences from samples: a mean of log-ratios, histograms, nearest neighbours, and weights for samples of another law.

use crate::check::check_some;
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView1};

/// A mean of n values with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// (1/n) Σ vᵢ.
    pub mean: f64,
    /// √(Σ(vᵢ − mean)²/(n(n − 1))).
    pub error: f64,
}

// ANCHOR: plain
/// KL(p‖q) as the mean of ln p(x) − ln q(x) over samples x of p, given these differences.
///
/// Errors where there are fewer than two.
pub fn plain(ln_ratios: &[f64]) -> Result<Estimate> {
    check_some(ln_ratios.len(), 2, "a standard error", "values")?;
    let n = ln_ratios.len() as f64;
    let mean = ln_ratios.iter().sum::<f64>() / n;
    let squares: f64 = ln_ratios.iter().map(|v| (v - mean).powi(2)).sum();
    Ok(Estimate { mean, error: (squares / (n * (n - 1.0))).sqrt() })
}
// ANCHOR_END: plain

// ANCHOR: weights
/// The mean of values v over p from samples of another law q: Σ wᵢvᵢ/Σ wᵢ with the weights
/// w = p/q, given as logarithms, and the effective size (Σ w)²/Σ w² of the sample.
///
/// Errors where the numbers of both differ, there is none, or no weight is above 0.
pub fn weighted(ln_weights: &[f64], values: &[f64]) -> Result<(f64, f64)> {
    check_some(ln_weights.len(), 1, "a weighted mean", "sample")?;
    if ln_weights.len() != values.len() {
        let (expected, got) = (ln_weights.len().to_string(), values.len().to_string());
        return Err(Error::Shape { what: "the values of weighted samples", expected, got });
    }
    let most = ln_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        let (name, range) = ("the largest weight's logarithm", "finite");
        return Err(Error::OutOfRange { name, value: most.to_string(), range });
    }
    let w: Vec<f64> = ln_weights.iter().map(|l| (l - most).exp()).collect(); // largest 1
    let (sum, squares): (f64, f64) = (w.iter().sum(), w.iter().map(|w| w * w).sum());
    let mean = w.iter().zip(values).map(|(w, v)| w * v).sum::<f64>() / sum;
    Ok((mean, sum * sum / squares))
}
// ANCHOR_END: weights

// ANCHOR: histograms
/// KL of two histograms with as many equal bins over [low, high) as asked for: samples `a`
/// of p, `b` of q; what lies outside goes into the outermost bins. Infinite where a bin
/// holds samples of p and none of q.
///
/// Errors where a side has no sample, there is no bin, or low is not below high.
pub fn histograms(a: &[f64], b: &[f64], ends: (f64, f64), bins: usize) -> Result<f64> {
    check_some(a.len().min(b.len()), 1, "a histogram", "sample")?;
    check_some(bins, 1, "a histogram", "bin")?;
    let shares = |samples: &[f64]| -> Result<Vec<f64>> {
        let mut shares = vec![0.0; bins];
        for &x in samples {
            shares[bin(x, ends, bins)?] += 1.0 / samples.len() as f64;
        }
        Ok(shares)
    };
    super::divergence(&shares(a)?, &shares(b)?)
}
// ANCHOR_END: histograms

/// The number of the bin of x among as many equal ones over [low, high), the outermost open outwards.
///
/// Errors where x is NaN, or low is not below high.
pub fn bin(x: f64, (low, high): (f64, f64), bins: usize) -> Result<usize> {
    if !(low < high && (high - low).is_finite()) {
        let (name, range) =
            ("the upper end of a histogram", "above its lower end, both finite");
        return Err(Error::OutOfRange { name, value: high.to_string(), range });
    }
    if x.is_nan() {
        let (name, range) = ("a sample", "a number");
        return Err(Error::OutOfRange { name, value: "NaN".into(), range });
    }
    let place = ((x - low) / (high - low) * bins as f64).floor();
    Ok((place.max(0.0) as usize).min(bins.saturating_sub(1)))
}

// ANCHOR: neighbours
/// KL(p‖q) from samples a (n, d) of p and b (m, d) of q by distances to nearest neighbours,
/// ρᵢ from aᵢ among the others of a, νᵢ in b: (d/n) Σ ln(νᵢ/ρᵢ) + ln(m/(n − 1)).
///
/// Source: Wang, Kulkarni & Verdú 2009. Errors where n < 2, m is 0, the columns differ, or
/// two samples are the same.
pub fn neighbours(a: &Array2<Real>, b: &Array2<Real>) -> Result<f64> {
    check_some(a.nrows(), 2, "a nearest neighbour", "samples")?;
    check_some(b.nrows(), 1, "a nearest neighbour", "sample of the other law")?;
    crate::check::check_columns("the samples of the other law", a.ncols(), b)?;
    crate::linalg::check_finite(a.view())?;
    let (n, m, d) = (a.nrows() as f64, b.nrows() as f64, a.ncols() as f64);
    let mut sum = 0.0;
    for (i, x) in a.rows().into_iter().enumerate() {
        let rho = nearest(a, x, Some(i), 1)[0]; // ρᵢ²
        let nu = nearest(b, x, None, 1)[0]; // νᵢ²
        if rho.0 == 0.0 || nu.0 == 0.0 {
            let second = if rho.0 == 0.0 { rho.1 } else { nu.1 };
            return Err(Error::Duplicate { first: i, second });
        }
        sum += 0.5 * (nu.0 / rho.0).ln();
    }
    Ok(d * sum / n + (m / (n - 1.0)).ln())
}
// ANCHOR_END: neighbours

/// The k rows y nearest to x but number `itself`, nearest first: (‖x − y‖², which).
pub(super) fn nearest(
    rows: &Array2<Real>,
    x: ArrayView1<Real>,
    itself: Option<usize>,
    k: usize,
) -> Vec<(f64, usize)> {
    let mut best: Vec<(f64, usize)> = Vec::with_capacity(k + 1);
    for (j, y) in rows.rows().into_iter().enumerate() {
        if Some(j) == itself {
            continue;
        }
        let square = |(&x, &y): (&Real, &Real)| ((x - y) as f64).powi(2);
        let squares: f64 = x.iter().zip(y).map(square).sum();
        if best.len() < k || squares < best[k - 1].0 {
            best.insert(best.partition_point(|b| b.0 <= squares), (squares, j));
            best.truncate(k);
        }
    }
    best
}
