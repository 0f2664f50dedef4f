//! What a reader can get wrong.

use super::model;
use crate::common::{gaussian, refused, seeded};
use autoencoders::contractive::{
    ContractiveAutoencoder, Weights, blobs, jacobian, noise, tangents,
};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2};

#[test]
fn sizes_and_strengths() {
    let made = |shape, lambda| {
        let (weights, output) = (Weights::Tied, Output::Linear);
        ContractiveAutoencoder::random(
            shape,
            weights,
            output,
            lambda,
            Init::Glorot,
            &mut seeded(1),
        )
    };
    refused(made((0, 3), 0.1), &["1 feature"]);
    refused(made((3, 0), 0.1), &["1 number"]);
    refused(made((3, 2), -0.1), &["λ", "-0.1", "0 or more"]);
    refused(made((3, 2), Real::NAN), &["λ", "NaN"]);
}

#[test]
fn samples_of_another_width() {
    let mut own = model(Weights::Untied, Output::Logits, 0.1);
    let wide = Array2::zeros((3, 7));
    refused(own.encode(&wide), &["6 columns", "7"]);
    refused(own.decode(&wide), &["4 columns", "7"]);
    refused(own.squared_jacobian(&wide), &["6 columns"]);
    refused(own.singular_values(&wide), &["6 columns"]);
    let how = Training::default();
    let trained = own.train(&wide, None, &mut Adam::default(), &how, silent);
    refused(trained.map(|_| ()), &["6 columns", "7"]);
    let above = Array2::from_elem((3, 6), 1.5);
    let trained = own.train(&above, None, &mut Adam::default(), &how, silent);
    refused(trained.map(|_| ()), &["1.5", "between 0 and 1"]);
    let not = Array2::from_elem((3, 6), Real::NAN);
    refused(own.encode(&not), &["NaN", "row 0"]);
}

#[test]
fn products_of_other_shapes() {
    let f = model(Weights::Untied, Output::Linear, 0.1).encoder().expect("finite");
    let (x, u) = (gaussian(3, 6, &mut seeded(1)), gaussian(2, 4, &mut seeded(2)));
    refused(jacobian::pull(&f, &x, &u), &["3, one a sample", "2"]);
    refused(jacobian::push(&f, &x, &u), &["6 columns"]);
    refused(jacobian::jacobian(&f, Array1::zeros(5).view()), &["6 columns", "5"]);
    refused(jacobian::estimate_squared(&f, &x, 0, &mut seeded(3)), &["at least 1"]);
}

#[test]
fn planes_that_are_not_there() {
    let j = gaussian(3, 5, &mut seeded(1));
    refused(tangents::leading(&j, 4), &["4", "smaller side"]);
    refused(tangents::leading(&j, 0), &["0"]);
    refused(tangents::nearest(&j, Array1::zeros(4).view(), 2), &["5", "4"]);
    refused(tangents::nearest(&j, Array1::zeros(5).view(), 9), &["9", "3"]);
    let render = |_: &[f64]| Ok(vec![0.0]);
    refused(tangents::differences(render, &[1.0, 2.0], &[0.1]), &["2, one a parameter"]);
    refused(tangents::differences(render, &[1.0], &[0.0]), &["a step", "not 0"]);
    refused(blobs::blobs(0, 0.0, &mut seeded(1)), &["1 spot"]);
    refused(blobs::blobs(3, -1.0, &mut seeded(1)), &["noise", "-1"]);
}

#[test]
fn noise_that_is_none() {
    let (own, x) = (model(Weights::Untied, Output::Logits, 0.1), Array1::zeros(6));
    refused(noise::of_code(&own, x.view(), -1.0), &["noise", "-1"]);
    refused(noise::of_code(&own, Array1::zeros(5).view(), 0.1), &["6 columns"]);
    refused(noise::of_error(&own, x.view(), 0.1), &["linear", "Logits"]);
}
