//! The trick, randomised and incremental PCA, distances and recognition.

use crate::common::{
    TOL, assert_near, assert_same, assert_same_vector, gaussian, list, samples, seeded,
};
use autoencoders::eigenfaces::incremental::IncrementalPca;
use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::eigenfaces::{distance_from, nearest_label};
use autoencoders::pca::{Pca, Route, axes};
use autoencoders::{Autoencoder, Real, data::optdigits, linalg};
use ndarray::{Array2, Axis, array, concatenate, s};
use proptest::prelude::*;

/// Largest principal angle between the spans of two fits, in radians.
fn angle(a: &Pca, b: &Pca) -> f64 {
    let angles = linalg::principal_angles(a.w.view(), b.w.view()).unwrap();
    angles.iter().fold(0.0, |m, &v| m.max(v as f64))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    /// XXᵀu = μu gives, by Xᵀ and a division by its length, a unit v with Σv = λv.
    #[test]
    fn the_tricks_vectors_are_eigenvectors(n in 3_usize..30, extra in 1_usize..60, seed: u64) {
        let x = samples(n, n + extra, seed);
        let mean = axes::mean_of(x.view());
        let (w, lambda) = axes::by_trick(&axes::centre(x.view(), &mean), n - 1).unwrap();
        let sigma = axes::covariance(&x, &mean);
        assert_same("Σv = λv", &sigma.dot(&w), &(&w * &lambda));
        assert_same("WᵀW = I", &w.t().dot(&w), &Array2::eye(n - 1));
    }

    #[test]
    fn distance_from_is_what_the_projection_leaves(n in 4_usize..30, d in 4_usize..30, seed: u64) {
        let x = samples(n, d, seed);
        let pca = Pca::fit(&x, 2).unwrap();
        let far = distance_from(&pca, &x).unwrap();
        let mean_square = far.iter().map(|&v| (v as f64).powi(2)).sum::<f64>() / n as f64;
        assert_near("mean of squares", mean_square, pca.squared_error(&x).unwrap());
        // Steps inside the space change nothing; a step at right angles to it adds by Pythagoras.
        let inside = &x + &(gaussian(n, 2, &mut seeded(seed)).dot(&pca.w.t()));
        assert_same_vector("inside", &distance_from(&pca, &inside).unwrap(), &far);
        let rebuilt = pca.reconstruct(&x).unwrap();
        assert!(distance_from(&pca, &rebuilt).unwrap().iter().all(|&v| v.abs() < 10.0 * TOL as Real));
    }

    #[test]
    fn nearest_is_nearest(n in 1_usize..600, m in 1_usize..30, d in 1_usize..10, seed: u64) {
        let mut rng = seeded(seed);
        let (unknown, known) = (gaussian(n, d, &mut rng), gaussian(m, d, &mut rng));
        let labels: Vec<usize> = (0..m).map(|i| 100 + i).collect();
        let found = nearest_label(&known, &labels, &unknown).unwrap();
        assert_eq!(found.len(), n);
        for (a, label) in unknown.rows().into_iter().zip(found) {
            let distance = |b: ndarray::ArrayView1<Real>| (&a - &b).mapv(|v| v * v).sum();
            let least = known.rows().into_iter().map(distance).fold(Real::INFINITY, Real::min);
            assert!(distance(known.row(label - 100)) <= least + TOL as Real);
        }
    }

    #[test]
    fn a_sketch_finds_what_the_exact_routes_find(n in 20_usize..60, d in 20_usize..60, seed: u64) {
        let x = samples(n, d, seed);
        let (exact, found) = (Pca::fit(&x, 4).unwrap(), fit_randomised(&x, 4, Sketch::default(), &mut seeded(seed)).unwrap());
        assert_same_vector("λ", &found.variances, &exact.variances);
        assert_near("Σλ", found.total_variance, exact.total_variance);
        assert_same("WᵀW = I", &found.w.t().dot(&found.w), &Array2::eye(4));
        assert_near("error", found.squared_error(&x).unwrap(), exact.squared_error(&x).unwrap());
    }

    #[test]
    fn chunks_give_the_batch_answer(n in 8_usize..60, d in 2_usize..40, size in 1_usize..20, seed: u64) {
        let x = samples(n, d, seed);
        let mut chunks = IncrementalPca::new(d);
        x.axis_chunks_iter(Axis(0), size).try_for_each(|c| chunks.partial_fit(&c.to_owned())).unwrap();
        let k = (n - 1).min(d);
        let (found, batch) = (chunks.finish(k).unwrap(), Pca::fit_by(Route::Svd, &x, k).unwrap());
        assert_same_vector("μ", &found.mean, &batch.mean);
        assert_same_vector("λ", &found.variances, &batch.variances);
        assert_near("Σλ", found.total_variance, batch.total_variance);
        assert_eq!(found.samples, n);
        let projector = |pca: &Pca| pca.truncate(1).map(|p| p.w.dot(&p.w.t())).unwrap();
        let gap = k == 1 || batch.variances[0] > 1.2 * batch.variances[1];
        if gap {
            assert_same("first axis", &projector(&found), &projector(&batch));
        }
        assert_same("WᵀW = I", &found.w.t().dot(&found.w), &Array2::eye(k));
    }
}

