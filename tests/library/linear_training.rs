//! The linear autoencoder trained: where descents end, how near minibatches come, how saddles are left.

use crate::common::{assert_near, assert_same, largest, list, samples, seeded};
use autoencoders::Real;
use autoencoders::data::optdigits;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::{lowest_loss, shrunk};
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::{Record, silent};
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::pca::Pca;
use ndarray::{Array1, Array2};

/// Kunin et al.'s setting on real digits: pixels 0 to 4, four code numbers.
struct Quarters {
    x: Array2<Real>,
    pca: Pca,
    batch: FullBatch,
    golden: serde_json::Value,
}

fn quarters() -> Quarters {
    let x = optdigits::load().unwrap().x / 4.0;
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../golden/linear.json")).unwrap();
    let (pca, batch) = (Pca::fit(&x, 4).unwrap(), FullBatch::new(&x).unwrap());
    Quarters { x, pca, batch, golden: golden["optdigits"].clone() }
}

impl Quarters {
    /// Without a penalty and with λ = 0.05 σ_k², as α = λ/n, and what L-BFGS found there.
    fn cases(&self) -> [(f64, &serde_json::Value); 2] {
        let alpha = self.golden["penalty"].as_f64().unwrap() / 1797.0;
        [(0.0, &self.golden["plain"]), (alpha, &self.golden["penalised"])]
    }
}

#[test]
fn descent_finds_what_lbfgs_found() {
    let q = quarters();
    for (alpha, golden) in q.cases() {
        let expected = golden["loss"].as_f64().unwrap() / 1797.0;
        assert!((lowest_loss(&q.pca, alpha).unwrap() / expected - 1.0).abs() < 1e-6);
        for (momentum, nesterov, steps) in
            [(0.0, false, 5000), (0.9, false, 500), (0.9, true, 500)]
        {
            let mut model =
                LinearAutoencoder::random(&q.batch.mean, 4, 1e-3, &mut seeded(1)).unwrap();
            let rate = 0.5 / q.batch.curvature().unwrap();
            let mut sgd = Sgd { rate, momentum, nesterov, ..Sgd::default() };
            let how = Descent { steps, alpha, every: 100 };
            let history = q.batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
            let found = history.last().unwrap().loss;
            assert!(
                (found / expected - 1.0).abs() < 1e-6,
                "β = {momentum}: {found}, not {expected}"
            );
            assert!(model.largest_angle(&q.pca).unwrap() < 0.01);
            if alpha > 0.0 {
                assert_shrunk(&model, &q.pca, alpha, &list(&golden["singular_values"]));
            }
        }
    }
}

/// Singular values to five digits, PCA's axes up to sign, and the encoder the decoder's transpose.
fn assert_shrunk(
    model: &LinearAutoencoder,
    pca: &Pca,
    alpha: f64,
    expected: &Array1<Real>,
) {
    let found = model.axes().unwrap();
    for s in [&found.s, &shrunk(pca, alpha).unwrap()] {
        assert!(
            s.iter().zip(expected).all(|(s, e)| (s - e).abs() < 1e-5),
            "{s}, not {expected}"
        );
    }
    let cosines = found.w.t().dot(&pca.w).diag().mapv(Real::abs);
    assert!(cosines.iter().all(|c| *c > 0.999999), "the axes are not PCA's: {cosines}");
    assert!(largest(&(&model.u - &model.v.t())) < 1e-5, "V is not Uᵀ");
    // The columns of U are not the axes: an orthogonal matrix still mixes them.
    let column = model.u.column(0);
    let along = pca.w.t().dot(&column).mapv(|c| c * c / column.dot(&column));
    assert!(
        along.iter().all(|share| *share < 0.95),
        "the first column is an axis: {along}"
    );
}

/// Adam and momentum both, each under a rate that falls by the same five steps.
#[test]
fn minibatches_come_near() {
    let q = quarters();
    let (adam, sgd) = (Adam::default(), Sgd { momentum: 0.9, ..Sgd::default() });
    for (alpha, _) in q.cases() {
        let rates = [1.0, 0.3, 0.1, 0.03, 0.01];
        let with_adam = rates.map(|share| Adam { rate: 0.02 * share, ..adam.clone() });
        near(&q, alpha, with_adam);
        let bound = sgd.stable_below(q.batch.curvature().unwrap()).unwrap();
        near(
            &q,
            alpha,
            rates.map(|share| Sgd { rate: 0.05 * bound * share, ..sgd.clone() }),
        );
    }
}

fn near(q: &Quarters, alpha: f64, stages: [impl Optimiser; 5]) {
    let mut model =
        LinearAutoencoder::random(&q.batch.mean, 4, 1e-3, &mut seeded(2)).unwrap();
    let mut rng = seeded(3);
    for mut optimiser in stages {
        let how = Minibatches { batch: 64, epochs: 20, alpha, every: 0 };
        model.train(&q.x, &how, &mut optimiser, &mut rng, silent).unwrap();
    }
    let excess =
        q.batch.loss(&model, alpha).unwrap() / lowest_loss(&q.pca, alpha).unwrap() - 1.0;
    assert!((0.0..1e-3).contains(&excess), "excess loss: {excess}");
    assert!(
        model.largest_angle(&q.pca).unwrap() < 1.0,
        "{}°",
        model.largest_angle(&q.pca).unwrap()
    );
    if alpha > 0.0 {
        let (found, expected) = (model.axes().unwrap().s, shrunk(&q.pca, alpha).unwrap());
        assert!(
            found.iter().zip(&expected).all(|(f, e)| (f / e - 1.0).abs() < 0.01),
            "{found}, not {expected}"
        );
    }
}

