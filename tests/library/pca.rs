//! PCA's laws, its worked example, and what others computed.

use crate::common::{
    TOL, assert_near, assert_same, assert_same_vector, gaussian, list, samples, seeded,
    table,
};
use autoencoders::pca::{Pca, Route, axes, held_out_error};
use autoencoders::{Autoencoder, Real, data::optdigits, linalg};
use ndarray::{Array1, Array2, Axis, array, s};
use proptest::prelude::*;

const ROUTES: [Route; 3] = [Route::Svd, Route::Covariance, Route::Trick];

fn most(x: &Array2<Real>) -> usize {
    (x.nrows() - 1).min(x.ncols())
}

// ANCHOR: worked_example
/// Four points whose covariance, with divisor n − 1 = 3, is [[2, 1], [1, 2]]: everything is a whole number.
#[test]
fn worked_example_2x2() {
    let x = array![[5.0, 3.0], [2.0, 3.0], [2.0, 0.0], [3.0, 2.0]];
    let pca = Pca::fit(&x, 2).unwrap();
    assert_same_vector("μ", &pca.mean, &array![3.0, 2.0]);
    assert_same("Σ", &axes::covariance(&x, &pca.mean), &array![[2.0, 1.0], [1.0, 2.0]]);
    assert_same_vector("λ", &pca.variances, &array![3.0, 1.0]);
    assert_same("√2 W", &(&pca.w * (2.0 as Real).sqrt()), &array![[1.0, 1.0], [1.0, -1.0]]);
    let z = pca.encode(&x).unwrap() * (2.0 as Real).sqrt();
    assert_same("√2 Z", &z, &array![[3.0, 1.0], [0.0, -2.0], [-3.0, 1.0], [0.0, 0.0]]);

    let by_hand = nalgebra::Matrix2::new(2.0, 1.0, 1.0, 2.0).symmetric_eigen(); // nalgebra sorts nothing
    let mut lambda: Vec<f64> = by_hand.eigenvalues.iter().copied().collect();
    lambda.sort_by(|a, b| b.total_cmp(a));
    assert!((lambda[0] - 3.0).abs() < 1e-12 && (lambda[1] - 1.0).abs() < 1e-12);
}
// ANCHOR_END: worked_example

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn three_routes_agree(n in 3_usize..40, d in 1_usize..40, seed: u64) {
        let x = samples(n, d, seed);
        let all = linalg::eigh(axes::covariance(&x, &axes::mean_of(x.view())).view()).unwrap().0;
        let fits = ROUTES.map(|route| Pca::fit_by(route, &x, most(&x)).unwrap());
        for pca in &fits[1..] {
            assert_same_vector("λ", &pca.variances, &fits[0].variances);
            assert_same_vector("μ", &pca.mean, &fits[0].mean);
            assert_near("Σλ", pca.total_variance, fits[0].total_variance);
            // An axis is determined as well as its eigenvalue stands apart from its neighbours.
            for j in 0..most(&x) {
                let apart = |i: usize| all.get(i).map_or(all[0], |l| (l - all[j]).abs());
                let gap = (if j == 0 { all[0] } else { apart(j - 1) }).min(apart(j + 1));
                if gap > 0.05 * all[0] {
                    let column = |pca: &Pca| pca.w.column(j).to_owned();
                    assert_same_vector("w", &column(pca), &column(&fits[0]));
                }
            }
        }
    }

    #[test]
    fn axes_are_orthonormal_eigenvectors(n in 3_usize..40, d in 1_usize..40, seed: u64) {
        let x = samples(n, d, seed);
        let sigma = axes::covariance(&x, &axes::mean_of(x.view()));
        for route in ROUTES {
            let pca = Pca::fit_by(route, &x, most(&x)).unwrap();
            assert_same("WᵀW = I", &pca.w.t().dot(&pca.w), &Array2::eye(most(&x)));
            assert_same("ΣW = WΛ", &sigma.dot(&pca.w), &(&pca.w * &pca.variances));
            assert!(pca.variances.windows(2).into_iter().all(|p| p[0] >= p[1] && p[1] >= 0.0));
            assert_near("Σλ = tr Σ", pca.variances.iter().map(|&l| l as f64).sum(), pca.total_variance);
        }
    }

    #[test]
    fn kept_and_error_are_the_total(n in 3_usize..40, d in 1_usize..40, part in 0.0..1.0_f64, seed: u64) {
        let x = samples(n, d, seed);
        let k = 1 + (part * (most(&x) - 1) as f64) as usize;
        let pca = Pca::fit(&x, k).unwrap();
        // The error is a mean over n, the variances have the divisor n − 1.
        let error = pca.squared_error(&x).unwrap() * n as f64 / (n as f64 - 1.0);
        assert_near("kept + error", pca.kept(k) * pca.total_variance + error, pca.total_variance);
    }

    #[test]
    fn scores_are_uncorrelated_and_white_ones_have_variance_1(n in 5_usize..40, d in 1_usize..20, seed: u64) {
        let x = samples(n, d, seed);
        let pca = Pca::fit(&x, most(&x).min(6)).unwrap();
        let covariance = |z: &Array2<Real>| axes::covariance(z, &axes::mean_of(z.view()));
        assert_same("cov Z = Λ", &covariance(&pca.encode(&x).unwrap()), &Array2::from_diag(&pca.variances));
        let white = pca.whiten(&x).unwrap();
        assert_same("cov of white Z = I", &covariance(&white), &Array2::eye(pca.code_size()));
        assert_same("unwhiten", &pca.unwhiten(&white).unwrap(), &pca.reconstruct(&x).unwrap());
    }

    /// Eckart & Young: no other k-dimensional subspace through the mean loses less.
    #[test]
    fn no_subspace_beats_it(n in 4_usize..40, d in 2_usize..20, seed: u64) {
        let x = samples(n, d, seed);
        let k = most(&x).div_ceil(2);
        let pca = Pca::fit(&x, k).unwrap();
        let best = pca.squared_error(&x).unwrap();
        for step in [0.01, 0.3, 10.0] {
            let moved = &pca.w + &(gaussian(d, k, &mut seeded(seed ^ 7)) * step);
            let other = Pca { w: linalg::orthonormal(moved.view()).unwrap(), ..pca.clone() };
            assert!(other.squared_error(&x).unwrap() >= best * (1.0 - TOL));
        }
    }

    /// The order of the samples does not matter; a rotation of the space rotates the axes and leaves the variances.
    #[test]
    fn permutations_and_rotations(n in 6_usize..40, d in 2_usize..12, seed: u64) {
        let x = samples(n, d, seed);
        let pca = Pca::fit(&x, 1).unwrap();
        let turned_round = x.slice(s![..;-1, ..]).to_owned();
        assert_same("w of the samples in reverse", &Pca::fit(&turned_round, 1).unwrap().w, &pca.w);
        let q = linalg::orthonormal(gaussian(d, d, &mut seeded(seed ^ 1)).view()).unwrap();
        let (all, rotated) = (Pca::fit(&x, most(&x)).unwrap(), Pca::fit(&x.dot(&q), most(&x)).unwrap());
        assert_same_vector("λ", &rotated.variances, &all.variances);
        let scaled = Pca::fit(&(&x * 3.0 + 5.0), most(&x)).unwrap();
        assert_same_vector("λ of 3x + 5", &scaled.variances, &(&all.variances * 9.0));
    }

    #[test]
    fn truncating_is_fitting_fewer(n in 6_usize..30, d in 3_usize..30, seed: u64) {
        let x = samples(n, d, seed);
        let (many, few) = (Pca::fit(&x, 3).unwrap().truncate(2).unwrap(), Pca::fit(&x, 2).unwrap());
        assert_same_vector("λ", &many.variances, &few.variances);
        assert_eq!((many.code_size(), many.features(), many.samples), (2, d, n));
        assert_near("error", many.squared_error(&x).unwrap(), few.squared_error(&x).unwrap());
    }

    #[test]
    fn held_out_error_is_the_error_on_the_held_out(n in 8_usize..40, d in 4_usize..12, seed: u64) {
        let x = samples(2 * n, d, seed);
        let (train, test) = (x.slice(s![..n, ..]).to_owned(), x.slice(s![n.., ..]).to_owned());
        let found = held_out_error(&train, &test, &[0, 1, 3, 4]).unwrap();
        let mean = train.mean_axis(Axis(0)).unwrap();
        let about_mean = (&test - &mean).mapv(|v| v * v).sum() / n as Real;
        assert_near("k = 0", found[0], about_mean as f64);
        for (&k, &error) in [1, 3, 4].iter().zip(&found[1..]) {
            assert_near("error", error, Pca::fit(&train, k).unwrap().squared_error(&test).unwrap());
        }
    }
}

