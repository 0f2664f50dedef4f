//! Densities fitted to codes: they integrate to 1, and draw what they say.

use crate::common::{assert_near, gaussian, refused, samples, seeded};
use autoencoders::Real;
use autoencoders::information::gaussian::Gaussian;
use autoencoders::latent::density::Density;
use autoencoders::nalgebra::{DMatrix, DVector};
use ndarray::{Array2, Axis, array};

fn wide(z: &Array2<Real>) -> (DVector<f64>, DMatrix<f64>) {
    let (n, k) = z.dim();
    let z = DMatrix::from_fn(n, k, |i, j| f64::from(z[(i, j)]));
    let mean = z.row_mean();
    let centred = DMatrix::from_fn(n, k, |i, j| z[(i, j)] - mean[j]);
    (mean.transpose(), centred.tr_mul(&centred) / n as f64)
}

#[test]
fn one_hill_is_a_gaussian() {
    let z = samples(50, 4, 3);
    let (mean, s) = wide(&z);
    let truth = Gaussian::new(mean, s).expect("a covariance");
    let found = Density::full(&z).expect("codes that vary").ln_density(&z).expect("codes");
    for (row, found) in z.rows().into_iter().zip(found) {
        let row = DVector::from_iterator(4, row.iter().map(|&z| f64::from(z)));
        assert_near("ln q", found, truth.ln_density(&row).expect("of its size"));
    }
}

/// Mean ln q of the codes themselves is higher with the correlations than without, by
/// ½(Σ ln Sⱼⱼ − ln det S).
#[test]
fn what_correlations_are_worth() {
    let z = samples(80, 3, 5);
    let mean = |q: Density| q.ln_density(&z).expect("codes").mean().unwrap_or(f64::NAN);
    let gain = mean(Density::full(&z).expect("codes"))
        - mean(Density::independent(&z).expect("codes"));
    let s = wide(&z).1;
    let exact =
        0.5 * (s.diagonal().iter().map(|v| v.ln()).sum::<f64>() - s.determinant().ln());
    assert_near("the gain", gain, exact);
    assert!(exact > 0.0);
}

#[test]
fn kernels_are_a_density() {
    let z = array![[-1.0], [0.5], [2.0]];
    let q = Density::kernels(&z, 0.3).expect("codes");
    let step = 0.01;
    let at = Array2::from_shape_fn((2001, 1), |(i, _)| (i as f64 * step - 10.0) as Real);
    let sum: f64 = q.ln_density(&at).expect("codes").iter().map(|q| q.exp() * step).sum();
    assert!((sum - 1.0).abs() < 1e-4, "{sum}");
}

/// Kernels keep the mean, and the covariance times 1 + h².
#[test]
fn draws_have_the_moments() {
    let z = samples(400, 3, 7);
    let ((mean, s), h) = (wide(&z), 0.5);
    let q = Density::kernels(&z, h).expect("codes");
    let (drawn_mean, drawn) = wide(&q.draw(60_000, &mut seeded(1)));
    assert!((&drawn_mean - &mean).amax() < 0.05, "{drawn_mean} for {mean}");
    let expected = s * (1.0 + h * h);
    assert!((&drawn - &expected).amax() < 0.03 * expected.amax(), "{drawn} for {expected}");
}

/// Of a Gaussian the best kernels are wide, of points on a ring narrow.
#[test]
fn the_width_follows_the_shape() {
    let widths = [0.05, 0.1, 0.2, 0.5, 1.0];
    let cloud = gaussian(600, 2, &mut seeded(2));
    let ring = cloud.map_axis(Axis(1), |z| z[0].atan2(z[1]));
    let ring = Array2::from_shape_fn((600, 2), |(i, j)| match j {
        0 => 3.0 * ring[i].sin(),
        _ => 3.0 * ring[i].cos(),
    });
    let best = |z: &Array2<Real>| Density::best_kernels(z, &widths).expect("codes").1;
    let (cloud, ring) = (best(&cloud), best(&ring));
    assert!(cloud > 0.1 && ring < cloud, "{ring} on the ring, {cloud} in the cloud");
}

#[test]
fn a_hill_a_class() {
    let z = array![[0.0, 1.0], [2.0, 3.0], [10.0, 0.0], [14.0, 2.0]];
    let q = Density::by_class(&z, &[0, 0, 1, 1], 2).expect("codes");
    assert_eq!(q.centres, array![[1.0, 2.0], [12.0, 1.0]]);
    let near = q.ln_density(&array![[1.0, 2.0], [6.0, 1.5]]).expect("codes");
    assert!(near[0] > near[1]);
}

#[test]
fn what_cannot_be_fitted() {
    let z = samples(9, 3, 1);
    let flat = Array2::<Real>::zeros((5, 2));
    let ok = |q: autoencoders::Result<Density>| q.map(|_| ());
    refused(ok(Density::full(&flat)), &["positive definite", "do not vary"]);
    refused(ok(Density::full(&Array2::zeros((1, 2)))), &["2 codes", "1"]);
    refused(ok(Density::full(&array![[Real::NAN], [1.0]])), &["NaN"]);
    refused(ok(Density::kernels(&z, 0.0)), &["width h", "positive and finite"]);
    refused(ok(Density::by_class(&z, &[0; 8], 1)), &["9, one for each row", "8"]);
    refused(ok(Density::by_class(&z, &[1; 9], 1)), &["each below 1", "one of 1"]);
    refused(ok(Density::by_class(&z, &[0; 9], 2)), &["1 code", "0"]);
    refused(ok(Density::new(Array2::zeros((1, 2)), Array2::eye(3))), &["2 × 2"]);
    refused(ok(Density::new(Array2::zeros((0, 2)), Array2::eye(2))), &["1 centre"]);
    let best = Density::best_kernels(&z, &[]).map(|_| ());
    refused(best, &["1 width"]);
    refused(Density::best_kernels(&samples(4, 1, 1), &[1.0]).map(|_| ()), &["sixth"]);
    let q = Density::full(&z).expect("codes");
    refused(q.ln_density(&Array2::zeros((2, 4))), &["3 columns", "4"]);
}
