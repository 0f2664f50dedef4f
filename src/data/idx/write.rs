//! Images and labels as IDX files.

use super::times;
use crate::data::{ImageSet, io, malformed, write_files};
use crate::{Error, Result, error::counted};
use flate2::{Compression, GzBuilder};
use std::io::Write;
use std::path::Path;

/// Images as IDX: pixels in [0, 1] become bytes 0–255, rounded; gzipped where the name ends in `.gz`; whole or not at all.
///
/// Grey images are written N×H×W, RGB N×H×W×3. Errors where a pixel is outside [0, 1], X does not have H·W·channels
/// columns, or the file cannot be written.
pub fn write_images(path: &Path, set: &ImageSet) -> Result<()> {
    let bytes = encode_images(set)?;
    save(path, &bytes)
}

/// Labels as IDX; gzipped where the name ends in `.gz`; whole or not at all.
///
/// Errors where a label is above 255 or the file cannot be written.
pub fn write_labels(path: &Path, labels: &[usize]) -> Result<()> {
    let bytes = encode_labels(labels)?;
    save(path, &bytes)
}

/// The bytes that [`write_images`] writes, not gzipped.
pub fn encode_images(set: &ImageSet) -> Result<Vec<u8>> {
    let (n, d) = set.x.dim();
    let mut sizes = vec![n, set.frame.height, set.frame.width];
    if set.frame.channels != 1 {
        sizes.push(set.frame.channels);
    }
    if d != set.frame.len() {
        let expected =
            format!("{} for {}", counted(set.frame.len(), "column"), times(&sizes));
        return Err(Error::Shape { what: "writing images", expected, got: d.to_string() });
    }
    let mut bytes = header(&sizes)?;
    for &p in &set.x {
        if !(0.0..=1.0).contains(&p) {
            let range = "from 0 to 1 to be written as a byte; scale the images first";
            return Err(Error::OutOfRange { name: "a pixel", value: p.to_string(), range });
        }
        bytes.push((p * 255.0).round() as u8);
    }
    Ok(bytes)
}

/// The bytes that [`write_labels`] writes, not gzipped.
pub fn encode_labels(labels: &[usize]) -> Result<Vec<u8>> {
    let mut bytes = header(&[labels.len()])?;
    for &label in labels {
        let byte = u8::try_from(label).map_err(|_| Error::OutOfRange {
            name: "a label",
            value: label.to_string(),
            range: "from 0 to 255 to be written as a byte",
        })?;
        bytes.push(byte);
    }
    Ok(bytes)
}

fn header(sizes: &[usize]) -> Result<Vec<u8>> {
    let mut bytes = vec![0, 0, 0x08, sizes.len() as u8];
    for &size in sizes {
        let size = u32::try_from(size).map_err(|_| Error::OutOfRange {
            name: "a dimension",
            value: size.to_string(),
            range: "below 2³² to be written as IDX",
        })?;
        bytes.extend(size.to_be_bytes());
    }
    Ok(bytes)
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    let (Some(dir), Some(name)) =
        (path.parent(), path.file_name().and_then(|n| n.to_str()))
    else {
        return Err(malformed(path, "is not the name of a file to write"));
    };
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    if !name.ends_with(".gz") {
        return write_files(dir, &[(name, bytes)]);
    }
    // No time stamp in the header: the same images give the same file.
    let mut packer = GzBuilder::new().write(Vec::new(), Compression::default());
    let packed =
        packer.write_all(bytes).and_then(|()| packer.finish()).map_err(io(path))?;
    write_files(dir, &[(name, packed)])
}
