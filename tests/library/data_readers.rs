//! Readers of a reader's data: round trips, every kind of bad input, and the published sets where they are at hand.

#[path = "data_readers/bad_idx.rs"]
mod bad_idx;
#[path = "data_readers/bad_images.rs"]
mod bad_images;
#[path = "data_readers/divided.rs"]
mod divided;
#[path = "data_readers/left_behind.rs"]
mod left_behind;
#[path = "data_readers/photographs.rs"]
mod photographs;
#[path = "data_readers/real.rs"]
mod real;
#[path = "data_readers/round_trips.rs"]
mod round_trips;

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// An IDX file by hand: element code, sizes, values.
fn idx(code: u8, sizes: &[u32], values: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, code, sizes.len() as u8];
    sizes.iter().for_each(|size| bytes.extend(size.to_be_bytes()));
    bytes.extend(values);
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packer =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A folder of its own with these files in it; names may have sub-folders.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        put(&dir, name, bytes);
    }
    dir
}

fn put(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// The call failed, and its message names `path` and each of `words`.
fn refused<T: Debug>(result: autoencoders::Result<T>, path: &Path, words: &[&str]) {
    let error = result.expect_err("this should have been refused").to_string();
    assert!(
        error.contains(&path.display().to_string()),
        "{error:?} does not name {}",
        path.display()
    );
    for word in words {
        assert!(error.contains(word), "{error:?} does not say {word:?}");
    }
}

/// A number as f64, whichever `Real` is.
#[allow(clippy::unnecessary_cast)]
fn double(v: autoencoders::Real) -> f64 {
    v as f64
}
