//! What a reader can get wrong.

use super::{by_hand, two};
use crate::common::{refused, seeded};
use autoencoders::Real;
use autoencoders::nn::init::Init;
use autoencoders::vae::alarm::roc_area;
use autoencoders::vae::best_code::BestCode;
use autoencoders::vae::chain::metropolis;
use autoencoders::vae::gaussian::LinearGaussian;
use autoencoders::vae::importance::{Latent, iw, log_weights};
use autoencoders::vae::linear::LinearVae;
use autoencoders::vae::quadrature::Grid;
use autoencoders::vae::visible::VisibleModel;
use autoencoders::vae::{Likelihood, Vae};
use ndarray::{Array1, Array2, array};

#[test]
fn models_that_do_not_fit_together() {
    let w: Array2<Real> = array![[1.0], [2.0]];
    refused(
        LinearGaussian::new(Array1::zeros(3), w.clone(), 1.0),
        &["W", "3 rows", "2 × 1"],
    );
    refused(LinearGaussian::new(Array1::zeros(2), w, 0.0), &["σ²", "positive"]);
    refused(LinearVae::random(0, 2, 0.1, &mut seeded(1)), &["feature", "0"]);
    refused(VisibleModel::new(0), &["pixel", "0"]);
    let x: Array2<Real> = array![[1.0, 2.0], [3.0, 1.0], [0.0, 1.0]];
    refused(LinearGaussian::fit(&x, 2), &["2 components", "at most 1"]);
}

#[test]
fn samples_of_other_widths() {
    let (model, x) = (by_hand(), Array2::zeros((2, 4)));
    refused(model.log_likelihood(&x), &["3 columns", "4"]);
    refused(model.log_p(&x, &Array2::zeros((1, 1))), &["3 columns", "4"]);
    refused(
        model.log_p(&Array2::zeros((1, 3)), &Array2::zeros((1, 2))),
        &["1 column", "2"],
    );
    refused(model.log_likelihood(&array![[1.0, Real::NAN, 0.0]]), &["NaN"]);
}

#[test]
fn grids() {
    refused(Grid::new(3, 5.0, 0.1).map(|_| ()), &["1030301", "3 directions"]);
    refused(Grid::new(0, 5.0, 0.1).map(|_| ()), &["0 directions"]);
    refused(Grid::new(2, 5.0, 0.0).map(|_| ()), &["step", "positive"]);
    let grid = Grid::new(1, 5.0, 0.1).expect("a grid");
    let (model, x) = (two(), Array2::zeros((1, 4)));
    refused(grid.log_likelihood(&model, &x), &["directions", "2", "1"]);
    refused(grid.log_posterior(&by_hand(), &Array2::zeros((2, 3))), &["one sample", "2"]);
}

#[test]
fn weights() {
    let (model, x) = (by_hand(), array![[1.0, 2.0, 2.0]]);
    let (one, both) = (array![0.0], array![0.0, 0.0]);
    let rng = &mut seeded(1);
    refused(log_weights(&model, &x, both.view(), one.view(), 3, rng), &["mean of q", "2"]);
    refused(log_weights(&model, &x, one.view(), both.view(), 3, rng), &["ln σ²", "2"]);
    refused(log_weights(&model, &x, one.view(), one.view(), 0, rng), &["draw", "0"]);
    let two_rows = Array2::zeros((2, 3));
    refused(
        log_weights(&model, &two_rows, one.view(), one.view(), 3, rng),
        &["one sample"],
    );
    refused(iw(&array![0.0, 1.0], 3), &["weights", "3"]);
    refused(iw(&array![0.0, 1.0], 0), &["weights", "0"]);
    refused(metropolis(&model, &x, one.view(), one.view(), 0, rng).map(|_| ()), &["step"]);
    refused(
        metropolis(&model, &x, both.view(), one.view(), 9, rng).map(|_| ()),
        &["start"],
    );
}

#[test]
fn codes_and_scores() {
    let init = Init::Glorot;
    let vae =
        Vae::random(&[6, 2], Likelihood::Bernoulli, init, &mut seeded(1)).expect("one");
    let (one, both) = (array![0.0], array![0.0, 0.0]);
    let grid = Grid::new(2, 3.0, 1.0).expect("a grid");
    refused(
        BestCode::new(&vae, one.view(), both.view(), &grid).map(|_| ()),
        &["mean of q"],
    );
    let mut code = BestCode::new(&vae, both.view(), both.view(), &grid).expect("fits");
    refused(code.improve(&Array2::zeros((2, 6)), 5, 0.1), &["one code", "2"]);
    refused(vae.iw(&Array2::zeros((0, 6)), 5, &[1], 0), &["sample", "0"]);
    refused(vae.iw(&Array2::zeros((1, 6)), 5, &[9], 0), &["weights", "9"]);
    refused(roc_area(&[], &[1.0]), &["ROC", "0"]);
}
