//! L0, Hoyer's number, dead and rare units.

use super::{shades, sparse};
use crate::common::{assert_near, refused};
use autoencoders::Autoencoder;
use autoencoders::nonlinear::Output;
use autoencoders::sparse::measures::{Activity, hoyer, jacobian, l0};
use autoencoders::sparse::{Over, Scarcity};
use ndarray::{Array2, array};

#[test]
fn by_hand() {
    // The page's: ‖z‖₁ = 7, ‖z‖₂ = 5, k = 4: (2 − 7/5)/(2 − 1) = 3/5.
    let z = array![[3.0, 0.0, -4.0, 0.0]];
    assert_near("Hoyer", hoyer(&z).expect("a code"), 0.6);
    assert_near("L0", l0(&z, 0.0).expect("a code"), 2.0);
    assert_near("L0", l0(&z, 3.5).expect("a code"), 1.0);
    let ends = array![[0.0, 9.0, 0.0, 0.0], [2.0, 2.0, 2.0, 2.0]];
    assert_near("from 1 to 0", hoyer(&ends).expect("codes"), 0.5);
}

#[test]
fn scale_changes_nothing_and_silence_counts_as_none() {
    let z = array![[1.0, 2.0, 0.0], [4.0, 0.0, 0.5]];
    let (a, b) = (hoyer(&z).expect("codes"), hoyer(&(&z * 7.0)).expect("codes"));
    assert_near("scaled", a, b);
    assert_eq!(hoyer(&Array2::zeros((2, 3))).expect("codes"), 0.0);
}

#[test]
fn dead_and_rare_units_are_counted_over_chunks() {
    let mut activity = Activity::new(3);
    activity.add(&array![[1.0, 0.0, 0.05], [2.0, 0.0, 0.0]], 0.1);
    activity.add(&array![[-1.0, 0.0, 0.2], [0.0, 0.0, 0.0]], 0.1);
    assert_eq!((activity.on.clone(), activity.samples), (vec![3, 0, 1], 4));
    assert_eq!(activity.dead(), [1]);
    assert_eq!(activity.rare(0.3), 2); // on for less than 30 %
    assert_eq!(activity.rare(0.25), 1); // exactly a quarter is not less
}

#[test]
fn nothing_has_no_mean() {
    refused(l0(&Array2::zeros((0, 3)), 0.0), &["1 code", "got 0"]);
    refused(hoyer(&Array2::zeros((3, 1))), &["2 units", "got 1"]);
}

#[test]
fn the_jacobian_is_that_of_differences() {
    for scarcity in [
        Scarcity::Nothing,
        Scarcity::Divergence { beta: 1.0, rho: 0.2, over: Over::Batch },
        Scarcity::Largest { k: 3 },
    ] {
        let (model, x) = (sparse(scarcity, false, Output::Linear), shades(5, 6, 1));
        let mut sum = 0.0;
        for j in 0..6 {
            let moved = |by| {
                let mut x = x.clone();
                x.column_mut(j).mapv_inplace(|v| v + by);
                model.encode(&x).expect("codes")
            };
            let slope = (moved(1e-3) - moved(-1e-3)) / 2e-3;
            sum += f64::from((&slope * &slope).sum()) / 5.0;
        }
        let found = jacobian(&model, &x).expect("samples");
        assert!((found - sum).abs() < 0.02 * sum, "{scarcity:?}: {found}, not {sum}");
    }
}
