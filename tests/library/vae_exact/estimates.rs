//! Grids, weights, chains and one code's best Gaussian, against what is known exactly.

use super::{ROUNDING, by_hand, near, two, wide};
use crate::common::{gaussian, seeded};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Samples;
use autoencoders::vae::alarm::roc_area;
use autoencoders::vae::best_code::BestCode;
use autoencoders::vae::chain::metropolis;
use autoencoders::vae::importance::{Latent, effective_samples, iw, log_weights};
use autoencoders::vae::quadrature::Grid;
use autoencoders::vae::{Likelihood, Scale, Vae};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, Axis, array};

fn vae(likelihood: Likelihood) -> Vae {
    let init = Init::Normal { sd: 0.6 };
    Vae::random(&[6, 5, 2], likelihood, init, &mut seeded(14)).expect("a model")
}

fn bits(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| if v > 0.0 { 1.0 } else { 0.0 })
}

#[test]
fn a_grid_finds_the_likelihood_of_one_code_and_of_two() {
    for (model, step) in [(by_hand(), 0.1), (two(), 0.2)] {
        let x = model.sample(5, &mut seeded(1));
        let grid = Grid::new(model.codes(), 8.0, step).expect("a grid");
        let found = grid.log_likelihood(&model, &x).expect("fits");
        let exact = model.log_likelihood(&x).expect("fits");
        for (found, exact) in found.iter().zip(&exact) {
            near("log p(x)", *found, *exact, 30.0 * ROUNDING);
        }
    }
}

#[test]
fn a_grid_finds_the_posterior() {
    let (model, x) = (by_hand(), array![[1.0, 2.0, 2.0]]);
    let grid = Grid::new(1, 8.0, 0.05).expect("a grid");
    let density = grid.log_posterior(&model, &x).expect("fits");
    let (mean, sd) = grid.moments(density.view());
    near("mean", mean[0], 0.9, 20.0 * ROUNDING);
    near("standard deviation", sd[0], 0.1f64.sqrt(), 20.0 * ROUNDING);
    let level = grid.level(density.view(), 0.6827); // a Gaussian at one standard deviation
    near("level", level, -0.5 * (1.0 + (std::f64::consts::TAU * 0.1).ln()), 0.05);
}

#[test]
fn a_table_of_likelihoods_is_that_of_its_rows() {
    for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian(Scale::Fixed(0.5))] {
        let (vae, x, z) = (vae(likelihood), bits(4, 6, 2), gaussian(7, 2, &mut seeded(3)));
        let table = vae.log_p(&x, &z).expect("fits");
        for (x, row) in x.rows().into_iter().zip(table.rows()) {
            let alone = vae.log_likelihoods_of(x, &z).expect("fits");
            for (a, b) in row.iter().zip(&alone) {
                near("log p(x|z)", *a, *b, ROUNDING);
            }
        }
    }
}

#[test]
fn weights_from_the_posterior_are_all_p_of_x() {
    let (model, x) = (by_hand(), array![[1.0, 2.0, 2.0]]);
    let (mu, s) = (array![0.9], array![(0.1 as Real).ln()]);
    let exact = model.log_likelihood(&x).expect("fits")[0];
    let rng = &mut seeded(1);
    let (_, w) = log_weights(&model, &x, mu.view(), s.view(), 50, rng).expect("fits");
    assert!(w.iter().all(|w| (w - exact).abs() < 20.0 * ROUNDING), "{w} for {exact}");
    near("effective samples", effective_samples(&w), 50.0, 0.01);
}

#[test]
fn the_bound_grows_with_k_and_stays_below() {
    let model = two();
    let (x, k) = (model.sample(1, &mut seeded(6)), model.codes());
    let (mu, s) = (Array1::zeros(k), Array1::zeros(k)); // the prior itself
    let exact = model.log_likelihood(&x).expect("fits")[0];
    let rng = &mut seeded(7);
    let (_, w) = log_weights(&model, &x, mu.view(), s.view(), 40_000, rng).expect("fits");
    let bounds = [1, 4, 20, 400].map(|k| iw(&w, k).expect("enough"));
    assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]), "{bounds:?}");
    assert!(bounds[3] < exact + 0.01, "{bounds:?} and {exact}");
    near("all of them", iw(&w, 40_000).expect("enough"), exact, 0.05);
}

#[test]
fn effective_samples_of_two_weights() {
    near("equal", effective_samples(&array![-700.0, -700.0]), 2.0, 1e-9);
    near("one", effective_samples(&array![0.0, -900.0]), 1.0, 1e-9);
    // weights 1 and 3: 16/10
    near("1 and 3", effective_samples(&array![0.0, 3f64.ln()]), 1.6, 1e-9);
}

