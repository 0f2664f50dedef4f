//! What the solutions of chapter 7's exercises say on the page beside their code.

use crate::common::seeded;
use crate::graded::{grading::agree, normal, row};
use crate::solutions;
use ndarray::{Array1, Array2, Axis, array};

fn machine(d: usize, m: usize, seed: u64) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let mut rng = seeded(seed);
    let vector = normal(2, d.max(m), &mut rng);
    let part =
        |i: usize, length: usize| vector.row(i).iter().take(length).copied().collect();
    (normal(d, m, &mut rng), part(0, d), part(1, m))
}

#[test]
fn the_machine_by_hand() {
    let p = solutions::joint(
        &array![[3f64.ln()], [3f64.ln()]],
        &array![0.0, 0.0],
        &array![0.0],
    );
    let pictures = row(&p.sum_axis(Axis(1)));
    assert!(agree(&pictures, &array![[0.1, 0.2, 0.2, 0.5]], 1e-12));
}

/// v = 2v′ − 1 and h = 2h′ − 1 make of spins bits with the weights 4W and the biases 2b − 2W1 and 2c − 2Wᵀ1.
#[test]
fn spins_are_bits_with_other_weights() {
    let (w, b, c) = machine(4, 3, 721);
    let pictures = Array2::from_shape_fn((16, 4), |(number, i)| (number >> i & 1) as f64);
    let (free, _) = solutions::spins(&(&pictures * 2.0 - 1.0), &w, &b, &c);
    let weights = (-free).mapv(f64::exp);
    let bits = solutions::joint(
        &(&w * 4.0),
        &(&b * 2.0 - w.sum_axis(Axis(1)) * 2.0),
        &(&c * 2.0 - w.sum_axis(Axis(0)) * 2.0),
    );
    assert!(agree(&row(&(&weights / weights.sum())), &row(&bits.sum_axis(Axis(1))), 1e-9));
}

/// Half of 0.12 and half of 1.00 against σ(4).
#[test]
fn the_mean_picture_is_not_the_picture_of_the_mean() {
    // p(h = 1) = ½ if eᶜ(1 + e¹⁰) = 1 + e⁻².
    let c = array![f64::ln((1.0 + f64::exp(-2.0)) / (1.0 + f64::exp(10.0)))];
    let mean = solutions::mean_picture(&array![[12.0]], &array![-2.0], &c);
    assert!((mean[0] - 0.56).abs() < 0.005);
    assert!((1.0 / (1.0 + f64::exp(-4.0)) - 0.98_f64).abs() < 0.005);
}

/// The difference of the expectations under two distributions over (v, h), v as they are or negated.
fn statistics(p: &Array2<f64>, negative: bool) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let bits = |count: usize, units: usize| {
        Array2::from_shape_fn((count, units), |(number, i)| (number >> i & 1) as f64)
    };
    let (d, m) = (p.nrows().ilog2() as usize, p.ncols().ilog2() as usize);
    let (v, h) = (bits(1 << d, d), bits(1 << m, m));
    let v = if negative { 1.0 - v } else { v };
    (v.t().dot(p).dot(&h), p.sum_axis(Axis(1)).dot(&v), p.sum_axis(Axis(0)).dot(&h))
}

/// The centred step keeps mirror images mirrored; the plain one does not.
#[test]
fn the_same_step_for_the_negative() {
    let distribution = |seed: u64| {
        let p = normal(16, 8, &mut seeded(seed)).mapv(f64::exp);
        let z = p.sum();
        p / z
    };
    let (data, model) = (distribution(761), distribution(762));
    let (mu, lambda) = (array![0.9, 0.2, 0.6, 0.5], array![0.3, 0.5, 0.8]);
    let step = |negative: bool, mu: &Array1<f64>, lambda: &Array1<f64>| {
        solutions::centred_step(
            &statistics(&data, negative),
            &statistics(&model, negative),
            mu,
            lambda,
        )
    };
    // The mirror image of W, b, c (plain) has −W, −b − … and c + Wᵀ1; so have their changes.
    let mirrored = |(dw, db, dc): (Array2<f64>, Array1<f64>, Array1<f64>)| {
        let dc = dc + dw.sum_axis(Axis(0));
        (-dw, -db, dc)
    };
    let same = |a: &(Array2<f64>, Array1<f64>, Array1<f64>),
                b: &(Array2<f64>, Array1<f64>, Array1<f64>)| {
        agree(&a.0, &b.0, 1e-9)
            && agree(&row(&a.1), &row(&b.1), 1e-9)
            && agree(&row(&a.2), &row(&b.2), 1e-9)
    };
    assert!(same(&step(true, &(1.0 - &mu), &lambda), &mirrored(step(false, &mu, &lambda))));
    let none = (Array1::zeros(4), Array1::zeros(3));
    assert!(!same(&step(true, &none.0, &none.1), &mirrored(step(false, &none.0, &none.1))));
}

/// Cells of the ball of radius 2 for 20 and for 30 bits: itself, one bit flipped, two.
#[test]
fn longer_codes_have_larger_balls() {
    let cells = |bits: u32| 1 + bits + bits * (bits - 1) / 2;
    let counted = (0..1u64 << 20).filter(|address| address.count_ones() <= 2).count();
    assert_eq!((counted, cells(20), cells(30)), (211, 211, 466));
}
