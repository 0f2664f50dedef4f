//! A contact sheet: many images on one.

use autoencoders::data::ImageSet;
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

/// Pixels between two images.
const GAP: usize = 2;
/// The neutral grey between them.
const GROUND: u8 = 128;
/// Rows of images at most: a sheet is to be looked at.
const MOST_ROWS: usize = 40;

/// The images side by side, `across` in a row, in order, as a PNG; after 40 rows of them it ends.
pub fn png(set: &ImageSet, across: usize) -> Result<Vec<u8>, String> {
    let (h, w, c) = (set.frame.height, set.frame.width, set.frame.channels);
    let columns = across.clamp(1, set.len().max(1));
    let rows = set.len().div_ceil(columns).min(MOST_ROWS);
    let (height, width) = (rows * (h + GAP) + GAP, columns * (w + GAP) + GAP);
    let mut pixels = vec![GROUND; height * width * c];
    for (i, image) in set.x.rows().into_iter().take(rows * columns).enumerate() {
        let (top, left) = (GAP + i / columns * (h + GAP), GAP + i % columns * (w + GAP));
        for (j, &p) in image.iter().enumerate() {
            let (y, x, channel) = (j / (w * c), j / c % w, j % c);
            pixels[((top + y) * width + left + x) * c + channel] =
                (p.clamp(0.0, 1.0) * 255.0).round() as u8;
        }
    }
    let kind = if c == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, width as u32, height as u32, kind)
        .map_err(|e| format!("the contact sheet of {height}×{width} pixels: {e}"))?;
    Ok(file)
}
