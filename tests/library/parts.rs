//! The parts of the one core by themselves: chance, terms, samples, parameters, frames.

use crate::common::{gaussian, refused, seeded};
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::{Draw, stream};
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Parameters, Samples, Terms, within};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::{Memory, Sgd};
use autoencoders::nn::supervised::Supervised;
use autoencoders::{Frame, Real};
use ndarray::{Array1, Array2, array};
use rand::RngExt;

fn first(rng: impl rand::Rng) -> u64 {
    let mut rng = rng;
    rng.random()
}

#[test]
fn streams_of_other_names_or_seeds_are_others() {
    let all =
        [stream(1, "noise"), stream(1, "hidden words"), stream(2, "noise")].map(first);
    assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2], "{all:?}");
    assert_eq!(first(stream(1, "noise")), all[0]);
}

#[test]
fn a_draw_keeps_no_state() {
    let draw = Draw::learning(7, 3);
    assert_eq!(first(draw.stream("noise")), first(draw.stream("noise")));
    assert_ne!(first(draw.stream("noise")), first(draw.stream("hiding")));
}

/// What one step draws is not what the next one does, and looking draws from elsewhere.
#[test]
fn steps_and_looks_draw_apart() {
    let at = |draw: Draw| -> Vec<u64> {
        let mut rng = draw.stream("noise");
        (0..2000).map(|_| rng.random()).collect()
    };
    let [a, b, look] =
        [Draw::learning(1, 0), Draw::learning(1, 1), Draw::measuring(1, 0)].map(at);
    let shared = |x: &[u64], y: &[u64]| x.iter().filter(|v| y.contains(v)).count();
    assert_eq!((shared(&a, &b), shared(&a, &look), shared(&b, &look)), (0, 0, 0));
    assert!(Draw::learning(1, 0).learns() && !Draw::measuring(1, 0).learns());
}

#[test]
fn terms_have_names_and_a_sum() {
    let terms = Terms::new(&["reconstruction", "KL"], [2.0, 0.5]);
    assert_eq!(terms.total(), 2.5);
    assert_eq!((terms.get("KL"), terms.get("sparsity")), (Some(0.5), None));
    assert_eq!(terms.iter().collect::<Vec<_>>(), [("reconstruction", 2.0), ("KL", 0.5)]);
}

#[test]
#[should_panic(expected = "1 values")]
fn terms_without_names_are_a_bug() {
    Terms::new(&["reconstruction", "KL"], [2.0]);
}

#[test]
fn samples_that_do_not_fit_are_refused() {
    let (x, t, w) = (Array2::zeros((4, 3)), Array2::zeros((4, 2)), Array2::ones((4, 2)));
    let samples = Samples::pairs(&x, &t);
    assert!(samples.check(3, 2, 2).is_ok() && samples.weighted(&w).check(3, 2, 2).is_ok());
    refused(samples.check(5, 2, 2), &["the samples", "5 columns", "3"]);
    refused(samples.check(3, 1, 1), &["the targets", "1 column", "2"]);
    refused(samples.weighted(&w).check(3, 2, 1), &["the weights", "1 column", "2"]);
    let endless = &w * Real::INFINITY;
    refused(samples.weighted(&endless).check(3, 2, 2), &["inf"]);
}

/// How many parts a loss is the sum of, each with a weight of its own.
#[test]
fn units_of_losses() {
    let pixels = Loss::PixelSoftmax { channels: 3 };
    let units =
        [Loss::Squared, Loss::CrossEntropy, Loss::Softmax, pixels].map(|l| l.units(12));
    assert_eq!(units, [12, 12, 1, 4]);
}

