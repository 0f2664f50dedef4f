//! A decoder that sees more than the code: the pixels before each, as far as it may look.
//!
//! p(x|z) = Π p(xⱼ | z, xᵢ : i before j, near j). The more such a decoder sees, the less there is
//! left for a code to tell. Sources: Chen et al. 2017 (a window that is made small on purpose);
//! Gulrajani et al. 2017 (networks in place of the linear history here).

use super::bound::Elbo;
use super::slope::Room;
use super::visible::VisibleModel;
use super::{Likelihood, Vae};
use crate::autoencoder::Autoencoder;
use crate::frame::Frame;
use crate::linalg::product;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, silent, train};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::Rng;

// ANCHOR: autoregressive
/// A VAE whose pixels have the logits aⱼ = g(z)ⱼ + Σ xᵢwᵢⱼ, over the pixels i before j, row
/// by row, that are at most `reach` rows and columns away.
#[derive(Debug, Clone)]
pub struct AutoregressiveVae {
    /// q(z|x), g, and the prior.
    pub vae: Vae,
    /// W (d, d): 0 where j does not see i.
    pub w: Array2<Real>,
    /// 1 where j sees i (d, d).
    seen: Array2<Real>,
}
// ANCHOR_END: autoregressive

parameters!(AutoregressiveVae { vae, w });

impl AutoregressiveVae {
    /// The VAE itself with a history that says nothing yet, W = 0. A reach of 0 leaves it so.
    ///
    /// Errors where the frame has not as many numbers as the VAE's samples, or pixels are not
    /// black or white (a Bernoulli decoder).
    pub fn new(vae: Vae, frame: Frame, reach: usize) -> Result<AutoregressiveVae> {
        let d = vae.features();
        if frame.len() != d {
            let (expected, got) = (format!("one of {d} numbers"), frame.to_string());
            return Err(Error::Shape {
                what: "the frame of a VAE's pictures",
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
        let place = |at: usize| {
            let pixel = at / frame.channels;
            (pixel / frame.width, pixel % frame.width)
        };
        let seen = Array2::from_shape_fn((d, d), |(i, j)| {
            let ((row, column), (of_row, of_column)) = (place(i), place(j));
            let far = row.abs_diff(of_row).max(column.abs_diff(of_column));
            if i < j && far <= reach { 1.0 } else { 0.0 }
        });
        Ok(AutoregressiveVae { vae, w: Array2::zeros((d, d)), seen })
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

    /// g(z) + XW: what Y (n, d) of the code alone becomes for images X (n, d).
    fn with_history(&self, y: ArrayView2<Real>, x: ArrayView2<Real>) -> Array2<Real> {
        let mut a = y.to_owned();
        product(1.0, x, self.w.view(), 1.0, a.view_mut());
        a
    }

    /// Both terms of the bound at each row of X (n, d), the first from `draws` codes an image.
    ///
    /// Errors as [`Vae::elbo`], and where a pixel is neither 0 nor 1.
    pub fn elbo(&self, x: &Array2<Real>, draws: usize, seed: u64) -> Result<Elbo> {
        self.vae.bound_by(x, draws, seed, |z| {
            self.check(Samples::themselves(x))?;
            let a = self.with_history(self.vae.decoder.predict(z)?.view(), x.view());
            let rows = a.rows().into_iter().zip(x.rows());
            Ok(rows.map(|(a, x)| self.vae.likelihood.log_p(0.0, a, x)).collect())
        })
    }

    /// One image for each code of Z (n, k), pixel by pixel: (n, d).
    ///
    /// Errors where Z has not k columns, or is not finite.
    pub fn draw(&self, z: &Array2<Real>, rng: &mut impl Rng) -> Result<Array2<Real>> {
        let y = self.vae.decoder.predict(z)?;
        let mut x = Array2::zeros(y.dim());
        let mut one = VisibleModel { w: self.w.clone(), b: Array1::zeros(y.ncols()) };
        for (y, mut x) in y.rows().into_iter().zip(x.rows_mut()) {
            one.b.assign(&y);
            x.assign(&one.sample(1, rng).index_axis(Axis(0), 0));
        }
        Ok(x)
    }
}

/// ∂L/∂θ of the VAE, and of W.
#[derive(Debug)]
pub struct HistoryRoom {
    vae: Room,
    dw: Array2<Real>,
}

impl Model for AutoregressiveVae {
    const TERMS: &'static [&'static str] = Vae::TERMS;

    type Room = HistoryRoom;

    fn room(&self, rows: usize) -> HistoryRoom {
        HistoryRoom { vae: self.vae.room(rows), dw: Array2::zeros(self.w.dim()) }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.vae.check(samples)?;
        super::visible::check_binary(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut HistoryRoom) -> Result<Terms> {
        let HistoryRoom { vae, dw } = room;
        self.vae.slope_by(batch, draw, vae, |y, mut dy| {
            let a = self.with_history(y, batch.x); // A = Y + XW
            let loss = self.vae.likelihood.of_batch(0.0, a.view(), batch, dy.view_mut());
            if draw.learns() {
                let w = self.vae.objective.reconstruction;
                product(w, batch.x.t(), dy.view(), 1.0, dw.view_mut()); // Xᵀ ∂L/∂A …
                *dw *= &self.seen; // … where j sees i
            }
            loss
        })
    }

    fn gradients(room: &mut HistoryRoom) -> Vec<&mut [Real]> {
        let mut all = Vae::gradients(&mut room.vae);
        all.extend(room.dw.as_slice_mut());
        all
    }

    fn settings(&self) -> String {
        let (seen, d) = (self.seen.sum(), self.w.nrows());
        format!("{}; {d} pixels that see {seen} before them", self.vae.settings())
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.vae.naive(samples)
    }
}
