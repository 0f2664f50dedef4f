//! Handwriting-like digits of 28×28 pixels: pen strokes with every true factor known.
//!
//! A digit is written in one of several ways ([`forms`]) by a writer whose slant, width, pen and care run through all
//! that he writes; [`Factors`] hold one image's share of all this, and [`render`] makes the pixels of them. Pictures are
//! sized and centred as MNIST's are (LeCun, Cortes & Burges): the ink fits a box of 20×20 pixels, its centre of mass
//! lies in the middle of the 28×28, and the darkest pixel is 1. Nothing in here was fitted to MNIST. The same seed gives
//! the same bytes.

mod arc;
mod factors;
mod form;
mod forms;
mod high;
mod low;
mod pen;
mod raster;
mod spline;
mod writer;

use crate::data::ImageSet;
use crate::{Error, Frame, Real, Result};
pub use factors::Factors;
pub use forms::forms;
use ndarray::Array2;
pub use raster::SIDE;
use rayon::prelude::*;

/// Images of [`train_and_test`]'s first set.
pub const TRAIN: usize = 10_000;
/// Images of [`train_and_test`]'s second set.
pub const TEST: usize = 2_000;
/// Most images in one set: 10⁶ are 3 GB already.
const MOST: usize = 1_000_000;

/// Images with the truth about each.
#[derive(Debug, Clone)]
pub struct DigitSet {
    /// X (n, 784) in [0, 1], ink = 1; labels = the digit.
    pub images: ImageSet,
    /// What each row was rendered from, in the same order.
    pub factors: Vec<Factors>,
}

/// The picture of one digit: 784 pixels in [0, 1], row by row from the top, ink = 1.
///
/// # Errors
/// Where a factor is outside its range; it is named.
pub fn render(factors: &Factors) -> Result<Vec<Real>> {
    factors.check()?;
    Ok(raster::picture(&pen::ink(factors)).into_iter().map(|p| p as Real).collect())
}

/// The pictures of many digits, on all cores: one row each, in the order given; labels = [`Factors::digit`].
///
/// # Errors
/// As [`render`], or where there is no digit or more than 1 000 000.
pub fn render_all(factors: Vec<Factors>) -> Result<DigitSet> {
    let n = within(factors.len())?;
    let mut x = Array2::zeros((n, SIDE * SIDE));
    let rows = x.as_slice_mut().unwrap_or_default().par_chunks_mut(SIDE * SIDE);
    rows.zip(&factors)
        .try_for_each(|(row, f)| render(f).map(|pixels| row.copy_from_slice(&pixels)))?;
    let labels = factors.iter().map(|f| f.digit).collect();
    Ok(DigitSet { images: ImageSet { x, labels, frame: Frame::grey(SIDE, SIDE) }, factors })
}

/// `n` digits by many writers, in random order, each digit about as often as the others.
///
/// Image i depends on `seed` and i alone: a larger set begins with the smaller one.
///
/// # Errors
/// Where `n` is 0 or more than 1 000 000.
pub fn digits(seed: u64, n: usize) -> Result<DigitSet> {
    within(n)?;
    render_all((0..n as u64).into_par_iter().map(|i| Factors::random(seed, i)).collect())
}

/// [`TRAIN`] digits to fit on, and [`TEST`] others by other writers to measure on: [`train`] and [`test()`] of this seed.
///
/// # Errors
/// None for any seed.
pub fn train_and_test(seed: u64) -> Result<(DigitSet, DigitSet)> {
    Ok((train(seed, TRAIN)?, test(seed, TEST)?))
}

/// The first `n` digits to fit on: [`digits`] itself.
///
/// # Errors
/// As [`digits`].
pub fn train(seed: u64, n: usize) -> Result<DigitSet> {
    digits(seed, n)
}

/// The first `n` digits to measure on: other writers and other images than [`train`]'s of the same seed.
///
/// # Errors
/// As [`digits`].
pub fn test(seed: u64, n: usize) -> Result<DigitSet> {
    // All bits inverted: the generator of a seed that nobody types.
    digits(!seed, n)
}

fn within(n: usize) -> Result<usize> {
    match n {
        0 => Err(Error::TooFew { what: "a set of digits", need: 1, unit: "image", got: 0 }),
        1..=MOST => Ok(n),
        _ => {
            let value = n.to_string();
            Err(Error::OutOfRange {
                name: "the number of digits",
                value,
                range: "at most 1 000 000",
            })
        }
    }
}
