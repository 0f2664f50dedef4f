//! IDX files that hold images, and those that hold their labels.

use super::{Element, read, times};
use crate::data::{ImageSet, malformed};
use crate::{Frame, Real, Result, error::counted};
use ndarray::Array2;
use std::path::Path;

/// Images, N×H×W grey or N×H×W×3 RGB bytes: X (N, H·W·channels) scaled from 0–255 to [0, 1]; no labels.
///
/// Errors of [`read`]; besides, values that are no bytes, another rank, or no pixel at all.
pub fn read_images(path: &Path) -> Result<ImageSet> {
    let idx = read(path)?;
    let (n, height, width, channels) = match idx.sizes[..] {
        [n, h, w] => (n, h, w, 1),
        [n, h, w, c @ (1 | 3)] => (n, h, w, c),
        _ => {
            let why = format!(
                "holds {}, but images are N×H×W (grey) or N×H×W×3 (RGB)",
                times(&idx.sizes)
            );
            return Err(malformed(path, why));
        }
    };
    if idx.element != Element::U8 {
        let why = format!(
            "holds {:?} values, but images are bytes (type 08); read it by idx::read",
            idx.element
        );
        return Err(malformed(path, why));
    }
    if idx.bytes.is_empty() {
        return Err(malformed(
            path,
            format!("holds no pixel ({}); at least one image is needed", times(&idx.sizes)),
        ));
    }
    let pixels = idx.bytes.iter().map(|&b| Real::from(b) / 255.0).collect();
    let x = Array2::from_shape_vec((n, height * width * channels), pixels)
        .map_err(|e| malformed(path, e.to_string()))?;
    Ok(ImageSet { x, labels: Vec::new(), frame: Frame { height, width, channels } })
}

/// Labels: a file of one dimension of bytes.
///
/// Errors of [`read`]; besides, another rank or type.
pub fn read_labels(path: &Path) -> Result<Vec<usize>> {
    let idx = read(path)?;
    if idx.sizes.len() != 1 || idx.element != Element::U8 {
        let why = format!(
            "holds {} {:?} values, but labels are one row of bytes",
            times(&idx.sizes),
            idx.element
        );
        return Err(malformed(path, why));
    }
    Ok(idx.bytes.into_iter().map(usize::from).collect())
}

/// Images and their labels; an error names both files if they differ in number.
pub fn read_pair(images: &Path, labels: &Path) -> Result<ImageSet> {
    let mut set = read_images(images)?;
    set.labels = read_labels(labels)?;
    if set.labels.len() != set.len() {
        let (n, m) = (set.len(), set.labels.len());
        let why = format!(
            "holds {}, but {} holds {}; they are not a pair",
            counted(m, "label"),
            images.display(),
            counted(n, "image")
        );
        return Err(malformed(labels, why));
    }
    Ok(set)
}
