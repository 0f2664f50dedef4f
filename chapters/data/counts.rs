//! The built-in documents as text: counts of words, and the true topic shares.

use super::super::Contents;
use super::super::table::csv;
use crate::Failure;
use autoencoders::data::documents::{self, DocumentSet};
use autoencoders::data::words;

/// `n` documents to fit on and a third as many to measure on, their words and classes by name, and what is known of each.
pub fn contents(seed: u64, n: usize) -> Result<Contents, Failure> {
    let train = documents::train(seed, n)?;
    let test = documents::test(seed, n.div_ceil(3))?;
    let texts = vec![
        ("-train.txt", words::encode(&train.counts)?),
        ("-test.txt", words::encode(&test.counts)?),
        ("-vocab.txt", lines(&train.counts.words)),
        ("-classes.txt", lines(&train.counts.classes)),
        ("-train.csv", shares(&train)),
        ("-test.csv", shares(&test)),
    ];
    Ok(Contents { images: None, texts, across: 0 })
}

/// One name a line.
fn lines(names: &[String]) -> String {
    names.iter().map(|name| format!("{name}\n")).collect()
}

/// The class of each document, and its share of each topic.
fn shares(set: &DocumentSet) -> String {
    let columns: Vec<String> = std::iter::once("label")
        .chain(set.topics.iter().map(String::as_str))
        .map(String::from)
        .collect();
    let rows =
        set.shares.rows().into_iter().zip(&set.counts.labels).map(|(shares, label)| {
            std::iter::once(label.to_string())
                .chain(shares.into_iter().map(|share| share.to_string()))
                .collect()
        });
    csv(&columns, rows.collect::<Vec<Vec<String>>>())
}
