//! Retrieval: weights of words, LSA as a truncated SVD, precision and recall by hand, and a hash table that agrees with a scan.

#[path = "retrieval/hashing.rs"]
mod hashing;
#[path = "retrieval/lookup.rs"]
mod lookup;

use crate::common::{
    assert_near, assert_same, assert_same_vector, refused, samples, seeded,
};
use autoencoders::linalg::svd;
use autoencoders::ndarray::{Array2, array, s};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::{of_ranking, same_label};
use autoencoders::retrieval::weighting::{
    inverse_document_frequencies, log_counts, shares, unit_rows,
};
use autoencoders::{Autoencoder, Real};
use proptest::prelude::*;
use rand::{RngExt, seq::SliceRandom};

#[test]
fn words_weigh_what_the_formulas_say() {
    let x: Array2<Real> = array![[3.0, 0.0, 1.0], [1.0, 0.0, 0.0]];
    assert_same(
        "ln(1 + c)",
        &log_counts(&x).expect("counts"),
        &array![[4.0, 1.0, 2.0], [2.0, 1.0, 1.0]].mapv(Real::ln),
    );
    let idf = inverse_document_frequencies(&x).expect("counts");
    assert_same_vector(
        "in two of two, in none, in one of two",
        &idf,
        &array![0.0, 0.0, (2.0 as Real).ln()],
    );
    assert_same(
        "shares",
        &shares(&x).expect("words"),
        &array![[0.75, 0.0, 0.25], [1.0, 0.0, 0.0]],
    );
    let lengths = unit_rows(&array![[3.0, 4.0], [0.0, 0.0]]).expect("numbers");
    assert_same("unit rows; zeros stay", &lengths, &array![[0.6, 0.8], [0.0, 0.0]]);
}

#[test]
fn counts_that_are_none_are_refused() {
    let negative = array![[1.0, 0.0], [2.0, -1.0]];
    for outcome in [log_counts(&negative), shares(&negative)] {
        refused(outcome, &["-1 at row 1, column 1", "0 or more"]);
    }
    refused(inverse_document_frequencies(&negative), &["count"]);
    refused(log_counts(&array![[Real::NAN]]), &["NaN", "row 0"]);
    refused(unit_rows(&array![[Real::INFINITY]]), &["inf"]);
    refused(inverse_document_frequencies(&Array2::zeros((0, 2))), &["at least 1 document"]);
    refused(shares(&array![[1.0], [0.0]]), &["at least one word", "row 1"]);
}

#[test]
fn lsa_is_the_truncated_svd_both_ways_round() {
    for (n, v) in [(30, 12), (12, 30), (9, 9)] {
        let x = samples(n, v, 4).mapv(Real::abs);
        let lsa = Lsa::fit(&x, 4).expect("LSA");
        let (u, s, vt) = svd(x.view()).expect("SVD");
        assert_same_vector("s", &lsa.s, &s.slice(s![..4]).to_owned());
        let truncated =
            (&u.slice(s![.., ..4]) * &s.slice(s![..4])).dot(&vt.slice(s![..4, ..]));
        assert_same("X̃ = U_k S_k V_kᵀ", &lsa.reconstruct(&x).expect("x̃"), &truncated);
        // Eckart & Young: what is lost are the other singular values.
        let lost: f64 = s.slice(s![4..]).iter().map(|&s| (s as f64).powi(2)).sum();
        assert_near("the error", lsa.squared_error(&x).expect("x̃") * n as f64, lost);
    }
}

#[test]
fn lsa_folds_in_what_it_has_not_seen_and_does_not_centre() {
    let x = samples(40, 8, 5);
    let lsa = Lsa::fit(&x.slice(s![..30, ..]).to_owned(), 3).expect("LSA");
    let both = lsa.encode(&x).expect("codes");
    let new = lsa.encode(&x.slice(s![30.., ..]).to_owned()).expect("codes");
    assert_same("folded in", &new, &both.slice(s![30.., ..]).to_owned());
    assert_same(
        "nothing is the code of nothing",
        &lsa.encode(&Array2::zeros((1, 8))).expect("z"),
        &Array2::zeros((1, 3)),
    );
    assert_eq!((lsa.features(), lsa.code_size()), (8, 3));
}

