//! Upsampling: more pixels out of fewer, with nothing to learn.

use super::layer::{Layer, Scratch};
use super::samplewise::{self, Mixing, fits};
use crate::conv::direct::tiles;
use crate::{Error, Frame, Real, Result};
use ndarray::{ArrayD, ArrayView2, ArrayViewMut2};

/// What a new pixel is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Between {
    /// The old pixel in which its centre lies.
    Nearest,
    /// The four old pixels around its centre, by nearness down times nearness across;
    /// beyond the outer centres, the nearest two or one. Centres lie half a pixel from the
    /// edge.
    Bilinear,
}

/// (n, height · width · channels) → `factor` times as many pixels down and across.
#[derive(Debug, Clone, Copy)]
pub struct Upsample {
    frame: Frame,
    factor: (usize, usize),
    between: Between,
}

impl Upsample {
    /// Of images of this frame. Errors where the frame is empty or a factor 0.
    pub fn new(frame: Frame, factor: (usize, usize), between: Between) -> Result<Upsample> {
        if frame.len() == 0 || factor.0 * factor.1 == 0 {
            let expected = "a pixel, a channel and factors of 1 at least".into();
            let got = format!("{frame}, {} × {}", factor.0, factor.1);
            return Err(Error::Shape { what: "upsampling", expected, got });
        }
        Ok(Upsample { frame, factor, between })
    }

    /// The frame of Y's rows.
    pub fn frame(&self) -> Frame {
        let Frame { height, width, channels } = self.frame;
        Frame { height: height * self.factor.0, width: width * self.factor.1, channels }
    }
}

impl Mixing for Upsample {
    fn channels(&self) -> usize {
        self.frame.channels
    }

    // ANCHOR: upsample_visit
    fn visit(&self, mut each: impl FnMut(usize, usize, Real)) {
        let (small, large) = (self.frame, self.frame());
        for row in 0..large.height {
            let down = self.between.of(row, self.factor.0, small.height);
            for column in 0..large.width {
                let across = self.between.of(column, self.factor.1, small.width);
                for &(y, share_y) in down.shares() {
                    for &(x, share_x) in across.shares() {
                        let (to, from) = (row * large.width + column, y * small.width + x);
                        each(to, from, share_y * share_x);
                    }
                }
            }
        }
    }
    // ANCHOR_END: upsample_visit
}

/// The pixels along one side that a new one is made of: one or two, with shares that sum to
/// 1.
struct Mix {
    both: [(usize, Real); 2],
    count: usize,
}

impl Mix {
    fn shares(&self) -> &[(usize, Real)] {
        &self.both[..self.count]
    }
}

impl Between {
    // ANCHOR: bilinear
    /// What the new pixel `i` along a side is made of, where `n` old ones become n ·
    /// factor.
    ///
    /// Its centre lies at (i + ½)/factor − ½, counted from the centre of the first old one.
    fn of(self, i: usize, factor: usize, n: usize) -> Mix {
        if self == Between::Nearest {
            return Mix { both: [(i / factor, 1.0); 2], count: 1 };
        }
        let centre = (i as Real + 0.5) / factor as Real - 0.5;
        let centre = centre.clamp(0.0, (n - 1) as Real); // no farther than the outer ones
        let before = (centre as usize).min(n - 1);
        let share = centre - before as Real; // how near the next one is
        let after = (before + 1).min(n - 1);
        Mix { both: [(before, 1.0 - share), (after, share)], count: 2 }
    }
    // ANCHOR_END: bilinear
}

impl Layer for Upsample {
    fn name(&self) -> String {
        let by = match self.between {
            Between::Nearest => "nearest",
            Between::Bilinear => "bilinear",
        };
        format!("{by} upsampling, {} → {}", self.frame, self.frame())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits("the input of upsampling", self.frame, inputs)?;
        Ok(self.frame().len())
    }

    /// y = Σ share · x.
    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        match self.between {
            Between::Nearest => samplewise::forward(x, y, scratch, |x, y, _| {
                tiles::repeat(self.frame, self.factor, x, y);
            }),
            Between::Bilinear => self.mix(x, y, scratch),
        }
    }

    /// ∂L/∂x = Σ share · ∂L/∂y: the same shares the other way.
    fn backward(
        &self,
        x: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        mut scratch: Scratch,
    ) {
        match self.between {
            Between::Nearest => samplewise::backward(x, dy, dx, &mut scratch, |back| {
                let Some(dx) = back.dx else { return };
                tiles::repeat_back(self.frame, self.factor, back.dy, dx);
            }),
            Between::Bilinear => self.mix_back(x, dy, dx, scratch),
        }
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Repeated pixels are the mixture with shares of 1, and their sums its transpose.
    #[test]
    fn repeating_is_mixing() -> Result<()> {
        for (channels, factor) in [(1, (2, 2)), (5, (3, 1)), (16, (2, 2)), (27, (1, 3))] {
            let frame = Frame { height: 3, width: 4, channels };
            let up = Upsample::new(frame, factor, Between::Nearest)?;
            let some =
                |n| Array2::from_shape_fn((2, n), |(i, j)| ((i + 7 * j) % 13) as Real);
            let (x, dy) = (some(frame.len()), some(up.frame().len()));
            let (mut y, mut mixed) = (0.0 * &dy, &dy + 1.0);
            let (mut dx, mut mixed_dx) = (0.0 * &x, &x + 1.0);
            let none = || Array2::zeros((2, 0));
            up.forward(x.view(), y.view_mut(), none().view_mut());
            up.mix(x.view(), mixed.view_mut(), none().view_mut());
            let to = Some(dx.view_mut());
            up.backward(x.view(), y.view(), dy.view(), to, &mut [], none().view_mut());
            up.mix_back(x.view(), dy.view(), Some(mixed_dx.view_mut()), none().view_mut());
            assert_eq!((y, dx), (mixed, mixed_dx), "{channels} channels, {factor:?}");
        }
        Ok(())
    }
}
