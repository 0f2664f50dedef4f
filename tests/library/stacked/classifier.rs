//! A classifier on an encoder that is frozen, or learns as well.

use super::shades;
use crate::common::seeded;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Parameters, Samples};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent, train};
use autoencoders::stacked::{Classifier, Verdict, agreement, largest, one_hot};
use ndarray::array;

fn network(from: usize, to: usize, seed: u64) -> Network {
    let dense = Dense::random(from, to, Init::Glorot, &mut seeded(seed));
    Network::new(from, vec![Box::new(dense), Box::new(Activation::Sigmoid)]).expect("fits")
}

#[test]
fn a_classifier_on_an_encoder() {
    let (x, labels) = (shades(9, 6, 3), [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    let classes = one_hot(&labels, 3);
    let samples = Samples::pairs(&x, &classes);
    for verdict in [Verdict::Softmax, Verdict::Hinge] {
        for frozen in [false, true] {
            let head = Dense::random(4, 3, Init::Glorot, &mut seeded(2));
            let head = Network::new(4, vec![Box::new(head)]).expect("fits");
            let mut model = Classifier { encoder: network(6, 4, 1), head, verdict, frozen };
            let theta = |model: &Classifier| {
                let all = model.encoder.parameters();
                all.iter().map(|p| p.1.to_owned()).collect::<Vec<_>>()
            };
            let (before, start) =
                (theta(&model), model.accuracy(&x, &labels).expect("a share"));
            let found = check_model(&model, samples, Draw::learning(1, 0));
            match frozen {
                false => assert!(found.worst < BOUND, "{} ({:e})", found.at, found.worst),
                // The frozen part's slope is not wanted: differences see one there alone.
                true => assert!(found.worst > BOUND && found.at.starts_with("encoder")),
            }
            let mut adam = Adam { rate: 0.05, ..Adam::default() };
            let how = Training { epochs: 60, batch: 4, ..Training::default() };
            let history = train(&mut model, &mut adam, samples, None, &how, silent);
            let history = history.expect("a training");
            assert!(history[59].loss < history[0].loss);
            assert_eq!(theta(&model) == before, frozen, "a frozen encoder stays as it was");
            assert!(model.accuracy(&x, &labels).expect("a share") >= start);
        }
    }
}

#[test]
fn a_head_of_zeros_prefers_no_class() {
    let model = Classifier::on(network(6, 4, 1), 3).expect("a classifier");
    let (x, target) = (shades(5, 6, 1), one_hot(&[0, 1, 2, 0, 1], 3));
    let mut room = autoencoders::nn::model::Model::room(&model, 5);
    let terms = autoencoders::nn::model::Model::slope(
        &model,
        Samples::pairs(&x, &target),
        Draw::measuring(0, 0),
        &mut room,
    );
    assert!((terms.expect("a loss").total() - 3f64.ln()).abs() < 1e-6);
    assert!(Classifier::on(network(6, 4, 1), 0).is_err());
    assert!(model.classify(&shades(5, 7, 1)).is_err());
}

#[test]
fn classes_and_shares() {
    assert_eq!(largest(&array![[1.0, 3.0, 2.0], [0.0, -1.0, -2.0]]), [1, 0]);
    assert_eq!(agreement(&[1, 0, 2], &[1, 0, 0]), 2.0 / 3.0);
    assert_eq!(agreement(&[], &[]), 0.0);
}
