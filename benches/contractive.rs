//! The contractive autoencoder 784-500-784 on MNIST, sigmoid code, cross-entropy on logits and a
//! tenth of ‖∂h/∂x‖²_F in its closed form, by minibatches of 128 and Adam(0.001): seconds an
//! epoch.
//!
//!     cargo bench --bench contractive -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the
//! same distribution of first weights and biases, every epoch in a fresh order; `train_s`
//! includes the shuffling and leaves out the evaluation. `peak_mib` is the whole process's
//! memory so far, data included.

use autoencoders::contractive::{ContractiveAutoencoder, Weights};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::{Real, Result};
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
    let Some((train, test)) = common::mnist(options, "contractive")? else {
        return Ok(());
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (weights, output, init) = (Weights::Untied, Output::Logits, Init::PyTorch);
    let shape = (784, 500);
    let mut model =
        ContractiveAutoencoder::random(shape, weights, output, 0.1, init, &mut rng)?;
    for (biases, inputs) in [(&mut model.c, 784.0), (&mut model.b, 500.0)] {
        let within = 1.0 / (inputs as Real).sqrt(); // as PyTorch's, like their weights
        biases.mapv_inplace(|_| within * (2.0 * rng.random::<Real>() - 1.0));
    }
    let mut adam = Adam::default();
    for epoch in 1..=epochs {
        let how = Training { epochs: 1, seed: epoch as u64, ..Training::default() };
        let start = Instant::now();
        let history = model.train(&train, None, &mut adam, &how, silent)?;
        let took = start.elapsed();
        let mean = f64::from(model.squared_jacobian(&test)?.sum()) / test.nrows() as f64;
        let measure = ("jacobian_sq", mean);
        common::report("contractive", epoch, took, history[0].loss, measure);
    }
    Ok(())
}
