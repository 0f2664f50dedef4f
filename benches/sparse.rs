//! The sparse autoencoder 784-1000-784 on MNIST, sigmoid code, 3·KL(.05 ‖ a batch's mean),
//! cross-entropy on logits, by minibatches of 128 and Adam(0.001): seconds an epoch.
//!
//!     cargo bench --bench sparse -- --data DIR [--threads 2] [--epochs 3]
//!
//! One JSON line an epoch, as PyTorch's side prints them: the same pixels in [0, 1], the
//! same distribution of first weights, every epoch in a fresh order; `train_s` includes the
//! shuffling and leaves out the evaluation. `peak_mib` is the whole process's memory so far,
//! data included.

use autoencoders::Result;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::sparse::{Over, Scarcity, SparseAutoencoder};
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
    let Some((train, test)) = common::mnist(options, "sparse")? else { return Ok(()) };
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let scarcity = Scarcity::Divergence { beta: 3.0, rho: 0.05, over: Over::Batch };
    let (size, output, init) = ((train.ncols(), 1000), Output::Logits, Init::PyTorch);
    let mut model = SparseAutoencoder::random(size, scarcity, false, output, init, rng)?;
    let mut adam = Adam::default();
    for epoch in 1..=epochs {
        let how = Training { epochs: 1, seed: epoch as u64, ..Training::default() };
        let start = Instant::now();
        let history = model.train(&train, None, &mut adam, &how, silent)?;
        let took = start.elapsed();
        let test_bce = model.loss(&test)?.get("reconstruction").unwrap_or(f64::NAN);
        common::report("sparse", epoch, took, history[0].loss, ("test_bce", test_bce));
    }
    Ok(())
}
