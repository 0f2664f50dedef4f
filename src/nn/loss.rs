//! Losses L, and their derivatives by the network's output.
//!
//! One convention for all: **summed over the features of a sample, averaged over the samples**, logarithms natural, so
//! that a loss is in nats a sample (or in squared units of a pixel). See the page "Losses and their scales".

use super::exponential::{exp, sigmoid_and_softplus};
use super::grain::rows_at_a_time;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis};
use rayon::prelude::*;

/// Parts of a batch that threads take; fixed, as their number decides in which order losses are added.
const PARTS: usize = 16;

/// One nat is so many bits: 1/ln 2.
pub const BITS_PER_NAT: f64 = std::f64::consts::LOG2_E;

/// A loss in nats a sample of d features, in bits a feature: ÷ ln 2, ÷ d.
pub fn bits_per_feature(nats: f64, d: usize) -> f64 {
    nats * BITS_PER_NAT / d as f64
}

/// What is made small: L = (1/n) Σᵢ Σⱼ ℓ(output, target), both (n, d).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// ℓ = (y − t)² of outputs y and any targets t.
    Squared,
    /// ℓ = −t ln y − (1 − t) ln(1 − y) with y = σ(a): the outputs are the *logits* a, the targets shares 0 ≤ t ≤ 1.
    CrossEntropy,
    /// ℓ = −t ln y with y = eᵃ/Σeᵃ: the outputs are the logits a, the targets of a sample shares that sum to 1.
    Softmax,
}

/// One feature under squared error: ℓ = (y − t)², ∂ℓ/∂y = 2(y − t).
#[inline(always)]
fn squared(y: Real, t: Real) -> (Real, Real) {
    let e = y - t;
    (e * e, 2.0 * e)
}

// ANCHOR: cross_entropy
/// One feature under cross-entropy: ℓ = −t ln y − (1 − t) ln(1 − y), and ∂ℓ/∂a = y − t,
/// where y = σ(a).
///
/// As ln y = a − softplus(a) and ln(1 − y) = −softplus(a), ℓ = softplus(a) − ta, and no
/// logarithm of zero is met.
#[inline(always)]
fn cross_entropy(a: Real, t: Real) -> (Real, Real) {
    let (y, softplus) = sigmoid_and_softplus(a);
    (softplus - t * a, y - t)
}
// ANCHOR_END: cross_entropy

/// One sample under softmax cross-entropy, y = eᵃ/Σeᵃ: ℓ = ln Σeᵃ − Σ ta; writes ∂ℓ/∂a = y − t.
fn softmax(a: &[Real], t: &[Real], d_a: &mut [Real]) -> f64 {
    let most = a.iter().copied().fold(Real::NEG_INFINITY, Real::max); // y is the same for a and a − most
    for (d_a, &a) in d_a.iter_mut().zip(a) {
        *d_a = exp(a - most);
    }
    let (sum, mut at_target) = (d_a.iter().sum::<Real>(), 0.0);
    for ((d_a, &a), &t) in d_a.iter_mut().zip(a).zip(t) {
        *d_a = *d_a / sum - t;
        at_target += (t * (a - most)) as f64;
    }
    (sum as f64).ln() - at_target
}

impl Loss {
    /// L of outputs and targets (n, d), n ≥ 1.
    ///
    /// Errors where the shapes differ or are empty, an output is not finite, or a target is none of this loss's.
    pub fn value(self, output: &Array2<Real>, target: &Array2<Real>) -> Result<f64> {
        if output.dim() != target.dim() {
            let (expected, got) = (
                format!("{:?}, as the targets", target.dim()),
                format!("{:?}", output.dim()),
            );
            return Err(Error::Shape { what: "the outputs", expected, got });
        }
        check_finite(output.view())?;
        self.check(target)?;
        let mut slope = Array2::zeros(output.dim());
        Ok(self.value_and_gradient(output.view(), target.view(), slope.view_mut()))
    }

    /// L of outputs and targets (n, d), n ≥ 1, which are checked already; writes ∂L/∂output (n, d).
    ///
    /// For a part of a batch: the mean is over the part's rows. Panics where the shapes differ.
    pub fn value_and_gradient(
        self,
        output: ArrayView2<Real>,
        target: ArrayView2<Real>,
        mut d_output: ArrayViewMut2<Real>,
    ) -> f64 {
        assert!(
            output.dim() == target.dim() && output.dim() == d_output.dim(),
            "one target and slope an output"
        );
        let (n, rows) = (output.nrows() as f64, output.nrows().div_ceil(PARTS).max(1));
        let (output, target) = (output.as_standard_layout(), target.as_standard_layout()); // views, if they are already
        let mut sums = [0.0; PARTS]; // added up in the same order on any number of threads
        let parts =
            d_output.axis_chunks_iter_mut(Axis(0), rows).into_par_iter().zip(&mut sums);
        let (a, t) = (
            output.axis_chunks_iter(Axis(0), rows),
            target.axis_chunks_iter(Axis(0), rows),
        );
        parts
            .zip(a)
            .zip(t)
            .with_min_len(rows_at_a_time(output.ncols()).div_ceil(rows))
            .for_each(|(((mut d_a, sum), a), t)| {
                for ((a, t), d_a) in
                    a.outer_iter().zip(t.outer_iter()).zip(d_a.outer_iter_mut())
                {
                    let (a, t) = (a.to_slice().unwrap_or(&[]), t.to_slice().unwrap_or(&[])); // slices, in standard layout
                    *sum += with_slice(d_a, |d_a| self.row(a, t, d_a));
                }
                d_a *= (1.0 / n) as Real;
            });
        sums.iter().sum::<f64>() / n
    }

