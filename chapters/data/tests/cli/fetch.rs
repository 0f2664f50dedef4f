//! `data fetch`: success, resumption, and everything a network, a mirror or a disk can do to it.

use crate::server::{Reply, Server};
use crate::{data, failed, names, stderr, stdout, succeeded};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// Nothing listens there.
const DEAD: &str = "http://127.0.0.1:1/";

/// The file to be fetched: 100 000 bytes, larger than any buffer on the way.
fn body() -> Vec<u8> {
    (0..100_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder with a catalogue of one set `s` of one file `f`, with these mirrors.
fn world(mirrors: &[&str]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let file =
        serde_json::json!({"name": "f", "bytes": body().len(), "sha256": sum(&body())});
    let set = serde_json::json!([{"name": "s", "title": "", "shape": "", "terms": "", "mirrors": mirrors, "files": [file]}]);
    fs::write(dir.path().join("own.json"), set.to_string()).unwrap();
    dir
}

fn fetch(here: &TempDir, more: &[&str]) -> Output {
    data(&[&["fetch", "s", "--catalogue", "own.json"], more].concat(), here.path())
}

/// Play `replies`, fetch from that server alone; what the program said, what was asked, and the folder.
fn play(replies: Vec<Reply>, part: Option<&[u8]>) -> (Output, Vec<String>, TempDir) {
    let server = Server::start(replies);
    let here = world(&[&server.url]);
    if let Some(bytes) = part {
        fs::create_dir_all(here.path().join("data/s")).unwrap();
        fs::write(here.path().join("data/s/f.part"), bytes).unwrap();
    }
    let output = fetch(&here, &[]);
    (output, server.asked(), here)
}

/// The file is there, whole, and nothing else.
#[track_caller]
fn whole(output: &Output, dir: &Path) {
    succeeded(output);
    assert_eq!(names(dir), ["f"]);
    assert!(fs::read(dir.join("f")).unwrap() == body());
}

#[test]
fn a_file_is_fetched_checked_and_named() {
    let (output, asked, here) = play(vec![Reply::Whole(body())], None);
    whole(&output, &here.path().join("data/s"));
    assert_eq!(asked, ["/sets/f"]);
    assert!(
        stdout(&output).contains("data/s: f, each with the right SHA-256"),
        "{}",
        stdout(&output)
    );
    // Standard error is no terminal here: plain lines, no carriage return, no escape.
    let said = stderr(&output);
    assert!(
        said.contains("f: fetching 97.7 KiB from http://127.0.0.1:")
            && said.contains("f: done, checked")
    );
    assert!(!said.contains(['\r', '\x1b']));
}

#[test]
fn a_body_without_length_is_fetched_too() {
    let (output, _, here) = play(vec![Reply::Unmeasured(body())], None);
    whole(&output, &here.path().join("data/s"));
}

#[test]
fn what_is_there_is_checked_and_not_fetched_again() {
    let (_, _, here) = play(vec![Reply::Whole(body())], None);
    let again = fetch(&here, &[]); // the server is gone
    whole(&again, &here.path().join("data/s"));
    assert!(stderr(&again).contains("f: already there, checked"));
}

#[test]
fn another_file_of_that_name_is_left_alone() {
    let here = world(&[DEAD]);
    fs::create_dir(here.path().join("mine")).unwrap();
    fs::write(here.path().join("mine/f"), b"mine").unwrap();
    let output = fetch(&here, &["--to", "mine"]);
    failed(&output, 1, &["mine/f is there", &sum(b"mine"), &sum(&body()), "move it away"]);
    assert_eq!(fs::read(here.path().join("mine/f")).unwrap(), b"mine");
}

#[test]
fn a_cut_connection_is_resumed_where_it_broke() {
    let (output, asked, here) = play(
        vec![Reply::Cut(body(), 30_000), Reply::Cut(body(), 7), Reply::Rest(body())],
        None,
    );
    whole(&output, &here.path().join("data/s"));
    assert_eq!(asked, ["/sets/f", "/sets/f from 30000", "/sets/f from 30007"]);
    assert!(stderr(&output).contains("resuming at 29.3 KiB of 97.7 KiB"));
}

#[test]
fn an_interrupted_run_is_resumed_by_the_next() {
    let (output, asked, here) =
        play(vec![Reply::Cut(body(), 30_000), Reply::Status(503)], None);
    failed(
        &output,
        1,
        &["f: no mirror gave it", "503", "Run the same command again", "--mirror"],
    );
    assert_eq!(asked.len(), 2);
    let dir = here.path().join("data/s");
    assert_eq!(names(&dir), ["f.part"]);
    let server = Server::start(vec![Reply::Rest(body())]);
    let output = fetch(&here, &["--mirror", &server.url]);
    assert_eq!(server.asked(), ["/sets/f from 30000"]);
    whole(&output, &dir);
}

#[test]
fn a_server_that_ignores_the_range_makes_it_start_over() {
    let (output, asked, here) = play(vec![Reply::Whole(body())], Some(&body()[..500]));
    whole(&output, &here.path().join("data/s"));
    assert_eq!(asked, ["/sets/f from 500"]);
}

#[test]
fn a_server_that_sends_another_range_is_not_believed() {
    let (output, _, here) = play(vec![Reply::WrongRange(body())], Some(&body()[..500]));
    failed(&output, 1, &["asked for the bytes from 500", "bytes 0-99999"]);
    assert_eq!(fs::read(here.path().join("data/s/f.part")).unwrap(), body()[..500]);
}

#[test]
fn a_wrong_checksum_names_both_sums_and_leaves_nothing() {
    let mut wrong = body();
    wrong[77] ^= 1;
    let (output, _, here) = play(vec![Reply::Whole(wrong.clone())], None);
    failed(&output, 1, &[&sum(&wrong), &sum(&body())]);
    assert!(names(&here.path().join("data/s")).is_empty());
}

#[test]
fn a_spoilt_part_is_thrown_away_and_fetched_anew() {
    let (output, asked, here) =
        play(vec![Reply::Rest(body()), Reply::Whole(body())], Some(&[9; 500]));
    whole(&output, &here.path().join("data/s"));
    assert_eq!(asked, ["/sets/f from 500", "/sets/f"]);
    // Longer than the file can be; then just as long, and wrong.
    for length in [100_001, 100_000] {
        let (output, asked, here) =
            play(vec![Reply::Whole(body())], Some(&vec![9; length]));
        whole(&output, &here.path().join("data/s"));
        assert_eq!(asked, ["/sets/f"]);
    }
}

#[test]
fn a_part_that_is_whole_needs_no_network() {
    let (output, _, here) = play(vec![], Some(&body()));
    whole(&output, &here.path().join("data/s"));
}

#[test]
fn a_dead_mirror_is_followed_by_the_next() {
    let server = Server::start(vec![Reply::Status(404), Reply::Whole(body())]);
    let here = world(&[DEAD, &server.url, &server.url]);
    let output = fetch(&here, &["--to", "here/below"]);
    whole(&output, &here.path().join("here/below"));
    assert_eq!(server.asked().len(), 2);
    let said = stderr(&output);
    assert!(said.contains(DEAD) && said.contains("answers 404"), "{said}");
}

#[test]
fn the_readers_own_mirror_comes_first() {
    let (first, second) =
        (Server::start(vec![Reply::Whole(body())]), Server::start(vec![]));
    let here = world(&[&second.url]);
    whole(
        &fetch(&here, &["--mirror", first.url.trim_end_matches('/')]),
        &here.path().join("data/s"),
    );
    assert_eq!((first.asked().len(), second.asked().len()), (1, 0));
}

#[test]
fn no_network_at_all_is_said_with_every_mirror() {
    let here = world(&[DEAD, "http://127.0.0.1:1/other/"]);
    let output = fetch(&here, &[]);
    failed(
        &output,
        1,
        &["http://127.0.0.1:1/f:", "http://127.0.0.1:1/other/f:", "Is there a network"],
    );
    assert!(names(&here.path().join("data/s")).is_empty());
}

#[test]
fn another_length_than_the_files_is_refused() {
    let long = [body(), vec![0]].concat();
    let (output, _, here) = play(vec![Reply::Whole(long.clone())], None);
    failed(&output, 1, &["offers 100001 bytes, but the file has 100000"]);
    assert!(names(&here.path().join("data/s")).is_empty());
    let (output, _, here) = play(vec![Reply::Unmeasured(long)], None);
    failed(&output, 1, &["more than the 100000 bytes"]);
    assert!(!here.path().join("data/s/f").exists());
    assert_eq!(
        fs::metadata(here.path().join("data/s/f.part")).unwrap().len(),
        0,
        "wrong bytes are not kept"
    );
    let (output, _, _) = play(vec![Reply::Whole(b"<html>".to_vec())], None);
    failed(&output, 1, &["offers 6 bytes"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_and_a_forbidden_folder_are_said() {
    let server = Server::start(vec![Reply::Whole(body())]);
    let here = world(&[&server.url, DEAD]);
    fs::create_dir_all(here.path().join("data/s")).unwrap();
    if Path::new("/dev/full").exists() {
        std::os::unix::fs::symlink("/dev/full", here.path().join("data/s/f.part")).unwrap();
        let output = fetch(&here, &[]);
        failed(&output, 1, &["f.part", "No space left", "free some space"]);
        assert!(!stderr(&output).contains(DEAD), "another mirror cannot make room");
        assert!(!here.path().join("data/s/f").exists());
        server.asked();
    }
    fs::write(here.path().join("file"), b"").unwrap();
    failed(&fetch(&here, &["--to", "file"]), 1, &["file: "]);
    failed(&fetch(&here, &["--to", "file/below"]), 1, &["file/below: "]);
}

#[test]
fn a_mirror_must_be_an_address() {
    let here = world(&[DEAD]);
    failed(
        &fetch(&here, &["--mirror", "ftp://x/"]),
        2,
        &["ftp://x/", "must begin with http:// or https://"],
    );
}
