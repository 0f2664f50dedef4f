//! The weights of a window: what a convolution and its transpose do with them alike.

use super::init::Init;
use super::layer::Scratch;
use super::samplewise::{self, Back};
use crate::conv::window::Grid;
use crate::linalg::check_finite;
use crate::{Error, Real, Result};
use ndarray::{
    Array, Array1, Array2, Array4, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis,
    Dimension, IxDyn, s,
};
use rand::Rng;

/// W, a row for each number of a patch, and b.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    /// W (patch, columns), row by row.
    pub weight: Array2<Real>,
    /// b (filters).
    pub bias: Array1<Real>,
}

impl Kernel {
    /// W of (height, width, channels, columns) numbers, and b.
    ///
    /// Errors where W has another shape, or an entry is not finite.
    pub fn new(
        grid: &Grid,
        weight: Array4<Real>,
        columns: usize,
        bias: Array1<Real>,
    ) -> Result<Kernel> {
        let (i, j) = grid.kernel;
        let expected = (i, j, grid.input.channels, columns);
        if weight.dim() != expected {
            let (expected, got) = (format!("{expected:?}"), format!("{:?}", weight.dim()));
            return Err(Error::Shape {
                what: "the weights of a convolution",
                expected,
                got,
            });
        }
        let numbers = weight.iter().copied().collect();
        let weight = Array2::from_shape_vec((grid.patch(), columns), numbers)
            .expect("as many numbers in another shape");
        check_finite(weight.view())?;
        check_finite(bias.view().insert_axis(Axis(0)))?;
        Ok(Kernel { weight, bias })
    }

    /// θ by name: W as (height, width, channels, columns), the last two as given, and b.
    pub fn parameters(
        &self,
        grid: &Grid,
        channels: usize,
    ) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let (i, j) = grid.kernel;
        let shape = IxDyn(&[i, j, channels, self.weight.ncols()]);
        let weight = ArrayViewD::from_shape(shape, slice(&self.weight));
        let weight = weight.expect("as many numbers in another shape");
        vec![("weight".into(), weight), ("bias".into(), self.bias.view().into_dyn())]
    }

    /// θ in the same order, to be changed.
    pub fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let both = [self.weight.as_slice_mut(), self.bias.as_slice_mut()];
        both.map(|theta| theta.expect("made row by row")).into()
    }

    /// Calls `each` with what every sample brings on the way back, `room` numbers of its
    /// scratch, and place for its ∂L/∂W, which it **writes**; adds these, and ∂L/∂b.
    ///
    /// Each sample's ∂L/∂W stands in its scratch until it is added: the same sum on any
    /// number of threads.
    pub fn backward(
        x: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        mut scratch: Scratch,
        room: usize,
        each: impl Fn(Back, &mut [Real], &mut [Real]) + Sync,
    ) {
        samplewise::backward(x, dy, dx, &mut scratch, |mut back| {
            let scratch = std::mem::take(&mut back.scratch);
            let (room, dw) = scratch.split_at_mut(room);
            each(back, room, dw);
        });
        let [dw, db] = gradient else {
            panic!("a convolution has two parameters, not {}", gradient.len())
        };
        let dw = dw.as_slice_mut().expect("a gradient is made row by row");
        for own in scratch.slice(s![.., room..]).rows() {
            dw.iter_mut().zip(own).for_each(|(dw, own)| *dw += own);
        }
        add_bias(db, dy);
    }
}

/// ∂L/∂b += Σ ∂L/∂y over all places of all samples.
///
/// Where so many filters fit into [`BESIDE`] numbers a whole number of times, that many sums
/// are taken side by side.
fn add_bias(db: &mut ArrayD<Real>, dy: ArrayView2<Real>) {
    let db = db.as_slice_mut().expect("a gradient is made row by row");
    let filters = db.len();
    for dy in dy.as_standard_layout().rows() {
        let dy = dy.as_slice().expect("rows lie one after the other");
        let beside = if BESIDE.is_multiple_of(filters) { dy } else { &[] };
        let (runs, _) = beside.as_chunks::<BESIDE>();
        let mut sums = [0.0; BESIDE];
        for run in runs {
            sums.iter_mut().zip(run).for_each(|(sum, dy)| *sum += dy);
        }
        for each in [&sums[..], &dy[runs.len() * BESIDE..]] {
            each.iter().enumerate().for_each(|(l, dy)| db[l % filters] += dy);
        }
    }
}

/// Numbers of which sums are taken side by side.
const BESIDE: usize = 16;

/// Errors where there is no filter.
pub(super) fn check_filters(filters: usize) -> Result<()> {
    if filters > 0 {
        return Ok(());
    }
    Err(Error::TooFew { what: "a convolution", need: 1, unit: "filter", got: 0 })
}

/// W (patch, filters), drawn for the numbers that meet in an output, and that an input goes
/// into.
pub(super) fn drawn(
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

/// Numbers that lie row by row.
pub(super) fn slice<D: Dimension>(a: &Array<Real, D>) -> &[Real] {
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
