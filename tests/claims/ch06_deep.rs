//! What chapter 6 claims, beyond the laws in `tests/library/deep.rs`: on small data, in seconds.

use crate::common::seeded;
use autoencoders::data::digits;
use autoencoders::data::faces::{Colour, Factors, Identity, View, render_all};
use autoencoders::deep::readout::{linear, nearest, r_squared, same_class};
use autoencoders::deep::{PAPER, parameters};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::pca::axes::mean_of;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array2, Axis, s};
use rand::RngExt;

/// Trained by Adam on summed cross-entropy.
fn trained(
    x: &Array2<Real>,
    validation: Option<&Array2<Real>>,
    widths: &[usize],
    shape: Architecture,
    (epochs, batch): (usize, usize),
) -> (NeuralAutoencoder, Vec<Record>) {
    let mut model = NeuralAutoencoder::random(widths, &shape, &mut seeded(1)).unwrap();
    let training = Training {
        epochs,
        batch,
        seed: 1,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let mut adam = Adam { rate: 2e-3, ..Adam::default() };
    let records = model.train(x, validation, &mut adam, &training, silent).unwrap();
    (model, records)
}

fn shape(hidden: Activation, init: Init) -> Architecture {
    Architecture { hidden, code: None, output: Output::Logits, init }
}

#[test]
fn a_deep_code_beats_principal_components_of_its_size_on_digits_not_seen() {
    let (train, test) =
        (digits::train(1, 1500).unwrap().images, digits::test(1, 400).unwrap().images);
    let (deep, _) = trained(
        &train.x,
        None,
        &[784, 128, 64, 2],
        shape(Activation::Relu, Init::He),
        (15, 15),
    );
    let pca = Pca::fit(&train.x, 2).unwrap();
    let error = |model: &dyn Autoencoder| model.squared_error(&test.x).unwrap();
    assert!(error(&deep) < 0.95 * error(&pca), "{} against {}", error(&deep), error(&pca));
    let class = |model: &dyn Autoencoder| {
        let (seen, unseen) =
            (model.encode(&train.x).unwrap(), model.encode(&test.x).unwrap());
        same_class(&seen, &train.labels, &unseen, &test.labels).unwrap()
    };
    assert!(class(&deep) > class(&pca) + 0.05, "{} against {}", class(&deep), class(&pca));
}

/// n views of one head at random angles within ±90° and ±30°, and their yaws and tilts.
fn views(n: usize) -> (Array2<Real>, Array2<Real>) {
    let mut rng = seeded(3);
    let identity = Identity::random(&mut rng);
    let mut within = |limit: f32| limit * rng.random_range(-1.0f32..1.0);
    let views: Vec<View> = (0..n)
        .map(|_| View { yaw: within(90.0), tilt: within(30.0), ..View::default() })
        .collect();
    let theta =
        Array2::from_shape_fn((n, 2), |(i, j)| [views[i].yaw, views[i].tilt][j] as Real);
    let factors = views.into_iter().map(|view| Factors {
        person: 0,
        identity: identity.clone(),
        view,
    });
    (render_all(factors.collect(), 16, Colour::Grey).unwrap().images.x, theta)
}

/// A quarter of the views is held out. Two code units know both angles, which is not to say that they *are* them.
#[test]
fn two_code_units_find_the_sheet_of_a_turning_head() {
    let (x, theta) = views(400);
    let seen = |a: &Array2<Real>| a.slice(s![..300, ..]).to_owned();
    let unseen = |a: &Array2<Real>| a.slice(s![300.., ..]).to_owned();
    let how = (200, 10);
    let (deep, _) = trained(
        &seen(&x),
        None,
        &[256, 64, 24, 2],
        shape(Activation::Tanh, Init::Glorot),
        how,
    );
    let pca = Pca::fit(&seen(&x), 2).unwrap();
    type ReadOut = fn(
        &Array2<Real>,
        &Array2<Real>,
        &Array2<Real>,
    ) -> autoencoders::Result<Array2<Real>>;
    let read = |model: &dyn Autoencoder, by: ReadOut| {
        let z = model.encode(&x).unwrap();
        r_squared(&unseen(&theta), &by(&seen(&z), &seen(&theta), &unseen(&z)).unwrap())
            .unwrap()
    };
    let (deep_r2, pca_r2) = (read(&deep, nearest), read(&pca, nearest));
    assert!(deep_r2[0] > 0.95 && deep_r2[0] > pca_r2[0], "yaw: {deep_r2} against {pca_r2}");
    assert!(deep_r2[1] > pca_r2[1], "tilt: {deep_r2} against {pca_r2}");
    let straight = read(&deep, linear);
    assert!(
        straight[0] < deep_r2[0] && straight[1] < deep_r2[1],
        "{straight} straight, {deep_r2} nearest"
    );
    let error = |model: &dyn Autoencoder| model.squared_error(&unseen(&x)).unwrap();
    assert!(error(&deep) < error(&pca), "{} against {}", error(&deep), error(&pca));
}

#[test]
fn deep_sigmoids_with_small_weights_lie_at_the_mean_image_at_first() {
    let x = digits::train(1, 300).unwrap().images.x;
    let widths = [784, 64, 32, 16, 10];
    let last = |hidden, init| {
        trained(&x, None, &widths, shape(hidden, init), (20, 10)).1.last().unwrap().loss
    };
    let mean_image = entropy_of(&mean_of(x.view()).insert_axis(Axis(0))).unwrap();
    let stuck = last(Activation::Sigmoid, Init::Normal { sd: 0.01 });
    assert!((stuck / mean_image - 1.0).abs() < 0.05, "{stuck}, not about {mean_image}");
    let free = last(Activation::Relu, Init::He);
    assert!(free < 0.9 * mean_image, "{free} against {mean_image}");
}

#[test]
fn few_images_are_learnt_by_heart() {
    let (x, other) =
        (digits::train(1, 60).unwrap().images.x, digits::test(1, 100).unwrap().images.x);
    let (_, history) = trained(
        &x,
        Some(&other),
        &[784, 96, 32, 10],
        shape(Activation::Relu, Init::He),
        (250, 10),
    );
    let on_others: Vec<f64> = history.iter().filter_map(|r| r.validation).collect();
    let least = on_others.iter().copied().fold(f64::MAX, f64::min);
    let last = on_others[on_others.len() - 1];
    assert!(last > 1.03 * least, "the loss on others ends at {last}, least {least}");
    assert!(history[history.len() - 1].loss < 0.7 * least);
}

/// 784-1000-500-250-30 and back.
#[test]
fn the_papers_network_has_nearly_three_million_parameters() {
    assert_eq!(parameters(&[&PAPER[..], &[30]].concat()), 2_837_314);
}

/// t(x) = 1 − |1 − 2x|, ℓ times: 2^ℓ straight pieces.
#[test]
fn tents_of_tents_double_their_pieces() {
    let tent = |x: f64| 1.0 - (1.0 - 2.0 * x).abs();
    for layers in 1..=6 {
        let at = |x: f64| (0..layers).fold(x, |x, _| tent(x));
        let n = 1 << 10;
        let values: Vec<f64> = (0..=n).map(|i| at(f64::from(i) / f64::from(n))).collect();
        let turns =
            values.windows(3).filter(|w| (w[1] - w[0]) * (w[2] - w[1]) < 0.0).count();
        assert_eq!(turns + 1, 1 << layers, "{layers} tents");
    }
}
