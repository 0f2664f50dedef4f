//! IDX files by the names that the published sets give them.

use super::read_pair;
use crate::data::{ImageSet, idx::read_images, io, malformed};
use crate::{Frame, Result};
use ndarray::Axis;
use std::fs;
use std::path::{Path, PathBuf};

/// A set that its makers divided.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainTest {
    /// To fit on.
    pub train: ImageSet,
    /// To measure on, never to fit on.
    pub test: ImageSet,
    /// Whether rows and columns were exchanged in the files, as EMNIST's are; here they no longer are.
    pub turned: bool,
}

/// MNIST's four files, or those of any set named like it (Fashion-MNIST, KMNIST, EMNIST).
///
/// In `dir` it looks for `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
/// `t10k-labels-idx1-ubyte`; `test` may stand for `t10k`, a dot for the hyphen before `idx`; with `.gz` or not; and before
/// each the set's name, `emnist-letters-train-images-idx3-ubyte`. Pixels in [0, 1], labels as they are. The
/// images of EMNIST, and of sets whose names begin with `emnist`, are stored with rows and columns exchanged (the letters
/// lie on their side, in mirror writing); they are exchanged back. Errors name the file that is missing, or all files of
/// images where they belong to more than one set; else those of [`read_pair`](super::read_pair).
pub fn mnist_folder(dir: &Path) -> Result<TrainTest> {
    let files = files(dir)?;
    let images = of_rank(&files, &IMAGES);
    let set = match &divided_sets(&files)[..] {
        [] => "", // whose training images are then missing
        [set] if images.iter().all(|file| is_of(set, name(file))) => *set,
        _ => return Err(malformed(dir, many(&images))),
    };
    let turned = set.starts_with("emnist");
    let pair = |parts: &[&str]| {
        let images = named(dir, &files, set, parts, "images", &IMAGES)?;
        let labels = named(dir, &files, set, parts, "labels", &LABELS)?;
        let pair = read_pair(images, labels)?;
        Ok(if turned { transposed(pair) } else { pair })
    };
    Ok(TrainTest { train: pair(&TRAIN)?, test: pair(&TEST)?, turned })
}

/// The one file of images in `dir`, and the one file of labels if there is any.
///
/// Images are files whose names hold `idx3` or `idx4`, labels those with `idx1`; `.gz` or not.
/// Errors if there is no file of images, or more than one of either kind (their names are given).
pub fn find_pair(dir: &Path) -> Result<ImageSet> {
    let files = files(dir)?;
    let (images, labels) = (of_rank(&files, &IMAGES), of_rank(&files, &LABELS));
    match (&images[..], &labels[..]) {
        ([], _) => Err(malformed(
            dir,
            "holds no file of images named like faces-images-idx3-ubyte or …-idx3-ubyte.gz",
        )),
        ([image], []) => read_images(image),
        ([image], [label]) => read_pair(image, label),
        _ => Err(malformed(dir, many(&[images, labels].concat()))),
    }
}

/// Whether `dir` holds a file named like an IDX file of images. Errors if `dir` is no folder that can be read.
pub fn is_idx_folder(dir: &Path) -> Result<bool> {
    Ok(!of_rank(&files(dir)?, &IMAGES).is_empty())
}

/// Whether `dir` holds images or labels to fit on, named as [`mnist_folder`] reads them. Errors as [`is_idx_folder`].
pub fn is_divided(dir: &Path) -> Result<bool> {
    Ok(!divided_sets(&files(dir)?).is_empty())
}

/// What the names of a divided set's files are made of.
const TRAIN: [&str; 1] = ["train"];
const TEST: [&str; 2] = ["t10k", "test"];
/// Grey images, N×H×W, and RGB, N×H×W×3; labels.
const IMAGES: [&str; 2] = ["idx3", "idx4"];
const LABELS: [&str; 1] = ["idx1"];

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

/// `emnist-letters-train-images-idx3-ubyte.gz` → `emnist-letters-`, `train-labels-idx1-ubyte` → nothing: what stands before
/// the part, in the names of files with images to fit on, or their labels.
fn divided_sets(files: &[PathBuf]) -> Vec<&str> {
    // where the part begins
    let before =
        |file| name(file).find("train-images").or_else(|| name(file).find("train-labels"));
    let mut sets: Vec<&str> = of_rank(files, &[&IMAGES[..], &LABELS].concat())
        .into_iter()
        .filter_map(|file| Some(&name(file)[..before(file)?]))
        .filter(|set| set.is_empty() || set.ends_with(['-', '_', '.']))
        .collect();
    sets.dedup(); // files are in the order of their names
    sets
}

/// Whether a file of images belongs to a divided set.
fn is_of(set: &str, file: &str) -> bool {
    file.strip_prefix(set).is_some_and(|rest| {
        TRAIN.iter().chain(&TEST).any(|part| rest.starts_with(&format!("{part}-images")))
    })
}

/// Of a set the file of one part (which may have several names) that holds `images` or `labels`.
fn named<'a>(
    dir: &Path,
    files: &'a [PathBuf],
    set: &str,
    parts: &[&str],
    what: &str,
    ranks: &[&str],
) -> Result<&'a Path> {
    let is_end = |end: &str| {
        ranks
            .iter()
            .any(|rank| ["-", "."].iter().any(|dot| end == format!("{dot}{rank}-ubyte")))
    };
    let fits = |path: &&PathBuf| {
        let rest = name(path).trim_end_matches(".gz").strip_prefix(set).unwrap_or_default();
        parts
            .iter()
            .any(|part| rest.strip_prefix(&format!("{part}-{what}")).is_some_and(is_end))
    };
    files.iter().find(fits).map(PathBuf::as_path).ok_or_else(|| {
        let names: Vec<_> = parts
            .iter()
            .map(|part| format!("{set}{part}-{what}-{}-ubyte", ranks[0]))
            .collect();
        let names = names.join(" or ");
        let why =
            format!("holds no {names}, gzipped or not; fetch it, or name another folder");
        malformed(dir, why)
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

fn many(files: &[&Path]) -> String {
    let names: Vec<_> = files.iter().map(|file| name(file)).collect();
    format!(
        "holds more than one set: {}; move the files of each into a folder of its own",
        names.join(", ")
    )
}

/// Rows and columns of each image exchanged.
fn transposed(set: ImageSet) -> ImageSet {
    let Frame { height, width, channels } = set.frame;
    let from = |to: usize| {
        let (pixel, channel) = (to / channels, to % channels);
        set.frame.at(pixel % height, pixel / height, channel)
    };
    let order: Vec<usize> = (0..set.x.ncols()).map(from).collect();
    let frame = Frame { height: width, width: height, channels };
    ImageSet { x: set.x.select(Axis(1), &order), frame, ..set }
}
