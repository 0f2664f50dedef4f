//! What the page of chapter 10 says beside its exercises' solutions, and by hand in the text.

use crate::solutions;
use ndarray::{Array1, Array2, array};

/// x is 0, 2 or 6, the noise −2, 0 or 2: six symbols, −2 … 8.
#[test]
fn the_example_by_hand() {
    let values = array![0.0, 2.0, 6.0];
    let channel = Array2::from_shape_fn((3, 6), |(i, seen)| {
        let apart = -2.0 + 2.0 * seen as f64 - values[i];
        if apart.abs() <= 2.0 { 1.0 / 3.0 } else { 0.0 }
    });
    let (means, _) =
        solutions::answers(&values, &Array1::from_elem(3, 1.0 / 3.0), &channel);
    assert!((means - array![0.0, 1.0, 1.0, 4.0, 6.0, 6.0]).iter().all(|e| e.abs() < 1e-12));
}

/// Variances 9, 4, 1 and ¼ under noise of variance 1: factors, errors, and what is kept.
#[test]
fn shrinking_four_components() {
    let (factors, error, kept) = solutions::wiener(&array![9.0, 4.0, 1.0, 0.25], 1.0);
    assert!((factors - array![0.9, 0.8, 0.5, 0.2]).iter().all(|e| e.abs() < 1e-12));
    assert!((error - 2.4).abs() < 1e-12);
    assert_eq!(kept, 2);
}

/// A Gaussian's log density is a parabola, of which midpoints miss nothing a piece: one step is
/// enough.
#[test]
fn one_step_is_enough_for_a_gaussian() {
    let denoise = |x: &Array1<f64>| x * 0.5; // variance 1, noise 1
    let found = solutions::log_ratio(&denoise, &array![0.0], &array![2.0], 1.0, 1);
    assert!((found + 1.0).abs() < 1e-12, "−2²/(2·2)");
}

/// Two pictures of 10 and 30 dB: their mean is 20, and the mean error's PSNR nearly 13.
#[test]
fn the_worst_picture_rules_the_mean_error() {
    let x = Array2::from_elem((2, 4), 0.5);
    let y = array![[0.1f64.sqrt(); 4], [0.001f64.sqrt(); 4]].mapv(|e| 0.5 + e);
    assert!((solutions::mean_psnr(&x, &y) - 20.0).abs() < 1e-9);
    assert!((-10.0 * (0.101f64 / 2.0).log10() - 12.97).abs() < 0.01);
}
