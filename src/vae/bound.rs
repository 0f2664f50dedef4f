//! Both terms of the bound, image by image, and which units of the code pay.

use super::Vae;
use crate::check::{check_columns, check_some};
use crate::nn::draw::stream;
use crate::{Real, Result, autoencoder::Autoencoder};
use ndarray::{Array1, Array2, ArrayView1, Axis, Zip};
use rand::RngExt;
use rand_distr::StandardNormal;

/// The two terms of log p(x) ≥ −reconstruction − KL, in nats, an image a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Elbo {
    /// −E_q log p(x|z) (n), an average over so many draws of z.
    pub reconstruction: Array1<f64>,
    /// KL(q(zⱼ|x) ‖ N(0, 1)) (n, k), exactly.
    pub kl: Array2<f64>,
}

impl Elbo {
    /// The bound, averaged over the images.
    pub fn value(&self) -> f64 {
        -self.reconstruction_mean() - self.kl_mean()
    }

    /// −E_q log p(x|z), averaged over the images.
    pub fn reconstruction_mean(&self) -> f64 {
        self.reconstruction.sum() / self.reconstruction.len() as f64
    }

    /// The divergence, summed over units and averaged over the images.
    pub fn kl_mean(&self) -> f64 {
        self.kl_units().sum()
    }

    /// The divergence of each unit (k), averaged over the images.
    pub fn kl_units(&self) -> Array1<f64> {
        self.kl.sum_axis(Axis(0)) / self.kl.nrows() as f64
    }
}

// ANCHOR: kl
/// KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1 − ln σ²), with s = ln σ².
fn kl_unit(mu: Real, s: Real) -> f64 {
    let (mu, s) = (f64::from(mu), f64::from(s));
    0.5 * (mu * mu + s.exp_m1() - s) // eˢ − 1 without cancellation
}
// ANCHOR_END: kl

/// The same for each sample and unit: (n, k) → (n, k). Panics where the shapes differ.
pub fn kl(mu: &Array2<Real>, s: &Array2<Real>) -> Array2<f64> {
    Zip::from(mu).and(s).map_collect(|&mu, &s| kl_unit(mu, s))
}

/// One unit's, averaged over the samples (n).
pub(super) fn kl_of(mu: ArrayView1<Real>, s: ArrayView1<Real>) -> f64 {
    let sum: f64 = mu.iter().zip(s).map(|(&mu, &s)| kl_unit(mu, s)).sum();
    sum / mu.len() as f64
}

// ANCHOR: active
/// How many units say something: those whose means μⱼ vary over the samples, by more than
/// .01 (the prior's variance is 1). Source: Burda, Grosse & Salakhutdinov 2016.
pub fn active_units(mu: &Array2<Real>) -> usize {
    let mu = mu.mapv(f64::from);
    mu.var_axis(Axis(0), 0.0).iter().filter(|&&variance| variance > 0.01).count()
}
// ANCHOR_END: active

impl Vae {
    // ANCHOR: elbo
    /// The bound's two terms at each row of X (n, d), the first from `draws` codes an image.
    ///
    /// Errors where X has no row, not d columns, or is not finite, or there is no draw.
    pub fn elbo(&self, x: &Array2<Real>, draws: usize, seed: u64) -> Result<Elbo> {
        self.bound_by(x, draws, seed, |z| self.log_likelihood(x, z))
    }

    /// The same with another log p(xᵢ|zᵢ), which gets the codes Z (n, k).
    pub(super) fn bound_by(
        &self,
        x: &Array2<Real>,
        draws: usize,
        seed: u64,
        log_p: impl Fn(&Array2<Real>) -> Result<Array1<f64>>,
    ) -> Result<Elbo> {
        check_columns("the samples", self.features(), x)?;
        check_some(x.nrows(), 1, "a bound", "sample")?;
        check_some(draws, 1, "a bound", "draw")?;
        let (mu, s) = self.posterior(x)?;
        let (sd, mut rng) = (s.mapv(|s| (s / 2.0).exp()), stream(seed, "codes of a bound"));
        let mut reconstruction = Array1::zeros(x.nrows());
        for _ in 0..draws {
            let mut z = mu.clone();
            Zip::from(&mut z).and(&sd).for_each(|z, sd| {
                *z += sd * rng.sample::<f64, _>(StandardNormal) as Real;
            });
            reconstruction -= &(log_p(&z)? / draws as f64);
        }
        Ok(Elbo { reconstruction, kl: kl(&mu, &s) })
    }
    // ANCHOR_END: elbo
}
