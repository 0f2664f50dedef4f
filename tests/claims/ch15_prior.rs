//! What the page of chapter 15 says beside solutions 15.5 and 15.6.

use crate::{solutions, wrong_prior as mistakes};
use ndarray::{Array2, array};

/// With its own hill a code is likelier the narrower the hills are, without end; without it there
/// is a best width.
#[test]
fn its_own_hill_always_wins() {
    let z = array![[0.0], [1.0], [2.5], [4.0]];
    let widths = [1.0, 0.1, 0.01, 0.001];
    let with = widths.map(|h| mistakes::left_out::itself(&z, h));
    assert!(with.windows(2).all(|w| w[1] > w[0]), "{with:?}");
    let without = widths.map(|h| solutions::left_out(&z, h));
    assert!(without[0] > without[1] && without[1] > without[2], "{without:?}");
}

/// {1, 3} and {2, 4} under k(a, b) = ab: −1; of the six ways to choose two of four, four reach
/// it or more.
#[test]
fn the_pages_two_sets() {
    let all = array![[1.0], [3.0], [2.0], [4.0]];
    let k: Array2<f64> = all.dot(&all.t());
    let pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]];
    let orders: Vec<Vec<usize>> = pairs
        .iter()
        .map(|x| {
            let rest = (0..4).filter(|i| !x.contains(i));
            x.iter().copied().chain(rest).collect()
        })
        .collect();
    let (mmd2, p) = solutions::tested(&k, 2, &orders);
    assert_eq!(mmd2, -1.0);
    assert!((p - 5.0 / 7.0).abs() < 1e-12, "{p}"); // (1 + 4)/(1 + 6)
}
