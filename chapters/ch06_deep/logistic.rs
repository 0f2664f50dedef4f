//! Half a bend: a linear code under a sigmoid, encoded by a linear layer or by a search.

use super::by_k::ByK;
use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::deep::logistic_pca::LogisticPca;
use autoencoders::ndarray::s;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use chapters::curves::Curve;
use chapters::figures::Ink;
use chapters::{Outcome, Run};

/// Two curves for the figure by code size: one layer each way, and logistic PCA.
pub fn logistic(run: &mut Run, models: &Models, by_k: &mut ByK) -> Outcome {
    let (epochs, sweeps) = (run.size(2, 12, 20), run.size(3, 8, 15));
    let n = models.train.len().min(run.size(200, 3_000, 20_000));
    run.train("linear codes under a sigmoid");
    let jobs: Vec<(usize, bool)> =
        models.sizes.iter().flat_map(|&k| [(k, true), (k, false)]).collect();
    let errors = run.together(&jobs, |&(k, search)| match search {
        true => with_search(models, k, n, sweeps),
        false => with_linear_encoder(run, models, k, epochs),
    })?;
    let curve = |way: usize| -> Curve {
        models
            .sizes
            .iter()
            .zip(errors.chunks(2))
            .map(|(&k, pair)| (k as f64, pair[way]))
            .collect()
    };
    let (searched, one_layer) = (curve(0), curve(1));
    run.count("onelayer_epochs", epochs);
    run.count("logistic_samples", n);
    run.count("logistic_sweeps", sweeps);
    by_k.add(run, "onelayer", "one layer", Ink::Category(2), vec![one_layer]);
    by_k.add(run, "logistic", "logistic PCA", Ink::Category(1), vec![searched]);
    Ok(())
}

/// Squared error of d-k-d on the test images: linear to the code, sigmoid at the output, trained as the deep networks are.
fn with_linear_encoder(
    run: &Run,
    models: &Models,
    k: usize,
    epochs: usize,
) -> Outcome<f64> {
    let shape = Architecture { output: Output::Logits, ..Architecture::default() };
    let d = models.train.x.ncols();
    let mut model = NeuralAutoencoder::random(
        &[d, k],
        &shape,
        &mut run.rng(&format!("one layer {k}")),
    )?;
    let training = Training {
        epochs,
        batch: 64,
        seed: run.args.seed,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let mut optimiser = Adam { rate: 5e-3, ..Adam::default() };
    model.train(&models.train.x, None, &mut optimiser, &training, silent)?;
    Ok(model.squared_error(&models.test.x)?)
}

/// Squared error of logistic PCA on the test images, fitted on the first n of the training images.
fn with_search(models: &Models, k: usize, n: usize, sweeps: usize) -> Outcome<f64> {
    let x = models.train.x.slice(s![..n, ..]).to_owned();
    let model = LogisticPca::fit(&x, k, sweeps)?.model;
    Ok(model.squared_error(&models.test.x)?)
}
