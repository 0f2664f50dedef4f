//! Pictures in rows and columns, with words beside, above and below them.

use super::colour::Ink;
use super::style::{Area, Drawn, words};
use super::svg::{Canvas, FONT, Svg, WIDTH, pixels, width_of};
use super::tile::{Picture, Tile};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

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

/// Where the pictures stand, in figure units.
struct Layout {
    left: f64,
    top: f64,
    width: f64,
    tall: f64,
    across: f64,
    down: f64,
}

/// Draw the grid.
pub fn grid(grid: &Grid) -> String {
    let mut canvas = Canvas::default();
    let Some(first) = grid.tiles.first() else { return canvas.finish(1.0, &grid.title) };
    let columns = grid.columns.max(1);
    let left = grid.row_labels.iter().map(|text| width_of(text) + 8.0).fold(0.0, f64::max);
    let top = if grid.column_labels.is_empty() { 2.0 } else { FONT + 8.0 };
    let gap = 5.0;
    let width = (WIDTH - left + gap) / columns as f64 - gap;
    let tall = width * first.height as f64 / first.width as f64;
    let below = if grid.captions.is_empty() { gap } else { FONT + 12.0 };
    let layout = Layout { left, top, width, tall, across: width + gap, down: tall + below };
    let height = top + grid.tiles.len().div_ceil(columns) as f64 * layout.down;
    let area = Svg::new(&mut canvas, (WIDTH, height)).into_drawing_area();
    // Drawing into memory does not fail.
    let _ = fill(&area, grid, columns, &layout);
    drop(area);
    canvas.finish(height, &grid.title)
}

/// Words first, then pictures.
fn fill(area: &Area, grid: &Grid, columns: usize, at: &Layout) -> Drawn {
    let x_of = |column: usize| at.left + column as f64 * at.across;
    let y_of = |row: usize| at.top + row as f64 * at.down;
    let say = |text: &str, x: f64, y: f64, h: HPos, v: VPos| {
        area.draw(&Text::new(
            text.to_string(),
            (pixels(x), pixels(y)),
            words(Ink::Text, h, v),
        ))
    };
    for (column, text) in grid.column_labels.iter().enumerate() {
        say(text, x_of(column) + at.width / 2.0, at.top - 6.0, HPos::Center, VPos::Bottom)?;
    }
    for (row, text) in grid.row_labels.iter().enumerate() {
        say(text, at.left - 8.0, y_of(row) + at.tall / 2.0, HPos::Right, VPos::Center)?;
    }
    for (i, text) in grid.captions.iter().enumerate() {
        let (x, y) =
            (x_of(i % columns) + at.width / 2.0, y_of(i / columns) + at.tall + 3.0);
        say(text, x, y, HPos::Center, VPos::Top)?;
    }
    for (i, tile) in grid.tiles.iter().enumerate() {
        let corner = (pixels(x_of(i % columns)), pixels(y_of(i / columns)));
        area.draw(&Picture { at: corner, tile, width: at.width, centred: false })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_pictures_are_marked_for_a_dark_page() {
        let plain = Tile::empty(2, 2);
        let signed = Tile { signed: true, ..plain.clone() };
        let svg = grid(&Grid { columns: 2, tiles: vec![plain, signed], ..Grid::default() });
        assert_eq!(svg.matches("<image").count(), 2);
        assert_eq!(svg.matches("<image class=\"signed\"").count(), 1);
    }
}
