//! What the page of chapter 14 says beside its exercises' solutions, and by hand in the text.

use crate::solutions;
use ndarray::{Array1, Array2, array};

/// N(1, ¼) costs ⅛ + ln 2; N(0, 1) nothing.
#[test]
fn the_pages_price() {
    let price =
        |mu: f64, variance: f64| solutions::price(&array![[mu]], &array![[variance.ln()]]);
    assert!((price(1.0, 0.25) - (0.125 + 2f64.ln())).abs() < 1e-12);
    assert_eq!(price(0.0, 1.0), 0.0);
}

/// x = (3, 1), y = (2z, z − 1), ε = 2: the slopes are 3 and ⅝.
#[test]
fn the_pages_slopes() {
    let (z, x) = (2.0, [3.0, 1.0]);
    let dz = 2.0 * (2.0 * z - x[0]) + (z - 1.0 - x[1]);
    let (d_mu, d_s) = solutions::slopes(
        &array![[dz]],
        &array![[2.0]],
        &array![[1.0]],
        &array![[0.25f64.ln()]],
    );
    assert!((d_mu[(0, 0)] - 3.0).abs() < 1e-12 && (d_s[(0, 0)] - 0.625).abs() < 1e-12);
}

/// The leave-one-out estimate is right on average; with every throw in its own baseline it is
/// (m − 1)/m of that.
#[test]
fn a_throw_in_its_own_baseline_shrinks_the_mean() {
    let (mut rng, m, rounds) = (crate::common::seeded(14), 3, 60_000);
    let mut sums = [0.0; 2];
    for _ in 0..rounds {
        let e = crate::graded::normal(m, 1, &mut rng);
        let f: Array1<f64> = e.column(0).mapv(|e| (1.0 + e).powi(2)); // slope 2
        let one = Array1::ones(1);
        sums[0] += solutions::score(&f, &e, &one)[0] / f64::from(rounds);
        sums[1] += crate::mistakes::score::own_mean(&f, &e, &one)[0] / f64::from(rounds);
    }
    assert!((sums[0] - 2.0).abs() < 0.1 && (sums[1] - 4.0 / 3.0).abs() < 0.1, "{sums:?}");
}

/// At 784 pixels and 20 units two means are a β of 39.2.
#[test]
fn two_means_do_not_cancel() {
    let (a, x) = (Array2::zeros((1, 784)), Array2::from_elem((1, 784), 0.5));
    let (mu, s) = (Array2::ones((1, 20)), Array2::zeros((1, 20)));
    let scaled = |mu: &Array2<f64>| crate::mistakes::loss::both_means(&a, &x, mu, &s);
    let summed = |mu: &Array2<f64>| solutions::loss(&a, &x, mu, &s);
    let still = &mu * 0.0; // what is more than with this is the price of μ
    let share = (scaled(&mu) - scaled(&still)) / (summed(&mu) - summed(&still));
    assert!((share * 784.0 - 39.2).abs() < 1e-9);
}

/// w = (1, 2, 2), σ² = 1, x = w: the page's example.
#[test]
fn one_code_by_hand() {
    let (x, w) = (ndarray::array![[1.0, 2.0, 2.0]], ndarray::array![1.0, 2.0, 2.0]);
    let right = -0.5 * (3.0 * std::f64::consts::TAU.ln() + 10f64.ln() + 0.9);
    assert!((solutions::one_code(&x, &w, 1.0)[0] - right).abs() < 1e-12);
}

/// Weights 1 and 3: the bound of one is ½ ln 3, that of both ln 2.
#[test]
fn two_weights() {
    let log_w = ndarray::array![[0.0, 3f64.ln()]];
    assert!((solutions::bound(&log_w, 1) - 0.5 * 3f64.ln()).abs() < 1e-12);
    assert!((solutions::bound(&log_w, 2) - 2f64.ln()).abs() < 1e-12);
}
