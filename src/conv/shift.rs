//! Images moved by whole pixels, and whether what a network makes of them moves along.

use super::network::ImageNetwork;
use crate::check::check_columns;
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayView1};

/// Each image of X (n, image) moved `down` and `right` (negative: up, left) by whole
/// pixels; zeros come in, and what goes out is lost.
///
/// Errors where X is no images of this frame, or not finite.
pub fn shift(
    x: &Array2<Real>,
    frame: Frame,
    down: isize,
    right: isize,
) -> Result<Array2<Real>> {
    check_columns("the images to shift", frame.len(), x)?;
    let mut moved = Array2::zeros(x.dim());
    for row in 0..frame.height {
        for column in 0..frame.width {
            let from = (row.checked_add_signed(-down), column.checked_add_signed(-right));
            let (Some(y), Some(x0)) = from else { continue };
            if y < frame.height && x0 < frame.width {
                for channel in 0..frame.channels {
                    let to = frame.at(row, column, channel);
                    moved.column_mut(to).assign(&x.column(frame.at(y, x0, channel)));
                }
            }
        }
    }
    Ok(moved)
}

/// How far f(shifted X) is from the shifted f(X): ‖difference‖ / ‖shifted f(X)‖ over all
/// images, `margin` pixels of the output left out at each edge, where padding is seen. 0
/// where f is equivariant.
///
/// The image moves by `down` and `right` pixels, the output by as many places, which are
/// `stride` pixels apart. Errors where the shift is no multiple of the stride, X does not
/// fit the network, nothing is left within the margin, or all of it is 0.
pub fn equivariance_gap(
    f: &ImageNetwork,
    x: &Array2<Real>,
    down: isize,
    right: isize,
    stride: usize,
    margin: usize,
) -> Result<f64> {
    let whole = |by: isize| stride > 0 && by.unsigned_abs().is_multiple_of(stride);
    if !whole(down) || !whole(right) {
        let (name, range) = ("the shift", "a multiple of the network's stride");
        return Err(Error::OutOfRange { name, value: format!("({down}, {right})"), range });
    }
    let (frame, by) = (f.output(), stride as isize);
    let moved = f.network.predict(&shift(x, f.frames[0], down, right)?)?;
    let expected = shift(&f.network.predict(x)?, frame, down / by, right / by)?;
    let inside = |at: usize, n: usize| at >= margin && at + margin < n;
    let (mut apart, mut size) = (0.0, 0.0);
    let mut add = |a: ArrayView1<Real>, b: ArrayView1<Real>| {
        for (&a, &b) in a.iter().zip(b) {
            apart += (a as f64 - b as f64).powi(2);
            size += (b as f64).powi(2);
        }
    };
    for row in (0..frame.height).filter(|&row| inside(row, frame.height)) {
        for column in (0..frame.width).filter(|&column| inside(column, frame.width)) {
            for channel in 0..frame.channels {
                let at = frame.at(row, column, channel);
                add(moved.column(at), expected.column(at));
            }
        }
    }
    if size > 0.0 {
        return Ok((apart / size).sqrt());
    }
    let (expected, got) =
        ("outputs within the margin that are not all 0".into(), "none".into());
    Err(Error::Shape { what: "a check of equivariance", expected, got })
}
