//! UCI's bag-of-words files: three lines D, W and N, then N lines `document word count`.

use super::WordCounts;
use super::read::{MOST_ENTRIES, names, text};
use crate::data::malformed;
use crate::{Real, Result, error::counted};
use ndarray::Array2;
use std::path::Path;

/// The documents of `docword.NAME.txt`, gzipped or not; `vocabulary` is `vocab.NAME.txt`, one word a line, if there is any.
///
/// The header has the numbers of documents, of words, and of the lines that follow; documents and words count from 1.
/// There are no classes. Without a vocabulary the words are named by their numbers.
/// Source: Newman, *Bag of Words*, UCI Machine Learning Repository (2008).
///
/// # Errors
/// Each names the file, the line and what is wrong there: a header that is not three whole numbers from 1, another number
/// of lines or of words in the vocabulary than it promises, a document or a word beyond it, a count that is no whole number
/// from 1, a word twice in one document; or a file that cannot be read, is no text, is damaged or too large, as in
/// [`read`](super::read()).
pub fn read_docword(path: &Path, vocabulary: Option<&Path>) -> Result<WordCounts> {
    let text = text(path)?;
    let lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim()));
    let mut lines = lines.filter(|(_, line)| !line.is_empty());
    let mut header = |what| {
        let (at, line) = lines.next().ok_or_else(|| {
            malformed(path, format!("ends before {what}; {HEADER}: fetch it again"))
        })?;
        let wrong =
            || malformed(path, format!("line {at}: `{line}` is not {what}; {HEADER}"));
        line.parse::<usize>().ok().filter(|&number| number > 0).ok_or_else(wrong)
    };
    let n = header("the number of documents")?;
    let v = header("the number of words")?;
    let promised = header("the number of entries")?;
    if n.saturating_mul(v) > MOST_ENTRIES {
        let (documents, words) = (counted(n, "document"), counted(v, "word"));
        let why = format!(
            "{documents} of {words} are more than {MOST_ENTRIES} counts; keep fewer of either"
        );
        return Err(malformed(path, why));
    }
    let words = match vocabulary.map(|file| Ok((file, names(file)?))).transpose()? {
        None => (1..=v).map(|word| format!("word {word}")).collect(),
        Some((_, words)) if words.len() == v => words,
        Some((file, words)) => {
            let why = format!(
                "holds {}, but the header of {} says {v}; they are not a pair",
                counted(words.len(), "word"),
                path.display()
            );
            return Err(malformed(file, why));
        }
    };
    let entries: Vec<(usize, &str)> = lines.collect();
    if entries.len() != promised {
        let (found, promised) = (entries.len(), counted(promised, "line"));
        let why = format!(
            "the header promises {promised} `document word count`, but {found} follow it; \
             the file is cut short, or its header is wrong: fetch it again"
        );
        return Err(malformed(path, why));
    }
    let mut x: Array2<Real> = Array2::zeros((n, v));
    for (at, line) in entries {
        let entered = enter(line, &mut x);
        entered.map_err(|why| malformed(path, format!("line {at}: {why}")))?;
    }
    Ok(WordCounts { x, labels: Vec::new(), words, classes: Vec::new() })
}

const HEADER: &str = "expected three lines with the numbers of documents, of words, and of the lines after them";

/// `3 17 2` → word 17 (from 1) twice in document 3 (from 1); or what is wrong with it.
fn enter(line: &str, x: &mut Array2<Real>) -> std::result::Result<(), String> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let &[document, word, count] = &fields[..] else {
        return Err(format!("`{line}` is not `document word count`, as `3 17 2` is"));
    };
    let id = |name: &str, what: &str, most: usize| match name.parse::<usize>() {
        Ok(id) if (1..=most).contains(&id) => Ok(id - 1),
        _ => {
            let all = counted(most, what);
            Err(format!(
                "`{line}` names the {what} `{name}`, but the header has {all}: 1 to {most}"
            ))
        }
    };
    let (i, j) = (id(document, "document", x.nrows())?, id(word, "word", x.ncols())?);
    let count = match count.parse::<u32>() {
        Ok(count) if count > 0 => f64::from(count) as Real,
        _ => {
            return Err(format!(
                "`{line}` has the count `{count}`, but a whole number from 1 was expected"
            ));
        }
    };
    if x[[i, j]] > 0.0 {
        return Err(format!(
            "word {word} stands in document {document} a second time; add its counts up"
        ));
    }
    x[[i, j]] = count;
    Ok(())
}
