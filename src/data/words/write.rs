//! The lines that [`read`](super::read) reads.

use super::WordCounts;
use crate::{Error, Result, error::counted};
use std::fmt::Write;

/// Documents as lines `class id:count id:count …`, in the order of the ids; words that do not occur are left out.
///
/// Errors where there are not as many labels as documents, or a count is not a number from 0.
pub fn encode(documents: &WordCounts) -> Result<String> {
    if documents.labels.len() != documents.len() {
        let expected = format!("{}, one a document", counted(documents.len(), "label"));
        let got = documents.labels.len().to_string();
        return Err(Error::Shape { what: "writing documents", expected, got });
    }
    let mut text = String::new();
    for (row, class) in documents.x.rows().into_iter().zip(&documents.labels) {
        text += &class.to_string();
        for (id, &count) in row.iter().enumerate().filter(|&(_, &count)| count != 0.0) {
            if !(count > 0.0 && count.is_finite()) {
                let (value, range) = (count.to_string(), "a number from 0 to be written");
                return Err(Error::OutOfRange { name: "a count", value, range });
            }
            // Writing to a string cannot fail.
            let _ = write!(text, " {id}:{count}");
        }
        text.push('\n');
    }
    Ok(text)
}
