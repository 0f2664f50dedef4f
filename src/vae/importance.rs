//! log p(x) from below, tighter with each sample more: importance weights and their bound.
//!
//! p(x) = E_q p(x|z) p(z)/q(z) for any q that is nowhere 0. The weights w = p(x|z) p(z)/q(z) of
//! k draws have a mean whose logarithm is, on average, below log p(x), and less far below with
//! every draw. Source: Burda, Grosse & Salakhutdinov 2016.

use super::{Likelihood, Vae};
use crate::autoencoder::Autoencoder;
use crate::check::{check_columns, check_some};
use crate::linalg::product;
use crate::log_sum::log_sum_exp;
use crate::nn::draw::stream;
use crate::nn::exponential::sigmoid_and_softplus;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis, Zip};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use rayon::prelude::*;
use std::f64::consts::TAU;

/// A model of x by a code: z ~ N(0, 1) of k numbers, then x ~ p(x|z).
pub trait Latent {
    /// k.
    fn codes(&self) -> usize;

    /// log p(xᵢ|zⱼ), in nats: X (n, d), Z (m, k) → (n, m).
    ///
    /// Errors where columns do not fit, or a number is not finite.
    fn log_p(&self, x: &Array2<Real>, z: &Array2<Real>) -> Result<Array2<f64>>;
}

impl Latent for Vae {
    fn codes(&self) -> usize {
        self.code_size()
    }

    fn log_p(&self, x: &Array2<Real>, z: &Array2<Real>) -> Result<Array2<f64>> {
        check_columns("the samples", self.features(), x)?;
        let mut table = Array2::zeros((x.nrows(), z.nrows()));
        if self.likelihood != Likelihood::Bernoulli || x.nrows() == 1 {
            for (x, mut row) in x.rows().into_iter().zip(table.rows_mut()) {
                row.assign(&self.log_likelihoods_of(x, z)?);
            }
            return Ok(table);
        }
        let a = self.decoder.predict(z)?; // logits: log p = Σ xa − Σ softplus(a)
        let total = |a: ArrayView1<Real>| -> f64 {
            a.iter().map(|&a| f64::from(sigmoid_and_softplus(a).1)).sum()
        };
        let rest: Vec<f64> = a.axis_iter(Axis(0)).into_par_iter().map(total).collect();
        let mut xa = Array2::zeros(table.dim());
        product(1.0, x.view(), a.t(), 0.0, xa.view_mut());
        Zip::indexed(&mut table).and(&xa).for_each(|(_, j), p, &xa| {
            *p = f64::from(xa) - rest[j];
        });
        Ok(table)
    }
}

/// log N(zⱼ; 0, 1) of each row of Z (m, k) → (m).
pub fn log_prior(z: &Array2<Real>) -> Array1<f64> {
    z.map_axis(Axis(1), |z| {
        -0.5 * z.iter().map(|&z| f64::from(z).powi(2) + TAU.ln()).sum::<f64>()
    })
}

// ANCHOR: log_weights
/// m codes from q = N(μ, diag eˢ) for one x (1, d), and their log w = log p(x|z)p(z)/q(z).
///
/// With z = μ + e^(s/2) ε, log p(z)/q(z) = Σⱼ ½(ε² + s − z²). Errors where x, μ or s do not
/// fit, or there is no draw.
pub fn log_weights(
    model: &impl Latent,
    x: &Array2<Real>,
    mu: ArrayView1<Real>,
    s: ArrayView1<Real>,
    m: usize,
    rng: &mut impl Rng,
) -> Result<(Array2<Real>, Array1<f64>)> {
    check_proposal(model, x, mu, s, m)?;
    let mut ratio = Array1::zeros(m);
    let mut z = Array2::zeros((m, mu.len()));
    for (mut z, ratio) in z.rows_mut().into_iter().zip(&mut ratio) {
        for ((z, &mu), &s) in z.iter_mut().zip(mu).zip(s) {
            let (mu, s): (f64, f64) = (mu.into(), s.into());
            let e: f64 = rng.sample(StandardNormal);
            *z = (mu + (s / 2.0).exp() * e) as Real; // z = μ + σε
            *ratio += 0.5 * (e * e + s - f64::from(*z).powi(2));
        }
    }
    let log_p = model.log_p(x, &z)?;
    Ok((z, ratio + log_p.row(0)))
}
// ANCHOR_END: log_weights

