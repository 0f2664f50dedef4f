//! Logistic PCA's laws: the loss only falls, its minimum is one, and what it is where nothing varies.

use crate::common::{TOL, assert_near, gaussian, largest, refused, seeded};
use autoencoders::data::digits;
use autoencoders::deep::logistic_pca::LogisticPca;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array2, Axis, array};
use proptest::prelude::*;

/// Grey pixels that a model of k numbers could have made, blurred; some of them black and white.
fn pixels(n: usize, d: usize, k: usize, seed: u64) -> Array2<Real> {
    let mut rng = seeded(seed);
    let a = gaussian(n, k, &mut rng).dot(&gaussian(k, d, &mut rng)) * 2.0
        + gaussian(n, d, &mut rng);
    a.mapv(|a| {
        if a > 4.0 {
            1.0
        } else if a < -4.0 {
            0.0
        } else {
            1.0 / (1.0 + (-a).exp())
        }
    })
}

/// Cross-entropy of X with shares Y held away from 0 and 1, summed over pixels.
fn cross_entropy(x: &Array2<Real>, y: &Array2<Real>) -> f64 {
    let each = |x: Real, y: Real| {
        let (x, y) = (f64::from(x), f64::from(y).clamp(1e-3, 1.0 - 1e-3));
        -x * y.ln() - (1.0 - x) * (1.0 - y).ln()
    };
    x.iter().zip(y).map(|(&x, &y)| each(x, y)).sum::<f64>() / x.nrows() as f64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sweep_raises_the_loss(n in 5_usize..40, d in 4_usize..15, k in 0_usize..4, seed: u64) {
        let x = pixels(n, d, 3, seed);
        let fit = LogisticPca::fit(&x, k, 12).unwrap();
        for (sweep, pair) in fit.history.windows(2).enumerate() {
            prop_assert!(pair[1] <= pair[0] + TOL * pair[0].max(1.0), "sweep {sweep}: {} to {}", pair[0], pair[1]);
        }
        prop_assert!(fit.history.len() == 13 && fit.history[12] < fit.history[0] + TOL);
        // The codes that come with the model are its own: the last loss is theirs.
        let last = fit.model.loss(&x, &fit.codes).unwrap();
        prop_assert!((last - fit.history[12]).abs() <= 10.0 * TOL * last.max(1.0), "{last}, not {}", fit.history[12]);
    }

    #[test]
    fn one_of_many_that_say_the_same(n in 8_usize..40, d in 4_usize..15, k in 1_usize..4, seed: u64) {
        let Ok(fit) = LogisticPca::fit(&pixels(n, d, 3, seed), k, 5) else { return Ok(()) };
        prop_assert!(largest(&(fit.model.u.t().dot(&fit.model.u) - Array2::<Real>::eye(k))) < TOL);
        let scale = largest(&fit.codes).max(1.0);
        prop_assert!(fit.codes.sum_axis(Axis(0)).iter().all(|&sum| f64::from(sum).abs() < 10.0 * TOL * scale * n as f64));
    }

    /// At a code that was searched for nothing can be gained; the loss is what it is by its formula.
    #[test]
    fn codes_are_minima(n in 8_usize..30, d in 6_usize..15, k in 1_usize..4, seed: u64) {
        let x = pixels(n, d, 3, seed).mapv(|x| 0.05 + 0.9 * x); // no pixel black or white: the minimum is finite
        let model = LogisticPca::fit(&x, k, 3).unwrap().model;
        let z = model.encode(&x).unwrap();
        let least = model.loss(&x, &z).unwrap();
        prop_assert!((least - cross_entropy(&x, &model.decode(&z).unwrap())).abs() < 0.01 * least);
        for other in 0..4 {
            let away = &z + &(gaussian(n, k, &mut seeded(seed ^ other)) * 0.5);
            prop_assert!(model.loss(&x, &away).unwrap() > least - 0.02, "a code elsewhere is better");
        }
    }
}

/// ∂L/∂z = Uᵀ(σ(a) − x) vanishes at a code, by differences of the loss.
#[test]
fn the_loss_is_flat_at_its_codes() {
    let x = pixels(40, 12, 3, 5).mapv(|x| 0.1 + 0.8 * x);
    let model = LogisticPca::fit(&x, 2, 10).unwrap().model;
    let z = model.encode(&x).unwrap();
    let slope = |z: &Array2<Real>, j: usize| {
        let at = |by: Real| {
            let mut z = z.clone();
            z.column_mut(j).mapv_inplace(|z| z + by);
            model.loss(&x, &z).unwrap()
        };
        (at(0.02) - at(-0.02)) / 0.04
    };
    for j in 0..2 {
        let (there, away) = (slope(&z, j), slope(&(&z + 2.0), j));
        assert!(
            there.abs() < 0.02 && away > 0.2,
            "slopes {there} at the codes, {away} beside them"
        );
    }
}

