//! Writes the notebooks from the pages; outputs of unchanged cells are kept.

use crate::cells::cells;
use crate::notebook::{self, Stored};
use crate::page::Page;
use crate::project::Project;

/// The id of the generated first cell.
pub const SETUP_ID: &str = "setup";

/// The first cell of each notebook: the library, and a hook that makes a panic visible, as the kernel would hide it.
const SETUP: &str = r#"// This notebook is made from the page of the book by `cargo run --release --bin book -- notebooks`.
:dep chapters = { path = ".." }
std::panic::set_hook(Box::new(|info| {
    println!("panicked at {info}");
    std::process::abort();
}));
use chapters::prelude::*;"#;

/// The notebook of a page as it should be, with the outputs that `stored` holds for the same text;
/// `None` for a page without cells.
pub fn of_page(page: &Page, stored: &[Stored]) -> Option<String> {
    let cells = cells(&page.text);
    if cells.is_empty() {
        return None;
    }
    let texts = std::iter::once((SETUP_ID.to_owned(), SETUP.to_owned()));
    let texts = texts.chain(
        cells
            .into_iter()
            .enumerate()
            .map(|(at, cell)| (format!("cell-{}", at + 1), cell.code)),
    );
    let mut out = vec![Err(("title".to_owned(), title(page)))];
    for (id, code) in texts {
        let code = code.trim_end().to_owned();
        let kept = stored.iter().find(|cell| cell.id == id && cell.code.trim_end() == code);
        let fresh = Stored { id, code, executed: false, outputs: Vec::new() };
        out.push(Ok(kept.cloned().unwrap_or(fresh)));
    }
    Some(notebook::compose(&out))
}

fn title(page: &Page) -> String {
    format!(
        "# {}\n\nThe cells of the page `book/src/{}.md`, in order. Change them, and run them again.",
        page.title, page.slug
    )
}

/// Writes the notebook of each page with cells; with `check`, only says which would change.
pub fn write(
    project: &Project,
    pages: &[Page],
    check: bool,
) -> std::io::Result<Vec<String>> {
    let mut changed = Vec::new();
    for page in pages {
        let path = project.notebook(&page.slug);
        let stored = notebook::read(&path).unwrap_or_default();
        let Some(text) = of_page(page, &stored) else { continue };
        if std::fs::read_to_string(&path).ok().as_deref() == Some(text.as_str()) {
            continue;
        }
        if !check {
            notebook::write(&path, &text)?;
        }
        changed.push(project.shown(&path));
    }
    Ok(changed)
}
