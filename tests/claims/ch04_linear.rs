//! What chapter 4 claims, beyond the laws in `tests/library/linear.rs` and `tests/library/linear_training.rs`.

use crate::common::{assert_near, assert_same, gaussian, largest, samples, seeded};
use autoencoders::data::optdigits;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::lowest_loss;
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::nn::optim::Sgd;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, array};

/// ±(2, 2) and ±(1, −1).
fn four_points() -> Array2<Real> {
    array![[2.0, 2.0], [-2.0, -2.0], [1.0, -1.0], [-1.0, 1.0]]
}

/// One number between two columns: U = (u₁, u₂)ᵀ, V = (v₁, v₂).
fn through_one(u: [Real; 2], v: [Real; 2]) -> LinearAutoencoder {
    LinearAutoencoder::new(Array1::zeros(2), array![[u[0]], [u[1]]], array![v]).unwrap()
}

#[track_caller]
fn assert_slope(model: &LinearAutoencoder, loss: f64, u: [Real; 2], v: [Real; 2]) {
    let x = four_points();
    assert_near("L", model.loss(&x, 0.0).unwrap(), loss);
    for gradient in [
        model.gradient(&x, 0.0).unwrap(),
        FullBatch::new(&x).unwrap().gradient(model, 0.0).unwrap(),
    ] {
        assert_same("∂L/∂U", &gradient.u, &array![[u[0]], [u[1]]]);
        assert_same("∂L/∂V", &gradient.v, &array![v]);
    }
}

// ANCHOR: worked_example
/// Four points with C = ½ [[5, 3], [3, 5]], eigenvalues 4 and 1, and a code of one number: whole numbers all the way.
#[test]
fn worked_example() {
    let c = FullBatch::new(&four_points()).unwrap().c;
    assert_same("2C", &(c * 2.0), &array![[5.0, 3.0], [3.0, 5.0]]);
    let start = through_one([1.0, 0.0], [1.0, 0.0]);
    assert_same(
        "Z",
        &start.encode(&four_points()).unwrap(),
        &array![[2.0], [-2.0], [1.0], [-1.0]],
    );
    let e = start.reconstruct(&four_points()).unwrap() - four_points();
    assert_same("E", &e, &array![[0.0, -2.0], [0.0, 2.0], [0.0, 1.0], [0.0, -1.0]]);
    assert_slope(&start, 2.5, [0.0, -3.0], [0.0, 0.0]);
    // A step with η = ⅓.
    assert_slope(&through_one([1.0, 1.0], [1.0, 0.0]), 2.0, [0.0, 2.0], [2.0, -2.0]);
    // A minimum, the same mixed by A = ½, and the saddle that spans the other direction.
    assert_slope(&through_one([1.0, 1.0], [0.5, 0.5]), 1.0, [0.0, 0.0], [0.0, 0.0]);
    assert_slope(&through_one([2.0, 2.0], [0.25, 0.25]), 1.0, [0.0, 0.0], [0.0, 0.0]);
    assert_slope(&through_one([1.0, -1.0], [0.5, -0.5]), 4.0, [0.0, 0.0], [0.0, 0.0]);
}
// ANCHOR_END: worked_example

#[test]
fn a_decoder_of_two_and_one_projects() {
    let model =
        LinearAutoencoder::with_best_encoder(Array1::zeros(2), array![[2.0], [1.0]])
            .unwrap();
    assert_same("5V", &(&model.v * 5.0), &array![[2.0, 1.0]]);
    assert_same("5UV", &(model.u.dot(&model.v) * 5.0), &array![[4.0, 2.0], [2.0, 1.0]]);
    let x = array![[2.0, 1.0], [1.0, -2.0]];
    assert_same("x̃", &model.reconstruct(&x).unwrap(), &array![[2.0, 1.0], [0.0, 0.0]]);
}

