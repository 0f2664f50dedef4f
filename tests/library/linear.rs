//! The linear autoencoder's laws: gradients, minima, saddles, and what a penalty does.

use crate::common::{
    TOL, assert_near, assert_same, assert_same_vector, gaussian, largest, samples, seeded,
    table,
};
use autoencoders::linear::axes::{lowest_loss, shrunk};
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::linear::{Gradient, LinearAutoencoder};
use autoencoders::nn::optim::Sgd;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real, linalg};
use ndarray::Array2;
use proptest::prelude::*;

/// A model with nothing special about it, and data that it does not fit.
fn some(n: usize, d: usize, k: usize, seed: u64) -> (Array2<Real>, LinearAutoencoder) {
    let x = samples(n, d, seed);
    let mean = FullBatch::new(&x).unwrap().mean;
    (x, LinearAutoencoder::random(&mean, k, 0.5, &mut seeded(seed ^ 1)).unwrap())
}

/// (L(θ + h) − L(θ − h))/2h in each entry of U and V. L is a polynomial of degree 4: the error is that of its third
/// derivative, h²/6 of it, and what rounding leaves of the difference.
fn differences(
    model: &LinearAutoencoder,
    h: Real,
    loss: impl Fn(&LinearAutoencoder) -> f64,
) -> Gradient {
    let slope = |nudge: &dyn Fn(&mut LinearAutoencoder, Real)| {
        let at = |by| {
            let mut model = model.clone();
            nudge(&mut model, by);
            loss(&model)
        };
        ((at(h) - at(-h)) / (2.0 * h as f64)) as Real
    };
    Gradient {
        u: Array2::from_shape_fn(model.u.dim(), |at| slope(&|model, by| model.u[at] += by)),
        v: Array2::from_shape_fn(model.v.dim(), |at| slope(&|model, by| model.v[at] += by)),
    }
}

