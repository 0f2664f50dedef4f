//! Patches of photographs, and the whitening that takes the easy part away.

use crate::linalg::{check_finite, dot};
use crate::{Error, Frame, Real, Result};
use ndarray::{Array2, ArrayView2, Axis, Zip};
use rand::{Rng, RngExt};
use std::f64::consts::TAU;

// ANCHOR: whiten
/// Each grey picture of X (n, height·width) with its frequencies f (cycles a pixel) times
/// f·exp(−(f/0.4)⁴), and then of standard deviation 1: photographs have amplitudes of about
/// 1/f, so what is left is flat up to where the exponential takes the pixels' noise away.
///
/// Errors where X does not fit, is not grey or not finite, or a picture is of one grey.
/// Source: Olshausen & Field 1997.
pub fn whiten(x: &Array2<Real>, frame: Frame) -> Result<Array2<Real>> {
    check_pictures(x, frame, 1)?;
    let (down, across) = (Waves::new(frame.height), Waves::new(frame.width));
    let gain = Array2::from_shape_fn((frame.height, frame.width), |(i, j)| {
        let f = down.frequency(i).hypot(across.frequency(j));
        (f * (-(f / 0.4).powi(4)).exp()) as Real
    });
    let mut white = Array2::zeros(x.dim());
    for (i, (from, mut to)) in x.rows().into_iter().zip(white.rows_mut()).enumerate() {
        if from.iter().all(|&v| v == from[0]) {
            return Err(one_grey(i));
        }
        let picture = Array2::from_shape_fn(gain.dim(), |(i, j)| from[i * frame.width + j]);
        let picture = filtered(picture.view(), &gain, &down, &across);
        let sd = picture.std(0.0).max(Real::MIN_POSITIVE);
        to.iter_mut().zip(&picture).for_each(|(to, v)| *to = v / sd); // its mean is 0
    }
    Ok(white)
}
// ANCHOR_END: whiten

fn one_grey(row: usize) -> Error {
    let (name, value) = ("the number of greys in a picture", format!("1 in row {row}"));
    Error::OutOfRange { name, value, range: "2 or more: leave that picture out" }
}

/// cos and sin of 2π·ij/n, both symmetric (n, n): the discrete Fourier transform is C − iS.
struct Waves {
    cos: Array2<Real>,
    sin: Array2<Real>,
}

impl Waves {
    fn new(n: usize) -> Waves {
        let angle = |(i, j): (usize, usize)| TAU * ((i * j) % n) as f64 / n as f64;
        let wave =
            |of: fn(f64) -> f64| Array2::from_shape_fn((n, n), |at| of(angle(at)) as Real);
        Waves { cos: wave(f64::cos), sin: wave(f64::sin) }
    }

    /// |f| of the i-th wave, in cycles a pixel: at most ½.
    fn frequency(&self, i: usize) -> f64 {
        let n = self.cos.nrows();
        i.min(n - i) as f64 / n as f64
    }
}

/// The real part of F⁻¹(gain ⊙ F(picture)), F the transform along both sides.
fn filtered(
    picture: ArrayView2<Real>,
    gain: &Array2<Real>,
    down: &Waves,
    across: &Waves,
) -> Array2<Real> {
    let p = picture.to_owned();
    let (c, s) = (dot(&p, &across.cos), dot(&p, &across.sin)); // along rows: C − iS
    let re = (dot(&down.cos, &c) - dot(&down.sin, &s)) * gain;
    let im = (dot(&down.cos, &s) + dot(&down.sin, &c)) * gain; // of which −im is the part
    // Back with C + iS on both sides; what is imaginary cancels, as the gain is even.
    let (a, b) = (
        dot(&re, &across.cos) + dot(&im, &across.sin),
        dot(&im, &across.cos) - dot(&re, &across.sin),
    );
    let whole = picture.len() as Real;
    (dot(&down.cos, &a) + dot(&down.sin, &b)) / whole
}

/// n squares of `side` pixels from random places of the pictures X (m, height·width), each
/// less its mean: (n, side²).
///
/// Errors where X does not fit, is not grey or not finite, or a square does not fit in.
pub fn patches(
    x: &Array2<Real>,
    frame: Frame,
    side: usize,
    n: usize,
    rng: &mut impl Rng,
) -> Result<Array2<Real>> {
    check_pictures(x, frame, side)?;
    let mut found = Array2::zeros((n, side * side));
    for mut patch in found.rows_mut() {
        let picture = x.row(rng.random_range(0..x.nrows()));
        let top = rng.random_range(0..=frame.height - side);
        let left = rng.random_range(0..=frame.width - side);
        for (i, to) in patch.iter_mut().enumerate() {
            *to = picture[frame.at(top + i / side, left + i % side, 0)];
        }
    }
    if side > 0 {
        let means = found.mean_axis(Axis(1)).unwrap_or_default();
        Zip::from(found.rows_mut()).and(&means).for_each(|mut row, &mean| row -= mean);
    }
    Ok(found)
}

fn check_pictures(x: &Array2<Real>, frame: Frame, side: usize) -> Result<()> {
    let least = frame.height.min(frame.width);
    if frame.channels != 1 || x.ncols() != frame.len() || x.nrows() == 0 {
        let expected = format!("some of {} numbers, {}", frame.pixels(), "one a pixel");
        let got = format!("{} of {} for {frame}", x.nrows(), x.ncols());
        return Err(Error::Shape { what: "the pictures", expected, got });
    }
    if side == 0 || side > least {
        let expected = format!("1 to {least} pixels a side");
        return Err(Error::Shape { what: "a patch", expected, got: side.to_string() });
    }
    check_finite(x.view())
}
