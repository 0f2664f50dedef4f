//! The source files that pages list, as pages of the site with an address for each line.

use crate::holes::Holes;
use crate::html::escape;
use crate::project::Project;
use mdbook_driver::book::{Book, BookItem, Chapter};
use std::collections::BTreeSet;
use std::fs;

/// A book of source pages, `sources/<file>.html`, with an overview before them.
pub fn book(project: &Project, files: &BTreeSet<String>, holes: &Holes) -> Book {
    let chapters = files.iter().filter_map(|file| {
        let text = fs::read_to_string(project.root.join(file)).ok()?;
        let content = format!("# {file}\n\n{}\n", holes.put_block(listing(file, &text)));
        // mdBook replaces the last extension by .html.
        Some(chapter(file, content, &format!("sources/{file}.md"), vec!["Sources".into()]))
    });
    let mut overview =
        String::from("# Sources\n\nThe files that the book's listings are taken from.\n\n");
    for file in files {
        overview.push_str(&format!("- [{file}]({file}.html)\n"));
    }
    let mut parent = chapter("Sources", overview, "sources/index.md", Vec::new());
    parent.sub_items = chapters.map(BookItem::Chapter).collect();
    Book::new_with_items(vec![BookItem::Chapter(parent)])
}

fn chapter(name: &str, content: String, path: &str, parents: Vec<String>) -> Chapter {
    let mut chapter = Chapter::new(name, content, path, parents);
    chapter.source_path = None;
    chapter
}

/// The whole file, each line with its number as its address.
fn listing(file: &str, text: &str) -> String {
    let language = match file.rsplit('.').next() {
        Some("rs") => "rust",
        Some("py") => "python",
        Some("toml") => "toml",
        _ => "plaintext",
    };
    let mut out =
        format!("<div class=\"source\"><pre><code class=\"language-{language}\">");
    for (at, line) in text.lines().enumerate() {
        out.push_str(&format!("<span id=\"L{}\"></span>{}\n", at + 1, escape(line)));
    }
    out + "</code></pre></div>"
}
