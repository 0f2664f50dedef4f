//! Are two sets of samples of one distribution? A kernel's answer and a classifier's.
//!
//! MMD² = E k(x, x′) + E k(y, y′) − 2 E k(x, y) is 0 for equal distributions and, with a
//! Gaussian kernel, for no others. Sources: Gretton et al. 2012; Lopez-Paz & Oquab 2017;
//! Phipson & Smyth 2010 (the 1 in the permutations' p).

use super::density::{distances, together};
use crate::check::{check_columns, check_some};
use crate::linalg::check_finite;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Samples, Training, silent, train};
use crate::stacked::{Classifier, agreement, one_hot};
use crate::{Error, Real, Result, information};
use ndarray::{Array1, Array2, Axis, s};
use rand::Rng;
use rand::seq::SliceRandom;

/// A test's statistic, and how often chance alone would reach it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// MMD², or the share of samples that a classifier told rightly.
    pub statistic: f64,
    /// p: at most α with a chance of at most α where the distributions are one.
    pub p: f64,
}

/// K (m + n, m + n) of two sets put together, the m rows of X first, 0 on the diagonal.
#[derive(Debug, Clone)]
pub struct Pooled {
    k: Array2<f64>,
    m: usize,
}

impl Pooled {
    /// Of a kernel's values, of which the diagonal is not looked at.
    ///
    /// Errors where K is not square, or one of the sets has fewer than two samples.
    pub fn new(mut k: Array2<f64>, m: usize) -> Result<Pooled> {
        let (rows, columns) = k.dim();
        if rows != columns {
            let (expected, got) =
                ("as many rows as columns".into(), format!("{:?}", k.dim()));
            return Err(Error::Shape { what: "a kernel's values", expected, got });
        }
        check_some(m.min(rows.saturating_sub(m)), 2, "each side of a test", "samples")?;
        k.diag_mut().fill(0.0);
        Ok(Pooled { k, m })
    }

    // ANCHOR: gaussian_kernel
    /// k(a, b) = exp(−‖a − b‖²/2h²) of X (m, d) and Y (n, d), h the median of all distances.
    ///
    /// The median does not know which sample is whose, so shuffling them is still fair.
    /// Errors where columns differ, a set has fewer than two rows, or all samples are alike.
    pub fn gaussian(x: &Array2<Real>, y: &Array2<Real>) -> Result<Pooled> {
        check_columns("the second set", x.ncols(), y)?;
        check_finite(x.view())?;
        let all = together(&[x, y])?.mapv(f64::from);
        let squares = distances(&all, &all);
        let twice_h2 = 2.0 * middle(&squares);
        if twice_h2 <= 0.0 {
            return Err(Error::Constant { n: all.nrows() });
        }
        Pooled::new(squares.mapv(|d| (-d / twice_h2).exp()), x.nrows())
    }
    // ANCHOR_END: gaussian_kernel

    // ANCHOR: mmd
    /// The unbiased MMD², of those samples as X that `first` (m + n, shuffles) marks with
    /// 1 in each of its columns: (shuffles).
    ///
    /// aᵀKa sums k within X, aᵀK(1 − a) across, (1 − a)ᵀK(1 − a) within Y.
    fn mmd2_of(&self, first: &Array2<f64>) -> Array1<f64> {
        let (m, n) = (self.m as f64, (self.k.nrows() - self.m) as f64);
        let rows = self.k.sum_axis(Axis(1)); // K1
        let ka = self.k.dot(first);
        let within_x = (first * &ka).sum_axis(Axis(0));
        let of_x = rows.dot(first); // 1ᵀKa: within X, and across
        let across = &of_x - &within_x;
        let within_y = rows.sum() - &of_x - &across;
        within_x / (m * (m - 1.0)) + within_y / (n * (n - 1.0)) - across * 2.0 / (m * n)
    }
    // ANCHOR_END: mmd

    /// MMD² without bias: it may be negative.
    pub fn mmd2(&self) -> f64 {
        self.mmd2_of(&self.as_given())[0]
    }

