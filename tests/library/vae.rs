//! The variational autoencoder: slopes, both terms of the bound, likelihoods, gradient noise.

mod by_hand;
mod conditional;
mod golden;
mod noise;
mod refused;

use crate::common::{assert_same, gaussian, seeded};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent, train};
use autoencoders::vae::{
    DecoderOnly, Likelihood, Objective, Scale, Vae, active_units, kl, sample_codes,
};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array2, array};

fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

/// 6-5-3 and back, smooth between, so that differences meet no corner.
fn model(likelihood: Likelihood) -> Vae {
    let (rng, init) = (&mut seeded(14), Init::Normal { sd: 0.7 });
    let mut network = |widths: [usize; 3]| {
        let [there, back] = [0, 1].map(|i| {
            let dense = Dense::random(widths[i], widths[i + 1], init, rng);
            Box::new(dense) as Box<dyn Layer>
        });
        Network::new(widths[0], vec![there, Box::new(Activation::Sigmoid), back])
            .expect("layers that fit")
    };
    let (encoder, decoder) = (network([6, 5, 6]), network([3, 5, 6]));
    Vae::new(encoder, decoder, likelihood).expect("a model")
}

#[track_caller]
fn right(model: &Vae, x: &Array2<Real>) {
    for step in [0, 5] {
        let samples = Samples::themselves(x);
        let found = check_model(model, samples, Draw::learning(1, step));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
        let numbers: usize = model.parameters().iter().map(|p| p.1.len()).sum();
        assert_eq!(found.compared, numbers);
    }
}

#[test]
fn slopes_agree_with_differences() {
    let x = shades(9, 6, 3);
    right(&model(Likelihood::Bernoulli), &x);
    for scale in [Scale::Fixed(0.5), Scale::Learnt { start: 0.5 }] {
        right(&model(Likelihood::Gaussian(scale)), &x);
        let away = &x + 9.0; // no |y − x| turns round
        right(&model(Likelihood::Laplace(scale)), &away);
    }
}

#[test]
fn slopes_of_every_objective() {
    let x = shades(9, 6, 3);
    for objective in [
        Objective { beta: 4.0, ..Objective::default() },
        Objective { beta: 0.0, ..Objective::default() },
        Objective { reconstruction: 1.0 / 6.0, ..Objective::default() },
        Objective { free: 1.0, ..Objective::default() },
        Objective { exponent: 1.0, ..Objective::default() },
    ] {
        for likelihood in
            [Likelihood::Bernoulli, Likelihood::Gaussian(Scale::Learnt { start: 0.7 })]
        {
            let mut model = model(likelihood);
            model.objective = objective;
            right(&model, &x);
        }
    }
}

#[test]
fn what_is_trained_on_is_the_bound() {
    let x = shades(40, 6, 3);
    for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian(Scale::Fixed(0.3))] {
        let model = model(likelihood);
        let mut room = model.room(40);
        let loss: f64 = (0..400)
            .map(|step| {
                let draw = Draw::measuring(1, step);
                let terms = model.slope(Samples::themselves(&x), draw, &mut room);
                terms.expect("samples of the model's").total()
            })
            .sum();
        let elbo = model.elbo(&x, 400, 2).expect("a bound");
        let off = loss / 400.0 + elbo.value();
        assert!(off.abs() < 0.05 * elbo.value().abs(), "{off} of {}", elbo.value());
        let split = elbo.reconstruction_mean() + elbo.kl_mean() + elbo.value();
        assert!(split.abs() < 1e-9, "{split}");
    }
}

