//! What the page of chapter 9 says beside its exercises' solutions.

use crate::solutions;
use ndarray::{Array2, array};

#[test]
fn one_threshold_is_exact_for_orthonormal_features() {
    let d = array![[0.6, 0.8], [-0.8, 0.6]];
    let z = solutions::exact(&array![1.0, 7.0], &d, 4.0);
    assert!((z[0] - 4.2).abs() < 1e-6 && (z[1] - 1.4).abs() < 1e-6, "{z}");
}

/// Two equal features: any split of the code costs the same; the sum is what the threshold says.
#[test]
fn twins_share_a_code() {
    let d = array![[1.0, 0.0], [1.0, 0.0]];
    let z = solutions::exact(&array![3.0, 1.0], &d, 2.0);
    assert!((z.sum() - 2.0).abs() < 1e-6, "{z}");
}

#[test]
fn the_five_examples_of_the_first_exercise() {
    assert_eq!(solutions::cheapest(5.0, 4.0), 3.0);
    assert_eq!(solutions::cheapest(-1.0, 4.0), 0.0);
    let all = Array2::from_elem((1, 3), 2.0);
    assert_eq!(solutions::largest(&all, 1), array![[2.0, 0.0, 0.0]]);
}
