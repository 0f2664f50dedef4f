//! Bag-of-words files: a line a document, `class id:count id:count …`, or `class id id …` where only presence is known.

use super::WordCounts;
use crate::data::{malformed, unpack};
use crate::{Error, Real, Result, error::counted};
use ndarray::Array2;
use std::io::Read;
use std::path::Path;

/// No file may unpack to more than this: 256 MiB.
pub const MOST_BYTES: u64 = 1 << 28;
/// The largest vocabulary: beyond it, rows of counts are the wrong form.
pub const MOST_WORDS: usize = 100_000;
/// The largest table of counts, documents times words: 1 GiB as `f32`.
pub const MOST_ENTRIES: usize = 1 << 28;

/// The documents of a file, gzipped or not; `vocabulary` and `classes` are files of one name a line, if there are any.
///
/// Ids count from 0. Without a vocabulary the words are named by their ids, and there are as many as the largest id says.
///
/// # Errors
/// Each names the file, the line and what is wrong there: a class or an id that is no whole number, an id beyond the
/// vocabulary, an id twice in one document, a count that is not positive and finite, no document at all; or a file that
/// cannot be read, is no text, is damaged, or is larger than [`MOST_BYTES`], [`MOST_WORDS`] or [`MOST_ENTRIES`].
pub fn read(
    path: &Path,
    vocabulary: Option<&Path>,
    classes: Option<&Path>,
) -> Result<WordCounts> {
    let words = vocabulary.map(names).transpose()?;
    let classes = classes.map(names).transpose()?.unwrap_or_default();
    let text = text(path)?;
    let most = words.as_ref().map_or(MOST_WORDS, Vec::len);
    let mut documents: Vec<Document> = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let document = Document::parse(line, most, classes.len());
        documents.push(
            document.map_err(|why| malformed(path, format!("line {}: {why}", i + 1)))?,
        );
    }
    if documents.is_empty() {
        return Err(malformed(
            path,
            "holds no document; expected lines like `3 17:2 40:1`: class, then id:count",
        ));
    }
    let largest =
        documents.iter().flat_map(|d| &d.entries).map(|&(id, _)| id + 1).max().unwrap_or(0);
    let words =
        words.unwrap_or_else(|| (0..largest).map(|id| format!("word {id}")).collect());
    let (n, v) = (documents.len(), words.len());
    if n.saturating_mul(v) > MOST_ENTRIES {
        let why = format!(
            "{} of {} are more than {MOST_ENTRIES} counts; keep fewer of either",
            counted(n, "document"),
            counted(v, "word")
        );
        return Err(malformed(path, why));
    }
    let mut x = Array2::zeros((n, v));
    for (mut row, document) in x.rows_mut().into_iter().zip(&documents) {
        for &(id, count) in &document.entries {
            row[id] = count;
        }
    }
    Ok(WordCounts {
        x,
        labels: documents.iter().map(|document| document.class).collect(),
        words,
        classes,
    })
}

/// One line.
struct Document {
    class: usize,
    /// (id, count), by id.
    entries: Vec<(usize, Real)>,
}

impl Document {
    /// `3 17:2 40` → class 3, word 17 twice, word 40 once; or what is wrong with it. There are `words` words at most, and
    /// `classes` classes if not 0.
    fn parse(
        line: &str,
        words: usize,
        classes: usize,
    ) -> std::result::Result<Document, String> {
        let mut fields = line.split_whitespace();
        let class = fields.next().unwrap_or_default();
        let class: usize = class.parse().map_err(|_| {
            format!("begins with `{class}`, but a class from 0 was expected")
        })?;
        if classes > 0 && class >= classes {
            return Err(format!(
                "the class is {class}, but those that are named are 0 to {}",
                classes - 1
            ));
        }
        let mut entries = fields
            .map(|field| entry(field, words))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        entries.sort_by_key(|&(id, _)| id);
        match entries.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => {
                Err(format!("word {} stands there twice; add its counts up", pair[0].0))
            }
            None => Ok(Document { class, entries }),
        }
    }
}

/// `17:2` → (17, 2), `40` → (40, 1).
fn entry(field: &str, words: usize) -> std::result::Result<(usize, Real), String> {
    let (id, count) = field.split_once(':').unwrap_or((field, "1"));
    let id: usize =
        id.parse().map_err(|_| format!("`{field}` is not id:count, as 17:2 is"))?;
    if id >= words {
        let last = words.saturating_sub(1);
        return Err(format!(
            "`{field}` names word {id}, but there are {words}: 0 to {last} (ids count from 0)"
        ));
    }
    match count.parse::<f64>() {
        Ok(count) if count > 0.0 && count <= f64::from(u32::MAX) => Ok((id, count as Real)),
        _ => Err(format!(
            "`{field}` has the count `{count}`, but a positive number was expected"
        )),
    }
}

/// The lines of a small text file, each a name.
pub(super) fn names(path: &Path) -> Result<Vec<String>> {
    let names: Vec<String> =
        text(path)?.lines().map(|line| line.trim().to_string()).collect();
    match names.len() {
        0..=MOST_WORDS => Ok(names),
        n => Err(malformed(
            path,
            format!(
                "holds {n} names, but at most {MOST_WORDS} are read; keep the most frequent"
            ),
        )),
    }
}

/// The text of a file, gzipped or not.
pub(super) fn text(path: &Path) -> Result<String> {
    let (source, _) = unpack::open(path, "a text file")?;
    let mut bytes = Vec::new();
    source
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unpack::damaged(path, error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(malformed(
            path,
            format!("unpacks to more than {} MiB; divide it", MOST_BYTES >> 20),
        ));
    }
    String::from_utf8(bytes)
        .map_err(|error| not_text(path, error.utf8_error().valid_up_to()))
}

fn not_text(path: &Path, at: usize) -> Error {
    malformed(
        path,
        format!(
            "is no text: byte {at} is not UTF-8; save it as UTF-8, or unpack it if it is packed other than by gzip"
        ),
    )
}
