//! A layer: a function with parameters θ, and its derivative.
//!
//! Everything that flows between layers is a matrix with a sample a row: (n, width). A layer
//! keeps neither what it has seen nor its gradient; the caller does, on a
//! [`Tape`](super::network::Tape).

use crate::{Error, Real, Result};
use ndarray::{ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2};
use std::fmt::Debug;

/// What a layer notes for itself on the way forward and reads on the way back, a row a sample.
pub type Scratch<'a> = ArrayViewMut2<'a, Real>;

/// Y = f(X; θ), sample by sample, and how L changes with θ and X once it is known how it
/// changes with Y.
pub trait Layer: Debug + Send + Sync {
    /// What it is, with its sizes: "dense 784 → 32".
    fn name(&self) -> String;

    /// The width of Y where X has `inputs` columns; errors where X cannot have so many.
    fn outputs(&self, inputs: usize) -> Result<usize>;

    /// The smallest known L with ‖f(x) − f(x′)‖ ≤ L‖x − x′‖ for all x and x′.
    ///
    /// Errors where nobody has worked one out for this kind of layer.
    fn lipschitz(&self) -> Result<f64> {
        let expected = "a dense layer or a bend".into();
        Err(Error::Shape {
            what: "a layer with a known steepness",
            expected,
            got: self.name(),
        })
    }

    /// How many numbers of scratch it wants for each sample: none, unless it says otherwise.
    fn scratch(&self) -> usize {
        0
    }

    /// Y (n, outputs) of X (n, inputs); whatever `y` and `scratch` held is overwritten.
    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch);

    /// From X, Y = f(X) and ∂L/∂Y: **adds** ∂L/∂θ to `gradient`, an array a parameter, and
    /// **writes** ∂L/∂X where wanted. `scratch` is as the forward pass left it.
    fn backward(
        &self,
        x: ArrayView2<Real>,
        y: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        scratch: Scratch,
    );

    /// θ by name, names of layers within layers joined by dots: nothing where there is none.
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        Vec::new()
    }

    /// θ in the same order, each as one run of numbers (row by row), to be changed.
    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        Vec::new()
    }

    /// The same layer again: layers of unknown kind can be copied.
    fn boxed(&self) -> Box<dyn Layer>;
}

impl Clone for Box<dyn Layer> {
    fn clone(&self) -> Box<dyn Layer> {
        self.boxed()
    }
}
