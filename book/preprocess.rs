//! For those who have mdBook 0.5 installed: `mdbook serve book` asks this program to expand the pages.

use crate::draw::Drawing;
use crate::holes::Holes;
use crate::project::Project;
use crate::report::Report;
use crate::{site, sources, summary};
use mdbook_driver::errors::Result;
use std::io::{Read, Write};

/// Whether we expand pages for a renderer: only for the one that makes the site.
pub fn supports(renderer: &str) -> bool {
    renderer == "html"
}

/// Reads mdBook's context and book, and writes the book with all pages expanded; false if the report holds failures.
///
/// Nobody can fill holes afterwards here, so the HTML goes onto the pages; the source files come as pages at the end.
pub fn run(
    project: &Project,
    input: impl Read,
    mut output: impl Write,
    report: &Report,
) -> Result<bool> {
    let (_, mut book) = mdbook_preprocessor::parse_input(input)?;
    summary::check(project, report);
    let holes = Holes::direct();
    let listed = site::expand(project, &mut book, report, Drawing::Stale, &holes, false);
    book.items.extend(sources::book(project, &listed, &holes).items);
    if report.is_clean() {
        serde_json::to_writer(&mut output, &book)?;
        output.flush()?;
    }
    Ok(report.is_clean())
}
