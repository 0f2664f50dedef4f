//! Codes as bytes: run lengths, AAAABBBBB ↔ 4A5B; quantised codes, entropy coders, and what coders for pixels can do.

pub mod entropy;
pub mod lossless;
pub mod quantise;

use crate::{Error, Result};

// ANCHOR: run_lengths
/// The runs of equal symbols, each as (how many, which): AAAABBBBB → (4, A) (5, B).
///
/// A count fits a byte: a run of more than 255 is cut, so that two bytes hold any run.
/// Source: Golomb 1966.
pub fn run_lengths(symbols: &[u8]) -> Vec<(u8, u8)> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for &symbol in symbols {
        match runs.last_mut() {
            Some((count, of)) if *of == symbol && *count < u8::MAX => *count += 1,
            _ => runs.push((1, symbol)),
        }
    }
    runs
}

/// The symbols again: (4, A) (5, B) → AAAABBBBB.
pub fn expand(runs: &[(u8, u8)]) -> Vec<u8> {
    runs.iter()
        .flat_map(|&(count, symbol)| std::iter::repeat_n(symbol, usize::from(count)))
        .collect()
}
// ANCHOR_END: run_lengths

/// The runs as bytes, count and symbol in turn: two bytes a run.
pub fn to_bytes(runs: &[(u8, u8)]) -> Vec<u8> {
    runs.iter().flat_map(|&(count, symbol)| [count, symbol]).collect()
}

/// The runs that [`to_bytes`] wrote; errors where the number of bytes is odd or a count is zero.
pub fn from_bytes(bytes: &[u8]) -> Result<Vec<(u8, u8)>> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        let (expected, got) = ("an even number, two a run".into(), bytes.len().to_string());
        return Err(Error::Shape { what: "the bytes of runs", expected, got });
    }
    if let Some(run) = pairs.iter().position(|[count, _]| *count == 0) {
        let (expected, got) =
            ("counts of 1 to 255".into(), format!("0 for run {run}, counted from 0"));
        return Err(Error::Shape { what: "the bytes of runs", expected, got });
    }
    Ok(pairs.iter().map(|&[count, symbol]| (count, symbol)).collect())
}

/// The runs as people write them, 4A5B; a symbol that is a digit, a backslash or not printable ASCII appears as \x37.
pub fn as_text(runs: &[(u8, u8)]) -> String {
    let text = |&(count, symbol): &(u8, u8)| match symbol {
        b if b.is_ascii_graphic() && !b.is_ascii_digit() && b != b'\\' => {
            format!("{count}{}", b as char)
        }
        b => format!("{count}\\x{b:02x}"),
    };
    runs.iter().map(text).collect()
}
