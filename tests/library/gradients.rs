//! Every derivative against differences: losses by their outputs, layers by their inputs and parameters.
//! Under `--features f64` to 1e-8; in single precision as far as its digits go.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::gradcheck::{
    Agreement, BOUND, central_difference, check_layer, check_loss, check_network, compare,
};
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::network::Network;
use ndarray::{Array2, Axis};
use rand_chacha::ChaCha8Rng;

pub const ACTIVATIONS: [Activation; 4] =
    [Activation::Sigmoid, Activation::Tanh, Activation::Relu, Activation::LeakyRelu];

#[track_caller]
fn right(found: Agreement) {
    assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
}

/// (rows, columns) of shares: each row positive, with sum 1.
fn shares(rows: usize, columns: usize, seed: u64) -> Array2<Real> {
    let positive = gaussian(rows, columns, &mut seeded(seed)).mapv(|v| v * v + 0.1);
    &positive / &positive.sum_axis(Axis(1)).insert_axis(Axis(1))
}

/// Away from zero, so that no difference is taken across a kink.
fn off_the_kink(x: Array2<Real>) -> Array2<Real> {
    x.mapv(|v| v + 0.05 * v.signum())
}

#[test]
fn losses() {
    let output = gaussian(5, 7, &mut seeded(1)) * 2.0;
    right(check_loss(Loss::Squared, &output, &gaussian(5, 7, &mut seeded(2))));
    right(check_loss(Loss::CrossEntropy, &output, &shares(5, 7, 3)));
    right(check_loss(Loss::Softmax, &output, &shares(5, 7, 4)));
}

#[test]
fn activations() {
    for activation in ACTIVATIONS {
        let x = off_the_kink(gaussian(6, 5, &mut seeded(5)) * 1.5);
        let found = check_layer(&activation, &x, &gaussian(6, 5, &mut seeded(6)));
        assert_eq!(found.compared, 30, "{activation:?}: all its inputs, and no parameter");
        right(found);
    }
}

#[test]
fn differences_are_exact_where_they_should_be() {
    let parabola = central_difference(3.0, |t| (t as f64).powi(2));
    assert!((parabola - 6.0).abs() < 1e-6 * 6.0, "{parabola}");
}

/// A checker that lets everything pass is worse than none.
#[test]
fn wrong_derivatives_are_found() {
    let theta = [0.5, -1.0, 2.0];
    let loss = |i: usize, t: Real| {
        (0..3).map(|j| if j == i { t as f64 } else { theta[j] as f64 }.powi(2)).sum()
    };
    right(compare("squares", &theta, &[1.0, -2.0, 4.0], loss));
    let found = compare("squares", &theta, &[1.0, 2.0, 4.0], loss); // a sign
    assert!(found.worst > 0.5 && found.at.contains("number 1"), "{found:?}");
    assert!(compare("squares", &theta, &[0.5, -1.0, 2.0], loss).worst > 0.1); // a factor 2
    assert!(compare("squares", &theta, &[1.0, -2.0, Real::NAN], loss).worst.is_infinite());
    let both = compare("a", &theta, &[1.0, -2.0, 4.0], loss).and(compare(
        "b",
        &theta,
        &[9.0, -2.0, 4.0],
        loss,
    ));
    assert!(both.at.starts_with("b, number 0") && both.compared == 6, "{both:?}");
}

/// Parameters of every layer and the input, through all layers at once, under each loss.
#[test]
fn networks() {
    for (seed, bend) in (10..).zip(ACTIVATIONS) {
        let rng = &mut seeded(seed);
        let dense = |inputs, outputs, rng: &mut ChaCha8Rng| -> Box<dyn Layer> {
            Box::new(Dense::random(inputs, outputs, Init::Glorot, rng))
        };
        let mut layers = vec![
            dense(6, 5, rng),
            Box::new(bend),
            dense(5, 2, rng),
            Box::new(Activation::Tanh),
        ];
        layers.extend([dense(2, 5, rng), Box::new(bend), dense(5, 6, rng)]);
        let network = Network::new(6, layers).unwrap();
        let x = gaussian(4, 6, rng);
        for loss in [Loss::Squared, Loss::CrossEntropy, Loss::Softmax] {
            let found = check_network(&network, loss, &x, &shares(4, 6, seed));
            assert_eq!(
                found.compared,
                4 * 6 + (6 * 5 + 5) + (5 * 2 + 2) + (2 * 5 + 5) + (5 * 6 + 6)
            );
            right(found);
        }
    }
}

#[test]
fn dense_layers() {
    for (inputs, outputs) in [(1, 1), (4, 3), (3, 7)] {
        let rng = &mut seeded(20);
        let mut layer = Dense::random(inputs, outputs, Init::He, rng);
        layer.bias = gaussian(1, outputs, rng).row(0).to_owned();
        let found =
            check_layer(&layer, &gaussian(5, inputs, rng), &gaussian(5, outputs, rng));
        assert_eq!(found.compared, 5 * inputs + inputs * outputs + outputs);
        right(found);
    }
}
