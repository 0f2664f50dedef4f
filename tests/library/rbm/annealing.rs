//! Annealed importance sampling: against the exact partition function, and what it must refuse.

use super::machines::*;
use crate::common::*;
use autoencoders::Real;
use autoencoders::rbm::{Rbm, Units};
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_finds_the_sum_over_all_states(d in 1_usize..8, m in 1_usize..8, centred: bool, seed: u64) {
        let rbm = some(d, m, centred, seed);
        let base = Array1::zeros(d);
        let found = rbm.anneal(&base, 400, 400, &mut seeded(seed)).unwrap();
        let off = found.log_z - rbm.log_z().unwrap();
        prop_assert!(off.abs() < 0.05 + 6.0 * found.error, "off by {off}, error {}", found.error);
    }

    #[test]
    fn without_weights_each_walk_knows_it(d in 1_usize..8, m in 1_usize..8, seed: u64) {
        let rbm = some(d, m, false, seed);
        let rbm = Rbm::new(Array2::zeros((d, m)), rbm.b, rbm.c).unwrap();
        let found = rbm.anneal(&rbm.b, 3, 7, &mut seeded(seed)).unwrap();
        assert_near("ln Z", found.log_z, rbm.log_z().unwrap());
        prop_assert!(found.error < 1e-3, "{}", found.error);
    }
}

/// Z's estimate is right on average however few the steps: here one, which is plain importance sampling.
#[test]
fn one_step_is_right_on_average() {
    let rbm = Rbm::new(
        array![[1.0, -0.5], [0.5, 1.0], [-1.0, 0.5]],
        array![0.5, -0.5, 0.0],
        array![-0.5, 0.5],
    )
    .unwrap();
    let found = rbm.anneal(&Array1::zeros(3), 1, 100_000, &mut seeded(4)).unwrap();
    let ratio = (found.log_z - rbm.log_z().unwrap()).exp();
    assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
    // and more steps make the walks agree
    let more = rbm.anneal(&Array1::zeros(3), 100, 1000, &mut seeded(4)).unwrap();
    let alike = found.error * 10.0; // of a hundredth of the walks
    assert!(more.error < alike / 3.0, "{} against {alike}", more.error);
}

#[test]
fn it_says_what_is_wrong() {
    let mut rbm = some(4, 3, false, 1);
    let (base, mut rng) = (Array1::<Real>::zeros(4), seeded(1));
    refused(rbm.anneal(&base, 0, 5, &mut rng), &["1 step"]);
    refused(rbm.anneal(&base, 5, 0, &mut rng), &["1 walk"]);
    refused(rbm.anneal(&Array1::zeros(3), 5, 5, &mut rng), &["4 biases", "3"]);
    refused(rbm.anneal(&(&base + Real::NAN), 5, 5, &mut rng), &["NaN", "row 0"]);
    rbm.units = Units::Gaussian;
    refused(rbm.anneal(&base, 5, 5, &mut rng), &["binary", "Gaussian"]);
}
