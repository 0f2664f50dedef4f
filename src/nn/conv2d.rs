//! The convolutional layer: one small window of weights for every place of the image.

use super::init::Init;
use super::layer::{Layer, Scratch};
use super::samplewise::{self, Back};
use crate::conv::direct::{self, Shape, pad, turned};
use crate::conv::patches::{col2im, im2col};
use crate::conv::window::{Grid, Window};
use crate::linalg::{check_finite, product};
use crate::{Error, Frame, Real, Result, error::counted};
use ndarray::{
    Array1, Array2, Array4, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, IxDyn,
};
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
    /// W (patch, filters), row by row.
    weight: Array2<Real>,
    /// b (filters).
    bias: Array1<Real>,
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
        let weight = kernel(&grid, filters, init, rng);
        let (bias, by_patches) = (Array1::zeros(filters), false);
        Ok(Conv2d { grid, weight, bias, by_patches })
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
        let weight = as_matrix(&grid, weight, bias.len())?;
        check_finite(bias.view().insert_axis(Axis(0)))?;
        Ok(Conv2d { grid, weight, bias, by_patches: false })
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
        self.weight.ncols()
    }

    /// W (patch, filters): a column for each filter; a patch's numbers row by row, channels
    /// last.
    pub fn weight(&self) -> ArrayView2<'_, Real> {
        self.weight.view()
    }

    /// b (filters).
    pub fn bias(&self) -> &Array1<Real> {
        &self.bias
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
        y.assign(&self.bias); // at every place Y starts as b
        product(1.0, p, self.weight.view(), 1.0, y); // Y = PW + b
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
            product(1.0, dy, self.weight.t(), 0.0, dp); // ∂L/∂P = ∂L/∂Y Wᵀ
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
        direct::correlate(&s, padded, slice(&self.weight), slice(&self.bias), y);
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
            turned(slice(&self.weight), s.filters, s.channels, w);
            direct::correlate(&s, slopes, w, &[], dx);
        }
    }

    /// Scratch besides the sample's ∂L/∂W: its patches, or the padded image, the padded
    /// slopes and the turned weights.
    fn room(&self) -> usize {
        match self.is_direct() {
            true => self.padded() + self.padded_back() + self.weight.len(),
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
        self.room() + self.weight.len()
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        samplewise::forward(x, y, scratch, |x, y, scratch| match self.is_direct() {
            true => self.forward_directly(x, y, &mut scratch[..self.padded()]),
            false => self.forward_by_patches(x, y, &mut scratch[..self.room()]),
        });
    }

    /// Each sample's ∂L/∂W stands in its scratch until it is added: the same sum on any
    /// number of threads.
    fn backward(
        &self,
        x: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        mut scratch: Scratch,
    ) {
        samplewise::backward(x, dy, dx, &mut scratch, |mut back| {
            let scratch = std::mem::take(&mut back.scratch);
            let (room, dw) = scratch.split_at_mut(self.room());
            match self.is_direct() {
                true => self.backward_directly(back, room, dw),
                false => self.backward_by_patches(back, room, dw),
            }
        });
        let [dw, db] = gradient else {
            panic!("a convolution has two parameters, not {}", gradient.len())
        };
        add_weights(dw, &scratch);
        add_bias(db, dy);
    }

    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let (i, j) = self.grid.kernel;
        let shape = [i, j, self.grid.input.channels, self.filters()];
        vec![
            ("weight".into(), shaped(&self.weight, &shape)),
            ("bias".into(), self.bias.view().into_dyn()),
        ]
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let both = [self.weight.as_slice_mut(), self.bias.as_slice_mut()];
        both.map(|theta| theta.expect("made row by row")).into()
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}

/// Errors where there is no filter.
pub(super) fn check_filters(filters: usize) -> Result<()> {
    if filters > 0 {
        return Ok(());
    }
    Err(Error::TooFew { what: "a convolution", need: 1, unit: "filter", got: 0 })
}

/// Errors where samples of so many numbers are no images of this frame.
pub(super) fn fits(what: &'static str, frame: Frame, inputs: usize) -> Result<()> {
    if inputs == frame.len() {
        return Ok(());
    }
    let expected = format!("{} ({frame})", counted(frame.len(), "number"));
    Err(Error::Shape { what, expected, got: inputs.to_string() })
}

/// W (patch, filters), drawn for the numbers that meet in an output, and that an input goes
/// into.
pub(super) fn kernel(
    grid: &Grid,
    filters: usize,
    init: Init,
    rng: &mut impl Rng,
) -> Array2<Real> {
    let (patch, outputs) = (grid.patch(), grid.taps() * filters);
    let deviation = init.deviation(patch, outputs);
    let other = init.deviation(patch, filters); // a dense layer's with W's shape
    let mut weight = init.matrix(patch, filters, rng);
    if other > 0.0 {
        weight *= (deviation / other) as Real;
    }
    weight
}

/// W (patch, filters) of W (height, width, channels, filters); errors where that is another
/// shape, or an entry is not finite.
pub(super) fn as_matrix(
    grid: &Grid,
    weight: Array4<Real>,
    filters: usize,
) -> Result<Array2<Real>> {
    let (i, j) = grid.kernel;
    let expected = (i, j, grid.input.channels, filters);
    if weight.dim() != expected {
        let (expected, got) = (format!("{expected:?}"), format!("{:?}", weight.dim()));
        return Err(Error::Shape { what: "the weights of a convolution", expected, got });
    }
    let numbers = weight.iter().copied().collect();
    let weight = Array2::from_shape_vec((grid.patch(), filters), numbers)
        .expect("as many numbers in another shape");
    check_finite(weight.view())?;
    Ok(weight)
}

/// W's numbers in another shape.
pub(super) fn shaped<'a>(w: &'a Array2<Real>, shape: &[usize]) -> ArrayViewD<'a, Real> {
    ArrayViewD::from_shape(IxDyn(shape), slice(w))
        .expect("as many numbers in another shape")
}

/// Adds every sample's ∂L/∂W, the last numbers of its scratch.
pub(super) fn add_weights(dw: &mut ArrayD<Real>, scratch: &Scratch) {
    let dw = dw.as_slice_mut().expect("a gradient is made row by row");
    for own in scratch.rows() {
        let own = own.slice_move(ndarray::s![own.len() - dw.len()..]);
        dw.iter_mut().zip(own).for_each(|(dw, own)| *dw += own);
    }
}

/// ∂L/∂b += Σ ∂L/∂y over all places of all samples.
pub(super) fn add_bias(db: &mut ArrayD<Real>, dy: ArrayView2<Real>) {
    let db = db.as_slice_mut().expect("a gradient is made row by row");
    for dy in dy.as_standard_layout().rows() {
        let dy = dy.as_slice().expect("rows lie one after the other");
        for dy in dy.chunks_exact(db.len()) {
            db.iter_mut().zip(dy).for_each(|(db, dy)| *db += dy);
        }
    }
}

/// Numbers that lie row by row.
fn slice<D: ndarray::Dimension>(a: &ndarray::Array<Real, D>) -> &[Real] {
    a.as_slice().expect("made row by row")
}

/// A run of numbers as a matrix with so many columns.
pub(super) fn matrix(numbers: &[Real], columns: usize) -> ArrayView2<'_, Real> {
    ArrayView2::from_shape((numbers.len() / columns, columns), numbers).expect("whole rows")
}

/// The same, to be written.
pub(super) fn matrix_mut(numbers: &mut [Real], columns: usize) -> ArrayViewMut2<'_, Real> {
    ArrayViewMut2::from_shape((numbers.len() / columns, columns), numbers)
        .expect("whole rows")
}
