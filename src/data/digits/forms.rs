//! The ways of writing each digit, by name.

use super::form::FormsOf;
use super::{high, low};
use crate::{Error, Result};

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
