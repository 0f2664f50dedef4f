//! Pooling: one number for each channel of a window.

use super::layer::{Layer, Scratch};
use super::samplewise::{self, Mixing, fits};
use crate::conv::direct::tiles::{self, are_tiles};
use crate::conv::window::{Grid, Window};
use crate::{Frame, Real, Result};
use ndarray::{ArrayD, ArrayView2, ArrayViewMut2};

/// y = max of what the window sees of a channel: (n, image) → (n, places · channels).
/// Padding is not seen. Of equal numbers the first passes the slope on.
#[derive(Debug, Clone, Copy)]
pub struct MaxPool {
    grid: Grid,
}

/// y = mean of what the window sees of a channel, over the pixels of the image in it: (n,
/// image) → (n, places · channels). Padding is not counted (Keras; PyTorch counts it unless
/// told otherwise).
#[derive(Debug, Clone, Copy)]
pub struct MeanPool {
    grid: Grid,
}

impl MaxPool {
    /// On images of this frame. Errors as [`Window::on`].
    pub fn new(frame: Frame, window: Window) -> Result<MaxPool> {
        Ok(MaxPool { grid: window.on(frame)? })
    }

    /// The frame of Y's rows.
    pub fn frame(&self) -> Frame {
        self.grid.output(self.grid.input.channels)
    }
}

impl MaxPool {
    // ANCHOR: max_forward
    /// y = max of what each place sees of one image; `winner` is the pixel of the window
    /// that it was.
    fn forward_one(&self, x: &[Real], y: &mut [Real], winner: &mut [Real]) {
        let c = self.grid.input.channels;
        y.fill(Real::NEG_INFINITY); // what padding counts
        self.grid.visit(|place, tap, pixel| {
            let Some(pixel) = pixel else { return };
            let (y, winner) = (&mut y[place * c..][..c], &mut winner[place * c..][..c]);
            for ((y, winner), &x) in y.iter_mut().zip(winner).zip(&x[pixel * c..]) {
                if x > *y {
                    (*y, *winner) = (x, tap as Real);
                }
            }
        });
    }
    // ANCHOR_END: max_forward

    // ANCHOR: max_backward
    /// ∂L/∂x = Σ ∂L/∂y over the windows in which x was the largest.
    fn backward_one(&self, dy: &[Real], winner: &[Real], dx: &mut [Real]) {
        let c = self.grid.input.channels;
        dx.fill(0.0);
        self.grid.visit(|place, tap, pixel| {
            let Some(pixel) = pixel else { return };
            let here = dy[place * c..].iter().zip(&winner[place * c..]);
            for (dx, (&dy, &winner)) in dx[pixel * c..][..c].iter_mut().zip(here) {
                *dx += if winner == tap as Real { dy } else { 0.0 };
            }
        });
    }
    // ANCHOR_END: max_backward
}

impl MeanPool {
    /// On images of this frame. Errors as [`Window::on`].
    pub fn new(frame: Frame, window: Window) -> Result<MeanPool> {
        Ok(MeanPool { grid: window.on(frame)? })
    }

    /// The frame of Y's rows.
    pub fn frame(&self) -> Frame {
        self.grid.output(self.grid.input.channels)
    }
}

impl Layer for MaxPool {
    fn name(&self) -> String {
        let (i, j) = self.grid.kernel;
        format!("{i} × {j} maximum, {} → {}", self.grid.input, self.frame())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits("the input of a pooling layer", self.grid.input, inputs)?;
        Ok(self.frame().len())
    }

    /// For each output, which of the window's pixels it was.
    fn scratch(&self) -> usize {
        self.frame().len()
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        samplewise::forward(x, y, scratch, |x, y, winner| match are_tiles(&self.grid) {
            true => tiles::largest(&self.grid, x, y, winner),
            false => self.forward_one(x, y, winner),
        });
    }

    fn backward(
        &self,
        x: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        mut scratch: Scratch,
    ) {
        samplewise::backward(x, dy, dx, &mut scratch, |back| {
            let (dy, winner, Some(dx)) = (back.dy, back.scratch, back.dx) else { return };
            match are_tiles(&self.grid) {
                true => tiles::largest_back(&self.grid, dy, winner, dx),
                false => self.backward_one(dy, winner, dx),
            }
        });
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

impl MeanPool {
    /// One over the pixels of the image in the window at this place.
    fn share(&self, place: usize) -> Real {
        let Grid { input, kernel, stride, top, left, columns, .. } = self.grid;
        let inside = |at: usize, stride: usize, k: usize, before: usize, n: usize| {
            let (from, to) = (at * stride, at * stride + k); // on the padded image
            to.min(before + n) - from.max(before)
        };
        let rows = inside(place / columns, stride.0, kernel.0, top, input.height);
        1.0 / (rows * inside(place % columns, stride.1, kernel.1, left, input.width))
            as Real
    }
}

impl Mixing for MeanPool {
    fn channels(&self) -> usize {
        self.grid.input.channels
    }

    fn visit(&self, mut each: impl FnMut(usize, usize, Real)) {
        self.grid.visit(|place, _, pixel| {
            let Some(pixel) = pixel else { return };
            each(place, pixel, self.share(place));
        });
    }
}

impl Layer for MeanPool {
    fn name(&self) -> String {
        let (i, j) = self.grid.kernel;
        format!("{i} × {j} mean, {} → {}", self.grid.input, self.frame())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits("the input of a pooling layer", self.grid.input, inputs)?;
        Ok(self.frame().len())
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        self.mix(x, y, scratch);
    }

    /// ∂L/∂x = Σ ∂L/∂y / pixels over the windows that see x.
    fn backward(
        &self,
        x: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        scratch: Scratch,
    ) {
        self.mix_back(x, dy, dx, scratch);
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conv::window::Padding;

    /// Tiles give what the walk over all windows gives, on sides that are even or odd, with
    /// equal numbers, and channels that do and do not fill registers.
    #[test]
    fn tiles_are_windows() -> Result<()> {
        for (height, width, channels) in [(6, 4, 1), (7, 5, 3), (5, 8, 13), (1, 3, 16)] {
            let frame = Frame { height, width, channels };
            let pool = MaxPool::new(frame, Window::square(2, 2, Padding::Same))?;
            assert!(are_tiles(&pool.grid));
            let some = |n: usize| (0..n).map(|i| (i * 37 % 11) as Real).collect();
            let (x, dy): (Vec<_>, Vec<_>) = (some(frame.len()), some(pool.frame().len()));
            let mut y = [vec![0.0; dy.len()], vec![1.0; dy.len()]];
            let (mut winner, mut dx) =
                (y.clone(), [vec![0.0; x.len()], vec![1.0; x.len()]]);
            pool.forward_one(&x, &mut y[0], &mut winner[0]);
            tiles::largest(&pool.grid, &x, &mut y[1], &mut winner[1]);
            pool.backward_one(&dy, &winner[0], &mut dx[0]);
            tiles::largest_back(&pool.grid, &dy, &winner[1], &mut dx[1]);
            for [walked, tiled] in [y, winner, dx] {
                assert_eq!(walked, tiled, "{frame}");
            }
        }
        Ok(())
    }
}
