//! Softmax regression, and the protocol of few labels.

use crate::common::{gaussian, refused, seeded, table};
use autoencoders::Real;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::model::{Parameters, Samples};
use autoencoders::sparse::few_labels::{Labelled, SoftmaxRegression, balanced, few_labels};
use ndarray::{Array2, Axis};
use serde_json::Value;

#[test]
fn softmax_regression_ends_at_the_minimum() {
    let golden: Value =
        serde_json::from_str(include_str!("../../golden/sparse.json")).expect("JSON");
    let case = &golden["softmax"];
    let z = table(&case["z"]);
    let labels: Vec<usize> = case["labels"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|v| v.as_u64().expect("whole") as usize)
        .collect();
    let lambda = case["lam"].as_f64().expect("a number") as Real;
    let given = Labelled { z: &z, labels: &labels };
    let model = SoftmaxRegression::fit(given, 3, lambda).expect("a fit");
    let theta = model.parameters();
    let weight = theta[0].1.view().into_dimensionality::<ndarray::Ix2>().expect("a matrix");
    let right = table(&case["weight"]);
    let off = (&weight - &right).mapv(Real::abs).fold(0.0, |a: Real, &b| a.max(b));
    assert!(off < 2e-2, "{off}");
    let target =
        Array2::from_shape_fn(
            (z.nrows(), 3),
            |(i, c)| {
                if labels[i] == c { 1.0 } else { 0.0 }
            },
        );
    let found = check_model(&model, Samples::pairs(&z, &target), Draw::learning(1, 0));
    assert!(found.worst < BOUND, "{}", found.at);
}

/// Three clouds, well apart.
fn clouds(n: usize, seed: u64) -> (Array2<Real>, Vec<usize>) {
    let labels: Vec<usize> = (0..n).map(|i| i % 3).collect();
    let mut z = gaussian(n, 4, &mut seeded(seed)) * 0.3;
    for (mut row, &label) in z.rows_mut().into_iter().zip(&labels) {
        row[label] += 3.0;
    }
    (z, labels)
}

#[test]
fn few_labels_are_enough_for_clouds_and_scale_is_of_no_matter() {
    let (z, labels) = clouds(90, 1);
    let (other, truth) = clouds(60, 2);
    let rows = balanced(&labels, 3, 6, &mut seeded(3)).expect("rows");
    let own: Vec<usize> = rows.iter().map(|&row| labels[row]).collect();
    for scale in [1.0, 1e-3, 1e3] {
        let (given, test) = (z.select(Axis(0), &rows) * scale, &other * scale);
        let test = Labelled { z: &test, labels: &truth };
        let given = Labelled { z: &given, labels: &own };
        assert_eq!(few_labels(given, test, test, 3).expect("an accuracy"), 1.0);
    }
}

#[test]
fn as_many_of_each_class_none_twice() {
    let labels: Vec<usize> = (0..50).map(|i| i % 5).collect();
    let mut rows = balanced(&labels, 5, 22, &mut seeded(1)).expect("rows");
    let counts = (0..5)
        .map(|c| rows.iter().filter(|&&r| labels[r] == c).count())
        .collect::<Vec<_>>();
    assert_eq!(counts, [5, 5, 4, 4, 4]);
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), 22);
    refused(balanced(&labels, 5, 100, &mut seeded(1)), &["every class", "got 10"]);
}

#[test]
fn what_does_not_fit_is_refused() {
    let (z, labels) = clouds(9, 1);
    let fit = |labels: &[usize], classes, lambda| {
        SoftmaxRegression::fit(Labelled { z: &z, labels }, classes, lambda)
    };
    refused(fit(&labels[1..], 3, 0.1), &["the labels", "9", "got 8"]);
    refused(fit(&labels, 2, 0.1), &["a label is 2", "below the number of classes"]);
    refused(fit(&labels, 3, -1.0), &["-1", "0 or more"]);
    let none = Array2::zeros((0, 4));
    let nothing = SoftmaxRegression::fit(Labelled { z: &none, labels: &[] }, 3, 0.1);
    refused(nothing, &["the labels"]);
}
