//! Deep codes of documents: an autoencoder of word shares, with real codes or with bits.

use crate::nn::activation::Activation;
use crate::nn::draw::Draw;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::Network;
use crate::nn::supervised::of_zeros;
use crate::nonlinear::{Architecture, NeuralAutoencoder, Output, Tapes};
use crate::{Error, Real, Result, error::counted, parameters};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

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

/// What is made harder while the coder learns, and only then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corruption {
    /// The share of each document's words that the encoder does not get to see, others each
    /// time: 0 ≤ h < 1. All of them are to be told from the rest, so that learning documents by
    /// heart does not pay.
    pub hidden: f64,
    /// The standard deviation of the noise at the code, 0 or more.
    pub noise: f64,
}

impl Default for Corruption {
    /// Half of the words hidden, no noise.
    fn default() -> Corruption {
        Corruption { hidden: 0.5, noise: 0.0 }
    }
}

/// An encoder from weighted counts (n, v) to codes (n, k) and a decoder from codes to logits of
/// word shares (n, v), which are the targets: L is in nats a word.
///
/// tanh between the layers; the decoder mirrors the encoder. Sources: Hinton & Salakhutdinov
/// 2006, figure 4; Salakhutdinov & Hinton 2009.
#[derive(Debug, Clone)]
pub struct DocumentCoder {
    /// From documents to A (n, k), the numbers before any bend.
    pub encoder: Network,
    /// From codes (n, k) to logits (n, v).
    pub decoder: Network,
    /// What is made of A.
    pub code: Code,
    /// What is made harder in training.
    pub corruption: Corruption,
}

impl DocumentCoder {
    /// Untrained, with these widths from v to k, as 2000-500-250-125-10.
    ///
    /// Errors where there are fewer than two widths, one is 0, or bits are asked for and there
    /// are more than 32.
    pub fn random(
        widths: &[usize],
        code: Code,
        corruption: Corruption,
        rng: &mut impl Rng,
    ) -> Result<DocumentCoder> {
        let k = widths.last().copied().unwrap_or(0);
        if code == Code::Binary && k > MOST_BITS {
            let (name, value) = ("the number of bits of a code", k.to_string());
            return Err(Error::OutOfRange { name, value, range: "1 to 32" });
        }
        let (hidden, output, init) = (Activation::Tanh, Output::Linear, Init::Glorot);
        let of = Architecture { hidden, code: None, output, init };
        let NeuralAutoencoder { encoder, decoder, .. } =
            NeuralAutoencoder::random(widths, &of, rng)?;
        Ok(DocumentCoder { encoder, decoder, code, corruption })
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

    /// L on word shares T (n, v) for weighted counts X (n, v), nothing corrupted: nats a word,
    /// as the documents' mean.
    ///
    /// Errors where shapes differ from the network's, X is not finite, or T's rows are no shares.
    pub fn loss(&self, x: &Array2<Real>, target: &Array2<Real>) -> Result<f64> {
        Loss::Softmax.value(&self.decoder.predict(&self.encode(x)?)?, target)
    }

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
}

/// Room for a batch on its way there and back.
#[derive(Debug)]
pub struct Room {
    /// Outputs and gradients of both networks.
    pub tapes: Tapes,
    /// X as the encoder gets to see it: as many rows as the largest batch.
    seen: Array2<Real>,
    /// E, then A + E.
    noisy: Array2<Real>,
    /// Y.
    y: Array2<Real>,
}

impl Room {
    /// X with words hidden, and noise E for the code; errors where there is no room for it.
    fn lay_out(&mut self, batch: Samples, draw: Draw, how: &Corruption) -> Result<()> {
        if batch.len() > self.seen.nrows() {
            let expected = format!(
                "at most {}, as there is room for",
                counted(self.seen.nrows(), "document")
            );
            let got = batch.len().to_string();
            return Err(Error::Shape { what: "a batch", expected, got });
        }
        let rows = s![..batch.len(), ..];
        self.seen.slice_mut(rows).assign(&batch.x);
        self.noisy.fill(0.0);
        if draw.learns() && how.hidden > 0.0 {
            let mut rng = draw.stream("hidden words");
            let more = (1.0 / (1.0 - how.hidden)) as Real; // sums stay as they were on average
            for x in self.seen.slice_mut(rows).iter_mut().filter(|x| **x != 0.0) {
                *x = if rng.random::<f64>() < how.hidden { 0.0 } else { *x * more };
            }
        }
        if draw.learns() && how.noise > 0.0 {
            let mut rng = draw.stream("noise at the code");
            let mut e = || (how.noise * rng.sample::<f64, _>(StandardNormal)) as Real;
            self.noisy.slice_mut(rows).mapv_inplace(|_| e());
        }
        Ok(())
    }
}

parameters!(DocumentCoder { encoder, decoder });

impl Model for DocumentCoder {
    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        let zeros = |columns| Array2::zeros((rows, columns));
        let (v, k) = (self.encoder.inputs(), self.code_size());
        let tapes = Tapes::new(&self.encoder, &self.decoder, rows);
        Room { tapes, seen: zeros(v), noisy: zeros(k), y: zeros(k) }
    }

    /// X has v columns, T has v shares of 1 a row.
    fn check(&self, samples: Samples) -> Result<()> {
        samples.check(self.encoder.inputs(), self.decoder.outputs(), 1)?;
        Loss::Softmax.check(samples.target)?;
        let Corruption { hidden, noise } = self.corruption;
        let wrong = |name, value: f64, range| {
            Err(Error::OutOfRange { name, value: value.to_string(), range })
        };
        if !(0.0..1.0).contains(&hidden) {
            return wrong("the share of hidden words", hidden, "0 or more, less than 1");
        }
        if !(noise >= 0.0 && noise.is_finite()) {
            return wrong("the noise at the code", noise, "0 or more");
        }
        Ok(())
    }

    // ANCHOR: hashing_noise
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        room.lay_out(batch, draw, &self.corruption)?; // words hidden; noise E (m, k)
        let (rows, Tapes { encoder, decoder }) = (s![..batch.len(), ..], &mut room.tapes);
        let (x, mut y) = (room.seen.slice(rows), room.y.slice_mut(rows));
        self.encoder.forward(x, encoder)?; // A (m, k)
        let mut noisy = room.noisy.slice_mut(rows);
        noisy += &encoder.output(); // A + E
        self.bend(noisy.view(), y.view_mut()); // Y = σ(A + E), or A + E
        self.decoder.forward(y.view(), decoder)?; // O (m, v)
        let (o, d_o) = decoder.output_and_slope();
        let loss = Loss::Softmax.of_batch(o, batch, d_o); // L, ∂L/∂O
        if draw.learns() {
            self.decoder.backward(y.view(), decoder, true)?; // ∂L/∂Y
            // ∂L/∂A = ∂L/∂Y ⊙ Y(1 − Y)
            self.unbend(y.view(), decoder.d_input(), encoder.d_output_mut());
            self.encoder.backward(x, encoder, false)?;
        }
        Ok(Self::terms([loss]))
    }
    // ANCHOR_END: hashing_noise

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        room.tapes.gradients_mut()
    }

    fn settings(&self) -> String {
        let Corruption { hidden, noise } = self.corruption;
        let (there, back) = (&self.encoder, &self.decoder);
        format!("{there}; {back}; {:?}, hidden {hidden}, noise {noise}", self.code)
    }

    fn naive(&self, samples: Samples) -> f64 {
        of_zeros(Loss::Softmax, samples)
    }
}
