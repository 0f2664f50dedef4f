//! The convolutional layer: one small window of weights for every place of the image.

use super::init::Init;
use super::kernel::{Kernel, check_filters, drawn, matrix, matrix_mut, slice};
use super::layer::{Layer, Scratch};
use super::samplewise::{self, Back, fits};
use crate::conv::direct::{self, Shape, pad, turned};
use crate::conv::patches::{col2im, im2col};
use crate::conv::window::{Grid, Window};
use crate::linalg::product;
use crate::{Frame, Real, Result};
use ndarray::{Array1, Array4, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2};
use rand::Rng;

/// Y = P W + b for each image: P holds a row for each place of the window (its patch of X),
/// W a column for each filter. It is a *correlation*: the filter is not turned.
///
/// X (n, height · width · channels) and Y (n, places · filters) are pictures row by row,
/// channels last. PyTorch's `Conv2d` does the same with channels first, Keras' with this
/// order.
#[derive(Debug, Clone)]
pub struct Conv2d {
    grid: Grid,
    /// W (patch, filters) and b (filters).
    kernel: Kernel,
    /// Whether patches are made even where they need not be.
    by_patches: bool,
}

impl Conv2d {
    /// The layer of so many filters on images of this frame: W drawn as `init` says, b = 0.
    ///
    /// Into an output come kernel · channels inputs; an input goes into kernel · filters
    /// outputs. Errors as [`Window::on`], and where there is no filter.
    pub fn random(
        frame: Frame,
        window: Window,
        filters: usize,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<Conv2d> {
        let grid = window.on(frame)?;
        check_filters(filters)?;
        let weight = drawn(&grid, filters, init, rng);
        let kernel = Kernel { weight, bias: Array1::zeros(filters) };
        Ok(Conv2d { grid, kernel, by_patches: false })
    }

    /// The layer of W (height, width, channels, filters), as Keras keeps it, and b
    /// (filters).
    ///
    /// Errors as [`Window::on`], where the shapes do not fit, or an entry is not finite.
    pub fn new(
        frame: Frame,
        window: Window,
        weight: Array4<Real>,
        bias: Array1<Real>,
    ) -> Result<Conv2d> {
        let grid = window.on(frame)?;
        check_filters(bias.len())?;
        let kernel = Kernel::new(&grid, weight, bias.len(), bias)?;
        Ok(Conv2d { grid, kernel, by_patches: false })
    }

    /// The same layer by [`im2col`] and a product, whatever the stride: slower, and the
    /// same up to rounding.
    pub fn by_patches(self) -> Conv2d {
        Conv2d { by_patches: true, ..self }
    }

    /// Where the window stands.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The frame of Y's rows.
    pub fn frame(&self) -> Frame {
        self.grid.output(self.filters())
    }

    /// How many filters there are.
    pub fn filters(&self) -> usize {
        self.kernel.weight.ncols()
    }

    /// W (patch, filters): a column for each filter; a patch's numbers row by row, channels
    /// last.
    pub fn weight(&self) -> ArrayView2<'_, Real> {
        self.kernel.weight.view()
    }

    /// b (filters).
    pub fn bias(&self) -> &Array1<Real> {
        &self.kernel.bias
    }

    /// Whether the sums are taken without patches: with stride 1, unless told otherwise.
    fn is_direct(&self) -> bool {
        self.grid.stride == (1, 1) && !self.by_patches
    }

    // ANCHOR: conv_forward
    /// Y = PW + b of one image, P by [`im2col`].
    fn forward_by_patches(&self, x: &[Real], y: &mut [Real], patches: &mut [Real]) {
        im2col(&self.grid, x, patches);
        let p = matrix(patches, self.grid.patch());
        let mut y = matrix_mut(y, self.filters());
        y.assign(&self.kernel.bias); // at every place Y starts as b
        product(1.0, p, self.kernel.weight.view(), 1.0, y); // Y = PW + b
    }
    // ANCHOR_END: conv_forward

