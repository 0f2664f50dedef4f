//! Losses L, and their derivatives by the network's output.
//!
//! One convention for all: **summed over the features of a sample, averaged over the samples**, logarithms natural, so
//! that a loss is in nats a sample (or in squared units of a pixel). See the page "Losses and their scales".

use super::exponential::{exp, sigmoid_and_softplus};
use super::grain::rows_at_a_time;
use super::samples::Samples;
use crate::linalg::check_finite;
use crate::{Error, Real, Result, error::counted};
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
    /// The same for each pixel by itself: features are pixels × channels, channels last, and
    /// the shares of a pixel's channels sum to 1. L is summed over the pixels.
    PixelSoftmax { channels: usize },
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
        self.check(target.view())?;
        let mut slope = Array2::zeros(output.dim());
        Ok(self.value_and_gradient(output.view(), target.view(), slope.view_mut()))
    }

    /// L of outputs and targets (n, d), n ≥ 1, which are checked already; writes ∂L/∂output.
    ///
    /// For a part of a batch: the mean is over the part's rows. Panics where the shapes differ.
    pub fn value_and_gradient(
        self,
        output: ArrayView2<Real>,
        target: ArrayView2<Real>,
        d_output: ArrayViewMut2<Real>,
    ) -> f64 {
        self.weighted(output, target, None, d_output)
    }

    /// The same for a batch with weights, if it has some: (1/n) Σᵢ Σᵤ wᵢᵤ ℓᵢᵤ over the units u
    /// of a sample, as [`Loss::units`] counts them. Panics where the shapes differ.
    pub fn of_batch(
        self,
        output: ArrayView2<Real>,
        batch: Samples,
        d_output: ArrayViewMut2<Real>,
    ) -> f64 {
        self.weighted(output, batch.target, batch.weight, d_output)
    }

    fn weighted(
        self,
        output: ArrayView2<Real>,
        target: ArrayView2<Real>,
        weight: Option<ArrayView2<Real>>,
        mut d_output: ArrayViewMut2<Real>,
    ) -> f64 {
        assert!(
            output.dim() == target.dim() && output.dim() == d_output.dim(),
            "one target and slope an output"
        );
        let (n, rows) = (output.nrows() as f64, output.nrows().div_ceil(PARTS).max(1));
        // Views, if they lie row by row already.
        let (output, target) = (output.as_standard_layout(), target.as_standard_layout());
        let weight = weight.as_ref().map(|weight| weight.as_standard_layout());
        let mut sums = [0.0; PARTS]; // added up in the same order on any number of threads
        let parts =
            d_output.axis_chunks_iter_mut(Axis(0), rows).into_par_iter().zip(&mut sums);
        let at_a_time = rows_at_a_time(output.ncols()).div_ceil(rows);
        parts.enumerate().with_min_len(at_a_time).for_each(|(part, (mut d_a, sum))| {
            for (row, d_a) in (part * rows..).zip(d_a.outer_iter_mut()) {
                let weight = weight.as_ref().map(|weight| slice(weight.row(row)));
                let (a, t) = (slice(output.row(row)), slice(target.row(row)));
                *sum += with_slice(d_a, |d_a| self.row(a, t, weight, d_a));
            }
            d_a *= (1.0 / n) as Real;
        });
        sums.iter().sum::<f64>() / n
    }

    /// Σᵤ wᵤ ℓᵤ of one sample; writes its slopes.
    fn row(self, a: &[Real], t: &[Real], w: Option<&[Real]>, d_a: &mut [Real]) -> f64 {
        match (self, w) {
            (Loss::Squared, None) => by_feature(a, t, d_a, squared),
            (Loss::CrossEntropy, None) => by_feature(a, t, d_a, cross_entropy),
            (Loss::Squared, Some(w)) => by_weight(a, t, w, d_a, squared),
            (Loss::CrossEntropy, Some(w)) => by_weight(a, t, w, d_a, cross_entropy),
            (Loss::Softmax, w) => by_group(a, t, w, a.len(), d_a),
            (Loss::PixelSoftmax { channels }, w) => by_group(a, t, w, channels, d_a),
        }
    }

    /// Of how many parts the loss of a sample of d outputs is the sum, each with a weight of its
    /// own where there are weights: features, or 1 (softmax), or pixels.
    pub fn units(self, d: usize) -> usize {
        match self {
            Loss::Squared | Loss::CrossEntropy => d,
            Loss::Softmax => 1,
            Loss::PixelSoftmax { channels } => d / channels.max(1),
        }
    }

    /// Errors where targets (n, d) are empty, not finite, outside [0, 1] (unless squared), or not
    /// shares of 1 (softmax).
    pub fn check(self, target: ArrayView2<Real>) -> Result<()> {
        if target.is_empty() {
            return Err(Error::TooFew { what: "a loss", need: 1, unit: "target", got: 0 });
        }
        check_finite(target)?;
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
        match self {
            Loss::Squared | Loss::CrossEntropy => Ok(()),
            Loss::Softmax => sum_to_one(target, target.ncols()),
            Loss::PixelSoftmax { channels } => sum_to_one(target, channels),
        }
    }

    /// The least L that any output can have on these targets (n, d): their entropy, or 0 for squared errors.
    ///
    /// Errors as [`Loss::check`].
    pub fn floor(self, target: &Array2<Real>) -> Result<f64> {
        match self {
            Loss::Squared => self.check(target.view()).map(|()| 0.0),
            Loss::CrossEntropy => entropy_of(target),
            Loss::Softmax | Loss::PixelSoftmax { .. } => {
                self.check(target.view())?;
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
    Loss::CrossEntropy.check(target.view())?;
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

/// Σⱼ wⱼℓ(aⱼ, tⱼ); writes the slopes.
fn by_weight(
    a: &[Real],
    t: &[Real],
    w: &[Real],
    d_a: &mut [Real],
    loss: impl Fn(Real, Real) -> (Real, Real),
) -> f64 {
    let each = a.iter().zip(t).zip(w).zip(d_a);
    each.map(|(((&a, &t), &w), d_a)| {
        let (value, slope) = loss(a, t);
        *d_a = w * slope;
        w as f64 * value as f64
    })
    .sum()
}

/// Σ wℓ over groups of so many numbers, each under softmax; writes the slopes.
fn by_group(
    a: &[Real],
    t: &[Real],
    w: Option<&[Real]>,
    channels: usize,
    d_a: &mut [Real],
) -> f64 {
    let groups = a.chunks(channels).zip(t.chunks(channels)).zip(d_a.chunks_mut(channels));
    let mut sum = 0.0;
    for (i, ((a, t), d_a)) in groups.enumerate() {
        let w = w.map_or(1.0, |w| w[i]);
        sum += w as f64 * softmax(a, t, d_a);
        d_a.iter_mut().for_each(|d_a| *d_a *= w);
    }
    sum
}

/// Errors where a group of so many targets of a sample does not sum to 1.
fn sum_to_one(target: ArrayView2<Real>, channels: usize) -> Result<()> {
    if channels == 0 || !target.ncols().is_multiple_of(channels) {
        let expected = format!(
            "a multiple of {}, one a channel of each pixel",
            counted(channels, "column")
        );
        let got = target.ncols().to_string();
        return Err(Error::Shape { what: "the targets", expected, got });
    }
    let groups = target.exact_chunks((1, channels));
    let sums = groups.into_iter().map(|group| group.sum());
    match sums.into_iter().find(|&sum| (sum - 1.0).abs() > 1e-3) {
        None => Ok(()),
        Some(sum) => Err(Error::OutOfRange {
            name: "the sum of a sample's targets",
            value: sum.to_string(),
            range: "1 under softmax (divide each row by its sum)",
        }),
    }
}

/// A row of a matrix in standard layout.
fn slice(row: ArrayView1<'_, Real>) -> &[Real] {
    row.to_slice().expect("rows lie one after the other")
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
