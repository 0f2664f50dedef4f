//! One core for every model: small ones of each kind that the book is to have, each with its
//! gradient checked against differences and trained by the one loop.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Training, silent, train};
use ndarray::Array2;

#[path = "models/optimiser.rs"]
mod optimiser;
#[path = "models/tied.rs"]
mod tied;
#[path = "models/unet.rs"]
mod unet;
#[path = "models/weights.rs"]
mod weights;

/// Dense layers of these widths, smooth between them and, if asked, at the end.
fn network(widths: &[usize], last: bool, seed: u64) -> Network {
    let (mut layers, rng) = (Vec::<Box<dyn Layer>>::new(), &mut seeded(seed));
    for (i, pair) in widths.windows(2).enumerate() {
        layers.push(Box::new(Dense::random(pair[0], pair[1], Init::Glorot, rng)));
        if last || i + 2 < widths.len() {
            layers.push(Box::new(Activation::Sigmoid));
        }
    }
    Network::new(widths[0], layers).expect("layers that fit")
}

/// n samples of d numbers between 0 and 1.
fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

/// The slope agrees with differences, at two steps of chance; all terms are there.
#[track_caller]
fn right(model: &impl Model, samples: Samples) {
    for step in [0, 5] {
        let found = check_model(model, samples, Draw::learning(1, step));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
        let numbers: usize = model.parameters().iter().map(|(_, theta)| theta.len()).sum();
        assert_eq!(found.compared, numbers, "every number was compared");
    }
}

/// The history of so many epochs of Adam, on batches of which the last is short.
fn history<M: Model>(model: &mut M, samples: Samples, epochs: usize) -> Vec<Record> {
    let how =
        Training { epochs, batch: samples.len() / 2 - 1, seed: 2, ..Training::default() };
    let mut adam = Adam { rate: 0.02, ..Adam::default() };
    train(model, &mut adam, samples, Some(samples), &how, silent).expect("a training")
}

/// Trains, and asserts that the loss fell.
#[track_caller]
fn learns<M: Model>(model: &mut M, samples: Samples) -> Vec<Record> {
    let history = history(model, samples, 40);
    let (first, last) = (history[0].loss, history[39].loss);
    assert!(last < first, "from {first} to {last}");
    history
}
