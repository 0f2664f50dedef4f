//! What a reader can get wrong with a model, and that the answer names the numbers.

use crate::common::{refused, samples, seeded};
use autoencoders::eigenfaces::incremental::IncrementalPca;
use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::eigenfaces::{distance_from, nearest_label};
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::FullBatch;
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::manifold::{local_variances, neighbours};
use autoencoders::nn::optim::Adam;
use autoencoders::pca::{Pca, Route, held_out_error};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2, array};

const ROUTES: [Route; 3] = [Route::Svd, Route::Covariance, Route::Trick];

/// Every way to fit refuses X, and says so in the same words.
#[track_caller]
fn every_fit_refuses(x: &Array2<Real>, k: usize, words: &[&str]) {
    for route in ROUTES {
        refused(Pca::fit_by(route, x, k), words);
    }
    refused(Pca::fit(x, k), words);
    refused(fit_randomised(x, k, Sketch::default(), &mut seeded(1)), words);
}

fn fitted() -> Pca {
    Pca::fit(&samples(10, 4, 1), 3).expect("ten ordinary samples")
}

fn with(value: Real) -> Array2<Real> {
    let mut x = samples(10, 4, 1);
    x[[6, 2]] = value;
    x
}

#[test]
fn more_components_than_features() {
    every_fit_refuses(
        &samples(10, 4, 1),
        5,
        &["5 components", "10 samples", "4 features", "1 to 4"],
    );
}

#[test]
fn more_components_than_samples_less_one() {
    every_fit_refuses(
        &samples(5, 9, 1),
        5,
        &["5 components", "5 samples", "9 features", "at most 4"],
    );
}

#[test]
fn no_components() {
    every_fit_refuses(&samples(5, 3, 1), 0, &["is 0", "at least 1"]);
}

#[test]
fn one_sample() {
    every_fit_refuses(&samples(1, 3, 1), 1, &["at least 2 samples", "got 1"]);
}

#[test]
fn no_samples() {
    every_fit_refuses(&Array2::zeros((0, 3)), 1, &["at least 2 samples", "got 0"]);
}

#[test]
fn no_features() {
    every_fit_refuses(&Array2::zeros((3, 0)), 1, &["at least 1 feature", "got 0"]);
}

#[test]
fn not_a_number() {
    every_fit_refuses(
        &with(Real::NAN),
        2,
        &["NaN", "row 6", "column 2", "remove or replace"],
    );
}

#[test]
fn infinity() {
    every_fit_refuses(&with(Real::INFINITY), 2, &["inf", "row 6", "column 2"]);
    every_fit_refuses(&with(Real::NEG_INFINITY), 2, &["-inf", "row 6", "column 2"]);
}

#[test]
fn infinities_that_cancel() {
    let mut x = with(Real::INFINITY);
    x[[8, 2]] = Real::NEG_INFINITY;
    every_fit_refuses(&x, 2, &["inf", "row 6", "column 2"]);
}

/// Finite numbers whose squares are not: none is accused of being infinite, and divided as the message says they are fitted.
#[test]
fn squares_that_overflow() {
    let ordinary = samples(30, 4, 1);
    // Above √MAX, and so near MAX that differences overflow too.
    for scale in [Real::MAX.sqrt(), Real::MAX / 10.0] {
        let x = &ordinary * scale;
        let power = x.fold(0.0, |m: f64, &v| m.max((v as f64).abs())).log10().ceil() as i32;
        let real = std::any::type_name::<Real>();
        let (words, exponent) =
            (format!("squares overflow {real}"), format!("by 1e{power} first"));
        let words = ["so large", words.as_str(), &exponent];
        every_fit_refuses(&x, 2, &words);
        let mut incremental = IncrementalPca::new(4);
        refused(incremental.partial_fit(&x), &words);
        refused(FullBatch::new(&x), &words);
        let mean = Array1::zeros(4);
        let mut model = LinearAutoencoder::random(&mean, 2, 0.1, &mut seeded(1)).unwrap();
        let how = Minibatches::default();
        refused(
            model.train(&x, &how, &mut Adam::default(), &mut seeded(2), silent),
            &words,
        );
        refused(local_variances(&x, 5), &words);
        refused(Lsa::fit(&x, 2), &words);
        refused(distance_from(&fitted(), &x), &words);
        refused(nearest_label(&x, &[0; 30], &ordinary), &words);
        refused(nearest_label(&ordinary, &[0; 30], &x), &words);
        // In two steps: in double precision the power itself may overflow.
        let divided = x.mapv(|v| (v as f64 / 10f64.powi(power - 9) / 1e9) as Real);
        assert!(Pca::fit(&divided, 2).is_ok() && incremental.partial_fit(&divided).is_ok());
        assert!(local_variances(&divided, 5).is_ok() && FullBatch::new(&divided).is_ok());
    }
    // A fraction of √MAX is not too large yet.
    let x = &ordinary * (Real::MAX.sqrt() / 1000.0);
    for route in ROUTES {
        let (pca, same) =
            (Pca::fit_by(route, &x, 2).unwrap(), Pca::fit_by(route, &ordinary, 2).unwrap());
        assert!(crate::common::largest(&(&pca.w - &same.w)) < 1e-3, "{route:?}");
    }
    assert!(nearest_label(&x, &[0; 30], &x).is_ok() && local_variances(&x, 5).is_ok());
}

/// Neighbours are found in double precision: their distances may overflow what holds the samples, not their differences.
#[test]
fn neighbours_far_apart() {
    let x = samples(30, 4, 1) * (Real::MAX.sqrt() * 10.0);
    if size_of::<Real>() == 4 {
        assert!(neighbours(&x, 2).unwrap().distances.iter().all(|r| r.is_finite()));
    }
    let far = array![[Real::MAX], [-Real::MAX], [0.0]];
    refused(neighbours(&far, 1), &["so large", "squares overflow"]);
}

