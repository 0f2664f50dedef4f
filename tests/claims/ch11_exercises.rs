//! What the page of chapter 11 says beside its exercises' solutions, and by hand in the text.

use crate::solutions;
use ndarray::{Array1, Array2, array};

/// (3, 4) and (8, −6), both units at ½.
#[test]
fn the_pages_penalty() {
    let (h, w) = (array![[0.5, 0.5]], array![[3.0, 8.0], [4.0, -6.0]]);
    assert_eq!(solutions::penalty(&h, &w), 125.0 / 16.0);
}

/// At ½ a unit's slope does not change with what it sees: only the lengths pull.
#[test]
fn in_the_middle_only_the_lengths_pull() {
    let w = array![[3.0, 8.0], [4.0, -6.0]];
    let slope = solutions::slope(&array![[1.0, 1.0]], &w, &array![-7.0, -2.0]);
    assert!((&slope - &(&w / 8.0)).iter().all(|e: &f64| e.abs() < 1e-12));
}

/// The second unit at .9: the slope by what it sees is 2 · .09² · (−.8) · 100.
#[test]
fn beyond_the_middle_the_penalty_pushes_outwards() {
    let (w, c) = (array![[3.0, 8.0], [4.0, -6.0]], [-7.0, 9f64.ln() - 2.0]);
    let omega = |by: f64| {
        let h: Array2<f64> =
            array![[0.0, c[1] + 2.0 + by]].mapv(|a: f64| 1.0 / (1.0 + (-a).exp()));
        solutions::penalty(&h, &w)
    };
    let slope = (omega(1e-5) - omega(-1e-5)) / 2e-5;
    assert!((slope + 1.296).abs() < 1e-6, "{slope}");
}

/// The estimate's relative variance from one product of a matrix of rank r with equal
/// singular values is 2/r.
#[test]
fn one_product_of_many_directions_is_nearly_enough() {
    use rand::SeedableRng;
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(11);
    let r = 50;
    let same = |u: &Array1<f64>| u.clone();
    let one: Vec<f64> = (0..2000)
        .map(|_| {
            let u = crate::graded::normal(1, r, &mut rng);
            solutions::estimate(&same, &u) / r as f64
        })
        .collect();
    let mean = one.iter().sum::<f64>() / 2000.0;
    let variance = one.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 2000.0;
    assert!((mean - 1.0).abs() < 0.02 && (variance / (2.0 / r as f64) - 1.0).abs() < 0.15);
}

/// At a = 0 the curvature vanishes and the fourth order is negative: the bend gives way.
#[test]
fn the_fourth_order_is_negative_in_the_middle() {
    let (second, fourth) = solutions::expansion(&array![0.0], &array![1.0]);
    assert_eq!((second, fourth), (1.0 / 16.0, -1.0 / 32.0));
}
