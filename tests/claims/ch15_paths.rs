//! What the page of chapter 15 says beside the solutions of 15.1 and 15.2, and by hand.

use crate::solutions;
use ndarray::{Array2, array};

/// From (2, 0) to (0, 2): a third of the way is (√3, 1), half of it (√2, √2).
#[test]
fn a_quarter_of_a_circle() {
    let (a, b) = (array![2.0, 0.0], array![0.0, 2.0]);
    let third = solutions::spherical(&a, &b, 1.0 / 3.0);
    assert!((&third - &array![3f64.sqrt(), 1.0]).iter().all(|v| v.abs() < 1e-12));
    let half = solutions::spherical(&a, &b, 0.5);
    assert!((half - 2f64.sqrt()).iter().all(|v| v.abs() < 1e-12));
}

/// z → (z₁, 3z₂, 4 max(z₂, 0)) from (0, −1) to (6, 1): straight √18 + √34, by (9/4, 0) 10.
#[test]
fn over_the_fold() {
    let below: Array2<f64> = array![[1.0, 0.0], [0.0, 3.0], [0.0, 0.0]];
    let above: Array2<f64> = array![[1.0, 0.0], [0.0, 3.0], [0.0, 4.0]];
    let by = |z1: f64| {
        let z = array![[0.0, -1.0], [z1, 0.0], [6.0, 1.0]];
        solutions::length(&z, &[below.clone(), above.clone()])
    };
    assert!((by(3.0) - 18f64.sqrt() - 34f64.sqrt()).abs() < 1e-12);
    assert!((by(2.25) - 10.0).abs() < 1e-12);
    assert!(by(2.0) > 10.0 && by(2.5) > 10.0);
    let (below, above) = (below.t().dot(&below), above.t().dot(&above));
    assert_eq!(below, array![[1.0, 0.0], [0.0, 9.0]]);
    assert_eq!(above, array![[1.0, 0.0], [0.0, 25.0]]);
}
