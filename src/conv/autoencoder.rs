//! The convolutional autoencoder: two image networks, and training a few images at a time.

use super::network::{ImageNetwork, Step};
use super::window::{Padding, Window};
use crate::autoencoder::Autoencoder;
use crate::nn::activation::Activation;
use crate::nn::draw::Draw;
use crate::nn::init::Init;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::nonlinear::{NeuralAutoencoder, Output, Tapes};
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayViewD};
use rand::Rng;
use rayon::prelude::*;

/// Parts of a batch that threads take; fixed, as their number decides in which order slopes
/// are added.
const PARTS: usize = 16;

/// X̃ = g(f(X)) for images: the encoder f leaves a small image of features, the code.
#[derive(Debug, Clone)]
pub struct ConvAutoencoder {
    /// f and g, and what g's numbers are.
    pub networks: NeuralAutoencoder,
    /// The image's frame, then that of what each layer of the encoder leaves.
    pub encoder_frames: Vec<Frame>,
    /// The code's frame, then that of what each layer of the decoder leaves.
    pub decoder_frames: Vec<Frame>,
}

impl ConvAutoencoder {
    /// The autoencoder of these steps on images of this frame, first weights drawn from
    /// `rng`.
    ///
    /// Errors where a step does not fit the one before, or the decoder does not end with
    /// the image's frame.
    pub fn random(
        frame: Frame,
        encoder: &[Step],
        decoder: &[Step],
        output: Output,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<ConvAutoencoder> {
        let encoder = ImageNetwork::random(frame, encoder, init, rng)?;
        let decoder = ImageNetwork::random(encoder.output(), decoder, init, rng)?;
        if decoder.output() != frame {
            let (expected, got) =
                (format!("{frame}, as the image"), decoder.output().to_string());
            return Err(Error::Shape { what: "what the decoder leaves", expected, got });
        }
        Ok(ConvAutoencoder {
            networks: NeuralAutoencoder::new(encoder.network, decoder.network, output)?,
            encoder_frames: encoder.frames,
            decoder_frames: decoder.frames,
        })
    }

    // ANCHOR: tutorial
    /// The Keras tutorial's network: 16, 8 and 8 filters of 3 × 3 with ReLU, each followed
    /// by 2 × 2 max pooling under SAME, and back by doubling; logits at the end. On MNIST's
    /// 28 × 28 pixels it has 4 385 parameters and a code of 4 × 4 × 8 = 128 numbers.
    ///
    /// Errors where a side is no multiple of 4. Source: Chollet 2016.
    pub fn tutorial(frame: Frame, rng: &mut impl Rng) -> Result<ConvAutoencoder> {
        let code = Some(Activation::Relu);
        ConvAutoencoder::of_filters(frame, [16, 8, 8], code, [8, 8, 16], rng)
    }
    // ANCHOR_END: tutorial

    /// The tutorial's form with other numbers of filters, `down` and `up`, and with this
    /// bend at the code or none. Errors as there.
    pub fn of_filters(
        frame: Frame,
        down: [usize; 3],
        code: Option<Activation>,
        up: [usize; 3],
        rng: &mut impl Rng,
    ) -> Result<ConvAutoencoder> {
        // ANCHOR: steps
        let (relu, halve, double) =
            (Step::Bend(Activation::Relu), Step::halve(), Step::double());
        let [d1, d2, d3] = down.map(|filters| Step::same(filters, 3));
        let mut encoder = vec![d1, relu, halve, d2, relu, halve, d3];
        encoder.extend(code.map(Step::Bend));
        encoder.push(halve);
        // 28 became 14, 7 and 4, and 4 becomes 8, 16 and, without padding, 14.
        let side = |n| match n % 8 {
            0 => Ok(1),
            4 => Ok(0),
            _ => Err(no_multiple(n)),
        };
        let (rows, columns) = (side(frame.height)?, side(frame.width)?);
        let padding =
            Padding::Explicit { top: rows, bottom: rows, left: columns, right: columns };
        let [u1, u2] = [up[0], up[1]].map(|filters| Step::same(filters, 3));
        let u3 = Step::Convolve { filters: up[2], window: Window::square(3, 1, padding) };
        let last = Step::same(frame.channels, 3);
        let decoder = [u1, relu, double, u2, relu, double, u3, relu, double, last];
        let (output, init) = (Output::Logits, Init::Glorot);
        ConvAutoencoder::random(frame, &encoder, &decoder, output, init, rng)
        // ANCHOR_END: steps
    }

    /// The image's frame.
    pub fn frame(&self) -> Frame {
        self.encoder_frames[0]
    }

    /// The code's frame.
    pub fn code_frame(&self) -> Frame {
        self.decoder_frames[0]
    }

    /// How many numbers there are to learn.
    pub fn parameter_count(&self) -> usize {
        self.parameters().iter().map(|(_, theta)| theta.len()).sum()
    }

    /// L on the images X (n, d): squared units, or nats, an image.
    ///
    /// Errors where X has no row, not d columns, or pixels that are none of the loss's.
    pub fn loss(&self, x: &Array2<Real>) -> Result<f64> {
        let samples = Samples::themselves(x);
        self.check(samples)?;
        let mut room = self.room(x.nrows());
        Ok(self.slope(samples, Draw::measuring(0, 0), &mut room)?.total())
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

fn no_multiple(n: usize) -> Error {
    let (below, above) = (n / 4 * 4, (n / 4 + 1) * 4);
    let or_below = if below > 0 { format!("{below} or ") } else { String::new() };
    let expected = format!("a multiple of 4 pixels a side: {or_below}{above}");
    Error::Shape {
        what: "the image of the tutorial's network",
        expected,
        got: n.to_string(),
    }
}

/// θ is named as in [`NeuralAutoencoder`]: "encoder.0.weight" to "decoder.9.bias".
impl Parameters for ConvAutoencoder {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        self.networks.parameters()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.networks.parameters_mut()
    }
}

impl Model for ConvAutoencoder {
    /// The sum of all slopes first, then for each part of a batch the tapes of one image.
    type Room = Vec<Tapes>;

    fn room(&self, rows: usize) -> Vec<Tapes> {
        let NeuralAutoencoder { encoder, decoder, .. } = &self.networks;
        let parts = PARTS.min(rows.max(1));
        (0..=parts).map(|_| Tapes::new(encoder, decoder, 1)).collect()
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.networks.check(samples)
    }

    // ANCHOR: conv_slope
    /// Layer by layer a batch's numbers would go through the memory and back. One image at a
    /// time, through all layers, they stay in a core's cache; threads take parts of the
    /// batch.
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Vec<Tapes>) -> Result<Terms> {
        let (sum, parts) = room.split_first_mut().expect("a room has the sum");
        let each = batch.len().div_ceil(parts.len());
        let mut losses = [0.0; PARTS];
        let own = parts.par_iter_mut().zip(&mut losses).enumerate();
        own.try_for_each(|(part, (tapes, loss))| {
            tapes.clear();
            let images = batch.chunks(each).nth(part).into_iter();
            for image in images.flat_map(|images| images.chunks(1)) {
                *loss += self.networks.slope(image, draw, tapes)?.total();
            }
            Ok(())
        })?;
        let share = 1.0 / batch.len() as f64; // the mean is asked for
        if draw.learns() {
            add(share as Real, parts, sum); // in order, whichever thread was first
        }
        Ok(Self::terms([share * losses.iter().sum::<f64>()]))
    }
    // ANCHOR_END: conv_slope

    fn gradients(room: &mut Vec<Tapes>) -> Vec<&mut [Real]> {
        room[0].gradients_mut()
    }

    fn settings(&self) -> String {
        self.networks.settings()
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.networks.naive(samples)
    }
}

impl Tapes {
    /// Sets both gradients to zero.
    fn clear(&mut self) {
        self.encoder.clear();
        self.decoder.clear();
    }
}

/// Adds so much of the gradients of all parts to the sum.
fn add(share: Real, parts: &mut [Tapes], sum: &mut Tapes) {
    for part in parts {
        let both = sum.gradients_mut().into_iter().zip(part.gradients_mut());
        both.for_each(|(to, from)| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += share * *from)
        });
    }
}

impl Autoencoder for ConvAutoencoder {
    fn features(&self) -> usize {
        self.networks.features()
    }

    fn code_size(&self) -> usize {
        self.networks.code_size()
    }

    /// Codes Z = f(X): (n, d) → (n, k), a small image a row. Errors where X has not d
    /// columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.networks.encode(x)
    }

    /// Reconstruction g(Z), of logits σ(g(Z)): (n, k) → (n, d).
    ///
    /// Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.networks.decode(z)
    }
}
