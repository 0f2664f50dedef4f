//! The linear autoencoder 784-32-784 on MNIST by minibatches of 128 and Adam(0.001): seconds an epoch.
//!
//!     cargo bench --bench linear -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], not centred, the same distribution
//! of first weights, every epoch in a fresh order; `train_s` includes the shuffling and leaves out the evaluation.

use autoencoders::linear::{LinearAutoencoder, history::silent, minibatch::Minibatches};
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::nn::optim::Adam;
use autoencoders::{Autoencoder, Real, Result};
use common::Options;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{process::ExitCode, time::Instant};

mod common;

const K: usize = 32;

fn main() -> ExitCode {
    common::main("--epochs", |options| {
        let epochs = common::epochs(options)?;
        race(options, epochs).map_err(|e| e.to_string())
    })
}

fn race(options: &Options, epochs: usize) -> Result<()> {
    let Some((train, test)) = common::mnist(options, "linear")? else { return Ok(()) };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut model = untrained(train.ncols(), &mut rng)?;
    let (mut adam, how) =
        (Adam::default(), Minibatches { epochs: 1, ..Minibatches::default() });
    for epoch in 1..=epochs {
        let start = Instant::now();
        let history = model.train(&train, &how, &mut adam, &mut rng, silent)?;
        let took = start.elapsed();
        let loss = history.last().map_or(f64::NAN, |record| record.loss);
        common::report(
            "linear",
            epoch,
            took,
            loss,
            ("test_sq", model.squared_error(&test)?),
        );
    }
    Ok(())
}

/// As PyTorch draws the weights of a layer: uniform, within one over the root of the number of its inputs.
fn untrained(d: usize, rng: &mut ChaCha8Rng) -> Result<LinearAutoencoder> {
    let mut uniform = |rows, columns| {
        let within = 1.0 / (columns as Real).sqrt();
        Array2::from_shape_simple_fn((rows, columns), || {
            within * (2.0 * rng.random::<Real>() - 1.0)
        })
    };
    LinearAutoencoder::new(Array1::zeros(d), uniform(d, K), uniform(K, d))
}