#[track_caller]
fn assert_close(what: &str, a: &Gradient, b: &Gradient, tolerance: f64) {
    for (part, a, b) in [("∂L/∂U", &a.u, &b.u), ("∂L/∂V", &a.v, &b.v)] {
        let (off, scale) = (largest(&(a - b)), largest(b).max(1.0));
        assert!(
            off <= tolerance * scale,
            "{what}: {part} is off by {off:e} at scale {scale}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gradients_are_the_differences(n in 1_usize..12, d in 1_usize..6, k in 1_usize..8, alpha in 0.0..2.0_f64, seed: u64) {
        let (x, model) = some(n, d, k, seed);
        let (h, tolerance) = if cfg!(feature = "f64") { (1e-5, 1e-8) } else { (1e-2, 2e-2) };
        let found = differences(&model, h, |model| model.loss(&x, alpha).unwrap());
        assert_close("samples", &model.gradient(&x, alpha).unwrap(), &found, tolerance);
    }

    #[test]
    fn samples_and_covariance_say_the_same(n in 1_usize..40, d in 1_usize..9, k in 1_usize..12, alpha in 0.0..2.0_f64, seed: u64) {
        let (x, model) = some(n, d, k, seed);
        let batch = FullBatch::new(&x).unwrap();
        assert_near("L", batch.loss(&model, alpha).unwrap(), model.loss(&x, alpha).unwrap());
        let (by_c, by_x) = (batch.gradient(&model, alpha).unwrap(), model.gradient(&x, alpha).unwrap());
        assert_close("covariance against samples", &by_c, &by_x, 10.0 * TOL);
    }

    #[test]
    fn the_penalty_adds_its_own(n in 2_usize..20, d in 1_usize..9, k in 1_usize..6, alpha in 0.01..2.0_f64, seed: u64) {
        let (x, model) = some(n, d, k, seed);
        let norm = |a: &Array2<Real>| a.iter().map(|&v| (v as f64).powi(2)).sum::<f64>();
        let (with, without) = (model.loss(&x, alpha).unwrap(), model.loss(&x, 0.0).unwrap());
        assert_near("L", with - without, alpha * (norm(&model.u) + norm(&model.v)));
        assert_near("squared error", without, model.squared_error(&x).unwrap());
        let (with, without) = (model.gradient(&x, alpha).unwrap(), model.gradient(&x, 0.0).unwrap());
        assert_same("2αU", &(with.u - without.u), &(&model.u * (2.0 * alpha as Real)));
        assert_same("2αV", &(with.v - without.v), &(&model.v * (2.0 * alpha as Real)));
    }

    #[test]
    fn pca_is_a_minimum_and_its_loss_what_it_drops(n in 5_usize..40, d in 2_usize..12, part in 0.0..1.0_f64, seed: u64) {
        let x = samples(n, d, seed);
        let all = Pca::fit(&x, (n - 1).min(d)).unwrap();
        let k = 1 + (part * (all.code_size() - 1) as f64) as usize;
        let pca = all.truncate(k).unwrap();
        let model = LinearAutoencoder::from_pca(&pca);
        let dropped: f64 = all.variances.iter().skip(k).map(|&v| v as f64).sum::<f64>() * (n as f64 - 1.0) / n as f64;
        assert_near("L = Σ dropped", model.loss(&x, 0.0).unwrap(), dropped);
        assert_near("the least loss", lowest_loss(&pca, 0.0).unwrap(), dropped);
        let gradient = model.gradient(&x, 0.0).unwrap();
        let scale = 10.0 * TOL * all.total_variance.max(1.0);
        assert!(largest(&gradient.u).max(largest(&gradient.v)) < scale, "the gradient is not zero");
        // Nobody is below: not at random places, not after a step from here.
        for other in 0..3 {
            let away = LinearAutoencoder::random(&pca.mean, k, 0.5, &mut seeded(seed ^ other)).unwrap();
            assert!(away.loss(&x, 0.0).unwrap() >= dropped * (1.0 - TOL), "a random model is better");
        }
    }

    #[test]
    fn any_invertible_mix_is_as_good(n in 3_usize..20, d in 2_usize..9, k in 1_usize..5, seed: u64) {
        let (x, model) = some(n, d, k, seed);
        let a = gaussian(k, k, &mut seeded(seed ^ 7)) * 0.3 + Array2::<Real>::eye(k) * 2.0;
        let mixed = model.mixed(&a).unwrap();
        assert_same("V′ = AV", &mixed.v, &a.dot(&model.v));
        let (before, after) = (model.reconstruct(&x).unwrap(), mixed.reconstruct(&x).unwrap());
        assert!(largest(&(&before - &after)) < 20.0 * TOL * largest(&before).max(1.0), "x̃ has changed");
    }

    #[test]
    fn the_best_map_onto_a_subspace_is_the_projection(n in 3_usize..30, d in 2_usize..9, part in 0.0..1.0_f64, seed: u64) {
        let k = 1 + (part * (d - 1) as f64) as usize;
        let x = samples(n, d, seed);
        let mean = FullBatch::new(&x).unwrap().mean;
        let q = linalg::orthonormal(gaussian(d, k, &mut seeded(seed ^ 3)).view()).unwrap();
        let best = LinearAutoencoder::with_best_encoder(mean.clone(), q.clone()).unwrap();
        assert_same("V = Qᵀ", &best.v, &q.t().to_owned());
        // Another basis of the same subspace, the same projection; any other encoder is worse.
        let a = gaussian(k, k, &mut seeded(seed ^ 4)) * 0.3 + Array2::<Real>::eye(k) * 2.0;
        let other = LinearAutoencoder::with_best_encoder(mean.clone(), q.dot(&a)).unwrap();
        assert_same("(UᵀU)⁻¹Uᵀ U = I", &other.v.dot(&other.u), &Array2::eye(k));
        assert_near("L", other.loss(&x, 0.0).unwrap(), best.loss(&x, 0.0).unwrap());
        let gradient = best.gradient(&x, 0.0).unwrap();
        assert!(largest(&gradient.v) < 10.0 * TOL * largest(&x).powi(2), "∂L/∂V is not zero");
        let worse = LinearAutoencoder::new(mean, q, &best.v + &(gaussian(k, d, &mut seeded(seed ^ 5)) * 0.1)).unwrap();
        assert!(worse.loss(&x, 0.0).unwrap() > best.loss(&x, 0.0).unwrap());
    }
}

/// PyTorch's automatic gradients; `golden/linear.py` made them.
#[test]
fn agrees_with_automatic_gradients() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../golden/linear.json")).unwrap();
    for case in golden["cases"].as_array().unwrap() {
        let (x, alpha) = (table(&case["x"]), case["alpha"].as_f64().unwrap());
        let mean = FullBatch::new(&x).unwrap().mean;
        let model =
            LinearAutoencoder::new(mean, table(&case["u"]), table(&case["v"])).unwrap();
        assert_near("L", model.loss(&x, alpha).unwrap(), case["loss"].as_f64().unwrap());
        let gradient = model.gradient(&x, alpha).unwrap();
        assert_same("∂L/∂U", &gradient.u, &table(&case["du"]));
        assert_same("∂L/∂V", &gradient.v, &table(&case["dv"]));
    }
}