#[test]
fn a_full_set_of_components_loses_nothing() {
    let x = samples(30, 8, 1);
    let pca = Pca::fit(&x, 8).unwrap();
    assert_same("X̃ = X", &pca.reconstruct(&x).unwrap(), &x);
    assert_near("kept", pca.kept(8), 1.0);
}

#[test]
fn samples_fewer_than_features_span_one_direction_less_than_they_are() {
    let x = samples(5, 50, 2);
    let pca = Pca::fit(&x, 4).unwrap();
    assert_same("X̃ = X", &pca.reconstruct(&x).unwrap(), &x);
    assert_eq!(pca.rank(), 4);
}

#[test]
fn signs_follow_the_rule() {
    let mut w = array![[0.6, 0.5, -0.1], [-0.8, -0.5, 0.0], [0.0, 0.5, -3.0]];
    axes::fix_signs(&mut w);
    assert_eq!(w, array![[-0.6, 0.5, 0.1], [0.8, -0.5, 0.0], [0.0, 0.5, 3.0]]);
    // Equal to within rounding counts as equal: the first decides.
    let nudge = 1.0 - 2.0 * Real::EPSILON;
    let mut w = array![[-0.5 * nudge], [0.5]];
    axes::fix_signs(&mut w);
    assert!(w[[0, 0]] > 0.0);
}

