//! A planted dictionary: data that *are* sums of few features, so that finding them can be
//! scored.

use crate::check::check_columns;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2};
use rand::seq::index::sample;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Samples X = SA + noise, and what they are made of.
#[derive(Debug, Clone)]
pub struct Planted {
    /// X (n, d).
    pub x: Array2<Real>,
    /// A (m, d): the atoms, of length 1.
    pub atoms: Array2<Real>,
    /// S (n, m): which atoms, and how much of each; 0 or between 1 and 2.
    pub codes: Array2<Real>,
}

/// n samples of d numbers from m atoms of random direction: each is the sum of `active` of
/// them, times numbers from 1 to 2, plus normal noise of this standard deviation.
///
/// Errors where d or m is 0, or more atoms than there are shall be active.
pub fn planted(
    n: usize,
    (d, m): (usize, usize),
    active: usize,
    noise: f64,
    rng: &mut impl Rng,
) -> Result<Planted> {
    if d == 0 || active == 0 || active > m {
        let expected = format!("1 to {m}, in 1 dimension or more");
        let got = format!("{active} in {d}");
        return Err(Error::Shape { what: "the active atoms", expected, got });
    }
    let mut normal = |rows, sd: f64| {
        Array2::from_shape_simple_fn((rows, d), || {
            (sd * rng.sample::<f64, _>(StandardNormal)) as Real
        })
    };
    let (mut atoms, noise) = (normal(m, 1.0), normal(n, noise));
    for mut atom in atoms.rows_mut() {
        let length = atom.dot(&atom).sqrt();
        atom /= length;
    }
    let mut codes = Array2::zeros((n, m));
    for mut code in codes.rows_mut() {
        for j in sample(rng, m, active) {
            code[j] = (1.0 + rng.random::<f64>()) as Real;
        }
    }
    Ok(Planted { x: codes.dot(&atoms) + noise, atoms, codes })
}

// ANCHOR: recovery
/// For each atom a of A (m, d) the best |cos(a, f)| over the features f, rows of F (k, d).
/// It is 1 where the atom is found up to its sign and length. A feature of length 0 finds
/// none.
///
/// Errors where the widths differ, there is no feature, or an entry is not finite.
pub fn recovery(atoms: &Array2<Real>, features: &Array2<Real>) -> Result<Array1<Real>> {
    check_columns("the features", atoms.ncols(), features)?;
    check_columns("the atoms", features.ncols(), atoms)?;
    let unit = |a: &Array2<Real>| {
        let mut a = a.clone();
        for mut row in a.rows_mut() {
            let length = row.dot(&row).sqrt();
            row.mapv_inplace(|v| if length > 0.0 { v / length } else { 0.0 });
        }
        a
    };
    let cosines = unit(atoms).dot(&unit(features).t()); // (m, k)
    let best = |row: ndarray::ArrayView1<Real>| {
        row.fold(0.0, |best: Real, cos| best.max(cos.abs()))
    };
    Ok(cosines.rows().into_iter().map(best).collect())
}
// ANCHOR_END: recovery
