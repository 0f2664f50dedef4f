//! Sets divided by their makers, under the names that they gave.

use super::{folder, gzip, idx, refused};
use autoencoders::data::idx as reader;
use autoencoders::ndarray::array;

/// Two images of 2 × 3 pixels, in the order of the file.
fn images() -> Vec<u8> {
    idx(8, &[2, 2, 3], &[0, 51, 102, 153, 204, 255, 255, 255, 255, 0, 0, 0])
}

/// A set's four files, with this before each name, and with this for its test part.
fn four(set: &str, test: &str) -> Vec<(String, Vec<u8>)> {
    let labels = idx(8, &[2], &[1, 26]);
    let file = |part: &str, what: &str, bytes: &[u8]| {
        (format!("{set}{part}-{what}-ubyte.gz"), gzip(bytes))
    };
    vec![
        file("train", "images-idx3", &images()),
        file("train", "labels-idx1", &labels),
        file(test, "images-idx3", &images()),
        file(test, "labels-idx1", &labels),
    ]
}

fn holding(sets: &[Vec<(String, Vec<u8>)>]) -> tempfile::TempDir {
    let files: Vec<_> =
        sets.iter().flatten().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    folder(&files)
}

#[test]
fn a_set_may_have_its_name_before_those_of_its_files() {
    for (set, test) in
        [("", "t10k"), ("", "test"), ("kmnist-", "t10k"), ("k49-", "test"), ("k_", "test")]
    {
        let dir = holding(&[four(set, test)]);
        assert!(reader::is_divided(dir.path()).unwrap(), "{set}{test}");
        let sets = reader::mnist_folder(dir.path()).unwrap();
        assert_eq!(sets.train, sets.test);
        assert_eq!(
            (sets.train.frame.height, sets.train.frame.width, sets.turned),
            (2, 3, false)
        );
        assert_eq!(sets.train.x.row(0).to_vec(), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(sets.train.labels, [1, 26]);
    }
}

#[test]
fn letters_of_emnist_stand_upright() {
    let set =
        reader::mnist_folder(holding(&[four("emnist-letters-", "test")]).path()).unwrap();
    assert!(set.turned);
    for part in [set.train, set.test] {
        assert_eq!((part.frame.height, part.frame.width, part.labels), (3, 2, vec![1, 26]));
        // Stored 0 .2 .4 / .6 .8 1: the first column is what lies in the first row of the file.
        assert_eq!(
            part.x,
            array![[0.0, 0.6, 0.2, 0.8, 0.4, 1.0], [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]]
        );
    }
}

#[test]
fn colours_are_kept_together_when_rows_and_columns_are_exchanged() {
    let rgb = idx(8, &[1, 1, 2, 3], &[255, 0, 0, 0, 0, 255]);
    let labels = idx(8, &[1], &[3]);
    let dir = folder(&[
        ("emnist-rgb-train-images-idx4-ubyte", &rgb),
        ("emnist-rgb-train-labels-idx1-ubyte", &labels),
        ("emnist-rgb-test-images.idx4-ubyte", &rgb),
        ("emnist-rgb-test-labels.idx1-ubyte", &labels),
    ]);
    let set = reader::mnist_folder(dir.path()).unwrap().train;
    assert_eq!((set.frame.height, set.frame.width, set.frame.channels), (2, 1, 3));
    assert_eq!(set.x, array![[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]]);
}

#[test]
fn two_sets_in_one_folder_are_both_named() {
    let both =
        ["more than one set", "emnist-digits-train-images", "emnist-letters-test-images"];
    let dir = holding(&[four("emnist-digits-", "test"), four("emnist-letters-", "test")]);
    refused(reader::mnist_folder(dir.path()), dir.path(), &both);
    refused(reader::mnist_folder(dir.path()), dir.path(), &["a folder of its own"]);
    let dir = holding(&[four("", "t10k"), four("kmnist-", "t10k")]);
    let both = ["more than one set", "kmnist-train-images-idx3", ", train-images-idx3"];
    refused(reader::mnist_folder(dir.path()), dir.path(), &both);
    // A set that is not divided is another, too; it is not passed over in silence.
    let other = vec![("faces-images-idx3-ubyte".to_string(), images())];
    let dir = holding(&[four("", "t10k"), other]);
    let both = ["more than one set", "faces-images", "train-images"];
    refused(reader::mnist_folder(dir.path()), dir.path(), &both);
}

#[test]
fn what_is_missing_of_a_set_is_named() {
    let missing = |lost: usize, set: &str| {
        let mut files = four(set, "test");
        let (name, _) = files.remove(lost);
        (holding(&[files]), name)
    };
    let (dir, _) = missing(1, "kmnist-");
    refused(
        reader::mnist_folder(dir.path()),
        dir.path(),
        &["holds no kmnist-train-labels-idx1-ubyte", "fetch it"],
    );
    let (dir, _) = missing(2, "kmnist-");
    let words = ["no kmnist-t10k-images-idx3-ubyte or kmnist-test-images-idx3-ubyte"];
    refused(reader::mnist_folder(dir.path()), dir.path(), &words);
    let (dir, _) = missing(0, "kmnist-");
    assert!(reader::is_divided(dir.path()).unwrap());
    let words = ["holds no kmnist-train-images-idx3-ubyte", "fetch it"];
    refused(reader::mnist_folder(dir.path()), dir.path(), &words);
}
