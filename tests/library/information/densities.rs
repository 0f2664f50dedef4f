//! Gaussians and hills: closed forms, samples, slopes, minima.

use super::near;
use crate::common::seeded;
use autoencoders::information::gaussian::{Gaussian, diagonal_divergence};
use autoencoders::information::modes::{Direction, Hill, Hills};
use autoencoders::information::sampled;
use autoencoders::nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

fn any(d: usize, rng: &mut impl Rng) -> Gaussian {
    let mut normal = || StandardNormal.sample(rng);
    let a = DMatrix::from_fn(d, d, |_, _| normal());
    let covariance = &a * a.transpose() / d as f64 + DMatrix::identity(d, d) * 0.3;
    let mean = DVector::from_fn(d, |_, _| normal());
    Gaussian::new(mean, covariance).expect("positive definite")
}

#[test]
fn by_hand() {
    let p = Gaussian::new(
        DVector::from_vec(vec![1.0, 1.0]),
        DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 2.0]),
    )
    .expect("p");
    let q = Gaussian::standard(2).expect("q");
    near(p.divergence(&q).expect("both"), 2.0 - 0.5 * 3f64.ln());
    near(p.ln_determinant(), 3f64.ln());
    // The lecture's: ln 2 + 1/8.
    let narrow =
        Gaussian::new(DVector::from_vec(vec![1.0]), DMatrix::from_row_slice(1, 1, &[0.25]))
            .expect("p");
    let found = narrow.divergence(&Gaussian::standard(1).expect("q")).expect("both");
    near(found, 2f64.ln() + 0.125);
    near(diagonal_divergence(&[1.0], &[0.25f64.ln()]).expect("both").0, found);
}

#[test]
fn the_closed_form_is_the_mean_log_ratio() {
    let rng = &mut seeded(16);
    for d in [1, 2, 5, 10] {
        let (p, q) = (any(d, rng), any(d, rng));
        let ratios: Vec<f64> = (0..20_000)
            .map(|_| {
                let x = p.sample(rng);
                p.ln_density(&x).expect("x") - q.ln_density(&x).expect("x")
            })
            .collect();
        let estimate = sampled::plain(&ratios).expect("many");
        let exact = p.divergence(&q).expect("both");
        let off = (estimate.mean - exact).abs() / estimate.error;
        assert!(off < 4.0, "d = {d}: {} for {exact}, {off} errors off", estimate.mean);
        near(p.divergence(&p).expect("p"), 0.0);
    }
}

#[test]
fn the_diagonal_case_is_the_general_one_and_its_slopes_are_differences() {
    let (mean, rho) = ([0.5, -1.0, 2.0], [0.3, -2.0, 0.0]);
    let covariance = DMatrix::from_diagonal(&DVector::from(rho.map(f64::exp).to_vec()));
    let p = Gaussian::new(DVector::from(mean.to_vec()), covariance).expect("p");
    let (found, by_mean, by_rho) = diagonal_divergence(&mean, &rho).expect("both");
    near(found, p.divergence(&Gaussian::standard(3).expect("q")).expect("both"));
    for j in 0..3 {
        let moved = |by: f64, which: usize| {
            let (mut mean, mut rho) = (mean, rho);
            if which == 0 {
                mean[j] += by
            } else {
                rho[j] += by
            }
            diagonal_divergence(&mean, &rho).expect("both").0
        };
        let slope = |which| (moved(1e-5, which) - moved(-1e-5, which)) / 2e-5;
        assert!((slope(0) - by_mean[j]).abs() < 1e-8);
        assert!((slope(1) - by_rho[j]).abs() < 1e-8);
    }
}

fn two(distance: f64, weight: f64) -> Hills {
    let hill = |mean| Hill { mean, sd: 1.0 };
    let hills = [(weight, hill(-distance / 2.0)), (1.0 - weight, hill(distance / 2.0))];
    Hills::new(&hills).expect("two hills")
}

#[test]
fn quadrature_gives_what_is_known_in_closed_form() {
    let (p, q) = (Hill { mean: 1.0, sd: 0.5 }, Hill { mean: 0.0, sd: 1.0 });
    let one = Hills::new(&[(1.0, p)]).expect("one");
    near(one.divergence(q, Direction::Forward).0, 2f64.ln() + 0.125);
    near(
        Hills::new(&[(1.0, q)]).expect("one").divergence(p, Direction::Reverse).0,
        2f64.ln() + 0.125,
    );
}

#[test]
fn slopes_are_differences() {
    let p = two(3.0, 0.3);
    let q = Hill { mean: 0.4, sd: 1.7 };
    for direction in [Direction::Forward, Direction::Reverse] {
        let (_, slopes) = p.divergence(q, direction);
        let at = |mean: f64, ln_sd: f64| {
            let q = Hill { mean: q.mean + mean, sd: q.sd * ln_sd.exp() };
            p.divergence(q, direction).0
        };
        let h = 1e-5;
        assert!(((at(h, 0.0) - at(-h, 0.0)) / (2.0 * h) - slopes[0]).abs() < 1e-7);
        assert!(((at(0.0, h) - at(0.0, -h)) / (2.0 * h) - slopes[1]).abs() < 1e-7);
    }
}

/// Forward: the mixture's own mean and variance, from anywhere. Reverse: the near hill.
#[test]
fn forward_has_one_minimum_and_reverse_two() {
    let p = two(6.0, 0.25);
    for start in [-3.0, 0.0, 3.0] {
        let (q, _) =
            p.nearest(Hill { mean: start, sd: 1.0 }, Direction::Forward).expect("it ends");
        assert!((q.mean - 1.5).abs() < 1e-6, "{q:?}"); // 3 (¾ − ¼)
        assert!((q.sd - (1.0f64 + 9.0 - 2.25).sqrt()).abs() < 1e-6, "{q:?}");
    }
    for start in [-3.0, 3.0] {
        let (q, kl) =
            p.nearest(Hill { mean: start, sd: 1.0 }, Direction::Reverse).expect("it ends");
        assert!((q.mean - start).abs() < 0.1 && (q.sd - 1.0).abs() < 0.1, "{q:?}");
        // In one hill of weight w the cost is about ln 1/w.
        let weight: f64 = if start < 0.0 { 0.25 } else { 0.75 };
        assert!((kl + weight.ln()).abs() < 0.02, "{kl}");
    }
}
