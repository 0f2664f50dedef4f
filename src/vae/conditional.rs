//! The conditional VAE: encoder and decoder are told the class, and the code need not say it.
//!
//! z ~ N(0, 1), x ~ p(x|z, y), q(z|x, y), and log p(x|y) ≥ E_q log p(x|z, y) − KL(q ‖ N(0, 1)).
//! Sources: Kingma, Rezende, Mohamed & Welling 2014; Sohn, Lee & Yan 2015.

use super::bound::kl_of;
use super::{Elbo, Likelihood, kl, sample_codes, stack};
use crate::check::{check_columns, check_labels, check_some};
use crate::classes::one_hot;
use crate::nn::activation::Activation;
use crate::nn::draw::{Draw, stream};
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::nonlinear::Tapes;
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView2, Axis, Zip, concatenate, s};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

// ANCHOR: conditional
/// q(z|x, y) of an encoder and p(x|z, y) of a decoder, pixels with a Bernoulli's noise; y is one
/// of c classes, told to both as a row of zeros and a one.
#[derive(Debug, Clone)]
pub struct ConditionalVae {
    /// From [X | Y] (n, d + c) to (n, 2k): μ on the left, s = ln σ² on the right.
    pub encoder: Network,
    /// From [Z | Y] (n, k + c) to logits (n, d).
    pub decoder: Network,
    classes: usize,
}
// ANCHOR_END: conditional

parameters!(ConditionalVae { encoder, decoder });

impl ConditionalVae {
    /// The model with these widths, from d to k, ReLU between, and a decoder that mirrors them;
    /// first weights drawn from `rng`.
    ///
    /// Errors where there are fewer than two widths, one is 0, or there is no class.
    pub fn random(
        widths: &[usize],
        classes: usize,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<ConditionalVae> {
        check_some(widths.len(), 2, "an autoencoder", "widths")?;
        let (d, k) = (widths[0], widths[widths.len() - 1]);
        let (mut there, mut back) =
            (widths.to_vec(), widths.iter().rev().copied().collect::<Vec<_>>());
        check_some(d.min(k), 1, "a layer", "unit")?;
        there[0] = d + classes;
        there[widths.len() - 1] = 2 * k;
        back[0] = k + classes;
        let encoder = stack(&there, init, rng)?;
        ConditionalVae::new(encoder, stack(&back, init, rng)?, classes)
    }

    /// The model of an encoder from d + c to 2k and a decoder from k + c to d.
    ///
    /// Errors where the one does not fit the other, or there is no class.
    pub fn new(
        encoder: Network,
        decoder: Network,
        classes: usize,
    ) -> Result<ConditionalVae> {
        check_some(classes, 1, "a conditional VAE", "class")?;
        let (d, k) = (decoder.outputs(), encoder.outputs() / 2);
        let fits = (encoder.inputs(), encoder.outputs()) == (d + classes, 2 * k);
        if !fits || k == 0 || decoder.inputs() != k + classes {
            let expected =
                format!("from {} to 2k, and from k + {classes} to {d}", d + classes);
            let [there, back] = [&encoder, &decoder].map(|n| (n.inputs(), n.outputs()));
            let got = format!("{} to {}, {} to {}", there.0, there.1, back.0, back.1);
            return Err(Error::Shape {
                what: "a conditional VAE's networks",
                expected,
                got,
            });
        }
        Ok(ConditionalVae { encoder, decoder, classes })
    }

    /// d.
    pub fn features(&self) -> usize {
        self.decoder.outputs()
    }

    /// k.
    pub fn code_size(&self) -> usize {
        self.decoder.inputs() - self.classes
    }

    /// c.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Trains on X (n, d) with a label a row; gives back the history. Errors as [`train`], and
    /// where a label is missing or too large.
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        labels: &[usize],
        optimiser: &mut O,
        training: &Training,
        observe: impl FnMut(&Record, &Self) -> Result<()>,
    ) -> Result<Vec<Record>> {
        check_columns("the samples", self.features(), x)?;
        let told = self.told(x, labels)?;
        train(self, optimiser, Samples::pairs(&told, x), None, training, observe)
    }

    /// q(z|x, y): μ and s = ln σ², both (n, k), at each row of X (n, d) and its label.
    ///
    /// Errors where X has not d columns or is not finite, or a label is missing or too large.
    pub fn posterior(
        &self,
        x: &Array2<Real>,
        labels: &[usize],
    ) -> Result<(Array2<Real>, Array2<Real>)> {
        check_columns("the samples", self.features(), x)?;
        let (h, k) = (self.encoder.predict(&self.told(x, labels)?)?, self.code_size());
        Ok((h.slice(s![.., ..k]).to_owned(), h.slice(s![.., k..]).to_owned()))
    }

