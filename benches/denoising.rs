//! A denoising autoencoder 784-1000-784 on MNIST, fed with Gaussian noise of sd 0.5 cut off at 0 and 1, ReLU code,
//! cross-entropy on logits against the clean image, by minibatches of 128 and Adam(0.001): seconds an epoch.
//!
//!     cargo bench --bench denoising -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the same distribution of first
//! weights and biases, every epoch in a fresh order and under fresh noise; `train_s` includes the shuffling and the noise
//! and leaves out the evaluation. `peak_mib` is the whole process's memory so far, data included.

use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
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

fn main() -> ExitCode {
    common::main("--epochs", |options| {
        let epochs = common::epochs(options)?;
        race(options, epochs).map_err(|e| e.to_string())
    })
}

fn race(options: &Options, epochs: usize) -> Result<()> {
    let Some((train, test)) = common::mnist(options, "denoising")? else { return Ok(()) };
    let relu = Activation::Relu;
    let shape = Architecture {
        hidden: relu,
        code: Some(relu),
        output: Output::Logits,
        init: Init::PyTorch,
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let autoencoder = NeuralAutoencoder::random(&[784, 1000], &shape, &mut rng)?;
    let corruption = Corruption::Clipped { sd: 0.5 };
    let mut model = DenoisingAutoencoder { autoencoder, corruption };
    for layer in model.parameters_mut().chunks_exact_mut(2) {
        let within = (layer[1].len() as Real / layer[0].len() as Real).sqrt(); // biases as PyTorch's, like their weights
        layer[1].iter_mut().for_each(|b| *b = within * (2.0 * rng.random::<Real>() - 1.0));
    }
    let noisy = corruption.fixed(&test, 0)?;
    let mut adam = Adam::default();
    for epoch in 1..=epochs {
        let how = Training { epochs: 1, seed: epoch as u64, ..Training::default() };
        let start = Instant::now();
        let history = model.train(&train, None, &mut adam, &how, silent)?;
        let took = start.elapsed();
        let apart = model.reconstruct(&noisy)? - &test;
        let error =
            apart.iter().map(|&e| f64::from(e * e)).sum::<f64>() / test.nrows() as f64;
        common::report("denoising", epoch, took, history[0].loss, ("test_sq", error));
    }
    Ok(())
}
