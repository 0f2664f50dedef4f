//! A small picture made of numbers, and its PNG.

use super::colour::diverging;
use super::svg::{Svg, pixels};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::ArrayView1;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};
use std::convert::Infallible;

/// Levels of grey, and of the diverging map: with transparent, together at most 256 colours, which make a small PNG.
const LEVELS: f64 = 126.0;

/// Pixels in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
    /// Red, green, blue, opacity.
    pub pixels: Vec<[u8; 4]>,
    /// Whether the pixels are of the diverging map, which a dark page turns round: there, too, zero is the paper.
    pub signed: bool,
}

/// `t` in [0, 1], rounded to the levels that are kept.
fn level(t: f64) -> f64 {
    (t.clamp(0.0, 1.0) * LEVELS).round() / LEVELS
}

impl Tile {
    /// Nothing but ground.
    pub fn empty(height: usize, width: usize) -> Tile {
        Tile { height, width, pixels: vec![[0; 4]; height * width], signed: false }
    }

    /// A row of pixels as the picture it came from: grey or colour, from `black` to `white`.
    pub fn image(set: &ImageSet, row: ArrayView1<Real>, black: Real, white: Real) -> Tile {
        let byte = |v: Real| {
            (255.0 * level(f64::from((v - black) / (white - black)))).round() as u8
        };
        let values: Vec<u8> = row.iter().map(|&v| byte(v)).collect();
        let pixel = |p: &[u8]| {
            if p.len() == 3 { [p[0], p[1], p[2], 255] } else { [p[0], p[0], p[0], 255] }
        };
        let pixels = values.chunks(set.frame.channels).map(pixel).collect();
        Tile { height: set.frame.height, width: set.frame.width, pixels, signed: false }
    }

    /// Signed weights: zero is paper, ±`most` the darkest. Of a colour image the mean of its channels.
    pub fn signed(set: &ImageSet, row: ArrayView1<Real>, most: f64) -> Tile {
        let values: Vec<f64> = row.iter().map(|&v| f64::from(v)).collect();
        let mean = |p: &[f64]| p.iter().sum::<f64>() / p.len() as f64;
        let pixels = values.chunks(set.frame.channels).map(|p| {
            let [r, g, b] = diverging(2.0 * level((mean(p) / most + 1.0) / 2.0) - 1.0);
            [r, g, b, 255]
        });
        let pixels = pixels.collect();
        Tile { height: set.frame.height, width: set.frame.width, pixels, signed: true }
    }

    /// Each pixel as a square of `factor`×`factor`.
    pub fn enlarged(&self, factor: usize) -> Tile {
        let (height, width) = (self.height * factor, self.width * factor);
        let pixel = |i: usize| {
            self.pixels[(i / width / factor) * self.width + (i % width) / factor]
        };
        let pixels = (0..height * width).map(pixel).collect();
        Tile { height, width, pixels, signed: self.signed }
    }

    /// The picture as a PNG file: with a table of colours if 256 are enough.
    pub fn png(&self) -> Vec<u8> {
        let mut table: Vec<[u8; 4]> = self.pixels.clone();
        table.sort_unstable();
        table.dedup();
        let mut bytes = Vec::new();
        let mut encoder =
            png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let data: Vec<u8> = if table.len() <= 256 {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(
                table.iter().flat_map(|p| [p[0], p[1], p[2]]).collect::<Vec<u8>>(),
            );
            if table.iter().any(|p| p[3] < 255) {
                encoder.set_trns(table.iter().map(|p| p[3]).collect::<Vec<u8>>());
            }
            self.pixels
                .iter()
                .filter_map(|p| table.binary_search(p).ok().map(|i| i as u8))
                .collect()
        } else {
            encoder.set_color(png::ColorType::Rgba);
            self.pixels.concat()
        };
        // Writing into memory, with sizes that fit, does not fail.
        let written =
            encoder.write_header().and_then(|mut writer| writer.write_image_data(&data));
        debug_assert!(written.is_ok());
        bytes
    }
}

/// A tile on a drawing area: around a point, or with its corner there.
pub struct Picture<'a, C> {
    /// The point.
    pub at: C,
    /// What is shown.
    pub tile: &'a Tile,
    /// In figure units.
    pub width: f64,
    /// Whether the point is the picture's middle rather than its upper left corner.
    pub centred: bool,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Picture<'_, C> {
    type Point = &'a C;
    type IntoIter = std::iter::Once<&'a C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<C> Drawable<Svg<'_>> for Picture<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut Svg,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let Some((x, y)) = points.next() else { return Ok(()) };
        let tile = self.tile;
        let tall = self.width * tile.height as f64 / tile.width as f64;
        // Twice as many pixels as the figure has units: sharp on a dense screen, and smooth when made smaller.
        let factor = (2.0 * self.width / tile.width as f64).ceil().max(1.0) as usize;
        let half = if self.centred { 0.5 } else { 0.0 };
        let corner = (x - pixels(half * self.width), y - pixels(half * tall));
        backend.image(
            corner,
            (self.width, tall),
            &STANDARD.encode(tile.enlarged(factor).png()),
            tile.signed,
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autoencoders::ndarray::{Array2, arr1};

    fn plain() -> ImageSet {
        ImageSet {
            x: Array2::zeros((1, 2)),
            labels: vec![],
            frame: autoencoders::Frame::grey(1, 2),
        }
    }

    #[test]
    fn zero_is_paper_and_black_is_black() {
        assert_eq!(
            Tile::signed(&plain(), arr1(&[0.0, 1.0]).view(), 1.0).pixels[0],
            [247, 247, 247, 255]
        );
        assert_eq!(
            Tile::image(&plain(), arr1(&[0.0, 16.0]).view(), 0.0, 16.0).pixels[1],
            [255; 4]
        );
    }

    #[test]
    fn a_png_holds_what_was_put_in() {
        let tile = Tile::image(&plain(), arr1(&[0.0, 1.0]).view(), 0.0, 1.0).enlarged(3);
        let read = image::load_from_memory(&tile.png()).expect("a PNG").to_rgba8();
        assert_eq!(read.dimensions(), (6, 3));
        assert_eq!(read.get_pixel(0, 0).0, [0, 0, 0, 255]);
        assert_eq!(read.get_pixel(5, 2).0, [255; 4]);
    }
}
