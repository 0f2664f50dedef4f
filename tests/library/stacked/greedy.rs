//! Layers one after the other, and the autoencoder that they unroll into.

use super::shades;
use crate::common::{assert_near, assert_same, seeded};
use autoencoders::denoising::Corruption;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::network::Network;
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::{NeuralAutoencoder, Output};
use autoencoders::stacked::{Greedy, greedy::unroll};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, array};

fn how(epochs: usize) -> Greedy {
    let training = Training { epochs, batch: 10, seed: 3, ..Training::default() };
    Greedy { rate: 0.01, training, ..Greedy::default() }
}

fn dense(w: Array2<Real>) -> Box<dyn Layer> {
    let b = Array1::zeros(w.ncols());
    Box::new(Dense::new(w, b).expect("finite weights"))
}

/// A layer of rectified units with these weights there and back.
fn layer(there: Array2<Real>, back: Array2<Real>) -> NeuralAutoencoder {
    let (d, k) = there.dim();
    let up: Vec<Box<dyn Layer>> = vec![dense(there), Box::new(Activation::Relu)];
    let encoder = Network::new(d, up).expect("a layer");
    let decoder = Network::new(k, vec![dense(back)]).expect("a layer");
    NeuralAutoencoder::new(encoder, decoder, Output::Linear).expect("a pair")
}

/// The page's example by hand: two layers, x = (2, 1, 0).
#[test]
fn two_layers_by_hand() {
    let first = layer(
        array![[1.0, 1.0], [1.0, -1.0], [0.0, 1.0]],
        array![[0.5, 0.5, 0.0], [0.5, -0.5, 0.0]],
    );
    let second = layer(array![[1.0], [-1.0]], array![[2.0], [-1.0]].t().to_owned());
    let x = array![[2.0, 1.0, 0.0]];
    let h1 = first.encode(&x).expect("a code");
    assert_same("h₁", &h1, &array![[3.0, 1.0]]);
    assert_same("back", &first.decode(&h1).expect("x"), &x);
    let h2 = second.encode(&h1).expect("a code");
    assert_same("h₂", &h2, &array![[2.0]]);
    assert_same("ĥ₁", &second.decode(&h2).expect("h"), &array![[4.0, -2.0]]);
    let stack = unroll(&[first, second]).expect("a stack");
    assert_eq!((stack.features(), stack.code_size()), (3, 1));
    assert_same("f", &stack.encode(&x).expect("a code"), &h2);
    // relu(4, −2) = (4, 0), and back (2, 2, 0): the error is 1.
    assert_same("x̃", &stack.reconstruct(&x).expect("x"), &array![[2.0, 2.0, 0.0]]);
    assert_near("the error", stack.squared_error(&x).expect("an error"), 1.0);
}

/// Each layer learns, what it learns on is what the layers below make of clean samples, and
/// the same start gives the same stack.
#[test]
fn layers_learn_one_after_the_other() {
    let x = shades(40, 8, 1);
    let widths = [8, 6, 4];
    let made = |epochs| how(epochs).layers(&x, &widths, &mut seeded(5)).expect("layers");
    let (early, late) = (made(1), made(80));
    assert_eq!(late.len(), 2);
    assert_eq!((late[1].features(), late[1].code_size()), (6, 4));
    assert_eq!((late[0].output, late[1].output), (Output::Logits, Output::Linear));
    let error = |layers: &[NeuralAutoencoder]| layers[0].squared_error(&x).expect("error");
    assert!(error(&late) < 0.9 * error(&early));
    // The second layer alone, on the first one's codes, is the same training.
    let h = late[0].encode(&x).expect("codes");
    let again = unroll(&late).expect("a stack").encode(&x).expect("codes");
    assert_same("f₂ ∘ f₁", &again, &late[1].encode(&h).expect("codes"));
    let (a, b) = (unroll(&made(3)).expect("a stack"), unroll(&made(3)).expect("a stack"));
    assert_eq!(a.encode(&x).expect("codes"), b.encode(&x).expect("codes"));
}

/// relu brings no rebuilt code farther from a code, which has no negative number: so the
/// unrolled error is at most (e₁ + s·e₂)², with s the largest stretch of the way back.
#[test]
fn an_error_above_is_stretched_by_the_way_back() {
    let x = shades(40, 8, 2);
    let linear = Greedy { output: Output::Linear, ..how(30) };
    let layers = linear.layers(&x, &[8, 6, 3], &mut seeded(6)).expect("layers");
    let stack = unroll(&layers).expect("a stack");
    let h = layers[0].encode(&x).expect("codes");
    let root = |a: Array2<Real>| {
        a.rows().into_iter().map(|r| f64::from(r.dot(&r)).sqrt()).collect::<Vec<_>>()
    };
    let whole = root(&stack.reconstruct(&x).expect("x") - &x);
    let below = root(&layers[0].reconstruct(&x).expect("x") - &x);
    let above = root(&layers[1].reconstruct(&h).expect("h") - &h);
    let theta = autoencoders::nn::model::Parameters::parameters(&layers[0].decoder);
    let s = theta[0].1.iter().map(|&v| f64::from(v * v)).sum::<f64>().sqrt(); // ‖D‖_F ≥ s
    for ((whole, below), above) in whole.iter().zip(below).zip(above) {
        assert!(*whole <= below + s * above + 1e-4, "{whole} > {below} + {s} · {above}");
    }
}

#[test]
fn what_makes_no_stack_is_refused() {
    let x = shades(10, 4, 1);
    let said = |widths: &[usize]| {
        let made = how(1).layers(&x, widths, &mut seeded(1));
        made.expect_err("no stack").to_string()
    };
    for widths in [&[4][..], &[5, 3], &[4, 0], &[]] {
        assert!(said(widths).contains("the widths of a stack"), "{}", said(widths));
    }
    let mut bad = x.clone();
    bad[[2, 1]] = Real::NAN;
    assert!(how(1).layers(&bad, &[4, 2], &mut seeded(1)).is_err());
    let corruption = Corruption::Masking { share: 1.5 };
    let wrong = Greedy { corruption, ..how(1) };
    assert!(wrong.layers(&x, &[4, 2], &mut seeded(1)).is_err());
    assert!(unroll(&[]).expect_err("no layer").to_string().contains("a stack"));
    let apart = [
        layer(Array2::ones((3, 2)), Array2::ones((2, 3))),
        layer(Array2::ones((3, 2)), Array2::ones((2, 3))),
    ];
    assert!(unroll(&apart).is_err());
}
