//! Several layers: slopes, the Jacobian, what is refused.

use super::shades;
use crate::common::{gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::contractive::{DeepContractive, Weights};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::model::{Model, Parameters, Samples};
use ndarray::Array1;

fn deep(widths: &[usize], weights: Weights) -> DeepContractive {
    DeepContractive::random(widths, weights, 0.5, &mut seeded(11)).expect("a model")
}

#[test]
fn slopes_agree_with_differences() {
    let x = shades(9, 6, 3);
    for weights in [Weights::Untied, Weights::Tied] {
        for widths in [&[6, 4][..], &[6, 5, 3]] {
            let model = deep(widths, weights);
            let found = check_model(&model, Samples::themselves(&x), Draw::learning(1, 0));
            assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
            let numbers: usize = model.parameters().iter().map(|p| p.1.len()).sum();
            assert_eq!(found.compared, numbers);
        }
    }
}

#[test]
fn the_shift_is_the_squared_jacobian_in_the_mean() {
    let (model, one) = (deep(&[6, 5, 3], Weights::Untied), shades(1, 6, 4));
    let j = model.jacobian(one.row(0)).expect("six numbers");
    assert_eq!(j.dim(), (3, 6));
    let square = f64::from((&j * &j).sum());
    let many = one.broadcast((20_000, 6)).expect("the same row").to_owned();
    let draw = Draw::measuring(1, 0);
    let terms = model
        .slope(Samples::themselves(&many), draw, &mut model.room(20_000))
        .expect("a loss");
    let shift = terms.get("contraction").expect("a term") / 0.5;
    assert!((shift / square - 1.0).abs() < 0.05, "{shift}, not {square}");
}

#[test]
fn what_it_cannot_be_is_refused() {
    let rng = &mut seeded(1);
    let mut of = |widths: &[usize], lambda: Real| {
        DeepContractive::random(widths, Weights::Tied, lambda, rng)
    };
    refused(of(&[6], 0.0), &["at least 2 widths", "got 1"]);
    refused(of(&[6, 0, 2], 0.0), &["at least 1 unit", "got 0"]);
    refused(of(&[6, 2], -1.0), &["λ", "-1", "0 or more"]);
    let short: Array1<Real> = gaussian(1, 5, &mut seeded(2)).row(0).to_owned();
    refused(deep(&[6, 2], Weights::Tied).jacobian(short.view()), &["6", "5"]);
}
