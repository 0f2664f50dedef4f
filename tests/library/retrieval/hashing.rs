//! The document coder: its slopes, with the noise handed in; training; what it refuses.

use crate::common::{assert_near, gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::data::documents::documents;
use autoencoders::ndarray::{Array2, array};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::nn::train::{Schedule, Training, silent, train};
use autoencoders::retrieval::coder::{Code, Corruption, DocumentCoder};
use autoencoders::retrieval::weighting::{log_counts, shares};

fn coder(widths: &[usize], code: Code, corruption: Corruption, seed: u64) -> DocumentCoder {
    DocumentCoder::random(widths, code, corruption, &mut seeded(seed)).expect("a coder")
}

/// Nothing hidden, no noise.
const NOTHING: Corruption = Corruption { hidden: 0.0, noise: 0.0 };

/// Five documents of six words: inputs, and shares to predict.
fn five(seed: u64) -> (Array2<Real>, Array2<Real>) {
    let x = gaussian(5, 6, &mut seeded(seed)).mapv(Real::abs);
    let target = shares(&x).expect("positive");
    (x, target)
}

#[test]
fn slopes_of_linear_codes_and_of_bits_agree_with_differences() {
    let (x, target) = five(1);
    for code in [Code::Linear, Code::Binary] {
        for corruption in [NOTHING, Corruption { hidden: 0.3, noise: 1.0 }] {
            let model = coder(&[6, 4, 3], code, corruption, 2);
            let found =
                check_model(&model, Samples::pairs(&x, &target), Draw::learning(3, 7));
            assert_eq!(found.compared, 6 * 4 + 4 + 4 * 3 + 3 + 3 * 4 + 4 + 4 * 6 + 6);
            assert!(found.worst < BOUND, "{code:?}, {corruption:?}: {}", found.at);
        }
    }
}

/// Words are hidden and codes disturbed only while it learns, and by other draws at other steps.
#[test]
fn corruption_is_for_learning_only() {
    let (x, target) = five(4);
    let samples = Samples::pairs(&x, &target);
    for code in [Code::Linear, Code::Binary] {
        let model = coder(&[6, 3], code, Corruption { hidden: 0.5, noise: 2.0 }, 5);
        let mut room = model.room(7); // more than the five rows
        let mut on = |draw| model.slope(samples, draw, &mut room).expect("shapes").total();
        let plain = model.loss(&x, &target).expect("shapes");
        assert_near("L, looked at", on(Draw::measuring(1, 0)), plain);
        let [first, again, next] = [0, 0, 1].map(|step| on(Draw::learning(1, step)));
        assert_eq!(first, again);
        assert!((first - next).abs() > 1e-4 && (first - plain).abs() > 1e-4);
    }
}

#[test]
fn an_address_has_the_bits_of_the_codes_above_one_half() {
    let model = coder(&[6, 8], Code::Binary, NOTHING, 6);
    let (x, _) = five(7);
    let (codes, addresses) =
        (model.encode(&x).expect("x"), model.addresses(&x).expect("x"));
    for (code, address) in codes.rows().into_iter().zip(addresses) {
        for (j, &y) in code.iter().enumerate() {
            assert_eq!(address >> j & 1 == 1, y > 0.5, "bit {j} of {address:#b} for {y}");
        }
    }
}

#[test]
fn training_is_the_same_each_time_and_lowers_the_loss() {
    let set = documents(1, 120).expect("documents");
    let (x, target) =
        (log_counts(&set.counts.x).expect("counts"), shares(&set.counts.x).expect("words"));
    let trained = || {
        let corruption = Corruption { noise: 1.0, ..Corruption::default() };
        let mut model = coder(&[1200, 16, 6], Code::Binary, corruption, 8);
        let before = model.loss(&x, &target).expect("shapes");
        let schedule = Schedule::Cosine;
        let how =
            Training { epochs: 6, batch: 20, schedule, seed: 9, ..Training::default() };
        let mut adam = Adam { rate: 0.01, ..Adam::default() };
        let samples = Samples::pairs(&x, &target);
        let history =
            train(&mut model, &mut adam, samples, None, &how, silent).expect("training");
        assert!(
            model.loss(&x, &target).expect("shapes") < before - 0.1,
            "from {before}: {history:?}"
        );
        assert_eq!((history.len(), history[5].epoch, adam.rate), (6, 6, 0.01));
        model.addresses(&x).expect("x")
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
    assert_eq!(trained(), pool.install(trained), "on any number of threads");
}

#[test]
fn noise_pushes_codes_to_their_ends() {
    let set = documents(2, 400).expect("documents");
    let (x, target) =
        (log_counts(&set.counts.x).expect("counts"), shares(&set.counts.x).expect("words"));
    let grey = |noise: f64| {
        let corruption = Corruption { noise, ..Corruption::default() };
        let mut model = coder(&[1200, 8], Code::Binary, corruption, 3);
        let how = Training { epochs: 15, batch: 20, ..Training::default() };
        let mut adam = Adam { rate: 0.01, ..Adam::default() };
        train(&mut model, &mut adam, Samples::pairs(&x, &target), None, &how, silent)
            .expect("training");
        let y = model.encode(&x).expect("x");
        y.iter().filter(|y| (0.1..0.9).contains(*y)).count() as f64 / y.len() as f64
    };
    let (plain, noisy) = (grey(0.0), grey(3.0));
    assert!(noisy < 0.8 * plain, "{noisy} between the ends with noise, {plain} without");
}

#[test]
fn what_cannot_be_trained_is_refused() {
    let (x, target) = five(1);
    let random = |widths: &[usize], code| {
        DocumentCoder::random(widths, code, NOTHING, &mut seeded(1))
    };
    refused(random(&[6, 33], Code::Binary), &["bits of a code is 33", "1 to 32"]);
    assert!(random(&[6], Code::Linear).is_err());
    let with = |x: &Array2<Real>, target: &Array2<Real>, corruption| {
        let mut model = coder(&[6, 3], Code::Linear, corruption, 1);
        let how = Training { epochs: 1, ..Training::default() };
        let samples = Samples::pairs(x, target);
        train(&mut model, &mut Adam::default(), samples, None, &how, silent)
    };
    let on = |x: &Array2<Real>, target: &Array2<Real>| with(x, target, NOTHING);
    refused(on(&Array2::zeros((5, 4)), &target), &["the samples", "6 columns", "4"]);
    refused(on(&x, &Array2::zeros((5, 4))), &["the targets", "6 columns"]);
    refused(on(&x, &array![[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]), &["5, one a sample", "1"]);
    refused(on(&x, &x), &["1"]);
    refused(on(&Array2::zeros((0, 6)), &Array2::zeros((0, 6))), &["at least 1 sample"]);
    refused(on(&(&x * Real::NAN), &target), &["NaN"]);
    let corrupted = |hidden, noise| with(&x, &target, Corruption { hidden, noise });
    refused(corrupted(1.0, 0.0), &["hidden words is 1", "less than 1"]);
    refused(corrupted(0.5, -1.0), &["noise at the code is -1", "0 or more"]);
    refused(corrupted(0.5, f64::NAN), &["NaN"]);
}

#[test]
fn a_loss_that_runs_away_and_shapes_that_do_not_fit_are_named() {
    let (x, target) = five(1);
    let how = Training { epochs: 200, batch: 5, ..Training::default() };
    let mut sgd = Sgd { rate: 1e30, ..Sgd::default() };
    let mut model = coder(&[6, 4, 3], Code::Linear, NOTHING, 1);
    let ran = train(&mut model, &mut sgd, Samples::pairs(&x, &target), None, &how, silent);
    refused(ran, &["step", "rate 1000000000000000000000000000000", "coder.", "try"]);
    let model = coder(&[6, 3], Code::Linear, NOTHING, 1);
    let samples = Samples::pairs(&x, &target);
    refused(
        model.slope(samples, Draw::learning(0, 0), &mut model.room(4)),
        &["at most 4 documents", "5"],
    );
    refused(model.encode(&Array2::zeros((1, 5))), &["6 columns", "5"]);
}
