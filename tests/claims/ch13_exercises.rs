//! What the page of chapter 13 says beside its exercises' solutions, and by hand in the text.

use crate::solutions;
use ndarray::array;

#[test]
fn the_pages_words() {
    let words = solutions::words(&[2, 1, 3, 3]).expect("they fit");
    assert_eq!(words, ["10", "0", "110", "111"]);
    assert_eq!(solutions::words(&[1, 1, 2]), None);
}

/// A quarter of a bit; from certainty to a coin one bit, and back without end.
#[test]
fn the_pages_divergences() {
    let kl = |p: [f64; 3], q: [f64; 3]| {
        solutions::divergence(&p.to_vec().into(), &q.to_vec().into()) / 2f64.ln()
    };
    assert!((kl([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]) - 0.25).abs() < 1e-12);
    assert_eq!(kl([1.0, 0.0, 0.0], [0.5, 0.5, 0.0]), 1.0);
    assert_eq!(kl([0.5, 0.5, 0.0], [1.0, 0.0, 0.0]), f64::INFINITY);
}

/// The lecture's ln 2 + 1/8, and the pull towards width 1: at most a half for a narrow one.
#[test]
fn the_pages_gaussian() {
    let (kl, by_mean, by_rho) = solutions::diagonal(&array![1.0], &array![0.25f64.ln()]);
    assert!((kl - 0.818147).abs() < 5e-7 && by_mean[0] == 1.0);
    assert!((by_rho[0] + 0.375).abs() < 1e-12);
    let (_, _, narrow) = solutions::diagonal(&array![0.0], &array![-50.0]);
    assert!((narrow[0] + 0.5).abs() < 1e-12);
}

/// Diagonal counts know everything, equal ones nothing.
#[test]
fn tables_that_know_all_and_nothing() {
    assert!(solutions::mutual(&array![[2.0, 4.0], [3.0, 6.0]]).abs() < 1e-12);
    let all = solutions::mutual(&array![[5.0, 0.0], [0.0, 5.0]]);
    assert!((all - 2f64.ln()).abs() < 1e-12);
}

/// At p = q every term is zero, with any samples: not only the mean.
#[test]
fn at_equality_the_slope_has_no_scatter() {
    let x = array![0.3, -1.2, 2.0];
    let ln_p = x.mapv(|x: f64| -0.5 * x * x - 0.5 * std::f64::consts::TAU.ln());
    let (a, b) = solutions::slope(&x, &ln_p, 0.0, 1.0);
    assert!(a.abs() < 1e-15 && b.abs() < 1e-15);
}
