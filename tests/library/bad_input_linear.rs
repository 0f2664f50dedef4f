//! What a reader can get wrong with a linear autoencoder, and that the answer names the numbers.

use crate::common::{refused, samples, seeded};
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::{lowest_loss, shrunk};
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Error, Real};
use ndarray::{Array1, Array2, array};

fn model(x: &Array2<Real>, k: usize) -> LinearAutoencoder {
    let mean = FullBatch::new(x).expect("ordinary samples").mean;
    LinearAutoencoder::random(&mean, k, 0.1, &mut seeded(1)).expect("an ordinary model")
}

fn train(
    model: &mut LinearAutoencoder,
    x: &Array2<Real>,
    how: &Minibatches,
) -> autoencoders::Result<()> {
    model.train(x, how, &mut Adam::default(), &mut seeded(2), silent).map(|_| ())
}

#[test]
fn parts_that_do_not_fit() {
    let new = |d, u: (usize, usize), v| {
        LinearAutoencoder::new(Array1::zeros(d), Array2::zeros(u), Array2::zeros(v))
    };
    refused(
        new(3, (4, 2), (2, 4)),
        &["U of 4×2", "mean of 4", "V of 2×4", "got a mean of 3"],
    );
    refused(new(4, (4, 2), (4, 2)), &["V of 2×4", "V of 4×2"]);
    refused(new(4, (4, 0), (0, 4)), &["at least 1 number in its code", "got 0"]);
    refused(new(0, (0, 2), (2, 0)), &["at least 1 feature", "got 0"]);
    let nan = array![[1.0], [Real::NAN]];
    refused(
        LinearAutoencoder::new(Array1::zeros(2), nan, Array2::zeros((1, 2))),
        &["NaN", "row 1"],
    );
}

#[test]
fn a_start_that_is_none() {
    let mean = Array1::zeros(3);
    refused(
        LinearAutoencoder::random(&mean, 0, 0.1, &mut seeded(1)),
        &["at least 1", "got 0"],
    );
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        refused(
            LinearAutoencoder::random(&mean, 2, scale, &mut seeded(1)),
            &["scale", "positive"],
        );
    }
    refused(
        LinearAutoencoder::random(&array![Real::NAN], 2, 0.1, &mut seeded(1)),
        &["NaN"],
    );
}

#[test]
fn components_that_are_not_there() {
    let pca = Pca::fit(&samples(10, 4, 1), 3).unwrap();
    refused(LinearAutoencoder::spanning(&pca, &[0, 3]), &["4 components", "holds 3"]);
    refused(LinearAutoencoder::spanning(&pca, &[1, 1]), &["1 twice"]);
    refused(LinearAutoencoder::spanning(&pca, &[]), &["at least 1", "got 0"]);
}

#[test]
fn a_decoder_that_has_no_best_encoder() {
    let u = array![[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]];
    refused(
        LinearAutoencoder::with_best_encoder(Array1::zeros(3), u),
        &["independent", "2 of rank 1"],
    );
    refused(
        LinearAutoencoder::with_best_encoder(Array1::zeros(2), Array2::ones((2, 3))),
        &["independent", "3 of rank 1"],
    );
}

#[test]
fn samples_of_another_width_not_finite_or_none() {
    let x = samples(10, 4, 1);
    let mut model = model(&x, 2);
    let how = Minibatches::default();
    let (wide, none) = (samples(3, 5, 1), Array2::zeros((0, 4)));
    let mut nan = x.clone();
    nan[[6, 2]] = Real::NAN;
    refused(model.encode(&wide), &["4 columns", "got 5"]);
    refused(model.decode(&wide), &["2 columns", "got 5"]);
    refused(model.loss(&wide, 0.0), &["4 columns", "got 5"]);
    refused(model.gradient(&wide, 0.0), &["4 columns", "got 5"]);
    refused(train(&mut model, &wide, &how), &["4 columns", "got 5"]);
    refused(FullBatch::about(&model.mean, &wide), &["4 columns", "got 5"]);
    refused(model.loss(&none, 0.0), &["at least 1 sample", "got 0"]);
    refused(model.gradient(&none, 0.0), &["at least 1 sample", "got 0"]);
    refused(train(&mut model, &none, &how), &["at least 1 sample", "got 0"]);
    refused(FullBatch::new(&none), &["at least 1 sample", "got 0"]);
    refused(FullBatch::new(&Array2::zeros((3, 0))), &["at least 1 feature", "got 0"]);
    refused(model.gradient(&nan, 0.0), &["NaN", "row 6", "column 2"]);
    refused(train(&mut model, &nan, &how), &["NaN", "row 6", "column 2"]);
    refused(FullBatch::new(&nan), &["NaN", "row 6", "column 2"]);
}

