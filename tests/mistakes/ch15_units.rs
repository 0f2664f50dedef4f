//! Wrong answers that are often given to exercises 15.3 and 15.4; each must be caught and told
//! what it is.

use crate::solutions;
use ndarray::{Array1, Array2, ArrayView1, Axis};

type A = Array2<f64>;
type V = Array1<f64>;

/// The mean code of the rows of which this is true, and how many there are.
fn mean(z: &A, of: impl Fn(usize) -> bool) -> (V, f64) {
    let rows: Vec<usize> = (0..z.nrows()).filter(|&i| of(i)).collect();
    (z.select(Axis(0), &rows).sum_axis(Axis(0)) / rows.len() as f64, rows.len() as f64)
}

/// With less without, of one flag.
fn plain(z: &A, on: &[bool]) -> V {
    mean(z, |i| on[i]).0 - mean(z, |i| !on[i]).0
}

pub mod direction {
    use super::*;

    fn among(z: &A, smiles: &[bool], glasses: &[bool], worn: bool) -> (V, f64) {
        let side = |smile| mean(z, |i| smiles[i] == smile && glasses[i] == worn);
        let ((with, a), (without, b)) = (side(true), side(false));
        (with - without, a + b)
    }
    pub fn raw(z: &A, smiles: &[bool], _: &[bool]) -> V {
        plain(z, smiles)
    }
    pub fn reversed(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        -solutions::direction(z, smiles, glasses)
    }
    pub fn summed(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        2.0 * solutions::direction(z, smiles, glasses)
    }
    pub fn bare_faces_only(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        among(z, smiles, glasses, false).0
    }
    pub fn by_size(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        let ((a, n), (b, m)) =
            (among(z, smiles, glasses, true), among(z, smiles, glasses, false));
        (a * n + b * m) / (n + m)
    }
    pub fn projected(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        let (v, g) = (plain(z, smiles), plain(z, glasses));
        &v - &(&g * (v.dot(&g) / g.dot(&g)))
    }
    pub fn smiling_only(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        let side = |worn| mean(z, |i| smiles[i] && glasses[i] == worn).0;
        (side(true) + side(false)) / 2.0
    }
    pub fn less_glasses(z: &A, smiles: &[bool], glasses: &[bool]) -> V {
        plain(z, smiles) - plain(z, glasses)
    }
}

pub mod gap {
    use super::*;

    type U = Array2<usize>;

    /// The mean over the factors of a function of what the units know, largest first, of their entropies, and of the
    /// factor's.
    fn over_factors(units: &U, factors: &U, of: impl Fn(&[(f64, f64)], f64) -> f64) -> f64 {
        let each = factors.columns().into_iter().map(|v| {
            let unit = |z: ArrayView1<usize>| {
                (solutions::information(z, v), solutions::information(z, z))
            };
            let mut known: Vec<_> = units.columns().into_iter().map(unit).collect();
            known.sort_by(|a, b| b.0.total_cmp(&a.0));
            of(&known, solutions::information(v, v))
        });
        each.sum::<f64>() / factors.ncols() as f64
    }
    pub fn no_share(units: &U, factors: &U) -> f64 {
        over_factors(units, factors, |known, _| known[0].0 - known[1].0)
    }
    pub fn largest_only(units: &U, factors: &U) -> f64 {
        over_factors(units, factors, |known, h| known[0].0 / h)
    }
    pub fn to_the_least(units: &U, factors: &U) -> f64 {
        over_factors(units, factors, |known, h| (known[0].0 - known[known.len() - 1].0) / h)
    }
    pub fn entropy_of_unit(units: &U, factors: &U) -> f64 {
        over_factors(units, factors, |known, _| (known[0].0 - known[1].0) / known[0].1)
    }
    pub fn summed(units: &U, factors: &U) -> f64 {
        solutions::gap(units, factors) * factors.ncols() as f64
    }
    pub fn bits_by_nats(units: &U, factors: &U) -> f64 {
        solutions::gap(units, factors) / std::f64::consts::LN_2
    }
    pub fn unit_by_unit(units: &U, factors: &U) -> f64 {
        solutions::gap(factors, units)
    }
    pub fn in_order(units: &U, factors: &U) -> f64 {
        let each = factors.columns().into_iter().map(|v| {
            let of = |j: usize| solutions::information(units.column(j), v);
            (of(0) - of(1)) / solutions::information(v, v)
        });
        each.sum::<f64>() / factors.ncols() as f64
    }
}
