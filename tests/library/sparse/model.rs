//! Slopes, prices, the features' length, the k largest.

use super::{shades, sparse};
use crate::common::{TOL, assert_near, assert_same, gaussian, seeded};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_layer, check_model};
use autoencoders::nn::layer::Layer;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::optim::{Adam, Sgd};
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::sparse::autoencoder::lengths;
use autoencoders::sparse::largest::coming_down;
use autoencoders::sparse::measures::Activity;
use autoencoders::sparse::penalty::{divergence, divergence_slope};
use autoencoders::sparse::revive::revive;
use autoencoders::sparse::shrink::{lasso, positive_threshold, soft_threshold};
use autoencoders::sparse::{Largest, Over, Scarcity};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array2, array};

const RUNNING: Over = Over::Running { keep: 0.9 };

/// Samples at which no unit is near a bend, nor two of them change places among the largest.
fn away_from_bends(model: &autoencoders::sparse::SparseAutoencoder) -> Array2<Real> {
    let far = |x: &Array2<Real>| {
        let a = model.networks().encoder.predict_between(0..1, x).expect("samples");
        a.rows().into_iter().all(|a| {
            let mut sorted = a.to_vec();
            sorted.sort_by(|a, b| b.total_cmp(a));
            sorted.iter().all(|a| a.abs() > 0.02) && sorted[2] - sorted[3] > 0.03
        })
    };
    (0..).map(|seed| shades(4, 6, seed)).find(far).expect("some samples")
}

#[test]
fn slopes_agree_with_differences() {
    let divergence = |over| Scarcity::Divergence { beta: 0.5, rho: 0.2, over };
    for output in [Output::Linear, Output::Sigmoid, Output::Logits] {
        for scarcity in [
            Scarcity::Nothing,
            Scarcity::L1 { lambda: 0.1 },
            divergence(Over::Batch),
            divergence(Over::Set), // outside a training the set is the batch
            divergence(RUNNING),   // of the first batch it is that batch's mean
            Scarcity::Largest { k: 3 },
        ] {
            let model = sparse(scarcity, false, output);
            let x = away_from_bends(&model);
            let found = check_model(&model, Samples::themselves(&x), Draw::learning(1, 0));
            assert!(found.worst < BOUND, "{scarcity:?}: {} ({:e})", found.at, found.worst);
            assert_eq!(found.compared, 2 * 6 * 8 + 6 + 8);
        }
    }
    let (x, r) = (gaussian(5, 7, &mut seeded(1)), gaussian(5, 7, &mut seeded(2)));
    let found = check_layer(&Largest { k: 3 }, &x, &r);
    assert!(found.worst < BOUND, "{}", found.at);
}

#[test]
fn a_loss_is_the_sum_of_its_terms_and_falls() {
    let x = shades(40, 6, 3);
    for scarcity in [
        Scarcity::L1 { lambda: 0.1 },
        Scarcity::Divergence { beta: 0.5, rho: 0.2, over: RUNNING },
        Scarcity::Largest { k: 3 },
    ] {
        let mut model = sparse(scarcity, true, Output::Linear);
        let training = Training { epochs: 40, batch: 7, ..Training::default() };
        let mut adam = Adam { rate: 0.02, ..Adam::default() };
        let history = model.train(&x, Some(&x), &mut adam, &training, silent);
        let history = history.expect("a training");
        let last = history[39];
        assert!(last.loss < history[0].loss);
        let parts = ["reconstruction", "sparsity"].map(|name| last.terms.get(name));
        let sum: f64 = parts.into_iter().flatten().sum();
        assert_near("the terms", sum, last.loss);
        let loss = model.loss(&x).expect("a loss").total();
        assert!(last.validation.is_some_and(|v| (v - loss).abs() < 0.2 * loss.max(1.0)));
    }
}

#[test]
fn a_running_mean_goes_on_and_asks_twice_the_same() {
    let scarcity = Scarcity::Divergence { beta: 1.0, rho: 0.2, over: RUNNING };
    let model = sparse(scarcity, false, Output::Linear);
    let (a, b) = (shades(9, 6, 3), shades(9, 6, 4));
    let price = |x: &Array2<Real>, step, room: &mut _| {
        let terms = model.slope(Samples::themselves(x), Draw::learning(1, step), room);
        terms.expect("a batch").get("sparsity").expect("a term")
    };
    let means = |x: &Array2<Real>| {
        model.encode(x).expect("codes").mean_axis(ndarray::Axis(0)).expect("samples")
    };
    let mut room = model.room(9);
    price(&a, 0, &mut room);
    let second = price(&b, 1, &mut room);
    let mean = means(&a) * 0.9 + means(&b) * 0.1;
    let right: f64 = mean.iter().map(|&mean| divergence(0.2, mean)).sum();
    assert_near("γρ̂ + (1 − γ)m", second, right);
    assert_eq!(price(&b, 1, &mut room), second);
    // Where it is looked at, the mean is that of the samples.
    let looked_at = model.loss(&b).expect("a loss").get("sparsity").expect("a term");
    let right: f64 = means(&b).iter().map(|&mean| divergence(0.2, mean)).sum();
    assert_near("the samples' mean", looked_at, right);
}