/// Every span of k components is a place to rest, and only the leading one is a valley.
#[test]
fn saddles_hold_only_what_is_exactly_on_them() {
    let q = quarters();
    let all = Pca::fit(&q.x, 8).unwrap();
    for components in [[0, 1, 2, 5], [1, 2, 3, 4], [4, 5, 6, 7]] {
        let saddle = LinearAutoencoder::spanning(&all, &components).unwrap();
        let gradient = q.batch.gradient(&saddle, 0.0).unwrap();
        let scale = all.total_variance as Real * Real::EPSILON * 10.0;
        assert!(
            (largest(&gradient.u).max(largest(&gradient.v)) as Real) < scale,
            "{components:?} is no saddle"
        );
        let kept: f64 = components.iter().map(|&j| all.variances[j] as f64).sum::<f64>()
            * 1796.0
            / 1797.0;
        let loss = q.batch.loss(&saddle, 0.0).unwrap();
        assert_near("L = Σ dropped", loss, all.total_variance * 1796.0 / 1797.0 - kept);

        let mut model = saddle;
        model.u +=
            &LinearAutoencoder::random(&all.mean, 4, 1e-4, &mut seeded(4)).unwrap().u;
        let mut sgd = Sgd {
            rate: 0.5 / q.batch.curvature().unwrap(),
            momentum: 0.9,
            ..Sgd::default()
        };
        let how = Descent { steps: 1500, ..Descent::default() };
        let history = q.batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
        assert!((history[1].loss / loss - 1.0).abs() < 1e-3, "it is steep at the saddle");
        let end = history.last().unwrap().loss / lowest_loss(&q.pca, 0.0).unwrap() - 1.0;
        assert!(end < 1e-5, "{components:?}: still {end} above the minimum");
    }
}

#[test]
fn one_batch_of_all_is_a_step_of_descent() {
    let x = samples(150, 5, 7); // more than one part, the last one short
    let batch = FullBatch::new(&x).unwrap();
    let start = LinearAutoencoder::random(&batch.mean, 2, 0.3, &mut seeded(8)).unwrap();
    let sgd = Sgd { rate: 0.01, ..Sgd::default() };
    let (mut by_x, mut by_c) = (start.clone(), start);
    let how = Minibatches { batch: 1000, epochs: 3, alpha: 0.2, every: 0 };
    let trained = by_x.train(&x, &how, &mut sgd.clone(), &mut seeded(9), silent).unwrap();
    let how = Descent { steps: 3, alpha: 0.2, every: 1 };
    let descended = batch.descend(&mut by_c, &how, &mut sgd.clone(), silent).unwrap();
    assert_same("U", &by_x.u, &by_c.u);
    assert_same("V", &by_x.v, &by_c.v);
    // A batch's loss is measured before its step, a descent's record after it.
    assert_eq!(descended.iter().map(|r| r.step).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(trained.iter().map(|r| r.step).collect::<Vec<_>>(), [1, 2, 3]);
    trained.iter().zip(&descended).for_each(|(t, d)| assert_near("L", t.loss, d.loss));
}

#[test]
fn the_same_seed_gives_the_same_weights_and_records_come_when_asked() {
    let x = samples(50, 6, 1);
    let run = |every| {
        let mean = FullBatch::new(&x).unwrap().mean;
        let mut model = LinearAutoencoder::random(&mean, 3, 0.1, &mut seeded(2)).unwrap();
        let (how, mut seen) =
            (Minibatches { batch: 16, epochs: 3, alpha: 0.0, every }, Vec::new());
        let watch = |record: Record, model: &LinearAutoencoder| {
            seen.push((record.step, model.u[[0, 0]]));
            Ok(())
        };
        let history =
            model.train(&x, &how, &mut Adam::default(), &mut seeded(3), watch).unwrap();
        assert_eq!(
            history.iter().map(|r| r.step).collect::<Vec<_>>(),
            seen.iter().map(|s| s.0).collect::<Vec<_>>()
        );
        (seen, model)
    };
    let ((once, a), (fine, b)) = (run(0), run(5));
    assert_eq!(once.iter().map(|s| s.0).collect::<Vec<_>>(), [4, 8, 12]);
    assert_eq!(fine.iter().map(|s| s.0).collect::<Vec<_>>(), [5, 10, 12]);
    assert_eq!((a.u, a.v), (b.u, b.v));
}

#[test]
fn weights_in_another_order_in_memory_are_trained_alike() {
    let x = samples(20, 4, 1);
    let batch = FullBatch::new(&x).unwrap();
    let start = LinearAutoencoder::random(&batch.mean, 2, 0.1, &mut seeded(2)).unwrap();
    let mut other = start.clone();
    other.u = start.u.t().as_standard_layout().into_owned().reversed_axes(); // by columns
    let end = |mut model: LinearAutoencoder| {
        batch
            .descend(&mut model, &Descent::default(), &mut Sgd::default(), silent)
            .unwrap();
        model.u
    };
    assert_same("U", &end(other), &end(start));
}
