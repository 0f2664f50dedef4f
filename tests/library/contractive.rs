//! The contractive autoencoder: slopes, Jacobians, tangent planes, small noise.

mod deep;
mod golden;
mod noise;
mod planes;
mod products;
mod refused;

use crate::common::{assert_near, assert_same, gaussian, seeded};
use autoencoders::contractive::{ContractiveAutoencoder, Weights, tangents};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array2, array};

fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

fn model(weights: Weights, output: Output, lambda: Real) -> ContractiveAutoencoder {
    let rng = &mut seeded(11);
    let init = Init::Normal { sd: 0.8 };
    ContractiveAutoencoder::random((6, 4), weights, output, lambda, init, rng)
        .expect("a model")
}

/// Two units at one input: the page's example.
fn by_hand(c: [Real; 2]) -> ContractiveAutoencoder {
    let mut two = ContractiveAutoencoder::random(
        (2, 2),
        Weights::Tied,
        Output::Linear,
        1.0,
        Init::Zeros,
        &mut seeded(0),
    )
    .expect("a model");
    two.w = array![[3.0, 8.0], [4.0, -6.0]];
    two.c = array![c[0], c[1]];
    two
}

#[test]
fn slopes_agree_with_differences() {
    let x = shades(9, 6, 3);
    for weights in [Weights::Untied, Weights::Tied] {
        for output in [Output::Linear, Output::Sigmoid, Output::Logits] {
            let model = model(weights, output, 0.5);
            let found = check_model(&model, Samples::themselves(&x), Draw::learning(1, 0));
            assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
            let numbers: usize = model.parameters().iter().map(|p| p.1.len()).sum();
            assert_eq!(found.compared, numbers);
        }
    }
}

#[test]
fn the_terms_are_the_two_parts_of_the_loss() {
    let x = shades(9, 6, 3);
    let model = model(Weights::Untied, Output::Linear, 0.5);
    let mut room = model.room(9);
    let terms = model
        .slope(Samples::themselves(&x), Draw::measuring(0, 0), &mut room)
        .expect("a batch");
    let error = model.squared_error(&x).expect("samples");
    assert_near("reconstruction", terms.get("reconstruction").expect("a term"), error);
    let squares = model.squared_jacobian(&x).expect("samples");
    let mean = f64::from(squares.sum()) / 9.0;
    assert_near("contraction", terms.get("contraction").expect("a term"), 0.5 * mean);
}

#[test]
fn a_penalty_contracts_and_training_learns() {
    let x = shades(60, 6, 4);
    let trained = |lambda: Real, weights: Weights| {
        let mut model = model(weights, Output::Linear, lambda);
        let how = Training { epochs: 60, batch: 20, ..Training::default() };
        let mut adam = Adam { rate: 0.02, ..Adam::default() };
        let history = model.train(&x, None, &mut adam, &how, silent).expect("a training");
        assert!(history[59].loss < history[0].loss);
        model.squared_jacobian(&x).expect("samples").sum()
    };
    for weights in [Weights::Untied, Weights::Tied] {
        assert!(trained(0.3, weights) < 0.5 * trained(0.0, weights));
    }
}

/// Half a unit of code a unit of input: (3, 4) of length 5, (8, −6) of length 10, both a
/// quarter as steep as they are long.
#[test]
fn the_pages_example() {
    let x = array![[1.0, 1.0]];
    let middle = by_hand([-7.0, -2.0]);
    assert_same("h", &middle.encode(&x).expect("x"), &array![[0.5, 0.5]]);
    let j = middle.jacobian_at(array![0.5, 0.5].view());
    assert_same("J", &j, &array![[0.75, 1.0], [2.0, -1.5]]);
    let square = middle.squared_jacobian(&x).expect("x")[0];
    assert_near("‖J‖²", f64::from(square), 125.0 / 16.0);
    let s = middle.singular_values(&x).expect("x");
    assert_same("singular values", &s, &array![[2.5, 1.25]]);
    let t = tangents::leading(&j, 1).expect("one");
    assert_same("direction", &t.mapv(|v| v * t[[0, 0]].signum()), &array![[0.8], [-0.6]]);

    // The second unit at .9: its row is .09 times as long as its weights, and no longer leads.
    let late = by_hand([-7.0, (9.0 as Real).ln() - 2.0]);
    let j = late.jacobian_at(late.encode(&x).expect("x").row(0));
    assert_same("J", &j, &array![[0.75, 1.0], [0.72, -0.54]]);
    let t = tangents::leading(&j, 1).expect("one");
    assert_same("direction", &t.mapv(|v| v * t[[0, 0]].signum()), &array![[0.6], [0.8]]);
}

/// An untied decoder can undo any scale of a linear code; for small weights a sigmoid is one.
#[test]
fn a_small_encoder_and_a_large_decoder_escape_the_penalty() {
    let x = shades(20, 6, 5);
    let mut large = model(Weights::Untied, Output::Linear, 1.0);
    large.w *= 0.01;
    let mut small = large.clone();
    small.w *= 0.1;
    small.c *= 0.1;
    if let Some(v) = &mut small.v {
        *v *= 10.0;
    }
    // σ(0) = ½: what the offset adds, the bias takes away again
    let offset =
        |m: &ContractiveAutoencoder| m.decoder_weights().sum_axis(ndarray::Axis(0));
    small.b = &large.b + &((offset(&large) - offset(&small)) * 0.5);
    let (a, b) =
        (large.reconstruct(&x).expect("samples"), small.reconstruct(&x).expect("samples"));
    // A sigmoid bends, so that they are the same to second order in the small weights only.
    let apart = (&a - &b).iter().fold(0.0, |most: Real, v| most.max(v.abs()));
    assert!(apart < 1e-5, "{apart}");
    let square =
        |m: &ContractiveAutoencoder| m.squared_jacobian(&x).expect("samples").sum();
    let share = f64::from(square(&small) / square(&large));
    assert!((share - 0.01).abs() < 1e-5, "{share}");
}
