//! Training networks: history, schedules, early stopping, checkpoints, and losses that run away.

use crate::common::{assert_near, gaussian, refused, samples, seeded};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Parameters};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nn::supervised::Supervised;
use autoencoders::nn::train::{
    Record, Samples, Schedule, Training, minibatches, silent, train,
};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Error, Real, Result};
use ndarray::{Array1, Array2, Axis, array};
use proptest::prelude::*;
use std::path::Path;

fn model(seed: u64) -> NeuralAutoencoder {
    let shape = Architecture {
        hidden: Activation::Tanh,
        output: Output::Linear,
        ..Architecture::default()
    };
    NeuralAutoencoder::random(&[6, 5, 2], &shape, &mut seeded(seed)).unwrap()
}

fn weights(model: &impl Parameters) -> Vec<Real> {
    model
        .parameters()
        .iter()
        .flat_map(|(_, theta)| theta.iter().copied().collect::<Vec<_>>())
        .collect()
}

/// Trains `model(1)` on 90 samples, with 30 more to look at, under an observer.
fn trained<O: Optimiser>(
    mut optimiser: O,
    training: &Training,
    observe: impl FnMut(&Record, &NeuralAutoencoder) -> Result<()>,
) -> (NeuralAutoencoder, Result<Vec<Record>>) {
    let (all, mut model) = (samples(120, 6, 1), model(1));
    let (x, validation) = all.view().split_at(Axis(0), 90);
    let history = model.train(
        &x.to_owned(),
        Some(&validation.to_owned()),
        &mut optimiser,
        training,
        observe,
    );
    (model, history)
}

#[test]
fn the_loss_falls_and_is_recorded() {
    let training = Training { epochs: 30, batch: 16, ..Training::default() };
    let mut seen = Vec::new();
    let (model, history) =
        trained(Adam { rate: 0.02, ..Adam::default() }, &training, |record, _| {
            seen.push(*record);
            Ok(())
        });
    let history = history.unwrap();
    assert_eq!(seen, history);
    // 90 samples are five batches of 16 and one of 10.
    assert!(
        history
            .iter()
            .zip(1..)
            .all(|(r, i)| r.epoch == i && r.step == 6 * i && r.rate == 0.02),
        "{history:?}"
    );
    assert!(history[29].loss < 0.5 * history[0].loss, "{history:?}");
    let validation = samples(120, 6, 1).slice_move(ndarray::s![90.., ..]);
    assert_near(
        "L",
        history[29].validation.unwrap(),
        model.squared_error(&validation).unwrap(),
    );
}

#[test]
fn one_batch_of_all_samples_is_plain_descent() {
    let x = samples(20, 6, 3);
    let (mut by_train, mut by_hand) = (model(4), model(4));
    let training = Training { epochs: 1, batch: 1000, ..Training::default() };
    let start = by_hand.squared_error(&x).unwrap();
    let history = by_train.train(&x, None, &mut Sgd::default(), &training, silent).unwrap();
    assert_near("the only batch", history[0].loss, start);
    let (x, mut room) = (Samples::themselves(&x), by_hand.room(20));
    by_hand.slope(x, Draw::learning(0, 0), &mut room).unwrap();
    by_hand.step(&mut Sgd::default(), room.gradients_mut()).unwrap();
    for (a, b) in weights(&by_train).iter().zip(weights(&by_hand)) {
        assert_near("θ", *a as f64, b as f64);
    }
}

