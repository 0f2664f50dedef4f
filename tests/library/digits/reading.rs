//! Whether a nearest neighbour reads the digits: mostly, and real handwriting by them.

use super::double;
use autoencoders::Real;
use autoencoders::data::digits;
use autoencoders::data::{ImageSet, idx};
use autoencoders::ndarray::{Array2, Axis};
use std::path::PathBuf;

/// Share of `test` whose nearest neighbour in `train` has the same label.
fn nearest_neighbour_reads(train: &ImageSet, test: &ImageSet) -> f64 {
    // ‖a − b‖² less ‖a‖², which is the same for every b.
    let cross: Array2<Real> = test.x.dot(&train.x.t());
    let norms = (&train.x * &train.x).sum_axis(Axis(1));
    let nearest = |products: &[Real]| {
        let score = |j: usize| double(norms[j]) - 2.0 * double(products[j]);
        (0..products.len()).min_by(|&a, &b| score(a).total_cmp(&score(b)))
    };
    let right = cross.rows().into_iter().zip(&test.labels).filter(|(row, label)| {
        nearest(row.as_slice().expect("rows lie together"))
            .is_some_and(|j| train.labels[j] == **label)
    });
    right.count() as f64 / test.len() as f64
}

#[test]
fn digits_can_be_read_but_the_classes_overlap() {
    let (train, test) =
        (digits::train(10, 4000).expect("train"), digits::test(10, 1000).expect("test"));
    let right = nearest_neighbour_reads(&train.images, &test.images);
    println!("nearest neighbour, ours by ours: {right:.3}");
    assert!((0.85..0.99).contains(&right), "a nearest neighbour reads {right} of them");
}

#[test]
fn whoever_learnt_from_them_reads_real_handwriting() {
    let base = std::env::var_os("AUTOENCODERS_DATA").map(PathBuf::from);
    let base = base.unwrap_or_else(|| {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
    });
    let dir = base.join("mnist");
    if !dir.is_dir() {
        eprintln!("skipped: {} is not there", dir.display());
        return;
    }
    let mnist = idx::mnist_folder(&dir)
        .expect("MNIST")
        .test
        .select(&(0..1000).collect::<Vec<_>>())
        .expect("rows");
    let ours = digits::train(1, 6000).expect("train").images;
    let right = nearest_neighbour_reads(&ours, &mnist);
    println!("nearest neighbour, MNIST by ours: {right:.3}");
    assert!(right > 0.8, "a nearest neighbour in ours reads {right} of MNIST");
}
