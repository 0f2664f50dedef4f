//! What one pass through a network leaves behind, and what the way back needs.

use super::grain::GRAIN;
use super::layer::Layer;
use crate::{Error, Real, Result, error::counted};
use ndarray::{Array2, ArrayD, ArrayView2, ArrayViewMut2, s};
use rayon::prelude::*;

/// ∂L/∂θ: for each layer, an array of the shape of each of its parameters.
pub type Gradients = Vec<Vec<ArrayD<Real>>>;

/// The outputs of every layer on a batch, their slopes, and the gradient so far: made once, used for every batch.
#[derive(Debug, Clone)]
pub struct Tape {
    /// Y (n, width) of each layer.
    pub(super) outputs: Vec<Array2<Real>>,
    /// ∂L/∂X of the network's input, then ∂L/∂Y of each layer.
    pub(super) slopes: Vec<Array2<Real>>,
    /// What each layer noted for itself (n, its scratch).
    pub(super) scratch: Vec<Array2<Real>>,
    /// ∂L/∂θ, to which every backward pass adds.
    pub gradients: Gradients,
    /// n, the rows of the last batch; there may be room for more.
    pub(super) rows: usize,
}

impl Tape {
    /// Room for `rows` samples on their way through these layers of these widths (the input's first).
    pub(super) fn of(layers: &[Box<dyn Layer>], widths: &[usize], rows: usize) -> Tape {
        let thetas = layers.iter().map(|layer| layer.parameters());
        let zeros = thetas.map(|thetas| {
            thetas.iter().map(|(_, theta)| ArrayD::zeros(theta.shape())).collect()
        });
        let gradients = zeros.collect();
        let (outputs, slopes) = rooms(widths, rows);
        let scratch = layers.iter().map(|l| Array2::zeros((rows, l.scratch()))).collect();
        Tape { outputs, slopes, scratch, gradients, rows: 0 }
    }

    /// The network's output Y (n, outputs) on the last batch.
    pub fn output(&self) -> ArrayView2<'_, Real> {
        self.layer_output(self.outputs.len() - 1)
    }

    /// Y (n, width) of one layer, counted from 0, on the last batch.
    pub fn layer_output(&self, layer: usize) -> ArrayView2<'_, Real> {
        self.outputs[layer].slice(s![..self.rows, ..])
    }

    /// ∂L/∂Y (n, outputs), to be written before the way back.
    pub fn d_output_mut(&mut self) -> ArrayViewMut2<'_, Real> {
        self.output_and_slope().1
    }

    /// Y to be read and ∂L/∂Y to be written, both (n, outputs).
    pub fn output_and_slope(&mut self) -> (ArrayView2<'_, Real>, ArrayViewMut2<'_, Real>) {
        let (last, rows) = (self.outputs.len() - 1, s![..self.rows, ..]);
        (self.outputs[last].slice(rows), self.slopes[last + 1].slice_mut(rows))
    }

    /// ∂L/∂X (n, inputs), where the last backward pass was asked for it.
    pub fn d_input(&self) -> ArrayView2<'_, Real> {
        self.slopes[0].slice(s![..self.rows, ..])
    }

    /// ∂L/∂θ, each as one run of numbers, in the order of the network's parameters.
    pub fn gradients_mut(&mut self) -> Vec<&mut [Real]> {
        let each = self.gradients.iter_mut().flatten();
        each.map(|g| g.as_slice_mut().expect("a gradient is made row by row")).collect()
    }

    /// Sets the gradient to zero.
    pub fn clear(&mut self) {
        zero(self.gradients_mut());
    }

    /// Makes room for a batch of `rows` samples; errors where the tape was made for other widths.
    pub(super) fn make_room(&mut self, widths: &[usize], rows: usize) -> Result<()> {
        let own = || self.slopes.iter().map(|d| d.ncols());
        if !own().eq(widths.iter().copied()) {
            let expected = format!("one made for this network, of widths {widths:?}");
            return Err(Error::Shape {
                what: "the tape",
                expected,
                got: format!("{:?}", own().collect::<Vec<_>>()),
            });
        }
        if rows > self.slopes[0].nrows() {
            (self.outputs, self.slopes) = rooms(widths, rows);
            let wider = |own: &Array2<Real>| Array2::zeros((rows, own.ncols()));
            self.scratch = self.scratch.iter().map(wider).collect();
        }
        self.rows = rows;
        Ok(())
    }

    /// Errors where the last batch had another number of rows.
    pub(super) fn check_rows(&self, rows: usize) -> Result<()> {
        if rows == self.rows {
            return Ok(());
        }
        let expected = format!("the {} of the forward pass", counted(self.rows, "sample"));
        Err(Error::Shape {
            what: "the batch of a backward pass",
            expected,
            got: rows.to_string(),
        })
    }
}

/// Outputs (all widths but the input's) and slopes (all), `rows` samples each. Zeros that nobody writes to cost nothing.
fn rooms(widths: &[usize], rows: usize) -> (Vec<Array2<Real>>, Vec<Array2<Real>>) {
    let room = |&width: &usize| Array2::zeros((rows, width));
    (widths.iter().skip(1).map(room).collect(), widths.iter().map(room).collect())
}

/// Sets gradients to zero, on all threads.
pub(super) fn zero(gradients: Vec<&mut [Real]>) {
    for g in gradients {
        g.par_chunks_mut(GRAIN).for_each(|g| g.fill(0.0));
    }
}