#[test]
fn targets_may_be_others_than_the_samples() {
    let x = gaussian(200, 3, &mut seeded(5));
    let w = array![[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]];
    let target = x.dot(&w) + array![0.25, -0.5];
    let dense = Dense::random(3, 2, Init::Glorot, &mut seeded(6));
    let network = Network::new(3, vec![Box::new(dense)]).unwrap();
    let mut model = Supervised { network, loss: Loss::Squared };
    let samples = Samples::pairs(&x, &target);
    let training = Training { epochs: 60, batch: 20, ..Training::default() };
    let rate = 0.1;
    let history = train(
        &mut model,
        &mut Sgd { rate, ..Sgd::default() },
        samples,
        Some(samples),
        &training,
        silent,
    )
    .unwrap();
    assert!(history[59].validation.unwrap() < 1e-6, "{:?}", history[59]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_epoch_has_every_sample_once(n in 0_usize..200, batch in 0_usize..70, seed: u64, epoch in 0_usize..1000) {
        let batches = minibatches(n, batch, seed, epoch);
        let mut all: Vec<usize> = batches.concat();
        prop_assert!(batches.iter().rev().skip(1).all(|rows| rows.len() == batch.max(1)));
        prop_assert!(batches.iter().all(|rows| !rows.is_empty() && rows.len() <= batch.max(1)));
        prop_assert_eq!(&batches, &minibatches(n, batch, seed, epoch));
        if n > 20 {
            prop_assert_ne!(&batches, &minibatches(n, batch, seed, epoch + 1));
        }
        all.sort_unstable();
        prop_assert_eq!(all, (0..n).collect::<Vec<_>>());
    }
}

#[test]
fn schedules_are_shares_of_the_rate() {
    let rates = |schedule| {
        let training = Training { epochs: 4, batch: 45, schedule, ..Training::default() };
        let mut optimiser = Sgd { rate: 0.01, ..Sgd::default() };
        let x = samples(90, 6, 1);
        let history = model(1).train(&x, None, &mut optimiser, &training, silent).unwrap();
        assert_eq!(optimiser.rate, 0.01, "the rate is given back");
        history.iter().map(|r| r.rate / 0.01).collect::<Vec<f64>>()
    };
    assert_eq!(rates(Schedule::Constant), [1.0; 4]);
    // The last of two steps an epoch: t = 1, 3, 5, 7 of 8.
    for (share, t) in rates(Schedule::Cosine).iter().zip([1.0, 3.0, 5.0, 7.0]) {
        assert!(
            (share - (std::f64::consts::PI * t / 16.0).cos().powi(2)).abs() < 1e-12,
            "{share} at {t}"
        );
    }
    let stepped = rates(Schedule::Step { every: 2, factor: 0.5 });
    assert!(
        stepped
            .iter()
            .zip([1.0, 1.0, 0.5, 0.5])
            .all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-12),
        "{stepped:?}"
    );
}

#[test]
fn patience_stops_and_goes_back_to_the_best() {
    // Six samples are soon learnt by heart, to the loss of all others.
    let (x, validation) = (gaussian(6, 8, &mut seeded(7)), gaussian(40, 8, &mut seeded(8)));
    let mut model =
        NeuralAutoencoder::random(&[8, 30, 20], &Architecture::default(), &mut seeded(9))
            .unwrap();
    let training =
        Training { epochs: 500, batch: 6, patience: Some(3), ..Training::default() };
    let mut optimiser = Adam { rate: 0.01, ..Adam::default() };
    let history =
        model.train(&x, Some(&validation), &mut optimiser, &training, silent).unwrap();
    let best = history.iter().map(|r| r.validation.unwrap()).fold(f64::INFINITY, f64::min);
    let at = history.iter().position(|r| r.validation == Some(best)).unwrap();
    assert!(history.len() < 500, "it never stopped");
    assert_eq!(
        history.len(),
        at + 1 + 3,
        "best at {at}; the third without a better one is the last"
    );
    assert_near("the best weights", model.squared_error(&validation).unwrap(), best);
}

/// A run that is cut off by its observer, and the file it leaves.
fn cut_off_and_resumed<O: Optimiser>(make: impl Fn() -> O, how: &Training) {
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = Some(folder.path().join("run.safetensors"));
    let (whole, history) = trained(make(), how, silent);
    let history = history.unwrap();
    let how = Training { checkpoint, ..how.clone() };
    for at in [2, 5] {
        let (_, stopped) = trained(make(), &how, |record, _| match record.epoch == at {
            true => Err(Error::TooFew {
                what: "the power supply",
                need: 1,
                unit: "volt",
                got: 0,
            }),
            false => Ok(()),
        });
        refused(stopped, &["the power supply"]);
    }
    let mut again = Vec::new();
    let (resumed, rest) = trained(make(), &how, |record, _| {
        again.push(record.epoch);
        Ok(())
    });
    assert_eq!(
        rest.unwrap(),
        history,
        "the whole history, epochs before the interruption too"
    );
    assert_eq!(again[0], 5, "epoch 5 was not finished, epoch 4 was");
    assert_eq!(weights(&resumed), weights(&whole), "byte for byte");
    // Once more: there is nothing left to do.
    let (done, _) = trained(make(), &how, |_, _| panic!("no epoch is left"));
    assert_eq!(weights(&done), weights(&whole));
}

