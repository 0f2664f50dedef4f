//! The transposed convolution: the map of a convolution's matrix, transposed.

use super::init::Init;
use super::kernel::{Kernel, check_filters, drawn, matrix, matrix_mut};
use super::layer::{Layer, Scratch};
use super::samplewise::{self, Back, fits};
use crate::conv::patches::{col2im, im2col};
use crate::conv::window::{Grid, Window};
use crate::linalg::product;
use crate::{Frame, Real, Result};
use ndarray::{Array1, Array2, Array4, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2};
use rand::Rng;

/// Y = col2im(X Wᵀ) + b for each image: what a convolution from Y's frame to X's does on
/// its way back. Every pixel of X lays the window down, weighted, and what overlaps is
/// added.
///
/// W is that convolution's, (patch of Y, channels of X); Keras' `Conv2DTranspose` keeps it
/// in this order, PyTorch's `ConvTranspose2d` with channels first.
#[derive(Debug, Clone)]
pub struct ConvTranspose2d {
    /// The window's places on Y, one for each pixel of X.
    grid: Grid,
    /// X's frame.
    frame: Frame,
    /// W (patch of Y, channels of X) and b (filters).
    kernel: Kernel,
}

impl ConvTranspose2d {
    /// The layer from images of this frame to so many filters: W drawn as `init` says, b =
    /// 0.
    ///
    /// Y is n · stride pixels a side under SAME, else (n − 1) · stride + kernel − padding.
    /// Into an output come kernel · channels inputs, and an input goes into kernel ·
    /// filters outputs, which is what `init` counts: a stride of s leaves 1/s² of the
    /// former. (Keras and PyTorch count the two the other way round.) Errors where window
    /// or frame are empty, there is no filter, or the padding is as large as the window.
    pub fn random(
        frame: Frame,
        window: Window,
        filters: usize,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<ConvTranspose2d> {
        let grid = onto(frame, window, filters)?;
        // Drawn as for the other direction: what meets in an output are X's channels.
        let way = Grid { input: Frame { channels: frame.channels, ..grid.input }, ..grid };
        let drawn = drawn(&way, filters, init, rng); // (taps · channels, filters)
        let c = frame.channels;
        let weight = Array2::from_shape_fn((grid.patch(), c), |(patch, channel)| {
            drawn[[patch / filters * c + channel, patch % filters]]
        });
        let kernel = Kernel { weight, bias: Array1::zeros(filters) };
        Ok(ConvTranspose2d { grid, frame, kernel })
    }

    /// The layer of W (height, width, filters, channels), as Keras keeps it, and b
    /// (filters).
    ///
    /// Errors as [`ConvTranspose2d::random`], where the shapes do not fit, or an entry is
    /// not finite.
    pub fn new(
        frame: Frame,
        window: Window,
        weight: Array4<Real>,
        bias: Array1<Real>,
    ) -> Result<ConvTranspose2d> {
        let grid = onto(frame, window, bias.len())?;
        let kernel = Kernel::new(&grid, weight, frame.channels, bias)?;
        Ok(ConvTranspose2d { grid, frame, kernel })
    }

    /// Where the window stands on Y.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The frame of Y's rows.
    pub fn frame(&self) -> Frame {
        self.grid.input
    }

    /// W (patch of Y, channels of X).
    pub fn weight(&self) -> ArrayView2<'_, Real> {
        self.kernel.weight.view()
    }

    /// b (filters).
    pub fn bias(&self) -> &Array1<Real> {
        &self.kernel.bias
    }

    fn room(&self) -> usize {
        self.grid.places() * self.grid.patch()
    }

    // ANCHOR: transpose_forward
    /// Y = col2im(XWᵀ) + b of one image.
    fn forward_one(&self, x: &[Real], y: &mut [Real], patches: &mut [Real]) {
        let x = matrix(x, self.frame.channels);
        let p = matrix_mut(patches, self.grid.patch());
        product(1.0, x, self.kernel.weight.t(), 0.0, p); // P = XWᵀ, a row for each pixel
        let mut all = matrix_mut(y, self.kernel.bias.len());
        all.assign(&self.kernel.bias); // every pixel of Y starts as b
        col2im(&self.grid, patches, y); // the windows are laid down, and overlaps added
    }
    // ANCHOR_END: transpose_forward

    // ANCHOR: transpose_backward
    /// With P′ = im2col(∂L/∂Y): ∂L/∂W = P′ᵀX, and ∂L/∂X = P′W, a convolution.
    fn backward_one(&self, back: Back, patches: &mut [Real], dw: &mut [Real]) {
        im2col(&self.grid, back.dy, patches); // what each place sees of the slopes
        let p = matrix(patches, self.grid.patch());
        let x = matrix(back.x, self.frame.channels);
        product(1.0, p.t(), x, 0.0, matrix_mut(dw, self.frame.channels)); // P′ᵀX
        if let Some(dx) = back.dx {
            let dx = matrix_mut(dx, self.frame.channels);
            product(1.0, p, self.kernel.weight.view(), 0.0, dx); // P′W
        }
    }
    // ANCHOR_END: transpose_backward
}

/// The window's places on the larger image, one for each pixel of the smaller.
fn onto(frame: Frame, window: Window, filters: usize) -> Result<Grid> {
    check_filters(filters)?;
    let (height, width) = window.back(frame.height, frame.width)?;
    window.on(Frame { height, width, channels: filters })
}

impl Layer for ConvTranspose2d {
    fn name(&self) -> String {
        let ((i, j), (down, across)) = (self.grid.kernel, self.grid.stride);
        let by = format!(" by stride {down} × {across}");
        format!("{i} × {j} transposed convolution{by}, {} → {}", self.frame, self.frame())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits("the input of a transposed convolution", self.frame, inputs)?;
        Ok(self.frame().len())
    }

    fn scratch(&self) -> usize {
        self.room() + self.kernel.weight.len()
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        samplewise::forward(x, y, scratch, |x, y, scratch| {
            self.forward_one(x, y, &mut scratch[..self.room()]);
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
            self.backward_one(back, room, dw);
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
