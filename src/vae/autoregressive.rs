//! A decoder that sees more than the code: the pixels before each, as far as it may look.
//!
//! p(x|z) = Π p(xⱼ | z, xᵢ : i before j, near j). The more such a decoder sees, the less there is
//! left for a code to tell. Sources: Chen et al. 2017 (a window that is made small on purpose);
//! Gulrajani et al. 2017 (convolutions for the history).

use super::bound::Elbo;
use super::history::History;
use super::importance::{Latent, iw_mean};
use super::slope::Room;
use super::{Likelihood, Vae};
use crate::autoencoder::Autoencoder;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, silent, train};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array2, ArrayView1};
use rand::Rng;

/// A VAE whose pixels have the logits aⱼ = g(z)ⱼ + hⱼ(x).
#[derive(Debug, Clone)]
pub struct AutoregressiveVae {
    /// q(z|x), g, and the prior.
    pub vae: Vae,
    /// h: what j hears of the pixels before it.
    pub history: History,
}

parameters!(AutoregressiveVae { vae, history });

impl AutoregressiveVae {
    /// The VAE with this history.
    ///
    /// Errors where the history has not as many pixels as the VAE's samples, or they are not
    /// black or white (a Bernoulli decoder).
    pub fn new(vae: Vae, history: History) -> Result<AutoregressiveVae> {
        let (d, pixels) = (vae.features(), history.pixels());
        if pixels != d {
            let (expected, got) = (format!("one of {d} pixels"), pixels.to_string());
            return Err(Error::Shape {
                what: "the history of a VAE's pixels",
                expected,
                got,
            });
        }
        if vae.likelihood != Likelihood::Bernoulli {
            let (expected, got) = ("Bernoulli".into(), format!("{:?}", vae.likelihood));
            return Err(Error::Shape {
                what: "the noise of pixels in turn",
                expected,
                got,
            });
        }
        Ok(AutoregressiveVae { vae, history })
    }

    /// Trains on images of 0 and 1, X (n, d); `validation` decides when to stop, where the
    /// training has patience. Errors as [`train`], and where a pixel is neither 0 nor 1.
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        validation: Option<&Array2<Real>>,
        optimiser: &mut O,
        training: &Training,
    ) -> Result<Vec<Record>> {
        let validation = validation.map(Samples::themselves);
        train(self, optimiser, Samples::themselves(x), validation, training, silent)
    }

    /// Both terms of the bound at each row of X (n, d), the first from `draws` codes an image.
    ///
    /// Errors as [`Vae::elbo`], and where a pixel is neither 0 nor 1.
    pub fn elbo(&self, x: &Array2<Real>, draws: usize, seed: u64) -> Result<Elbo> {
        self.vae.bound_by(x, draws, seed, |z| {
            self.check(Samples::themselves(x))?;
            let mut a = self.vae.decoder.predict(z)?;
            self.history.add(x.view(), a.view_mut());
            let rows = a.rows().into_iter().zip(x.rows());
            Ok(rows.map(|(a, x)| self.vae.likelihood.log_p(0.0, a, x)).collect())
        })
    }

    /// The bounds L_k of several k, averaged over the rows of X (n, d): from m draws of the
    /// encoder's q(z|x) each. Errors as [`Vae::iw`].
    pub fn iw(
        &self,
        x: &Array2<Real>,
        m: usize,
        ks: &[usize],
        seed: u64,
    ) -> Result<Vec<f64>> {
        iw_mean(self, x, self.vae.posterior(x)?, m, ks, seed)
    }

    /// One image for each code of Z (n, k), pixel by pixel: (n, d).
    ///
    /// Errors where Z has not k columns, or is not finite.
    pub fn draw(&self, z: &Array2<Real>, rng: &mut impl Rng) -> Result<Array2<Real>> {
        let y = self.vae.decoder.predict(z)?;
        let mut x = Array2::zeros(y.dim());
        for (y, mut x) in y.rows().into_iter().zip(x.rows_mut()) {
            x.assign(&self.history.draw(y, rng));
        }
        Ok(x)
    }
}

impl Latent for AutoregressiveVae {
    fn codes(&self) -> usize {
        self.vae.code_size()
    }

    fn log_p(&self, x: &Array2<Real>, z: &Array2<Real>) -> Result<Array2<f64>> {
        self.check(Samples::themselves(x))?;
        let y = self.vae.decoder.predict(z)?;
        let mut h = Array2::zeros(x.dim());
        self.history.add(x.view(), h.view_mut());
        let of = |x, h: ArrayView1<Real>, y: ArrayView1<Real>| {
            self.vae.likelihood.log_p(0.0, (&y + &h).view(), x)
        };
        Ok(Array2::from_shape_fn((x.nrows(), z.nrows()), |(i, j)| {
            of(x.row(i), h.row(i), y.row(j))
        }))
    }
}

/// ∂L/∂θ of the VAE, and of the history.
#[derive(Debug)]
pub struct HistoryRoom {
    vae: Room,
    history: History,
}

impl Model for AutoregressiveVae {
    const TERMS: &'static [&'static str] = Vae::TERMS;

    type Room = HistoryRoom;

    fn room(&self, rows: usize) -> HistoryRoom {
        HistoryRoom { vae: self.vae.room(rows), history: self.history.zeros() }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.vae.check(samples)?;
        super::visible::check_binary(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut HistoryRoom) -> Result<Terms> {
        let HistoryRoom { vae, history } = room;
        self.vae.slope_by(batch, draw, vae, |y, mut dy| {
            let mut a = y.to_owned();
            let s = self.history.add(batch.x, a.view_mut()); // A = Y + h(X)
            let loss = self.vae.likelihood.of_batch(0.0, a.view(), batch, dy.view_mut());
            if draw.learns() {
                let da = (self.vae.objective.reconstruction, dy.view());
                self.history.slope(batch.x, s, da, history);
            }
            loss
        })
    }

    fn gradients(room: &mut HistoryRoom) -> Vec<&mut [Real]> {
        let mut all = Vae::gradients(&mut room.vae);
        all.extend(room.history.parameters_mut());
        all
    }

    fn settings(&self) -> String {
        let h = &self.history;
        let (d, pairs, m) = (h.pixels(), h.pairs(), h.units());
        let of = format!("{d} pixels of {m} units that see {pairs} before them");
        format!("{}; {of}", self.vae.settings())
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.vae.naive(samples)
    }
}
