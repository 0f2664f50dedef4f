//! Jv and Jᵀu through networks of every layer: against differences, and against each other.

use super::model;
use crate::common::{assert_near, assert_same, gaussian, refused, seeded};
use autoencoders::contractive::{Weights, jacobian};
use autoencoders::conv::{ImageNetwork, Step};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::network::Network;
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Frame, Real};
use ndarray::{Array2, Axis};

fn deep(bend: Activation) -> Network {
    let rng = &mut seeded(5);
    let dense = |a, b, rng: &mut _| Box::new(Dense::random(a, b, Init::Glorot, rng));
    let layers: Vec<Box<dyn Layer>> =
        vec![dense(7, 5, rng), Box::new(bend), dense(5, 4, rng), Box::new(bend)];
    Network::new(7, layers).expect("they fit")
}

fn image() -> Network {
    let (tanh, frame) = (Step::Bend(Activation::Tanh), Frame::grey(4, 4));
    let steps = [Step::same(2, 3), tanh, Step::double(), Step::same(1, 3)];
    ImageNetwork::random(frame, &steps, Init::He, &mut seeded(6)).expect("they fit").network
}

#[test]
fn forward_products_are_the_differences() {
    for f in [deep(Activation::Sigmoid), deep(Activation::Tanh), image()] {
        let rng = &mut seeded(7);
        let (x, v) = (gaussian(3, f.inputs(), rng), gaussian(3, f.inputs(), rng));
        let delta = Real::EPSILON.cbrt();
        let at = |sign: Real| f.predict(&(&x + &(&v * (sign * delta)))).expect("x");
        let differences = (at(1.0) - at(-1.0)) / (2.0 * delta);
        let found = jacobian::push(&f, &x, &v).expect("affine layers and bends");
        let apart = (&found - &differences).fold(0.0, |m: Real, e| m.max(e.abs()));
        let bound = if cfg!(feature = "f64") { 1e-8 } else { 2e-3 };
        assert!(f64::from(apart) < bound, "{f}: {apart}");
    }
}

#[test]
fn the_two_products_are_transposes() {
    for f in [deep(Activation::Sigmoid), deep(Activation::LeakyRelu), image()] {
        let rng = &mut seeded(8);
        let (x, v) = (gaussian(4, f.inputs(), rng), gaussian(4, f.inputs(), rng));
        let u = gaussian(4, f.outputs(), rng);
        let up = (&u * &jacobian::push(&f, &x, &v).expect("push")).sum();
        let down = (&v * &jacobian::pull(&f, &x, &u).expect("pull")).sum();
        assert_near("⟨u, Jv⟩ = ⟨Jᵀu, v⟩", f64::from(up), f64::from(down));
    }
}

#[test]
fn the_whole_jacobian_is_the_closed_form_and_its_products() {
    let own = model(Weights::Untied, Output::Linear, 0.0);
    let (f, x) = (own.encoder().expect("finite"), gaussian(2, 6, &mut seeded(9)));
    let j = jacobian::jacobian(&f, x.row(0)).expect("x");
    assert_same("J", &j, &own.jacobian_at(own.encode(&x).expect("x").row(0)));
    let square = own.squared_jacobian(&x).expect("x")[0];
    assert_near("‖J‖²", f64::from((&j * &j).sum()), f64::from(square));
    let v = gaussian(2, 6, &mut seeded(10));
    let pushed = jacobian::push(&f, &x, &v).expect("push");
    let by_j = j.dot(&v.row(0)).insert_axis(Axis(0));
    assert_same("Jv", &pushed.slice(ndarray::s![..1, ..]).to_owned(), &by_j);
}

#[test]
fn random_products_estimate_the_squared_norm() {
    let f = deep(Activation::Sigmoid);
    let x = gaussian(1, 7, &mut seeded(12));
    let j = jacobian::jacobian(&f, x.row(0)).expect("x");
    let truth = f64::from((&j * &j).sum());
    let found =
        jacobian::estimate_squared(&f, &x, 4000, &mut seeded(13)).expect("products");
    assert!((found[0] / truth - 1.0).abs() < 0.1, "{found:?}, not {truth}");
}

/// A maximum is neither affine nor a bend; Jᵀu takes it, and Jv says no.
#[test]
fn a_maximum_has_no_forward_product_here() {
    let frame = Frame::grey(4, 4);
    let steps = [Step::same(1, 3), Step::halve()];
    let f =
        ImageNetwork::random(frame, &steps, Init::He, &mut seeded(6)).expect("fit").network;
    let rng = &mut seeded(7);
    let (x, v): (Array2<Real>, _) = (gaussian(3, 16, rng), gaussian(3, 16, rng));
    refused(jacobian::push(&f, &x, &v), &["affine", "max"]);
    assert!(jacobian::pull(&f, &x, &gaussian(3, 4, rng)).is_ok());
}
