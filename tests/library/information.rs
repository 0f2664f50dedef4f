//! Entropy, divergence, codes, Gaussians, hills, estimates: identities, the lecture's worms, bad input.

mod codes;
mod densities;
mod estimates;
mod refused;

use crate::common::seeded;
use autoencoders::information::{
    BIT, binomial, cross_entropy, divergence, entropy, mean, shared,
};
use ndarray::{Array2, array};
use rand::{Rng, RngExt};

/// The table in circulation: 100 worms by their number of teeth, 0 … 10.
pub const WORMS: [f64; 11] =
    [0.02, 0.03, 0.05, 0.14, 0.16, 0.15, 0.12, 0.08, 0.10, 0.08, 0.07];

/// A distribution at random, without zeros.
fn any(m: usize, rng: &mut impl Rng) -> Vec<f64> {
    let p: Vec<f64> = (0..m).map(|_| rng.random_range(0.01..1.0)).collect();
    let sum: f64 = p.iter().sum();
    p.iter().map(|p| p / sum).collect()
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a}, not {b}");
}

#[test]
fn by_hand() {
    let p = [0.5, 0.25, 0.25];
    near(entropy(&p).expect("p") / BIT, 1.5);
    near(entropy(&[1.0, 0.0]).expect("certain"), 0.0);
    // H(p, q) = ½·2 + ¼·1 + ¼·2 bits, a quarter of a bit too many.
    let q = [0.25, 0.5, 0.25];
    near(cross_entropy(&p, &q).expect("both") / BIT, 1.75);
    near(divergence(&p, &q).expect("both") / BIT, 0.25);
    assert_eq!(divergence(&[0.5, 0.5], &[1.0, 0.0]).expect("both"), f64::INFINITY);
    near(divergence(&[1.0, 0.0], &[0.5, 0.5]).expect("both") / BIT, 1.0);
}

#[test]
fn the_worms_as_the_table_has_them() {
    near(mean(&WORMS).expect("p"), 5.44);
    for (q, nats) in [
        (vec![1.0 / 11.0; 11], 0.136680),
        (binomial(10, 0.544).expect("θ"), 0.427350),
        (binomial(10, 0.57).expect("θ"), 0.441078),
    ] {
        let found = divergence(&WORMS, &q).expect("both");
        assert!((found - nats).abs() < 5e-7, "{found}, not {nats}");
    }
}

/// No base and no direction gives the numbers that are quoted, .338 and .477.
#[test]
fn what_is_quoted_of_the_worms_does_not_follow() {
    let uniform = vec![1.0 / 11.0; 11];
    for (quoted, q) in [(0.338, vec![uniform]), (0.477, binomials())] {
        for q in q {
            for nats in [divergence(&WORMS, &q), divergence(&q, &WORMS)] {
                let nats = nats.expect("both");
                for base in [1.0, BIT, 10f64.ln()] {
                    assert!((nats / base - quoted).abs() > 0.03, "{}", nats / base);
                }
            }
        }
    }
}

fn binomials() -> Vec<Vec<f64>> {
    [0.544, 0.57].map(|theta| binomial(10, theta).expect("θ")).to_vec()
}

/// KL(p ‖ Bin(10, θ)) is least where the means agree.
#[test]
fn the_nearest_binomial_has_the_same_mean() {
    let at =
        |theta: f64| divergence(&WORMS, &binomial(10, theta).expect("θ")).expect("both");
    for off in [-0.05, -0.001, 0.001, 0.05] {
        assert!(at(0.544) < at(0.544 + off));
    }
}

#[test]
fn divergences_are_not_negative_and_vanish_at_equality_only() {
    let rng = &mut seeded(13);
    for m in 1..30 {
        let (p, q) = (any(m, rng), any(m, rng));
        let kl = divergence(&p, &q).expect("both");
        assert!(kl >= 0.0 && (m == 1 || kl > 1e-9));
        near(divergence(&p, &p).expect("p"), 0.0);
        near(kl + entropy(&p).expect("p"), cross_entropy(&p, &q).expect("both"));
        assert!(entropy(&p).expect("p") <= (m as f64).ln() + 1e-12);
    }
}

#[test]
fn bayes_by_hand() {
    // Three burrows; a tenth, a fifth, three tenths of their worms have no tooth left.
    let (after, total) =
        shared::posterior(&[0.5, 0.3, 0.2], &[0.1, 0.2, 0.3]).expect("seen");
    near(total, 0.17);
    for (p, expected) in after.iter().zip([5.0, 6.0, 6.0]) {
        near(*p, expected / 17.0);
    }
}

#[test]
fn shared_information_by_hand_and_by_its_laws() {
    let joint = array![[0.5, 0.0], [0.25, 0.25]];
    let own = entropy(&[0.75, 0.25]).expect("p") - 0.5 * BIT;
    near(shared::mutual_information(&joint).expect("joint"), own);
    let rng = &mut seeded(14);
    for (a, b, c) in [(2, 3, 4), (5, 5, 2), (4, 7, 7)] {
        let from = |m: usize, n: usize, rng: &mut _| {
            let rows: Vec<f64> = (0..m).flat_map(|_| any(n, rng)).collect();
            Array2::from_shape_vec((m, n), rows).expect("m rows")
        };
        // A → B → C: C knows no more of A than B does.
        let (first, ab, bc) = (any(a, rng), from(a, b, rng), from(b, c, rng));
        let joint = Array2::from_shape_fn((a, b), |(i, j)| first[i] * ab[[i, j]]);
        let later = joint.dot(&bc);
        let nats = |joint| shared::mutual_information(joint).expect("a joint table");
        assert!(nats(&later) >= 0.0 && nats(&later) < nats(&joint));
        near(nats(&joint), nats(&joint.t().to_owned()));
    }
}
