//! Networks: layers in a row, the tape between them, and the way back.

use crate::common::{assert_near, assert_same, gaussian, refused, samples, seeded};
use autoencoders::linear::LinearAutoencoder;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::{Gradients, Network, Tape};
use autoencoders::nn::optim::Sgd;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, Axis, Ix2, array, concatenate};
use proptest::prelude::*;

/// Dense layers of these widths with a bend between them.
fn network(widths: &[usize], bend: Activation, seed: u64) -> Network {
    let rng = &mut seeded(seed);
    let mut layers: Vec<Box<dyn Layer>> = Vec::new();
    for (i, pair) in widths.windows(2).enumerate() {
        if i > 0 {
            layers.push(Box::new(bend));
        }
        layers.push(Box::new(Dense::random(
            pair[0],
            pair[1],
            Init::Normal { sd: 0.5 },
            rng,
        )));
    }
    Network::new(widths[0], layers).unwrap()
}

/// L of X as its own target, its gradient, and ∂L/∂X through the network alone.
fn slopes(
    network: &Network,
    x: &Array2<Real>,
    target: &Array2<Real>,
) -> (f64, Gradients, Array2<Real>) {
    let mut tape = Tape::new(network, x.nrows());
    network.forward(x.view(), &mut tape).unwrap();
    let (y, dy) = tape.output_and_slope();
    let loss = Loss::Squared.value_and_gradient(y, target.view(), dy);
    network.backward(x.view(), &mut tape, true).unwrap();
    (loss, tape.gradients.clone(), tape.d_input().to_owned())
}

#[track_caller]
fn assert_same_gradients(what: &str, a: &Gradients, b: &Gradients) {
    for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
        let flat = |g: &ndarray::ArrayD<Real>| {
            Array2::from_shape_vec((1, g.len()), g.iter().copied().collect())
        };
        assert_same(what, &flat(a).unwrap(), &flat(b).unwrap());
    }
}

/// Two dense layers without bias or bend are the linear autoencoder: W₁ = Vᵀ, W₂ = Uᵀ.
#[test]
fn without_bends_it_is_the_linear_autoencoder() {
    let x = samples(40, 7, 1);
    let linear =
        LinearAutoencoder::random(&Array1::zeros(7), 3, 0.5, &mut seeded(2)).unwrap();
    let dense = |w: Array2<Real>| {
        let bias = Array1::zeros(w.ncols());
        Box::new(Dense::new(w, bias).unwrap()) as Box<dyn Layer>
    };
    let network = Network::new(
        7,
        vec![dense(linear.v.t().to_owned()), dense(linear.u.t().to_owned())],
    )
    .unwrap();
    let (loss, gradient, _) = slopes(&network, &x, &x);
    let expected = linear.gradient(&x, 0.0).unwrap();
    assert_near("L", loss, linear.loss(&x, 0.0).unwrap());
    let matrix = |layer: usize| {
        gradient[layer][0].view().into_dimensionality::<Ix2>().unwrap().t().to_owned()
    };
    assert_same("∂L/∂V", &matrix(0), &expected.v);
    assert_same("∂L/∂U", &matrix(1), &expected.u);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The gradient of a mean over two batches is the mean of their gradients: what backward adds, adds up.
    #[test]
    fn gradients_accumulate(first in 1_usize..9, second in 1_usize..9, d in 1_usize..6, k in 1_usize..6, seed: u64) {
        let network = network(&[d, k, d], Activation::Tanh, seed);
        let (a, b) = (gaussian(first, d, &mut seeded(seed ^ 1)), gaussian(second, d, &mut seeded(seed ^ 2)));
        let whole = concatenate![Axis(0), a, b];
        let mut tape = Tape::new(&network, first.max(second));
        for part in [&a, &b] {
            network.forward(part.view(), &mut tape).unwrap();
            let (y, mut dy) = tape.output_and_slope();
            Loss::Squared.value_and_gradient(y, part.view(), dy.view_mut());
            dy *= part.nrows() as Real / whole.nrows() as Real;
            network.backward(part.view(), &mut tape, false).unwrap();
        }
        assert_same_gradients("two parts", &tape.gradients, &slopes(&network, &whole, &whole).1);
        tape.clear();
        prop_assert!(tape.gradients.iter().flatten().all(|g| g.iter().all(|&g| g == 0.0)));
    }

    /// A sample's output does not depend on its company, on the tape's size, or on the chunks of a prediction.
    #[test]
    fn samples_go_through_by_themselves(n in 1_usize..9, d in 1_usize..6, seed: u64) {
        let network = network(&[d, 4, 3], Activation::Sigmoid, seed);
        let x = gaussian(n, d, &mut seeded(seed ^ 1));
        let y = network.predict(&x).unwrap();
        let mut tape = Tape::new(&network, 1); // it grows
        network.forward(x.view(), &mut tape).unwrap();
        assert_same("a tape", &tape.output().to_owned(), &y);
        for (x, y) in x.axis_chunks_iter(Axis(0), 1).zip(y.axis_chunks_iter(Axis(0), 1)) {
            network.forward(x, &mut tape).unwrap(); // fewer rows than room
            assert_same("alone", &tape.output().to_owned(), &y.to_owned());
        }
        let half = network.predict_between(0..2, &x).unwrap();
        assert_same("in two steps", &network.predict_between(2..3, &half).unwrap(), &y);
    }
}

