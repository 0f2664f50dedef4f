//! From pages to site.

use crate::citations::Bibliography;
use crate::claims::Claims;
use crate::draw::{self, Drawing};
use crate::expand::Expander;
use crate::figures::Figures;
use crate::holes::Holes;
use crate::maths::Maths;
use crate::numbers::Numbers;
use crate::page::Page;
use crate::project::Project;
use crate::report::Report;
use crate::{links, sources, summary};
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_driver::errors::{Error, Result};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the site into `target/book`; the path of its first page, or `None` if the report holds failures.
pub fn build(
    project: &Project,
    report: &Report,
    drawing: Drawing,
) -> Result<Option<PathBuf>> {
    summary::check(project, report);
    if !report.is_clean() {
        return Ok(None);
    }
    let mut config = Config::from_disk(project.book().join("book.toml"))?;
    config.build.use_default_preprocessors = false;
    let mut book = MDBook::load_with_config(project.book(), config.clone())?.book;
    let pages = Page::all(&book);
    let holes = Holes::deferred();
    let listed = expand(project, &mut book, report, drawing, &holes, true);
    if !report.is_clean() {
        return Ok(None);
    }
    let site = project.site();
    render(project, &config, book, &site)?;
    let beside = tempfile::tempdir()?;
    render(project, &config, sources::book(project, &listed, &holes), beside.path())?;
    move_all(&beside.path().join("sources"), &site.join("sources"))?;
    ship_notebooks(project, &pages)?;
    fill(&site, &holes)?;
    tidy_index(&site.join("searchindex.js"))?;
    links::check(&site, &pages, report);
    Ok(report.is_clean().then(|| site.join("index.html")))
}

/// Draws what there is to draw and expands all pages of the book in place; the source files that they list.
pub fn expand(
    project: &Project,
    book: &mut Book,
    report: &Report,
    drawing: Drawing,
    holes: &Holes,
    ships_notebooks: bool,
) -> BTreeSet<String> {
    let pages = Page::all(book);
    let figures = Figures::of(&pages, report);
    draw::stale(project, &pages, &figures, report, drawing);
    let bibliography = Bibliography::read(&pages, report);
    let (numbers, maths, listed) =
        (Numbers::read(project), Maths::default(), RefCell::default());
    let claims = Claims::of(project, &pages, report);
    claims.check(&numbers, report);
    let expander = Expander {
        project,
        report,
        holes,
        pages: &pages,
        figures,
        bibliography,
        claims,
        numbers,
        maths,
        listed,
        ships_notebooks,
    };
    book.for_each_chapter_mut(|chapter| {
        if let Some(page) = Page::of(chapter) {
            chapter.content = page.with_number_in_heading(expander.page(&page));
            chapter.name = page.numbered_title();
        }
    });
    expander.listed.into_inner()
}

fn render(project: &Project, config: &Config, book: Book, into: &Path) -> Result<()> {
    let context = RenderContext::new(project.book(), book, config.clone(), into);
    HtmlHandlebars::new().render(&context)
}

/// Moves a folder's files, over file systems too.
fn move_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).map_err(Error::from)?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            move_all(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

fn ship_notebooks(project: &Project, pages: &[Page]) -> Result<()> {
    for page in pages {
        let notebook = project.notebook(&page.slug);
        if notebook.is_file() {
            let to = project.site().join(format!("notebooks/{}.ipynb", page.slug));
            fs::create_dir_all(to.parent().unwrap_or(&to))?;
            fs::copy(notebook, to)?;
        }
    }
    Ok(())
}

/// Fills the holes in every page of the site.
fn fill(folder: &Path, holes: &Holes) -> Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            fill(&path, holes)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            fs::write(&path, holes.fill(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// Takes the blank out of "( x" in the search index: mdBook puts one wherever a tag begins.
fn tidy_index(path: &Path) -> Result<()> {
    let mut index = fs::read_to_string(path)?;
    for open in ["(", "[", "“", "‘"] {
        index = index.replace(&format!("{open} "), open);
    }
    fs::write(path, index)?;
    Ok(())
}
