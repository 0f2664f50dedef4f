//! Filters that nobody trained: the Gaussian mean and the median of a neighbourhood.

use crate::check::check_columns;
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayView1, ArrayViewMut1, Axis, Zip};

/// A Gaussian's window ends at so many standard deviations.
const REACH: f64 = 4.0;

/// The mean around each pixel, weighted by a Gaussian of `sd` pixels, cut off at 4 sd. Beyond
/// an edge the image is mirrored, the edge's own pixel first: c b a | a b c.
///
/// Errors where X is no images of this frame, or `sd` is not positive and finite.
pub fn gaussian_filter(frame: Frame, x: &Array2<Real>, sd: f64) -> Result<Array2<Real>> {
    if !(sd > 0.0 && sd.is_finite()) {
        let (name, range) = ("the standard deviation of a filter", "positive and finite");
        return Err(Error::OutOfRange { name, value: sd.to_string(), range });
    }
    let radius = (REACH * sd + 0.5) as usize;
    let weights = gaussian_weights(sd, radius);
    let [rows, columns] = neighbours(frame, radius);
    each_image(frame, x, |x, mut y| {
        let mean = |of: &dyn Fn(usize) -> f64, near: &[usize]| {
            weights.iter().zip(near).map(|(w, &at)| w * of(at)).sum::<f64>()
        };
        for c in 0..frame.channels {
            let down = Array2::from_shape_fn((frame.height, frame.width), |(i, j)| {
                mean(&|i| f64::from(x[frame.at(i, j, c)]), &rows[i])
            });
            for ((i, j), _) in down.indexed_iter() {
                y[frame.at(i, j, c)] = mean(&|j| down[[i, j]], &columns[j]) as Real;
            }
        }
    })
}

/// The median of the `side` × `side` pixels around each, mirrored as by [`gaussian_filter`].
///
/// Errors where X is no images of this frame, or `side` is not odd.
pub fn median_filter(frame: Frame, x: &Array2<Real>, side: usize) -> Result<Array2<Real>> {
    odd("the side of a median's window", side)?;
    let [rows, columns] = neighbours(frame, side / 2);
    each_image(frame, x, |x, mut y| {
        let mut seen = Vec::with_capacity(side * side);
        for at in 0..frame.len() {
            let (pixel, c) = (at / frame.channels, at % frame.channels);
            seen.clear();
            for &i in &rows[pixel / frame.width] {
                let row = columns[pixel % frame.width].iter();
                seen.extend(row.map(|&j| x[frame.at(i, j, c)]));
            }
            let middle = side * side / 2;
            y[at] = *seen.select_nth_unstable_by(middle, Real::total_cmp).1;
        }
    })
}

/// 2 · radius + 1 weights ∝ exp(−t²/2sd²) that add up to 1.
pub(super) fn gaussian_weights(sd: f64, radius: usize) -> Vec<f64> {
    let at = |t: usize| (t as f64 - radius as f64) / sd;
    let raw: Vec<f64> = (0..=2 * radius).map(|t| (-0.5 * at(t).powi(2)).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|w| w / sum).collect()
}

/// The places within `radius` of each row, and of each column, mirrored at the edges.
pub(super) fn neighbours(frame: Frame, radius: usize) -> [Vec<Vec<usize>>; 2] {
    [frame.height, frame.width].map(|n| {
        let near =
            |at: usize| (0..=2 * radius).map(|t| mirrored(at + t, radius, n)).collect();
        (0..n).map(near).collect()
    })
}

/// The pixel at `at` − `before` of a side of n that is mirrored for ever: period 2n.
fn mirrored(at: usize, before: usize, n: usize) -> usize {
    let place = (at as isize - before as isize).rem_euclid(2 * n as isize) as usize;
    place.min(2 * n - 1 - place)
}

/// Errors unless n is odd.
pub(super) fn odd(name: &'static str, n: usize) -> Result<()> {
    match n % 2 {
        1 => Ok(()),
        _ => Err(Error::OutOfRange { name, value: n.to_string(), range: "odd" }),
    }
}

/// What `work` makes of each row, an image of this frame.
pub(super) fn each_image(
    frame: Frame,
    x: &Array2<Real>,
    work: impl Fn(ArrayView1<Real>, ArrayViewMut1<Real>) + Sync + Send,
) -> Result<Array2<Real>> {
    check_columns("the images to filter", frame.len(), x)?;
    let mut y = Array2::zeros(x.dim());
    let rows = Zip::from(x.axis_iter(Axis(0))).and(y.axis_iter_mut(Axis(0)));
    rows.par_for_each(work);
    Ok(y)
}
