//! Each way to spoil a book stops the build and names page and line.

use crate::fixture::{Fixture, NOTEBOOK, NUMBERS, PAGE, told};

/// Builds a spoilt book: it must fail at the line, and say all of `words`.
#[track_caller]
pub fn fails(book: &Fixture, page: &str, line: usize, words: &[&str]) {
    let output = book.book(&["build"]);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let place = format!("{page}:{line}: ");
    let complaint = told.lines().find(|text| {
        text.starts_with(&place) && words.iter().all(|word| text.contains(word))
    });
    assert!(
        complaint.is_some(),
        "no line begins with {place:?} and holds {words:?}:\n{told}"
    );
}

/// Spoils the page by one change, and expects a failure on the line that then holds `at`.
#[track_caller]
fn spoilt(from: &str, to: &str, at: &str, words: &[&str]) {
    let book = Fixture::sound();
    book.change(PAGE, from, to);
    fails(&book, PAGE, book.line(PAGE, at), words);
}

#[test]
fn a_missing_include_file_fails() {
    spoilt(
        "pca.rs:fit",
        "pda.rs:fit",
        "pda.rs",
        &["src/pda.rs cannot be read", "there is pca.rs"],
    );
}

#[test]
fn a_missing_anchor_fails() {
    spoilt(
        "pca.rs:fit",
        "pca.rs:fitt",
        "fitt",
        &["src/pca.rs has no anchor fitt", "there is fit"],
    );
}

#[test]
fn an_include_outside_a_block_fails() {
    spoilt(
        "As {{ref",
        "{{#include ../../src/pca.rs:fit}} {{ref",
        "{{#include ../../src/pca.rs:fit}} ",
        &["```rust"],
    );
}

#[test]
fn a_line_of_code_that_is_too_wide_fails() {
    let wide = format!("        centre(x) // {}\n", "is ".repeat(25));
    let book = Fixture::sound();
    book.change("src/pca.rs", "        centre(x)\n", &wide);
    fails(
        &book,
        PAGE,
        book.line(PAGE, "pca.rs:fit"),
        &["src/pca.rs:7 has 95 columns", "more than 92"],
    );
    let cell = format!("let a = 1 + 1; // {}", "is ".repeat(30));
    spoilt("let a = 1 + 1;", &cell, "let a = 1", &["has 107 columns", "more than 92"]);
}

#[test]
fn a_combining_mark_in_code_fails() {
    let book = Fixture::sound();
    book.change("src/pca.rs", "centre(x)\n", "centre(x) // m\u{302}\n");
    fails(&book, PAGE, book.line(PAGE, "pca.rs:fit"), &["src/pca.rs:7 holds U+0302"]);
    spoilt("let a = 1", "/* x\u{303} */ let a = 1", "let a = 1", &["holds U+0303"]);
}

#[test]
fn the_reading_time_of_no_page_fails() {
    spoilt(
        "{{ref spectrum}}",
        "{{reading ch20}}",
        "ch20",
        &["no page has that name", "ch02_pca"],
    );
}

#[test]
fn a_wrong_number_fails_and_close_ones_are_named() {
    spoilt(
        "ch02.samples",
        "ch02.sample",
        "ch02.sample",
        &["ch02.sample is not in figures/ch02_pca/numbers.json", "samples"],
    );
    spoilt(
        "ch02.samples",
        "ch09.samples",
        "ch09.samples",
        &["no program ch09_… has written numbers", "ch02"],
    );
    spoilt("ch02.samples", "samples", "{{num samples", &["chapter.key"]);
}

#[test]
fn a_wrong_number_in_a_formula_a_caption_or_an_alt_text_fails() {
    spoilt(
        "keep $k = {{num ch02.k95}}$",
        "keep $k = {{num ch02.k96}}$",
        "k96",
        &["ch02.k96 is not in"],
    );
    spoilt(
        "After $k = {{num ch02.k95}}$",
        "After {{num ch02.k96}}",
        "{{fig",
        &["ch02.k96 is not in"],
    );
    spoilt(
        "falls to {{num ch02.k95}}",
        "falls to {{num ch02.k96}}",
        "{{fig",
        &["ch02.k96 is not in"],
    );
}

#[test]
fn a_figure_that_no_program_draws_fails() {
    let words = ["figure ch02_pca/spectre does not exist", "there is spectrum"];
    // The program is asked first whether it draws the figure; this cargo cannot even start.
    spoilt("{{fig ch02_pca/spectrum", "{{fig ch02_pca/spectre", "{{fig", &words);
    spoilt(
        "{{fig ch02_pca/spectrum",
        "{{fig ch99_none/spectrum",
        "{{fig",
        &["there is no program ch99_none"],
    );
}

