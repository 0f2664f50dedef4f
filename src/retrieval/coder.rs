//! Deep codes of documents: an autoencoder of word shares, with real codes or with bits.

use crate::nn::activation::Activation;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::network::{Network, Tape};
use crate::nonlinear::{NeuralAutoencoder, Output, Shape};
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};
use rand::Rng;

/// The most bits a code may have.
pub const MOST_BITS: usize = 32;

/// What the numbers at the bottleneck are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Any numbers, compared by their cosines.
    Linear,
    /// σ of them, between 0 and 1, which noise pushes to either end in training: bits.
    Binary,
}

/// An encoder from weighted counts (n, v) to codes (n, k) and a decoder from codes to logits of word shares (n, v).
///
/// tanh between the layers; the decoder mirrors the encoder. Sources: Hinton & Salakhutdinov 2006, figure 4;
/// Salakhutdinov & Hinton 2009.
#[derive(Debug, Clone)]
pub struct DocumentCoder {
    /// From documents to A (n, k), the numbers before any bend.
    pub encoder: Network,
    /// From codes (n, k) to logits (n, v).
    pub decoder: Network,
    /// What is made of A.
    pub code: Code,
}

/// Room for one batch on its way there and back.
#[derive(Debug)]
pub struct Room {
    /// The encoder's outputs and gradients.
    pub encoder: Tape,
    /// The decoder's outputs and gradients.
    pub decoder: Tape,
    /// Y: as many rows as the largest batch.
    y: Array2<Real>,
}

impl DocumentCoder {
    /// Untrained, with these widths from v to k, as 2000-500-250-125-10.
    ///
    /// Errors where there are fewer than two widths, one is 0, or bits are asked for and there are more than 32.
    pub fn new(widths: &[usize], code: Code, rng: &mut impl Rng) -> Result<DocumentCoder> {
        let k = widths.last().copied().unwrap_or(0);
        if code == Code::Binary && k > MOST_BITS {
            let value = k.to_string();
            return Err(Error::OutOfRange {
                name: "the number of bits of a code",
                value,
                range: "1 to 32",
            });
        }
        let shape = Shape {
            hidden: Activation::Tanh,
            code: None,
            output: Output::Linear,
            init: Init::Glorot,
        };
        let both = NeuralAutoencoder::new(widths, &shape, rng)?;
        let (there, back) = both.network.layers().split_at(both.code_at);
        let part = |inputs, layers: &[Box<dyn crate::nn::layer::Layer>]| {
            Network::new(inputs, layers.iter().map(|layer| layer.boxed()).collect())
        };
        Ok(DocumentCoder {
            encoder: part(widths[0], there)?,
            decoder: part(k, back)?,
            code,
        })
    }

    /// k, the numbers of a code.
    pub fn code_size(&self) -> usize {
        self.encoder.outputs()
    }

    /// Codes (n, k) of weighted counts X (n, v): A itself, or Y = σ(A).
    ///
    /// Errors where X has not v columns, or is not finite.
    pub fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        let a = self.encoder.predict(x)?;
        let mut y = Array2::zeros(a.dim());
        self.bend(a.view(), y.view_mut());
        Ok(y)
    }

    /// The codes of X (n, v) as addresses: bit j is one where yⱼ > 1/2, which is where aⱼ > 0.
    ///
    /// Errors as [`DocumentCoder::encode`].
    pub fn addresses(&self, x: &Array2<Real>) -> Result<Vec<u32>> {
        let a = self.encoder.predict(x)?;
        let bits = |a: ndarray::ArrayView1<Real>| {
            (0..).zip(a).map(|(j, &a)| u32::from(a > 0.0) << j).sum()
        };
        Ok(a.rows().into_iter().map(bits).collect())
    }

    /// L on word shares T (n, v) for weighted counts X (n, v), without noise: nats a word, as the documents' mean.
    ///
    /// Errors where shapes differ from the network's, X is not finite, or T's rows are no shares.
    pub fn loss(&self, x: &Array2<Real>, target: &Array2<Real>) -> Result<f64> {
        Loss::Softmax.value(&self.decoder.predict(&self.encode(x)?)?, target)
    }

    /// Room for batches of up to `rows` documents.
    pub fn room(&self, rows: usize) -> Room {
        let tape = |network| Tape::new(network, rows);
        Room {
            encoder: tape(&self.encoder),
            decoder: tape(&self.decoder),
            y: Array2::zeros((rows, self.code_size())),
        }
    }

    // ANCHOR: hashing_noise
    /// L on X (m, v) and shares T (m, v), with noise E (m, k) added before the bend; adds ∂L/∂θ to both tapes' gradients.
    ///
    /// Errors where shapes do not fit, or there are more rows than there is room for.
    pub fn slope(
        &self,
        x: ArrayView2<Real>,
        target: ArrayView2<Real>,
        noise: ArrayView2<Real>,
        room: &mut Room,
    ) -> Result<f64> {
        let mut y = self.rows_of_code(x, target, noise, &mut room.y)?; // (m, k)
        self.encoder.forward(x, &mut room.encoder)?; // A
        let noisy = &room.encoder.output() + &noise; // A + E
        self.bend(noisy.view(), y.view_mut()); // Y = σ(A + E), or A + E
        self.decoder.forward(y.view(), &mut room.decoder)?; // O (m, v)
        let (o, d_o) = room.decoder.output_and_slope();
        let loss = Loss::Softmax.value_and_gradient(o, target, d_o); // L, ∂L/∂O
        self.decoder.backward(y.view(), &mut room.decoder, true)?; // ∂L/∂Y
        self.unbend(y.view(), room.decoder.d_input(), room.encoder.d_output_mut()); // ∂L/∂A = ∂L/∂Y ⊙ Y(1 − Y)
        self.encoder.backward(x, &mut room.encoder, false)?;
        Ok(loss)
    }
    // ANCHOR_END: hashing_noise

    /// Y of A.
    fn bend(&self, a: ArrayView2<Real>, mut y: ArrayViewMut2<Real>) {
        match self.code {
            Code::Linear => y.assign(&a),
            Code::Binary => Activation::Sigmoid.apply(a, y),
        }
    }

    /// ∂L/∂A of ∂L/∂Y. The noise is a constant: A + E has A's slope.
    fn unbend(
        &self,
        y: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        mut da: ArrayViewMut2<Real>,
    ) {
        match self.code {
            Code::Linear => da.assign(&dy),
            Code::Binary => Activation::Sigmoid.slope(y, dy, da),
        }
    }

    /// The first rows of Y's room; errors where shapes do not fit.
    fn rows_of_code<'a>(
        &self,
        x: ArrayView2<Real>,
        target: ArrayView2<Real>,
        noise: ArrayView2<Real>,
        y: &'a mut Array2<Real>,
    ) -> Result<ArrayViewMut2<'a, Real>> {
        let (m, k) = (x.nrows(), self.code_size());
        let fits =
            |what, got: (usize, usize), expected: (usize, usize)| match got == expected {
                true => Ok(()),
                false => Err(Error::Shape {
                    what,
                    expected: format!("{expected:?}"),
                    got: format!("{got:?}"),
                }),
            };
        fits("the noise", noise.dim(), (m, k))?;
        fits("the word shares", target.dim(), (m, self.decoder.outputs()))?;
        if m == 0 || m > y.len_of(Axis(0)) {
            let expected = format!("1 to {} documents, as there is room for", y.nrows());
            return Err(Error::Shape { what: "a batch", expected, got: m.to_string() });
        }
        Ok(y.slice_mut(s![..m, ..]))
    }
}
