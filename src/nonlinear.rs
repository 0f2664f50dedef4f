//! The nonlinear autoencoder: layers with bends down to the code, and their mirror image back.

pub mod index_code;

use crate::autoencoder::Autoencoder;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::loss::Loss;
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Samples, Training, train};
use crate::{Error, Real, Result, error::counted};
use ndarray::Array2;
use rand::Rng;

/// X̃ = g(f(X)): one network, of whose layers the first `code_at` are the encoder f, the others the decoder g.
#[derive(Debug, Clone)]
pub struct NeuralAutoencoder {
    /// All layers, from samples (n, d) to what is compared with them (n, d).
    pub network: Network,
    /// The number of layers up to the code.
    pub code_at: usize,
    /// What the last layer's numbers are.
    pub output: Output,
}

/// What stands at the end of a decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Output {
    /// Any numbers: for `Loss::Squared`.
    #[default]
    Linear,
    /// Numbers between 0 and 1, by a last layer σ: for `Loss::Squared`.
    Sigmoid,
    /// Logits a, of which decoding makes σ(a): for `Loss::CrossEntropy`.
    Logits,
}

/// What an autoencoder's layers are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// The bend after each dense layer between data and code.
    pub hidden: Activation,
    /// The bend at the code, if any.
    pub code: Option<Activation>,
    /// The end of the decoder.
    pub output: Output,
    /// How weights are drawn.
    pub init: Init,
}

impl Default for Shape {
    /// ReLU between, nothing at the code, linear at the end, weights by Glorot & Bengio.
    fn default() -> Shape {
        Shape {
            hidden: Activation::Relu,
            code: None,
            output: Output::Linear,
            init: Init::Glorot,
        }
    }
}

impl NeuralAutoencoder {
    // ANCHOR: neural_new
    /// The encoder with these widths, from d to k, and the decoder that mirrors it. (k may be d or more.)
    ///
    /// Errors where there are fewer than two widths, or one is 0.
    pub fn new(widths: &[usize], shape: &Shape, rng: &mut impl Rng) -> Result<Self> {
        check_widths(widths)?;
        let depth = widths.len() - 1;
        let there_and_back: Vec<usize> =
            widths.iter().chain(widths.iter().rev().skip(1)).copied().collect();
        let (mut layers, mut code_at) = (Vec::<Box<dyn Layer>>::new(), 0);
        for (i, pair) in there_and_back.windows(2).enumerate() {
            layers.push(Box::new(Dense::new(pair[0], pair[1], shape.init, rng)));
            let bend = match i + 1 {
                last if last == 2 * depth => {
                    (shape.output == Output::Sigmoid).then_some(Activation::Sigmoid)
                }
                code if code == depth => shape.code,
                _ => Some(shape.hidden),
            };
            layers.extend(bend.map(|bend| Box::new(bend) as Box<dyn Layer>));
            if i + 1 == depth {
                code_at = layers.len();
            }
        }
        Ok(NeuralAutoencoder {
            network: Network::new(widths[0], layers)?,
            code_at,
            output: shape.output,
        })
    }
    // ANCHOR_END: neural_new

    /// The autoencoder of a network from d to d, of whose layers `code_at` lead to the code.
    ///
    /// Errors where encoder or decoder has no layer, or the output is not as wide as the input.
    pub fn from(network: Network, code_at: usize, output: Output) -> Result<Self> {
        let layers = network.layers().len();
        if code_at == 0 || code_at >= layers {
            let (expected, got) =
                (format!("1 to {}", layers.saturating_sub(1)), code_at.to_string());
            return Err(Error::Shape { what: "the layers before the code", expected, got });
        }
        if network.inputs() != network.outputs() {
            let (expected, got) = (
                format!("{}, as inputs", counted(network.inputs(), "output")),
                network.outputs().to_string(),
            );
            return Err(Error::Shape { what: "an autoencoder's network", expected, got });
        }
        Ok(NeuralAutoencoder { network, code_at, output })
    }

    /// Trains on X (n, d) as its own target; `validation` is only looked at. Gives back the history.
    ///
    /// Errors as [`train`], and where the loss is not one for this output.
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        validation: Option<&Array2<Real>>,
        loss: Loss,
        optimiser: &mut O,
        training: &Training,
        observe: impl FnMut(&Record, &Network) -> Result<()>,
    ) -> Result<Vec<Record>> {
        self.check_loss(loss)?;
        train(
            &mut self.network,
            loss,
            optimiser,
            &Samples::themselves(x, validation),
            training,
            observe,
        )
    }

    /// Cross-entropies are of logits, the squared error is of anything else.
    fn check_loss(&self, loss: Loss) -> Result<()> {
        let (of_logits, range) = match self.output {
            Output::Logits => {
                (true, "a cross-entropy, for its outputs are logits (Output::Logits)")
            }
            Output::Linear | Output::Sigmoid => {
                (false, "Squared; cross-entropies want Output::Logits")
            }
        };
        match of_logits == (loss != Loss::Squared) {
            true => Ok(()),
            false => Err(Error::OutOfRange {
                name: "the autoencoder's loss",
                value: format!("{loss:?}"),
                range,
            }),
        }
    }
}

impl Autoencoder for NeuralAutoencoder {
    fn features(&self) -> usize {
        self.network.inputs()
    }

    fn code_size(&self) -> usize {
        self.network.widths()[self.code_at]
    }

    /// Codes Z = f(X): (n, d) → (n, k). Errors where X has not d columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.network.predict_between(0..self.code_at, x)
    }

    /// Reconstruction X̃ = g(Z), of logits σ(g(Z)): (n, k) → (n, d). Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        let a =
            self.network.predict_between(self.code_at..self.network.layers().len(), z)?;
        match self.output {
            Output::Linear | Output::Sigmoid => Ok(a),
            Output::Logits => {
                let mut y = Array2::zeros(a.dim());
                Activation::Sigmoid.forward(a.view(), y.view_mut());
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
