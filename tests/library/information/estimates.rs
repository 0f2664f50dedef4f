//! What the estimators do on samples of known laws.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::information::{sampled, shared};
use ndarray::array;
use rand::RngExt;

#[test]
fn weights_by_hand() {
    let ln = |w: [f64; 3]| w.map(f64::ln);
    let (mean, size) =
        sampled::weighted(&ln([1.0, 1.0, 2.0]), &[0.0, 4.0, 6.0]).expect("3");
    assert!((mean - 4.0).abs() < 1e-12 && (size - 16.0 / 6.0).abs() < 1e-12);
    let (_, equal) = sampled::weighted(&[700.0; 5], &[1.0; 5]).expect("5");
    assert!((equal - 5.0).abs() < 1e-12);
    let three = sampled::plain(&[1.0, 2.0, 6.0]).expect("3");
    assert!((three.mean - 3.0).abs() < 1e-12);
    assert!((three.error - (14.0f64 / 6.0).sqrt()).abs() < 1e-12);
}

#[test]
fn histograms_by_hand() {
    let (a, b) = ([0.1, 0.1, 0.9, 0.6], [0.2, 0.7, 0.8, 0.6]);
    let found = sampled::histograms(&a, &b, (0.0, 1.0), 2).expect("samples");
    let exact = 0.5 * (2f64).ln() + 0.5 * (2.0f64 / 3.0).ln();
    assert!((found - exact).abs() < 1e-12);
    let empty = sampled::histograms(&a, &b, (0.0, 1.0), 100).expect("samples");
    assert_eq!(empty, f64::INFINITY);
    assert_eq!(sampled::bin(1.0, (0.0, 1.0), 4).expect("a bin"), 3);
    assert_eq!(sampled::bin(-9.0, (0.0, 1.0), 4).expect("a bin"), 0);
}

#[test]
fn neighbours_by_hand() {
    // From 0 the nearest of a is 2 away, of b 1; from 2 they are 2 and 3.
    let (a, b) = (array![[0.0 as Real], [2.0]], array![[-1.0 as Real], [-2.0]]);
    let found = sampled::neighbours(&a, &b).expect("apart");
    let exact = 0.5 * ((0.5f64).ln() + 1.5f64.ln()) + 2f64.ln();
    assert!((found - exact).abs() < 1e-6, "{found}");
}

#[test]
fn neighbours_come_near_the_truth_on_the_line() {
    let rng = &mut seeded(17);
    let (a, b) = (gaussian(2000, 1, rng), gaussian(2000, 1, rng) * 2.0);
    let found = sampled::neighbours(&a, &b).expect("apart");
    let exact = 2f64.ln() + 0.5 * (0.25 - 1.0);
    assert!((found - exact).abs() < 0.15, "{found}, not {exact}");
}

/// Independent pairs: about (A − 1)(B − 1)/2n with well filled cells, held out about nothing.
#[test]
fn the_plug_in_estimate_is_too_large_and_the_held_out_one_is_not() {
    let rng = &mut seeded(18);
    let (n, a, b) = (4000, 8, 10);
    let mut draw = || -> Vec<(usize, usize)> {
        (0..n).map(|_| (rng.random_range(0..a), rng.random_range(0..b))).collect()
    };
    let (train, test) = (draw(), draw());
    let found = shared::plug_in(&train).expect("pairs");
    let bias = ((a - 1) * (b - 1)) as f64 / (2 * n) as f64;
    assert!((found / bias - 1.0).abs() < 0.5, "{found}, not {bias}");
    let held = shared::held_out(&train, &test, b).expect("pairs");
    assert!(held < 0.5 * bias, "{held}");
    // b = a: all of it is known, either way.
    let same: Vec<_> = train.iter().map(|&(a, _)| (a, a)).collect();
    let ln = (a as f64).ln();
    assert!((shared::plug_in(&same).expect("pairs") / ln - 1.0).abs() < 0.01);
    assert!((shared::held_out(&same, &same, b).expect("pairs") / ln - 1.0).abs() < 0.01);
}
