//! The contractive autoencoder: a code that should hardly move when its input does.
//!
//! L = reconstruction + λ‖∂h/∂x‖²_F. For one sigmoid layer the penalty has a closed form, which
//! [`ContractiveAutoencoder`] trains on, with a decoder of its own or with the encoder's weights
//! transposed. [`jacobian`] has products with the Jacobian of any encoder, forwards and
//! backwards; [`tangents`] makes tangent planes of it, of neighbours and of a renderer;
//! [`DeepContractive`] has several layers, and a sampled penalty; [`noise`] says what a penalty
//! has to do with small noise; [`blobs`] is a set of pictures whose
//! tangent planes are known. Source: Rifai, Vincent, Muller, Glorot & Bengio 2011.

pub mod blobs;
mod deep;
pub mod jacobian;
pub mod noise;
mod slope;
pub mod tangents;

pub use deep::DeepContractive;

use crate::autoencoder::Autoencoder;
use crate::check::{check_columns, check_some};
use crate::linalg::{dot, eigh, gram_of_columns};
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::model::Samples;
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::nonlinear::Output;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::Rng;

/// h = σ(xW + c), x̃ = hV + b, trained on reconstruction + λ‖∂h/∂x‖²_F.
#[derive(Debug, Clone)]
pub struct ContractiveAutoencoder {
    /// W (d, k): the weights of code unit j are its column wⱼ.
    pub w: Array2<Real>,
    /// c (k).
    pub c: Array1<Real>,
    /// V (k, d); none where the weights are tied, V = Wᵀ.
    pub v: Option<Array2<Real>>,
    /// b (d).
    pub b: Array1<Real>,
    /// What the decoder's numbers are, and so the loss.
    pub output: Output,
    /// λ ≥ 0; 0 is the plain autoencoder.
    pub lambda: Real,
}

/// Whether the decoder has weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// V is learnt beside W.
    Untied,
    /// V = Wᵀ.
    Tied,
}

impl ContractiveAutoencoder {
    /// From d to k and back, first weights drawn as `init` says, biases 0.
    ///
    /// Errors where d or k is 0, or λ is negative or not finite.
    pub fn random(
        (d, k): (usize, usize),
        weights: Weights,
        output: Output,
        lambda: Real,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<Self> {
        check_some(d, 1, "an autoencoder", "feature")?;
        check_some(k, 1, "a code", "number")?;
        check_lambda(lambda)?;
        let w = init.matrix(d, k, rng);
        let v = (weights == Weights::Untied).then(|| init.matrix(k, d, rng));
        let (c, b) = (Array1::zeros(k), Array1::zeros(d));
        Ok(ContractiveAutoencoder { w, c, v, b, output, lambda })
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

    /// V (k, d): its own, or Wᵀ.
    pub fn decoder_weights(&self) -> Array2<Real> {
        self.v.clone().unwrap_or_else(|| self.w.t().to_owned())
    }

    /// The encoder as a network, a dense layer and a sigmoid, for the products of [`jacobian`].
    ///
    /// Errors where a weight is not finite.
    pub fn encoder(&self) -> Result<Network> {
        let dense = Dense::new(self.w.clone(), self.c.clone())?;
        Network::new(self.w.nrows(), vec![Box::new(dense), Box::new(Activation::Sigmoid)])
    }

    // ANCHOR: closed_form
    /// ‖wⱼ‖² (k).
    fn lengths(&self) -> Array1<Real> {
        (&self.w * &self.w).sum_axis(Axis(0))
    }

    /// ‖J‖²_F = Σⱼ (hⱼ(1 − hⱼ))² ‖wⱼ‖² at each row of X (n, d).
    ///
    /// Errors where X has not d columns, or is not finite.
    pub fn squared_jacobian(&self, x: &Array2<Real>) -> Result<Array1<Real>> {
        let s = self.encode(x)?.mapv(|h| h * (1.0 - h));
        Ok((&s * &s).dot(&self.lengths()))
    }

    /// J (k, d) at a code h (k): row j is hⱼ(1 − hⱼ) wⱼᵀ.
    pub fn jacobian_at(&self, h: ArrayView1<Real>) -> Array2<Real> {
        let s = h.mapv(|h| h * (1.0 - h));
        &self.w.t() * &s.insert_axis(Axis(1))
    }
    // ANCHOR_END: closed_form

    /// The k singular values of J at each row of X, largest first, beyond the d-th zero: (n, k).
    ///
    /// They are the roots of the eigenvalues of JJᵀ = S(WᵀW)S, S = diag(h(1 − h)).
    ///
    /// Errors where X has not d columns, or is not finite, or an iteration does not converge.
    pub fn singular_values(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        let mut values = self.encode(x)?.mapv_into(|h| h * (1.0 - h));
        let gram = gram_of_columns(self.w.view());
        for mut s in values.rows_mut() {
            let across = s.to_owned().insert_axis(Axis(0));
            let both = &gram * &across * across.t();
            let (squares, _) = eigh(both.view())?;
            s.assign(&squares.mapv(|v| v.max(0.0).sqrt()));
        }
        Ok(values)
    }
}

impl Autoencoder for ContractiveAutoencoder {
    fn features(&self) -> usize {
        self.w.nrows()
    }

    fn code_size(&self) -> usize {
        self.w.ncols()
    }

    /// Codes H = σ(XW + c): (n, d) → (n, k). Errors where X has not d columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the samples", self.features(), x)?;
        let a = dot(x, &self.w) + &self.c;
        Ok(sigmoid(&a))
    }

    /// HV + b, of logits σ(HV + b): (n, k) → (n, d).
    ///
    /// Errors where H has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the codes", self.code_size(), z)?;
        let y = match &self.v {
            Some(v) => dot(z, v),
            None => dot(z, &self.w.t()),
        } + &self.b;
        Ok(match self.output {
            Output::Linear => y,
            Output::Sigmoid | Output::Logits => sigmoid(&y),
        })
    }
}

/// σ of each number.
fn sigmoid(a: &Array2<Real>) -> Array2<Real> {
    let mut h = Array2::zeros(a.dim());
    Activation::Sigmoid.apply(a.view(), h.view_mut());
    h
}

/// A penalty's weight is a number from 0 on.
fn check_lambda(lambda: Real) -> Result<()> {
    if lambda >= 0.0 && lambda.is_finite() {
        return Ok(());
    }
    let (name, range) = ("λ, the penalty's weight", "0 or more, and finite");
    Err(Error::OutOfRange { name, value: lambda.to_string(), range })
}