    // ANCHOR: permutation
    /// MMD², and p = (1 + how many shuffles reach it)/(1 + shuffles).
    ///
    /// Where both sets are of one distribution, which sample came from which says
    /// nothing: the given order is one among its shuffles. Errors where there is no
    /// shuffle.
    pub fn test(&self, shuffles: usize, rng: &mut impl Rng) -> Result<Tested> {
        check_some(shuffles, 1, "a test by permutation", "shuffle")?;
        let mut order: Vec<usize> = (0..self.k.nrows()).collect();
        let mut first = Array2::zeros((order.len(), shuffles));
        for mut a in first.columns_mut() {
            order.shuffle(rng);
            order[..self.m].iter().for_each(|&i| a[i] = 1.0);
        }
        let statistic = self.mmd2();
        // equal up to rounding counts as reached: a shuffle may give back the same two sets
        let reached = statistic - 1e-12 * (1.0 + statistic.abs());
        let reach = self.mmd2_of(&first).iter().filter(|&&v| v >= reached).count();
        Ok(Tested { statistic, p: (1 + reach) as f64 / (1 + shuffles) as f64 })
    }
    // ANCHOR_END: permutation

    fn as_given(&self) -> Array2<f64> {
        let mut first = Array2::zeros((self.k.nrows(), 1));
        first.slice_mut(s![..self.m, ..]).fill(1.0);
        first
    }
}

/// The median of the entries above the diagonal.
fn middle(squares: &Array2<f64>) -> f64 {
    let n = squares.nrows();
    let mut all: Vec<f64> =
        (0..n).flat_map(|i| squares.slice(s![i, i + 1..]).to_vec()).collect();
    if all.is_empty() {
        return 0.0;
    }
    let half = all.len() / 2;
    *all.select_nth_unstable_by(half, f64::total_cmp).1
}

// ANCHOR: classifier_test
/// Learns on every other sample of X (m, d) and Y (m, d) which set it is from, by d-`hidden`-2,
/// and counts on the rest how often that is right: p = P(so many or more of Bin(n, ½)).
///
/// If the answers lean to one side chance scatters less than that, and p is too large rather
/// than too small. Errors where shapes differ, there are fewer than four samples of each or
/// more than a thousand in all, or training fails.
pub fn classifier_test<O: Optimiser + ?Sized>(
    x: &Array2<Real>,
    y: &Array2<Real>,
    hidden: usize,
    optimiser: &mut O,
    training: &Training,
    rng: &mut impl Rng,
) -> Result<Tested> {
    if x.dim() != y.dim() {
        let (expected, got) = (format!("{:?}", x.dim()), format!("{:?}", y.dim()));
        return Err(Error::Shape { what: "the second set", expected, got });
    }
    let (m, d) = x.dim();
    check_some(m, 4, "each side of a classifier's test", "samples")?;
    if m > 500 {
        let (name, range) = ("the samples of each side", "at most 500");
        return Err(Error::OutOfRange { name, value: m.to_string(), range });
    }
    let half = |from: usize| {
        let (x, y) = (x.slice(s![from..;2, ..]), y.slice(s![from..;2, ..]));
        let labels = [vec![0; x.nrows()], vec![1; y.nrows()]].concat();
        (together(&[&x.to_owned(), &y.to_owned()]), labels)
    };
    let ((known, sides), (asked, truth)) = (half(0), half(1));
    let (known, asked) = (known?, asked?);
    let encoder = Network::new(
        d,
        vec![
            Box::new(Dense::random(d, hidden, Init::PyTorch, rng)),
            Box::new(Activation::Relu),
        ],
    )?;
    let mut reader = Classifier::on(encoder, 2)?;
    let targets = one_hot(&sides, 2);
    let samples = Samples::pairs(&known, &targets);
    train(&mut reader, optimiser, samples, None, training, silent)?;
    let statistic = agreement(&reader.classify(&asked)?, &truth);
    let right = (statistic * truth.len() as f64).round() as usize;
    let p = information::binomial(truth.len(), 0.5)?[right..].iter().sum::<f64>().min(1.0);
    Ok(Tested { statistic, p })
}
// ANCHOR_END: classifier_test