#[test]
fn a_training_that_was_cut_off_ends_as_one_that_was_not() {
    let training = Training {
        epochs: 9,
        batch: 16,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    cut_off_and_resumed(
        || Sgd { rate: 0.01, momentum: 0.9, nesterov: true, ..Sgd::default() },
        &training,
    );
    cut_off_and_resumed(Adam::default, &training);
    let schedule = Schedule::Step { every: 2, factor: 0.7 };
    // So fast that the best epoch comes early: resuming has to remember it.
    let training = Training {
        epochs: 40,
        batch: 8,
        patience: Some(6),
        schedule,
        seed: 3,
        ..Training::default()
    };
    cut_off_and_resumed(|| Adam { rate: 0.3, ..Adam::default() }, &training);
}

/// Products, losses and optimisers are cut up by the shapes alone.
#[test]
fn the_number_of_threads_changes_no_byte() {
    let x = gaussian(500, 300, &mut seeded(10)).mapv(|v| 1.0 / (1.0 + (-v).exp()));
    let shape = Architecture { output: Output::Logits, ..Architecture::default() };
    let training = Training { epochs: 2, batch: 128, ..Training::default() };
    let on = |threads: usize| {
        let mut model =
            NeuralAutoencoder::random(&[300, 400, 20], &shape, &mut seeded(11)).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut optimiser = Adam::default();
        let history = pool
            .install(|| model.train(&x, None, &mut optimiser, &training, silent).unwrap());
        (history, weights(&model), pool.install(|| model.reconstruct(&x).unwrap()))
    };
    let one = on(1);
    assert!([2, 3, 8].into_iter().all(|threads| on(threads) == one));
}

#[test]
fn another_trainings_checkpoint_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.safetensors");
    let how = Training {
        epochs: 3,
        batch: 30,
        checkpoint: Some(path.clone()),
        ..Training::default()
    };
    let ended = |optimiser: Adam, how: &Training| trained(optimiser, how, silent).1;
    ended(Adam::default(), &how).unwrap();
    let more = ended(Adam::default(), &Training { epochs: 5, ..how.clone() });
    assert_eq!(more.unwrap().len(), 5, "more epochs of the same are no other training");
    let no =
        |outcome, words: &[&str]| refused(outcome, &[&["run.safetensors"], words].concat());
    no(ended(Adam::default(), &how), &["5 epochs", "3"]);
    let how = Training { epochs: 5, ..how };
    no(
        ended(Adam { beta1: 0.5, ..Adam::default() }, &how),
        &["β₁ = 0.9", "β₁ = 0.5", "delete"],
    );
    no(ended(Adam { rate: 0.5, ..Adam::default() }, &how), &["rate: 0.001", "rate: 0.5"]);
    no(
        ended(Adam::default(), &Training { batch: 31, ..how.clone() }),
        &["30 samples", "31 samples"],
    );
    no(ended(Adam::default(), &Training { seed: 1, ..how.clone() }), &["seed 0", "seed 1"]);
    no(trained(Sgd::default(), &how, silent).1, &["Adam", "gradient descent"]);
    let mut wider =
        NeuralAutoencoder::random(&[6, 4, 2], &Architecture::default(), &mut seeded(1))
            .unwrap();
    let x = samples(90, 6, 1);
    no(wider.train(&x, None, &mut Adam::default(), &how, silent), &["6 → 5", "6 → 4"]);
    // Weights alone are no checkpoint.
    model(1).save(&path).unwrap();
    no(ended(Adam::default(), &how), &["no checkpoint", "`load`"]);
    std::fs::write(&path, b"something else").unwrap();
    no(ended(Adam::default(), &how), &["no whole safetensors file"]);
    let nowhere = Training { checkpoint: Some(Path::new("/").into()), ..how };
    assert!(ended(Adam::default(), &nowhere).is_err());
}

