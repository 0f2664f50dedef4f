//! Probabilistic PCA, and the linear VAE that finds it.

use super::{ROUNDING, by_hand, near, two, wide};
use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::data::optdigits;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::model::Samples;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent, train};
use autoencoders::pca::Pca;
use autoencoders::vae::gaussian::LinearGaussian;
use autoencoders::vae::linear::LinearVae;
use ndarray::{Array1, Array2, Axis, array};
use std::f64::consts::TAU;

/// Real digits with pixels from 0 to 1, their mean taken off.
fn centred() -> Array2<Real> {
    let x = optdigits::load().expect("embedded").x / 16.0;
    let mean = x.mean_axis(Axis(0)).expect("rows");
    x - mean
}

#[test]
fn an_example_by_hand() {
    // w = (1, 2, 2), σ² = 1, x = w: M = 10, the posterior N(.9, .1), rᵀC⁻¹r = .9.
    let (model, x) = (by_hand(), array![[1.0, 2.0, 2.0]]);
    let log_p = model.log_likelihood(&x).expect("fits")[0];
    near("log p(x)", log_p, -0.5 * (3.0 * TAU.ln() + 10f64.ln() + 0.9), ROUNDING);
    let (mean, covariance) = model.posterior(&x).expect("fits");
    near("posterior mean", wide(mean[(0, 0)]), 0.9, ROUNDING);
    near("posterior variance", covariance[(0, 0)], 0.1, ROUNDING);
    // The bound at that posterior is tight: ½(3 ln 2π + .99) + ½(−.09 + ln 10).
    let vae = LinearVae {
        v: array![[0.1], [0.2], [0.2]],
        w: model.w.clone(),
        ln_s: array![(0.1 as Real).ln()],
        ln_variance: array![0.0],
    };
    near("the bound", vae.elbo(&x).expect("fits"), log_p, ROUNDING);
    // Twice the variance costs ½(1 − ln 2).
    let wider = LinearVae { ln_s: array![(0.2 as Real).ln()], ..vae };
    let lost = 0.5 * (1.0 - 2f64.ln());
    near("a wider q", wider.elbo(&x).expect("fits"), log_p - lost, ROUNDING);
}

#[test]
fn optdigits_have_the_likelihood_of_probabilistic_pca() {
    let x = centred();
    let model = LinearGaussian::fit(&x, 5).expect("fits");
    let log_p = model.log_likelihood(&x).expect("fits").mean().expect("rows");
    near("σ²", model.variance, 0.0361968, 1e-6);
    near("log-likelihood", log_p, 8.9076367, 5e-6);
    // −½(d ln 2π + Σ ln λ + (d − k) ln σ² + d)
    let n = x.nrows() as f64;
    let lambda = Pca::fit(&x, 5).expect("fits").variances.mapv(|v| wide(v) * (n - 1.0) / n);
    let ln = lambda.mapv(f64::ln).sum() + 59.0 * model.variance.ln();
    near("closed form", log_p, -0.5 * (64.0 * TAU.ln() + ln + 64.0), 2e-5);
}

#[test]
fn bayes_rule_holds_at_every_code() {
    use autoencoders::vae::importance::{Latent, log_prior};
    let (model, rng) = (by_hand(), &mut seeded(5));
    let (x, z) = (gaussian(4, 3, rng), gaussian(6, 1, rng));
    let joint = model.log_p(&x, &z).expect("fits") + log_prior(&z);
    let (mean, covariance) = model.posterior(&x).expect("fits");
    let log_p = model.log_likelihood(&x).expect("fits");
    for ((i, j), joint) in joint.indexed_iter() {
        let off = wide(z[(j, 0)] - mean[(i, 0)]);
        let variance = covariance[(0, 0)];
        let posterior = -0.5 * (off * off / variance + (TAU * variance).ln());
        near("p(x|z)p(z)/p(z|x)", joint - posterior, log_p[i], 20.0 * ROUNDING);
    }
}

#[test]
fn samples_have_the_model_s_covariance() {
    let model = two();
    let x = model.sample(40_000, &mut seeded(3)).mapv(wide);
    let mean = x.mean_axis(Axis(0)).expect("rows");
    let centred = &x - &mean;
    let found = centred.t().dot(&centred) / x.nrows() as f64;
    let w = model.w.mapv(wide);
    let expected = w.dot(&w.t()) + Array2::<f64>::eye(4) * model.variance;
    let worst = (found - expected).iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    assert!(worst < 0.05, "{worst}");
}

#[test]
fn slopes_agree_with_differences() {
    let rng = &mut seeded(8);
    let x = gaussian(7, 5, rng);
    let mut vae = LinearVae::random(5, 3, 0.5, rng).expect("a model");
    vae.ln_s = array![-0.5, 0.2, -1.0];
    vae.ln_variance = array![-0.7];
    let found = check_model(&vae, Samples::themselves(&x), Draw::learning(1, 0));
    assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
}

#[test]
fn no_bound_is_above_the_likelihood() {
    let rng = &mut seeded(9);
    let x = gaussian(50, 6, rng);
    for _ in 0..20 {
        let vae = LinearVae::random(6, 2, 0.7, rng).expect("a model");
        let bound = vae.elbo(&x).expect("fits");
        let exact = vae.model().and_then(|m| m.log_likelihood(&x)).expect("fits");
        assert!(bound < exact.mean().expect("rows"));
    }
}

#[test]
fn training_reaches_the_likelihood_and_the_axes() {
    let sds: Array1<Real> = array![3.0, 2.0, 1.2, 0.5, 0.5, 0.5];
    let x = gaussian(300, 6, &mut seeded(2)) * &sds;
    let x = &x - &x.mean_axis(Axis(0)).expect("rows");
    let truth = LinearGaussian::fit(&x, 2).expect("fits");
    let best = truth.log_likelihood(&x).expect("fits").mean().expect("rows");
    let mut vae = LinearVae::random(6, 2, 0.1, &mut seeded(4)).expect("a model");
    let (schedule, batch) = (Schedule::Cosine, x.nrows());
    let training = Training { epochs: 2000, batch, schedule, ..Training::default() };
    let adam = &mut Adam { rate: 0.03, ..Adam::default() };
    train(&mut vae, adam, Samples::themselves(&x), None, &training, silent)
        .expect("trains");
    near("the bound", vae.elbo(&x).expect("fits"), best, 1e-4);
    let axes = Pca::fit(&x, 2).expect("fits").w;
    let mut cosines: Vec<f64> = Vec::new();
    for w in vae.w.columns() {
        let length = wide(w.dot(&w)).sqrt();
        let cosine = axes.columns().into_iter().map(|u| (wide(u.dot(&w)) / length).abs());
        cosines.push(cosine.fold(0.0, f64::max));
    }
    assert!(cosines.iter().all(|&c| c > 0.999), "{cosines:?}");
}
