//! Claims by name: what is false, rests on nothing or stands nowhere does not build.

use crate::fixture::{CLAIMS, Fixture, NUMBERS, PAGE, told};
use crate::strict::fails;
use book::claims::Claims;
use book::numbers::Numbers;
use book::page::Page;
use book::project::Project;
use book::report::Report;
use std::path::Path;

/// Changes the claims' file, and expects a failure at the sentence.
#[track_caller]
fn falls(from: &str, to: &str, words: &[&str]) {
    let book = Fixture::sound();
    book.change(CLAIMS, from, to);
    fails(&book, PAGE, book.line(PAGE, "{{claim"), words);
}

#[test]
fn a_number_changed_by_hand_fells_the_claim_at_its_sentence() {
    let book = Fixture::sound();
    book.change(NUMBERS, "154.0", "254.0");
    let line = book.line(PAGE, "{{claim");
    let words = ["the claim ch02.few is false", "ch02.k95 < 0.2 * 784", "254 < 0.2 × 784"];
    fails(&book, PAGE, line, &words);
}

#[test]
fn a_claim_without_a_run_or_on_no_real_data_fails() {
    falls("ch02.k95 <", "ch02.k59 <", &["cannot be checked", "ch02.k59", "k95"]);
    falls("ch02.k95 <", "ch09.k95 <", &["no program ch09_… has written numbers"]);
    falls(
        "real = \"The built-in samples are real.\"\n",
        "",
        &["no run on real data", "`real`"],
    );
}

#[test]
fn what_is_trained_needs_five_starts_and_real_runs_may_have_fewer() {
    let book = Fixture::sound();
    book.change(
        NUMBERS,
        "\"digits\": 0},\n    \"fit",
        "\"digits\": 0, \"spread\": 0.05},\n    \"fit",
    );
    let line = book.line(PAGE, "{{claim");
    fails(&book, PAGE, line, &["rests on ch02.k95", "1 of at least 5 starts"]);
    book.change(NUMBERS, "\"spread\"", "\"starts\": 4, \"spread\"");
    fails(&book, PAGE, line, &["4 of at least 5 starts"]);
    book.change(NUMBERS, "\"starts\": 4", "\"starts\": 5");
    assert!(book.book(&[]).status.success());
    let text = book.read(NUMBERS);
    book.write("figures/mnist2_pca/numbers.json", &text.replace("\"starts\": 5, ", ""));
    book.change(CLAIMS, "ch02.k95 < 0.2 * 784", "mnist2.k95 < 0.2 * 784");
    book.change(CLAIMS, "real =", "control =");
    let output = book.book(&[]);
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn a_claim_on_no_page_and_a_mark_of_no_claim_fail() {
    let book = Fixture::sound();
    book.change(PAGE, "{{claim ch02.few}}", "");
    fails(&book, CLAIMS, 1, &["no sentence of book/src/ch02_pca.md", "ch02.few"]);
    let book = Fixture::sound();
    book.change(PAGE, "{{claim ch02.few}}", "{{claim ch02.few}} {{claim ch02.fewer}}");
    fails(&book, PAGE, book.line(PAGE, "{{claim"), &["ch02.fewer", "there is ch02.few"]);
    let book = Fixture::sound();
    book.change(PAGE, "{{claim ch02.few}}", "{{claim ch02.few}} {{claim ch02.few}}");
    fails(&book, PAGE, book.line(PAGE, "{{claim"), &["ch02.few stands here twice"]);
}

#[test]
fn a_claim_that_is_not_well_formed_is_told_where_it_is_written() {
    let wrong = |from: &str, to: &str, line: usize, words: &[&str]| {
        let book = Fixture::sound();
        book.change(CLAIMS, from, to);
        fails(&book, CLAIMS, line, words);
    };
    wrong("ch02.k95 <", "ch02.k95 =", 1, &["ch02.few", "'=' means nothing here"]);
    wrong("against", "agianst", 5, &["unknown field `agianst`"]);
    wrong("[few]", "[few", 1, &[]);
    wrong(
        "says = \"A *fifth* of the components holds 95 % of the variance.\"",
        "says = \"\"",
        1,
        &["says or compares nothing"],
    );
}

#[test]
fn the_page_shows_a_claim_and_so_does_the_index() {
    let book = Fixture::sound();
    let output = book.book(&[]);
    assert!(output.status.success(), "{}", told(&output));
    let page = book.read("target/book/ch02_pca.html");
    assert!(page.contains("popovertarget=\"claim-ch02-few-note\""), "{page}");
    assert!(
        page.contains("154 &lt; 0.2 × 784")
            && page.contains("cargo run --release --bin ch02_pca")
    );
    let index = book.read("target/book/claims.html");
    assert!(index.contains("href=\"ch02_pca.html#claim-ch02-few\">2.1</a>"), "{index}");
    assert!(
        index.contains("A <em>fifth</em> of")
            && index.contains("that all components matter")
    );
    assert!(index.contains("against the common belief"));
    let search = book.read("target/book/searchindex.js");
    assert!(search.contains("Few are enough.") && !search.contains("enough.✓"), "{search}");
}

/// The book itself: on the numbers that are kept. (The programs' tests and `book redraw` do the same on numbers drawn afresh.)
#[test]
fn every_claim_of_the_book_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned);
    let project = Project::find(root).expect("the project");
    let book = mdbook_driver::MDBook::load(project.book()).expect("the book").book;
    let (pages, report) = (Page::all(&book), Report::default());
    let claims = Claims::of(&project, &pages, &report);
    claims.check(&Numbers::read(&project), &report);
    assert!(report.is_clean(), "{}", report.text());
}
