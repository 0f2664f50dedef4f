//! A folder of pictures (PGM and its kin, PNG, JPEG); a sub-folder is a label.

use super::{ImageSet, io, malformed};
use crate::{Error, Real, Result};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};
use ndarray::Array2;
use std::fs;
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
    /// The sub-folders that hold pictures, in order; empty if the pictures lie in the folder itself (then no labels).
    pub names: Vec<String>,
    /// The file of each row.
    pub files: Vec<PathBuf>,
}

/// Every picture in `dir`, or in its sub-folders, of which each is one label; deeper folders are not entered.
///
/// A picture is a file that ends in `.pgm`, `.ppm`, `.pbm`, `.pnm`, `.png`, `.jpg` or `.jpeg` and does not begin with a
/// dot; what it holds decides how it is read. Order: by name, numbers by value (`s2` before `s10`). Transparency is
/// ignored. Errors, naming the file: an unreadable or empty folder, pictures both in it and in sub-folders, two
/// sizes, a damaged picture, one that is too large, a whole that is too large.
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
    let (files, labels, names) = find(dir)?;
    let channels = if options.colour { 3 } else { 1 };
    let (height, width) = match options.size {
        Some(size) => size,
        None => shape_of(&files[0])?,
    };
    let d = height * width * channels;
    let bytes = (files.len() as u64).saturating_mul((d * size_of::<Real>()) as u64);
    if bytes > MOST_BYTES {
        let why = format!(
            "{} pictures of {height}×{width} would take {} MiB; bring them to a smaller size",
            files.len(),
            bytes >> 20
        );
        return Err(malformed(dir, why));
    }
    let mut x = Array2::zeros((files.len(), d));
    for (file, mut row) in files.iter().zip(x.rows_mut()) {
        let pixels = pixels(file, (height, width), &files[0], options)?;
        row.iter_mut().zip(pixels).for_each(|(to, from)| *to = Real::from(from));
    }
    let images = ImageSet { x, labels, height, width, channels };
    Ok(Folder { images, names, files })
}

/// The pictures in order, the label of each (none if there are no sub-folders), the labels' names.
fn find(dir: &Path) -> Result<(Vec<PathBuf>, Vec<usize>, Vec<String>)> {
    let here = entries(dir)?;
    let direct: Vec<PathBuf> = here.iter().filter(|p| is_picture(p)).cloned().collect();
    let (mut files, mut labels, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for folder in here.iter().filter(|p| p.is_dir()) {
        let inside: Vec<PathBuf> =
            entries(folder)?.into_iter().filter(|p| is_picture(p)).collect();
        if inside.is_empty() {
            continue;
        }
        labels.extend(inside.iter().map(|_| names.len()));
        files.extend(inside);
        names.push(name(folder));
    }
    match (direct.first(), files.first()) {
        (None, None) => Err(malformed(
            dir,
            "holds no PGM, PNG or JPEG picture, nor do its sub-folders; name another folder",
        )),
        (Some(_), None) => Ok((direct, labels, names)),
        (None, Some(_)) => Ok((files, labels, names)),
        (Some(a), Some(b)) => {
            let why = format!(
                "holds pictures both itself ({}) and in sub-folders ({}), so labels are unclear; \
                 put every picture into the sub-folder of its label, or none",
                name(a),
                b.display()
            );
            Err(malformed(dir, why))
        }
    }
}

/// What a folder holds besides hidden files, in the order of [`natural`].
fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(io(dir))? {
        let path = entry.map_err(io(dir))?.path();
        if !name(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort_by_cached_key(|path| natural(&name(path)));
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_picture(path: &Path) -> bool {
    let extension =
        path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    ["pgm", "ppm", "pbm", "pnm", "png", "jpg", "jpeg"].contains(&extension.as_str())
        && path.is_file()
}

/// "s10.pgm" → [("s", 10), (".pgm", 0)] and the name itself to break ties, so that numbers sort by value.
fn natural(name: &str) -> (Vec<(String, u64)>, String) {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        parts.push((text.to_string(), number.parse().unwrap_or(0)));
        rest = tail;
    }
    (parts, name.to_string())
}

/// A reader that stops at pictures beyond [`MOST_PIXELS_A_SIDE`].
fn open(file: &Path) -> Result<ImageReader<std::io::BufReader<fs::File>>> {
    let mut reader =
        ImageReader::open(file).and_then(|r| r.with_guessed_format()).map_err(io(file))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    reader.limits(limits);
    Ok(reader)
}

/// (height, width) by the header alone.
fn shape_of(file: &Path) -> Result<(usize, usize)> {
    let (w, h) = open(file)?.into_decoder().map_err(|e| unreadable(file, e))?.dimensions();
    Ok((h as usize, w as usize))
}

/// One picture as height · width · channels numbers in [0, 1].
fn pixels(
    file: &Path,
    (height, width): (usize, usize),
    first: &Path,
    options: &Options,
) -> Result<Vec<f32>> {
    let mut picture = open(file)?.decode().map_err(|e| unreadable(file, e))?;
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    if (h, w) != (height, width) {
        if options.size.is_none() {
            let why = format!(
                "is {h} pixels high and {w} wide, but {} is {height} high and {width} wide; \
                 pictures must have one size, or be brought to one",
                first.display()
            );
            return Err(malformed(file, why));
        }
        picture = picture.resize_to_fill(width as u32, height as u32, FilterType::Triangle);
    }
    Ok(numbers(&picture, options.colour))
}

fn numbers(picture: &DynamicImage, colour: bool) -> Vec<f32> {
    if colour { picture.to_rgb32f().into_raw() } else { picture.to_luma32f().into_raw() }
}

fn unreadable(file: &Path, error: image::ImageError) -> Error {
    match error {
        image::ImageError::IoError(source)
            if source.kind() != std::io::ErrorKind::UnexpectedEof =>
        {
            io(file)(source)
        }
        image::ImageError::Limits(_) => malformed(
            file,
            format!(
                "is larger than {MOST_PIXELS_A_SIDE} pixels a side, or than the memory a picture may take; shrink it first"
            ),
        ),
        other => malformed(
            file,
            format!("cannot be read as a picture ({other}); replace or remove it"),
        ),
    }
}
