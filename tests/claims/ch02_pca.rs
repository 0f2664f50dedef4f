//! What chapter 2 claims, beyond the laws in `tests/library/pca.rs`.

use crate::common::{gaussian, samples, seeded};
use crate::graded::{covariance, double, geometric, normal, orthonormal, planted, real};
use crate::solutions;
use autoencoders::data::{optdigits, toy};
use autoencoders::pca::{Pca, Route, held_out_error};
use autoencoders::{Autoencoder, Real, linalg};
use ndarray::{Array1, Array2, Axis, s};

#[test]
fn no_direction_has_more_variance_than_the_leading_eigenvector() {
    let x = samples(50, 8, 1);
    let sigma = covariance(&double(&x));
    let (lambda, v) = linalg::eigh(real(&sigma).view()).unwrap();
    let variance = |u: &Array1<f64>| {
        let t = double(&x).dot(u); // scores, up to a constant
        (t.mapv(|t| t * t).mean().unwrap() - t.mean().unwrap().powi(2)) * 50.0 / 49.0
    };
    for u in orthonormal(normal(8, 8, &mut seeded(2)))
        .columns()
        .into_iter()
        .chain(double(&v).columns())
    {
        let (u, along) = (u.to_owned(), u.dot(&sigma.dot(&u)));
        assert!(
            (variance(&u) - along).abs() < 1e-3 * along,
            "Var(t) = {}, uᵀΣu = {along}",
            variance(&u)
        );
        assert!(
            along <= lambda[0] as f64 * 1.0001 && along >= lambda[7] as f64 * 0.9999,
            "uᵀΣu = {along}"
        );
    }
}

#[test]
fn deflation_leaves_the_second_direction_leading() {
    let sigma = real(&covariance(&double(&samples(40, 7, 3))));
    let (lambda, v) = linalg::eigh(sigma.view()).unwrap();
    let first = v.slice(s![.., ..1]);
    let (next, w) =
        linalg::eigh((sigma - first.dot(&first.t()) * lambda[0]).view()).unwrap();
    assert!(
        (next[0] - lambda[1]).abs() < 1e-4 * lambda[0],
        "{} is not {}",
        next[0],
        lambda[1]
    );
    assert!(w.column(0).dot(&v.column(1)).abs() > 0.999);
}

#[test]
fn without_centring_the_first_direction_points_to_the_mean() {
    let x = samples(60, 5, 4) + 20.0;
    let mean = x.mean_axis(Axis(0)).unwrap();
    let (_, _, vt) = linalg::svd(x.view()).unwrap();
    let cosine =
        |w: ndarray::ArrayView1<Real>| (w.dot(&mean) / mean.dot(&mean).sqrt()).abs();
    assert!(cosine(vt.row(0)) > 0.99, "uncentred: cosine {}", cosine(vt.row(0)));
    let pca = Pca::fit(&x, 1).unwrap();
    assert!(cosine(pca.w.column(0)) < 0.9, "centred: cosine {}", cosine(pca.w.column(0)));
}

#[test]
fn a_feature_in_smaller_units_takes_the_leading_direction() {
    let mut x = samples(40, 4, 5);
    assert!(Pca::fit(&x, 1).unwrap().w[[3, 0]].abs() < 0.95);
    x.column_mut(3).mapv_inplace(|metres| 1000.0 * metres);
    assert!(Pca::fit(&x, 1).unwrap().w[[3, 0]].abs() > 0.999);
}

#[test]
fn the_covariance_loses_what_the_svd_keeps() {
    let small = Real::EPSILON.powf(0.65) as f64; // a singular value between ε and √ε
    let data = planted(30, 6, &[1.0, 0.25, small * small], 0.0, &mut seeded(6));
    let error = |route| {
        let found = Pca::fit_by(route, &data.x, 3).unwrap().variances[2] as f64;
        ((found / (small * small)).abs().sqrt() - 1.0).abs()
    };
    assert!(error(Route::Svd) < 0.1, "SVD: off by {}", error(Route::Svd));
    assert!(
        error(Route::Covariance) > 0.5,
        "covariance: off by {}",
        error(Route::Covariance)
    );
}

#[test]
fn random_directions_keep_k_of_d() {
    let x = optdigits::load().unwrap().x;
    let sigma = covariance(&double(&x));
    let (mut rng, draws) = (seeded(7), 60);
    let kept = |q: Array2<f64>| q.t().dot(&sigma).dot(&q).diag().sum() / sigma.diag().sum();
    let mean = (0..draws).map(|_| kept(orthonormal(normal(64, 10, &mut rng)))).sum::<f64>()
        / draws as f64;
    assert!((mean - 10.0 / 64.0).abs() < 0.02, "{mean} of the variance, not 10/64");
    assert!(Pca::fit(&x, 10).unwrap().kept(10) > 4.0 * mean);
}

