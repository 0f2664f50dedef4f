//! The stacks that are compared, each from every start, and their controls.

use super::sets::Sets;
use autoencoders::denoising::DenoisingAutoencoder;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::stacked::Greedy;
use autoencoders::stacked::greedy::unroll;
use autoencoders::{Autoencoder, Real};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// How many layers.
pub const DEPTH: usize = 3;

/// What is learnt from one start.
pub struct Stack {
    /// Layer by layer.
    pub layers: Vec<NeuralAutoencoder>,
    /// The same half as long again.
    pub longer: Vec<NeuralAutoencoder>,
    /// From larger first weights, He's.
    pub he: Vec<NeuralAutoencoder>,
    /// Of the same shape, all layers at once.
    pub joint: NeuralAutoencoder,
}

/// From every start.
pub struct Stacks {
    /// One a start.
    pub of: Vec<Stack>,
    /// d and the widths of the layers.
    pub widths: Vec<usize>,
    /// Adam's steps of a stack.
    pub steps: usize,
}

/// Whether the images are a reader's own.
pub fn is_own(run: &Run) -> bool {
    run.args.data.is_some() && !run.args.quick
}

/// How many starts.
pub fn starts(run: &Run) -> usize {
    run.size(1, 5, 5)
}

/// How layers are learnt, from start number `start`.
pub fn recipe(run: &Run, epochs: usize, start: usize) -> Greedy {
    let seed = run.args.seed + 1000 * start as u64;
    let training = Training { epochs, batch: 100, seed, ..Training::default() };
    // Small weights and the squared error at the pixels too: other starts leave more of themselves.
    let (output, init) = (Output::Linear, Init::PyTorch);
    Greedy { training, output, init, ..Greedy::default() }
}

/// Passes over the images for each layer.
pub fn epochs(run: &Run) -> usize {
    run.size(2, 20, 20)
}

/// The encoder of a stack.
pub fn encoder(layers: &[NeuralAutoencoder]) -> Outcome<Network> {
    Ok(unroll(layers)?.encoder)
}

impl Stacks {
    /// Learns all.
    pub fn learn(run: &mut Run, sets: &Sets) -> Outcome<Stacks> {
        run.train("learn layer by layer");
        let units = run.size(20, 200, 200);
        let widths = [vec![sets.d()], vec![units; DEPTH]].concat();
        let (x, epochs) = (&sets.train.x, epochs(run));
        let starts: Vec<usize> = (0..starts(run)).collect();
        let of = run.together(&starts, |&start| {
            let learn = |epochs: usize, init: Init| {
                let rng = &mut run.rng(&format!("stack {start}"));
                Greedy { init, ..recipe(run, epochs, start) }.layers(x, &widths, rng)
            };
            let joint = joint(run, x, &widths, start)?;
            let longer = learn(epochs + epochs / 2, Init::PyTorch)?;
            let (layers, he) = (learn(epochs, Init::PyTorch)?, learn(epochs, Init::He)?);
            Ok(Stack { layers, longer, he, joint })
        })?;
        let steps = DEPTH * epochs * x.nrows().div_ceil(100);
        for (key, value) in [
            ("units", units),
            ("depth", DEPTH),
            ("features", sets.d()),
            ("train_samples", x.nrows()),
            ("valid_samples", sets.valid.len()),
            ("test_samples", sets.test.len()),
            ("epochs", epochs),
            ("pretraining_steps", steps),
            ("starts", starts.len()),
        ] {
            run.count(key, value).spread(0.0);
        }
        let stacks = Stacks { of, widths, steps };
        stacks.record(run, sets)?;
        Ok(stacks)
    }

    /// Squared errors of the stack's first layers, and of the network learnt at once.
    fn record(&self, run: &mut Run, sets: &Sets) -> Outcome {
        let test = &sets.test.x;
        for depth in 1..=DEPTH {
            let mut errors = Vec::new();
            for stack in &self.of {
                errors.push(unroll(&stack.layers[..depth])?.squared_error(test)?);
            }
            run.over_starts(&format!("rebuilt_{depth}"), &errors, "", 2);
        }
        let mut errors = Vec::new();
        for stack in &self.of {
            errors.push(stack.joint.squared_error(test)?);
        }
        run.over_starts("rebuilt_joint", &errors, "", 2);
        Ok(())
    }

    /// An encoder of the same shape from He's start number `start`.
    pub fn random(&self, run: &Run, start: usize) -> Outcome<Network> {
        let rng = &mut run.rng(&format!("scratch {start}"));
        Ok(NeuralAutoencoder::random(&self.widths, &architecture(Init::He), rng)?.encoder)
    }
}

/// ReLU throughout.
pub fn architecture(init: Init) -> Architecture {
    let (hidden, output) = (Activation::Relu, Output::Linear);
    Architecture { hidden, code: Some(Activation::Relu), output, init }
}

/// A denoising autoencoder of these widths, all layers at once for as many passes as one layer
/// of a stack has.
fn joint(
    run: &Run,
    x: &Array2<Real>,
    widths: &[usize],
    start: usize,
) -> Outcome<NeuralAutoencoder> {
    let how = recipe(run, epochs(run), start);
    let rng = &mut run.rng(&format!("stack {start}"));
    let autoencoder = NeuralAutoencoder::random(widths, &architecture(how.init), rng)?;
    let corruption = how.corruption;
    let mut model = DenoisingAutoencoder { autoencoder, corruption };
    let mut adam = Adam { rate: how.rate, ..Adam::default() };
    model.train(x, None, &mut adam, &how.training, silent)?;
    Ok(model.autoencoder)
}

/// The same numbers in every weight matrix, in another order: sizes without structure.
pub fn shuffled(run: &Run, of: &Network, start: usize) -> Network {
    let (mut network, rng) = (of.clone(), &mut run.rng(&format!("shuffle {start}")));
    network.parameters_mut().into_iter().for_each(|theta| theta.shuffle(rng));
    network
}
