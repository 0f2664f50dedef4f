//! Which half of the one layer has to bend, and whether depth is more than width.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::deep::parameters;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::silent;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use chapters::{Outcome, Run};

/// Code sizes that are tried.
const SIZES: [usize; 2] = [5, 30];

/// Squared errors of test images by a network with one hidden layer each way and as many parameters as the deep one, and
/// by that decoder under a linear encoder.
pub fn halves(run: &mut Run, models: &Models) -> Outcome {
    run.train("one hidden layer in place of three");
    let sizes = SIZES.into_iter().filter(|k| models.sizes.contains(k));
    let cases: Vec<(usize, bool)> = sizes.flat_map(|k| [(k, true), (k, false)]).collect();
    let starts = run.size(1, 5, 1);
    let found = run.from_each_start(&cases, starts, |&(k, bends), start| {
        with_one_hidden(run, models, k, bends, start)
    })?;
    for ((k, bends), errors) in cases.iter().zip(found) {
        let name = if *bends { "wide" } else { "halfbent" };
        super::by_k::one_or_more(run, &format!("{name}{k}_sq"), &errors, "", 2);
    }
    run.count("wide_width", wide(run, models, models.largest()));
    Ok(())
}

/// The hidden width with which d-h-k and back has the deep network's number of parameters, or a few less.
fn wide(run: &Run, models: &Models, k: usize) -> usize {
    let d = models.train.x.ncols();
    let most = parameters(&models.widths(run, k));
    // 2(dh + hk) weights, and biases: 2h + k + d
    (most - k - d) / (2 * (d + k + 1))
}

/// Trained as the deep networks are; without `bends` the encoder is one linear layer.
fn with_one_hidden(
    run: &Run,
    models: &Models,
    k: usize,
    bends: bool,
    start: usize,
) -> Outcome<f64> {
    let (d, h) = (models.train.x.ncols(), wide(run, models, k));
    let shape =
        Architecture { output: Output::Logits, init: Init::He, ..Architecture::default() };
    let mut rng = run.rng(&format!("wide {k} {start}"));
    let mut model = NeuralAutoencoder::random(&[d, h, k], &shape, &mut rng)?;
    if !bends {
        let linear = NeuralAutoencoder::random(&[d, k], &shape, &mut rng)?;
        model = NeuralAutoencoder::new(linear.encoder, model.decoder, model.output)?;
    }
    let training = models.training(run, start);
    let mut optimiser = Adam { rate: models.rate(run), ..Adam::default() };
    model.train(&models.train.x, None, &mut optimiser, &training, silent)?;
    Ok(model.squared_error(&models.test.x)?)
}
