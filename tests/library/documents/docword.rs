//! UCI's bag-of-words files: read as they are meant, or refused with file, line and reason.

use super::read::{folder, zipped};
use crate::common::refused;
use autoencoders::data::words::{self, WordCounts};
use autoencoders::ndarray::array;
use autoencoders::{Error, Result};

/// Three documents of three words; the second has none.
const WHOLE: &[u8] = b"3\n3\n4\n1 2 2\n1 3 1\n3 1 7\n3 3 1\n";

/// What a file with these bytes and a vocabulary of three words gives.
fn read(bytes: &[u8]) -> Result<WordCounts> {
    let dir = folder(&[("docword.d.txt", bytes), ("vocab.d.txt", b"ant\nbee\ncow\n")]);
    words::read_docword(
        &dir.path().join("docword.d.txt"),
        Some(&dir.path().join("vocab.d.txt")),
    )
}

#[test]
fn documents_and_words_count_from_one() {
    let windows = String::from_utf8_lossy(WHOLE).replace('\n', "\r\n").into_bytes();
    for bytes in [WHOLE.to_vec(), zipped(WHOLE), windows] {
        let set = read(&bytes).expect("documents");
        assert_eq!(set.x, array![[0.0, 2.0, 1.0], [0.0, 0.0, 0.0], [7.0, 0.0, 1.0]]);
        assert_eq!(set.words, ["ant", "bee", "cow"]);
        assert!(set.labels.is_empty() && set.classes.is_empty());
    }
}

#[test]
fn what_has_no_classes_is_selected_and_cleared_all_the_same() {
    let (full, left_out) = read(WHOLE).expect("documents").without_empty().expect("some");
    assert_eq!((full.x, left_out), (array![[0.0, 2.0, 1.0], [7.0, 0.0, 1.0]], 1));
    assert!(full.labels.is_empty());
    refused(words::encode(&read(WHOLE).expect("documents")), &["3 labels", "got 0"]);
}

#[test]
fn a_header_that_lies_is_found_out() {
    let cases: [(&[u8], &[&str]); 11] = [
        (
            b"3\n3\n",
            &["docword.d.txt", "ends before the number of entries", "fetch it again"],
        ),
        (b"\n\n", &["ends before the number of documents", "three lines"]),
        (b"3 3 4\n1 1 1\n", &["line 1", "`3 3 4`", "number of documents", "three lines"]),
        (b"3\n-3\n1\n1 1 1\n", &["line 2", "`-3`", "number of words"]),
        (b"0\n3\n1\n1 1 1\n", &["line 1", "`0`", "number of documents"]),
        (b"1\n0\n1\n1 1 1\n", &["line 2", "`0`", "number of words"]),
        (b"1\n3\n0\n", &["line 3", "`0`", "number of entries"]),
        (b"1\n3\n2\n1 1 1\n", &["promises 2 lines", "but 1 follow", "cut short"]),
        (
            b"1\n3\n1\n1 1 1\n1 2 1\n",
            &["promises 1 line ", "but 2 follow", "header is wrong"],
        ),
        (b"99999\n99999\n1\n1 1 1\n", &["99999 documents of 99999 words", "keep fewer"]),
        (b"99999999999999999999\n3\n1\n", &["line 1", "number of documents"]),
    ];
    for (bytes, words) in cases {
        refused(read(bytes), words);
    }
    refused(read(b"1\n4\n1\n1 1 1\n"), &["vocab.d.txt", "3 words", "docword.d.txt says 4"]);
    refused(read(b"1\n2\n1\n1 1 1\n"), &["vocab.d.txt", "not a pair"]);
}

#[test]
fn every_mistake_is_named_with_file_and_line() {
    let entry = |line: &str| read(format!("3\n3\n2\n3 3 1\n{line}\n").as_bytes());
    let cases: [(&str, &[&str]); 12] = [
        ("4 1 1", &["docword.d.txt", "line 5", "document `4`", "3 documents: 1 to 3"]),
        ("0 1 1", &["line 5", "document `0`", "1 to 3"]),
        ("1 4 1", &["line 5", "word `4`", "3 words: 1 to 3"]),
        ("1 0 1", &["line 5", "word `0`"]),
        ("1 1 0", &["line 5", "count `0`", "whole number from 1"]),
        ("1 1 -2", &["count `-2`"]),
        ("1 1 1.5", &["count `1.5`"]),
        ("1 1 99999999999", &["count `99999999999`"]),
        ("1 1", &["`1 1` is not `document word count`"]),
        ("1 1 1 1", &["`1 1 1 1` is not"]),
        ("a 1 1", &["document `a`"]),
        ("3 3 2", &["line 5", "word 3", "document 3", "second time"]),
    ];
    for (line, words) in cases {
        refused(entry(line), words);
    }
}

#[test]
fn files_that_are_damaged_or_boundless_are_refused() {
    let packed = zipped(WHOLE);
    refused(read(&packed[..packed.len() - 6]), &["docword.d.txt", "damaged gzip"]);
    refused(read(b""), &["docword.d.txt", "empty"]);
    refused(read(b"3\n\xff"), &["no text", "byte 2"]);
    let bomb = zipped(&vec![b' '; (words::MOST_BYTES + 10) as usize]);
    refused(read(&bomb), &["docword.d.txt", "more than 256 MiB"]);
    let missing = words::read_docword(std::path::Path::new("docword.none.txt"), None);
    assert!(matches!(missing, Err(Error::Io { .. })));
}

#[test]
fn a_folder_is_read_by_its_files_names() {
    let dir = folder(&[
        ("docword.kos.txt.gz", &zipped(WHOLE)),
        ("vocab.kos.txt", b"ant\nbee\ncow\n"),
        ("readme.txt", b"Bag of words\n"),
    ]);
    assert!(words::is_words_folder(dir.path()).expect("a folder"));
    for path in [dir.path().to_path_buf(), dir.path().join("docword.kos.txt.gz")] {
        let set = words::folder(&path).expect("UCI's goes before readme.txt");
        assert_eq!((set.train.len(), set.train.words[2].as_str()), (3, "cow"));
        assert_eq!(set.test, None);
    }
    let bare = folder(&[("docword.kos.txt", WHOLE)]);
    let words = words::folder(bare.path()).expect("a set without a vocabulary").train.words;
    assert_eq!(words, ["word 1", "word 2", "word 3"]);
    let two = folder(&[("docword.kos.txt", WHOLE), ("docword.nips.txt", WHOLE)]);
    refused(words::folder(two.path()), &["more than one set", "kos, nips", "name a file"]);
    let nips = words::folder(&two.path().join("docword.nips.txt")).expect("the one named");
    assert_eq!(nips.train.len(), 3);
}
