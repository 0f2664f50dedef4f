//! Numbers in, picture out: SVG that follows the page's light or dark theme. Knows no model.
//!
//! Ink is `currentColor`, the ground is transparent, and each colour is a CSS variable with a fallback ([`colour`]), so
//! that a figure put inline into a page takes the page's look, and one opened by itself has a look of its own.

pub mod colour;
pub mod grid;
pub mod panel;
pub mod scale;
pub mod svg;
pub mod tile;

mod draw;
mod marks;
mod style;

pub use colour::Ink;
pub use draw::draw;
pub use grid::{Grid, grid};
pub use panel::{Anchor, Mark, Panel, Shape};
pub use scale::Scale;
pub use tile::Tile;