    // ANCHOR: conditional_decode
    /// The mean of p(x|z, y): codes Z (n, k) and a class for each → (n, d).
    ///
    /// Errors where Z has not k columns or is not finite, or a label is missing or too large.
    pub fn decode(&self, z: &Array2<Real>, labels: &[usize]) -> Result<Array2<Real>> {
        check_columns("the codes", self.code_size(), z)?;
        let a = self.decoder.predict(&self.told(z, labels)?)?; // of [Z | Y]
        let mut mean = Array2::zeros(a.dim());
        Activation::Sigmoid.apply(a.view(), mean.view_mut());
        Ok(mean)
    }
    // ANCHOR_END: conditional_decode

    /// The bound on log p(xᵢ|yᵢ), both terms, the first from `draws` codes a sample.
    ///
    /// Errors as [`ConditionalVae::posterior`], and where there is no sample or no draw.
    pub fn elbo(
        &self,
        x: &Array2<Real>,
        labels: &[usize],
        draws: usize,
        seed: u64,
    ) -> Result<Elbo> {
        check_some(x.nrows().min(draws), 1, "a bound", "sample and one draw")?;
        let (mu, s) = self.posterior(x, labels)?;
        let mut rng = stream(seed, "codes of a bound");
        let mut reconstruction = Array1::zeros(x.nrows());
        for _ in 0..draws {
            let mut z = mu.clone();
            Zip::from(&mut z).and(&s).for_each(|z, s| {
                *z += (s / 2.0).exp() * rng.sample::<f64, _>(StandardNormal) as Real;
            });
            let a = self.decoder.predict(&self.told(&z, labels)?)?;
            let rows = a.rows().into_iter().zip(x.rows());
            for (sum, (a, x)) in reconstruction.iter_mut().zip(rows) {
                *sum -= Likelihood::Bernoulli.log_p(0.0, a, x) / draws as f64;
            }
        }
        Ok(Elbo { reconstruction, kl: kl(&mu, &s) })
    }

    // ANCHOR: told
    /// [A | Y]: samples or codes, and beside each row its class.
    fn told(&self, a: &Array2<Real>, labels: &[usize]) -> Result<Array2<Real>> {
        check_labels(labels, a.nrows(), self.classes)?;
        Ok(beside(a.view(), one_hot(labels, self.classes).view()))
    }
    // ANCHOR_END: told
}

/// [A | Y] of two sets of as many rows.
fn beside(a: ArrayView2<Real>, y: ArrayView2<Real>) -> Array2<Real> {
    concatenate(Axis(1), &[a, y]).expect("as many rows on both sides")
}

impl Model for ConditionalVae {
    const TERMS: &'static [&'static str] = &["reconstruction", "KL"];

    type Room = Tapes;

    fn room(&self, rows: usize) -> Tapes {
        Tapes::new(&self.encoder, &self.decoder, rows)
    }

    /// X is [X | Y] here (n, d + c), the target X itself.
    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.features();
        samples.check(d + self.classes, d, d)?;
        Loss::CrossEntropy.check(samples.target)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Tapes) -> Result<Terms> {
        let (n, k, d) = (batch.len(), self.code_size(), self.features());
        let Tapes { encoder, decoder } = room;
        // ANCHOR: conditional_forward
        self.encoder.forward(batch.x, encoder)?; // H = (M, S) of [X | Y]
        let h = encoder.output();
        let (mu, s) = (h.slice(s![.., ..k]), h.slice(s![.., k..]));
        let e = sample_codes(n, k, &mut draw.stream("the sampled code"));
        let mut z = e.clone();
        Zip::from(&mut z)
            .and(mu)
            .and(s)
            .for_each(|z, mu, s| *z = mu + (s / 2.0).exp() * *z);
        let told = beside(z.view(), batch.x.slice(s![.., d..])); // [Z | Y]
        self.decoder.forward(told.view(), decoder)?; // A
        let (a, da) = decoder.output_and_slope();
        let loss = Loss::CrossEntropy.of_batch(a, batch, da);
        let price: f64 = (0..k).map(|j| kl_of(mu.column(j), s.column(j))).sum();
        // ANCHOR_END: conditional_forward
        if draw.learns() {
            self.decoder.backward(told.view(), decoder, true)?;
            let (h, mut dh) = encoder.output_and_slope();
            let dz = decoder.d_input(); // of [Z | Y]: the class has no slope to go on
            for i in 0..n {
                for j in 0..k {
                    let (mu, s, dz) = (h[(i, j)], h[(i, k + j)], dz[(i, j)]);
                    dh[(i, j)] = dz + mu / n as Real;
                    let d_sigma = 0.5 * (0.5 * s).exp(); // ∂σ/∂s
                    let d_price = 0.5 * (s.exp() - 1.0) / n as Real;
                    dh[(i, k + j)] = dz * e[(i, j)] * d_sigma + d_price;
                }
            }
            self.encoder.backward(batch.x, encoder, false)?;
        }
        Ok(Self::terms([loss, price]))
    }

    fn gradients(room: &mut Tapes) -> Vec<&mut [Real]> {
        room.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}; {}; {} classes", self.encoder, self.decoder, self.classes)
    }

    /// d ln 2, all pixels ½, and one nat a pixel.
    fn naive(&self, samples: Samples) -> f64 {
        samples.target.ncols() as f64 * (1.0 + std::f64::consts::LN_2)
    }
}
