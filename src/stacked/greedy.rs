//! Greedy layerwise training: each layer an autoencoder of what the layer below makes.

use crate::denoising::{Corruption, DenoisingAutoencoder};
use crate::linalg::check_finite;
use crate::nn::activation::Activation;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::network::Network;
use crate::nn::optim::Adam;
use crate::nn::train::{Training, silent};
use crate::nonlinear::{Architecture, NeuralAutoencoder, Output};
use crate::{Error, Real, Result};
use ndarray::Array2;
use rand::Rng;

/// How every layer is learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Greedy {
    /// What is done to a layer's input while it learns.
    pub corruption: Corruption,
    /// The end of the first layer's decoder; those above end linearly.
    pub output: Output,
    /// How weights are drawn.
    pub init: Init,
    /// Adam's rate.
    pub rate: f64,
    /// Passes, batch and seed of each layer's training.
    pub training: Training,
}

impl Default for Greedy {
    /// A quarter of the numbers masked, logits for pixels, He's weights, Adam at 0.001.
    fn default() -> Greedy {
        Greedy {
            corruption: Corruption::Masking { share: 0.25 },
            output: Output::Logits,
            init: Init::He,
            rate: 1e-3,
            training: Training::default(),
        }
    }
}

impl Greedy {
    /// One layer of so many rectified units with its way back, learnt on H (n, d) without the
    /// truth about it: ĥ = relu(h̃W + c)D + b, where h̃ is drawn anew at every step.
    ///
    /// Errors where d or `units` is 0, and as [`DenoisingAutoencoder::train`].
    pub fn layer(
        &self,
        h: &Array2<Real>,
        units: usize,
        output: Output,
        rng: &mut impl Rng,
    ) -> Result<NeuralAutoencoder> {
        let (hidden, code) = (Activation::Relu, Some(Activation::Relu));
        let of = Architecture { hidden, code, output, init: self.init };
        let autoencoder = NeuralAutoencoder::random(&[h.ncols(), units], &of, rng)?;
        let corruption = self.corruption;
        let mut layer = DenoisingAutoencoder { autoencoder, corruption };
        let mut adam = Adam { rate: self.rate, ..Adam::default() };
        layer.train(h, None, &mut adam, &self.training, silent)?;
        Ok(layer.autoencoder)
    }

    // ANCHOR: greedy
    /// Layers of these widths, from d upwards, each learnt on what those below make of X.
    ///
    /// Errors where there are fewer than two widths, the first is not d, or one is 0;
    /// where X is not finite; and as [`Greedy::layer`].
    pub fn layers(
        &self,
        x: &Array2<Real>,
        widths: &[usize],
        rng: &mut impl Rng,
    ) -> Result<Vec<NeuralAutoencoder>> {
        check(x, widths)?;
        let (mut h, mut layers) = (x.clone(), Vec::new()); // h₀ = x
        for (below, &units) in widths[1..].iter().enumerate() {
            let output = if below == 0 { self.output } else { Output::Linear };
            let layer = self.layer(&h, units, output, rng)?; // f_ℓ, g_ℓ
            h = layer.encoder.predict(&h)?; // h_ℓ = f_ℓ(h_{ℓ−1}), clean
            layers.push(layer);
        }
        Ok(layers)
    }
    // ANCHOR_END: greedy
}

// ANCHOR: unroll
/// One autoencoder of many: f = f_m ∘ … ∘ f₁ and g = g₁ ∘ r ∘ g₂ ∘ … ∘ r ∘ g_m, where
/// r = relu brings each rebuilt code back to the positive numbers that codes are.
///
/// Errors where there is no layer, or one does not fit that below.
pub fn unroll(layers: &[NeuralAutoencoder]) -> Result<NeuralAutoencoder> {
    let Some(first) = layers.first() else {
        let (what, unit) = ("a stack", "layer");
        return Err(Error::TooFew { what, need: 1, unit, got: 0 });
    };
    let top = layers[layers.len() - 1].encoder.outputs();
    let (mut up, mut down) = (Vec::<Box<dyn Layer>>::new(), Vec::<Box<dyn Layer>>::new());
    for layer in layers {
        up.extend(layer.encoder.layers().iter().cloned()); // f₁ … f_m
    }
    for (above, layer) in layers.iter().rev().enumerate() {
        if above > 0 {
            down.push(Box::new(Activation::Relu)); // r
        }
        down.extend(layer.decoder.layers().iter().cloned()); // g_m … g₁
    }
    let encoder = Network::new(first.encoder.inputs(), up)?;
    NeuralAutoencoder::new(encoder, Network::new(top, down)?, first.output)
}
// ANCHOR_END: unroll

fn check(x: &Array2<Real>, widths: &[usize]) -> Result<()> {
    check_finite(x.view())?;
    if widths.len() < 2 || widths[0] != x.ncols() || widths.contains(&0) {
        let expected = format!("{}, then one or more of 1 or more", x.ncols());
        let got = format!("{widths:?}");
        return Err(Error::Shape { what: "the widths of a stack", expected, got });
    }
    Ok(())
}
