//! Where the density is known: the posterior mean, the score, and the identity that joins them.

use crate::common::{TOL, assert_near, assert_same, gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::data::toy::{Component, mixture};
use autoencoders::denoising::Corruption;
use autoencoders::denoising::posterior::{NoisyMixture, posterior_of_points};
use ndarray::{Array2, array};

fn components() -> Vec<Component> {
    let bump = |weight, mean, covariance| Component { weight, mean, covariance };
    vec![
        bump(2.0, [-1.0, 0.0], [[0.3, 0.1], [0.1, 0.2]]),
        bump(1.0, [1.0, 0.5], [[0.05, 0.0], [0.0, 0.4]]),
        bump(1.0, [0.2, -1.0], [[0.02, 0.01], [0.01, 0.1]]),
    ]
}

/// E[x|x̃] = x̃ + σ²∇log p_σ(x̃): two formulas that share nothing but the weights.
#[test]
fn miyasawas_identity() {
    for sd in [0.05, 0.3, 2.0] {
        let known = NoisyMixture::new(&components(), sd).expect("a mixture");
        let x = gaussian(50, 2, &mut seeded(1));
        let score = known.score(&x).expect("points");
        let by_score = &x + &(score * (sd * sd) as Real);
        assert_same("E[x|x̃]", &by_score, &known.posterior_mean(&x).expect("points"));
    }
}

#[test]
fn the_score_is_the_slope_of_the_log_density() {
    let known = NoisyMixture::new(&components(), 0.3).expect("a mixture");
    let x = gaussian(20, 2, &mut seeded(2));
    let score = known.score(&x).expect("points");
    let step: Real = 1e-2;
    for j in 0..2 {
        let mut moved = [x.clone(), x.clone()];
        moved[0].column_mut(j).mapv_inplace(|v| v - step);
        moved[1].column_mut(j).mapv_inplace(|v| v + step);
        let at = |x: &Array2<Real>| known.log_density(x).expect("points");
        let (below, above) = (at(&moved[0]), at(&moved[1]));
        for i in 0..20 {
            let slope = (above[i] - below[i]) / (2.0 * f64::from(step));
            let found = f64::from(score[[i, j]]);
            assert!((slope - found).abs() < 0.02 * (1.0 + found.abs()), "{slope}, {found}");
        }
    }
    // One component alone: a Gaussian, whose log density and answer are linear algebra.
    let one =
        Component { weight: 3.0, mean: [1.0, 2.0], covariance: [[3.0, 0.0], [0.0, 1.0]] };
    let known = NoisyMixture::new(&[one], 1.0).expect("a mixture");
    let mean = known.posterior_mean(&array![[5.0, 4.0]]).expect("a point");
    assert_same("Wiener", &mean, &array![[4.0, 3.0]]); // 1 + ¾·4, 2 + ½·2
    let log = known.log_density(&array![[1.0, 2.0]]).expect("a point")[0];
    assert_near("the top", log, -(2.0 * std::f64::consts::PI * 8f64.sqrt()).ln());
}

/// The average of what was there, over many samples that look alike through the noise.
#[test]
fn the_posterior_mean_is_what_was_there_on_average() {
    let (sd, n) = (0.5, 200_000);
    let clean = mixture(n, &components(), &mut seeded(3)).expect("a mixture").x;
    let noisy = Corruption::Gaussian { sd: sd as Real }.fixed(&clean, 4).expect("noise");
    let known = NoisyMixture::new(&components(), sd).expect("a mixture");
    let mean = known.posterior_mean(&noisy).expect("points");
    let (left, mut near) = (&clean - &mean, 0);
    // Orthogonal to whatever one sees, and to the answer itself.
    for other in [&mean, &noisy] {
        let product = (&left * other).mapv(f64::from).sum() / n as f64;
        assert!(product.abs() < 0.01, "{product}");
    }
    let mut sum = [0.0; 2];
    for i in (0..n).filter(|&i| noisy[[i, 0]].hypot(noisy[[i, 1]]) < 0.1) {
        near += 1;
        (0..2).for_each(|j| sum[j] += f64::from(left[[i, j]]));
    }
    assert!(
        near > 500 && sum.iter().all(|s| s.abs() / f64::from(near) < 0.05),
        "{near} {sum:?}"
    );
}

#[test]
fn points_are_a_mixture_without_width() {
    let points = array![[-1.0, 0.0], [1.0, 0.5], [0.2, -1.0]];
    let bumps: Vec<Component> = points
        .rows()
        .into_iter()
        .map(|p| Component {
            weight: 1.0,
            mean: [p[0].into(), p[1].into()],
            covariance: [[0.0; 2]; 2],
        })
        .collect();
    let x = gaussian(30, 2, &mut seeded(5));
    let known = NoisyMixture::new(&bumps, 0.4).expect("a mixture");
    let found = posterior_of_points(&points, &x, 0.4).expect("points");
    assert_same("points", &found, &known.posterior_mean(&x).expect("points"));
    // Little noise: the nearest of them. Much: their mean.
    let near = posterior_of_points(&points, &array![[0.9, 0.4]], 0.01).expect("points");
    assert_same("the nearest", &near, &array![[1.0, 0.5]]);
    let far = posterior_of_points(&points, &array![[0.9, 0.4]], 1e3).expect("points");
    assert!((far[[0, 0]] - 0.2 / 3.0).abs() < TOL.max(1e-4) as Real);
}

/// The page's example: x is 0, 2 or 6, the noise −2, 0 or 2.
#[test]
fn by_hand() {
    let (values, noises) = ([0.0, 2.0, 6.0], [-2.0, 0.0, 2.0]);
    let pairs: Vec<(f64, f64)> =
        values.iter().flat_map(|&x| noises.map(|e| (x, x + e))).collect();
    let best = |seen: f64| {
        let there: Vec<f64> = pairs.iter().filter(|p| p.1 == seen).map(|p| p.0).collect();
        there.iter().sum::<f64>() / there.len() as f64
    };
    assert_eq!([-2.0, 0.0, 2.0, 4.0, 6.0, 8.0].map(best), [0.0, 1.0, 1.0, 4.0, 6.0, 6.0]);
    let loss = |r: &dyn Fn(f64) -> f64| {
        pairs.iter().map(|&(x, seen)| (x - r(seen)).powi(2)).sum::<f64>() / 9.0
    };
    assert_near("copying", loss(&|seen| seen), 8.0 / 3.0);
    assert_near("the best", loss(&best), 4.0 / 3.0);
}

#[test]
fn what_has_no_density_is_refused() {
    let bump = |weight, covariance| Component { weight, mean: [0.0; 2], covariance };
    refused(NoisyMixture::new(&[], 1.0), &["1 component"]);
    refused(NoisyMixture::new(&components(), 0.0), &["0", "positive"]);
    refused(
        NoisyMixture::new(&[bump(-1.0, [[1.0, 0.0], [0.0, 1.0]])], 1.0),
        &["weight -1"],
    );
    let minus = [[-4.0, 0.0], [0.0, 1.0]];
    refused(NoisyMixture::new(&[bump(1.0, minus)], 1.0), &["invertible"]);
    let known = NoisyMixture::new(&components(), 1.0).expect("a mixture");
    refused(known.score(&Array2::zeros((1, 3))), &["2 columns", "3"]);
    let none = Array2::<Real>::zeros((0, 2));
    refused(posterior_of_points(&none, &Array2::zeros((1, 2)), 1.0), &["1 point"]);
    let nan = array![[Real::NAN, 0.0]];
    refused(posterior_of_points(&nan, &Array2::zeros((1, 2)), 1.0), &["NaN"]);
}
