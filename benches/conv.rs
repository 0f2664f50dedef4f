//! The Keras tutorial's convolutional autoencoder on MNIST, 16-8-8 filters of 3 × 3, max
//! pooling and doubling, cross-entropy on logits, by minibatches of 128 and Adam(0.001):
//! seconds an epoch.
//!
//!     cargo bench --bench conv -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the
//! same distribution of first weights and biases, every epoch in a fresh order; `train_s`
//! includes the shuffling and leaves out the evaluation. `peak_mib` is the whole process's
//! memory so far, data included.

use autoencoders::conv::ConvAutoencoder;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::{Frame, Real, Result};
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
    let Some((train, test)) = common::mnist(options, "conv")? else { return Ok(()) };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut model = ConvAutoencoder::tutorial(Frame::grey(28, 28), &mut rng)?;
    for layer in model.parameters_mut().chunks_exact_mut(2) {
        // As PyTorch's: uniform within one over the root of the inputs of an output, biases
        // too.
        let within = (layer[1].len() as Real / layer[0].len() as Real).sqrt();
        for theta in layer.iter_mut().flat_map(|theta| theta.iter_mut()) {
            *theta = within * (2.0 * rng.random::<Real>() - 1.0);
        }
    }
    let mut adam = Adam::default();
    for epoch in 1..=epochs {
        let how = Training { epochs: 1, seed: epoch as u64, ..Training::default() };
        let start = Instant::now();
        let history = model.train(&train, None, &mut adam, &how, silent)?;
        let took = start.elapsed();
        let a_pixel = model.loss(&test)? / test.ncols() as f64;
        let measure = ("test_bce_per_pixel", a_pixel);
        common::report("conv", epoch, took, history[0].loss, measure);
    }
    Ok(())
}
