//! The variational autoencoder: a decoder that is a model of chance, and an encoder that answers
//! with a distribution.
//!
//! z ~ N(0, 1), x ~ p(x|z), and for q(z|x) = N(μ(x), diag σ²(x)) the bound
//! log p(x) ≥ E_q log p(x|z) − KL(q(z|x) ‖ N(0, 1)), which [`Vae`] makes large. [`likelihood`]
//! has the decoder's noise, [`bound`] both terms of the bound apart, [`noise`] the variance of
//! two estimates of its slope. Sources: Kingma & Welling 2014; Rezende, Mohamed & Wierstra 2014.

pub mod bound;
mod decoder;
pub mod likelihood;
pub mod noise;
mod slope;

pub mod alarm;
pub mod autoregressive;
pub mod best_code;
pub mod chain;
pub mod conditional;
pub mod gaussian;
pub mod history;
pub mod importance;
pub mod linear;
pub mod quadrature;
pub mod visible;

pub use bound::{Elbo, active_units, kl};
pub use decoder::DecoderOnly;
pub use likelihood::{Likelihood, Scale};

use crate::autoencoder::Autoencoder;
use crate::check::{check_columns, check_some};
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::model::Samples;
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis, array, s};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use rayon::prelude::*;

// ANCHOR: vae
/// q(z|x) = N(μ, diag eˢ) of an encoder, p(x|z) of a decoder, and the prior N(0, 1).
#[derive(Debug, Clone)]
pub struct Vae {
    /// From samples (n, d) to (n, 2k): μ on the left, s = ln σ² on the right.
    pub encoder: Network,
    /// From codes (n, k) to what the likelihood makes a distribution of, (n, d).
    pub decoder: Network,
    /// p(x|z).
    pub likelihood: Likelihood,
    /// What is made small.
    pub objective: Objective,
    /// ln σ² of a Gaussian decoder, ln b of a Laplace one.
    ln_scale: Array1<Real>,
}
// ANCHOR_END: vae

// ANCHOR: objective
/// L = w · reconstruction + β Σⱼ max(KLⱼ, free), with z = μ + e^(exponent · s) ε.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Objective {
    /// w, the weight of −E_q log p(x|z).
    pub reconstruction: Real,
    /// β ≥ 0, the weight of the divergence.
    pub beta: Real,
    /// Free nats: a unit whose KLⱼ, averaged over the batch, is below pays no slope.
    pub free: Real,
    /// ½, as σ = e^(s/2) where s = ln σ². 1 is a mistake to be run, not made.
    pub exponent: Real,
}
// ANCHOR_END: objective

impl Default for Objective {
    /// The negative bound itself: w = β = 1, nothing free.
    fn default() -> Objective {
        Objective { reconstruction: 1.0, beta: 1.0, free: 0.0, exponent: 0.5 }
    }
}

impl Vae {
    /// The VAE with these widths, from d to k, ReLU between, and a decoder that mirrors them;
    /// first weights drawn from `rng`.
    ///
    /// Errors where there are fewer than two widths, one is 0, or a scale is not positive.
    pub fn random(
        widths: &[usize],
        likelihood: Likelihood,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<Vae> {
        check_some(widths.len(), 2, "an autoencoder", "widths")?;
        let mirrored: Vec<usize> = widths.iter().rev().copied().collect();
        let mut doubled = widths.to_vec();
        doubled[widths.len() - 1] *= 2; // μ and s
        let encoder = stack(&doubled, init, rng)?;
        Vae::new(encoder, stack(&mirrored, init, rng)?, likelihood)
    }

    /// The VAE of an encoder from d to 2k and a decoder from k to d.
    ///
    /// Errors where the one does not fit the other, or a scale is not positive and finite.
    pub fn new(encoder: Network, decoder: Network, likelihood: Likelihood) -> Result<Vae> {
        if encoder.outputs() != 2 * decoder.inputs()
            || decoder.outputs() != encoder.inputs()
        {
            let (k, d) = (decoder.inputs(), decoder.outputs());
            let expected =
                format!("one from {d} to {}, a mean and a variance a unit", 2 * k);
            let got = format!("one from {} to {}", encoder.inputs(), encoder.outputs());
            return Err(Error::Shape { what: "the encoder of a VAE", expected, got });
        }
        let ln_scale = array![likelihood.start()?.ln()];
        let objective = Objective::default();
        Ok(Vae { encoder, decoder, likelihood, objective, ln_scale })
    }

    /// Trains on X (n, d); `validation` is only looked at. Gives back the history. Errors as
    /// [`train`].
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        validation: Option<&Array2<Real>>,
        optimiser: &mut O,
        training: &Training,
        observe: impl FnMut(&Record, &Self) -> Result<()>,
    ) -> Result<Vec<Record>> {
        let validation = validation.map(Samples::themselves);
        train(self, optimiser, Samples::themselves(x), validation, training, observe)
    }