/// p = uv of one component grows as the logistic curve dp/dt = 4cp(1 − p).
#[test]
fn a_component_is_learnt_by_logistic_growth() {
    let (c, p0, eta) = (2.0_f64, 1e-3_f64, 1e-3);
    let x = array![[c.sqrt() as Real], [-(c.sqrt()) as Real]]; // variance c, mean 0
    let batch = FullBatch::new(&x).unwrap();
    let at = p0.sqrt() as Real;
    let mut model =
        LinearAutoencoder::new(Array1::zeros(1), array![[at]], array![[at]]).unwrap();
    let how = Descent { steps: 1500, alpha: 0.0, every: 100 };
    batch
        .descend(
            &mut model,
            &how,
            &mut Sgd { rate: eta, ..Sgd::default() },
            |record, model| {
                let odds = p0 / (1.0 - p0) * (4.0 * c * eta * record.step as f64).exp();
                let (found, law) =
                    ((model.u[[0, 0]] * model.v[[0, 0]]) as f64, odds / (1.0 + odds));
                assert!(
                    (found - law).abs() < 0.02,
                    "step {}: {found}, not {law}",
                    record.step
                );
                Ok(())
            },
        )
        .unwrap();
    assert!(model.u[[0, 0]] * model.v[[0, 0]] > 0.99);
}

/// From a small start the loss passes each Σ_{i>j} cᵢ slowly: there the fall of the loss has a minimum.
#[test]
fn components_are_learnt_one_after_another() {
    let q =
        autoencoders::linalg::orthonormal(gaussian(400, 3, &mut seeded(1)).view()).unwrap();
    let x = q * &array![20.0 * 4.0, 20.0 * 2.0, 20.0]; // eigenvalues of C about 16, 4 and 1
    let batch = FullBatch::new(&x).unwrap();
    let pca = Pca::fit(&x, 3).unwrap();
    let mut model =
        LinearAutoencoder::random(&batch.mean, 3, 1e-6, &mut seeded(2)).unwrap();
    let mut sgd = Sgd { rate: 0.25 / batch.curvature().unwrap(), ..Sgd::default() };
    let how = Descent { steps: 4000, every: 1, ..Descent::default() };
    let history = batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
    for learnt in 1..3 {
        let height = lowest_loss(&pca.truncate(learnt).unwrap(), 0.0).unwrap();
        let near = history.iter().filter(|r| (r.loss / height - 1.0).abs() < 0.01).count();
        assert!(near > 50, "{near} steps within 1 % of {height}");
    }
}

/// A disturbance grows by 1 + ηκ a step: a hundredth of it costs ln 100 / ln(1 + ηκ) steps more.
#[test]
fn a_saddle_is_left_at_the_rate_of_its_steepest_way_down() {
    let x = optdigits::load().unwrap().x / 4.0;
    let (pca, batch) = (Pca::fit(&x, 5).unwrap(), FullBatch::new(&x).unwrap());
    let rate = 0.25 / batch.curvature().unwrap();
    let (top, low) = (lowest_loss(&pca.truncate(4).unwrap(), 0.0).unwrap(), |j: usize| {
        pca.variances[j] as f64
    });
    let saddle = LinearAutoencoder::spanning(&pca, &[0, 1, 2, 4]).unwrap();
    let half = (batch.loss(&saddle, 0.0).unwrap() + top) / 2.0;
    let steps = |size: f64| {
        let mut model = saddle.clone();
        let noise = LinearAutoencoder::random(&pca.mean, 4, size, &mut seeded(3)).unwrap();
        (model.u, model.v) = (&model.u + &noise.u, &model.v + &noise.v);
        let how = Descent { steps: 3000, every: 1, ..Descent::default() };
        let history = batch
            .descend(&mut model, &how, &mut Sgd { rate, ..Sgd::default() }, silent)
            .unwrap();
        history.iter().find(|r| r.loss < half).expect("the saddle is left").step as f64
    };
    let (cj, ci) = (low(3), low(4));
    let kappa = ((cj - ci).powi(2) + 4.0 * cj * cj).sqrt() - ci - cj;
    let law = 100.0_f64.ln() / (1.0 + rate * kappa).ln();
    let found = steps(1e-4) - steps(1e-2);
    assert!((found / law - 1.0).abs() < 0.1, "{found} steps more, not {law}");
}

