//! Directions in the space of codes along which one attribute grows.
//!
//! A difference of two groups' mean codes points to where the attribute grows, and with it all
//! that goes with it in these groups. Comparing like with like, or explaining the codes by all
//! factors at once, takes that away. Sources: Larsen, Sønderby, Larochelle & Winther 2016
//! (differences); White 2016 (groups made alike).

use crate::check::check_some;
use crate::deep::readout;
use crate::error::counted;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2};
use std::collections::BTreeMap;

// ANCHOR: difference
/// v (k): the mean of the codes Z (n, k) that have the attribute, less the mean of the
/// others.
///
/// Errors where there is not one flag a code, one side has no code, or one is not finite.
pub fn difference(z: &Array2<Real>, on: &[bool]) -> Result<Array1<Real>> {
    check_flags(z, on.len())?;
    let all: Vec<usize> = (0..z.nrows()).collect();
    between(z, on, &all).ok_or_else(|| one_sided("both sides of an attribute", on))
}
// ANCHOR_END: difference

// ANCHOR: balanced
/// v (k): [`difference`] within each cell of codes that agree in something else, averaged
/// over the cells, each counting as much as the next; a cell with one side only says
/// nothing.
///
/// Errors as [`difference`], and where no cell has both sides.
pub fn balanced(z: &Array2<Real>, on: &[bool], cells: &[usize]) -> Result<Array1<Real>> {
    check_flags(z, on.len())?;
    check_flags(z, cells.len())?;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    cells.iter().enumerate().for_each(|(i, &c)| members.entry(c).or_default().push(i));
    let each: Vec<_> = members.values().filter_map(|own| between(z, on, own)).collect();
    check_some(each.len(), 1, "a balanced difference", "cell with both sides")?;
    let m = each.len() as Real;
    Ok(each.into_iter().fold(Array1::zeros(z.ncols()), |sum, v| sum + v / m))
}
// ANCHOR_END: balanced

// ANCHOR: slopes
/// B (q, k) of Z ≈ ΘB + c by least squares: row j is how codes Z (n, k) move when factor
/// j of Θ (n, q) grows by 1 and the others stay.
///
/// Errors where shapes do not fit, or a number is not finite.
pub fn slopes(z: &Array2<Real>, theta: &Array2<Real>) -> Result<Array2<Real>> {
    let q = theta.ncols();
    let at = |theta_new: Array2<Real>| readout::linear(theta, z, &theta_new);
    Ok(at(Array2::eye(q))? - at(Array2::zeros((q, q)))?) // (eⱼB + c) − c
}
// ANCHOR_END: slopes

/// Mean with less mean without, of these rows; none where a side is empty.
fn between(z: &Array2<Real>, on: &[bool], rows: &[usize]) -> Option<Array1<Real>> {
    let mean = |side: bool| {
        let mut sum = Array1::<f64>::zeros(z.ncols());
        let mut n = 0.0;
        for &i in rows.iter().filter(|&&i| on[i] == side) {
            sum.zip_mut_with(&z.row(i), |sum, &z| *sum += f64::from(z));
            n += 1.0;
        }
        (n > 0.0).then(|| sum / n)
    };
    Some((mean(true)? - mean(false)?).mapv(|v| v as Real))
}

fn check_flags(z: &Array2<Real>, flags: usize) -> Result<()> {
    check_finite(z.view())?;
    if flags == z.nrows() {
        return Ok(());
    }
    let expected = format!("{}, one a code", z.nrows());
    Err(Error::Shape {
        what: "the flags of an attribute",
        expected,
        got: flags.to_string(),
    })
}

fn one_sided(what: &'static str, on: &[bool]) -> Error {
    let with = on.iter().filter(|&&on| on).count();
    let got = format!("{} with it, {} without", counted(with, "code"), on.len() - with);
    Error::Shape { what, expected: "at least one code each".into(), got }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Four kinds of codes at (a, b), where a = 2 with the attribute and b = 3 with another;
    /// three of four times both go together.
    fn biased() -> (Array2<Real>, Vec<bool>, Vec<usize>) {
        let kinds = [(true, true), (true, true), (true, true), (true, false)];
        let all = kinds.into_iter().chain(kinds.map(|(a, b)| (!a, !b)));
        let (on, other): (Vec<bool>, Vec<bool>) = all.unzip();
        let z = Array2::from_shape_fn((8, 2), |(i, j)| {
            if j == 0 {
                if on[i] { 2.0 } else { 0.0 }
            } else if other[i] {
                3.0
            } else {
                0.0
            }
        });
        (z, on, other.into_iter().map(usize::from).collect())
    }

    #[test]
    fn a_raw_difference_takes_along_what_goes_with_it() {
        let (z, on, other) = biased();
        assert_eq!(difference(&z, &on).unwrap(), array![2.0, 1.5]); // ¾ − ¼ of 3
        assert_eq!(balanced(&z, &on, &other).unwrap(), array![2.0, 0.0]);
        let theta = Array2::from_shape_fn((8, 2), |(i, j)| {
            (if j == 0 { usize::from(on[i]) } else { other[i] }) as Real
        });
        let b = slopes(&z, &theta).unwrap();
        let off = (&b - &array![[2.0, 0.0], [0.0, 3.0]]).mapv(Real::abs);
        assert!(off.iter().all(|&off| off < 1e-4), "{b}");
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let (z, on, other) = biased();
        let message = |e: Error| e.to_string();
        let none = difference(&z, &[false; 8]).map_err(message).unwrap_err();
        assert!(none.contains("0 codes with it, 8 without"), "{none}");
        let few = difference(&z, &on[1..]).map_err(message).unwrap_err();
        assert!(few.contains("8, one a code, but got 7"), "{few}");
        assert!(balanced(&z, &on, &other[1..]).is_err());
        let alone = balanced(&z, &on, &on.iter().map(|&on| on.into()).collect::<Vec<_>>());
        assert!(alone.map_err(message).unwrap_err().contains("cell with both sides"));
    }
}