#[test]
fn constant_columns_get_no_weight() {
    let mut x = samples(20, 6, 3);
    x.column_mut(2).fill(7.0);
    for route in ROUTES {
        let pca = Pca::fit_by(route, &x, 5).unwrap();
        assert!(pca.w.row(2).iter().all(|w| w.abs() < TOL as Real), "{route:?}");
    }
    assert_eq!(Pca::fit(&x, 6).unwrap().rank(), 5);
}

#[test]
fn far_from_the_origin_the_variances_stay() {
    let x = samples(50, 4, 4);
    let far = &x + &array![300.0, -300.0, 500.0, 0.0];
    let (near, far) = (Pca::fit(&x, 4).unwrap(), Pca::fit(&far, 4).unwrap());
    assert_same_vector("λ", &far.variances, &near.variances);
}

/// More rows than one chunk of the covariance holds.
#[test]
fn chunks_add_up() {
    let x = samples(5000, 6, 5);
    let mean = axes::mean_of(x.view());
    let centred = &x - &mean;
    assert_same("Σ", &axes::covariance(&x, &mean), &(centred.t().dot(&centred) / 4999.0));
    assert_near(
        "Σ ‖x − μ‖²",
        axes::squares_from(x.view(), &mean),
        centred.mapv(|v| (v * v) as f64).sum(),
    );
}

