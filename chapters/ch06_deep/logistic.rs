//! Half a bend: a linear code under a sigmoid, encoded by a linear layer or by a search.

use super::by_k::{ByK, one_or_more};
use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::deep::logistic_pca::LogisticPca;
use autoencoders::ndarray::{Ix1, Ix2, s};
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use chapters::figures::Ink;
use chapters::{Outcome, Run};

/// Two curves for the figure by code size: one layer each way, and logistic PCA.
///
/// Between them stands a control, a number for each size: the decoder of the one layer as it was trained, with its code
/// searched for.
pub fn logistic(run: &mut Run, models: &Models, by_k: &mut ByK) -> Outcome {
    let (epochs, sweeps) = (run.size(2, 20, 20), run.size(3, 8, 15));
    let n = models.train.len().min(run.size(200, 3_000, 20_000));
    let starts = run.size(1, 5, 1);
    run.train("linear codes under a sigmoid");
    let sizes = &models.sizes;
    let made = run.from_each_start(sizes, starts, |&k, start| {
        with_linear_encoder(run, models, k, epochs, start)
    })?;
    let of = |way: usize| -> Vec<(usize, Vec<f64>)> {
        let errors =
            made.iter().map(|errors| errors.iter().map(|pair| pair[way]).collect());
        sizes.iter().copied().zip(errors).collect()
    };
    let (one_layer, controls) = (of(0), of(1));
    let searched =
        run.together(sizes, |&k| Ok((k, vec![with_search(models, k, n, sweeps)?])))?;
    run.count("onelayer_epochs", epochs);
    run.count("logistic_samples", n);
    run.count("logistic_sweeps", sweeps);
    by_k.add(run, "onelayer", "one layer", Ink::Category(2), one_layer);
    for (k, errors) in &controls {
        one_or_more(run, &format!("onelayer_searched{k}_sq"), errors, "", 2);
    }
    by_k.add(run, "logistic", "logistic PCA", Ink::Category(1), searched);
    Ok(())
}

/// Squared errors of d-k-d on the test images: linear to the code, sigmoid at the output, trained as the deep networks are.
///
/// The first with the codes of its encoder, the second with those that explain an image best under the same decoder.
fn with_linear_encoder(
    run: &Run,
    models: &Models,
    k: usize,
    epochs: usize,
    start: usize,
) -> Outcome<[f64; 2]> {
    let shape = Architecture { output: Output::Logits, ..Architecture::default() };
    let d = models.train.x.ncols();
    let mut rng = run.rng(&format!("one layer {k} {start}"));
    let mut model = NeuralAutoencoder::random(&[d, k], &shape, &mut rng)?;
    let training = Training {
        epochs,
        batch: 64,
        seed: run.args.seed + start as u64,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let mut optimiser = Adam { rate: 5e-3, ..Adam::default() };
    model.train(&models.train.x, None, &mut optimiser, &training, silent)?;
    let [weight, bias] = &model.decoder.parameters()[..] else {
        return Err("a decoder of one layer has one W and one b".into());
    };
    let searched = LogisticPca {
        u: weight.1.view().into_dimensionality::<Ix2>()?.t().to_owned(),
        b: bias.1.view().into_dimensionality::<Ix1>()?.to_owned(),
    };
    let test = &models.test.x;
    Ok([model.squared_error(test)?, searched.squared_error(test)?])
}

/// Squared error of logistic PCA on the test images, fitted on the first n of the training images.
fn with_search(models: &Models, k: usize, n: usize, sweeps: usize) -> Outcome<f64> {
    let x = models.train.x.slice(s![..n, ..]).to_owned();
    let model = LogisticPca::fit(&x, k, sweeps)?.model;
    Ok(model.squared_error(&models.test.x)?)
}
