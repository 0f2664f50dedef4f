//! What chapter 5 claims, beyond the laws in `tests/library/nn.rs`, `tests/library/nn_training.rs` and `tests/library/gradients.rs`.

use crate::common::{assert_near, assert_same};
use autoencoders::Real;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::{Network, Tape};
use autoencoders::nn::optim::Sgd;
use ndarray::{Array1, Array2, ArrayD, Ix2, array};

fn dense(weight: Array2<Real>) -> Box<Dense> {
    let bias = Array1::zeros(weight.ncols());
    Box::new(Dense::new(weight, bias).unwrap())
}

fn matrix(a: &ArrayD<Real>) -> Array2<Real> {
    a.clone().into_dimensionality::<Ix2>().unwrap()
}

// ANCHOR: worked_example
/// x = (1, −1, 0) through W₁ = [[1, 2], [1, 0], [−1, 0]] and ReLU, and back: (0, 2), (0, 2, 0), squared error 10.
#[test]
fn worked_example() {
    let x = array![[1.0, -1.0, 0.0]];
    let encoder = dense(array![[1.0, 2.0], [1.0, 0.0], [-1.0, 0.0]]);
    let decoder = dense(array![[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]]); // the lecture's [[2, 0], [0, 1], [0, 0]], transposed
    let bend = || Box::new(Activation::Relu);
    let mut network = Network::new(3, vec![encoder, bend(), decoder, bend()]).unwrap();
    assert_same(
        "the code",
        &network.predict_between(0..2, &x).unwrap(),
        &array![[0.0, 2.0]],
    );
    assert_same("x̃", &network.predict(&x).unwrap(), &array![[0.0, 2.0, 0.0]]);

    let mut tape = Tape::new(&network, 1);
    network.forward(x.view(), &mut tape).unwrap();
    let (y, dy) = tape.output_and_slope();
    assert_near("‖x̃ − x‖²", Loss::Squared.value_and_gradient(y, x.view(), dy), 10.0);
    assert_same("∂L/∂x̃", &tape.d_output_mut().to_owned(), &array![[-2.0, 6.0, 0.0]]);

    network.backward(x.view(), &mut tape, true).unwrap();
    assert_same(
        "∂L/∂W₂",
        &matrix(&tape.gradients[2][0]),
        &array![[0.0, 0.0, 0.0], [0.0, 12.0, 0.0]],
    );
    assert_same(
        "∂L/∂W₁",
        &matrix(&tape.gradients[0][0]),
        &array![[0.0, 6.0], [0.0, -6.0], [0.0, 0.0]],
    );
    assert_same("∂L/∂x", &tape.d_input().to_owned(), &array![[12.0, 0.0, 0.0]]);

    // The page's step, without biases.
    (tape.gradients[0][1], tape.gradients[2][1]) =
        (ArrayD::zeros(vec![2]), ArrayD::zeros(vec![3]));
    network
        .step(&mut Sgd { rate: 1.0 / 12.0, ..Sgd::default() }, tape.gradients_mut())
        .unwrap();
    let theta: Vec<Array2<Real>> = network
        .parameters()
        .iter()
        .step_by(2)
        .map(|(_, w)| matrix(&w.to_owned()))
        .collect();
    assert_same("W₁", &theta[0], &array![[1.0, 1.5], [1.0, 0.5], [-1.0, 0.0]]);
    assert_same("W₂", &theta[1], &array![[2.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
    let after = network.predict(&x).unwrap();
    assert_same("x̃", &after, &array![[0.0, 0.0, 0.0]]);
    assert_near("‖x̃ − x‖²", Loss::Squared.value(&after, &x).unwrap(), 2.0);

    // Nothing passes the shut rectifiers: the step was the last.
    let mut tape = Tape::new(&network, 1);
    network.forward(x.view(), &mut tape).unwrap();
    let (y, dy) = tape.output_and_slope();
    Loss::Squared.value_and_gradient(y, x.view(), dy);
    network.backward(x.view(), &mut tape, true).unwrap();
    assert!(tape.gradients_mut().into_iter().flatten().all(|slope| *slope == 0.0));
    // With the first unit half open the first pixel is right, and the error 1.
    let open = array![[1.5, 1.5], [1.0, 0.5], [-1.0, 0.0]];
    let decoder = dense(matrix(&network.parameters()[2].1.to_owned()));
    let network = Network::new(3, vec![dense(open), bend(), decoder, bend()]).unwrap();
    let better = network.predict(&x).unwrap();
    assert_near("‖x̃ − x‖²", Loss::Squared.value(&better, &x).unwrap(), 1.0);
}
// ANCHOR_END: worked_example
