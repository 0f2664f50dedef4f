//! The nonlinear autoencoder: layers with bends down to the code, and their mirror image back.

pub mod index_code;

use crate::autoencoder::Autoencoder;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::draw::Draw;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::{Network, Tape};
use crate::nn::optim::Optimiser;
use crate::nn::supervised::of_zeros;
use crate::nn::train::{Record, Training, train};
use crate::{Error, Real, Result, parameters};
use ndarray::Array2;
use rand::Rng;

/// X̃ = g(f(X)): two networks, the encoder f and the decoder g.
#[derive(Debug, Clone)]
pub struct NeuralAutoencoder {
    /// f, from samples (n, d) to codes (n, k).
    pub encoder: Network,
    /// g, from codes (n, k) to what is compared with the samples (n, d).
    pub decoder: Network,
    /// What the decoder's numbers are, and so the loss.
    pub output: Output,
}

/// What stands at the end of a decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Output {
    /// Any numbers, under the squared error.
    #[default]
    Linear,
    /// Numbers between 0 and 1, by a last layer σ, under the squared error.
    Sigmoid,
    /// Logits a, of which decoding makes σ(a), under the cross-entropy.
    Logits,
}

impl Output {
    /// The loss that goes with it.
    pub fn loss(self) -> Loss {
        match self {
            Output::Linear | Output::Sigmoid => Loss::Squared,
            Output::Logits => Loss::CrossEntropy,
        }
    }
}

/// What an autoencoder's layers are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Architecture {
    /// The bend after each dense layer between data and code.
    pub hidden: Activation,
    /// The bend at the code, if any.
    pub code: Option<Activation>,
    /// The end of the decoder.
    pub output: Output,
    /// How weights are drawn.
    pub init: Init,
}

impl Default for Architecture {
    /// ReLU between, nothing at the code, linear at the end, weights by Glorot & Bengio.
    fn default() -> Architecture {
        let (hidden, output, init) = (Activation::Relu, Output::Linear, Init::Glorot);
        Architecture { hidden, code: None, output, init }
    }
}

impl NeuralAutoencoder {
    // ANCHOR: neural_random
    /// The encoder with these widths, from d to k, and the decoder that mirrors it, with
    /// first weights drawn from `rng`. (k may be d or more.)
    ///
    /// Errors where there are fewer than two widths, or one is 0.
    pub fn random(widths: &[usize], of: &Architecture, rng: &mut impl Rng) -> Result<Self> {
        check_widths(widths)?;
        let mirrored: Vec<usize> = widths.iter().rev().copied().collect();
        let last = (of.output == Output::Sigmoid).then_some(Activation::Sigmoid);
        let encoder = stack(widths, of, of.code, rng)?;
        let decoder = stack(&mirrored, of, last, rng)?;
        Ok(NeuralAutoencoder { encoder, decoder, output: of.output })
    }
    // ANCHOR_END: neural_random

    /// The autoencoder of an encoder from d to k and a decoder from k to d.
    ///
    /// Errors where the one does not fit the other.
    pub fn new(encoder: Network, decoder: Network, output: Output) -> Result<Self> {
        if encoder.outputs() != decoder.inputs() || decoder.outputs() != encoder.inputs() {
            let (d, k) = (encoder.inputs(), encoder.outputs());
            let expected = format!("one from {k} to {d}, the encoder's way back");
            let got = format!("one from {} to {}", decoder.inputs(), decoder.outputs());
            return Err(Error::Shape { what: "the decoder", expected, got });
        }
        Ok(NeuralAutoencoder { encoder, decoder, output })
    }

