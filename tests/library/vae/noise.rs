//! The variance of two estimates of one slope.

use super::{model, shades};
use autoencoders::vae::noise::of_squared_length;
use autoencoders::vae::{Likelihood, Scale};
use rand_distr::{Distribution, StandardNormal};

#[test]
fn the_table_of_exact_variances() {
    for (mu, score, baseline) in [
        (vec![0.0], 15.0, 10.0),
        (vec![2.0], 87.0, 42.0), // μ⁴ + 14μ² + 15
        (vec![0.0; 20], 528.0, 48.0),
    ] {
        let exact = of_squared_length(&mu).expect("a coordinate");
        assert_eq!((exact.score, exact.baseline), (score, baseline), "{mu:?}");
        assert_eq!(exact.reparameterised, 4.0);
    }
}

#[test]
fn and_as_samples_have_them() {
    let mu = [0.7, -0.4, 1.1];
    let exact = of_squared_length(&mu).expect("coordinates");
    let centre = mu.iter().map(|m| m * m).sum::<f64>() + 3.0;
    let (mut rng, n) = (crate::common::seeded(1), 400_000);
    let (mut moments, mut sums) = ([0.0; 3], [0.0; 3]);
    for _ in 0..n {
        let e: [f64; 3] = std::array::from_fn(|_| StandardNormal.sample(&mut rng));
        let f: f64 = mu.iter().zip(e).map(|(m, e)| (m + e).powi(2)).sum();
        let estimates = [2.0 * (mu[0] + e[0]), f * e[0], (f - centre) * e[0]];
        for (i, estimate) in estimates.into_iter().enumerate() {
            sums[i] += estimate / f64::from(n);
            moments[i] += estimate * estimate / f64::from(n);
        }
    }
    let wanted = [exact.reparameterised, exact.score, exact.baseline];
    for (i, wanted) in wanted.into_iter().enumerate() {
        assert!((sums[i] - 1.4).abs() < 0.05, "the mean of estimate {i}: {}", sums[i]);
        let variance = moments[i] - sums[i] * sums[i];
        assert!((variance / wanted - 1.0).abs() < 0.03, "{i}: {variance}, not {wanted}");
    }
}

#[test]
fn a_decoder_has_less_noise_through_its_slope() {
    for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian(Scale::Fixed(0.1))] {
        let noise =
            model(likelihood).gradient_noise(&shades(5, 6, 2), 2000, 1).expect("noise");
        assert!(noise.reparameterised < noise.baseline, "{noise:?}");
        assert!(noise.baseline < noise.score, "{noise:?}");
    }
}
