//! A decoder that is trained while its encoder stays: the same codes, another likelihood.

use super::Vae;
use super::slope::Room;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::{Real, Result};
use ndarray::ArrayViewD;

/// A VAE of which the encoder does not learn.
#[derive(Debug, Clone)]
pub struct DecoderOnly(pub Vae);

impl DecoderOnly {
    /// How many of the VAE's parameters are the encoder's; they come first.
    fn fixed(&self) -> usize {
        self.0.encoder.parameters().len()
    }
}

/// θ is the VAE's without the encoder's.
impl Parameters for DecoderOnly {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        self.0.parameters().split_off(self.fixed())
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let fixed = self.fixed();
        self.0.parameters_mut().split_off(fixed)
    }
}

impl Model for DecoderOnly {
    const TERMS: &'static [&'static str] = Vae::TERMS;

    type Room = (Room, usize);

    fn room(&self, rows: usize) -> (Room, usize) {
        (self.0.room(rows), self.fixed())
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.0.check(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut (Room, usize)) -> Result<Terms> {
        self.0.slope(batch, draw, &mut room.0)
    }

    fn gradients((room, fixed): &mut (Room, usize)) -> Vec<&mut [Real]> {
        Vae::gradients(room).split_off(*fixed)
    }

    fn settings(&self) -> String {
        format!("decoder of {}", self.0.settings())
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.0.naive(samples)
    }
}
