//! The example by hand: three inputs, two rectifiers, three rectified outputs.

use autoencoders::ndarray::array;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::{Network, Tape};
use autoencoders::nn::optim::Sgd;
use chapters::{Outcome, Run};

/// Forwards, backwards, and one step of 1/12.
pub fn worked(run: &mut Run) -> Outcome {
    let x = array![[1.0, -1.0, 0.0]];
    let encoder =
        Dense::new(array![[1.0, 2.0], [1.0, 0.0], [-1.0, 0.0]], array![0.0, 0.0])?;
    let decoder =
        Dense::new(array![[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]], array![0.0, 0.0, 0.0])?;
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(encoder),
        Box::new(Activation::Relu),
        Box::new(decoder),
        Box::new(Activation::Relu),
    ];
    let mut network = Network::new(3, layers)?;
    let mut tape = Tape::new(&network, 1);
    network.forward(x.view(), &mut tape)?;
    for (j, y) in tape.output().iter().enumerate() {
        run.number(&format!("worked_output_{}", j + 1), f64::from(*y), 0);
    }
    let (y, dy) = tape.output_and_slope();
    let error = Loss::Squared.value_and_gradient(y, x.view(), dy);
    run.number("worked_error", error, 0);
    network.backward(x.view(), &mut tape, true)?;
    for (name, gradient) in ["encoder", "decoder"].iter().zip([0, 2]) {
        let largest =
            tape.gradients[gradient][0].iter().fold(0.0_f64, |m, &g| m.max(f64::from(g)));
        run.number(&format!("worked_{name}_slope"), largest, 0);
    }
    let mut optimiser = Sgd { rate: 1.0 / 12.0, ..Sgd::default() };
    network.step(&mut optimiser, tape.gradients_mut())?;
    network.forward(x.view(), &mut tape)?;
    let (y, dy) = tape.output_and_slope();
    Loss::Squared.value_and_gradient(y, x.view(), dy);
    tape.gradients_mut().into_iter().for_each(|slope| slope.fill(0.0));
    network.backward(x.view(), &mut tape, true)?;
    let steepest = tape
        .gradients_mut()
        .into_iter()
        .flatten()
        .fold(0.0, |m: f64, g| m.max(f64::from(*g).abs()));
    run.number("worked_slope_after", steepest, 0);
    run.number("worked_error_after", Loss::Squared.value(&network.predict(&x)?, &x)?, 2);
    Ok(())
}
