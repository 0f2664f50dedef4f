//! `book redraw`: which programs it draws anew, and what it makes of what they find.

use crate::fixture::{CLAIMS, Fixture, NUMBERS, told};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

const KEPT: &str = r#"{ "seed": 1, "data": "toy", "mode": "default", "numbers": {
  "samples": {"value": 60000.0, "unit": "", "digits": 0},
  "k95": {"value": 154.0, "unit": "", "digits": 0},
  "loss": {"value": 0.034, "unit": "", "digits": 3, "spread": 0.5} } }"#;

/// A book whose cargo draws what stands in `found.json`.
fn book() -> Fixture {
    let book = Fixture::sound();
    book.write(NUMBERS, KEPT);
    book.write("found.json", KEPT);
    let script = "#!/bin/sh\nfor out; do :; done\ncp found.json \"$out/numbers.json\"\necho '<svg/>' > \"$out/spectrum.svg\"\n";
    book.write("cargo", script);
    std::fs::set_permissions(book.path("cargo"), PermissionsExt::from_mode(0o755))
        .expect("a mode");
    book
}

fn redraw(book: &Fixture, words: &[&str]) -> (Option<i32>, String) {
    let words = [&["redraw"], words].concat();
    let output: Output = book
        .command(&words)
        .env("CARGO", book.path("cargo"))
        .output()
        .expect("the program book");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &told(&output);
    (output.status.code(), text)
}

#[test]
fn a_number_changed_by_hand_is_caught() {
    let book = book();
    let (code, text) = redraw(&book, &["ch02_pca"]);
    assert!(code == Some(0) && text.contains("its 3 numbers are found again"), "{text}");
    book.change(NUMBERS, "154.0", "155.0");
    let (code, text) = redraw(&book, &["ch02_pca"]);
    assert!(code == Some(1) && text.contains("k95: kept 155.00, found 154.00"), "{text}");
    assert!(book.read(NUMBERS).contains("155.0"), "what is kept is left alone");
}

#[test]
fn a_trained_number_may_move_within_its_spread() {
    let book = book();
    book.change("found.json", "0.034", "0.050");
    assert_eq!(redraw(&book, &["ch02_pca"]).0, Some(0));
    book.change("found.json", "0.050", "0.500");
    let (code, text) = redraw(&book, &["ch02_pca"]);
    assert!(code == Some(1) && text.contains("within 50 %"), "{text}");
}

#[test]
fn a_claim_that_falls_on_fresh_numbers_is_told() {
    let book = book();
    book.change(CLAIMS, "0 < ch02.k95", "0.04 > ch02.loss\", \"0 < ch02.k95");
    assert_eq!(redraw(&book, &["ch02_pca"]).1.matches("is false").count(), 0);
    book.change("found.json", "0.034", "0.050");
    let (code, text) = redraw(&book, &["ch02_pca"]);
    assert!(code == Some(1) && text.contains("the claim ch02.few is false"), "{text}");
    assert!(text.contains("0.04 > ch02.loss"), "{text}");
}

#[test]
fn a_figure_that_is_not_kept_is_told() {
    let book = book();
    book.remove("figures/ch02_pca/spectrum.svg");
    let (code, text) = redraw(&book, &["ch02_pca"]);
    assert!(code == Some(1) && text.contains("spectrum.svg is drawn now"), "{text}");
}

#[test]
fn what_has_changed_since_a_commit_is_drawn_and_one_in_turn() {
    let book = book();
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(book.path("")).args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.c",
        ]);
        let output = git.args(words).output().expect("git");
        assert!(output.status.success(), "{}", told(&output));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "all"]);
    let (code, text) = redraw(&book, &["--since", "HEAD"]);
    assert!(code == Some(0) && text.contains("no chapter's code has changed"), "{text}");
    let (_, text) = redraw(&book, &["--since", "HEAD", "--one-more"]);
    assert!(text.contains("in turn: ch02_pca"), "{text}");
    book.change("src/pca.rs", "centre(x)", "svd(x)");
    let (code, text) = redraw(&book, &["--since", "HEAD", "--one-more"]);
    assert!(code == Some(0) && text.contains("changed since HEAD: ch02_pca"), "{text}");
    book.change("src/pca.rs", "pub fn fit", "pub fun fit");
    git(&["commit", "--quiet", "-am", "no Rust"]);
    book.change("src/pca.rs", "pub fun fit", "pub fn fit");
    let (code, text) = redraw(&book, &["--since", "HEAD"]);
    assert!(code == Some(0) && text.contains("changed since HEAD: ch02_pca"), "{text}");
    let (code, text) = redraw(&book, &["--since", "nowhere"]);
    assert!(code == Some(1) && text.contains("nowhere"), "{text}");
}

#[test]
fn where_the_time_is_over_what_was_not_drawn_is_named() {
    let book = book();
    book.write("chapters/ch03_eigenfaces.rs", "fn main() {}");
    book.write("figures/ch03_eigenfaces/numbers.json", KEPT);
    book.write("figures/ch03_eigenfaces/spectrum.svg", "<svg/>");
    let both = ["ch02_pca", "ch03_eigenfaces"];
    let drawn = |text: &str| text.matches("are found again").count();
    let (code, text) = redraw(&book, &[&both[..], &["--within", "600"]].concat());
    assert!(code == Some(0) && drawn(&text) == 2, "{text}");
    let (code, text) = redraw(&book, &[&both[..], &["--within", "0"]].concat());
    assert!(code == Some(0) && drawn(&text) == 1, "one is drawn always: {text}");
    let left = both.map(|name| text.contains(&format!("not drawn: {name}")));
    assert_ne!(left[0], left[1], "{text}");
}

#[test]
fn an_unknown_program_and_no_program_are_told() {
    let book = book();
    assert!(redraw(&book, &["ch09_none"]).1.contains("there are ch02_pca"));
    assert_eq!(redraw(&book, &[]).0, Some(2));
}
