//! Pictures in rows and columns, with words beside, above and below them.

use super::svg::{Anchor, FONT, Svg, WIDTH, width_of};
use super::tile::Tile;

/// A grid of pictures of one size.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// What the picture is, for those who cannot see it.
    pub title: String,
    /// How many pictures in a row.
    pub columns: usize,
    /// Row by row.
    pub tiles: Vec<Tile>,
    /// Above the columns; empty for none.
    pub column_labels: Vec<String>,
    /// To the left of the rows; empty for none.
    pub row_labels: Vec<String>,
    /// Below each picture; empty for none.
    pub captions: Vec<String>,
}

/// Draw the grid.
pub fn grid(grid: &Grid) -> String {
    let Some(first) = grid.tiles.first() else { return Svg::new(1.0, &grid.title).finish() };
    let columns = grid.columns.max(1);
    let rows = grid.tiles.len().div_ceil(columns);
    let left = grid.row_labels.iter().map(|text| width_of(text) + 8.0).fold(0.0, f64::max);
    let top = if grid.column_labels.is_empty() { 2.0 } else { FONT + 8.0 };
    let gap = 5.0;
    let width = (WIDTH - left + gap) / columns as f64 - gap;
    let tall = width * first.height as f64 / first.width as f64;
    let below = if grid.captions.is_empty() { gap } else { FONT + 12.0 };
    let mut svg = Svg::new(top + rows as f64 * (tall + below), &grid.title);
    let x_of = |column: usize| left + column as f64 * (width + gap);
    let y_of = |row: usize| top + row as f64 * (tall + below);
    for (column, text) in grid.column_labels.iter().enumerate() {
        svg.text((x_of(column) + width / 2.0, top - 8.0), Anchor::Middle, text, "");
    }
    for (row, text) in grid.row_labels.iter().enumerate() {
        svg.text((left - 8.0, y_of(row) + tall / 2.0 + 0.34 * FONT), Anchor::End, text, "");
    }
    for (i, text) in grid.captions.iter().enumerate() {
        let at = (x_of(i % columns) + width / 2.0, y_of(i / columns) + tall + FONT + 1.0);
        svg.text(at, Anchor::Middle, text, "");
    }
    for (i, tile) in grid.tiles.iter().enumerate() {
        svg.push(&tile.element(x_of(i % columns), y_of(i / columns), width));
    }
    svg.finish()
}
