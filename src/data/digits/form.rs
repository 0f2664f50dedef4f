//! What a way of writing a digit is.

use super::spline::Point;

/// The four numbers of [`Factors::shape`](super::Factors::shape).
pub(super) type Shape = [f32; 4];
/// Points that the pen goes through from touching the paper to leaving it; a point given twice is a corner.
pub(super) type Stroke = Vec<Point>;

/// One way of writing a digit in a unit box, x to the right, y down.
pub(super) struct Form {
    /// What it is called.
    pub name: &'static str,
    /// How common it is among the digit's forms, in parts of their sum.
    pub share: f32,
    /// Its strokes, for the given shape.
    pub strokes: fn(&Shape) -> Vec<Stroke>,
}

/// The forms of one digit.
pub(super) type FormsOf = &'static [Form];