    // ANCHOR: conv_backward
    /// ∂L/∂W = Pᵀ ∂L/∂Y of one image, and ∂L/∂X = col2im(∂L/∂Y Wᵀ) where it is wanted. The
    /// patches P, still there from the forward pass, make room for their own slope.
    fn backward_by_patches(&self, back: Back, patches: &mut [Real], dw: &mut [Real]) {
        let dy = matrix(back.dy, self.filters());
        let p = matrix(patches, self.grid.patch());
        product(1.0, p.t(), dy, 0.0, matrix_mut(dw, self.filters())); // Pᵀ ∂L/∂Y
        if let Some(dx) = back.dx {
            let dp = matrix_mut(patches, self.grid.patch());
            product(1.0, dy, self.kernel.weight.t(), 0.0, dp); // ∂L/∂P = ∂L/∂Y Wᵀ
            dx.fill(0.0);
            col2im(&self.grid, patches, dx); // each number back to where it was taken from
        }
    }
    // ANCHOR_END: conv_backward

    /// The padded image, and what is summed over it.
    fn shape(&self) -> Shape {
        let Grid { input, kernel, rows, columns, .. } = self.grid;
        let (width, channels, filters) =
            (columns + kernel.1 - 1, input.channels, self.filters());
        Shape { width, channels, kernel, rows, columns, filters }
    }

    /// Numbers of the padded image.
    fn padded(&self) -> usize {
        let s = self.shape();
        (s.rows + s.kernel.0 - 1) * s.width * s.channels
    }

    /// The way back is a convolution, too: of the padded slopes, with the window turned by
    /// half a turn.
    fn shape_back(&self) -> Shape {
        let Grid { input, kernel, .. } = self.grid;
        let width = input.width + kernel.1 - 1;
        let (channels, filters) = (self.filters(), input.channels);
        Shape { width, channels, kernel, rows: input.height, columns: input.width, filters }
    }

    /// Numbers of the padded slopes.
    fn padded_back(&self) -> usize {
        let s = self.shape_back();
        (s.rows + s.kernel.0 - 1) * s.width * s.channels
    }

    fn forward_directly(&self, x: &[Real], y: &mut [Real], padded: &mut [Real]) {
        let (s, own) = (self.shape(), self.grid.input);
        let (left, wide) = (self.grid.left * s.channels, s.width * s.channels);
        pad(x, own.width * own.channels, self.grid.top, left, wide, padded);
        direct::correlate(
            &s,
            padded,
            slice(&self.kernel.weight),
            slice(&self.kernel.bias),
            y,
        );
    }

    fn backward_directly(&self, back: Back, room: &mut [Real], dw: &mut [Real]) {
        let (padded, room) = room.split_at_mut(self.padded());
        direct::weights(&self.shape(), padded, back.dy, dw);
        if let Some(dx) = back.dx {
            let (s, (i, j)) = (self.shape_back(), self.grid.kernel);
            let (slopes, w) = room.split_at_mut(self.padded_back());
            let (top, left) =
                (i - 1 - self.grid.top, (j - 1 - self.grid.left) * s.channels);
            let (row, wide) = (self.grid.columns * s.channels, s.width * s.channels);
            pad(back.dy, row, top, left, wide, slopes);
            turned(slice(&self.kernel.weight), s.filters, s.channels, w);
            direct::correlate(&s, slopes, w, &[], dx);
        }
    }

    /// Scratch besides the sample's ∂L/∂W: its patches, or the padded image, the padded
    /// slopes and the turned weights.
    fn room(&self) -> usize {
        match self.is_direct() {
            true => self.padded() + self.padded_back() + self.kernel.weight.len(),
            false => self.grid.places() * self.grid.patch(),
        }
    }
}

impl Layer for Conv2d {
    fn name(&self) -> String {
        let (i, j) = self.grid.kernel;
        let by = match self.grid.stride {
            (1, 1) => String::new(),
            (down, across) => format!(" by stride {down} × {across}"),
        };
        format!("{i} × {j} convolution{by}, {} → {}", self.grid.input, self.frame())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits("the input of a convolution", self.grid.input, inputs)?;
        Ok(self.frame().len())
    }

    fn scratch(&self) -> usize {
        self.room() + self.kernel.weight.len()
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        samplewise::forward(x, y, scratch, |x, y, scratch| match self.is_direct() {
            true => self.forward_directly(x, y, &mut scratch[..self.padded()]),
            false => self.forward_by_patches(x, y, &mut scratch[..self.room()]),
        });
    }

    fn backward(
        &self,
        x: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        scratch: Scratch,
    ) {
        Kernel::backward(x, dy, dx, gradient, scratch, self.room(), |back, room, dw| {
            match self.is_direct() {
                true => self.backward_directly(back, room, dw),
                false => self.backward_by_patches(back, room, dw),
            }
        });
    }

    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        self.kernel.parameters(&self.grid, self.grid.input.channels)
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.kernel.parameters_mut()
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}
