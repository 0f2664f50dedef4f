//! One file: is it a picture, how large is it, and what are its pixels?

use super::{MOST_PIXELS_A_SIDE, Options};
use crate::data::{io, malformed};
use crate::{Error, Result};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Whether the file begins as pictures of the formats that are read do. Errors where it cannot be opened.
pub fn begins_as_picture(path: &Path) -> Result<bool> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(io(path))?;
    file.take(16).read_to_end(&mut start).map_err(io(path))?;
    Ok(match image::guess_format(&start) {
        // Its mark is two letters, with which a text may begin too; but here a blank or a remark must follow them.
        Ok(ImageFormat::Pnm) => {
            start.get(2).is_some_and(|&next| next.is_ascii_whitespace() || next == b'#')
        }
        Ok(format) => format.reading_enabled(),
        Err(_) => false,
    })
}

/// (height, width) of the picture held upright, by what stands before its pixels.
pub fn shape_of(file: &Path) -> Result<(usize, usize)> {
    let mut decoder = open(file)?;
    let (w, h) = decoder.dimensions();
    let (h, w) = (h as usize, w as usize);
    use Orientation::*;
    Ok(match orientation(&mut decoder) {
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH => (w, h),
        NoTransforms | Rotate180 | FlipHorizontal | FlipVertical => (h, w),
    })
}

/// One picture as height · width · channels numbers in [0, 1].
pub fn pixels(
    file: &Path,
    (height, width): (usize, usize),
    first: &Path,
    options: &Options,
) -> Result<Vec<f32>> {
    let mut picture = upright(file)?;
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

/// The picture as it was seen, however the camera was held.
fn upright(file: &Path) -> Result<DynamicImage> {
    let mut decoder = open(file)?;
    let held = orientation(&mut decoder);
    let mut picture =
        DynamicImage::from_decoder(decoder).map_err(|e| unreadable(file, e))?;
    picture.apply_orientation(held);
    Ok(picture)
}

/// What Exif says of the camera; where that is damaged, the picture may still be whole.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

/// A decoder that stops at pictures beyond [`MOST_PIXELS_A_SIDE`], or beyond the memory that the crate allows one.
fn open(file: &Path) -> Result<impl ImageDecoder> {
    let mut reader: ImageReader<BufReader<File>> =
        ImageReader::open(file).and_then(|r| r.with_guessed_format()).map_err(io(file))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|e| unreadable(file, e))?;
    let within = limits.reserve(decoder.total_bytes());
    within.and_then(|()| decoder.set_limits(limits)).map_err(|e| unreadable(file, e))?;
    Ok(decoder)
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
