//! Holes: codes from which a decoder makes what no sample is like.
//!
//! A hole is found by a judge who knows real samples: a classifier learnt apart, the density of
//! its features, and the level that so many real samples fall below.

use super::density::Density;
use crate::check::{check_columns, check_labels, check_some};
use crate::linalg::{check_distances, dot};
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Samples, Training, silent, train};
use crate::stacked::{Classifier, largest, one_hot};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, Axis};
use rand::Rng;

// ANCHOR: judge
/// A reader of samples, and what its features of real samples are like.
#[derive(Debug, Clone)]
pub struct Judge {
    /// From samples to features, and from these to classes.
    pub reader: Classifier,
    /// Of the features of real samples, a hill a class.
    pub density: Density,
    /// ln q below which a sample is odd.
    pub level: f64,
}
// ANCHOR_END: judge

/// What a judge says of samples, one an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The class that is read.
    pub classes: Vec<usize>,
    /// The reader's probability of that class.
    pub sure: Array1<f64>,
    /// ln q of the features.
    pub ln_density: Array1<f64>,
    /// Whether that is below the level.
    pub odd: Vec<bool>,
}

impl Judgement {
    /// The share of odd samples.
    pub fn odd_share(&self) -> f64 {
        self.odd.iter().filter(|&&odd| odd).count() as f64 / self.odd.len().max(1) as f64
    }

    /// The share of samples whose class has a probability above `p`.
    pub fn sure_share(&self, p: f64) -> f64 {
        let sure = self.sure.iter().filter(|&&sure| sure > p).count();
        sure as f64 / self.sure.len().max(1) as f64
    }

    // ANCHOR: legible
    /// Which samples can be read: not odd, and the class has a probability above `p`.
    pub fn legible(&self, p: f64) -> Vec<bool> {
        self.odd.iter().zip(&self.sure).map(|(&odd, &sure)| !odd && sure > p).collect()
    }
    // ANCHOR_END: legible

    /// The share of them.
    pub fn legible_share(&self, p: f64) -> f64 {
        let legible = self.legible(p).into_iter().filter(|&legible| legible).count();
        legible as f64 / self.odd.len().max(1) as f64
    }
}

/// Samples X (n, d), and a label below `classes` for each.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// X (n, d).
    pub x: &'a Array2<Real>,
    /// (n).
    pub labels: &'a [usize],
    /// How many classes there are.
    pub classes: usize,
}

impl Judge {
    /// Learns to read labelled samples by d-`hidden`-`features` and a head, fits the features'
    /// density, and sets the level below which `share` of the `held` samples lie.
    ///
    /// Errors where there are no samples, labels do not fit, or training fails.
    pub fn learn<O: Optimiser + ?Sized>(
        known: Labelled,
        (hidden, features): (usize, usize),
        (held, share): (&Array2<Real>, f64),
        optimiser: &mut O,
        training: &Training,
        rng: &mut impl Rng,
    ) -> Result<Judge> {
        let Labelled { x, labels, classes } = known;
        check_some(hidden.min(features), 1, "a reader", "unit and one feature")?;
        let d = x.ncols();
        let encoder = Network::new(
            d,
            vec![
                Box::new(Dense::random(d, hidden, Init::PyTorch, rng)),
                Box::new(Activation::Relu),
                Box::new(Dense::random(hidden, features, Init::PyTorch, rng)),
            ],
        )?;
        check_labels(labels, x.nrows(), classes)?;
        let mut reader = Classifier::on(encoder, classes)?;
        let targets = one_hot(labels, classes);
        let samples = Samples::pairs(x, &targets);
        train(&mut reader, optimiser, samples, None, training, silent)?;
        let density = Density::by_class(&reader.encoder.predict(x)?, labels, classes)?;
        let mut judge = Judge { reader, density, level: f64::NEG_INFINITY };
        judge.level = lowest(&judge.judge(held)?.ln_density, share)?;
        Ok(judge)
    }

    /// The features of X (n, d) → (n, features). Errors where X does not fit.
    pub fn features(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.reader.encoder.predict(x)
    }

    // ANCHOR: judgement
    /// What it says of X (n, d). Errors where X does not fit.
    pub fn judge(&self, x: &Array2<Real>) -> Result<Judgement> {
        let features = self.features(x)?;
        let logits = self.reader.head.predict(&features)?;
        let ln_density = self.density.ln_density(&features)?;
        let odd = ln_density.iter().map(|&q| q < self.level).collect();
        let sure = logits.map_axis(Axis(1), |a| {
            let most = a.fold(Real::NEG_INFINITY, |most, &a| most.max(a));
            1.0 / a.iter().map(|a| f64::from(a - most).exp()).sum::<f64>()
        });
        Ok(Judgement { classes: largest(&logits), sure, ln_density, odd })
    }
    // ANCHOR_END: judgement

    /// The mean of −ln p(label) over X (n, d). Errors where X does not fit.
    pub fn cross_entropy(&self, x: &Array2<Real>, labels: &[usize]) -> Result<f64> {
        let logits = self.reader.head.predict(&self.features(x)?)?;
        Loss::Softmax.value(&logits, &one_hot(labels, logits.ncols()))
    }
}

/// The value that a share of these lies below: the smallest of them but so many.
///
/// Errors where there is none, or the share is not between 0 and 1.
pub fn lowest(values: &Array1<f64>, share: f64) -> Result<f64> {
    check_some(values.len(), 1, "a level", "value")?;
    if !(0.0..1.0).contains(&share) {
        let (name, range) = ("the share below a level", "0 or more, and below 1");
        return Err(Error::OutOfRange { name, value: share.to_string(), range });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(sorted[(share * values.len() as f64) as usize])
}

// ANCHOR: nearest
/// minⱼ ‖xᵢ − yⱼ‖ of each row of X (n, d) over the rows of Y (m, d): (n).
///
/// Errors where Y is empty, shapes do not fit, or squares overflow.
pub fn nearest(x: &Array2<Real>, y: &Array2<Real>) -> Result<Array1<f64>> {
    check_some(y.nrows(), 1, "a nearest sample", "sample")?;
    check_columns("the samples", y.ncols(), x)?;
    check_distances(x.view())?;
    check_distances(y.view())?;
    let squares = |a: &Array2<Real>| a.map_axis(Axis(1), |a| a.dot(&a));
    let compared = dot(x, &y.t()) * -2.0 + &squares(y); // ‖y‖² − 2xy
    let least = compared.map_axis(Axis(1), |d| d.fold(Real::INFINITY, |m, &d| m.min(d)));
    Ok((least + squares(x)).mapv(|d| f64::from(d).max(0.0).sqrt()))
}
// ANCHOR_END: nearest
