//! What all figures share: drawing areas, and how their words and lines look.

use super::colour::Ink;
use super::scale::Scale;
use super::svg::{FONT, PIXELS, Svg, pixels};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::convert::Infallible;

/// A drawing area of a figure.
pub type Area<'a> = DrawingArea<Svg<'a>, Shift>;
/// A pair of axes of a figure.
pub type Chart<'a, 'b> = ChartContext<'a, Svg<'b>, Cartesian2d<Scale, Scale>>;
/// Drawing into memory does not fail; the type is what plotters returns.
pub type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// A text style of the figure's size.
pub fn words(ink: Ink, h: HPos, v: VPos) -> TextStyle<'static> {
    let font = ("sans-serif", FONT * PIXELS).into_font().color(&ink.colour());
    font.pos(Pos::new(h, v))
}

/// A line `width` figure units wide.
pub fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    ink.colour().stroke_width(pixels(width) as u32)
}