#[test]
fn with_a_penalty_the_minimum_is_pca_shrunk() {
    let x = samples(60, 7, 3);
    let pca = Pca::fit(&x, 3).unwrap();
    let alpha = 0.3 * pca.variances[2] as f64;
    let s = shrunk(&pca, alpha).unwrap();
    let u = &pca.w * &s;
    let model =
        LinearAutoencoder::new(pca.mean.clone(), u.clone(), u.t().to_owned()).unwrap();
    assert_near("L", model.loss(&x, alpha).unwrap(), lowest_loss(&pca, alpha).unwrap());
    let gradient = model.gradient(&x, alpha).unwrap();
    assert!(
        largest(&gradient.u).max(largest(&gradient.v)) < 10.0 * TOL,
        "the gradient is not zero"
    );
    let axes = model.axes().unwrap();
    assert_same_vector("singular values", &axes.s, &s);
    assert_same("axes", &axes.w, &pca.w);
}

#[test]
fn a_direction_not_worth_its_penalty_is_given_up() {
    let pca = Pca::fit(&samples(60, 7, 3), 3).unwrap();
    let alpha = 0.99 * pca.variances[1] as f64;
    let s = shrunk(&pca, alpha).unwrap();
    assert!(s[0] > 0.0 && s[2] == 0.0, "{s}");
    let n = 60.0 / 59.0;
    assert_near("all given up", lowest_loss(&pca, 1e3).unwrap() * n, pca.total_variance);
}

#[test]
fn as_many_code_numbers_as_features_lose_nothing() {
    for k in [5, 8] {
        let (x, mut model) = some(40, 5, k, 9);
        let batch = FullBatch::new(&x).unwrap();
        let (how, rate) = (
            Descent { steps: 4000, ..Descent::default() },
            0.5 / batch.curvature().unwrap(),
        );
        let mut sgd = Sgd { rate, momentum: 0.9, ..Sgd::default() };
        batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
        assert_same("UV = I", &model.u.dot(&model.v), &Array2::eye(5));
        assert!(model.squared_error(&x).unwrap() < TOL);
    }
}

/// Plain descent with a rate a little below 1/(2λ₁) stays at the balanced minimum, a little above it leaves.
#[test]
fn the_curvature_bounds_the_rate() {
    let x = samples(60, 6, 5);
    let (pca, batch) = (Pca::fit(&x, 2).unwrap(), FullBatch::new(&x).unwrap());
    let ends = |share: f64| {
        let mut model = LinearAutoencoder::from_pca(&pca);
        model.u *= 1.0 + 1e-3;
        let mut sgd =
            Sgd { rate: share * 2.0 / batch.curvature().unwrap(), ..Sgd::default() };
        let how = Descent { steps: 400, ..Descent::default() };
        let history = batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
        history.last().unwrap().loss / lowest_loss(&pca, 0.0).unwrap() - 1.0
    };
    assert!(ends(0.95) < 1e-4, "below: {}", ends(0.95));
    assert!(ends(1.05) > 1e-2, "above: {}", ends(1.05));
}

/// The gradients of an epoch's batches are parts of the whole one: nothing is lost where the last batch is short.
#[test]
fn batches_average_to_the_whole() {
    let (x, model) = some(10, 4, 2, 6);
    let whole = model.gradient(&x, 0.1).unwrap();
    let mut sum = Gradient { u: Array2::zeros((4, 2)), v: Array2::zeros((2, 4)) };
    for rows in [[0, 1, 2, 3].as_slice(), &[4, 5, 6, 7], &[8, 9]] {
        let part = model.gradient(&x.select(ndarray::Axis(0), rows), 0.1).unwrap();
        sum.u.scaled_add(rows.len() as Real / 10.0, &part.u);
        sum.v.scaled_add(rows.len() as Real / 10.0, &part.v);
    }
    assert_close("batches", &sum, &whole, TOL);
}