#[test]
fn a_figure_without_alt_or_caption_fails() {
    spoilt(
        "alt: A line that falls to {{num ch02.k95}} and is flat from there.\n",
        "",
        "{{fig",
        &["no alt text"],
    );
    let caption = "caption: The spectrum falls fast. After $k = {{num ch02.k95}}$ it is flat\n[@pearson1901].\n";
    spoilt(caption, "", "{{fig", &["no caption"]);
    spoilt("alt: A line", "Alt: A line", "{{fig", &["belongs neither"]);
}

#[test]
fn a_figure_without_end_fails() {
    spoilt("[@pearson1901].\n}}\n", "[@pearson1901].\n\n", "{{fig", &["has no end"]);
}

#[test]
fn a_figure_twice_on_a_page_fails() {
    let block = "{{fig ch02_pca/spectrum\nalt: x\ncaption: y\n}}\n\nAs {{ref";
    let book = Fixture::sound();
    book.change(PAGE, "As {{ref", block);
    fails(&book, PAGE, book.line(PAGE, "alt: x") - 1, &["twice"]);
}

#[test]
fn a_reference_to_no_figure_fails() {
    spoilt(
        "{{ref spectrum}}",
        "{{ref spectra}}",
        "spectra",
        &["no page shows that figure", "there is spectrum"],
    );
}

#[test]
fn a_dead_link_fails() {
    spoilt(
        "(bibliography.md#pearson1901)",
        "(bibliografy.md#pearson1901)",
        "bibliografy",
        &["leads nowhere", "bibliography.html"],
    );
    spoilt(
        "md#pearson1901)",
        "md#person1901)",
        "md#person1901",
        &["has no #person1901", "pearson1901"],
    );
    spoilt(
        "(#the-spectrum)",
        "(#the-spectra)",
        "#the-spectra",
        &["has no #the-spectra", "the-spectrum"],
    );
}

#[test]
fn a_dead_link_on_another_page_fails_there() {
    let book = Fixture::sound();
    book.change(PAGE, "## The spectrum", "## The scree");
    book.change(PAGE, "(#the-spectrum)", "(#the-scree)");
    fails(
        &book,
        "book/src/index.md",
        3,
        &["ch02_pca.html has no #the-spectrum", "the-scree"],
    );
}

#[test]
fn a_formula_that_does_not_parse_fails() {
    spoilt(
        "\\Sigma v",
        "\\Sigma {v",
        "$$",
        &["formula does not parse", "braces must pair"],
    );
    spoilt("\\Sigma v", "\\left( v", "$$", &["formula does not parse", "\\left( v"]);
    spoilt(
        "$k = {{num ch02.k95}}$ comp",
        "$\\nosuch$ comp",
        "nosuch",
        &["formula does not parse", "\\nosuch"],
    );
    spoilt("After $k =", "After $\\nosuch =", "{{fig", &["formula does not parse"]);
}

#[test]
fn a_heading_whose_address_would_change_fails() {
    spoilt(
        "## The spectrum",
        "## The $k$ spectra",
        "## The",
        &["needs an address of its own", "{#a-name}"],
    );
    let book = Fixture::sound();
    book.change(PAGE, "## The spectrum", "## The $k$ spectra {#the-spectrum}");
    assert!(book.book(&[]).status.success());
}

#[test]
fn a_citation_of_nothing_fails() {
    spoilt(
        "samples [@pearson1901]",
        "samples [@pearson1902]",
        "pearson1902",
        &["not in bibliography.md", "pearson1901"],
    );
}

#[test]
fn an_entry_without_a_label_or_twice_fails() {
    let book = Fixture::sound();
    book.change("book/src/bibliography.md", " data-label=\"Pearson & Co 1901\"", "");
    fails(&book, "book/src/bibliography.md", 3, &["data-label"]);
    let book = Fixture::sound();
    let entry = book
        .read("book/src/bibliography.md")
        .lines()
        .last()
        .map(str::to_owned)
        .expect("an entry");
    book.change("book/src/bibliography.md", &entry, &format!("{entry}\n{entry}"));
    fails(&book, "book/src/bibliography.md", 4, &["twice"]);
    let earlier = entry.replace("pearson1901", "abe1950").replace("Pearson &", "Abe &");
    book.change(
        "book/src/bibliography.md",
        &format!("{entry}\n{entry}"),
        &format!("{entry}\n{earlier}"),
    );
    fails(&book, "book/src/bibliography.md", 4, &["stands after", "by author"]);
}