/// Where twenty small steps of plain descent lead to, in batches of so many of forty samples.
fn after_twenty_steps(over: Over, batch: usize) -> Vec<f64> {
    let scarcity = Scarcity::Divergence { beta: 2.0, rho: 0.2, over };
    let mut model = sparse(scarcity, false, Output::Linear);
    let training = Training { epochs: 20 * batch / 40, batch, ..Training::default() };
    let mut sgd = Sgd { rate: 2e-4, ..Sgd::default() };
    let x = shades(40, 6, 3);
    model.train(&x, None, &mut sgd, &training, silent).expect("a training");
    let theta = model.parameters();
    theta.iter().flat_map(|(_, values)| values.iter().map(|&v| f64::from(v))).collect()
}

#[test]
fn with_the_mean_of_the_set_batches_add_up_to_the_set() {
    // On average the slopes of batches are those of the set, so that a pass in small batches
    // leads to where as many steps by all samples lead; with the mean of each batch it does not.
    let whole = after_twenty_steps(Over::Batch, 40);
    let apart = |over, batch| -> f64 {
        let ended = after_twenty_steps(over, batch);
        ended.iter().zip(&whole).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    let (set, batch) = (apart(Over::Set, 2), apart(Over::Batch, 2));
    assert!(batch > 5.0 * set, "{set:e}, {batch:e}");
    assert!(apart(Over::Set, 40) < TOL);
}

#[test]
fn the_divergence_is_zero_at_rho_alone_and_its_slope_is_its_slope() {
    for rho in [0.05, 0.2, 0.7] {
        assert_eq!(divergence_slope(rho, rho), 0.0);
        assert!(divergence(rho, rho).abs() < 1e-12);
        for rho_hat in [0.01, 0.1, 0.5, 0.9] {
            assert!(divergence(rho, rho_hat) > 0.0);
            let delta = 1e-3;
            let apart = divergence(rho, rho_hat + delta) - divergence(rho, rho_hat - delta);
            let slope = f64::from(divergence_slope(rho, rho_hat));
            assert!((apart / 2e-3 - slope).abs() < 0.02 * slope.abs().max(0.1));
        }
    }
    // The page's example: ρ = 1/5 and ρ̂ = 1/2 have the slope (.5 − .2)/(.5 · .5) = 1.2.
    assert_near("by hand", f64::from(divergence_slope(0.2, 0.5)), 1.2);
    assert!(divergence(0.2, 0.0).is_finite() && divergence(0.2, 1.0).is_finite());
}

#[test]
fn the_soft_threshold_is_the_least_on_a_grid() {
    for c in [-3.0, -0.4, 0.0, 0.7, 2.0] {
        for t in [0.0, 0.5, 1.0] {
            let cost = |z: Real| (c - z) * (c - z) + 2.0 * t * z.abs();
            let own = cost(soft_threshold(c, t));
            let grid = (-400..=400).map(|i| i as Real / 100.0);
            assert!(grid.clone().all(|z| cost(z) >= own - 1e-5), "c = {c}, t = {t}");
            let own = cost(positive_threshold(c, t));
            assert!(grid.filter(|&z| z >= 0.0).all(|z| cost(z) >= own - 1e-5));
        }
    }
}

#[test]
fn the_lasso_by_hand() {
    // The page's: the features (3, 4)/5 and (−4, 3)/5, x = (1, 7), λ = 4: c = (31/5, 17/5).
    let d = array![[0.6, 0.8], [-0.8, 0.6]];
    let x = array![[1.0, 7.0]];
    let z = lasso(&x, &d, 4.0).expect("a code");
    assert_same("z", &z, &array![[4.2, 1.4]]);
    let z = lasso(&x, &d, 7.0).expect("a code");
    assert_same("z", &z, &array![[2.7, 0.0]]);
    // No other code is cheaper, in any direction, for an orthonormal basis of any size.
    let basis = autoencoders::linalg::orthonormal(gaussian(6, 4, &mut seeded(1)).view());
    let d = basis.expect("a basis").t().to_owned();
    let x = gaussian(20, 6, &mut seeded(2));
    let z = lasso(&x, &d, 0.8).expect("codes");
    let cost = |z: &Array2<Real>| {
        let left = &x - &z.dot(&d);
        (&left * &left).sum() + 0.8 * z.mapv(Real::abs).sum()
    };
    for seed in 0..20 {
        let moved = &z + &(gaussian(20, 4, &mut seeded(seed)) * 0.1);
        assert!(cost(&moved) > cost(&z));
    }
}

#[test]
fn held_features_stay_short_and_free_ones_do_not() {
    let x = shades(40, 6, 3) * 5.0;
    for hold in [true, false] {
        let mut model = sparse(Scarcity::L1 { lambda: 0.1 }, hold, Output::Linear);
        let training = Training { epochs: 60, batch: 10, ..Training::default() };
        let mut adam = Adam { rate: 0.05, ..Adam::default() };
        model.train(&x, None, &mut adam, &training, silent).expect("a training");
        let longest = lengths(model.features().view()).fold(0.0, |a: Real, &b| a.max(b));
        assert_eq!(longest < 1.0 + 1e-5, hold, "{longest}");
    }
}

#[test]
fn scaling_features_up_and_codes_down_costs_nothing_but_the_price() {
    let x = shades(9, 6, 3);
    let mut model = sparse(Scarcity::L1 { lambda: 1.0 }, false, Output::Linear);
    let before = model.loss(&x).expect("a loss");
    // Encoder's W and b divided by 4, the decoder's D times 4.
    for (theta, times) in model.parameters_mut().into_iter().zip([0.25, 0.25, 4.0, 1.0]) {
        theta.iter_mut().for_each(|v| *v *= times);
    }
    let after = model.loss(&x).expect("a loss");
    let term = |terms: &autoencoders::nn::model::Terms, name| terms.get(name).expect(name);
    let reconstruction = "reconstruction";
    assert_near("same", term(&after, reconstruction), term(&before, reconstruction));
    assert_near("a quarter", term(&after, "sparsity"), term(&before, "sparsity") / 4.0);
}

#[test]
fn only_the_largest_pass() {
    let x = array![[3.0, -1.0, 2.0, 2.0], [-4.0, -1.0, -2.0, -3.0], [0.0, 0.0, 0.0, 0.0]];
    let layer = Largest { k: 2 };
    let mut y = Array2::zeros((3, 4));
    layer.forward(x.view(), y.view_mut(), Array2::zeros((3, 0)).view_mut());
    // Of two equal ones the first; negative ones pass where nothing is larger.
    let right = array![[3.0, 0.0, 2.0, 0.0], [0.0, -1.0, -2.0, 0.0], [0.0, 0.0, 0.0, 0.0]];
    assert_same("the two largest", &y, &right);
    let all = Largest { k: 4 };
    all.forward(x.view(), y.view_mut(), Array2::zeros((3, 0)).view_mut());
    assert_same("all", &y, &x);
}

#[test]
fn k_comes_down_over_the_first_half() {
    assert_eq!(coming_down(100, 20, 8), [100, 80, 60, 40, 20, 20, 20, 20]);
    assert_eq!(coming_down(5, 5, 3), [5, 5, 5]);
    assert_eq!(coming_down(3, 5, 2), [5, 5]); // it never rises
    assert!(coming_down(9, 1, 0).is_empty());
    let x = shades(20, 6, 3);
    let mut model = sparse(Scarcity::Largest { k: 3 }, false, Output::Linear);
    let training = Training { batch: 7, ..Training::default() };
    let mut seen = Vec::new();
    let history =
        model.train_by(&[8, 5, 2], &x, &mut Adam::default(), &training, |r, m| {
            seen.push((r.epoch, m.scarcity()));
            Ok(())
        });
    assert_eq!(history.expect("a training").len(), 3);
    let k = |k| Scarcity::Largest { k };
    assert_eq!(seen, [(1, k(8)), (2, k(5)), (3, k(2))]);
    let z = model.encode(&x).expect("codes");
    assert!(z.rows().into_iter().all(|z| z.iter().filter(|&&z| z != 0.0).count() == 2));
}

#[test]
fn the_dead_come_back() {
    let x = shades(60, 6, 3);
    let mut model = sparse(Scarcity::L1 { lambda: 0.1 }, true, Output::Linear);
    model.parameters_mut()[1][..3].fill(-100.0); // three units that never are on
    let dead = |model: &autoencoders::sparse::SparseAutoencoder| {
        let mut activity = Activity::new(8);
        activity.add(&model.encode(&x).expect("codes"), 0.0);
        activity.dead().len()
    };
    let before = dead(&model);
    assert!(before >= 3);
    assert_eq!(revive(&mut model, &x, &mut seeded(1)).expect("samples"), before);
    assert!(dead(&model) < before);
    let longest = lengths(model.features().view()).fold(0.0, |a: Real, &b| a.max(b));
    assert!(f64::from(longest) < 1.0 + TOL);
}
