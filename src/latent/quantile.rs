//! Codes at the quantiles of the prior: a grid of cells that are equally likely.

use crate::{Error, Real, Result};
use ndarray::Array2;
use std::f64::consts::TAU;

/// Φ(z) = P(N(0, 1) ≤ z) = ½ + φ(z)(z + z³/3 + z⁵/(3·5) + …).
///
/// The terms of the sum are all of one sign, so that it is right to 16 decimals (a share of
/// 10⁻¹⁴ has two digits, then); beyond 8 it is 0 or 1. NaN of NaN.
pub fn normal_cdf(z: f64) -> f64 {
    if z.is_nan() {
        return z;
    }
    if z.abs() > 8.0 {
        return f64::from(z > 0.0);
    }
    let (mut term, mut sum, mut odd) = (z, 0.0, 1.0);
    while sum + term != sum {
        sum += term;
        odd += 2.0;
        term *= z * z / odd;
    }
    0.5 + (-0.5 * z * z).exp() / TAU.sqrt() * sum
}

/// The z with Φ(z) = p, by halving the interval from −8 to 8; a p beyond has its end.
///
/// Errors where p is not between 0 and 1.
pub fn normal_quantile(p: f64) -> Result<f64> {
    if !(p > 0.0 && p < 1.0) {
        let (name, value) = ("the share below a quantile", p.to_string());
        return Err(Error::OutOfRange { name, value, range: "above 0 and below 1" });
    }
    Ok(root(|z| normal_cdf(z) - p, (-8.0, 8.0)))
}

// ANCHOR: grid
/// n² codes of two numbers (n², 2), each the middle of a cell that holds 1/n² of the
/// prior: the first number grows to the right, the second upwards, and the rows of the
/// grid go down.
///
/// Errors where n is 0.
pub fn grid(n: usize) -> Result<Array2<Real>> {
    crate::check::check_some(n, 1, "a grid of codes", "row")?;
    let at = |i: usize| normal_quantile((i as f64 + 0.5) / n as f64); // Φ⁻¹((i + ½)/n)
    let places = (0..n).map(at).collect::<Result<Vec<f64>>>()?;
    Ok(Array2::from_shape_fn((n * n, 2), |(cell, j)| {
        let (row, column) = (cell / n, cell % n);
        places[if j == 0 { column } else { n - 1 - row }] as Real
    }))
}
// ANCHOR_END: grid

/// Where a function that grows crosses 0 within an interval, to the last digit but few.
pub(super) fn root(f: impl Fn(f64) -> f64, (mut low, mut high): (f64, f64)) -> f64 {
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_normal() {
        for (p, z) in
            [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.001, -3.090_232_306_167_813)]
        {
            let found = normal_quantile(p).expect("a share");
            assert!((found - z).abs() < 1e-9, "{p}: {found}");
        }
        assert!((normal_cdf(1.0) - 0.841_344_746_068_543).abs() < 1e-14);
        assert!((normal_cdf(-6.0) - 9.865_876_450_376_98e-10).abs() < 1e-15);
        assert!(normal_cdf(f64::NAN).is_nan());
        assert_eq!((normal_cdf(-9.0), normal_cdf(9.0)), (0.0, 1.0));
        assert!(normal_quantile(1.0).is_err() && grid(0).is_err());
    }

    #[test]
    fn the_grid_begins_at_the_left_and_on_top() {
        let z = grid(3).expect("a grid");
        let outer = normal_quantile(5.0 / 6.0).expect("a share") as Real;
        assert_eq!(z.row(0).to_vec(), [-outer, outer]);
        assert_eq!(z.row(8).to_vec(), [outer, -outer]);
        assert!(z[(4, 0)].abs() < 1e-6 && z[(4, 1)].abs() < 1e-6);
    }
}
