//! What chapter 7 claims of Boltzmann machines, beyond the laws in `tests/library/rbm.rs`.

use crate::common::{assert_near, assert_same};
use autoencoders::Real;
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::{Contrast, Learning};
use autoencoders::rbm::partition::states;
use ndarray::{Array2, array};

// ANCHOR: worked_example
/// Two pixels, one hidden unit, both weights ln 3: e^−E = 3^((v₁ + v₂)h), and Z = 20.
#[test]
fn worked_example() {
    let three = (3.0 as Real).ln();
    let rbm = Rbm::new(array![[three], [three]], array![0.0, 0.0], array![0.0]).unwrap();
    let v = states(2).unwrap(); // (0,0), (0,1), (1,0), (1,1)
    assert_near("Z", rbm.log_z().unwrap().exp(), 20.0);
    for (f, sum) in rbm.free_energy(&v).unwrap().iter().zip([2.0, 4.0, 4.0, 10.0]) {
        assert_near("e^−F", (-f).exp(), sum);
    }
    assert_same(
        "P(h = 1 | v)",
        &rbm.up(&v).unwrap(),
        &array![[0.5], [0.75], [0.75], [0.9]],
    );
    // The gradient for the single picture (1, 1): 0.9 − 0.6 by a weight.
    let picture = array![[1.0, 1.0]];
    assert_same("∂/∂W", &rbm.exact_gradient(&picture).unwrap().w, &array![[0.3], [0.3]]);
}
// ANCHOR_END: worked_example

/// CD-1 in the example moves a weight by 0.9 − 0.6234 on average.
#[test]
fn cd_1_in_the_example_is_too_short() {
    let three = (3.0 as Real).ln();
    let rbm = Rbm::new(array![[three], [three]], array![0.0, 0.0], array![0.0]).unwrap();
    let (n, times) = (500, 400);
    let how = Learning { batch: n, ..Learning::default() };
    let mut contrast = Contrast::new(&rbm, &how, &mut crate::common::seeded(7)).unwrap();
    let (x, rows) = (Array2::ones((n, 2)), (0..n).collect::<Vec<_>>());
    let mean = (0..times)
        .map(|_| f64::from(contrast.gradient(&rbm, &x, &rows).unwrap().w[[0, 0]]))
        .sum::<f64>()
        / times as f64;
    let exact: f64 = 0.9
        - (0.9 * (9.0 / 16.0 * 0.9 + 3.0 / 16.0 * 0.75) + 0.1 * (0.25 * 0.9 + 0.25 * 0.75));
    assert!(
        (exact - 0.2766).abs() < 1e-4 && (mean - exact).abs() < 5e-3,
        "{mean}, not {exact}"
    );
}

/// A machine with W = 0 and the pixels' frequencies as biases: each pixel by itself.
#[test]
fn without_weights_pixels_are_independent() {
    let x = array![[1.0, 0.0, 1.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]];
    let rbm = Rbm::new(
        Array2::zeros((3, 2)),
        ndarray::Array1::zeros(3),
        ndarray::Array1::zeros(2),
    )
    .unwrap();
    let rbm = rbm.with_means_of(&x).unwrap();
    let mean = rbm.down(&array![[0.0, 1.0]]).unwrap();
    assert_same(
        "frequencies, half a sample from the ends",
        &mean,
        &array![[0.7, 0.5, 0.7]],
    );
}
