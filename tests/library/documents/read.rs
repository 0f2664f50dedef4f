//! Bag-of-words files: read as they are meant, or refused with file, line and reason.

use crate::common::refused;
use autoencoders::data::documents::documents;
use autoencoders::data::words::{self, WordCounts};
use autoencoders::ndarray::{Array2, array};
use autoencoders::{Error, Real, Result};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).expect("a file");
    }
    dir
}

pub fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory")
}

/// What reading a file with these bytes gives, with a vocabulary of three words and two classes.
fn read(bytes: &[u8]) -> Result<WordCounts> {
    let dir = folder(&[
        ("d.txt", bytes),
        ("d-vocab.txt", b"ant\nbee\ncow\n"),
        ("d-classes.txt", b"small\nlarge\n"),
    ]);
    let path = |name: &str| dir.path().join(name);
    words::read(&path("d.txt"), Some(&path("d-vocab.txt")), Some(&path("d-classes.txt")))
}

#[test]
fn counts_and_presence_are_read_gzipped_or_not() {
    let text = b"1 0:2 2:1\n0 1\n\n1\n";
    for bytes in [text.to_vec(), zipped(text), b"1 2:1 0:2\r\n0 1:1\r\n1\r\n".to_vec()] {
        let set = read(&bytes).expect("documents");
        assert_eq!(set.x, array![[2.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]);
        assert_eq!(
            (&set.labels[..], &set.words[..]),
            (&[1, 0, 1][..], &["ant", "bee", "cow"].map(String::from)[..])
        );
        assert_eq!(set.classes, ["small", "large"]);
    }
}

#[test]
fn what_is_written_is_read_again() {
    let set = documents(3, 20).expect("documents").counts;
    let names = |names: &[String]| names.join("\n").into_bytes();
    let dir = folder(&[
        ("d.txt", words::encode(&set).expect("counts").as_bytes()),
        ("d-vocab.txt", &names(&set.words)),
        ("d-classes.txt", &names(&set.classes)),
    ]);
    assert_eq!(words::folder(dir.path()).expect("a set").train, set);
    let shares =
        WordCounts { x: array![[0.25, 0.0, 1e-7], [0.0, 0.0, 0.0]], ..few(&[1, 0]) };
    assert_eq!(
        words::encode(&shares).expect("parts of a word"),
        "1 0:0.25 2:0.0000001\n0\n"
    );
    for wrong in [-1.0, Real::NAN, Real::INFINITY] {
        let set = WordCounts { x: array![[wrong, 0.0, 1.0]], ..few(&[0]) };
        refused(words::encode(&set), &["a count is", "from 0"]);
    }
    refused(words::encode(&few(&[0, 1, 1])), &["2 labels", "got 3"]);
}

/// Two documents without a word.
fn few(labels: &[usize]) -> WordCounts {
    let words = ["ant", "bee", "cow"].map(String::from).to_vec();
    WordCounts {
        x: Array2::zeros((2, 3)),
        labels: labels.to_vec(),
        words,
        classes: Vec::new(),
    }
}

#[test]
fn without_a_vocabulary_the_largest_id_says_how_many_words_there_are() {
    let dir = folder(&[("d.txt", b"7 3:1\n2 0:4\n")]);
    let set = words::read(&dir.path().join("d.txt"), None, None).expect("documents");
    assert_eq!(set.x, array![[0.0, 0.0, 0.0, 1.0], [4.0, 0.0, 0.0, 0.0]]);
    assert_eq!((set.words[3].as_str(), set.labels), ("word 3", vec![7, 2]));
}

#[test]
fn every_mistake_is_named_with_file_and_line() {
    let cases: [(&[u8], &[&str]); 12] = [
        (b"0 1:1\nx 1:1\n", &["d.txt", "line 2", "`x`", "class"]),
        (b"-1 1:1\n", &["line 1", "`-1`"]),
        (b"2 1:1\n", &["line 1", "class is 2", "0 to 1"]),
        (b"0 1:1\n\n1 3:1\n", &["line 3", "word 3", "0 to 2", "count from 0"]),
        (b"0 1:one\n", &["line 1", "`one`", "positive number"]),
        (b"0 1:0\n", &["`0`", "positive"]),
        (b"0 1:-2\n", &["`-2`", "positive"]),
        (b"0 1:NaN\n", &["`NaN`", "positive"]),
        (b"0 1:inf\n", &["`inf`", "positive"]),
        (b"0 a:1\n", &["`a:1`", "17:2"]),
        (b"0 1:1 2:1 1:3\n", &["line 1", "word 1", "twice"]),
        (b"\n \n", &["d.txt", "no document", "3 17:2"]),
    ];
    for (bytes, words) in cases {
        refused(read(bytes), words);
    }
}

#[test]
fn files_that_are_no_text_are_refused() {
    refused(read(b""), &["d.txt", "empty"]);
    refused(read(&[b'0', b' ', 0xff, 0xfe]), &["no text", "byte 2"]);
    let whole = zipped(b"0 1:1\n".repeat(100).as_slice());
    refused(read(&whole[..whole.len() - 6]), &["damaged gzip", "again"]);
    let dir = tempfile::tempdir().expect("a folder");
    refused(words::read(dir.path(), None, None), &["folder", "text file"]);
    let missing = words::read(&dir.path().join("none.txt"), None, None);
    assert!(matches!(missing, Err(Error::Io { path, .. }) if path.ends_with("none.txt")));
}

#[test]
fn a_bomb_and_a_boundless_vocabulary_are_stopped() {
    let bomb = zipped(&vec![b' '; (words::MOST_BYTES + 10) as usize]);
    refused(read(&bomb), &["d.txt", "more than 256 MiB"]);
    let dir = folder(&[("d.txt", b"0 4000000000:1\n")]);
    refused(
        words::read(&dir.path().join("d.txt"), None, None),
        &["line 1", "4000000000", "100000"],
    );
    let mut many = b"0 99999:1\n".to_vec();
    many.extend(b"0 1:1\n".repeat(3000));
    let dir = folder(&[("d.txt", &many)]);
    refused(
        words::read(&dir.path().join("d.txt"), None, None),
        &["3001 documents of 100000 words", "keep fewer"],
    );
}

#[test]
fn a_folder_is_read_by_its_files_names() {
    let divided = folder(&[
        ("news-train.txt.gz", &zipped(b"0 0:1\n1 1:1\n")),
        ("news-test.txt", b"1 1:2\n"),
        ("news-vocab.txt", b"ant\nbee\n"),
        ("other.txt", b"0 0\n"),
    ]);
    assert!(words::is_words_folder(divided.path()).expect("a folder"));
    let set = words::folder(divided.path()).expect("the divided set goes first");
    assert_eq!(
        (set.train.len(), set.test.expect("a test part").x),
        (2, array![[0.0, 2.0]])
    );
    let other =
        words::folder(&divided.path().join("other.txt")).expect("a file is its own set");
    assert_eq!((other.train.len(), other.test), (1, None));
    let test = words::folder(&divided.path().join("news-test.txt"))
        .expect("a file stands for its set");
    assert_eq!(test.train.len(), 2);
}

#[test]
fn a_folder_without_one_set_is_refused() {
    let none = folder(&[("notes.md", b"hello")]);
    refused(
        words::folder(none.path()),
        &["holds no documents", "NAME-train.txt", "NAME-vocab.txt", "docword.NAME.txt"],
    );
    assert!(!words::is_words_folder(none.path()).expect("a folder"));
    let two = folder(&[("a.txt", b"0 0\n"), ("b.txt", b"0 0\n")]);
    refused(words::folder(two.path()), &["more than one set", "a, b", "name a file"]);
    let uneven = folder(&[("a-train.txt", b"0 5\n"), ("a-test.txt", b"0 3\n")]);
    refused(words::folder(uneven.path()), &["6 words", "on 4", "a-vocab.txt"]);
    let missing = words::folder(Path::new("/nowhere/at/all"));
    assert!(matches!(missing, Err(Error::Io { .. })));
}

#[test]
fn the_newsgroups_are_read_where_they_are() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/text");
    if !dir.is_dir() {
        eprintln!("skipped: {} is not there", dir.display());
        return;
    }
    let set = words::folder(&dir).expect("the divided set of a thousand words");
    let test = set.test.expect("a test part");
    assert_eq!((set.train.x.dim(), test.x.dim()), ((11256, 1000), (7489, 1000)));
    assert_eq!(
        (set.train.words[0].split(' ').next(), set.train.classes.len()),
        (Some("windows"), 20)
    );
    assert!(set.train.labels.iter().max() == Some(&19) && test.x[[0, 5]] == 2.0);
    let small = words::folder(&dir.join("20news_w100.txt.gz")).expect("the small set");
    assert_eq!((small.train.x.dim(), small.test), ((16242, 100), None));
}