// ANCHOR: iw
/// The bound of k draws, L_k = E log (1/k) Σ w, from the log weights of one x: an average
/// over as many groups of k as there are.
///
/// Errors where k is 0, or more than there are weights.
pub fn iw(log_weights: &Array1<f64>, k: usize) -> Result<f64> {
    if k == 0 || k > log_weights.len() {
        return Err(Error::OutOfRange {
            name: "the number of weights in a bound",
            value: k.to_string(),
            range: "1 to the number of draws",
        });
    }
    let groups: Vec<f64> = log_weights
        .to_vec()
        .chunks_exact(k)
        .map(|w| log_sum_exp(w) - (k as f64).ln())
        .collect();
    Ok(groups.iter().sum::<f64>() / groups.len() as f64)
}
// ANCHOR_END: iw

// ANCHOR: effective
/// (Σw)²/Σw²: how many equal weights would be as good as these; from 1 to m.
///
/// Source: Kong 1992.
pub fn effective_samples(log_weights: &Array1<f64>) -> f64 {
    let twice: Vec<f64> = log_weights.iter().map(|w| 2.0 * w).collect();
    (2.0 * log_sum_exp(&log_weights.to_vec()) - log_sum_exp(&twice)).exp()
}
// ANCHOR_END: effective

impl Vae {
    /// The bounds L_k of several k, in nats an image, averaged over the rows of X (n, d): from
    /// m draws of the encoder's q(z|x) each.
    ///
    /// The same on any number of threads. Errors where X does not fit or has no row, or a k is
    /// 0 or above m.
    pub fn iw(
        &self,
        x: &Array2<Real>,
        m: usize,
        ks: &[usize],
        seed: u64,
    ) -> Result<Vec<f64>> {
        iw_mean(self, x, self.posterior(x)?, m, ks, seed)
    }

    /// The same row by row: (n, number of ks). Errors as [`Vae::iw`].
    pub fn iw_each(
        &self,
        x: &Array2<Real>,
        m: usize,
        ks: &[usize],
        seed: u64,
    ) -> Result<Array2<f64>> {
        iw_each(self, x, self.posterior(x)?, m, ks, seed)
    }
}

/// The average of [`iw_each`] over the rows.
pub(super) fn iw_mean(
    model: &(impl Latent + Sync),
    x: &Array2<Real>,
    q: (Array2<Real>, Array2<Real>),
    m: usize,
    ks: &[usize],
    seed: u64,
) -> Result<Vec<f64>> {
    let each = iw_each(model, x, q, m, ks, seed)?;
    Ok((each.sum_axis(Axis(0)) / each.nrows() as f64).to_vec())
}

/// L_k of several k for each row of X (n, d), from m draws each of q = N(μ, diag eˢ), both
/// (n, k): (n, number of ks).
fn iw_each(
    model: &(impl Latent + Sync),
    x: &Array2<Real>,
    (mu, s): (Array2<Real>, Array2<Real>),
    m: usize,
    ks: &[usize],
    seed: u64,
) -> Result<Array2<f64>> {
    check_some(x.nrows(), 1, "a bound", "sample")?;
    let rows: Vec<Vec<f64>> = (0..x.nrows())
        .into_par_iter()
        .with_max_len(1)
        .map(|i| {
            let mut rng = stream(seed, &format!("weights of row {i}"));
            let x = x.row(i).insert_axis(Axis(0)).to_owned();
            let w = log_weights(model, &x, mu.row(i), s.row(i), m, &mut rng)?.1;
            ks.iter().map(|&k| iw(&w, k)).collect()
        })
        .collect::<Result<_>>()?;
    let mut each = Array2::zeros((x.nrows(), ks.len()));
    for (mut to, from) in each.rows_mut().into_iter().zip(rows) {
        to.assign(&Array1::from(from));
    }
    Ok(each)
}

/// Errors where a proposal does not fit the model, or is not for one sample.
fn check_proposal(
    model: &impl Latent,
    x: &Array2<Real>,
    mu: ArrayView1<Real>,
    s: ArrayView1<Real>,
    m: usize,
) -> Result<()> {
    check_some(m, 1, "a bound", "draw")?;
    check_one(x)?;
    for (what, len) in [("the mean of q", mu.len()), ("ln σ² of q", s.len())] {
        if len != model.codes() {
            let expected = format!("{} numbers, one a unit", model.codes());
            return Err(Error::Shape { what, expected, got: len.to_string() });
        }
    }
    Ok(())
}

/// Errors where there is not one sample.
pub(super) fn check_one(x: &Array2<Real>) -> Result<()> {
    if x.nrows() == 1 {
        return Ok(());
    }
    let (expected, got) = ("1 row".into(), x.nrows().to_string());
    Err(Error::Shape { what: "one sample", expected, got })
}