#[test]
fn more_samples_than_a_chunk_are_predicted() {
    let network = network(&[3, 2], Activation::Relu, 4);
    let x = gaussian(1100, 3, &mut seeded(5));
    let Some(weight) = network.parameters().first().map(|(_, w)| w.to_owned()) else {
        panic!("no weight")
    };
    assert_same(
        "XW",
        &network.predict(&x).unwrap(),
        &x.dot(&weight.into_dimensionality::<Ix2>().unwrap()),
    );
}

/// Products that are shared between threads, in blocks of columns or of rows, are the products.
#[test]
fn wide_layers_are_computed_in_blocks() {
    for (inputs, outputs) in [(70, 600), (600, 70)] {
        let network = network(&[inputs, outputs], Activation::Relu, 6);
        let (x, target) =
            (gaussian(33, inputs, &mut seeded(7)), gaussian(33, outputs, &mut seeded(8)));
        let [weight] = &network.parameters()[..1] else { panic!("no weight") };
        let weight = weight.1.to_owned().into_dimensionality::<Ix2>().unwrap();
        let (_, gradient, dx) = slopes(&network, &x, &target);
        let e = (x.dot(&weight) - &target) * (2.0 / 33.0);
        assert_same(
            "∂L/∂W",
            &gradient[0][0].clone().into_dimensionality::<Ix2>().unwrap(),
            &x.t().dot(&e),
        );
        assert_same("∂L/∂X", &dx, &e.dot(&weight.t()));
    }
}

#[test]
fn a_step_goes_against_the_gradient() {
    let mut network = network(&[3, 2, 3], Activation::Tanh, 9);
    let x = samples(20, 3, 10);
    let (before, gradient, _) = slopes(&network, &x, &x);
    let mut slopes_of_it: Vec<Vec<Real>> =
        gradient.iter().flatten().map(|g| g.iter().copied().collect()).collect();
    let against = slopes_of_it.iter_mut().map(Vec::as_mut_slice).collect();
    network.step(&mut Sgd { rate: 1e-3, ..Sgd::default() }, against).unwrap();
    let (after, ..) = slopes(&network, &x, &x);
    let fall: f64 = gradient
        .iter()
        .flatten()
        .flat_map(|g| g.iter())
        .map(|&g| 1e-3 * (g as f64).powi(2))
        .sum();
    assert!(
        (before - after - fall).abs() < 0.2 * fall,
        "fell by {}, not by about {fall}",
        before - after
    );
}

