//! What a killed run leaves is swept by the next that writes there, and nothing else is.

use super::{folder, put};
use autoencoders::data::write_files;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// A run that is killed ends without a word: its locks end with it, its file stays. So does this file.
#[test]
fn what_a_killed_run_left_is_swept() {
    let dir = folder(&[(".part-3kXq9z.tmp", b"half a fig"), (".part-AAAAAA.tmp", b"")]);
    write_files(dir.path(), &[("a.svg", "whole")]).unwrap();
    assert_eq!(names(dir.path()), BTreeSet::from(["a.svg".to_string()]));
}

#[test]
fn what_another_run_is_writing_stays() {
    let dir = folder(&[]);
    let path = put(&dir, ".part-living.tmp", b"half");
    let writing = File::options().append(true).open(&path).unwrap();
    writing.lock().unwrap(); // as the run that writes it does
    write_files(dir.path(), &[("a", "1")]).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"half");
    drop(writing); // killed
    write_files(dir.path(), &[("a", "2")]).unwrap();
    assert!(!path.exists());
    assert_eq!(fs::read(dir.path().join("a")).unwrap(), b"2");
}

#[test]
fn what_is_not_ours_stays() {
    let others = [".part-x.txt", "part-x.tmp", ".part-x.tmp.svg", "x.tmp", ".parts.tmp"];
    let files: Vec<(&str, &[u8])> =
        others.iter().map(|&name| (name, &b"mine"[..])).collect();
    let dir = folder(&files);
    put(&dir, ".part-folder.tmp/inside", b"mine");
    put(&dir, "below/.part-x.tmp", b"of a run that wrote there");
    let before = names(dir.path());
    write_files(dir.path(), &[("a", "1")]).unwrap();
    let mut after = names(dir.path());
    assert!(after.remove("a"));
    assert_eq!(after, before);
    assert!(dir.path().join("below/.part-x.tmp").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let dir = folder(&[("figure", b"mine")]);
    let link = dir.path().join(".part-link.tmp");
    std::os::unix::fs::symlink(dir.path().join("figure"), &link).unwrap();
    write_files(dir.path(), &[("a", "1")]).unwrap();
    assert_eq!(fs::read(dir.path().join("figure")).unwrap(), b"mine");
    assert!(link.is_symlink());
}

/// Each sweeps while the others are between making a file and giving it its name.
#[test]
fn runs_that_write_at_once_do_not_take_each_other_s_files() {
    let dir = folder(&[]);
    let texts: Vec<String> = (0..4).map(|i| format!("{i}").repeat(4000)).collect();
    std::thread::scope(|threads| {
        for text in &texts {
            let dir = dir.path();
            threads.spawn(move || {
                for _ in 0..40 {
                    let files = [("same", text), (&text[..1], text)];
                    write_files(dir, &files).unwrap();
                }
            });
        }
    });
    assert!(texts.contains(&fs::read_to_string(dir.path().join("same")).unwrap()));
    let all = ["0", "1", "2", "3", "same"].map(String::from);
    assert_eq!(names(dir.path()), BTreeSet::from(all));
}
