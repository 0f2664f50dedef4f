//! Which unit of a code knows which factor, in nats, and two scores of it.
//!
//! The mutual information gap asks that each factor live in one unit, the modularity that each
//! unit carry one factor; neither asks for the other. Sources: Chen, Li, Grosse & Duvenaud 2018
//! (MIG); Ridgeway & Mozer 2018 (modularity).

use crate::check::check_some;
use crate::information::shared::plug_in;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// The number of the bin of each value, the bins as full as each other; equal values share one.
///
/// Errors where there is no value or no bin, or one is not finite.
pub fn bins(values: ArrayView1<Real>, bins: usize) -> Result<Vec<usize>> {
    check_some(values.len(), 1, "bins", "value")?;
    check_some(bins, 1, "a binning", "bin")?;
    check_finite(values.insert_axis(Axis(0)))?;
    let mut sorted = values.to_vec();
    sorted.sort_by(Real::total_cmp);
    let edges: Vec<Real> = (1..bins).map(|b| sorted[b * sorted.len() / bins]).collect();
    Ok(values.iter().map(|v| edges.partition_point(|edge| edge <= v)).collect())
}

// ANCHOR: shared
/// I(zⱼ; vₘ) (k, q), and H(vₘ) (q), in nats.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// What unit j knows of factor m, in row j and column m.
    pub information: Array2<f64>,
    /// What there is to know of factor m.
    pub entropy: Array1<f64>,
}

impl Shared {
    /// Of k units and q factors, each as the number of its value in every sample, by the
    /// samples' own shares: too large by about (A − 1)(B − 1)/2n for A and B values.
    ///
    /// Errors where a side is missing, they differ in length, or a factor is always the same.
    pub fn of(units: &[Vec<usize>], factors: &[Vec<usize>]) -> Result<Shared> {
        check_columns(units, factors)?;
        let pairs = |a: &[usize], b: &[usize]| -> Vec<_> {
            a.iter().copied().zip(b.iter().copied()).collect()
        };
        let mut information = Array2::zeros((units.len(), factors.len()));
        for ((j, m), own) in information.indexed_iter_mut() {
            *own = plug_in(&pairs(&units[j], &factors[m]))?;
        }
        let own = |v: &Vec<usize>| plug_in(&pairs(v, v)); // I(v; v) = H(v)
        let entropy = factors.iter().map(own).collect::<Result<Array1<f64>>>()?;
        match entropy.iter().position(|&h| h <= 0.0) {
            None => Ok(Shared { information, entropy }),
            Some(m) => Err(Error::OutOfRange {
                name: "the entropy of a factor",
                value: format!("0 (factor {m}, counted from 0)"),
                range: "positive: give samples in which it differs",
            }),
        }
    }
    // ANCHOR_END: shared

    /// Of codes Z (n, k) and factors Θ (n, q), both cut into so many bins. Errors as [`bins`]
    /// and [`Shared::of`].
    pub fn of_codes(
        z: &Array2<Real>,
        theta: &Array2<Real>,
        count: usize,
    ) -> Result<Shared> {
        let cut = |a: &Array2<Real>| -> Result<Vec<Vec<usize>>> {
            a.columns().into_iter().map(|column| bins(column, count)).collect()
        };
        Shared::of(&cut(z)?, &cut(theta)?)
    }

    // ANCHOR: mig
    /// Of each factor, how much more of it the unit that knows it best knows than the
    /// second best, as a share of what there is to know: (I₁ − I₂)/H (q). A lone unit has
    /// no second.
    pub fn gaps(&self) -> Array1<f64> {
        let gap = |(own, h): (ArrayView1<f64>, &f64)| {
            let mut sorted = own.to_vec();
            sorted.sort_by(|a, b| b.total_cmp(a));
            (sorted[0] - sorted.get(1).unwrap_or(&0.0)) / h
        };
        self.information.columns().into_iter().zip(&self.entropy).map(gap).collect()
    }

    /// The mutual information gap: the mean of [`Shared::gaps`].
    pub fn mig(&self) -> f64 {
        self.gaps().sum() / self.entropy.len() as f64
    }
    // ANCHOR_END: mig

    // ANCHOR: modularity
    /// 1 − Σ I²/((q − 1) I₁²), the sum over all factors but the one that the unit knows best,
    /// averaged over the units that know something: 1 if each carries one factor.
    ///
    /// 0 where no unit knows anything.
    pub fn modularity(&self) -> f64 {
        let others = (self.entropy.len() as f64 - 1.0).max(1.0);
        let each = self.information.rows().into_iter().filter_map(|own| {
            let best = own.iter().copied().fold(0.0, f64::max);
            let squares: f64 = own.iter().map(|i| (i / best).powi(2)).sum();
            (best > ROUNDING).then(|| 1.0 - (squares - 1.0) / others)
        });
        let each: Vec<f64> = each.collect();
        crate::stats::mean(&each).unwrap_or(0.0)
    }
    // ANCHOR_END: modularity
}

