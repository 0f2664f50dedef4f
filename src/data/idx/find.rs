//! IDX files by the names that the published sets give them.

use super::read_pair;
use crate::Result;
use crate::data::{ImageSet, idx::read_images, io, malformed};
use std::fs;
use std::path::{Path, PathBuf};

/// A set that its makers divided.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainTest {
    /// To fit on.
    pub train: ImageSet,
    /// To measure on, never to fit on.
    pub test: ImageSet,
}

/// MNIST's four files, or those of any set named like it (Fashion-MNIST, KMNIST).
///
/// In `dir` it looks for `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
/// `t10k-labels-idx1-ubyte`, also with a dot before `idx`, also with `.gz`; pixels in [0, 1], labels as they are.
/// Errors name the file that is missing; else those of [`read_pair`](super::read_pair).
pub fn mnist_folder(dir: &Path) -> Result<TrainTest> {
    let files = files(dir)?;
    let pair = |part: &str| {
        let images = named(dir, &files, part, "images", 3)?;
        let labels = named(dir, &files, part, "labels", 1)?;
        read_pair(images, labels)
    };
    Ok(TrainTest { train: pair("train")?, test: pair("t10k")? })
}

/// The one file of images in `dir`, and the one file of labels if there is any.
///
/// Images are files whose names hold `idx3` or `idx4`, labels those with `idx1`; `.gz` or not.
/// Errors if there is no file of images, or more than one of either kind (their names are given).
pub fn find_pair(dir: &Path) -> Result<ImageSet> {
    let files = files(dir)?;
    let images = of_rank(&files, &["idx3", "idx4"]);
    let labels = of_rank(&files, &["idx1"]);
    match (&images[..], &labels[..]) {
        ([], _) => Err(malformed(
            dir,
            "holds no file of images named like faces-images-idx3-ubyte or …-idx3-ubyte.gz",
        )),
        ([image], []) => read_images(image),
        ([image], [label]) => read_pair(image, label),
        _ => {
            let names: Vec<_> = images.iter().chain(&labels).map(|p| name(p)).collect();
            let why = "; leave one pair of images and labels (train and test together are read as MNIST's are)";
            Err(malformed(
                dir,
                format!("holds more than one set: {}{why}", names.join(", ")),
            ))
        }
    }
}

/// Whether `dir` holds a file named like an IDX file of images. Errors if `dir` is no folder that can be read.
pub fn is_idx_folder(dir: &Path) -> Result<bool> {
    Ok(!of_rank(&files(dir)?, &["idx3", "idx4"]).is_empty())
}

/// Every file in `dir`, sorted.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(io(dir))? {
        let path = entry.map_err(io(dir))?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|n| n.to_str()).unwrap_or_default()
}

/// `train`, `images`, 3 → train-images-idx3-ubyte, train-images.idx3-ubyte, or one of them with `.gz`.
fn named<'a>(
    dir: &Path,
    files: &'a [PathBuf],
    part: &str,
    what: &str,
    rank: u8,
) -> Result<&'a Path> {
    let spellings = ["-", "."].map(|dot| format!("{part}-{what}{dot}idx{rank}-ubyte"));
    let fits =
        |path: &&PathBuf| spellings.iter().any(|s| s == name(path).trim_end_matches(".gz"));
    files.iter().find(fits).map(PathBuf::as_path).ok_or_else(|| {
        malformed(
            dir,
            format!(
                "holds no {} or {}.gz; fetch it, or name another folder",
                spellings[0], spellings[0]
            ),
        )
    })
}

/// The files named as being of one of these ranks; a file and its gzipped twin count once.
fn of_rank<'a>(files: &'a [PathBuf], ranks: &[&str]) -> Vec<&'a Path> {
    let mut found: Vec<&Path> = Vec::new();
    for path in files.iter().filter(|p| ranks.iter().any(|rank| name(p).contains(rank))) {
        let twin =
            found.last().is_some_and(|last| name(path) == format!("{}.gz", name(last)));
        if !twin {
            found.push(path);
        }
    }
    found
}
