//! When the builder draws again, and when it trusts what is there.

use crate::fixture::{Fixture, NUMBERS, told};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const CODE: &str = "src/pca.rs";

/// A book whose cargo notes what it is asked for, and draws the figure it has.
fn book() -> Fixture {
    let book = Fixture::sound();
    book.write("cargo", "#!/bin/sh\necho \"$@\" >> asked\n");
    std::fs::set_permissions(book.path("cargo"), PermissionsExt::from_mode(0o755))
        .expect("a mode");
    book
}

/// Builds; how often a program has been run for it.
#[track_caller]
fn runs(book: &Fixture) -> usize {
    let before = asked(book);
    let output = book
        .command(&["build"])
        .env("CARGO", book.path("cargo"))
        .output()
        .expect("the program book");
    assert!(output.status.success(), "{}", told(&output));
    asked(book) - before
}

fn asked(book: &Fixture) -> usize {
    std::fs::read_to_string(book.path("asked")).unwrap_or_default().lines().count()
}

fn git(book: &Fixture, words: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(book.path("")).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
    let output = git.args(words).output().expect("git");
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn what_a_clone_holds_is_trusted_and_changed_code_draws_once() {
    let book = book();
    assert_eq!(runs(&book), 0);
    book.change(CODE, "    /// Fits.", "    /// Fits a plane.");
    assert_eq!(runs(&book), 0, "a comment");
    book.change(CODE, "centre(x)", "svd(x)");
    assert_eq!((runs(&book), runs(&book)), (1, 0));
    book.change(NUMBERS, "154.0", "155.0");
    assert_eq!(runs(&book), 0, "`book redraw` asks whether numbers are true");
}

#[test]
fn code_and_results_that_come_together_are_trusted() {
    let book = book();
    assert_eq!(runs(&book), 0);
    book.change(CODE, "centre(x)", "svd(x)");
    book.change(NUMBERS, "154.0", "155.0");
    assert_eq!(runs(&book), 0);
}

#[test]
fn what_is_edited_here_is_not_trusted() {
    let book = book();
    git(&book, &["init", "--quiet"]);
    git(&book, &["add", "src", "chapters", "figures"]);
    git(&book, &["commit", "--quiet", "-m", "all"]);
    assert_eq!(runs(&book), 0);
    book.change(CODE, "centre(x)", "svd(x)");
    book.change(NUMBERS, "154.0", "155.0");
    assert_eq!(runs(&book), 1, "nothing tells which was first");
    // As after a pull: both are others, and both as committed.
    book.change(CODE, "svd(x)", "qr(x)");
    book.change(NUMBERS, "155.0", "156.0");
    git(&book, &["commit", "--quiet", "-am", "both"]);
    assert_eq!(runs(&book), 0);
}
