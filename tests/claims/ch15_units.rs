//! What the page of chapter 15 says beside the solutions of 15.3 and 15.4.

use crate::{solutions, wrong_units};
use ndarray::{Array2, array};

/// Of ten who laugh eight wear glasses, of ten who do not two: the raw difference has 0.6 of
/// the glasses in it.
#[test]
fn a_raw_difference_carries_the_difference_of_the_shares() {
    let smiles: Vec<bool> = (0..20).map(|i| i < 10).collect();
    let glasses: Vec<bool> = (0..20).map(|i| i % 10 < if i < 10 { 8 } else { 2 }).collect();
    let z = Array2::from_shape_fn((20, 2), |(i, j)| {
        f64::from(u8::from(if j == 0 { smiles[i] } else { glasses[i] }))
    });
    let off = wrong_units::direction::raw(&z, &smiles, &glasses) - array![1.0, 0.6];
    assert!(off.iter().all(|off| off.abs() < 1e-12));
    let off = solutions::direction(&z, &smiles, &glasses) - array![1.0, 0.0];
    assert!(off.iter().all(|off| off.abs() < 1e-12));
    // made orthogonal to the raw glasses direction, (0.6, 1), it would point to (1, 0.6) less its shadow
    let bent = wrong_units::direction::projected(&z, &smiles, &glasses);
    let shadow = 1.2 / 1.36;
    let off = bent - array![1.0 - 0.6 * shadow, 0.6 - shadow];
    assert!(off.iter().all(|off| off.abs() < 1e-12));
}

/// All in one unit: a gap of 1. Both bits in both units, turned: 0. A copy: ½.
#[test]
fn the_trap_of_the_gap() {
    let bits = array![[0, 0], [0, 1], [1, 0], [1, 1]];
    let gap = |units: &Array2<usize>| solutions::gap(units, &bits);
    assert!((gap(&bits) - 1.0).abs() < 1e-12);
    assert!((gap(&array![[0, 0], [1, 0], [2, 0], [3, 0]]) - 1.0).abs() < 1e-12);
    assert!(gap(&array![[0, 1], [1, 0], [1, 2], [2, 1]]).abs() < 1e-12);
    let copied = array![[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]];
    assert!((gap(&copied) - 0.5).abs() < 1e-12);
}
