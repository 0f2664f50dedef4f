//! Documents made from topics: word counts whose true topic shares are known.
//!
//! Latent Dirichlet allocation (Blei, Ng & Jordan 2003) with 40 topics over 1 200 English words, of which some belong to
//! two topics or more ("pitch": football, music), and with 40 classes of documents. A class mixes three topics of its own,
//! one of them its main one; every topic occurs in three classes, and no two classes share more than one topic.

mod model;
pub use model::{Document, TopicModel};

use super::words::WordCounts;
use crate::{Error, Real, Result};
use ndarray::Array2;
use rayon::prelude::*;

/// How many documents there are to fit on, unless asked otherwise.
pub const TRAIN: usize = 6000;
/// How many there are to measure on.
pub const TEST: usize = 2000;
/// The most that may be asked for: their counts take 480 MB.
pub const MOST: usize = 100_000;

/// Documents, and the truth behind each.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentSet {
    /// Counts, classes, words.
    pub counts: WordCounts,
    /// Θ (n, T): the share of each topic in each document; rows sum to 1.
    pub shares: Array2<Real>,
    /// The topics' names.
    pub topics: Vec<String>,
}

/// `n` documents; document i depends on `seed` and i alone, so that a larger set begins with the smaller one.
///
/// # Errors
/// Where `n` is 0 or more than [`MOST`].
pub fn documents(seed: u64, n: usize) -> Result<DocumentSet> {
    match n {
        0 => {
            return Err(Error::TooFew {
                what: "a set of documents",
                need: 1,
                unit: "document",
                got: 0,
            });
        }
        1..=MOST => {}
        _ => {
            let value = n.to_string();
            return Err(Error::OutOfRange {
                name: "the number of documents",
                value,
                range: "at most 100 000",
            });
        }
    }
    let model = TopicModel::standard();
    let drawn: Vec<_> =
        (0..n as u64).into_par_iter().map(|i| model.document(seed, i)).collect();
    let mut x = Array2::zeros((n, model.words.len()));
    let mut shares = Array2::zeros((n, model.names.len()));
    let mut labels = Vec::with_capacity(n);
    for (i, document) in drawn.into_iter().enumerate() {
        for word in document.words {
            x[[i, word]] += 1.0;
        }
        shares.row_mut(i).assign(&document.shares.mapv(|share: f64| share as Real));
        labels.push(document.class);
    }
    let classes = model.names.clone();
    Ok(DocumentSet {
        counts: WordCounts { x, labels, words: model.words, classes },
        shares,
        topics: model.names,
    })
}

/// The first `n` documents to fit on: [`documents`] itself. Errors as there.
pub fn train(seed: u64, n: usize) -> Result<DocumentSet> {
    documents(seed, n)
}

/// The first `n` documents to measure on: others than [`train`]'s of the same seed. Errors as [`documents`].
pub fn test(seed: u64, n: usize) -> Result<DocumentSet> {
    // All bits inverted: the generator of a seed that nobody types.
    documents(!seed, n)
}
