//! The files of a folder that belong together, by their names.

use super::{WordCounts, read, read_docword};
use crate::data::{io, malformed};
use crate::{Result, error::counted};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Documents to fit on, and documents to measure on where the set's makers divided it.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// To fit on.
    pub train: WordCounts,
    /// To measure on.
    pub test: Option<WordCounts>,
}

/// The documents of a folder, or of one file.
///
/// A set named S is S-train.txt and S-test.txt, or else S.txt; beside it may lie S-vocab.txt, one word a line, and
/// S-classes.txt. Or it is docword.S.txt, as UCI's sets are, with vocab.S.txt. Each is `.txt` or `.txt.gz`. Divided sets
/// go before UCI's, and these before the others. Given a file, the set is the one that it belongs to.
///
/// # Errors
/// Where there is none, or more than one of the kind that goes first (their names are given); else those of [`read()`] and
/// [`read_docword`].
pub fn folder(path: &Path) -> Result<Folder> {
    let (dir, wanted) = match path.is_file() {
        true => (path.parent().unwrap_or(path), Some(stem(path).0)),
        false => (path, None),
    };
    let files = text_files(dir)?;
    let sets = sets(&files, wanted.as_deref());
    let [set] = &sets[..] else { return Err(malformed(path, none_or_many(&sets))) };
    let named = |part: &str| {
        files.iter().find(|file| stem(file) == (set.to_string(), part.to_string()))
    };
    let (words, classes) =
        (named("vocab").map(PathBuf::as_path), named("classes").map(PathBuf::as_path));
    match (named("train"), named("test"), named("docword"), named("")) {
        (Some(train), Some(test), _, _) => {
            let train = read(train, words, classes)?;
            let mut test = read(test, words, classes)?;
            if test.words.len() != train.words.len() {
                let why = format!(
                    "the documents to fit on have {}, those to measure on {}; add a {set}-vocab.txt, one word a line",
                    counted(train.words.len(), "word"),
                    test.words.len()
                );
                return Err(malformed(path, why));
            }
            test.words.clone_from(&train.words);
            Ok(Folder { train, test: Some(test) })
        }
        (_, _, Some(all), _) => Ok(Folder { train: read_docword(all, words)?, test: None }),
        (_, _, _, Some(all)) => {
            Ok(Folder { train: read(all, words, classes)?, test: None })
        }
        _ => Err(malformed(path, none_or_many(&[]))),
    }
}

/// Whether `path` is a folder with files named as [`folder`] reads them, or such a file. Errors where it cannot be read.
pub fn is_words_folder(path: &Path) -> Result<bool> {
    match path.is_file() {
        true => Ok(is_text(path)),
        false => Ok(!sets(&text_files(path)?, None).is_empty()),
    }
}

/// The names of the divided sets, or if there is none of UCI's, or of the others; only `wanted`, if that is given.
fn sets(files: &[PathBuf], wanted: Option<&str>) -> Vec<String> {
    let having = |part: &str| -> BTreeSet<String> {
        let stems = files
            .iter()
            .map(|file| stem(file))
            .filter(|(_, p)| p == part)
            .map(|(set, _)| set);
        stems.filter(|set| wanted.is_none_or(|wanted| wanted == set)).collect()
    };
    let divided: Vec<String> =
        having("train").intersection(&having("test")).cloned().collect();
    let kinds = [
        divided,
        having("docword").into_iter().collect(),
        having("").into_iter().collect(),
    ];
    kinds.into_iter().find(|sets| !sets.is_empty()).unwrap_or_default()
}

/// news-train.txt.gz → (news, train); news.txt → (news, ""); docword.news.txt → (news, docword).
fn stem(file: &Path) -> (String, String) {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.trim_end_matches(".gz").trim_end_matches(".txt");
    if let Some((part @ ("docword" | "vocab"), set)) = name.split_once('.') {
        return (set.into(), part.into());
    }
    match name.rsplit_once('-') {
        Some((set, part)) if ["train", "test", "vocab", "classes"].contains(&part) => {
            (set.into(), part.into())
        }
        _ => (name.into(), String::new()),
    }
}

fn is_text(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.trim_end_matches(".gz").ends_with(".txt")
}

/// Every text file of the folder, sorted.
fn text_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(io(dir))? {
        let path = entry.map_err(io(dir))?.path();
        if path.is_file() && is_text(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn none_or_many(sets: &[String]) -> String {
    match sets {
        [] => "holds no documents: expected NAME-train.txt and NAME-test.txt, or NAME.txt, with NAME-vocab.txt and \
               NAME-classes.txt beside them, or docword.NAME.txt and vocab.NAME.txt; each may be gzipped"
            .into(),
        _ => format!(
            "holds more than one set: {}; name a file of the one you want instead of the folder",
            sets.join(", ")
        ),
    }
}
