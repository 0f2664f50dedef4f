//! The ways of writing each digit, by name.

use super::spline::Point;
use super::{high, low};
use crate::{Error, Result};

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

pub(super) type FormsOf = &'static [Form];

/// The forms of 0 to 9.
pub(super) const FORMS: [FormsOf; 10] = [
    low::ZERO,
    low::ONE,
    low::TWO,
    low::THREE,
    low::FOUR,
    high::FIVE,
    high::SIX,
    high::SEVEN,
    high::EIGHT,
    high::NINE,
];

/// The names of the ways in which `digit` is written, in the order of [`Factors::form`](super::Factors::form).
///
/// # Errors
/// Where `digit` is not 0 to 9.
pub fn forms(digit: usize) -> Result<Vec<&'static str>> {
    let of = FORMS.get(digit).ok_or_else(|| Error::OutOfRange {
        name: "the digit",
        value: digit.to_string(),
        range: "0 to 9",
    })?;
    Ok(of.iter().map(|form| form.name).collect())
}
