//! The variational autoencoder 784-400-20 on MNIST, Bernoulli pixels, one sampled code an image,
//! by minibatches of 128 and Adam(0.001): seconds an epoch.
//!
//!     cargo bench --bench vae -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the
//! same distribution of first weights, every epoch in a fresh order; `train_s` includes the
//! shuffling and, in the first epoch, a look through the data, and leaves out the evaluation.
//! `peak_mib` is the whole process's memory so far, data included.

use autoencoders::Result;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::vae::{Likelihood, Vae};
use common::Options;
use rand::SeedableRng;
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
    let Some((train, test)) = common::mnist(options, "vae")? else {
        return Ok(());
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let widths = [784, 400, 20];
    let mut model = Vae::random(&widths, Likelihood::Bernoulli, Init::PyTorch, &mut rng)?;
    let mut adam = Adam::default();
    let how = Training { epochs, seed: 1, ..Training::default() };
    let mut start = Instant::now();
    model.train(&train, None, &mut adam, &how, |epoch, model| {
        let took = start.elapsed();
        let measure = ("test_neg_elbo", -model.elbo(&test, 1, 0)?.value());
        common::report("vae", epoch.epoch, took, epoch.loss, measure);
        start = Instant::now();
        Ok(())
    })?;
    Ok(())
}
