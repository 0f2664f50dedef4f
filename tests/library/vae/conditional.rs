//! The conditional VAE: slopes, its bound, and what becomes of it with one class.

use super::shades;
use crate::common::{assert_same, refused, seeded};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::stacked::one_hot;
use autoencoders::vae::conditional::ConditionalVae;
use autoencoders::vae::{Likelihood, Vae};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, Axis, concatenate, s};

const LABELS: [usize; 9] = [0, 1, 2, 2, 1, 0, 0, 2, 1];

/// Dense layers there and back, smooth between: (W, b) of each.
fn layers(widths: [usize; 3], seed: u64) -> [(Array2<Real>, Array1<Real>); 2] {
    let (rng, init) = (&mut seeded(seed), Init::Normal { sd: 0.7 });
    [0, 1].map(|i| {
        let dense = Dense::random(widths[i], widths[i + 1], init, rng);
        (dense.weight, dense.bias + 0.1)
    })
}

fn network(layers: [(Array2<Real>, Array1<Real>); 2]) -> Network {
    let inputs = layers[0].0.nrows();
    let [there, back] = layers.map(|(w, b)| Box::new(Dense::new(w, b).expect("a layer")));
    Network::new(inputs, vec![there, Box::new(Activation::Sigmoid), back]).expect("layers")
}

/// 6 and 3 classes to 2 numbers, and back.
fn model() -> ConditionalVae {
    let (encoder, decoder) = (network(layers([9, 5, 4], 1)), network(layers([5, 5, 6], 2)));
    ConditionalVae::new(encoder, decoder, 3).expect("networks that fit")
}

fn told(x: &Array2<Real>) -> Array2<Real> {
    concatenate(Axis(1), &[x.view(), one_hot(&LABELS, 3).view()]).expect("as many rows")
}

#[test]
fn slopes_agree_with_differences() {
    let (model, x) = (model(), shades(9, 6, 3));
    let told = told(&x);
    for step in [0, 5] {
        let found = check_model(&model, Samples::pairs(&told, &x), Draw::learning(1, step));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    }
}

#[test]
fn what_is_trained_on_is_the_bound() {
    let (model, x) = (model(), shades(9, 6, 3));
    let (told, mut room) = (told(&x), model.room(9));
    let loss: f64 = (0..2000)
        .map(|step| {
            let draw = Draw::measuring(1, step);
            let terms = model.slope(Samples::pairs(&told, &x), draw, &mut room);
            terms.expect("samples of the model's").total()
        })
        .sum();
    let elbo = model.elbo(&x, &LABELS, 2000, 2).expect("a bound");
    let off = loss / 2000.0 + elbo.value();
    assert!(off.abs() < 0.02 * elbo.value().abs(), "{off} of {}", elbo.value());
}

/// With one class the 1 beside each row is a bias: W's last row joins b.
#[test]
fn with_one_class_it_is_a_vae() {
    let (there, back) = (layers([7, 5, 4], 1), layers([3, 5, 6], 2));
    let without = |layers: &[(Array2<Real>, Array1<Real>); 2]| {
        let (w, b) = &layers[0];
        let last = w.nrows() - 1;
        let first = (w.slice(s![..last, ..]).to_owned(), b + &w.row(last));
        network([first, layers[1].clone()])
    };
    let vae =
        Vae::new(without(&there), without(&back), Likelihood::Bernoulli).expect("a VAE");
    let model = ConditionalVae::new(network(there), network(back), 1).expect("a model");
    let (x, labels) = (shades(9, 6, 3), [0; 9]);
    let (mu, s) = model.posterior(&x, &labels).expect("samples");
    let (vae_mu, vae_s) = vae.posterior(&x).expect("samples");
    assert_same("μ", &mu, &vae_mu);
    assert_same("s", &s, &vae_s);
    let decoded = model.decode(&mu, &labels).expect("codes");
    assert_same("the mean", &decoded, &vae.decode(&mu).expect("codes"));
    let (own, other) = (model.elbo(&x, &labels, 3, 5), vae.elbo(&x, 3, 5));
    let (own, other) = (own.expect("a bound").value(), other.expect("a bound").value());
    assert!((own - other).abs() < 1e-3, "{own}, not {other}");
}

/// Two pictures, one a class: all is said by the class, and the code falls silent.
#[test]
fn what_is_told_is_not_encoded() {
    let rng = &mut seeded(5);
    let mut model =
        ConditionalVae::random(&[6, 8, 2], 2, Init::PyTorch, rng).expect("widths");
    let labels: Vec<usize> = (0..200).map(|i| i % 2).collect();
    let x = Array2::from_shape_fn((200, 6), |(i, j)| ((i + j) % 2) as Real);
    let how = Training { epochs: 80, batch: 20, ..Training::default() };
    let adam = &mut Adam { rate: 1e-2, ..Adam::default() };
    model.train(&x, &labels, adam, &how, silent).expect("a training");
    let bound = model.elbo(&x, &labels, 1, 0).expect("a bound");
    assert!(bound.kl_mean() < 0.01 && bound.reconstruction_mean() < 0.1, "{bound:?}");
    let drawn = model.decode(&Array2::zeros((2, 2)), &[0, 1]).expect("codes");
    assert!(drawn[(0, 1)] > 0.9 && drawn[(1, 1)] < 0.1, "{drawn}");
}

#[test]
fn what_it_refuses() {
    let (mut model, x) = (model(), shades(9, 6, 3));
    let z = Array2::zeros((9, 2));
    refused(model.posterior(&x, &LABELS[..8]), &["9, one for each row", "8"]);
    refused(model.posterior(&x, &[3; 9]), &["each below 3", "one of 3"]);
    refused(model.posterior(&z, &LABELS), &["6 columns", "2"]);
    refused(model.decode(&x, &LABELS), &["2 columns", "6"]);
    refused(model.decode(&z, &[7; 9]), &["one of 7"]);
    refused(model.elbo(&x, &LABELS, 0, 1), &["one draw"]);
    let how = Training::default();
    let trained = model.train(&x, &[9; 9], &mut Adam::default(), &how, silent).map(|_| ());
    refused(trained, &["one of 9"]);
    let trained =
        model.train(&(&x + 1.0), &LABELS, &mut Adam::default(), &how, silent).map(|_| ());
    refused(trained, &["between 0 and 1"]);
    let made = |widths: &[usize], classes| {
        let rng = &mut seeded(1);
        ConditionalVae::random(widths, classes, Init::Glorot, rng).map(|_| ())
    };
    refused(made(&[6], 3), &["2 widths", "1"]);
    refused(made(&[6, 0, 2], 3), &["1 unit"]);
    refused(made(&[6, 4, 0], 3), &["1 unit"]);
    refused(made(&[6, 4, 2], 0), &["1 class"]);
    let (encoder, decoder) = (model.encoder.clone(), model.decoder.clone());
    let twice = ConditionalVae::new(encoder, decoder, 2);
    refused(twice.map(|_| ()), &["from 8 to 2k", "9 to 4, 5 to 6"]);
}