#[test]
fn the_bound_is_below_the_likelihood() {
    // One number of code: log p(x) = ln ∫ p(x|z) p(z) dz by a fine trapezium rule.
    let likelihood = Likelihood::Gaussian(Scale::Fixed(0.4));
    let init = Init::Normal { sd: 0.7 };
    let model = Vae::random(&[4, 5, 1], likelihood, init, &mut seeded(3)).expect("a model");
    let (x, step) = (shades(5, 4, 8), 0.01);
    let z = Array2::from_shape_fn((1601, 1), |(i, _)| (i as f64 * step - 8.0) as Real);
    let elbo = model.elbo(&x, 20_000, 1).expect("a bound");
    for (i, row) in x.rows().into_iter().enumerate() {
        let log_p = model.log_likelihoods_of(row, &z).expect("codes of the model's");
        let prior = |z: Real| -0.5 * f64::from(z * z) - 0.5 * std::f64::consts::TAU.ln();
        let sum: f64 = log_p.iter().zip(&z).map(|(p, &z)| (p + prior(z)).exp()).sum();
        let bound = -elbo.reconstruction[i] - elbo.kl.row(i).sum();
        assert!(bound < (sum * step).ln() + 0.02, "{bound} above {}", (sum * step).ln());
    }
}

#[test]
fn likelihoods_are_densities() {
    let z = array![[0.3, -1.0, 0.5]];
    let bernoulli = model(Likelihood::Bernoulli);
    let all = (0..64).map(|bits| {
        let x = Array2::from_shape_fn((1, 6), |(_, j)| ((bits >> j) & 1) as Real);
        bernoulli.log_likelihood(&x, &z).expect("an image")[0].exp()
    });
    let sum: f64 = all.sum();
    assert!((sum - 1.0).abs() < 1e-4, "{sum}");
    for likelihood in
        [Likelihood::Gaussian(Scale::Fixed(0.09)), Likelihood::Laplace(Scale::Fixed(0.2))]
    {
        // Along one pixel, at its middle in all others; the others' densities divide out.
        let model = model(likelihood);
        let y = model.decode(&z).expect("codes");
        let at = |by: f64| {
            let mut x = y.clone();
            x[(0, 2)] += by as Real;
            model.log_likelihood(&x, &z).expect("an image")[0]
        };
        let step = 0.005;
        let sum: f64 = (-800..=800).map(|i| at(f64::from(i) * step).exp() * step).sum();
        let one = (at(0.0) / 6.0).exp(); // the density of one pixel at its middle
        assert!((sum / one.powi(5) - 1.0).abs() < 2e-3, "{likelihood:?}: {sum}");
    }
}

#[test]
fn pixels_are_drawn_as_the_likelihood_says() {
    let z = Array2::from_shape_fn((4000, 3), |(_, j)| [0.3, -1.0, 0.5][j]);
    for (likelihood, variance) in [
        (Likelihood::Bernoulli, None),
        (Likelihood::Gaussian(Scale::Fixed(0.25)), Some(0.25)),
        (Likelihood::Laplace(Scale::Fixed(0.5)), Some(0.5)), // 2b²
    ] {
        let model = model(likelihood);
        let mean = f64::from(model.decode(&z).expect("codes")[(0, 1)]);
        let drawn = model.draw(&z, &mut seeded(1)).expect("codes").column(1).to_owned();
        let drawn = drawn.mapv(f64::from);
        let (m, v) = (drawn.mean().expect("some"), drawn.var(0.0));
        let wanted = variance.unwrap_or(mean * (1.0 - mean));
        assert!((m - mean).abs() < 0.06, "{likelihood:?}: {m}, not {mean}");
        assert!((v - wanted).abs() < 0.1 * wanted + 0.01, "{likelihood:?}: {v}");
    }
}

#[test]
fn divergences_agree_with_monte_carlo() {
    let (mu, s) = (array![[1.0, -0.5]], array![[(0.25 as Real).ln(), 0.3]]);
    let exact = kl(&mu, &s);
    assert!((exact[(0, 0)] - (2f64.ln() + 0.125)).abs() < 1e-6); // .818147
    assert_eq!(kl(&array![[0.0]], &array![[0.0]])[(0, 0)], 0.0);
    let e = sample_codes(200_000, 2, &mut seeded(5));
    for j in 0..2 {
        let (mu, s) = (f64::from(mu[(0, j)]), f64::from(s[(0, j)]));
        let log_ratio = |&e: &Real| {
            let (e, z) = (f64::from(e), mu + (s / 2.0).exp() * f64::from(e));
            -0.5 * e * e - 0.5 * s + 0.5 * z * z // log q(z) − log p(z)
        };
        let mean = e.column(j).iter().map(log_ratio).sum::<f64>() / 200_000.0;
        assert!((mean - exact[(0, j)]).abs() < 0.01, "{mean}, not {}", exact[(0, j)]);
    }
}