#[test]
fn from_zero_nothing_is_learnt_and_from_equal_weights_one_component() {
    let x = samples(80, 6, 4);
    let batch = FullBatch::new(&x).unwrap();
    let end = |value: Real| {
        let fill = |rows, columns| Array2::from_elem((rows, columns), value);
        let mut model =
            LinearAutoencoder::new(batch.mean.clone(), fill(6, 3), fill(3, 6)).unwrap();
        let mut sgd =
            Sgd { rate: 0.5 / batch.curvature().unwrap(), momentum: 0.9, ..Sgd::default() };
        let how = Descent { steps: 2000, ..Descent::default() };
        batch.descend(&mut model, &how, &mut sgd, silent).unwrap();
        (batch.loss(&model, 0.0).unwrap(), model)
    };
    let (zero, model) = end(0.0);
    assert_near("from zero", zero, batch.c.diag().iter().map(|&c| c as f64).sum());
    assert_eq!(largest(&model.u), 0.0);
    let (alike, _) = end(0.1);
    assert_near(
        "from equal weights",
        alike,
        lowest_loss(&Pca::fit(&x, 1).unwrap(), 0.0).unwrap(),
    );
}

/// Without the mean, one unit is spent on it: no better than centred with k, no worse than centred with k − 1.
#[test]
fn not_centring_costs_up_to_one_unit() {
    let x = samples(60, 7, 5) + 3.0;
    let raw = FullBatch::about(&Array1::zeros(7), &x).unwrap();
    let mut model = LinearAutoencoder::random(&raw.mean, 3, 1e-2, &mut seeded(6)).unwrap();
    let mut sgd =
        Sgd { rate: 0.25 / raw.curvature().unwrap(), momentum: 0.9, ..Sgd::default() };
    raw.descend(
        &mut model,
        &Descent { steps: 5000, ..Descent::default() },
        &mut sgd,
        silent,
    )
    .unwrap();
    let centred = |k| Pca::fit(&x, k).unwrap().squared_error(&x).unwrap();
    let found = model.squared_error(&x).unwrap();
    assert!(
        found > centred(3) * 1.01 && found < centred(2) * 1.001,
        "{} < {found} < {}",
        centred(3),
        centred(2)
    );
}

/// A pixel that is constant leaves its column of V where it began: UV differs, UVx does not.
#[test]
fn where_a_pixel_is_constant_the_matrix_is_not_determined() {
    let mut x = samples(50, 5, 7);
    x.column_mut(2).fill(1.0);
    let batch = FullBatch::new(&x).unwrap();
    let end = |seed| {
        let mut model =
            LinearAutoencoder::random(&batch.mean, 2, 0.3, &mut seeded(seed)).unwrap();
        let start = model.v.column(2).to_owned();
        let mut sgd = Sgd {
            rate: 0.25 / batch.curvature().unwrap(),
            momentum: 0.9,
            ..Sgd::default()
        };
        batch
            .descend(
                &mut model,
                &Descent { steps: 5000, ..Descent::default() },
                &mut sgd,
                silent,
            )
            .unwrap();
        assert_eq!(
            model.v.column(2),
            start,
            "V's column behind a constant pixel has moved"
        );
        model
    };
    let (a, b) = (end(1), end(2));
    let close = 1e-2 * largest(&x);
    assert!(largest(&(a.reconstruct(&x).unwrap() - b.reconstruct(&x).unwrap())) < close);
    assert!(largest(&(a.u.dot(&a.v) - b.u.dot(&b.v))) > 0.05);
}