#[test]
fn a_loss_that_runs_away_is_explained() {
    let run = |rate: f64, x: &Array2<Real>| {
        let how = Training { epochs: 50, batch: 10, ..Training::default() };
        model(2).train(x, None, &mut Sgd { rate, ..Sgd::default() }, &how, silent)
    };
    let x = samples(50, 6, 2);
    refused(run(10.0, &x), &["step", "rate 10", "coder.", "weight", "try 1.0e0", "Glorot"]);
    refused(
        run(1e308, &(&x * 100.0)),
        &["step 1", "encoder.0.weight [6, 5] is the first parameter", "not finite"],
    );
    // Finite, but a thousand times what it was.
    let line = Dense::new(array![[2.0]], Array1::zeros(1)).unwrap();
    let network = Network::new(1, vec![Box::new(line) as Box<dyn Layer>]).unwrap();
    let mut model = Supervised { network, loss: Loss::Squared };
    let (x, how) = (
        Array2::from_elem((4, 1), 1.0),
        Training { epochs: 99, batch: 4, ..Training::default() },
    );
    let mut optimiser = Sgd { rate: 1.0, ..Sgd::default() };
    let data = Samples::themselves(&x);
    let outcome = train(&mut model, &mut optimiser, data, None, &how, silent);
    refused(outcome, &["0.bias [1] has the steepest slope, up to", "rate 1"]);
}

#[test]
fn what_cannot_be_trained_on_is_refused() {
    let how = Training { epochs: 1, ..Training::default() };
    let on = |x: &Array2<Real>, validation: Option<&Array2<Real>>, how: &Training| {
        model(1).train(x, validation, &mut Adam::default(), how, silent)
    };
    let x = samples(9, 6, 1);
    refused(on(&Array2::zeros((0, 6)), None, &how), &["at least 1 sample"]);
    refused(on(&Array2::zeros((4, 5)), None, &how), &["6 columns", "5"]);
    refused(on(&Array2::from_elem((4, 6), Real::NAN), None, &how), &["NaN"]);
    refused(on(&x, Some(&Array2::zeros((4, 5))), &how), &["6 columns", "5"]);
    refused(on(&x, None, &Training { patience: Some(1), ..how.clone() }), &["validation"]);
    let schedule = Schedule::Step { every: 1, factor: -1.0 };
    refused(on(&x, None, &Training { schedule, ..how.clone() }), &["-1", "positive"]);
    assert!(on(&x, None, &Training { epochs: 0, ..how.clone() }).unwrap().is_empty());
    let shape = Architecture { output: Output::Logits, ..Architecture::default() };
    let mut logits = NeuralAutoencoder::random(&[6, 2], &shape, &mut seeded(1)).unwrap();
    let mut adam = Adam::default();
    refused(
        logits.train(&x, None, &mut adam, &how, silent),
        &["target", "between 0 and 1"],
    );
    let mut model = model(1);
    let before = weights(&model);
    let other = x.slice(ndarray::s![..5, ..]).to_owned();
    let fewer = Samples::pairs(&x, &other);
    refused(
        train(&mut model, &mut Adam::default(), fewer, None, &how, silent),
        &["9", "5"],
    );
    let weight = Array2::from_elem((9, 6), -1.0);
    let negative = Samples::themselves(&x).weighted(&weight);
    let outcome = train(&mut model, &mut Adam::default(), negative, None, &how, silent);
    refused(outcome, &["weight of the loss is -1", "0 or more"]);
    let themselves = Samples::themselves(&x);
    let mut optimiser = Sgd { rate: f64::NAN, ..Sgd::default() };
    refused(
        train(&mut model, &mut optimiser, themselves, None, &how, silent),
        &["rate", "NaN"],
    );
    assert_eq!(weights(&model), before, "a refusal changes nothing");
}