#[test]
fn a_penalty_that_is_none() {
    let x = samples(10, 4, 1);
    let (mut model, batch, pca) =
        (model(&x, 2), FullBatch::new(&x).unwrap(), Pca::fit(&x, 2).unwrap());
    for alpha in [-0.1, f64::NAN, f64::INFINITY] {
        let words = ["penalty α", "zero or positive"];
        refused(model.loss(&x, alpha), &words);
        refused(model.gradient(&x, alpha), &words);
        refused(batch.loss(&model, alpha), &words);
        refused(batch.gradient(&model, alpha), &words);
        refused(
            train(&mut model, &x, &Minibatches { alpha, ..Minibatches::default() }),
            &words,
        );
        let how = Descent { alpha, ..Descent::default() };
        refused(batch.descend(&mut model, &how, &mut Sgd::default(), silent), &words);
        refused(shrunk(&pca, alpha), &words);
        refused(lowest_loss(&pca, alpha), &words);
    }
}

#[test]
fn a_model_with_another_mean_or_code() {
    let x = samples(10, 4, 1);
    let (model, batch) = (model(&x, 2), FullBatch::about(&Array1::zeros(4), &x).unwrap());
    refused(batch.loss(&model, 0.0), &["mean", "FullBatch::about"]);
    assert!(FullBatch::about(&model.mean, &x).unwrap().loss(&model, 0.0).is_ok());
    refused(model.largest_angle(&Pca::fit(&x, 3).unwrap()), &["4×2", "got 4×3"]);
    refused(model.mixed(&Array2::eye(3)), &["2×2", "got 3×3"]);
    refused(model.mixed(&array![[1.0, 2.0], [2.0, 4.0]]), &["independent", "rank 1"]);
}

/// The message names the step, the rate and a rate that would do; with that rate it does.
#[test]
fn a_rate_too_large() {
    let x = samples(60, 8, 3);
    let batch = FullBatch::new(&x).unwrap();
    let limit = 2.0 / batch.curvature().unwrap();
    let rate = 20.0 * limit;
    let words = [
        "at step",
        &format!("rate {rate}"),
        "too large",
        &format!("above {limit:.3e}"),
        "quarter",
    ];
    let descend = |rate| {
        let mut sgd = Sgd { rate, ..Sgd::default() };
        batch.descend(&mut model(&x, 2), &Descent::default(), &mut sgd, silent)
    };
    refused(descend(rate), &words);
    assert!(descend(0.25 * limit).is_ok());
    let train = |rate| {
        let mut sgd = Sgd { rate, ..Sgd::default() };
        model(&x, 2).train(&x, &Minibatches::default(), &mut sgd, &mut seeded(2), silent)
    };
    refused(train(rate), &words);
    assert!(train(0.25 * limit).is_ok());
    // Adam knows no such bound.
    let how = Minibatches { epochs: 400, ..Minibatches::default() };
    let mut adam = Adam { rate: 1e6, ..Adam::default() };
    refused(
        model(&x, 2).train(&x, &how, &mut adam, &mut seeded(2), silent),
        &["rate 1000000", "a tenth"],
    );
}

#[test]
fn what_the_observer_says_is_passed_on() {
    let x = samples(10, 4, 1);
    let stop = |step| Error::TooFew {
        what: "the observer's own",
        need: 9,
        unit: "step",
        got: step,
    };
    let batch = FullBatch::new(&x).unwrap();
    let outcome = batch.descend(
        &mut model(&x, 2),
        &Descent::default(),
        &mut Sgd::default(),
        |r, _| {
            if r.step >= 20 { Err(stop(r.step)) } else { Ok(()) }
        },
    );
    refused(outcome, &["the observer's own", "got 20"]);
}

/// No step, no epoch, batches of none: nothing happens, or the nearest that can.
#[test]
fn nothing_to_do() {
    let x = samples(10, 4, 1);
    let (mut model, batch) = (model(&x, 2), FullBatch::new(&x).unwrap());
    let before = model.u.clone();
    let how = Descent { steps: 0, every: 0, ..Descent::default() };
    assert_eq!(
        batch.descend(&mut model, &how, &mut Sgd::default(), silent).unwrap().len(),
        1
    );
    train(&mut model, &x, &Minibatches { epochs: 0, ..Minibatches::default() }).unwrap();
    assert_eq!(model.u, before);
    train(&mut model, &x, &Minibatches { epochs: 1, batch: 0, ..Minibatches::default() })
        .unwrap();
    assert_ne!(model.u, before);
}
