//! Small noise: expectations against draws, expansions against expectations.

use super::model;
use crate::common::{gaussian, seeded};
use autoencoders::contractive::{ContractiveAutoencoder, Weights, noise};
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2};

fn sample() -> (ContractiveAutoencoder, Array1<Real>) {
    (
        model(Weights::Untied, Output::Linear, 0.0),
        gaussian(1, 6, &mut seeded(3)).row(0).to_owned(),
    )
}

/// The slope of ln(what the expansion leaves) by ln σ, between two noises.
fn order(left: impl Fn(f64) -> f64) -> f64 {
    (left(0.02).abs() / left(0.01).abs()).ln() / 2f64.ln()
}

#[test]
fn expectations_are_the_means_of_draws() {
    let (model, x) = sample();
    let (sigma, n) = (0.5, 40_000);
    let e = gaussian(n, 6, &mut seeded(4)) * sigma as Real;
    let noisy = &e + &x;
    let clean = Array2::from_shape_fn((1, 6), |(_, j)| x[j]);
    let square = |a: Array2<Real>| f64::from(a.mapv(|v| v * v).sum()) / n as f64;
    let moved = square(model.encode(&noisy).expect("x") - model.encode(&clean).expect("x"));
    let exact = noise::of_code(&model, x.view(), sigma).expect("x").exact;
    assert!((moved / exact - 1.0).abs() < 0.03, "{moved}, not {exact}");
    let error = square(model.reconstruct(&noisy).expect("x") - &clean);
    let exact = noise::of_error(&model, x.view(), sigma).expect("x").exact;
    assert!((error / exact - 1.0).abs() < 0.03, "{error}, not {exact}");
}

#[test]
fn what_the_second_order_leaves_is_of_the_fourth() {
    let (model, x) = sample();
    let code = |sigma| noise::of_code(&model, x.view(), sigma).expect("x");
    let error = |sigma| noise::of_error(&model, x.view(), sigma).expect("x");
    let second = order(|sigma| code(sigma).exact - code(sigma).second);
    assert!((second - 4.0).abs() < 0.1, "code: {second}");
    let fourth =
        order(|sigma| code(sigma).exact - code(sigma).fourth.expect("it is known"));
    assert!((fourth - 6.0).abs() < 0.2, "code, next: {fourth}");
    let second = order(|sigma| error(sigma).exact - error(sigma).second);
    assert!((second - 4.0).abs() < 0.1, "error: {second}");
}

#[test]
fn the_second_order_of_the_code_is_the_penalty() {
    let (model, x) = sample();
    let found = noise::of_code(&model, x.view(), 0.3).expect("x").second;
    let rows = Array2::from_shape_fn((1, 6), |(_, j)| x[j]);
    let square = f64::from(model.squared_jacobian(&rows).expect("x")[0]);
    assert!((found / (0.09 * square) - 1.0).abs() < 1e-4);
    let still = noise::of_error(&model, x.view(), 0.0).expect("x");
    let error = model.squared_error(&rows).expect("x");
    assert!((still.exact / error - 1.0).abs() < 1e-4 && still.exact == still.second);
}
