//! A page of the book: its text and its names.

use crate::project::Project;
use mdbook_driver::book::{Book, Chapter};
use std::path::PathBuf;

/// A page as it stands in `book/src`.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The file below `book/src`, `ch02_pca.md`.
    pub path: PathBuf,
    /// The file as the reader would open it, `book/src/ch02_pca.md`.
    pub shown: String,
    /// The chapter's slug, `ch02_pca`.
    pub slug: String,
    /// The page's title in SUMMARY.
    pub title: String,
    /// The Markdown text.
    pub text: String,
}

impl Page {
    /// The page of a chapter that mdBook has read.
    pub fn of(chapter: &Chapter) -> Option<Page> {
        let path = chapter.source_path.clone()?;
        let slug = path.with_extension("").to_string_lossy().replace('\\', "/");
        let shown = format!("book/src/{slug}.md");
        Some(Page {
            path,
            shown,
            slug,
            title: chapter.name.clone(),
            text: chapter.content.clone(),
        })
    }

    /// All pages, in the order of SUMMARY.
    pub fn all(book: &Book) -> Vec<Page> {
        book.chapters().filter_map(Page::of).collect()
    }

    /// The chapter's number, if the slug begins with `chNN_`.
    pub fn number(&self) -> Option<u32> {
        chapter_number(&self.slug)
    }

    /// The title with the chapter's number before it, as the table of contents shows it.
    pub fn numbered_title(&self) -> String {
        match self.number() {
            Some(number) => format!("{number}. {}", self.title),
            None => self.title.clone(),
        }
    }

    /// The expanded text of this page, "Chapter 2" standing over its first heading if it is a chapter.
    pub fn with_number_in_heading(&self, text: String) -> String {
        match (self.number(), text.strip_prefix("# ")) {
            (Some(number), Some(rest)) => {
                format!("# <span class=\"chapter-number\">Chapter {number}</span> {rest}")
            }
            _ => text,
        }
    }

    /// The page's address in the site.
    pub fn address(&self) -> String {
        format!("{}.html", self.slug)
    }

    /// The way from this page to the root of the site: nothing, or `../` for each folder.
    pub fn to_root(&self) -> String {
        "../".repeat(self.slug.matches('/').count())
    }

    /// The folder of the page on the disk, which includes are relative to.
    pub fn folder(&self, project: &Project) -> PathBuf {
        project.pages().join(self.path.parent().unwrap_or(&self.path))
    }
}

/// The number in a slug `chNN_topic`.
pub fn chapter_number(slug: &str) -> Option<u32> {
    slug.strip_prefix("ch")?.split('_').next()?.parse().ok()
}
