//! The published sets, where `../shared/data` (or the folder that AUTOENCODERS_DATA names) has them.

use super::double;
use autoencoders::data::{self, idx, images::Options};
use std::path::PathBuf;

/// The set's folder, or `None` and a line that says so.
fn at_hand(name: &str) -> Option<PathBuf> {
    let base = std::env::var_os("AUTOENCODERS_DATA").map(PathBuf::from);
    let base = base.unwrap_or_else(|| {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
    });
    let dir = base.join(name);
    if !dir.is_dir() {
        eprintln!("skipped: {} is not there", dir.display());
        return None;
    }
    Some(dir)
}

fn histogram(labels: &[usize]) -> Vec<usize> {
    let mut counts = vec![0; labels.iter().max().map_or(0, |most| most + 1)];
    labels.iter().for_each(|&label| counts[label] += 1);
    counts
}

#[test]
fn mnist_has_its_shapes_pixels_and_labels() {
    let Some(dir) = at_hand("mnist") else { return };
    let sets = idx::mnist_folder(&dir).unwrap();
    assert_eq!((sets.train.x.dim(), sets.test.x.dim()), ((60_000, 784), (10_000, 784)));
    assert_eq!(
        (sets.train.frame.height, sets.train.frame.width, sets.train.frame.channels),
        (28, 28, 1)
    );
    assert_eq!(sets.train.labels[..8], [5, 0, 4, 1, 9, 2, 1, 3]);
    assert_eq!(
        histogram(&sets.train.labels),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    );
    assert_eq!(
        histogram(&sets.test.labels),
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    );
    // The first image, the famous 5: its first inked row begins at column 12 with 3, 18, 18, 18, 126.
    let row: Vec<u8> = sets
        .train
        .x
        .row(0)
        .iter()
        .skip(5 * 28 + 12)
        .take(5)
        .map(|&p| (p * 255.0).round() as u8)
        .collect();
    assert_eq!(row, [3, 18, 18, 18, 126]);
    assert!(sets.train.x.row(0).iter().take(5 * 28 + 12).all(|&p| p == 0.0));
    let mean =
        sets.train.x.iter().map(|&p| double(p)).sum::<f64>() / sets.train.x.len() as f64;
    assert!((mean - 0.1307).abs() < 1e-4, "{mean}");
}

#[test]
fn fashion_mnist_is_read_alike() {
    let Some(dir) = at_hand("fashion_mnist") else { return };
    let sets = idx::mnist_folder(&dir).unwrap();
    assert_eq!((sets.train.x.dim(), sets.test.x.dim()), ((60_000, 784), (10_000, 784)));
    assert_eq!(histogram(&sets.train.labels), [6000; 10]);
}

#[test]
fn olivetti_is_400_faces_of_40_people() {
    let Some(dir) = at_hand("olivetti") else { return };
    let set = data::open(&dir, &Options::default()).unwrap();
    assert_eq!(
        (set.x.dim(), set.frame.height, set.frame.width, set.frame.channels),
        ((400, 4096), 64, 64, 1)
    );
    assert_eq!(histogram(&set.labels), [10; 40]);
    assert!(set.x.iter().all(|p| (0.0..=1.0).contains(p)));
}

#[test]
fn colour_and_unlabelled_sets_are_read_too() {
    let Some(dir) = at_hand("cifar10_subset") else { return };
    let set = idx::find_pair(&dir).unwrap();
    assert_eq!((set.x.dim(), set.frame.channels, set.labels.len()), ((4000, 3072), 3, 0));
}
