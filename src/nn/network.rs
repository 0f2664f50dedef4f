//! A network: layers one after the other, and the chain rule the other way.

pub use super::tape::{Gradients, Tape};

use super::layer::Layer;
use super::parameters::Parameters;
use crate::check::check_columns;
use crate::{Error, Real, Result, error::counted};
use ndarray::{Array2, ArrayView2, ArrayViewD, Axis, s};
use std::fmt::{self, Display, Formatter};
use std::ops::Range;

/// Samples that go through a network at a time where only its output is wanted.
const CHUNK: usize = 512;

/// Y = f_m(… f₂(f₁(X))): each layer's output is the next one's input.
#[derive(Debug, Clone)]
pub struct Network {
    layers: Vec<Box<dyn Layer>>,
    /// The input's width, then that of every layer's output.
    widths: Vec<usize>,
}

impl Network {
    /// The network of these layers on samples of `inputs` numbers.
    ///
    /// Errors where there is no input or no layer, or a layer does not fit the one below.
    pub fn new(inputs: usize, layers: Vec<Box<dyn Layer>>) -> Result<Network> {
        if inputs == 0 || layers.is_empty() {
            let unit = if inputs == 0 { "input" } else { "layer" };
            return Err(Error::TooFew { what: "a network", need: 1, unit, got: 0 });
        }
        let mut widths = vec![inputs];
        for layer in &layers {
            widths.push(layer.outputs(widths[widths.len() - 1])?);
        }
        Ok(Network { layers, widths })
    }

    /// The layers, first to last.
    pub fn layers(&self) -> &[Box<dyn Layer>] {
        &self.layers
    }

    /// The input's width, then that of every layer's output.
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// The width of X.
    pub fn inputs(&self) -> usize {
        self.widths[0]
    }

    /// The width of Y.
    pub fn outputs(&self) -> usize {
        self.widths[self.layers.len()]
    }

    /// X (n, inputs) through all layers; the tape keeps the output of each.
    ///
    /// Errors where X has other columns than the network inputs, or the tape belongs to another network.
    pub fn forward(&self, x: ArrayView2<Real>, tape: &mut Tape) -> Result<()> {
        self.check_inputs(x.ncols())?;
        tape.make_room(&self.widths, x.nrows())?;
        let rows = s![..x.nrows(), ..];
        for (i, layer) in self.layers.iter().enumerate() {
            let (below, here) = tape.outputs.split_at_mut(i);
            let x = below.last().map_or(x, |y| y.slice(rows)); // the output of the layer below
            layer.forward(x, here[0].slice_mut(rows), tape.scratch[i].slice_mut(rows));
        }
        Ok(())
    }

    // ANCHOR: network_backward
    /// From ∂L/∂Y on the tape, layer by layer downwards: adds ∂L/∂θ to its gradients, and
    /// writes ∂L/∂X where it is wanted.
    ///
    /// X is the one of the forward pass. Errors where it has other rows or columns.
    pub fn backward(
        &self,
        x: ArrayView2<Real>,
        tape: &mut Tape,
        want_dx: bool,
    ) -> Result<()> {
        self.check_inputs(x.ncols())?;
        tape.check_rows(x.nrows())?;
        let rows = s![..x.nrows(), ..];
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let x = if i == 0 { x } else { tape.outputs[i - 1].slice(rows) };
            let (below, here) = tape.slopes.split_at_mut(i + 1);
            let (y, dy) = (tape.outputs[i].slice(rows), here[0].slice(rows));
            let dx = (i > 0 || want_dx).then(|| below[i].slice_mut(rows)); // ∂L/∂Y below
            let (gradient, scratch) = (&mut tape.gradients[i], &mut tape.scratch[i]);
            layer.backward(x, y, dy, dx, gradient, scratch.slice_mut(rows));
        }
        Ok(())
    }
    // ANCHOR_END: network_backward

    /// Y (n, outputs) of X (n, inputs); errors where X has other columns, or is not finite.
    pub fn predict(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.predict_between(0..self.layers.len(), x)
    }

    /// What the layers of this range (counted from 0) make of the input X of the first of them.
    ///
    /// Errors where there are no such layers, X has other columns, or is not finite.
    pub fn predict_between(
        &self,
        range: Range<usize>,
        x: &Array2<Real>,
    ) -> Result<Array2<Real>> {
        if range.start > range.end || range.end > self.layers.len() {
            let (expected, got) =
                (format!("a range within 0..{}", self.layers.len()), format!("{range:?}"));
            return Err(Error::Shape { what: "the layers to use", expected, got });
        }
        check_columns("the samples", self.widths[range.start], x)?;
        let mut y = Array2::zeros((x.nrows(), self.widths[range.end]));
        for (x, mut y) in
            x.axis_chunks_iter(Axis(0), CHUNK).zip(y.axis_chunks_iter_mut(Axis(0), CHUNK))
        {
            y.assign(&self.through(range.clone(), x));
        }
        Ok(y)
    }

    fn through(&self, range: Range<usize>, x: ArrayView2<Real>) -> Array2<Real> {
        let mut x = x.to_owned();
        for i in range {
            let mut y = Array2::zeros((x.nrows(), self.widths[i + 1]));
            let mut scratch = Array2::zeros((x.nrows(), self.layers[i].scratch()));
            self.layers[i].forward(x.view(), y.view_mut(), scratch.view_mut());
            x = y;
        }
        x
    }

    fn check_inputs(&self, columns: usize) -> Result<()> {
        if columns == self.inputs() {
            return Ok(());
        }
        let expected =
            format!("{}, as the network has inputs", counted(self.inputs(), "column"));
        Err(Error::Shape { what: "the samples", expected, got: columns.to_string() })
    }
}

/// "784 → dense 784 → 32, ReLU".
impl Display for Network {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let names: Vec<String> = self.layers.iter().map(|layer| layer.name()).collect();
        write!(f, "{} → {}", self.inputs(), names.join(", "))
    }
}

/// θ is named by the layer's place: ("0.weight", W), ("0.bias", b), ("2.weight", W), ….
impl Parameters for Network {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let layers = self.layers.iter().enumerate();
        let each = layers
            .flat_map(|(i, layer)| layer.parameters().into_iter().map(move |p| (i, p)));
        each.map(|(i, (name, theta))| (format!("{i}.{name}"), theta)).collect()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.layers.iter_mut().flat_map(|layer| layer.parameters_mut()).collect()
    }
}

impl Tape {
    /// Room for batches of up to `rows` samples on their way through this network; it grows where more come.
    pub fn new(network: &Network, rows: usize) -> Tape {
        Tape::of(&network.layers, &network.widths, rows)
    }
}
