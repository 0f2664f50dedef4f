//! What a unit sees: which pixels of the input change it, by its gradient.

use super::network::ImageNetwork;
use crate::nn::network::Tape;
use crate::{Error, Frame, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, s};

/// Mean |∂y/∂x| (height, width) of one output y of an image network by the input's pixels,
/// summed over their channels and averaged over the images X (n, image): its receptive
/// field, and how much each pixel of it counts. Luo et al. 2016.
///
/// y is the number at (row, column, channel) of what the first `layers` layers leave.
/// Errors where there is no such layer or place, X has no row, does not fit, or is not
/// finite.
pub fn receptive_field(
    f: &ImageNetwork,
    layers: usize,
    (row, column, channel): (usize, usize, usize),
    x: &Array2<Real>,
) -> Result<Array2<f64>> {
    let Some(&frame) = f.frames.get(layers).filter(|_| layers > 0) else {
        let (expected, got) = (format!("1 to {}", f.frames.len() - 1), layers.to_string());
        return Err(Error::Shape { what: "the layers to see through", expected, got });
    };
    if row >= frame.height || column >= frame.width || channel >= frame.channels {
        let (expected, got) =
            (format!("one within {frame}"), format!("({row}, {column}, {channel})"));
        return Err(Error::Shape { what: "the place of a unit", expected, got });
    }
    if x.nrows() == 0 {
        let (what, unit) = ("a receptive field", "image");
        return Err(Error::TooFew { what, need: 1, unit, got: 0 });
    }
    f.network.predict_between(0..0, x)?; // are these images?
    let (first, mut tape) = (f.first(layers)?, None);
    let own = f.frames[0];
    let mut sum = Array2::zeros((own.height, own.width));
    for image in x.rows() {
        let image = image.insert_axis(ndarray::Axis(0));
        let tape = tape.get_or_insert_with(|| Tape::new(&first, 1));
        first.forward(image, tape)?;
        tape.d_output_mut().fill(0.0);
        tape.d_output_mut()[[0, frame.at(row, column, channel)]] = 1.0; // ∂y/∂y
        first.backward(image, tape, true)?;
        add_pixels(&mut sum, own, tape.d_input().slice(s![0, ..]));
    }
    Ok(sum / x.nrows() as f64)
}

/// Adds Σ |slope| over the channels of each pixel.
fn add_pixels(sum: &mut Array2<f64>, frame: Frame, slopes: ArrayView1<Real>) {
    for ((row, column), sum) in sum.indexed_iter_mut() {
        for channel in 0..frame.channels {
            *sum += slopes[frame.at(row, column, channel)].abs() as f64;
        }
    }
}

/// Rows and columns from the first to the last pixel that counts: (top, left, height,
/// width); none where no pixel does.
pub fn extent(field: &Array2<f64>) -> Option<(usize, usize, usize, usize)> {
    let span = |sums: Array1<f64>| {
        let first = sums.iter().position(|&sum| sum > 0.0)?;
        let last = sums.iter().rposition(|&sum| sum > 0.0)?;
        Some((first, last + 1 - first))
    };
    let (top, height) = span(field.sum_axis(ndarray::Axis(1)))?;
    let (left, width) = span(field.sum_axis(ndarray::Axis(0)))?;
    Some((top, left, height, width))
}

/// The side of the square in which a unit can see at most, after steps with these (kernel,
/// stride) along a side: each step adds (kernel − 1) times the strides of all steps before
/// it.
pub fn reach(steps: &[(usize, usize)]) -> usize {
    let mut jump = 1;
    steps.iter().fold(1, |reach, &(kernel, stride)| {
        let wider = reach + (kernel.max(1) - 1) * jump;
        jump *= stride;
        wider
    })
}
