//! The deep autoencoder 784-1000-500-250-30 and back on MNIST, ReLU between, cross-entropy on logits, by minibatches of
//! 128 and Adam(0.001): seconds an epoch.
//!
//!     cargo bench --bench deep -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the same distribution of first
//! weights and biases, every epoch in a fresh order; `train_s` includes the shuffling and leaves out the evaluation.
//! `peak_mib` is the whole process's memory so far, data included.

use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Real, Result};
use common::Options;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{process::ExitCode, time::Instant};

mod common;

const WIDTHS: [usize; 5] = [784, 1000, 500, 250, 30];

fn main() -> ExitCode {
    common::main("--epochs", |options| {
        let epochs = common::epochs(options)?;
        race(options, epochs).map_err(|e| e.to_string())
    })
}

fn race(options: &Options, epochs: usize) -> Result<()> {
    let Some((train, test)) = common::mnist(options, "deep")? else { return Ok(()) };
    let shape = Architecture {
        hidden: Activation::Relu,
        code: None,
        output: Output::Logits,
        init: Init::PyTorch,
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut model = NeuralAutoencoder::random(&WIDTHS, &shape, &mut rng)?;
    for layer in model.parameters_mut().chunks_exact_mut(2) {
        let within = (layer[1].len() as Real / layer[0].len() as Real).sqrt(); // biases as PyTorch's, like their weights
        layer[1].iter_mut().for_each(|b| *b = within * (2.0 * rng.random::<Real>() - 1.0));
    }
    let mut adam = Adam::default();
    for epoch in 1..=epochs {
        let how = Training { epochs: 1, seed: epoch as u64, ..Training::default() };
        let start = Instant::now();
        let history = model.train(&train, None, &mut adam, &how, silent)?;
        let took = start.elapsed();
        common::report(
            "deep",
            epoch,
            took,
            history[0].loss,
            ("test_sq", model.squared_error(&test)?),
        );
    }
    Ok(())
}