#[test]
fn lsa_refuses_what_it_cannot_do() {
    let x = samples(6, 4, 1);
    refused(Lsa::fit(&x, 0), &["components is 0"]);
    refused(Lsa::fit(&x, 5), &["5 components", "6 samples of 4 features", "at most 4"]);
    refused(Lsa::fit(&Array2::zeros((0, 3)), 1), &["at least 1 document"]);
    refused(Lsa::fit(&array![[1.0, Real::NAN]], 1), &["NaN"]);
    refused(
        Lsa::fit(&array![[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], 2),
        &["2 components", "at most 1"],
    );
    let lsa = Lsa::fit(&x, 2).expect("LSA");
    refused(lsa.encode(&Array2::zeros((1, 3))), &["4 columns", "3"]);
    refused(lsa.decode(&Array2::zeros((1, 3))), &["2 columns", "3"]);
}

#[test]
fn precision_and_recall_of_five_documents_by_hand() {
    // Relevant at ranks 1, 3 and 4 of 5: precision 1/1, 2/3, 3/4 at recall 1/3, 2/3, 1.
    let (precision, average) =
        of_ranking(&[true, false, true, true, false], &[0.0, 0.33, 0.5, 1.0])
            .expect("three relevant");
    assert_eq!(
        precision,
        [1.0, 1.0, 0.75, 0.75],
        "2/3 at recall 2/3 is raised by the 3/4 behind it"
    );
    assert_near("average precision", average, (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0);
    assert_eq!(of_ranking(&[false, false], &[0.5]), None);
    assert_eq!(of_ranking(&[], &[]), None);
}

#[test]
fn each_document_asks_the_others() {
    // On a circle: the first two close together, the third opposite to both, the fourth alone in its class.
    let z = array![[1.0, 0.0], [2.0, 0.2], [-1.0, 0.1], [0.0, 5.0]];
    let found = same_label(&z, &[0, 0, 0, 1], &[0.5, 1.0]).expect("queries");
    assert_eq!(found.queries, 3, "the fourth has nobody to find");
    // Documents 1 and 2 rank: the other, 4, 3. Document 3 ranks 4 first, then 2, then 1.
    let (pair, third) = ((1.0 + 2.0 / 3.0) / 2.0, (1.0 / 2.0 + 2.0 / 3.0) / 2.0);
    assert_near("mean average precision", found.average, (2.0 * pair + third) / 3.0);
    assert_near("at recall 1/2", found.precision[0], (2.0 + 2.0 / 3.0) / 3.0);
    assert_near("at recall 1", found.precision[1], 2.0 / 3.0);
}

#[test]
fn rankings_that_cannot_be_measured_are_refused() {
    let z = samples(4, 2, 1);
    refused(same_label(&z, &[0, 0, 1], &[0.5]), &["4 labels", "3"]);
    refused(same_label(&z, &[0, 0, 1, 1], &[0.5, 1.5]), &["recall level is 1.5", "0 to 1"]);
    refused(same_label(&z, &[0, 1, 2, 3], &[0.5]), &["2 documents with one label"]);
    refused(same_label(&array![[Real::NAN], [1.0]], &[0, 0], &[]), &["NaN"]);
}

#[test]
fn a_random_ranking_is_as_precise_as_the_class_is_frequent() {
    let mut rng = seeded(3);
    let mut relevant: Vec<bool> = (0..2000).map(|i| i < 500).collect();
    let of = |_| {
        relevant.shuffle(&mut rng);
        of_ranking(&relevant, &[0.5]).expect("relevant ones")
    };
    let many: Vec<_> = (0..50).map(of).collect();
    let average = many.iter().map(|(_, average)| average).sum::<f64>() / 50.0;
    assert!((average - 0.25).abs() < 0.02, "{average}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn precision_falls_with_recall_and_the_best_ranking_is_perfect(relevant in prop::collection::vec(any::<bool>(), 1..60)) {
        let levels = [0.1, 0.3, 0.5, 0.7, 0.9, 1.0];
        if let Some((precision, average)) = of_ranking(&relevant, &levels) {
            prop_assert!(precision.windows(2).all(|pair| pair[0] >= pair[1]));
            prop_assert!(precision.iter().chain([&average]).all(|p| (0.0..=1.0 + 1e-12).contains(p) && *p > 0.0));
            let mut best = relevant.clone();
            best.sort_by_key(|&is| !is);
            let (perfect, one) = of_ranking(&best, &levels).expect("the same relevant ones");
            prop_assert!(perfect.iter().all(|&p| p == 1.0) && (one - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn rankings_care_for_directions_only(seed in 0_u64..1000) {
        let mut rng = seeded(seed);
        let z = samples(30, 4, seed);
        let labels: Vec<usize> = (0..30).map(|i| i % 3).collect();
        let lengths = Array2::from_shape_simple_fn((30, 1), || (2.0 as Real).powi(rng.random_range(-3..4)));
        let (one, other) = (same_label(&z, &labels, &[0.5]), same_label(&(&z * &lengths), &labels, &[0.5]));
        prop_assert!((one.expect("z").average - other.expect("z").average).abs() < 0.02);
    }
}