    /// Σⱼ ℓ of one sample; writes its slopes ∂ℓ/∂a.
    fn row(self, a: &[Real], t: &[Real], d_a: &mut [Real]) -> f64 {
        match self {
            Loss::Squared => by_feature(a, t, d_a, squared),
            Loss::CrossEntropy => by_feature(a, t, d_a, cross_entropy),
            Loss::Softmax => softmax(a, t, d_a),
        }
    }

    /// Errors where targets (n, d) are empty, not finite, outside [0, 1] (unless squared), or not shares of 1 (softmax).
    pub fn check(self, target: &Array2<Real>) -> Result<()> {
        if target.is_empty() {
            return Err(Error::TooFew { what: "a loss", need: 1, unit: "target", got: 0 });
        }
        check_finite(target.view())?;
        let share = |t: Real| (0.0..=1.0).contains(&t);
        let shares = |row: ArrayView1<Real>| row.fold(true, |all, &t| all & share(t)); // many at once
        let strange = || target.iter().find(|&&t| !share(t));
        if self != Loss::Squared
            && !target.rows().into_iter().all(shares)
            && let Some(t) = strange()
        {
            let range = "between 0 and 1 under cross-entropy (scale the data, or take the squared error)";
            return Err(Error::OutOfRange {
                name: "a target",
                value: t.to_string(),
                range,
            });
        }
        let whole = |sum: Real| (sum - 1.0).abs() <= 1e-3;
        match target
            .rows()
            .into_iter()
            .map(|row| row.sum())
            .find(|&sum| self == Loss::Softmax && !whole(sum))
        {
            Some(sum) => Err(Error::OutOfRange {
                name: "the sum of a sample's targets",
                value: sum.to_string(),
                range: "1 under softmax (divide each row by its sum)",
            }),
            None => Ok(()),
        }
    }

    /// The least L that any output can have on these targets (n, d): their entropy, or 0 for squared errors.
    ///
    /// Errors as [`Loss::check`].
    pub fn floor(self, target: &Array2<Real>) -> Result<f64> {
        match self {
            Loss::Squared => self.check(target).map(|()| 0.0),
            Loss::CrossEntropy => entropy_of(target),
            Loss::Softmax => {
                self.check(target)?;
                Ok(target.iter().map(|&t| surprise(t as f64)).sum::<f64>()
                    / target.nrows() as f64)
            }
        }
    }
}

/// The floor under cross-entropy for targets (n, d) in [0, 1]: (1/n) Σᵢⱼ −t ln t − (1 − t) ln(1 − t), in nats a sample.
///
/// It is what the outputs y = t have; zero only where every target is 0 or 1. Errors as [`Loss::check`].
pub fn entropy_of(target: &Array2<Real>) -> Result<f64> {
    Loss::CrossEntropy.check(target)?;
    let entropy = |&t: &Real| surprise(t as f64) + surprise(1.0 - t as f64);
    Ok(target.iter().map(entropy).sum::<f64>() / target.nrows() as f64)
}

/// −p ln p, which is 0 at p = 0.
fn surprise(p: f64) -> f64 {
    if p > 0.0 { -p * p.ln() } else { 0.0 }
}

/// Σⱼ ℓ(aⱼ, tⱼ); writes the slopes. Sixteen running sums, so that the compiler may do as many features at once.
#[inline(always)]
fn by_feature(
    a: &[Real],
    t: &[Real],
    d_a: &mut [Real],
    loss: impl Fn(Real, Real) -> (Real, Real),
) -> f64 {
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    for ((a, t), d_a) in a.chunks(LANES).zip(t.chunks(LANES)).zip(d_a.chunks_mut(LANES)) {
        for (((&a, &t), d_a), sum) in a.iter().zip(t).zip(d_a).zip(&mut sums) {
            let (value, slope) = loss(a, t);
            *d_a = slope;
            *sum += value;
        }
    }
    sums.iter().map(|&sum| sum as f64).sum()
}

/// Runs `work` on a row as a slice: on the row itself, or on a copy that is written back.
fn with_slice<T>(
    mut row: ndarray::ArrayViewMut1<Real>,
    work: impl FnOnce(&mut [Real]) -> T,
) -> T {
    match row.as_slice_mut() {
        Some(row) => work(row),
        None => {
            let mut copy = row.to_vec();
            let done = work(&mut copy);
            row.iter_mut().zip(copy).for_each(|(to, from)| *to = from);
            done
        }
    }
}