#[test]
fn components_for_counts_the_fewest() {
    let pca = Pca {
        mean: Array1::zeros(4),
        w: Array2::eye(4),
        variances: array![4.0, 3.0, 2.0, 1.0],
        total_variance: 10.0,
        samples: 9,
    };
    let found =
        [0.1, 0.4, 0.41, 0.7, 0.75, 0.95].map(|share| pca.components_for(share).unwrap());
    assert_eq!(found, [1, 1, 2, 2, 3, 4]);
    assert_same_vector("ratios", &pca.explained_ratio(), &array![0.4, 0.3, 0.2, 0.1]);
    assert_near("kept", pca.kept(3), 0.9);
}

/// Values from scikit-learn; `golden/pca.py` made them.
fn golden() -> serde_json::Value {
    serde_json::from_str(include_str!("../golden/pca.json"))
        .expect("golden/pca.json is JSON")
}

#[test]
fn agrees_with_scikit_learn() {
    for case in golden()["cases"].as_array().unwrap() {
        let (name, k, x) = (
            case["name"].as_str().unwrap(),
            case["k"].as_u64().unwrap() as usize,
            table(&case["x"]),
        );
        for route in ROUTES {
            let what = |part: &str| format!("{name}, {route:?}: {part}");
            let pca = Pca::fit_by(route, &x, k).unwrap();
            assert_same_vector(&what("mean"), &pca.mean, &list(&case["mean"]));
            assert_same(
                &what("components"),
                &pca.w.t().to_owned(),
                &table(&case["components"]),
            );
            assert_same_vector(
                &what("variance"),
                &pca.variances,
                &list(&case["explained_variance"]),
            );
            assert_same_vector(
                &what("ratio"),
                &pca.explained_ratio(),
                &list(&case["explained_variance_ratio"]),
            );
            assert_same(&what("scores"), &pca.encode(&x).unwrap(), &table(&case["scores"]));
            assert_same(
                &what("white scores"),
                &pca.whiten(&x).unwrap(),
                &table(&case["white_scores"]),
            );
            assert_same(
                &what("reconstruction"),
                &pca.reconstruct(&x).unwrap(),
                &table(&case["reconstruction"]),
            );
        }
    }
}

/// The published figures of optdigits, to their last digit.
#[test]
fn optdigits_to_the_last_digit() {
    let (x, golden) = (optdigits::load().unwrap().x, &golden()["optdigits"]);
    assert_eq!(x.dim(), (1797, 64));
    let pca = Pca::fit(&x, 64).unwrap();
    let close = |what: &str, a: f64, b: f64, digit: f64| {
        assert!((a - b).abs() <= 1.5 * digit, "{what}: {a:.7}, not {b:.7}");
    };
    close(
        "total variance",
        pca.total_variance,
        golden["total_variance"].as_f64().unwrap(),
        1e-3,
    );
    for (&a, &b) in
        pca.explained_ratio().iter().zip(&list(&golden["explained_variance_ratio"]))
    {
        close("ratio", a as f64, b as f64, 1e-6);
    }
    assert_eq!(pca.rank() as u64, golden["rank"].as_u64().unwrap());
    for (share, k) in golden["components_for"].as_object().unwrap() {
        assert_eq!(
            pca.components_for(share.parse().unwrap()).unwrap() as u64,
            k.as_u64().unwrap(),
            "{share}"
        );
    }
    for (k, error) in golden["squared_error"].as_object().unwrap() {
        let found = pca.truncate(k.parse().unwrap()).unwrap().squared_error(&x).unwrap();
        close("squared error", found, error.as_f64().unwrap(), 1e-3);
    }
    let held_out = golden["held_out_error"].as_object().unwrap();
    let ks: Vec<usize> = held_out.keys().map(|k| k.parse().unwrap()).collect();
    let (train, test) =
        (x.slice(s![..1000, ..]).to_owned(), x.slice(s![1000.., ..]).to_owned());
    for (found, error) in
        held_out_error(&train, &test, &ks).unwrap().into_iter().zip(held_out.values())
    {
        close("held-out error", found, error.as_f64().unwrap(), 1e-2);
    }
}
