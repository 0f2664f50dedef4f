//! Every page of the site, loaded once, and what is wrong with it.

use super::reader::{Reader, seats};
use super::{AXE, CHECKS, check, site};
use std::fs;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The faults of pages, each with its page's name.
#[derive(Default)]
pub struct Found {
    /// Fonts, figures, complaints, and what axe finds, in the light theme and the dark.
    pub in_both_themes: Vec<String>,
    /// What is too wide or too small in a phone's window and in a tablet's.
    pub when_narrow: Vec<String>,
}

/// What is wrong with all pages, found once for the tests that ask; `None` where there is no browser.
pub fn found() -> Option<&'static Found> {
    static FOUND: OnceLock<Option<Found>> = OnceLock::new();
    FOUND.get_or_init(in_all_pages).as_ref()
}

/// As many browsers as there are seats, each taking the next page until there is none.
fn in_all_pages() -> Option<Found> {
    let (pages, next) = (pages(), AtomicUsize::new(0));
    let share = || {
        let reader = Reader::open(site())?;
        let mut found = Vec::new();
        while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.push((page, on_page(&reader, page)));
        }
        Some(found)
    };
    let shares: Option<Vec<_>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..seats()).map(|_| scope.spawn(share)).collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended.map(|share| share.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mut found: Vec<_> = shares?.into_iter().flatten().collect();
    assert_eq!(found.len(), pages.len(), "each page is looked at once");
    found.sort_by_key(|(page, _)| *page);
    let mut all = Found::default();
    for (_, on_page) in found {
        all.in_both_themes.extend(on_page.in_both_themes);
        all.when_narrow.extend(on_page.when_narrow);
    }
    Some(all)
}

/// What is wrong with one page.
fn on_page(reader: &Reader, page: &str) -> Found {
    let mut found = Found::default();
    // In a narrow window, where the table of contents is closed from the start.
    reader.window(360, 740);
    reader.go(page);
    reader.run(AXE);
    reader.run(CHECKS);
    for width in [360, 820] {
        reader.window(width, 740);
        for which in ["width", "letters"] {
            check(reader, which, &format!("{page} at {width} px"), &mut found.when_narrow);
        }
    }
    // In a wide one, with the table opened as it is where a page is loaded wide.
    reader.window(1280, 900);
    reader.run("document.getElementById('mdbook-sidebar-toggle').click()");
    reader.until("document.documentElement.classList.contains('sidebar-visible')");
    let faults = &mut found.in_both_themes;
    check(reader, "fonts", page, faults);
    check(reader, "figures", page, faults);
    // Between the themes nothing changes but colours. Light comes last: the next page begins with it.
    for (theme, which) in [("dark", "contrast"), ("light", "axe")] {
        reader.run(&format!("document.getElementById('mdbook-theme-{theme}').click()"));
        reader.until(&format!("document.documentElement.classList.contains('{theme}')"));
        check(reader, which, &format!("{page} in {theme}"), faults);
    }
    faults.extend(reader.complaints().into_iter().map(|fault| format!("{page}: {fault}")));
    found
}

/// The pages to look at, by their paths in the site, the longest first: all that are written, and of the listings of
/// sources, which one template makes, the longest. (`print.html` repeats the pages; `toc.html` is a frame of the others.)
fn pages() -> Vec<String> {
    let mut pages = html_files("");
    pages.retain(|page| page != "print.html" && page != "toc.html");
    let size = |page: &String| fs::metadata(site().join(page)).map_or(0, |file| file.len());
    pages.extend(html_files("sources/").into_iter().max_by_key(size));
    assert!(pages.len() > 15, "{pages:?}");
    pages.sort_by_cached_key(|page| std::cmp::Reverse(size(page)));
    pages
}

/// The HTML files of a folder of the site (`sources/`), and for sources of the folders in it.
fn html_files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(site().join(folder)).expect("the site can be read").flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !folder.is_empty() {
            files.extend(html_files(&format!("{folder}{name}/")));
        } else if name.ends_with(".html") {
            files.push(format!("{folder}{name}"));
        }
    }
    files.sort();
    files
}