/// UᵀU − VVᵀ: what steps of the gradient change of it is of second order, on any samples: Uᵀ ∂L/∂U = ∂L/∂V Vᵀ.
#[test]
fn descent_keeps_the_balance() {
    let x = samples(30, 6, 8);
    let batch = FullBatch::new(&x).unwrap();
    let model = LinearAutoencoder::random(&batch.mean, 3, 0.4, &mut seeded(9)).unwrap();
    for gradient in [
        batch.gradient(&model, 0.0).unwrap(),
        model.gradient(&x.slice(ndarray::s![..7, ..]).to_owned(), 0.0).unwrap(),
    ] {
        assert_same(
            "Uᵀ ∂L/∂U",
            &model.u.t().dot(&gradient.u),
            &gradient.v.dot(&model.v.t()),
        );
    }
}

/// Uw = 0: U moved by ετ bwᵀ and V by (ε/τ) waᵀ, τ small, leads down with negative curvature.
#[test]
fn dependent_columns_are_strict_saddles() {
    let x = samples(60, 5, 10);
    let (batch, pca) = (FullBatch::new(&x).unwrap(), Pca::fit(&x, 2).unwrap());
    let (first, second) = (pca.w.column(0), pca.w.column(1));
    let mut model = LinearAutoencoder::spanning(&pca, &[0, 1]).unwrap();
    model.u.column_mut(1).fill(0.0); // w = (0, 1)
    model.v.row_mut(1).assign(&(&first * 0.7));
    let gradient = batch.gradient(&model, 0.0).unwrap();
    let there = batch.loss(&model, 0.0).unwrap();
    assert!(largest(&gradient.u).max(largest(&gradient.v)) < 1e-3 * there);
    let moved = |epsilon: Real, tau: Real| {
        let mut moved = model.clone();
        moved.u.column_mut(1).scaled_add(epsilon * tau, &second);
        moved.v.row_mut(1).scaled_add(epsilon / tau, &second);
        batch.loss(&moved, 0.0).unwrap() - there
    };
    let c = |j: usize| pca.variances[j] as f64 * 59.0 / 60.0;
    for (epsilon, tau) in [(0.05, 0.5), (-0.05, 0.5), (0.1, 0.3)] {
        let square = (epsilon as f64).powi(2);
        let law = square * ((tau as f64).powi(2) * 0.49 * c(0) - 2.0 * c(1));
        let found = moved(epsilon, tau);
        assert!((found - law).abs() < 0.1 * square * c(0), "{found}, not {law}");
        assert!(c(1) < 0.2 * c(0) || found < 0.0, "the loss does not fall: {found}");
    }
}

/// Under a penalty too, a wrong set of components is left downhill, and so is a unit switched off that could pay.
#[test]
fn with_a_penalty_the_other_critical_points_are_saddles() {
    let x = samples(60, 5, 11);
    let (batch, pca) = (FullBatch::new(&x).unwrap(), Pca::fit(&x, 3).unwrap());
    let c = |j: usize| pca.variances[j] as f64 * 59.0 / 60.0;
    let alpha = 0.3 * c(2);
    let at = |direction: Array1<Real>, length: f64| {
        let u = (direction * length as Real).insert_axis(ndarray::Axis(1));
        let v = u.t().as_standard_layout().into_owned();
        let model = LinearAutoencoder::new(pca.mean.clone(), u, v).unwrap();
        batch.loss(&model, alpha).unwrap()
    };
    // One unit on the third component, turned towards the first.
    let length = (1.0 - alpha / c(2)).sqrt();
    let turned = |theta: f64| {
        let (cos, sin) = (theta.cos() as Real, theta.sin() as Real);
        at(&pca.w.column(2) * cos + &pca.w.column(0) * sin, length)
    };
    let fall = (1.0 - (alpha / c(2)).powi(2)) * (c(0) - c(2)) * 0.1_f64.sin().powi(2);
    assert_near("the fall", turned(0.0) - turned(0.1), fall);
    // A unit switched off, switched on along the first.
    let fall = at(pca.w.column(0).to_owned(), 0.0) - at(pca.w.column(0).to_owned(), 0.1);
    assert!((fall / (2.0 * (c(0) - alpha) * 0.01) - 1.0).abs() < 0.02, "{fall}");
}
