//! A folder of pictures (PGM and its kin, PNG, JPEG, GIF, WebP); a sub-folder is a label.

mod decode;
mod find;
pub use find::are_in;

use super::{ImageSet, malformed};
use crate::{Error, Frame, Real, Result, error::counted};
use ndarray::Array2;
use std::path::{Path, PathBuf};

/// No picture may be wider or higher than this.
pub const MOST_PIXELS_A_SIDE: u32 = 16_384;
/// No folder may take more memory than this as rows of numbers: 4 GiB.
pub const MOST_BYTES: u64 = 1 << 32;

/// How the pictures of a folder become rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// (height, width) to bring every picture to: the largest centred part of that shape, averaged down (or
    /// interpolated up). `None`: the pictures must all have one size already.
    pub size: Option<(usize, usize)>,
    /// RGB; otherwise grey, as 0.2126 R + 0.7152 G + 0.0722 B.
    pub colour: bool,
}

/// What a folder held.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// The pictures as rows, pixels in [0, 1]; their labels are indices into `names`.
    pub images: ImageSet,
    /// The labels' names, in order: of the sub-folders that hold pictures, or of the pictures up to the first dot; empty
    /// if there are no labels.
    pub names: Vec<String>,
    /// The file of each row.
    pub files: Vec<PathBuf>,
}

/// Every picture in `dir`, or in its sub-folders, of which each is one label; deeper folders are not entered.
///
/// What a file holds decides whether it is a picture and how it is read, whatever its name; one whose name ends like a
/// picture's (`.png`, `.jpg`, …) must be one. Hidden files are passed over, and files that neither are pictures nor are
/// called so. Pictures without such an ending and without sub-folders, as the Yale faces are (`subject01.happy`), have
/// their labels in their names, up to the first dot. Order: by name, numbers by value (`s2` before `s10`). A photograph
/// that says how the camera was held (Exif) is turned upright; of a moving picture the first frame is taken;
/// transparency is ignored.
///
/// Errors, naming the file: an unreadable or empty folder, pictures both in it and in sub-folders, two sizes, a damaged
/// picture, one of a format that is not read, one that is too large, a whole that is too large.
pub fn folder(dir: &Path, options: &Options) -> Result<Folder> {
    if let Some((h, w)) = options.size
        && (h == 0 || w == 0 || h.max(w) > MOST_PIXELS_A_SIDE as usize)
    {
        let value = format!("{h}×{w}");
        return Err(Error::OutOfRange {
            name: "the size to bring pictures to",
            value,
            range: "1 to 16384 a side",
        });
    }
    let find::Found { files, labels, names } = find::pictures(dir)?;
    let channels = if options.colour { 3 } else { 1 };
    let (height, width) = match options.size {
        Some(size) => size,
        None => decode::shape_of(&files[0])?,
    };
    let d = height * width * channels;
    let bytes = (files.len() as u64).saturating_mul((d * size_of::<Real>()) as u64);
    if bytes > MOST_BYTES {
        let why = format!(
            "{} of {height}×{width} would take {} MiB; bring them to a smaller size",
            counted(files.len(), "picture"),
            bytes >> 20
        );
        return Err(malformed(dir, why));
    }
    let mut x = Array2::zeros((files.len(), d));
    for (file, mut row) in files.iter().zip(x.rows_mut()) {
        let pixels = decode::pixels(file, (height, width), &files[0], options)?;
        row.iter_mut().zip(pixels).for_each(|(to, from)| *to = Real::from(from));
    }
    let images = ImageSet { x, labels, frame: Frame { height, width, channels } };
    Ok(Folder { images, names, files })
}