#[test]
fn of_no_numbers_it_is_the_mean() {
    let x = pixels(200, 8, 2, 6).mapv(|x| 0.1 + 0.8 * x);
    let fit = LogisticPca::fit(&x, 0, 30).unwrap();
    let y = fit.model.decode(&fit.model.encode(&x).unwrap()).unwrap();
    let mean = x.mean_axis(Axis(0)).unwrap();
    assert_eq!(y.dim(), (200, 8));
    assert!(largest(&(y - &mean)) < TOL, "σ(b) is the mean");
    // A constant picture, for which no code is needed; one that is asked for has nothing to tell.
    let flat = Array2::from_elem((5, 3), 0.25);
    let fit = LogisticPca::fit(&flat, 0, 5).unwrap();
    assert_near(
        "L is the entropy",
        fit.history[5],
        3.0 * (0.25 * 4f64.ln() + 0.75 * (4.0 / 3.0_f64).ln()),
    );
    refused(LogisticPca::fit(&flat, 1, 5), &["5 samples are the same"]);
}

/// Held-out digits: a better likelihood than PCA's with its outputs cut to shares, and a smaller squared error.
#[test]
fn beats_pca_on_digits_it_has_not_seen() {
    let (train, test) =
        (digits::train(3, 400).unwrap().images.x, digits::test(3, 100).unwrap().images.x);
    let (pca, logistic) =
        (Pca::fit(&train, 10).unwrap(), LogisticPca::fit(&train, 10, 6).unwrap().model);
    let (by_pca, by_logistic) =
        (pca.reconstruct(&test).unwrap(), logistic.reconstruct(&test).unwrap());
    assert!(
        by_logistic.iter().all(|y| (0.0..=1.0).contains(y))
            && by_pca.iter().any(|y| !(0.0..=1.0).contains(y))
    );
    let (pca_loss, loss) =
        (cross_entropy(&test, &by_pca), cross_entropy(&test, &by_logistic));
    assert!(loss < 0.9 * pca_loss, "cross-entropy {loss}, PCA {pca_loss}");
    let (pca_error, error) =
        (pca.squared_error(&test).unwrap(), logistic.squared_error(&test).unwrap());
    assert!(error < 0.95 * pca_error, "squared error {error}, PCA {pca_error}");
}

/// The same codes whatever the number of threads and whatever the other samples are.
#[test]
fn each_code_is_its_own_search() {
    let x = pixels(30, 10, 2, 7);
    let model = LogisticPca::fit(&x, 2, 4).unwrap().model;
    let all = model.encode(&x).unwrap();
    for i in [0, 7, 29] {
        assert_eq!(model.encode(&x.select(Axis(0), &[i])).unwrap().row(0), all.row(i));
    }
    assert_eq!(model.encode(&Array2::zeros((0, 10))).unwrap().dim(), (0, 2));
}

#[test]
fn what_is_no_picture() {
    let x = pixels(20, 6, 2, 8);
    refused(LogisticPca::fit(&(&x * 16.0), 2, 3), &["target", "between 0 and 1"]);
    refused(LogisticPca::fit(&(&x - 0.5), 2, 3), &["between 0 and 1"]);
    let mut broken = x.clone();
    broken[[3, 4]] = Real::NAN;
    refused(LogisticPca::fit(&broken, 2, 3), &["NaN", "row 3", "column 4"]);
    refused(LogisticPca::fit(&x, 7, 3), &["7 components", "at most 6"]);
    refused(LogisticPca::fit(&x.select(Axis(0), &[0]), 0, 3), &["at least 2", "got 1"]);
    refused(LogisticPca::fit(&Array2::zeros((4, 0)), 0, 3), &["at least 1 pixel"]);
    let model = LogisticPca::fit(&x, 2, 3).unwrap().model;
    refused(model.encode(&array![[0.5, 0.5]]), &["6 columns", "got 2"]);
    refused(model.encode(&(&x + 1.0)), &["between 0 and 1"]);
    refused(model.decode(&array![[0.5]]), &["2 columns", "got 1"]);
    refused(model.loss(&x, &array![[0.5, 0.5]]), &["20, one a sample", "got 1"]);
    refused(
        model.loss(&Array2::zeros((0, 6)), &Array2::zeros((0, 2))),
        &["at least 1 sample"],
    );
}
