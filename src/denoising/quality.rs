//! How good a restored image is: PSNR and SSIM.
//!
//! Both for pixels in [0, 1]; an output should be cut off there first, as a picture is.

use super::filters::gaussian_weights;
use crate::check::check_columns;
use crate::{Error, Frame, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis, Zip};

/// Pixels from the middle of SSIM's window to its edge, and the window's standard deviation.
const RADIUS: usize = 5;
const SD: f64 = 1.5;
/// What keeps SSIM's quotients finite where nothing varies: (0.01)², (0.03)².
const C1: f64 = 1e-4;
const C2: f64 = 9e-4;

/// Pixels a side that SSIM needs.
pub const WINDOW: usize = 2 * RADIUS + 1;

// ANCHOR: psnr
/// Peak signal-to-noise ratio of each row, in decibels:
/// −10 log₁₀ of the mean of (x − y)² over its pixels; infinite where y is x.
///
/// Errors where X and Y are of different shapes, or not finite.
pub fn psnr(x: &Array2<Real>, y: &Array2<Real>) -> Result<Array1<f64>> {
    check_pair(x.ncols(), x, y)?;
    let square = |x: &Real, y: &Real| (f64::from(*x) - f64::from(*y)).powi(2);
    Ok(Zip::from(x.rows()).and(y.rows()).map_collect(|x, y| {
        let sum: f64 = x.iter().zip(y).map(|(x, y)| square(x, y)).sum();
        -10.0 * (sum / x.len() as f64).log10()
    }))
}
// ANCHOR_END: psnr

/// Structural similarity of each pair of images, 1 where they are the same: the mean, over all
/// places where an 11 × 11 Gaussian window of sd 1.5 fits, of
///
/// (2 μ_x μ_y + C₁)(2 c_xy + C₂) / ((μ_x² + μ_y² + C₁)(v_x + v_y + C₂)),
///
/// with the window's means μ, variances v and covariance c; of colours the mean over channels.
///
/// Errors where X or Y are no images of this frame, a side is below 11, or a number is not
/// finite. Source: Wang et al. 2004.
pub fn ssim(frame: Frame, x: &Array2<Real>, y: &Array2<Real>) -> Result<Array1<f64>> {
    check_pair(frame.len(), x, y)?;
    if frame.height < WINDOW || frame.width < WINDOW {
        let expected = format!("{WINDOW} pixels a side at least");
        let got = frame.to_string();
        return Err(Error::Shape { what: "the images under SSIM's window", expected, got });
    }
    let weights = gaussian_weights(SD, RADIUS);
    let pairs = Zip::from(x.axis_iter(Axis(0))).and(y.axis_iter(Axis(0)));
    Ok(pairs.par_map_collect(|x, y| {
        let each = (0..frame.channels).map(|c| of_channel(frame, c, x, y, &weights));
        each.sum::<f64>() / frame.channels as f64
    }))
}

fn of_channel(
    frame: Frame,
    channel: usize,
    x: ArrayView1<Real>,
    y: ArrayView1<Real>,
    weights: &[f64],
) -> f64 {
    let shape = (frame.height, frame.width);
    let take = |image: ArrayView1<Real>| {
        let at = |(row, column)| f64::from(image[frame.at(row, column, channel)]);
        Array2::from_shape_fn(shape, at)
    };
    let (x, y) = (take(x), take(y));
    let mean = |a: &Array2<f64>| windowed(a, weights);
    let (mx, my) = (mean(&x), mean(&y));
    let (xx, yy, xy) = (mean(&(&x * &x)), mean(&(&y * &y)), mean(&(&x * &y)));
    let mut sum = 0.0;
    for at in 0..mx.len() {
        let at = (at / mx.ncols(), at % mx.ncols());
        let (mx, my) = (mx[at], my[at]);
        let (vx, vy, c) = (xx[at] - mx * mx, yy[at] - my * my, xy[at] - mx * my);
        let top = (2.0 * mx * my + C1) * (2.0 * c + C2);
        sum += top / ((mx * mx + my * my + C1) * (vx + vy + C2));
    }
    sum / mx.len() as f64
}

/// The weighted mean in the window at each place where it fits: down, then across.
fn windowed(a: &Array2<f64>, weights: &[f64]) -> Array2<f64> {
    let fits = |n: usize| n + 1 - weights.len();
    let down = Array2::from_shape_fn((fits(a.nrows()), a.ncols()), |(i, j)| {
        weights.iter().enumerate().map(|(t, w)| w * a[[i + t, j]]).sum::<f64>()
    });
    Array2::from_shape_fn((down.nrows(), fits(a.ncols())), |(i, j)| {
        weights.iter().enumerate().map(|(t, w)| w * down[[i, j + t]]).sum()
    })
}

fn check_pair(columns: usize, x: &Array2<Real>, y: &Array2<Real>) -> Result<()> {
    check_columns("the images", columns, x)?;
    check_columns("the images to compare them with", columns, y)?;
    if x.nrows() != y.nrows() {
        let (expected, got) = (x.nrows().to_string(), y.nrows().to_string());
        return Err(Error::Shape { what: "the images to compare", expected, got });
    }
    Ok(())
}
