//! A stock mdBook that asks our program to expand the pages shows the same pages.

use crate::fixture::{Fixture, PAGE, told};
use book::html;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::io::Write;
use std::process::{Command, Stdio};

/// What `mdbook build book` does: mdBook's own preprocessors and renderer, and our program as it calls it.
fn stock(book: &Fixture) -> Result<String, String> {
    let mut config = Config::from_disk(book.path("book/book.toml")).expect("book.toml");
    let (program, root) = (env!("CARGO_BIN_EXE_book"), book.path(""));
    let command = format!("'{program}' --root '{}' preprocess", root.display());
    config.set("preprocessor.bottleneck.command", command).expect("a setting");
    config.build.build_dir = book.path("stock");
    let driver = MDBook::load_with_config(book.path("book"), config).expect("a book");
    driver.build().map_err(|error| format!("{error:#}"))?;
    Ok(book.read("stock/ch02_pca.html"))
}

/// The words, tags and attributes of the page's text, without what only our own site has: the notebook's file.
fn essence(page: &str) -> Vec<String> {
    let page = page
        .replace("<a href=\"notebooks/ch02_pca.ipynb\" download=\"\">", "")
        .replace(" of the notebook</a>", "");
    let page = page.replace(" of chapters/notebooks/ch02_pca.ipynb", "");
    let main = page
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"))
        .expect("a <main>")
        .0;
    let mut out = Vec::new();
    let mut words = String::new();
    for token in html::tokens(main) {
        if !token.starts_with('<') {
            words.push_str(&html::text_of(token));
            continue;
        }
        out.extend(words.split_whitespace().map(str::to_owned));
        words.clear();
        if token.starts_with("</") {
            // An element of SVG may end in either of two ways.
            continue;
        }
        let mut attributes = html::attributes(token);
        attributes.sort();
        let name =
            token.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or_default();
        out.push(format!("<{name} {attributes:?}").to_lowercase());
    }
    out
}

#[test]
fn both_ways_show_the_same_page() {
    let book = Fixture::sound();
    let output = book.book(&[]);
    assert!(output.status.success(), "{}", told(&output));
    let (ours, theirs) = (
        essence(&book.read("target/book/ch02_pca.html")),
        essence(&stock(&book).expect("a site")),
    );
    for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(ours, theirs, "part {at}");
    }
    assert_eq!(ours.len(), theirs.len());
    assert!(ours.len() > 150, "the page is all there: {}", ours.len());
}

#[test]
fn the_stock_site_has_the_sources() {
    let book = Fixture::sound();
    let page = stock(&book).expect("a site");
    assert!(page.contains("href=\"sources/src/pca.rs.html#L5\""));
    assert!(book.read("stock/sources/src/pca.rs.html").contains("<span id=\"L5\"></span>"));
}

#[test]
fn a_fault_stops_a_stock_mdbook_too() {
    let book = Fixture::sound();
    book.change(PAGE, "ch02.samples", "ch02.sample");
    let error = stock(&book).expect_err("a fault");
    assert!(error.contains("bottleneck"), "{error}");
}

#[test]
fn only_the_html_renderer_is_supported() {
    let ask = |renderer: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
        command
            .args(["preprocess", "supports", renderer])
            .status()
            .expect("the program book")
            .code()
    };
    assert_eq!((ask("html"), ask("markdown")), (Some(0), Some(1)));
}

#[test]
fn nonsense_on_the_input_is_told() {
    let book = Fixture::sound();
    let mut child = book
        .command(&["preprocess"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    child.stdin.take().expect("its input").write_all(b"nonsense").expect("written");
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("Unable to parse the input"), "{}", told(&output));
}
