//! The model of pixels from pixels.

use super::near;
use crate::common::{gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, central_difference};
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::rbm::partition::states;
use autoencoders::vae::visible::VisibleModel;
use ndarray::{Array2, array};

fn model(d: usize) -> VisibleModel {
    let rng = &mut seeded(3);
    let mut model = VisibleModel::new(d).expect("a model");
    model.b = gaussian(1, d, rng).row(0).to_owned();
    let w = gaussian(d, d, rng);
    model.w = Array2::from_shape_fn((d, d), |(i, j)| if i < j { w[(i, j)] } else { 0.0 });
    model
}

#[test]
fn all_images_together_have_probability_one() {
    let x = states(9).expect("few");
    let sum: f64 = model(9).log_likelihood(&x).expect("fits").mapv(f64::exp).sum();
    near("Σ p(x)", sum, 1.0, 1e-5);
}

#[test]
fn an_example_by_hand() {
    // P(x₁ = 1) = ½; x₂ copies x₁ with chance σ(ln 3) = ¾, as the other way round.
    let ln3 = (3.0 as Real).ln();
    let model =
        VisibleModel { w: array![[0.0, 2.0 * ln3], [0.0, 0.0]], b: array![0.0, -ln3] };
    let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let p = model.log_likelihood(&x).expect("fits").mapv(f64::exp);
    for (p, expected) in p.iter().zip([3.0, 1.0, 1.0, 3.0]) {
        near("p(x)", *p, expected / 8.0, 1e-6);
    }
}

#[test]
fn slopes_agree_with_differences() {
    let (own, x) = (model(5), model(5).sample(8, &mut seeded(1)));
    let samples = Samples::themselves(&x);
    let slope = |model: &VisibleModel| {
        let mut room = model.room(8);
        let terms = model.slope(samples, Draw::learning(0, 0), &mut room).expect("fits");
        (terms.total(), room)
    };
    let (_, room) = slope(&own);
    for ((i, j), &g) in room.w.indexed_iter() {
        if i >= j {
            assert_eq!(g, 0.0, "a pixel looks at itself or ahead");
            continue;
        }
        let by = central_difference(own.w[(i, j)], |w| {
            let mut moved = own.clone();
            moved.w[(i, j)] = w;
            slope(&moved).0
        });
        near("∂L/∂w", g.into(), by, BOUND);
    }
    for (j, &g) in room.b.iter().enumerate() {
        let by = central_difference(own.b[j], |b| {
            let mut moved = own.clone();
            moved.b[j] = b;
            slope(&moved).0
        });
        near("∂L/∂b", g.into(), by, BOUND);
    }
}

#[test]
fn training_finds_the_model_that_made_the_images() {
    let truth = model(6);
    let (x, test) =
        (truth.sample(4000, &mut seeded(1)), truth.sample(4000, &mut seeded(2)));
    let mut found = VisibleModel::new(6).expect("a model");
    let training = Training { epochs: 60, ..Training::default() };
    let adam = &mut Adam { rate: 0.02, ..Adam::default() };
    found.train(&x, None, adam, &training).expect("trains");
    let mean = |model: &VisibleModel| model.log_likelihood(&test).expect("fits").mean();
    near("test log p", mean(&found).expect("rows"), mean(&truth).expect("rows"), 0.02);
}

#[test]
fn grey_pixels_are_refused() {
    refused(model(3).log_likelihood(&array![[0.0, 0.5, 1.0]]), &["0.5", "0 or 1"]);
}
