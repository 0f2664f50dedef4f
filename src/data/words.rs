//! Documents as counts of words: the order of the words is forgotten, how often each occurs is kept.

mod docword;
mod find;
mod read;
mod write;
pub use docword::read_docword;
pub use find::{Folder, folder, is_words_folder};
pub use read::{MOST_BYTES, MOST_ENTRIES, MOST_WORDS, read};
pub use write::encode;

use super::check_rows;
use crate::{Real, Result};
use ndarray::{Array2, Axis};

/// Documents as rows of word counts, and what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct WordCounts {
    /// X (n, v): how often word j occurs in document i.
    pub x: Array2<Real>,
    /// One class a document; empty where there are none.
    pub labels: Vec<usize>,
    /// What the v columns count.
    pub words: Vec<String>,
    /// Names of the classes, by label; empty where there are none.
    pub classes: Vec<String>,
}

impl WordCounts {
    /// n, the number of documents.
    pub fn len(&self) -> usize {
        self.x.nrows()
    }

    /// Whether there is no document at all.
    pub fn is_empty(&self) -> bool {
        self.x.nrows() == 0
    }

    /// The documents of the given rows, in the given order; an error names a row that is not there.
    pub fn select(&self, rows: &[usize]) -> Result<WordCounts> {
        check_rows("selecting documents", rows, self.len())?;
        let labels = match self.labels.is_empty() {
            true => Vec::new(),
            false => rows.iter().map(|&row| self.labels[row]).collect(),
        };
        Ok(WordCounts { x: self.x.select(Axis(0), rows), labels, ..self.clone_names() })
    }

    /// The documents that hold a word at all, and how many there are that hold none.
    pub fn without_empty(&self) -> Result<(WordCounts, usize)> {
        let full: Vec<usize> = self
            .x
            .rows()
            .into_iter()
            .enumerate()
            .filter(|(_, row)| row.sum() > 0.0)
            .map(|(i, _)| i)
            .collect();
        let left_out = self.len() - full.len();
        Ok((self.select(&full)?, left_out))
    }

    /// No document, but the same words and classes.
    fn clone_names(&self) -> WordCounts {
        WordCounts {
            x: Array2::zeros((0, self.words.len())),
            labels: Vec::new(),
            words: self.words.clone(),
            classes: self.classes.clone(),
        }
    }
}