#[test]
fn a_step_at_right_angles_adds_to_the_distance() {
    let pca = Pca {
        mean: array![1.0, 1.0, 1.0],
        w: array![[1.0], [0.0], [0.0]],
        variances: array![1.0],
        total_variance: 1.0,
        samples: 2,
    };
    let found = distance_from(&pca, &array![[9.0, 1.0, 1.0], [9.0, 4.0, 5.0]]).unwrap();
    assert_same_vector("3-4-5", &found, &array![0.0, 5.0]);
}

#[test]
fn the_first_of_equals_wins() {
    let known = array![[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
    assert_eq!(
        nearest_label(&known, &[5, 6, 7], &array![[0.0, 2.0], [3.0, 0.0]]).unwrap(),
        [5, 6]
    );
    assert_eq!(
        nearest_label(&known, &[5, 6, 7], &Array2::zeros((0, 2))).unwrap(),
        Vec::<usize>::new()
    );
}

/// More iterations sharpen a sketch of a slowly falling spectrum; the same seed gives the same numbers.
#[test]
fn power_iterations_sharpen() {
    let x = gaussian(200, 100, &mut seeded(1));
    let exact = Pca::fit(&x, 5).unwrap();
    let kept = |iterations| {
        let sketch = Sketch { oversample: 5, iterations };
        let fit = || fit_randomised(&x, 5, sketch, &mut seeded(2)).unwrap();
        assert_eq!(fit().w, fit().w);
        fit().kept(5)
    };
    let found = [0, 1, 4, 30].map(kept);
    assert!(
        found.windows(2).all(|p| p[0] < p[1]) && found[3] <= exact.kept(5) * (1.0 + TOL),
        "{found:?}"
    );
    assert!(found[3] > 0.999 * exact.kept(5));
}

/// Where the data have no more directions than the sketch, it is exact without any iteration.
#[test]
fn a_sketch_of_low_rank_is_exact() {
    let mut rng = seeded(3);
    let x = gaussian(80, 6, &mut rng).dot(&gaussian(6, 300, &mut rng));
    let found =
        fit_randomised(&x, 6, Sketch { oversample: 2, iterations: 0 }, &mut rng).unwrap();
    let exact = Pca::fit(&x, 6).unwrap();
    assert_same_vector("λ", &found.variances, &exact.variances);
    assert!(angle(&found, &exact) < TOL, "{}", angle(&found, &exact));
}

#[test]
fn a_bounded_memory_is_exact_below_its_bound_and_close_above() {
    let mut rng = seeded(4);
    let low = gaussian(90, 5, &mut rng).dot(&gaussian(5, 200, &mut rng)) + 2.0;
    let noisy = &low + &(gaussian(90, 200, &mut rng) * 0.1);
    for (x, tolerance) in [(&low, 10.0 * TOL), (&noisy, 0.05)] {
        let mut chunks = IncrementalPca::bounded(200, 12);
        x.axis_chunks_iter(Axis(0), 15)
            .try_for_each(|c| chunks.partial_fit(&c.to_owned()))
            .unwrap();
        let (found, batch) = (chunks.finish(5).unwrap(), Pca::fit(x, 5).unwrap());
        assert!(angle(&found, &batch) < tolerance, "{}", angle(&found, &batch));
        // The total counts what was dropped as well: shares stay honest.
        assert_near("Σλ", found.total_variance, batch.total_variance);
    }
}

#[test]
fn chunks_of_optdigits_agree_with_scikit_learns() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../golden/pca.json")).unwrap();
    let x = optdigits::load().unwrap().x;
    let mut chunks = IncrementalPca::new(64);
    for part in [s![..500, ..], s![500..1100, ..], s![1100.., ..]] {
        chunks.partial_fit(&x.slice(part).to_owned()).unwrap();
    }
    let found = chunks.finish(20).unwrap();
    assert_same_vector(
        "λ",
        &found.variances,
        &list(&golden["optdigits"]["incremental_explained_variance"]),
    );
}

/// Three bundles of points around three centres: recognition finds each bundle's label, in codes as in pixels.
#[test]
fn recognises_bundles() {
    let mut rng = seeded(5);
    let centres = gaussian(3, 50, &mut rng) * 3.0;
    let mut around = |each: usize| {
        let bundles: Vec<_> =
            centres.rows().into_iter().map(|c| gaussian(each, 50, &mut rng) + c).collect();
        let views: Vec<_> = bundles.iter().map(|b| b.view()).collect();
        concatenate(Axis(0), &views).unwrap()
    };
    let (known, unknown) = (around(4), around(7));
    let labels = |each: usize| (0..3).flat_map(|l| vec![l; each]).collect::<Vec<usize>>();
    assert_eq!(nearest_label(&known, &labels(4), &unknown).unwrap(), labels(7));
    let pca = Pca::fit(&known, 2).unwrap();
    let (known, unknown) = (pca.encode(&known).unwrap(), pca.encode(&unknown).unwrap());
    assert_eq!(nearest_label(&known, &labels(4), &unknown).unwrap(), labels(7));
}
