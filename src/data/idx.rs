//! IDX, the format of MNIST and of many sets after it, gzipped or not.
//!
//! A file is `0 0 T R`, then R big-endian 32-bit sizes, then the values in row-major order, big-endian too; T = 8 says
//! bytes. Whether it is gzipped its first two bytes tell, not its name. Source: LeCun, Cortes & Burges, the MNIST page.
//!
//! A reader's file is not to be trusted: nothing is allocated that the file's size does not bear out, and reading stops
//! one byte after what the header promised, however much a gzip stream would still unpack to.

mod find;
mod images;
mod write;
pub use find::{TrainTest, find_pair, is_divided, is_idx_folder, mnist_folder};
pub use images::{read_images, read_labels, read_pair};
pub use write::{encode_images, encode_labels, write_images, write_labels};

use super::malformed;
use super::unpack::{self, damaged};
use crate::{Real, Result, error::counted};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// No file may unpack to more than this: 4 GiB, five times the largest set this book touches as `f32`.
pub const MOST_BYTES: u64 = 1 << 32;

/// Memory asked for before the first value is read; a header alone gets no more.
const FIRST_BYTES: u64 = 1 << 26;

/// What the values of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    U8,
    I8,
    I16,
    I32,
    F32,
    F64,
}

impl Element {
    fn of_code(code: u8) -> Option<Element> {
        Some(match code {
            0x08 => Element::U8,
            0x09 => Element::I8,
            0x0B => Element::I16,
            0x0C => Element::I32,
            0x0D => Element::F32,
            0x0E => Element::F64,
            _ => return None,
        })
    }

    /// Bytes of one value.
    pub fn width(self) -> usize {
        match self {
            Element::U8 | Element::I8 => 1,
            Element::I16 => 2,
            Element::I32 | Element::F32 => 4,
            Element::F64 => 8,
        }
    }
}

/// An IDX file as it is: sizes, and values as bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Idx {
    /// The size of each dimension, slowest first.
    pub sizes: Vec<usize>,
    /// What the values are.
    pub element: Element,
    /// The values, row-major, big-endian; their length is Π sizes · width.
    pub bytes: Vec<u8>,
}

impl Idx {
    /// The values as numbers, unscaled; their length is Π sizes.
    pub fn values(&self) -> Vec<Real> {
        fn each<const W: usize>(
            bytes: &[u8],
            number: impl Fn([u8; W]) -> f64,
        ) -> Vec<Real> {
            bytes.as_chunks::<W>().0.iter().map(|&b| number(b) as Real).collect()
        }
        match self.element {
            Element::U8 => each(&self.bytes, |[b]: [u8; 1]| b.into()),
            Element::I8 => each(&self.bytes, |b| i8::from_be_bytes(b).into()),
            Element::I16 => each(&self.bytes, |b| i16::from_be_bytes(b).into()),
            Element::I32 => each(&self.bytes, |b| i32::from_be_bytes(b).into()),
            Element::F32 => each(&self.bytes, |b| f32::from_be_bytes(b).into()),
            Element::F64 => each(&self.bytes, f64::from_be_bytes),
        }
    }
}

/// Any IDX file of any rank ≥ 1, gzipped or not.
///
/// Errors, each naming the file, what was found, what was expected and what to do: a folder, an unreadable, empty,
/// truncated or damaged file, a wrong magic number, sizes that the file cannot hold, bytes after the last value.
pub fn read(path: &Path) -> Result<Idx> {
    let (mut source, most) = unpack::open(path, "one IDX file")?;
    parse(path, &mut source, most.min(MOST_BYTES))
}

/// Header and values from `source`, which can hold at most `most` bytes.
fn parse(path: &Path, source: &mut impl Read, most: u64) -> Result<Idx> {
    let mut magic = [0; 4];
    fill(path, source, &mut magic, "the four bytes of the magic number")?;
    let [0, 0, code, rank] = magic else { return Err(malformed(path, not_idx(magic))) };
    let Some(element) = Element::of_code(code) else {
        return Err(malformed(path, not_idx(magic)));
    };
    if rank == 0 {
        return Err(malformed(
            path,
            "the header announces no dimension; expected 1 (labels), 3 or 4 (images)",
        ));
    }
    let mut header = vec![0; 4 * usize::from(rank)];
    fill(path, source, &mut header, &format!("the sizes of {rank} dimensions"))?;
    let sizes: Vec<usize> =
        header.as_chunks::<4>().0.iter().map(|&b| u32::from_be_bytes(b) as usize).collect();
    let promised = sizes
        .iter()
        .try_fold(element.width() as u64, |product, &s| product.checked_mul(s as u64))
        .filter(|&bytes| bytes <= most)
        .ok_or_else(|| malformed(path, lying(&sizes, element, most)))?;
    let mut bytes = Vec::with_capacity(promised.min(FIRST_BYTES) as usize + 1);
    source.take(promised + 1).read_to_end(&mut bytes).map_err(|e| damaged(path, e))?;
    let (found, promised) = (bytes.len(), promised as usize);
    if found < promised {
        let why = format!(
            "the header promises {} of values ({}), but the file ends after {found}; \
             it is cut short: fetch it again",
            counted(promised, "byte"),
            times(&sizes)
        );
        return Err(malformed(path, why));
    }
    if found > promised {
        let why = format!(
            "more bytes follow the {promised} that the header promises ({}); \
             either the header or the rest is wrong: fetch it again",
            times(&sizes)
        );
        return Err(malformed(path, why));
    }
    Ok(Idx { sizes, element, bytes })
}

fn fill(path: &Path, source: &mut impl Read, buffer: &mut [u8], what: &str) -> Result<()> {
    source.read_exact(buffer).map_err(|e| match e.kind() {
        ErrorKind::UnexpectedEof => {
            malformed(path, format!("the file ends before {what}; fetch it again"))
        }
        _ => damaged(path, e),
    })
}

fn not_idx([a, b, c, d]: [u8; 4]) -> String {
    format!(
        "not an IDX file: it begins {a:02x} {b:02x} {c:02x} {d:02x}, but 00 00, a type (08 for bytes) and a rank were \
         expected; is it another format, or packed other than by gzip?"
    )
}

fn lying(sizes: &[usize], element: Element, most: u64) -> String {
    format!(
        "the header promises {} values (bytes of each: {}), but a file of this length holds at most {} \
         (and {MOST_BYTES} are the limit); the file is cut short or no IDX file: fetch it again",
        times(sizes),
        element.width(),
        counted(most as usize, "byte")
    )
}

/// "60000×28×28".
fn times(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("×")
}