#[test]
fn encoding_and_decoding_is_reconstructing() {
    let x = samples(30, 6, 11).mapv(|v| 1.0 / (1.0 + (-v).exp()));
    for (output, code) in [Output::Linear, Output::Sigmoid, Output::Logits]
        .into_iter()
        .zip([None, Some(Activation::Sigmoid), Some(Activation::Relu)])
    {
        let shape = Architecture { code, output, ..Architecture::default() };
        let model = NeuralAutoencoder::random(&[6, 5, 2], &shape, &mut seeded(12)).unwrap();
        assert_eq!(
            (model.features(), model.code_size(), model.encode(&x).unwrap().dim()),
            (6, 2, (30, 2))
        );
        let y = model.reconstruct(&x).unwrap();
        let direct = model.decoder.predict(&model.encoder.predict(&x).unwrap()).unwrap();
        let expected = match output {
            Output::Logits => direct.mapv(|a| 1.0 / (1.0 + (-a).exp())),
            _ => direct,
        };
        assert_same("g(f(X))", &y, &expected);
        if output != Output::Linear {
            assert!(y.iter().all(|&y| y > 0.0 && y < 1.0), "{output:?}");
        }
    }
}

#[test]
fn decoders_mirror_encoders() {
    let model =
        NeuralAutoencoder::random(&[9, 7, 4, 2], &Architecture::default(), &mut seeded(13))
            .unwrap();
    let expected = "9 → dense 9 → 7, ReLU, dense 7 → 4, ReLU, dense 4 → 2";
    assert_eq!(model.encoder.to_string(), expected);
    let expected = "2 → dense 2 → 4, ReLU, dense 4 → 7, ReLU, dense 7 → 9";
    assert_eq!(model.decoder.to_string(), expected);
    assert_eq!(model.parameters()[0].0, "encoder.0.weight");
    assert_eq!(model.parameters()[11].0, "decoder.4.bias");
    // A code may be larger than the data.
    assert_eq!(
        NeuralAutoencoder::random(&[3, 8], &Architecture::default(), &mut seeded(14))
            .unwrap()
            .code_size(),
        8
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    let dense = |inputs, outputs| {
        Box::new(Dense::random(inputs, outputs, Init::Glorot, &mut seeded(1)))
            as Box<dyn Layer>
    };
    refused(Network::new(3, vec![]), &["at least 1 layer"]);
    refused(Network::new(0, vec![dense(1, 1)]), &["at least 1 input"]);
    refused(Network::new(3, vec![dense(3, 5), dense(4, 3)]), &["4 columns", "5"]);
    refused(Dense::new(Array2::zeros((3, 2)), Array1::zeros(3)), &["2 numbers", "3"]);
    refused(Dense::new(array![[Real::NAN]], Array1::zeros(1)), &["NaN"]);
    let network = network(&[3, 4, 2], Activation::Relu, 2);
    refused(network.predict(&Array2::zeros((5, 4))), &["3 columns", "4"]);
    refused(
        network.predict(&array![[0.0, Real::INFINITY, 0.0]]),
        &["inf", "row 0", "column 1"],
    );
    refused(network.predict_between(1..4, &Array2::zeros((5, 4))), &["0..3", "1..4"]);
    let mut tape = Tape::new(&network, 5);
    refused(network.forward(Array2::zeros((5, 2)).view(), &mut tape), &["3 columns", "2"]);
    network.forward(Array2::zeros((5, 3)).view(), &mut tape).unwrap();
    refused(
        network.backward(Array2::zeros((4, 3)).view(), &mut tape, true),
        &["5 samples", "4"],
    );
    let mut other = Tape::new(&self::network(&[3, 5, 2], Activation::Relu, 3), 5);
    refused(
        network.forward(Array2::zeros((5, 3)).view(), &mut other),
        &["[3, 4, 4, 2]", "[3, 5, 5, 2]"],
    );
}

#[test]
fn no_autoencoder_is_made_of_what_is_none() {
    let shape = Architecture::default();
    refused(NeuralAutoencoder::random(&[3], &shape, &mut seeded(1)), &["[3]"]);
    refused(NeuralAutoencoder::random(&[3, 0], &shape, &mut seeded(1)), &["[3, 0]"]);
    for (there, back) in [([3, 2], [2, 4]), ([3, 2], [3, 3])] {
        let [there, back] =
            [there, back].map(|widths| network(&widths, Activation::Relu, 1));
        let words =
            ["from 2 to 3".into(), format!("from {} to {}", back.inputs(), back.outputs())];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        refused(NeuralAutoencoder::new(there, back, Output::Linear), &words);
    }
}
