//! Every page of the built site in a real browser.

#[path = "browser/pages.rs"]
mod pages;
#[path = "browser/reader.rs"]
mod reader;

use book::project::Project;
use book::report::Report;
use reader::Reader;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const AXE: &str = include_str!("browser/axe.min.js");
const CHECKS: &str = include_str!("browser/checks.js");

/// The site, built once for all tests here.
fn site() -> &'static Path {
    static SITE: OnceLock<PathBuf> = OnceLock::new();
    SITE.get_or_init(|| {
        let project = Project::find(None).expect("the project is here");
        let report = Report::default();
        let index = book::site::build(&project, &report, book::draw::Drawing::Stale)
            .expect("the book builds");
        report.print();
        index
            .expect("the pages have no faults")
            .parent()
            .expect("it lies in a folder")
            .to_owned()
    })
}

/// Adds the faults that a check finds on the page that is open.
fn check(reader: &Reader, which: &str, place: &str, faults: &mut Vec<String>) {
    let found: Vec<String> = reader.ask(&format!("bookChecks.{which}()"));
    faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
}

fn assert_clean(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A page with one fault of each kind, so that a check that finds nothing elsewhere is known to look.
const FAULTY: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Faulty</title><meta name="viewport" content="width=device-width"></head><body>
<main id="top"><h1>Faulty</h1><p style="color:#aaa;background:#fff">Hardly to be read.</p>
<p><span class="katex" style="color:red">x</span></p>
<div style="width:900px">wide</div><div style="overflow-x:auto"><div style="width:900px">wide, unreachable</div></div>
<figure id="mute"><svg viewBox="0 0 900 9"><text>small</text></svg></figure></main>
<script>console.error("wrong"); fetch("https://example.org/").catch(() => {});</script></body></html>"#;

#[test]
fn the_checks_find_faults() {
    let site = tempfile::tempdir().expect("a folder");
    fs::write(site.path().join("faulty.html"), FAULTY).expect("a page");
    let Some(reader) = Reader::open(site.path()) else { return };
    reader.window(360, 740);
    reader.go("faulty.html");
    reader.run(AXE);
    reader.run(CHECKS);
    let mut faults = Vec::new();
    for which in ["fonts", "figures", "width", "letters", "axe", "contrast"] {
        check(&reader, which, which, &mut faults);
    }
    faults.extend(reader.complaints());
    let told = faults.join("\n");
    let wanted = [
        "fonts: Source Serif was not used",
        "figures: mute has no text",
        "reaches from",
        "letters: mute: “small” is",
        "scrolls, but not by keyboard",
        "scrolls, but no shadow at its edge says so",
        "axe: color-contrast",
        "axe: a formula has a colour of its own: x",
        "contrast: color-contrast",
        "console: ",
        "asks for https://example.org/",
    ];
    for want in wanted {
        assert!(told.contains(want), "“{want}” was not found:\n{told}");
    }
}

#[test]
fn every_page_is_whole_in_both_themes() {
    let Some(found) = pages::found() else { return };
    assert_clean(&found.in_both_themes);
}

#[test]
fn the_print_page_has_every_font_and_picture() {
    let Some(reader) = Reader::open(site()) else { return };
    reader.go("print.html");
    reader.run(CHECKS);
    let mut faults = reader.complaints();
    check(&reader, "fonts", "print.html", &mut faults);
    check(&reader, "figures", "print.html", &mut faults);
    assert_clean(&faults);
}

#[test]
fn no_page_scrolls_sideways_and_figures_can_be_read() {
    let Some(found) = pages::found() else { return };
    assert_clean(&found.when_narrow);
}

#[test]
fn search_finds_eigenface() {
    let Some(reader) = Reader::open(site()) else { return };
    reader.go("index.html");
    reader.press("/");
    reader.until("document.activeElement.id === 'mdbook-searchbar'");
    reader.write("eigenface");
    reader.until("document.querySelector('#mdbook-searchresults li a')");
    let found: Vec<String> = reader
        .ask("[...document.querySelectorAll('#mdbook-searchresults a')].map(a => a.href)");
    assert!(found.iter().any(|link| link.contains("ch03_eigenfaces.html")), "{found:?}");
    reader.run("document.querySelector('#mdbook-searchresults li a').click()");
    reader.until("document.querySelector('main mark')");
    let marked: String =
        reader.ask("document.querySelector('main mark').textContent.toLowerCase()");
    assert!(marked.contains("eigenface"), "{marked}");
    assert_clean(&reader.complaints());
}

#[test]
fn search_finds_names_in_capitals_and_shows_formulas_as_words() {
    let Some(reader) = Reader::open(site()) else { return };
    for (name, page) in
        [("RBM", "ch07_rbm"), ("PCA", "ch02_pca"), ("VAE", "index"), ("ELBO", "index")]
    {
        reader.go("index.html");
        reader.press("/");
        reader.until("document.activeElement.id === 'mdbook-searchbar'");
        reader.write(name);
        reader.until("document.querySelector('#mdbook-searchresults li a')");
        let found: Vec<String> = reader.ask(
            "[...document.querySelectorAll('#mdbook-searchresults a')].map(a => a.href)",
        );
        assert!(found.iter().any(|link| link.contains(page)), "{name}: {found:?}");
    }
    reader.go("index.html");
    reader.press("/");
    reader.until("document.activeElement.id === 'mdbook-searchbar'");
    reader.write("stationary gradient");
    reader.until("document.querySelector('#mdbook-searchresults li a')");
    let teasers: String = reader.ask(
        "[...document.querySelectorAll('.teaser')].map(t => t.textContent).join('\\n')",
    );
    assert!(teasers.contains("Σu"), "{teasers}");
    assert_clean(&reader.complaints());
}

/// What the page is painted on.
const PAPER: &str = "getComputedStyle(document.documentElement).backgroundColor";

#[test]
fn a_stored_theme_of_another_book_has_a_counterpart_here() {
    let Some(reader) = Reader::open(site()) else { return };
    let paper = |theme: &str| -> String {
        reader.go("index.html");
        reader.run(&format!("localStorage.setItem('mdbook-theme', '{theme}')"));
        reader.go("preface.html");
        reader.ask(PAPER)
    };
    let (light, dark) = (paper("light"), paper("dark"));
    assert_ne!(light, dark);
    assert_eq!(paper("rust"), light);
    for theme in ["coal", "navy", "ayu"] {
        assert_eq!(paper(theme), dark, "{theme}");
    }
    reader.run("document.getElementById('mdbook-theme-default_theme').click()");
    reader.until("document.documentElement.classList.contains('light')");
    assert_eq!(
        reader.ask::<String>(PAPER),
        light,
        "the system's choice, after another book's"
    );
    assert_clean(&reader.complaints());
}

#[test]
fn the_theme_can_be_chosen_and_stays() {
    const INK: &str = "getComputedStyle(document.querySelector('main')).color";
    let Some(reader) = Reader::open(site()) else { return };
    reader.go("index.html");
    let (paper, ink): (String, String) = (reader.ask(PAPER), reader.ask(INK));
    let offered: Vec<String> =
        reader.ask("[...document.querySelectorAll('#mdbook-theme-list button')].map(b => b.textContent)");
    assert_eq!(offered, ["As the system", "Light", "Dark"]);

    // By keyboard: the button opens the list, the arrow goes to Dark, Enter takes it.
    reader.run("document.getElementById('mdbook-theme-toggle').focus()");
    reader.press("Enter");
    reader.until("document.activeElement.id === 'mdbook-theme-light'");
    reader.press("ArrowDown");
    reader.until("document.activeElement.id === 'mdbook-theme-dark'");
    reader.press("Enter");
    reader.until("document.documentElement.classList.contains('dark')");
    assert_ne!(reader.ask::<String>(PAPER), paper);
    assert_ne!(reader.ask::<String>(INK), ink);

    reader.go("ch02_pca.html");
    assert_ne!(
        reader.ask::<String>(PAPER),
        paper,
        "another page has the theme that was chosen"
    );
    let figure: String =
        reader.ask("getComputedStyle(document.querySelector('figure svg')).color");
    assert_ne!(figure, ink, "a figure's ink follows the theme");
    reader.run("document.getElementById('mdbook-theme-default_theme').click()");
    reader.until("document.documentElement.classList.contains('light')");
    reader.go("index.html");
    assert_eq!(reader.ask::<String>(PAPER), paper);
    assert_clean(&reader.complaints());
}

#[test]
fn the_table_of_contents_opens_and_closes_by_keyboard() {
    const LEFT: &str =
        "document.getElementById('mdbook-sidebar').getBoundingClientRect().right > 100";
    let Some(reader) = Reader::open(site()) else { return };
    reader.window(390, 800);
    reader.go("index.html");
    assert!(!reader.ask::<bool>(LEFT), "on a phone it starts closed");
    reader.run("document.getElementById('mdbook-sidebar-toggle').focus()");
    reader.press("Enter");
    reader.until(LEFT);
    assert_eq!(
        reader.ask::<String>(
            "document.getElementById('mdbook-sidebar-toggle').getAttribute('aria-expanded')"
        ),
        "true"
    );
    reader.press("Enter");
    reader.until(&format!("!({LEFT})"));
    assert_clean(&reader.complaints());
}
