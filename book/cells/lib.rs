//! The cells of all pages, one function a page.
//!
//! A package of its own, so that a changed page is compiled where its cells are tested and nowhere else.

include!(concat!(env!("OUT_DIR"), "/cells.rs"));

/// Begins a line that separates the outputs of cells.
pub const MARK: &str = "\u{1}cell ";

fn begin(cell: usize) {
    println!("{MARK}{cell}");
}

fn end() {
    println!("{MARK}end");
}
