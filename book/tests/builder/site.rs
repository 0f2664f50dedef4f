//! What a sound book becomes.

use crate::fixture::{Fixture, NUMBERS, PAGE, told};

#[test]
fn a_sound_book_is_built_and_says_where() {
    let book = Fixture::sound();
    let output = book.book(&[]);
    assert!(output.status.success(), "{}", told(&output));
    let index = String::from_utf8_lossy(&output.stdout);
    assert!(index.trim().ends_with("target/book/index.html"), "{index}");
    let page = book.read("target/book/ch02_pca.html");
    for part in [
        "<span class=\"num\">60\u{202f}000</span>",
        "0.25\u{202f}s</span>",
        "<a class=\"cite\" href=\"bibliography.html#pearson1901\">Pearson &amp; Co 1901</a>",
        "<figure class=\"plot\" id=\"fig-spectrum\">",
        "role=\"img\" aria-label=\"A line that falls to 154 and is flat from there.\"",
        "<span class=\"label\">Figure\u{a0}2.1</span> The spectrum falls fast.",
        "<code>cargo run --release --bin ch02_pca</code> · 7.2\u{202f}s",
        "clip-path=\"url(#ch02_pca-spectrum-clip)\"",
        "<a class=\"ref\" href=\"#fig-spectrum\">Figure\u{a0}2.1</a>",
        "<span class=\"math-display\" tabindex=\"0\">",
        "<a href=\"sources/src/pca.rs.html#L5\">src/pca.rs</a>",
        "pub fn fit(x: &amp;Array2&lt;Real&gt;) -&gt; Pca {\n    centre(x)",
        "<pre class=\"text\" tabindex=\"0\">2</pre>",
        "<code>{{num ch02.nothing}}</code>. Two braces: {{.",
    ] {
        assert!(page.contains(part), "no {part:?} on the page:\n{page}");
    }
    assert!(!page.contains("data-hole"), "a hole is left open");
    assert!(
        book.read("target/book/sources/src/pca.rs.html")
            .contains("<span id=\"L5\"></span>")
    );
    assert!(
        book.read("target/book/figures.html")
            .contains("<a href=\"ch02_pca.html#fig-spectrum\">Figure\u{a0}2.1</a>")
    );
    assert!(book.path("target/book/notebooks/ch02_pca.ipynb").is_file());
    assert!(book.read("target/book/print.html").contains("aria-label=\"A line that falls"));
}

#[test]
fn formulas_are_words_in_the_search_index_and_neither_tex_nor_pictures() {
    let book = Fixture::sound();
    book.change(PAGE, "As {{ref", "Else ($\\lambda_1 = 0$), as {{ref");
    assert!(book.book(&[]).status.success());
    let index = book.read("target/book/searchindex.js");
    assert!(index.contains("eigenvector") && index.contains("falls fast"));
    for words in
        ["its direction: Σv = λv", "Else (λ₁ = 0), as", "we keep k = 154 components"]
    {
        assert!(index.contains(words), "no {words:?} in {index}");
    }
    let page = book.read("target/book/ch02_pca.html");
    assert!(page.contains("Else <span class=\"bound\">(<span class=\"katex\">"), "{page}");
    assert!(
        !index.contains("Sigma") && !index.contains("katex") && !index.contains("k_95"),
        "{index}"
    );
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let (a, b) = (Fixture::sound(), Fixture::sound());
    assert!(a.book(&[]).status.success() && b.book(&[]).status.success());
    for page in ["ch02_pca.html", "print.html", "sources/src/pca.rs.html"] {
        let page = format!("target/book/{page}");
        assert_eq!(a.read(&page), b.read(&page), "{page}");
    }
}

#[test]
fn how_long_a_chapter_takes_is_computed() {
    let book = Fixture::sound();
    book.change("book/src/index.md", "Read", "{{reading ch02}}: read");
    assert!(book.book(&[]).status.success());
    assert!(book.read("target/book/index.html").contains("5\u{202f}min: read"));
    book.change(
        PAGE,
        "## The spectrum",
        &format!("{}\n\n## The spectrum", "word ".repeat(1500)),
    );
    assert!(book.book(&[]).status.success());
    assert!(book.read("target/book/index.html").contains("10\u{202f}min: read"));
}

#[test]
fn a_changed_line_of_the_source_changes_the_page() {
    let book = Fixture::sound();
    book.change("src/pca.rs", "centre(x)", "svd(x)");
    assert!(book.book(&[]).status.success());
    assert!(book.read("target/book/ch02_pca.html").contains("    svd(x)"));
}

#[test]
fn a_long_listing_is_only_a_warning() {
    let book = Fixture::sound();
    let long = "        centre(x);\n".repeat(26);
    book.change("src/pca.rs", "        centre(x)\n", &long);
    let output = book.book(&[]);
    assert!(output.status.success());
    let line = book.line(PAGE, "```rust");
    assert!(told(&output).contains(&format!(
        "{PAGE}:{line}: warning: this listing of src/pca.rs has 29 lines"
    )));
}

#[cfg(unix)]
#[test]
fn what_is_missing_is_drawn_by_cargo() {
    use std::os::unix::fs::PermissionsExt;
    let book = Fixture::sound();
    let numbers = book.read(NUMBERS);
    book.remove(NUMBERS);
    book.write("kept.json", &numbers);
    book.write(
        "cargo",
        "#!/bin/sh\necho \"$@\" > asked\ncp kept.json figures/ch02_pca/numbers.json\n",
    );
    std::fs::set_permissions(book.path("cargo"), PermissionsExt::from_mode(0o755))
        .expect("a mode");
    let output = book
        .command(&["build"])
        .env("CARGO", book.path("cargo"))
        .output()
        .expect("the program book");
    assert!(output.status.success(), "{}", told(&output));
    let asked = book.read("asked");
    assert!(
        asked.contains("run --quiet --release --bin ch02_pca")
            && asked.trim().ends_with("-- --time"),
        "{asked}"
    );
}

#[test]
fn numbers_of_a_race_are_shown_and_no_program_is_run_for_them() {
    let book = Fixture::sound();
    let race = r#"{ "command": "make bench", "numbers": { "ratio": { "value": 1.5, "digits": 2 } } }"#;
    book.write("figures/race/numbers.json", race);
    book.change(PAGE, "# ", "The ratio is {{num race.ratio}}.\n\n# ");
    let output = book.book(&[]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(book.read("target/book/ch02_pca.html").contains(">1.50<"));
}