/// Weights of 1 are no weights, and weights of 2 are twice the loss.
#[test]
fn a_loss_is_linear_in_its_weights() {
    let (y, t) = (gaussian(5, 4, &mut seeded(1)), gaussian(5, 4, &mut seeded(2)));
    let on = |weight: Option<Real>| {
        let weight = weight.map(|w| Array2::from_elem((5, 4), w));
        let mut dy = Array2::zeros(y.dim());
        let samples = Samples::pairs(&t, &t);
        let samples = weight.as_ref().map_or(samples, |w| samples.weighted(w));
        (Loss::Squared.of_batch(y.view(), samples, dy.view_mut()), dy)
    };
    let ((none, d0), (one, d1), (two, d2)) = (on(None), on(Some(1.0)), on(Some(2.0)));
    assert!((none - one).abs() < 1e-5 * none && (two - 2.0 * one).abs() < 1e-5 * two);
    assert!(d0 == d1 && (&d2 - &(&d1 * 2.0)).iter().all(|d| d.abs() < 1e-6));
}

#[test]
fn names_nest() {
    let dense = Dense::random(2, 3, Init::Glorot, &mut seeded(1));
    let network = Network::new(2, vec![Box::new(dense)]).expect("it fits");
    let model = Supervised { network, loss: Loss::Squared };
    let names = |theta: Vec<(String, _)>| -> Vec<String> {
        theta
            .into_iter()
            .map(|(name, _): (String, ndarray::ArrayViewD<Real>)| name)
            .collect()
    };
    assert_eq!(names(model.parameters()), ["network.0.weight", "network.0.bias"]);
    assert_eq!(
        names(within("head", &model).collect()),
        ["head.network.0.weight", "head.network.0.bias"]
    );
    assert_eq!(names(within("bias", &Array1::<Real>::zeros(2)).collect()), ["bias"]);
}

/// θ may be laid out as a transpose: it is one run of numbers, row by row, all the same.
#[test]
fn a_transposed_parameter_is_laid_out_before_it_is_changed() {
    let mut w = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]].reversed_axes();
    let mut g: Vec<Real> = vec![0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    let mut sgd = Sgd { rate: 1.0, ..Sgd::default() };
    w.step(&mut sgd, vec![&mut g]).expect("one gradient a number");
    assert_eq!(w, array![[1.0, 3.0, 4.0], [2.0, 4.0, 6.0]]);
}

#[test]
fn a_memory_has_as_many_moments_as_are_asked_for() {
    let (mut memory, mut theta, g) = (Memory::default(), [0.0; 2], [1.0; 2]);
    let pairs: &mut [(&mut [Real], &[Real])] = &mut [(&mut theta, &g)];
    let (step, [m]) = memory.at_step(pairs).expect("the first step");
    assert_eq!((step, m.to_vec()), (1, vec![vec![0.0; 2]]));
    refused(memory.at_step::<2>(pairs).map(drop), &["2 times", "[2]"]);
    assert_eq!(memory.step, 1, "a refused step is not counted");
}

#[test]
fn a_frame_numbers_its_places_row_by_row() {
    let frame = Frame { height: 2, width: 3, channels: 4 };
    assert_eq!(
        (frame.pixels(), frame.len(), frame.to_string()),
        (6, 24, "2 × 3 × 4".into())
    );
    let places: Vec<usize> = (0..2)
        .flat_map(|r| (0..3).flat_map(move |c| (0..4).map(move |k| frame.at(r, c, k))))
        .collect();
    assert_eq!(places, (0..24).collect::<Vec<_>>());
    assert_eq!(Frame::grey(2, 3).len(), 6);
}

/// A model that is only looked at leaves no slope.
#[test]
fn looking_leaves_no_slope() {
    let dense = Dense::random(2, 2, Init::Glorot, &mut seeded(1));
    let network = Network::new(2, vec![Box::new(dense)]).expect("it fits");
    let (model, x) =
        (Supervised { network, loss: Loss::Squared }, gaussian(3, 2, &mut seeded(2)));
    let (mut room, samples) = (model.room(3), Samples::themselves(&x));
    let looked = model.slope(samples, Draw::measuring(0, 0), &mut room).expect("it fits");
    let slopes = |room: &mut _| Supervised::gradients(room).concat();
    assert!(slopes(&mut room).iter().all(|&g| g == 0.0));
    let learnt = model.slope(samples, Draw::learning(0, 0), &mut room).expect("it fits");
    assert!(looked == learnt && slopes(&mut room).iter().any(|&g| g != 0.0));
}
