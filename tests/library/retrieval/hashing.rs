//! The document coder: its slopes, with the noise handed in; training; what it refuses.

use crate::common::{assert_near, gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::data::documents::documents;
use autoencoders::ndarray::{Array2, array};
use autoencoders::nn::gradcheck::{BOUND, compare};
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::retrieval::coder::{Code, DocumentCoder};
use autoencoders::retrieval::train::Coding;
use autoencoders::retrieval::weighting::{log_counts, shares};

fn coder(widths: &[usize], code: Code, seed: u64) -> DocumentCoder {
    DocumentCoder::new(widths, code, &mut seeded(seed)).expect("a coder")
}

/// Five documents of six words: inputs, and shares to predict.
fn five(seed: u64) -> (Array2<Real>, Array2<Real>) {
    let x = gaussian(5, 6, &mut seeded(seed)).mapv(Real::abs);
    let target = shares(&x).expect("positive");
    (x, target)
}

/// The coder's gradient in one network (0 the encoder, 1 the decoder) against differences.
fn agree(code: Code, network: usize) {
    let (x, target) = five(1);
    let model = coder(&[6, 4, 3], code, 2);
    let noise = gaussian(5, 3, &mut seeded(3));
    let loss_of = |model: &DocumentCoder| {
        let mut room = model.room(5);
        model
            .slope(x.view(), target.view(), noise.view(), &mut room)
            .expect("shapes that fit")
    };
    let mut room = model.room(7); // more than the five rows
    model.slope(x.view(), target.view(), noise.view(), &mut room).expect("shapes that fit");
    let gradients =
        if network == 0 { &room.encoder.gradients } else { &room.decoder.gradients };
    let flat: Vec<Vec<Real>> =
        gradients.iter().flatten().map(|g| g.iter().copied().collect()).collect();
    for (part, g) in flat.iter().enumerate() {
        let theta = |model: &mut DocumentCoder, set: Option<(usize, Real)>| {
            let net = if network == 0 { &mut model.encoder } else { &mut model.decoder };
            let numbers = &mut net.parameters_mut()[part];
            set.into_iter().for_each(|(i, t)| numbers[i] = t);
            numbers.to_vec()
        };
        let now = theta(&mut model.clone(), None);
        let found = compare("the coder", &now, g, |i, t| {
            let mut moved = model.clone();
            theta(&mut moved, Some((i, t)));
            loss_of(&moved)
        });
        assert!(
            found.worst < BOUND,
            "{code:?}, network {network}, part {part}: {}",
            found.at
        );
        assert!(g.iter().any(|g| g.abs() > 1e-4), "something is learnt in part {part}");
    }
}

#[test]
fn slopes_of_linear_codes_and_of_bits_agree_with_differences() {
    for code in [Code::Linear, Code::Binary] {
        agree(code, 0);
        agree(code, 1);
    }
}

#[test]
fn without_noise_the_slopes_loss_is_the_models_loss() {
    let (x, target) = five(4);
    for code in [Code::Linear, Code::Binary] {
        let model = coder(&[6, 3], code, 5);
        let mut room = model.room(5);
        let loss = model
            .slope(x.view(), target.view(), Array2::zeros((5, 3)).view(), &mut room)
            .expect("shapes");
        assert_near("L", loss, model.loss(&x, &target).expect("shapes"));
    }
}

#[test]
fn an_address_has_the_bits_of_the_codes_above_one_half() {
    let model = coder(&[6, 8], Code::Binary, 6);
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
        let mut model = coder(&[1200, 16, 6], Code::Binary, 8);
        let before = model.loss(&x, &target).expect("shapes");
        let how = Coding { epochs: 6, batch: 20, noise: 1.0, seed: 9, ..Coding::default() };
        let mut adam = Adam { rate: 0.01, ..Adam::default() };
        let history =
            model.train(&x, &target, &how, &mut adam, |_, _| Ok(())).expect("training");
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
        let mut model = coder(&[1200, 8], Code::Binary, 3);
        let how = Coding { epochs: 15, batch: 20, noise, ..Coding::default() };
        model
            .train(
                &x,
                &target,
                &how,
                &mut Adam { rate: 0.01, ..Adam::default() },
                |_, _| Ok(()),
            )
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
    refused(
        DocumentCoder::new(&[6, 33], Code::Binary, &mut seeded(1)),
        &["bits of a code is 33", "1 to 32"],
    );
    assert!(DocumentCoder::new(&[6], Code::Linear, &mut seeded(1)).is_err());
    let train = |x: &Array2<Real>, target: &Array2<Real>, how: Coding| {
        coder(&[6, 3], Code::Linear, 1).train(
            x,
            target,
            &how,
            &mut Adam::default(),
            |_, _| Ok(()),
        )
    };
    let usual = Coding { epochs: 1, ..Coding::default() };
    refused(
        train(&Array2::zeros((5, 4)), &target, usual),
        &["the documents", "6 columns", "4"],
    );
    refused(train(&x, &Array2::zeros((5, 4)), usual), &["word shares", "6 columns"]);
    refused(
        train(&x, &array![[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]], usual),
        &["5, one row a document", "1"],
    );
    refused(train(&x, &x, usual), &["1"]);
    refused(
        train(&Array2::zeros((0, 6)), &Array2::zeros((0, 6)), usual),
        &["at least 1 document"],
    );
    refused(
        train(&x, &target, Coding { hidden: 1.0, ..usual }),
        &["hidden words is 1", "less than 1"],
    );
    refused(
        train(&x, &target, Coding { noise: -1.0, ..usual }),
        &["noise at the code is -1", "0 or more"],
    );
    refused(train(&x, &target, Coding { noise: f64::NAN, ..usual }), &["NaN"]);
    refused(train(&(&x * Real::NAN), &target, usual), &["NaN"]);
}

#[test]
fn a_loss_that_runs_away_and_shapes_that_do_not_fit_are_named() {
    let (x, target) = five(1);
    let how = Coding { epochs: 200, batch: 5, hidden: 0.0, ..Coding::default() };
    let mut sgd = Sgd { rate: 1e30, ..Sgd::default() };
    let ran = coder(&[6, 4, 3], Code::Linear, 1).train(
        &x,
        &target,
        &how,
        &mut sgd,
        |_, _| Ok(()),
    );
    refused(ran, &["step", "rate 1000000000000000000000000000000", "try a rate"]);
    let model = coder(&[6, 3], Code::Linear, 1);
    let slope = |x: &Array2<Real>, noise: (usize, usize), rows: usize| {
        model.slope(
            x.view(),
            target.view(),
            Array2::zeros(noise).view(),
            &mut model.room(rows),
        )
    };
    refused(slope(&x, (5, 2), 5), &["the noise", "(5, 3)", "(5, 2)"]);
    refused(slope(&x, (5, 3), 4), &["1 to 4 documents", "5"]);
    refused(slope(&Array2::zeros((4, 6)), (4, 3), 5), &["word shares", "(4, 6)", "(5, 6)"]);
    refused(model.encode(&Array2::zeros((1, 5))), &["6 columns", "5"]);
}
