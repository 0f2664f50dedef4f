//! Non-local means: a pixel is the mean of those whose surroundings look like its own.

use super::filters::{each_image, neighbours, odd};
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayView1};

/// How non-local means looks around.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NonLocal {
    /// Pixels a side of what is compared; odd.
    pub patch: usize,
    /// Pixels a side of the window that is searched; odd.
    pub search: usize,
    /// h: patches that differ by h², as a mean over their pixels, count 1/e.
    pub h: f64,
}

impl Default for NonLocal {
    /// Patches of 5 × 5 in a window of 13 × 13, h = 0.5.
    fn default() -> NonLocal {
        NonLocal { patch: 5, search: 13, h: 0.5 }
    }
}

/// y(p) = Σ_q w(p, q) x(q) / Σ_q w(p, q) over the search window around p, w = exp(−D/h²) with D
/// the mean squared difference of the patches around p and q. A patch is like itself by noise
/// and all, so w(p, p) is set to the largest of the others. Edges are mirrored; a grey weight
/// serves all channels.
///
/// Errors where X is no images of this frame, a side is not odd, the search is one pixel, or h
/// is not positive and finite. Source: Buades, Coll & Morel 2005.
pub fn non_local_means(
    frame: Frame,
    x: &Array2<Real>,
    by: &NonLocal,
) -> Result<Array2<Real>> {
    odd("the side of a patch", by.patch)?;
    odd("the side of the search window", by.search)?;
    if by.search < 3 || !(by.h > 0.0 && by.h.is_finite()) {
        let value = format!("{} pixels, h = {}", by.search, by.h);
        let (name, range) = ("the search", "3 pixels or more, with h positive and finite");
        return Err(Error::OutOfRange { name, value, range });
    }
    let (reach, half) = (by.search / 2, by.patch / 2);
    let [rows, columns] = neighbours(frame, reach);
    let [near_rows, near_columns] = neighbours(frame, half);
    let shape = (frame.height, frame.width);
    let all = (frame.channels * by.patch * by.patch) as f64;
    each_image(frame, x, |x, mut y| {
        let mut sums = vec![0.0; frame.len()];
        let (mut total, mut most) =
            (Array2::<f64>::zeros(shape), Array2::<f64>::zeros(shape));
        for shift in (0..by.search * by.search).filter(|&t| t != by.search * reach + reach)
        {
            let (down, across) = (shift / by.search, shift % by.search);
            // The squared difference of each pixel from the one so far away …
            let apart = Array2::from_shape_fn(shape, |(i, j)| {
                square(frame, x, (i, j), (rows[i][down], columns[j][across]))
            });
            // … and its sum over a patch: down, then across.
            let strip = Array2::from_shape_fn(shape, |(i, j)| {
                near_rows[i].iter().map(|&i| apart[[i, j]]).sum::<f64>()
            });
            for ((i, j), total) in total.indexed_iter_mut() {
                let sum: f64 = near_columns[j].iter().map(|&j| strip[[i, j]]).sum();
                let w = (-sum / all / (by.h * by.h)).exp();
                *total += w;
                most[[i, j]] = most[[i, j]].max(w);
                for c in 0..frame.channels {
                    let q = frame.at(rows[i][down], columns[j][across], c);
                    sums[frame.at(i, j, c)] += w * f64::from(x[q]);
                }
            }
        }
        for ((i, j), total) in total.indexed_iter() {
            let own = most[[i, j]].max(f64::MIN_POSITIVE);
            for c in 0..frame.channels {
                let at = frame.at(i, j, c);
                y[at] = ((sums[at] + own * f64::from(x[at])) / (total + own)) as Real;
            }
        }
    })
}

/// ‖x(p) − x(q)‖² over the channels.
fn square(frame: Frame, x: ArrayView1<Real>, p: (usize, usize), q: (usize, usize)) -> f64 {
    let at = |(row, column): (usize, usize), c| f64::from(x[frame.at(row, column, c)]);
    (0..frame.channels).map(|c| (at(p, c) - at(q, c)).powi(2)).sum()
}