#[test]
fn a_vae_s_bounds_lie_between_its_elbo_and_the_integral() {
    let (vae, x) = (vae(Likelihood::Bernoulli), bits(12, 6, 4));
    let grid = Grid::new(2, 7.0, 0.1).expect("a grid");
    let exact = grid.log_likelihood(&vae, &x).expect("fits").mean().expect("rows");
    let found = vae.iw(&x, 4000, &[1, 10, 4000], 1).expect("fits");
    let elbo = vae.elbo(&x, 400, 2).expect("fits").value();
    near("k = 1", found[0], elbo, 0.05);
    assert!(found[0] < found[1] && found[1] < found[2], "{found:?}");
    assert!(found[2] < exact + 0.02 && exact < found[2] + 0.2, "{found:?} and {exact}");
    // and the prior, in two directions, finds the integral as well
    let z = autoencoders::vae::sample_codes(40_000, 2, &mut seeded(8));
    let table = vae.log_p(&x, &z).expect("fits");
    let by_prior = table.rows().into_iter().map(|w| iw(&w.to_owned(), 40_000));
    let by_prior: f64 = by_prior.map(|w| w.expect("enough")).sum();
    near("the prior", by_prior / 12.0, exact, 0.02);
}

#[test]
fn a_chain_walks_the_posterior() {
    let (model, x) = (by_hand(), array![[1.0, 2.0, 2.0]]);
    let (start, sd) = (array![0.0], array![0.7]);
    let rng = &mut seeded(1);
    let walk = metropolis(&model, &x, start.view(), sd.view(), 20_000, rng).expect("fits");
    let codes = walk.codes.mapv(wide);
    near("mean", codes.mean().expect("steps"), 0.9, 0.02);
    near("variance", codes.var_axis(Axis(0), 0.0)[0], 0.1, 0.01);
    assert!((0.2..0.8).contains(&walk.accepted), "{}", walk.accepted);
}

#[test]
fn one_code_s_slopes_agree_with_differences() {
    let grid = Grid::new(2, 3.0, 1.0).expect("a grid");
    for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian(Scale::Fixed(0.5))] {
        let (vae, x) = (vae(likelihood), bits(1, 6, 5));
        let (mu, s) = (array![0.4, -0.8], array![-0.5, 0.3]);
        let code = BestCode::new(&vae, mu.view(), s.view(), &grid).expect("fits");
        let found = check_model(&code, Samples::themselves(&x), Draw::learning(0, 0));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    }
}

#[test]
fn a_code_of_its_own_is_better_than_the_encoder_s_and_below_the_integral() {
    let (vae, x) = (vae(Likelihood::Bernoulli), bits(1, 6, 6));
    let grid = Grid::new(2, 7.0, 0.1).expect("a grid");
    let exact = grid.log_likelihood(&vae, &x).expect("fits")[0];
    let (mu, s) = vae.posterior(&x).expect("fits");
    let noise = Grid::new(2, 4.5, 0.75).expect("a grid");
    let mut code = BestCode::new(&vae, mu.row(0), s.row(0), &noise).expect("fits");
    let encoder = code.elbo(&x).expect("fits");
    code.improve(&x, 300, 0.05).expect("trains");
    let best = code.elbo(&x).expect("fits");
    assert!(encoder < best && best < exact + 1e-4, "{encoder}, {best}, {exact}");
    assert_eq!(vae.code_size(), 2);
}

#[test]
fn the_roc_area_counts_pairs() {
    near("apart", roc_area(&[3.0, 4.0], &[1.0, 2.0]).expect("some"), 1.0, 0.0);
    near("the other way", roc_area(&[1.0], &[2.0, 3.0]).expect("some"), 0.0, 0.0);
    // of 2 × 3 pairs: 2 + 1 wins and a tie
    near("a tie", roc_area(&[2.0, 1.0], &[0.0, 1.0, 3.0]).expect("some"), 3.5 / 6.0, 1e-12);
}

#[test]
fn the_prior_s_share_is_known() {
    let (model, x) = (two(), two().sample(3, &mut seeded(2)));
    let z = autoencoders::vae::sample_codes(200_000, 2, &mut seeded(3));
    let weights = model.log_p(&x, &z).expect("fits");
    let share = model.prior_efficiency(&x).expect("fits");
    for (w, share) in weights.rows().into_iter().zip(&share) {
        let found = effective_samples(&w.to_owned()) / 200_000.0;
        near("share", found / share, 1.0, 0.05);
    }
}
