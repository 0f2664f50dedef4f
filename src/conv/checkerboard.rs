//! How much of an image repeats with the stride of what made it.

use crate::check::check_columns;
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayView1};

/// The share of an image's energy, its mean left out, in patterns that repeat every
/// `period` pixels: at the frequencies (i, j)/period, i and j from 0 but not both 0. The
/// mean over the images of X (n, image), all channels together. An image of noise has about
/// (period² − 1) / pixels.
///
/// With period 2 these are (0, ½), (½, 0) and (½, ½), the Nyquist corners; what repeats with
/// a divisor of the period is counted, as it repeats with the period too. Errors where X
/// is no images of this frame, has no row or entries that are not finite, the period is
/// less than 2 or divides a side with rest, or an image is all one shade. Source: Odena,
/// Dumoulin & Olah 2016.
pub fn energy(x: &Array2<Real>, frame: Frame, period: usize) -> Result<f64> {
    check_columns("the images", frame.len(), x)?;
    if period < 2
        || !frame.height.is_multiple_of(period)
        || !frame.width.is_multiple_of(period)
    {
        let (name, range) = ("the period", "2 or more, and a divisor of both sides");
        return Err(Error::OutOfRange { name, value: period.to_string(), range });
    }
    if x.nrows() == 0 {
        let (what, unit) = ("a mean share of energy", "image");
        return Err(Error::TooFew { what, need: 1, unit, got: 0 });
    }
    let shares = x.rows().into_iter().map(|image| share(image, frame, period));
    let sum: f64 = shares.sum::<Option<f64>>().ok_or(Error::OutOfRange {
        name: "the variance of an image",
        value: "0".into(),
        range: "positive, as its share at the grid's frequencies is asked for",
    })?;
    Ok(sum / x.nrows() as f64)
}

/// The share of one image; none where it is all one shade in each channel.
fn share(image: ArrayView1<Real>, frame: Frame, period: usize) -> Option<f64> {
    let (mut grid, mut all) = (0.0, 0.0);
    for channel in 0..frame.channels {
        let at = |row, column| image[frame.at(row, column, channel)] as f64;
        // What repeats is what is left when all tiles of period × period pixels are
        // averaged.
        let mut tile = vec![0.0; period * period];
        let mut squares = 0.0;
        for row in 0..frame.height {
            for column in 0..frame.width {
                tile[row % period * period + column % period] += at(row, column);
                squares += at(row, column).powi(2);
            }
        }
        let tiles = (frame.pixels() / (period * period)) as f64;
        let mean = tile.iter().sum::<f64>() / frame.pixels() as f64;
        let about = |sum: &f64| (sum / tiles - mean).powi(2);
        grid += tiles * tile.iter().map(about).sum::<f64>();
        all += squares - frame.pixels() as f64 * mean * mean;
    }
    (all > 1e-12 * frame.len() as f64).then_some(grid / all)
}