#[test]
fn the_mean_is_the_best_offset_and_forgetting_it_costs_at_most_one_component() {
    let x = double(&(samples(50, 8, 11) + 3.0));
    let (mean, q) =
        (x.mean_axis(Axis(0)).unwrap(), orthonormal(normal(8, 3, &mut seeded(12))));
    // ‖(I − QQᵀ)(x − c)‖², over all samples.
    let error = |c: &Array1<f64>| {
        let away = &x - c;
        let rest = &away - &away.dot(&q).dot(&q.t());
        rest.iter().map(|r| r * r).sum::<f64>()
    };
    let c = normal(1, 8, &mut seeded(13)).row(0).to_owned() + &mean;
    let apart = &c - &mean;
    let across = &apart - &q.dot(&q.t().dot(&apart));
    let law = error(&mean) + 50.0 * across.dot(&across);
    assert!((error(&c) / law - 1.0).abs() < 1e-9, "{} is not {law}", error(&c));
    assert!((error(&(&mean + &q.column(0))) / error(&mean) - 1.0).abs() < 1e-9);

    let squares = |lambda: &Array1<Real>, k: usize| {
        lambda.iter().skip(k).map(|&l| f64::from(l)).sum::<f64>()
    };
    let (centred, _) = linalg::eigh(real(&covariance(&x)).view()).unwrap();
    let (uncentred, _) = linalg::eigh(real(&(x.t().dot(&x) / 49.0)).view()).unwrap();
    for k in 1..8 {
        let (less, without, with) =
            (squares(&centred, k), squares(&uncentred, k), squares(&centred, k - 1));
        assert!(
            less <= without * 1.001 && without <= with * 1.001,
            "{k}: {less}, {without}, {with}"
        );
    }
    // The five points by hand, moved by (4, −4).
    let (moved, _) = linalg::eigh(ndarray::array![[85.0, 3.0], [3.0, 5.0]].view()).unwrap();
    assert!((f64::from(moved[1]) * 0.8 - 3.91).abs() < 0.005);
}

#[test]
fn in_sample_even_noise_is_described_without_error() {
    let (fitted, unseen) =
        (gaussian(12, 40, &mut seeded(8)), gaussian(200, 40, &mut seeded(9)));
    let pca = Pca::fit(&fitted, 11).unwrap();
    assert!(pca.squared_error(&fitted).unwrap() < 1e-6);
    assert!(pca.squared_error(&unseen).unwrap() > 20.0);
}

#[test]
fn held_out_error_cannot_choose_and_held_out_likelihood_can() {
    let mut rng = seeded(10);
    let w = orthonormal(normal(10, 3, &mut rng)).t().to_owned()
        * &Array1::from(vec![3.0, 2.0, 2.0]).insert_axis(Axis(1));
    let mut draw =
        |n| real(&(normal(n, 3, &mut rng).dot(&w) + normal(n, 10, &mut rng) * 0.5));
    let (train, test) = (draw(40), draw(400));
    let ks: Vec<usize> = (1..10).collect();
    let error = held_out_error(&train, &test, &ks).unwrap();
    assert!(
        error.windows(2).all(|pair| pair[1] <= pair[0]),
        "held-out error rises: {error:?}"
    );
    let likelihood = |on: &Array2<Real>| {
        ks.iter().map(|&k| solutions::held_out(&train, on, k).1).collect::<Vec<_>>()
    };
    let (seen, unseen) = (likelihood(&train), likelihood(&test));
    assert!(
        seen.windows(2).all(|pair| pair[1] >= pair[0] - 1e-6),
        "in-sample likelihood falls: {seen:?}"
    );
    let best = (0..9).max_by(|&a, &b| unseen[a].total_cmp(&unseen[b])).unwrap();
    assert_eq!(ks[best], 3, "three directions were planted: {unseen:?}");
}

#[test]
fn a_circle_is_halved_and_folded() {
    let circle = toy::circle(400, 0.0, &mut seeded(11)).unwrap();
    let pca = Pca::fit(&circle.x, 2).unwrap();
    assert!((0.45..0.6).contains(&pca.kept(1)), "one component keeps {}", pca.kept(1));
}

#[test]
fn the_sheets_coordinates_are_not_in_the_rolls_scores() {
    let roll = toy::swiss_roll(1500, 0.0, &mut seeded(12)).unwrap();
    let codes = Pca::fit(&roll.x, 2).unwrap().whiten(&roll.x).unwrap();
    for (name, coordinate) in
        ["along the roll", "across it"].into_iter().zip(roll.truth.columns())
    {
        let away = &coordinate - coordinate.mean().unwrap();
        // R²: white codes are uncorrelated, so the squared correlations add.
        let explained =
            codes.t().dot(&away).mapv(|c| c * c).sum() / (1499.0 * away.dot(&away));
        assert!(
            explained < 0.5,
            "the position {name} is a linear function of two scores to R² = {explained}"
        );
    }
}

#[test]
fn a_whitened_distance_is_mahalanobis() {
    let data = planted(40, 5, &geometric(9.0, 0.5, 5), 1.0, &mut seeded(13));
    let pca = Pca::fit(&data.x, 5).unwrap();
    let white = double(&pca.whiten(&data.x).unwrap());
    let apart = &white.row(3) - &white.row(8);
    let steps = (&double(&data.x).row(3) - &double(&data.x).row(8)).dot(&data.w);
    let mahalanobis = (steps.mapv(|t| t * t) / &data.variances).sum();
    assert!(
        (apart.dot(&apart) / mahalanobis - 1.0).abs() < 1e-2,
        "{} is not {mahalanobis}",
        apart.dot(&apart)
    );
}