/// Nats that are no more than rounding of sums of logarithms.
const ROUNDING: f64 = 1e-9;

fn check_columns(units: &[Vec<usize>], factors: &[Vec<usize>]) -> Result<()> {
    check_some(units.len(), 1, "shared information", "unit")?;
    check_some(factors.len(), 1, "shared information", "factor")?;
    let n = factors[0].len();
    match units.iter().chain(factors).find(|column| column.len() != n) {
        None => Ok(()),
        Some(odd) => {
            let (expected, got) = (format!("{n} samples, as the first factor"), odd.len());
            Err(Error::Shape { what: "units and factors", expected, got: got.to_string() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::information::BIT;
    use ndarray::{array, aview1};

    /// Two fair bits, eight times over, so that an eighth of them can be flipped.
    fn bits() -> [Vec<usize>; 2] {
        [(0..32).map(|i| i / 2 % 2).collect(), (0..32).map(|i| i % 2).collect()]
    }

    fn each(of: impl Fn(usize, usize) -> usize) -> Vec<usize> {
        let [a, b] = bits();
        a.into_iter().zip(b).map(|(a, b)| of(a, b)).collect()
    }

    #[track_caller]
    fn scores(units: &[Vec<usize>], information: Array2<f64>, mig: f64, modularity: f64) {
        let found = Shared::of(units, &bits()).unwrap();
        let off = (&found.information / BIT - information).mapv(f64::abs);
        assert!(off.iter().all(|&off| off < 1e-6), "{:?}", &found.information / BIT);
        assert!((found.mig() - mig).abs() < 1e-6, "MIG {}", found.mig());
        let own = found.modularity();
        assert!((own - modularity).abs() < 1e-6, "modularity {own}");
    }

    #[test]
    fn two_bits_in_six_codes() {
        let [a, b] = bits();
        scores(&bits(), array![[1.0, 0.0], [0.0, 1.0]], 1.0, 1.0);
        // of each four samples with the same two bits … one in eight with the first flipped
        let flipped: Vec<usize> =
            a.iter().enumerate().map(|(i, a)| if i < 4 { 1 - a } else { *a }).collect();
        let known = array![[0.456_435_6, 0.0], [0.0, 1.0]];
        scores(&[flipped, b.clone()], known, 0.728_217_8, 1.0);
        let turned = [each(|a, b| a + b), each(|a, b| 1 + a - b)];
        scores(&turned, array![[0.5, 0.5], [0.5, 0.5]], 0.0, 0.0);
        scores(&[a.clone(), each(|a, b| a ^ b)], array![[1.0, 0.0], [0.0, 0.0]], 0.5, 1.0);
        let twice = [a.clone(), a, b];
        scores(&twice, array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], 0.5, 1.0);
        let all_in_one = [each(|a, b| 2 * a + b), vec![0; 32]];
        scores(&all_in_one, array![[1.0, 1.0], [0.0, 0.0]], 1.0, 0.0); // the trap
    }

    #[test]
    fn bins_are_as_full_as_each_other_and_equal_values_share_one() {
        let bin = |v: &[Real], count| bins(aview1(v), count).unwrap();
        assert_eq!(bin(&[3.0, 1.0, 2.0, 0.0], 2), [1, 0, 1, 0]);
        assert_eq!(bin(&[0.0, 0.0, 0.0, 5.0], 4), [2, 2, 2, 3]);
        assert_eq!(bin(&[7.0; 3], 10), [9; 3]);
        assert!(bins(aview1(&[0.0, Real::NAN]), 2).is_err());
        assert!(bins(aview1(&[0.0]), 0).is_err());
    }

    #[test]
    fn codes_are_cut_and_a_factor_must_vary() {
        let z =
            Array2::from_shape_fn((40, 2), |(i, j)| if j == 0 { i as Real } else { 0.5 });
        let theta = z.column(0).to_owned().insert_axis(Axis(1));
        let found = Shared::of_codes(&z, &theta, 4).unwrap();
        assert!((found.mig() - 1.0).abs() < 1e-12 && found.modularity() == 1.0);
        let constant = z.column(1).to_owned().insert_axis(Axis(1));
        let message = Shared::of_codes(&z, &constant, 4).unwrap_err().to_string();
        assert!(message.contains("factor 0"), "{message}");
        assert!(Shared::of(&[vec![0; 3]], &[vec![0, 1]]).is_err());
    }
}
