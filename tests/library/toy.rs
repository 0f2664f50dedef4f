//! Toy sets: their formulas, their statistics, their errors.

use autoencoders::Real;
use autoencoders::data::toy::{self, Component, Toy};
use autoencoders::ndarray::{Array2, Axis};
use proptest::prelude::*;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use std::f64::consts::PI;

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// `Real` as f64, whichever it is.
#[allow(clippy::unnecessary_cast)]
fn double(v: Real) -> f64 {
    v as f64
}

/// The largest |x − formula(truth)| of all points.
fn off(toy: &Toy, formula: impl Fn(usize, &[f64]) -> Vec<f64>) -> f64 {
    let mut worst: f64 = 0.0;
    for (i, (x, truth)) in toy.x.rows().into_iter().zip(toy.truth.rows()).enumerate() {
        let truth: Vec<f64> = truth.iter().map(|&t| double(t)).collect();
        for (&got, want) in x.iter().zip(formula(i, &truth)) {
            worst = worst.max((double(got) - want).abs());
        }
    }
    worst
}

fn covariance(x: &Array2<Real>) -> Array2<Real> {
    let centred = x - &x.mean_axis(Axis(0)).unwrap();
    centred.t().dot(&centred) / x.nrows() as Real
}

fn circle_point(_: usize, t: &[f64]) -> Vec<f64> {
    vec![t[0].cos(), t[0].sin()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn noiseless_points_lie_where_the_truth_says(n in 1usize..200, seed in any::<u64>()) {
        let roll = toy::swiss_roll(n, 0.0, &mut rng(seed)).unwrap();
        prop_assert_eq!((roll.x.dim(), roll.truth.dim(), roll.labels.len()), ((n, 3), (n, 2), 0));
        prop_assert!(off(&roll, |_, t| vec![t[0] * t[0].cos(), t[1], t[0] * t[0].sin()]) < 1e-4);
        prop_assert!(roll.truth.column(0).iter().all(|&t| (1.499 * PI..4.501 * PI).contains(&double(t))));
        prop_assert!(roll.truth.column(1).iter().all(|&h| (0.0..=21.0).contains(&h)));

        let circle = toy::circle(n, 0.0, &mut rng(seed)).unwrap();
        prop_assert_eq!((circle.x.dim(), circle.truth.dim()), ((n, 2), (n, 1)));
        prop_assert!(off(&circle, circle_point) < 1e-5);

        let moons = toy::two_moons(n, 0.0, &mut rng(seed)).unwrap();
        prop_assert_eq!(&moons.labels, &(0..n).map(|i| i % 2).collect::<Vec<_>>());
        let lower = |t: &[f64]| vec![1.0 - t[0].cos(), 0.5 - t[0].sin()];
        let worst = off(&moons, |i, t| if i % 2 == 0 { circle_point(i, t) } else { lower(t) });
        prop_assert!(worst < 1e-5);
    }

    #[test]
    fn a_gaussian_has_the_covariance_asked_for(
        a in 0.1f64..5.0, d in 0.1f64..5.0, r in -0.99f64..0.99, seed in any::<u64>(),
    ) {
        let (n, b) = (20_000, r * (a * d).sqrt());
        let cloud = toy::gaussian(n, [[a, b], [b, d]], &mut rng(seed)).unwrap();
        prop_assert!(cloud.labels.is_empty());
        // The standard error of an entry is at most √(2/n) times the larger variance; six of them.
        let tolerance = 6.0 * (2.0 / n as f64).sqrt() * a.max(d);
        let found = covariance(&cloud.x);
        for (&got, want) in found.iter().zip([a, b, b, d]) {
            prop_assert!((double(got) - want).abs() < tolerance, "{found} for {a} {b} {d}");
        }
        // x = L e with L lower triangular: the first coordinate is √a · e₁.
        for (&x, &e) in cloud.x.column(0).iter().zip(cloud.truth.column(0)) {
            prop_assert!((double(x) - a.sqrt() * double(e)).abs() < 1e-4);
        }
    }
}

#[test]
fn noise_has_the_deviation_asked_for() {
    let (n, noise) = (20_000, 0.3);
    let cloud = toy::circle(n, noise, &mut rng(1)).unwrap();
    let mut square = 0.0;
    for (x, &t) in cloud.x.rows().into_iter().zip(cloud.truth.column(0)) {
        square += double((x[0] - t.cos()).powi(2) + (x[1] - t.sin()).powi(2));
    }
    let found = (square / (2 * n) as f64).sqrt();
    assert!((found - noise).abs() < 0.01, "{found}");
}

#[test]
fn a_mixture_mixes_by_weight_and_centres_where_told() {
    let part =
        |weight, mean| Component { weight, mean, covariance: [[0.25, 0.0], [0.0, 0.01]] };
    let n = 30_000;
    let set =
        toy::mixture(n, &[part(1.0, [-4.0, 0.0]), part(3.0, [4.0, 2.0])], &mut rng(2))
            .unwrap();
    let second: Vec<usize> = (0..n).filter(|&i| set.labels[i] == 1).collect();
    let share = second.len() as f64 / n as f64;
    assert!((share - 0.75).abs() < 0.015, "{share}");
    let mean = set.x.select(Axis(0), &second).mean_axis(Axis(0)).unwrap();
    assert!((mean[0] - 4.0).abs() < 0.03 && (mean[1] - 2.0).abs() < 0.01, "{mean}");
}

#[test]
fn the_same_seed_gives_the_same_points() {
    let make = |seed| toy::swiss_roll(50, 0.1, &mut rng(seed)).unwrap();
    assert_eq!(make(7), make(7));
    assert_ne!(make(7), make(8));
}

#[test]
fn a_line_and_a_point_are_gaussians_too() {
    let line = toy::gaussian(100, [[4.0, 2.0], [2.0, 1.0]], &mut rng(3)).unwrap();
    assert!(line.x.rows().into_iter().all(|p| (p[0] - 2.0 * p[1]).abs() < 1e-5));
    let point = toy::gaussian(100, [[0.0, 0.0], [0.0, 0.0]], &mut rng(3)).unwrap();
    assert!(point.x.iter().all(|&v| v == 0.0));
}

#[test]
fn what_cannot_be_made_is_refused_by_name() {
    let part =
        |weight| Component { weight, mean: [0.0; 2], covariance: [[1.0, 0.0], [0.0, 1.0]] };
    let stray = Component { mean: [f64::NAN, 0.0], ..part(1.0) };
    let r = &mut rng(0);
    let cases = [
        (toy::swiss_roll(0, 0.0, r), "a toy set needs at least 1 point, but got 0"),
        (toy::circle(5, -0.1, r), "the noise is -0.1, but must be zero or positive"),
        (toy::two_moons(5, f64::NAN, r), "the noise is NaN"),
        (toy::swiss_roll(5, f64::INFINITY, r), "the noise is inf"),
        (
            toy::gaussian(5, [[1.0, 2.0], [2.0, 1.0]], r),
            "the covariance is [[1, 2], [2, 1]], but must be symmetric",
        ),
        (
            toy::gaussian(5, [[1.0, 0.5], [0.4, 1.0]], r),
            "the covariance is [[1, 0.5], [0.4, 1]]",
        ),
        (toy::gaussian(5, [[-1.0, 0.0], [0.0, 1.0]], r), "the covariance is"),
        (toy::gaussian(5, [[0.0, 1.0], [1.0, 0.0]], r), "the covariance is"),
        (toy::gaussian(5, [[f64::NAN, 0.0], [0.0, 1.0]], r), "the covariance is"),
        (toy::mixture(5, &[], r), "a mixture needs at least 1 component"),
        (toy::mixture(5, &[part(0.0)], r), "a component's weight is 0"),
        (toy::mixture(5, &[part(f64::NAN)], r), "a component's weight is NaN"),
        (toy::mixture(5, &[stray], r), "a component's mean is NaN"),
    ];
    for (made, message) in cases {
        let error = made.unwrap_err().to_string();
        assert!(error.contains(message), "{error:?} does not say {message:?}");
    }
}
