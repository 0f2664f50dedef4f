//! Denoising autoencoders: what is seen is corrupted, what is asked for is not.
//!
//! The loss is L(x, r(x̃)) with x̃ drawn anew from C(x̃|x) at every step. Under the squared error
//! its least value is taken by the posterior mean r(x̃) = E[x|x̃], which for Gaussian noise is
//! x̃ + σ²∇log p_σ(x̃). Sources: Vincent et al. 2008, 2010; Miyasawa 1961; Alain & Bengio 2014.

pub mod corruption;
pub mod filters;
pub mod linear;
pub mod nonlocal;
pub mod posterior;
pub mod quality;

pub use corruption::Corruption;

use crate::autoencoder::Autoencoder;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::{Real, Result};
use ndarray::{Array2, ArrayViewD, s};

/// An autoencoder, dense or of image layers, and what is done to its input while it learns.
#[derive(Debug, Clone)]
pub struct DenoisingAutoencoder<M> {
    /// r = g ∘ f.
    pub autoencoder: M,
    /// C(x̃|x).
    pub corruption: Corruption,
}

impl<M: Model + Autoencoder> DenoisingAutoencoder<M> {
    /// Trains on X (n, d): x̃ goes in, x is the target. `validation` is only looked at, under
    /// one corruption that stays. Gives back the history. Errors as [`train`], and as
    /// [`Corruption::check`].
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
}

/// θ is the autoencoder's.
impl<M: Model> Parameters for DenoisingAutoencoder<M> {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        self.autoencoder.parameters()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.autoencoder.parameters_mut()
    }
}

/// X̃, and the room of the autoencoder.
#[derive(Debug)]
pub struct Corrupted<R> {
    noisy: Array2<Real>,
    room: R,
}

impl<M: Model + Autoencoder> Model for DenoisingAutoencoder<M> {
    const TERMS: &'static [&'static str] = M::TERMS;

    type Room = Corrupted<M::Room>;

    fn room(&self, rows: usize) -> Self::Room {
        let noisy = Array2::zeros((rows, self.autoencoder.features()));
        Corrupted { noisy, room: self.autoencoder.room(rows) }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.corruption.check()?;
        self.autoencoder.check(samples)
    }

    // ANCHOR: denoising_slope
    /// The autoencoder's own loss and slope, of a batch whose input alone is corrupted. At
    /// each step the draw is another; where it only looks, always the same.
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Self::Room) -> Result<Terms> {
        let Corrupted { noisy, room } = room;
        let mut noisy = noisy.slice_mut(s![..batch.len(), ..]);
        self.corruption.draw(batch.x, noisy.view_mut(), &draw.stream("corruption"));
        self.autoencoder.slope(Samples { x: noisy.view(), ..batch }, draw, room)
    }
    // ANCHOR_END: denoising_slope

    fn gradients(room: &mut Self::Room) -> Vec<&mut [Real]> {
        M::gradients(&mut room.room)
    }

    fn settings(&self) -> String {
        format!("{}; {}", self.autoencoder.settings(), self.corruption)
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.autoencoder.naive(samples)
    }
}

/// What the autoencoder makes of a sample as it is given: `reconstruct` of a corrupted one is
/// the denoised one.
impl<M: Autoencoder> Autoencoder for DenoisingAutoencoder<M> {
    fn features(&self) -> usize {
        self.autoencoder.features()
    }

    fn code_size(&self) -> usize {
        self.autoencoder.code_size()
    }

    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.autoencoder.encode(x)
    }

    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.autoencoder.decode(z)
    }
}
