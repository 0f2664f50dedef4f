//! Data that need no download, and readers for data that a reader brings.
//!
//! Built in: rendered [`faces`], real digits ([`optdigits`]), [`documents`] of known topics, sets of known shape ([`toy`])
//! and of known dimension ([`manifolds`]).
//! Brought along: [`idx`] files (MNIST, Fashion-MNIST, …) and folders of [`images`]; [`open`] tells them apart; counts of
//! [`words`].

pub mod digits;
pub mod documents;
pub mod faces;
pub mod idx;
pub mod images;
pub mod manifolds;
pub mod optdigits;
pub mod toy;
mod unpack;
pub mod words;
mod write;

pub use write::write_files;

use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, Axis};
use std::path::Path;

/// Images as rows, what they show, and how to lay a row out as a picture again.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageSet {
    /// X (n, d), d the frame's numbers; pixels in [0, 1] unless said otherwise.
    pub x: Array2<Real>,
    /// One label a row; empty where there are none.
    pub labels: Vec<usize>,
    /// How a row is a picture; 1 channel is grey, 3 are RGB.
    pub frame: Frame,
}

impl ImageSet {
    /// n, the number of images.
    pub fn len(&self) -> usize {
        self.x.nrows()
    }

    /// Whether there is no image at all.
    pub fn is_empty(&self) -> bool {
        self.x.nrows() == 0
    }

    /// The images (and labels) of the given rows, in the given order; an error names a row that is not there.
    pub fn select(&self, rows: &[usize]) -> Result<ImageSet> {
        check_rows("selecting images", rows, self.len())?;
        let labels = if self.labels.is_empty() {
            Vec::new()
        } else {
            rows.iter().map(|&r| self.labels[r]).collect()
        };
        Ok(ImageSet { x: self.x.select(Axis(0), rows), labels, ..*self })
    }
}

/// The images of any folder a reader brings: one IDX file with or without its labels, or pictures in sub-folders.
///
/// A folder with an IDX file goes to [`idx::find_pair`], every other to [`images::folder`] with `options`.
/// Train and test files side by side, as MNIST has them, are for [`idx::mnist_folder`]. Errors are those of these readers.
pub fn open(dir: &Path, options: &images::Options) -> Result<ImageSet> {
    if idx::is_idx_folder(dir)? {
        idx::find_pair(dir)
    } else {
        Ok(images::folder(dir, options)?.images)
    }
}

/// Of `n` rows each of these must be one; the error names the first that is not.
fn check_rows(what: &'static str, rows: &[usize], n: usize) -> Result<()> {
    match rows.iter().find(|&&row| row >= n) {
        None => Ok(()),
        Some(row) => {
            let (expected, got) =
                (format!("rows 0 to {} of {n}", n.saturating_sub(1)), format!("row {row}"));
            Err(Error::Shape { what, expected, got })
        }
    }
}

/// An [`Error::Format`] about `path`.
pub(crate) fn malformed(path: &Path, why: impl Into<String>) -> Error {
    Error::Format { path: path.to_path_buf(), why: why.into() }
}

/// An [`Error::Io`] about `path`.
pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_path_buf(), source }
}
