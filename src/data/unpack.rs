//! Files that may be gzipped: their first two bytes tell, not their names.

use super::{io, malformed};
use crate::{Error, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

/// Deflate cannot pack tighter than 1 032 to 1, so a gzip file that promises more is lying.
const TIGHTEST: u64 = 1032;

/// The unpacked bytes of a file, and how many there can be at most.
///
/// Errors where there is no such file, or it is a folder (`expected` says what a file should be) or empty.
pub fn open(path: &Path, expected: &str) -> Result<(Box<dyn Read>, u64)> {
    let file = File::open(path).map_err(io(path))?;
    let meta = file.metadata().map_err(io(path))?;
    if meta.is_dir() {
        return Err(malformed(
            path,
            format!("this is a folder, but {expected} was expected; name a file in it"),
        ));
    }
    let mut file = BufReader::with_capacity(1 << 16, file);
    let start = file.fill_buf().map_err(io(path))?;
    if start.is_empty() {
        return Err(malformed(path, "the file is empty; fetch it again"));
    }
    Ok(match start.starts_with(&[0x1f, 0x8b]) {
        true => (Box::new(MultiGzDecoder::new(file)), meta.len().saturating_mul(TIGHTEST)),
        false => (Box::new(file), meta.len()),
    })
}

/// A stream that cannot be unpacked, or a disk that cannot be read.
pub fn damaged(path: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            malformed(path, format!("damaged gzip data ({error}); fetch it again"))
        }
        _ => io(path)(error),
    }
}