    // ANCHOR: train_by
    /// The same with another β in each epoch (a warm-up: 0.1, 0.2, …, 1, 1, 1);
    /// `training.epochs` is not looked at, and no checkpoint is kept.
    ///
    /// Each epoch is a training by itself, whose schedule begins anew, that goes on with the
    /// optimiser's memory. Errors as [`train`].
    pub fn train_by<O: Optimiser + ?Sized>(
        &mut self,
        betas: &[Real],
        x: &Array2<Real>,
        optimiser: &mut O,
        training: &Training,
        mut observe: impl FnMut(&Record, &Self) -> Result<()>,
    ) -> Result<Vec<Record>> {
        let mut history = Vec::new();
        for (done, &beta) in betas.iter().enumerate() {
            self.objective.beta = beta;
            let seed = training.seed.wrapping_add(done as u64);
            let one = Training { epochs: 1, seed, checkpoint: None, ..training.clone() };
            for mut record in self.train(x, None, optimiser, &one, |_, _| Ok(()))? {
                record.epoch += done;
                observe(&record, self)?;
                history.push(record);
            }
        }
        Ok(history)
    }
    // ANCHOR_END: train_by

    // ANCHOR: posterior
    /// q(z|x): μ and s = ln σ², both (n, k), at each row of X (n, d); σ is what z is drawn with.
    ///
    /// Errors where X has not d columns, or is not finite.
    pub fn posterior(&self, x: &Array2<Real>) -> Result<(Array2<Real>, Array2<Real>)> {
        let (h, k) = (self.encoder.predict(x)?, self.code_size());
        let s = h.slice(s![.., k..]).mapv(|s| 2.0 * self.objective.exponent * s);
        Ok((h.slice(s![.., ..k]).to_owned(), s))
    }
    // ANCHOR_END: posterior

    /// σ² of a Gaussian decoder's pixels, b of a Laplace one's, as it is now; 1 of a Bernoulli's.
    pub fn scale(&self) -> Real {
        self.ln_scale[0].exp()
    }

    /// log p(xᵢ|zᵢ), row by row: X (n, d), Z (n, k) → (n), in nats.
    ///
    /// Errors where rows or columns do not fit, or a number is not finite.
    pub fn log_likelihood(
        &self,
        x: &Array2<Real>,
        z: &Array2<Real>,
    ) -> Result<Array1<f64>> {
        check_columns("the samples", self.features(), x)?;
        if x.nrows() != z.nrows() {
            let (expected, got) = (x.nrows().to_string(), z.nrows().to_string());
            return Err(Error::Shape { what: "the codes, one a sample", expected, got });
        }
        self.log_likelihoods(|row| x.row(row), z)
    }

    /// log p(x|zᵢ) of one sample x (d) under many codes Z (m, k) → (m), in nats.
    ///
    /// Errors where x has not d numbers, Z not k columns, or a code is not finite.
    pub fn log_likelihoods_of(
        &self,
        x: ArrayView1<Real>,
        z: &Array2<Real>,
    ) -> Result<Array1<f64>> {
        check_columns("the sample", self.features(), &x.to_owned().insert_axis(Axis(0)))?;
        self.log_likelihoods(|_| x, z)
    }

    fn log_likelihoods<'a>(
        &self,
        x: impl Fn(usize) -> ArrayView1<'a, Real> + Sync,
        z: &Array2<Real>,
    ) -> Result<Array1<f64>> {
        let (y, ln_scale) = (self.decoder.predict(z)?, self.ln_scale[0]);
        let mut log_p = vec![0.0; z.nrows()];
        log_p.par_iter_mut().enumerate().with_min_len(16).for_each(|(row, log_p)| {
            *log_p = self.likelihood.log_p(ln_scale, y.row(row), x(row));
        });
        Ok(log_p.into())
    }

    // ANCHOR: draw
    /// x ~ p(x|z), every pixel with its own noise: (n, k) → (n, d). [`Vae::decode`] gives the
    /// mean instead.
    ///
    /// Errors where Z has not k columns, or is not finite.
    pub fn draw(&self, z: &Array2<Real>, rng: &mut impl Rng) -> Result<Array2<Real>> {
        let (mean, scale) = (self.decode(z)?, self.scale());
        Ok(mean.mapv(|mean| self.likelihood.draw(mean, scale, rng)))
    }
    // ANCHOR_END: draw
}

/// n codes from the prior N(0, 1): (n, k).
pub fn sample_codes(n: usize, k: usize, rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((n, k), || rng.sample::<f64, _>(StandardNormal) as Real)
}

/// Dense layers of these widths with ReLU between.
fn stack(widths: &[usize], init: Init, rng: &mut impl Rng) -> Result<Network> {
    let mut layers: Vec<Box<dyn Layer>> = Vec::new();
    for pair in widths.windows(2) {
        if !layers.is_empty() {
            layers.push(Box::new(Activation::Relu));
        }
        check_some(pair[1], 1, "a layer", "unit")?;
        layers.push(Box::new(Dense::random(pair[0], pair[1], init, rng)));
    }
    Network::new(widths[0], layers)
}

impl Autoencoder for Vae {
    fn features(&self) -> usize {
        self.encoder.inputs()
    }

    fn code_size(&self) -> usize {
        self.decoder.inputs()
    }

    /// Codes Z = μ, the means of q(z|x): (n, d) → (n, k). Errors as [`Vae::posterior`].
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        Ok(self.posterior(x)?.0)
    }

    /// The mean of p(x|z): (n, k) → (n, d).
    ///
    /// Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        let y = self.decoder.predict(z)?;
        if self.likelihood != Likelihood::Bernoulli {
            return Ok(y);
        }
        let mut mean = Array2::zeros(y.dim());
        Activation::Sigmoid.apply(y.view(), mean.view_mut());
        Ok(mean)
    }
}
