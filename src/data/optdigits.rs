//! 1 797 real handwritten digits of 8×8 pixels, small enough to ship.
//!
//! The test part of "Optical Recognition of Handwritten Digits" (Alpaydin & Kaynak 1998), CC BY 4.0;
//! credit and terms lie beside the file, in `optdigits/README.md`.

use super::{ImageSet, malformed};
use crate::{Frame, Real, Result};
use flate2::read::GzDecoder;
use ndarray::Array2;
use std::io::Read;
use std::path::Path;

/// Pixels down and across.
pub const SIDE: usize = 8;
/// How many digits there are.
pub const COUNT: usize = 1797;

const FILE: &str = "optdigits-1797.csv.gz";
const BYTES: &[u8] = include_bytes!("optdigits/optdigits-1797.csv.gz");

/// The digits: X (1797, 64), labels 0–9.
///
/// A pixel is *not* in [0, 1] but a count, 0–16: how many of the 4×4 pixels of the scanned bitmap's block had ink.
/// The order is the file's. Errors only if the embedded file was damaged.
pub fn load() -> Result<ImageSet> {
    let path = Path::new(FILE);
    let mut text = String::new();
    GzDecoder::new(BYTES)
        .read_to_string(&mut text)
        .map_err(|e| malformed(path, format!("the embedded file: {e}")))?;
    parse(&text)
}

fn parse(text: &str) -> Result<ImageSet> {
    let wrong = |line: usize, why: &str| {
        malformed(Path::new(FILE), format!("line {}: {why}", line + 1))
    };
    let mut pixels: Vec<Real> = Vec::with_capacity(COUNT * SIDE * SIDE);
    let mut labels = Vec::with_capacity(COUNT);
    for (i, line) in text.lines().enumerate() {
        let row: Vec<u8> = line
            .split(',')
            .map(|field| field.trim().parse())
            .collect::<std::result::Result<_, _>>()
            .map_err(|e| wrong(i, &format!("expected whole numbers, but {e}")))?;
        let [image @ .., label] = row.as_slice() else {
            return Err(wrong(i, "expected 65 numbers, but it is empty"));
        };
        if image.len() != SIDE * SIDE || *label > 9 || image.iter().any(|&p| p > 16) {
            return Err(wrong(i, "expected 64 pixels from 0 to 16, then a digit"));
        }
        pixels.extend(image.iter().map(|&p| Real::from(p)));
        labels.push(usize::from(*label));
    }
    let (got, why) = (labels.len(), "shape");
    let x = Array2::from_shape_vec((got, SIDE * SIDE), pixels)
        .map_err(|e| wrong(got, &format!("{why}: {e}")))?;
    if got != COUNT {
        return Err(wrong(got, &format!("expected {COUNT} lines, but there are {got}")));
    }
    Ok(ImageSet { x, labels, frame: Frame::grey(SIDE, SIDE) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_line_is_named() {
        let good = format!("{}3\n", "16,".repeat(64));
        let cases = [
            ("1,2,3\n".to_string(), "line 1: expected 64 pixels"),
            (format!("{good}{}\n", "17,".repeat(64) + "3"), "line 2: expected 64 pixels"),
            (format!("{good}{}\n", "1,".repeat(64) + "10"), "line 2: expected 64 pixels"),
            (good.replacen("16", "x", 1), "line 1: expected whole numbers"),
            (good.clone(), "expected 1797 lines, but there are 1"),
            ("\n".to_string(), "line 1: expected whole numbers"),
        ];
        for (text, message) in cases {
            let error = parse(&text).unwrap_err().to_string();
            assert!(error.contains(message), "{error:?} does not say {message:?}");
        }
    }
}
