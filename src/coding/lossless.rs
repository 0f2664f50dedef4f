//! Pictures as bytes without loss, as an opponent for codes that lose something: DEFLATE, PNG, and a coder by contexts.

use super::entropy::{Table, decode_symbols, encode_symbols};
use crate::data::ImageSet;
use crate::{Error, Real, Result, error::counted};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use std::io::{Read, Write};

/// Pixels as bytes, image after image: 0 for black, 255 for `white`.
pub fn pixel_bytes(set: &ImageSet, white: Real) -> Vec<u8> {
    set.x.iter().map(|&x| (x / white * 255.0).round() as u8).collect()
}

/// The bytes by DEFLATE (zlib, level 9): repeats are pointed at, the rest gets a Huffman code. Source: RFC 1950, 1951.
pub fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(in_memory)
}

/// The bytes that [`deflated`] was given, `most` at most; an error where these are no such bytes.
pub fn inflated(bytes: &[u8], most: usize) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    ZlibDecoder::new(bytes)
        .take(most as u64 + 1)
        .read_to_end(&mut out)
        .map_err(in_memory)?;
    if out.len() > most {
        let (expected, got) = (format!("at most {most}"), "more".into());
        return Err(Error::Shape { what: "inflated bytes", expected, got });
    }
    Ok(out)
}

/// The pixels of grey images below each other as one PNG: each row as its difference from what a filter foretells from
/// the pixels to the left and above, then DEFLATE.
///
/// Errors where the bytes are not whole rows of `width`.
pub fn png(bytes: &[u8], width: usize) -> Result<Vec<u8>> {
    check_rows(bytes.len(), width)?;
    let mut out = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
    let height = bytes.len() / width;
    encoder
        .write_image(bytes, width as u32, height as u32, ExtendedColorType::L8)
        .map_err(|error| in_memory(std::io::Error::other(error)))?;
    Ok(out)
}

/// Shades that a neighbour is told apart by, at these bounds.
const BOUNDS: [u8; 5] = [0, 16, 96, 176, 248];
/// Classes of a neighbouring pixel: black, and between the bounds.
const CLASSES: usize = BOUNDS.len() + 1;

/// A coder for grey pixels row by row: a table of shades for each class of the neighbours on the left, above, above to the
/// left and above to the right. The tables are learnt on training images, as a decoder is.
#[derive(Debug, Clone)]
pub struct Contexts {
    height: usize,
    width: usize,
    shades: Shades,
    tables: Vec<Table>,
}

/// So many shades, from black to white in equal steps, as bytes and as 0, 1, 2, …
#[derive(Debug, Clone, Copy)]
struct Shades(usize);

impl Shades {
    /// The byte of a shade, rounded as [`pixel_bytes`] rounds.
    fn byte(self, shade: usize) -> usize {
        let last = self.0 - 1;
        (2 * 255 * shade + last) / (2 * last)
    }

    /// The shades of bytes. Errors where a byte is none of them.
    fn of(self, bytes: &[u8]) -> Result<Vec<usize>> {
        let shade = |&byte: &u8| {
            let shade = (usize::from(byte) * (self.0 - 1) + 127) / 255;
            if self.byte(shade) == usize::from(byte) {
                return Ok(shade);
            }
            let range = "one of the shades that the coder was made for";
            Err(Error::OutOfRange {
                name: "a pixel's byte",
                value: byte.to_string(),
                range,
            })
        };
        bytes.iter().map(shade).collect()
    }
}

impl Contexts {
    /// Learnt from images of height × width bytes each, of 256 shades. Errors where the bytes are not whole images.
    pub fn new(bytes: &[u8], size: (usize, usize)) -> Result<Contexts> {
        Contexts::of_shades(bytes, size, 256)
    }

    /// The same for images that have 2 to 256 shades only, from 0 to 255 in equal steps, so that no table keeps a share for
    /// others.
    ///
    /// Errors where the bytes are not whole images or not of these shades.
    pub fn of_shades(
        bytes: &[u8],
        (height, width): (usize, usize),
        shades: usize,
    ) -> Result<Contexts> {
        check_rows(bytes.len(), height * width)?;
        if !(2..=256).contains(&shades) {
            let (name, range) = ("the number of shades", "between 2 and 256");
            return Err(Error::OutOfRange { name, value: shades.to_string(), range });
        }
        let shades = Shades(shades);
        let pixels = shades.of(bytes)?;
        let mut seen = vec![Vec::new(); CLASSES.pow(4)];
        for (i, &pixel) in pixels.iter().enumerate() {
            seen[context(&pixels[..i], height, width, shades)].push(pixel);
        }
        let tables = seen
            .into_iter()
            .map(|seen| Table::new(seen, shades.0))
            .collect::<Result<_>>()?;
        Ok(Contexts { height, width, shades, tables })
    }

    /// Images as bytes. Errors where the pixels are not those of whole images, or not of the coder's shades.
    pub fn encode(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        check_rows(bytes.len(), self.height * self.width)?;
        encode_symbols(&self.shades.of(bytes)?, &self.tables, |before| self.context(before))
    }

    /// The pixels of n images again. Errors where the bytes are not those of n images.
    pub fn decode(&self, bytes: &[u8], n: usize) -> Result<Vec<u8>> {
        let count = n * self.height * self.width;
        let pixels =
            decode_symbols(bytes, count, &self.tables, |before| self.context(before))?;
        Ok(pixels.into_iter().map(|pixel| self.shades.byte(pixel) as u8).collect())
    }

    fn context(&self, before: &[usize]) -> usize {
        context(before, self.height, self.width, self.shades)
    }

    /// How many numbers the receiver must have: a count for each shade of each context that differs from 1.
    pub fn numbers(&self) -> usize {
        self.tables.iter().map(Table::learnt).sum()
    }
}

/// Which table the pixel after these is coded by; outside the image all is black.
fn context(before: &[usize], height: usize, width: usize, shades: Shades) -> usize {
    let at = before.len() % (height * width);
    let (row, column) = (at / width, at % width);
    let pixel = |up: usize, back: isize| {
        let x = column as isize - back;
        let inside = row >= up && (0..width as isize).contains(&x);
        if inside {
            before[(before.len() - up * width).wrapping_add_signed(-back)]
        } else {
            0
        }
    };
    let class = |pixel: usize| {
        let byte = shades.byte(pixel);
        BOUNDS.iter().filter(|&&bound| byte > usize::from(bound)).count()
    };
    [pixel(0, 1), pixel(1, 0), pixel(1, 1), pixel(1, -1)]
        .into_iter()
        .fold(0, |context, pixel| context * CLASSES + class(pixel))
}

/// Errors where so many bytes are no whole number of pieces.
fn check_rows(bytes: usize, piece: usize) -> Result<()> {
    if piece > 0 && bytes > 0 && bytes.is_multiple_of(piece) {
        return Ok(());
    }
    let expected =
        format!("a whole number of {}, one piece at least", counted(piece, "byte"));
    Err(Error::Shape { what: "the bytes of pixels", expected, got: bytes.to_string() })
}

fn in_memory(source: std::io::Error) -> Error {
    Error::Format { path: "(bytes in memory)".into(), why: source.to_string() }
}