#[test]
fn a_cell_that_is_not_run_fails() {
    let cure = "run `make notebooks`";
    spoilt(
        "let a = 1 + 1;",
        "let a = 1 + 2;",
        "```rust,cell",
        &["holds another text", cure],
    );
    let book = Fixture::sound();
    let line = book.line(PAGE, "```rust,cell");
    book.change(NOTEBOOK, "\"execution_count\": 2", "\"execution_count\": null");
    fails(&book, PAGE, line, &["holds no outputs", cure]);
    book.remove(NOTEBOOK);
    fails(&book, PAGE, line, &["does not hold it", cure]);
}

#[test]
fn a_cell_that_panicked_or_erred_fails() {
    let book = Fixture::sound();
    book.change(NOTEBOOK, "\"2\\n\"", "\"panicked at src/x.rs\\n\"");
    fails(
        &book,
        PAGE,
        book.line(PAGE, "```rust,cell"),
        &["cell 1 fails", "panicked at src/x.rs"],
    );
    book.change(NOTEBOOK, "\"name\": \"stdout\"", "\"name\": \"stderr\"");
    fails(&book, PAGE, book.line(PAGE, "```rust,cell"), &["cell 1 fails"]);
}

#[test]
fn a_question_mark_in_a_cell_fails() {
    spoilt("let a = 1 + 1;", "let a = one()?;", "```rust,cell", &["`?` in a cell"]);
}

#[test]
fn a_cell_that_the_page_has_lost_fails() {
    let book = Fixture::sound();
    book.change(PAGE, "```rust,cell", "```rust");
    fails(&book, PAGE, 1, &["the notebook holds 1 cells, the page 0"]);
}

#[test]
fn an_unknown_directive_fails() {
    spoilt(
        "{{ref spectrum}}",
        "{{rev spectrum}}",
        "{{rev",
        &["{{rev spectrum}} is unknown", "{{ref figure}}"],
    );
    spoilt("{{ref spectrum}}", "{{ref spectrum", "{{ref spectrum", &["no }}"]);
}

#[test]
fn pages_and_summary_must_agree() {
    let book = Fixture::sound();
    book.write("book/src/forgotten.md", "# Forgotten\n");
    fails(&book, "book/src/forgotten.md", 1, &["not in SUMMARY.md"]);
    let book = Fixture::sound();
    book.change("book/src/SUMMARY.md", "(figures.md)", "(figure.md)");
    fails(
        &book,
        "book/src/SUMMARY.md",
        6,
        &["page figure.md does not exist", "figures.md"],
    );
}

#[test]
fn results_of_other_code_fail_if_they_cannot_be_drawn_again() {
    let book = Fixture::sound();
    assert!(book.book(&[]).status.success(), "what came is trusted");
    book.change("src/pca.rs", "centre(x)", "svd(x)");
    fails(
        &book,
        PAGE,
        book.line(PAGE, "{{fig"),
        &["ch02_pca has changed since it was run", "cannot be run"],
    );
    book.remove(NUMBERS);
    fails(&book, PAGE, book.line(PAGE, "{{fig"), &["ch02_pca has not been run"]);
}

#[test]
fn code_that_cannot_be_read_is_told_with_file_and_line() {
    let book = Fixture::sound();
    book.change("src/pca.rs", "pub fn fit", "pub fun fit");
    let place = format!("src/pca.rs:{}: ", book.line("src/pca.rs", "pub fun"));
    fails(&book, PAGE, book.line(PAGE, "{{fig"), &[&place]);
}

#[test]
fn all_failures_are_told_at_once() {
    let book = Fixture::sound();
    book.change(PAGE, "ch02.samples", "ch02.sample");
    book.change(PAGE, "pca.rs:fit", "pca.rs:fitt");
    book.change(PAGE, "{{ref spectrum}}", "{{ref spectra}}");
    let output = book.book(&[]);
    let told = told(&output);
    assert!(told.ends_with("3 things to put right\n"), "{told}");
}

#[test]
fn a_folder_without_a_book_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_book"))
        .arg("--root")
        .arg(folder.path())
        .output();
    let output = output.expect("the program book");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("holds no book/book.toml"), "{}", told(&output));
}