#[test]
fn active_units_are_those_whose_means_vary() {
    let mu = Array2::from_shape_fn((100, 3), |(i, j)| {
        [0.0, 0.05, 0.5][j] * if i % 2 == 0 { 1.0 } else { -1.0 } + 7.0
    });
    assert_eq!(active_units(&mu), 1);
}

#[test]
fn a_unit_with_free_nats_left_pays_no_slope() {
    let x = shades(9, 6, 3);
    let slopes = |free: Real, beta: Real| {
        let mut model = model(Likelihood::Bernoulli);
        model.objective = Objective { free, beta, ..Objective::default() };
        let mut room = model.room(9);
        let (samples, draw) = (Samples::themselves(&x), Draw::learning(1, 0));
        let terms = model.slope(samples, draw, &mut room).expect("samples");
        let all: Vec<Real> =
            Vae::gradients(&mut room).into_iter().flatten().map(|g| *g).collect();
        (terms.get("KL").expect("a term"), all)
    };
    let (price, free) = slopes(100.0, 1.0);
    assert_eq!(price, 300.0);
    assert_eq!(free, slopes(0.0, 0.0).1);
}

#[test]
fn it_learns_and_its_scale_with_it() {
    // Two numbers behind six: sums and differences of two coordinates.
    let z = gaussian(300, 2, &mut seeded(1));
    let mix = array![[1.0, 1.0, 0.5, 0.0, -1.0, 0.3], [0.0, 1.0, -0.5, 1.0, 0.4, -1.0]];
    let x = z.dot(&mix) + gaussian(300, 6, &mut seeded(2)) * 0.1;
    let learnt = Likelihood::Gaussian(Scale::Learnt { start: 0.2 });
    let mut model =
        Vae::random(&[6, 20, 4], learnt, Init::He, &mut seeded(3)).expect("a model");
    let how = Training { epochs: 200, batch: 50, ..Training::default() };
    let adam = &mut Adam { rate: 1e-2, ..Adam::default() };
    let history = model.train(&x, None, adam, &how, silent).expect("a training");
    assert!(history[199].loss < history[0].loss - 3.0, "{:?}", history[199]);
    assert!(model.scale() < 0.1, "{}", model.scale());
    assert!(history.iter().all(|record| record.terms.get("KL") > Some(0.0)));
    let active = active_units(&model.encode(&x).expect("codes"));
    assert!((2..=4).contains(&active), "{active}");
}

#[test]
fn a_warm_up_is_one_training() {
    let x = shades(30, 6, 3);
    let how = Training { batch: 10, ..Training::default() };
    let train = || {
        let mut model = model(Likelihood::Bernoulli);
        let adam = &mut Adam::default();
        let history =
            model.train_by(&[0.0, 0.5, 1.0], &x, adam, &how, silent).expect("trained");
        (history, model)
    };
    let ((history, model), (_, again)) = (train(), train());
    assert_eq!(history.iter().map(|r| r.epoch).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(history[0].terms.get("KL"), Some(0.0));
    assert_eq!(model.objective.beta, 1.0);
    let codes = |model: &Vae| model.encode(&x).expect("codes");
    assert_same("twice the same", &codes(&model), &codes(&again));
}

#[test]
fn a_decoder_by_itself_leaves_the_encoder() {
    let x = shades(30, 6, 3);
    let mut own = DecoderOnly(model(Likelihood::Gaussian(Scale::Learnt { start: 1.0 })));
    let found = check_model(&own, Samples::themselves(&x), Draw::learning(1, 0));
    assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    let before = own.0.encode(&x).expect("codes");
    let how = Training { epochs: 5, batch: 10, ..Training::default() };
    train(&mut own, &mut Adam::default(), Samples::themselves(&x), None, &how, silent)
        .expect("a training");
    assert_same("the codes", &own.0.encode(&x).expect("codes"), &before);
    assert!(own.0.scale() != 1.0);
}