    /// Trains on X (n, d) as its own target; `validation` is only looked at. Gives back the
    /// history. Errors as [`train`].
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

// ANCHOR: stack
/// Dense layers of these widths, a bend between each two, and `last`, if any, at the end.
fn stack(
    widths: &[usize],
    of: &Architecture,
    last: Option<Activation>,
    rng: &mut impl Rng,
) -> Result<Network> {
    let (mut layers, depth) = (Vec::<Box<dyn Layer>>::new(), widths.len() - 1);
    for (i, pair) in widths.windows(2).enumerate() {
        layers.push(Box::new(Dense::random(pair[0], pair[1], of.init, rng)));
        let bend = if i + 1 == depth { last } else { Some(of.hidden) };
        layers.extend(bend.map(|bend| Box::new(bend) as Box<dyn Layer>));
    }
    Network::new(widths[0], layers)
}
// ANCHOR_END: stack

/// A batch on its way through encoder and decoder, and ∂L/∂θ of both.
#[derive(Debug)]
pub struct Tapes {
    /// The encoder's.
    pub encoder: Tape,
    /// The decoder's.
    pub decoder: Tape,
}

impl Tapes {
    /// Room for batches of up to `rows` samples.
    pub fn new(encoder: &Network, decoder: &Network, rows: usize) -> Tapes {
        Tapes { encoder: Tape::new(encoder, rows), decoder: Tape::new(decoder, rows) }
    }

    /// ∂L/∂θ, the encoder's first.
    pub fn gradients_mut(&mut self) -> Vec<&mut [Real]> {
        let mut all = self.encoder.gradients_mut();
        all.extend(self.decoder.gradients_mut());
        all
    }
}

parameters!(NeuralAutoencoder { encoder, decoder });

impl Model for NeuralAutoencoder {
    type Room = Tapes;

    fn room(&self, rows: usize) -> Tapes {
        Tapes::new(&self.encoder, &self.decoder, rows)
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let (d, loss) = (self.features(), self.output.loss());
        samples.check(d, d, loss.units(d))?;
        loss.check(samples.target)
    }

    // ANCHOR: neural_slope
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Tapes) -> Result<Terms> {
        let Tapes { encoder, decoder } = room;
        self.encoder.forward(batch.x, encoder)?; // Z = f(X)
        self.decoder.forward(encoder.output(), decoder)?; // Y = g(Z)
        let (y, dy) = decoder.output_and_slope();
        let loss = self.output.loss().of_batch(y, batch, dy); // L, ∂L/∂Y
        if draw.learns() {
            self.decoder.backward(encoder.output(), decoder, true)?; // ∂L/∂Z
            encoder.d_output_mut().assign(&decoder.d_input());
            self.encoder.backward(batch.x, encoder, false)?;
        }
        Ok(Self::terms([loss]))
    }
    // ANCHOR_END: neural_slope

    fn gradients(room: &mut Tapes) -> Vec<&mut [Real]> {
        room.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}; {}; {:?}", self.encoder, self.decoder, self.output)
    }

    fn naive(&self, samples: Samples) -> f64 {
        of_zeros(self.output.loss(), samples)
    }
}

impl Autoencoder for NeuralAutoencoder {
    fn features(&self) -> usize {
        self.encoder.inputs()
    }

    fn code_size(&self) -> usize {
        self.encoder.outputs()
    }

    /// Codes Z = f(X): (n, d) → (n, k). Errors where X has not d columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.encoder.predict(x)
    }

    /// Reconstruction g(Z), of logits σ(g(Z)): (n, k) → (n, d).
    ///
    /// Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        let a = self.decoder.predict(z)?;
        match self.output {
            Output::Linear | Output::Sigmoid => Ok(a),
            Output::Logits => {
                let mut y = Array2::zeros(a.dim());
                Activation::Sigmoid.apply(a.view(), y.view_mut());
                Ok(y)
            }
        }
    }
}

fn check_widths(widths: &[usize]) -> Result<()> {
    if widths.len() < 2 || widths.contains(&0) {
        let expected =
            "two or more of 1 or more, from the data's to the code's".to_string();
        return Err(Error::Shape {
            what: "the widths of an autoencoder",
            expected,
            got: format!("{widths:?}"),
        });
    }
    Ok(())
}