#[test]
fn samples_all_the_same() {
    every_fit_refuses(&Array2::from_elem((7, 3), 0.1), 1, &["all 7 samples are the same"]);
    every_fit_refuses(&Array2::zeros((7, 3)), 1, &["all 7 samples are the same"]);
}

#[test]
fn samples_or_codes_of_another_width() {
    let pca = fitted();
    let x = samples(2, 5, 1);
    refused(pca.encode(&x), &["the samples", "4 columns", "got 5"]);
    refused(pca.reconstruct(&x), &["4 columns", "got 5"]);
    refused(pca.whiten(&x), &["4 columns", "got 5"]);
    refused(pca.decode(&x), &["the codes", "3 columns", "got 5"]);
    refused(pca.unwhiten(&x), &["the codes", "3 columns", "got 5"]);
    refused(distance_from(&pca, &x), &["4 columns", "got 5"]);
}

#[test]
fn encoding_what_is_not_finite() {
    refused(fitted().encode(&with(Real::NAN)), &["NaN", "row 6", "column 2"]);
    refused(distance_from(&fitted(), &with(Real::INFINITY)), &["inf", "row 6", "column 2"]);
    refused(fitted().decode(&array![[0.0, Real::NAN, 0.0]]), &["NaN", "row 0", "column 1"]);
}

#[test]
fn the_error_of_no_samples() {
    refused(
        fitted().squared_error(&Array2::zeros((0, 4))),
        &["at least 1 sample", "got 0"],
    );
    let x = samples(10, 4, 1);
    refused(
        held_out_error(&x, &Array2::zeros((0, 4)), &[1]),
        &["at least 1 sample", "got 0"],
    );
}

#[test]
fn held_out_with_too_many_components_or_features() {
    let x = samples(10, 4, 1);
    refused(held_out_error(&x, &x, &[1, 7]), &["7 components", "at most 4"]);
    refused(held_out_error(&x, &samples(5, 3, 1), &[1]), &["4 columns", "got 3"]);
}

#[test]
fn whitening_without_variance() {
    let mut x = samples(10, 3, 1);
    x.column_mut(1).fill(2.0);
    let pca = Pca::fit(&x, 3).unwrap();
    refused(pca.whiten(&x), &["component 3", "first 2"]);
    refused(pca.unwhiten(&x), &["component 3", "first 2"]);
    assert!(pca.truncate(2).unwrap().whiten(&x).is_ok());
}

#[test]
fn truncating_to_more_than_there_are() {
    refused(fitted().truncate(4), &["4 components", "holds 3"]);
    refused(fitted().truncate(0), &["is 0", "at least 1"]);
}

#[test]
fn shares_that_are_none_or_not_reached() {
    for share in [0.0, 1.0, 1.5, -0.1, f64::NAN] {
        refused(fitted().components_for(share), &["share", "between 0 and 1"]);
    }
    refused(
        Pca::fit(&samples(40, 9, 2), 2).unwrap().components_for(0.999),
        &["2 components keep 0.", "0.999", "more"],
    );
}

#[test]
fn recognition_with_nothing_known_or_odd_labels() {
    let (known, unknown) = (samples(5, 4, 1), samples(2, 4, 2));
    refused(
        nearest_label(&Array2::zeros((0, 4)), &[], &unknown),
        &["at least 1 known sample", "got 0"],
    );
    refused(nearest_label(&known, &[1, 2], &unknown), &["labels", "5", "got 2"]);
    refused(
        nearest_label(&known, &[1, 2, 3, 4, 5], &samples(2, 3, 1)),
        &["4 columns", "got 3"],
    );
    refused(
        nearest_label(&known, &[1, 2, 3, 4, 5], &array![[0.0, Real::NAN, 0.0, 0.0]]),
        &["NaN", "column 1"],
    );
}

#[test]
fn chunks_that_do_not_fit() {
    let mut chunks = IncrementalPca::new(4);
    refused(chunks.finish(1), &["at least 2 samples", "got 0"]);
    refused(
        chunks.partial_fit(&Array2::zeros((0, 4))),
        &["a chunk", "at least 1 sample", "got 0"],
    );
    refused(chunks.partial_fit(&samples(3, 5, 1)), &["4 columns", "got 5"]);
    refused(chunks.partial_fit(&with(Real::NAN)), &["NaN", "row 6", "column 2"]);
    chunks.partial_fit(&Array2::ones((3, 4))).unwrap();
    refused(chunks.finish(1), &["all 3 samples are the same"]);
    chunks.partial_fit(&samples(1, 4, 1)).unwrap();
    refused(chunks.finish(4), &["4 components", "4 samples", "at most 3"]);
    refused(chunks.finish(0), &["is 0"]);
}

/// What was refused has left no trace.
#[test]
fn a_refused_chunk_changes_nothing() {
    let (mut clean, mut tried) = (IncrementalPca::new(4), IncrementalPca::new(4));
    clean.partial_fit(&samples(6, 4, 1)).unwrap();
    tried.partial_fit(&samples(6, 4, 1)).unwrap();
    refused(tried.partial_fit(&with(Real::NAN)), &["NaN"]);
    assert_eq!(tried.finish(2).unwrap().w, clean.finish(2).unwrap().w);
}

#[test]
fn more_components_than_a_bounded_memory_keeps() {
    let mut chunks = IncrementalPca::bounded(9, 2);
    chunks.partial_fit(&samples(8, 9, 1)).unwrap();
    refused(chunks.finish(3), &["3 components", "holds 2"]);
}
