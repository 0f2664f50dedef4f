//! The laws of restricted Boltzmann machines: everything against enumeration of all states.

use crate::common::{assert_near, assert_same, assert_same_vector};
use autoencoders::log_sum::log_sum_exp;
use autoencoders::nonlinear::Output;
use autoencoders::rbm::partition::states;
use autoencoders::rbm::stack::unroll;
use autoencoders::rbm::{Rbm, Units};
use autoencoders::{Autoencoder, Real};
use machines::*;
use ndarray::Array2;
use proptest::prelude::*;

#[path = "rbm/annealing.rs"]
mod annealing;
#[path = "rbm/learning.rs"]
mod learning;
#[path = "rbm/machines.rs"]
mod machines;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn log_z_is_the_sum_over_all_pairs(d in 1_usize..7, m in 1_usize..7, centred: bool, seed: u64) {
        let rbm = some(d, m, centred, seed);
        let sum = log_sum_exp(&all(&rbm).iter().copied().collect::<Vec<_>>());
        assert_near("ln Z", rbm.log_z().unwrap(), sum);
    }

    #[test]
    fn the_free_energy_sums_over_the_hidden_states(d in 1_usize..7, m in 1_usize..7, centred: bool, seed: u64) {
        let rbm = some(d, m, centred, seed);
        let f = rbm.free_energy(&states(d).unwrap()).unwrap();
        for (f, row) in f.iter().zip(all(&rbm).outer_iter()) {
            assert_near("−F", -f, log_sum_exp(&row.to_vec()));
        }
        let x = coins(9, d, seed);
        let log_p = rbm.free_energy(&x).unwrap().mapv(|f| -f - rbm.log_z().unwrap());
        assert_near("ln p", rbm.log_likelihood(&x).unwrap(), log_p.mean().unwrap());
        let total: f64 = f.iter().map(|f| (-f - rbm.log_z().unwrap()).exp()).sum();
        assert_near("Σ p(v)", total, 1.0);
    }

    #[test]
    fn the_conditionals_are_those_of_the_joint_table(d in 1_usize..6, m in 1_usize..6, centred: bool, seed: u64) {
        let rbm = some(d, m, centred, seed);
        let (p, v, h) = (joint(&rbm), states(d).unwrap(), states(m).unwrap());
        assert_same("P(h = 1 | v)", &rbm.up(&v).unwrap(), &means(&p, &h));
        assert_same("P(v = 1 | h)", &rbm.down(&h).unwrap(), &means(&p.t().to_owned(), &v));
    }

    #[test]
    fn the_exact_gradient_is_the_difference_of_likelihoods(d in 1_usize..7, m in 1_usize..7, centred: bool, seed: u64) {
        let rbm = some(d, m, centred, seed);
        let x = coins(10, d, seed ^ 5);
        let (h, tolerance) = if cfg!(feature = "f64") { (1e-5, 1e-8) } else { (3e-2, 3e-3) };
        let found = differences(&rbm, h, |rbm| rbm.log_likelihood(&x).unwrap());
        assert_close("∂ ln p", &rbm.exact_gradient(&x).unwrap(), &found, tolerance);
    }

    #[test]
    fn centring_is_another_way_to_write_the_same(d in 1_usize..7, m in 1_usize..7, seed: u64) {
        let (plain, centred) = (some(d, m, false, seed), some(d, m, true, seed));
        let v = states(d).unwrap();
        let f = |rbm: &Rbm| rbm.free_energy(&v).unwrap().mapv(|f| (f + rbm.log_z().unwrap()) as Real);
        assert_same_vector("−ln p(v)", &f(&centred), &f(&plain));
        assert_same("P(h = 1 | v)", &centred.up(&v).unwrap(), &plain.up(&v).unwrap());
        let back = centred.centred_at(&plain.mu, &plain.lambda).unwrap();
        assert_same_vector("b again", &back.b, &plain.b);
        assert_same_vector("c again", &back.c, &plain.c);
    }

    #[test]
    fn an_unrolled_stack_is_up_and_down(d in 2_usize..9, m in 1_usize..6, k in 1_usize..4, centred: bool, gaussian: bool, seed: u64) {
        let (below, mut above) = (some(d, m, centred, seed), some(m, k, centred, seed ^ 1));
        above.units = if gaussian { Units::Gaussian } else { Units::Binary };
        let x = coins(7, d, seed);
        let z = above.up(&below.up(&x).unwrap()).unwrap();
        let y = below.down(&above.down(&z).unwrap()).unwrap();
        for output in [Output::Logits, Output::Sigmoid] {
            let network = unroll(&[below.clone(), above.clone()], output).unwrap();
            assert_eq!(network.code_size(), k);
            assert_same("codes", &network.encode(&x).unwrap(), &z);
            assert_same("reconstruction", &network.reconstruct(&x).unwrap(), &y);
        }
    }
}

#[test]
fn gaussian_units_have_their_integral() {
    let mut rbm = some(4, 1, true, 3);
    rbm.units = Units::Gaussian;
    let v = states(4).unwrap();
    // ∫ e^−E(v,h) dh over a fine grid, for one hidden unit.
    let (step, span) = (0.01, 12.0);
    let f = rbm.free_energy(&v).unwrap();
    for (row, f) in v.outer_iter().zip(f) {
        let grid: Vec<f64> =
            (0..(2.0 * span / step) as usize).map(|i| -span + i as f64 * step).collect();
        let h = Array2::from_shape_fn((grid.len(), 1), |(i, _)| grid[i] as Real);
        let v = row.broadcast((grid.len(), 4)).unwrap().to_owned();
        let e = rbm.energy(&v, &h).unwrap().mapv(|e| -e).to_vec();
        assert_near("−F", -f, log_sum_exp(&e) + step.ln());
    }
    let x = coins(10, 4, 8);
    let (h, tolerance) = if cfg!(feature = "f64") { (1e-5, 1e-8) } else { (3e-2, 3e-3) };
    let found = differences(&rbm, h, |rbm| rbm.log_likelihood(&x).unwrap());
    assert_close("∂ ln p", &rbm.exact_gradient(&x).unwrap(), &found, tolerance);
}
