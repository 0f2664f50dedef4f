//! Bends: functions s that are applied to each number by itself, and their derivatives.

use super::exponential::{sigmoid, tanh};
use super::layer::Layer;
use crate::{Real, Result};
use ndarray::{ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, Zip};
use rayon::prelude::*;

// ANCHOR: activation
/// Y = s(X), number by number: (n, d) → (n, d).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// s(x) = 1/(1 + e⁻ˣ), between 0 and 1.
    Sigmoid,
    /// s(x) = tanh x, between −1 and 1.
    Tanh,
    /// s(x) = max(x, 0).
    Relu,
    /// s(x) = x for x > 0, else x/100: never quite dead.
    LeakyRelu,
}

impl Activation {
    /// Y = s(X).
    pub fn apply(self, x: ArrayView2<Real>, mut y: ArrayViewMut2<Real>) {
        let each = Zip::from(&mut y).and(x);
        match self {
            Activation::Sigmoid => each.for_each(|y, &x| *y = sigmoid(x)),
            Activation::Tanh => each.for_each(|y, &x| *y = tanh(x)),
            Activation::Relu => each.for_each(|y, &x| *y = if x > 0.0 { x } else { 0.0 }),
            Activation::LeakyRelu => each.for_each(|y, &x| *y = if x > 0.0 { x } else { LEAK * x }),
        }
    }
    // ANCHOR_END: activation

    // ANCHOR: activation_backward
    /// ∂L/∂X = ∂L/∂Y ⊙ s′(X). Each s′ is known from y = s(x) alone, so that x need not be kept.
    pub fn slope(self, y: ArrayView2<Real>, dy: ArrayView2<Real>, mut dx: ArrayViewMut2<Real>) {
        let each = Zip::from(&mut dx).and(y).and(dy);
        match self {
            Activation::Sigmoid => each.for_each(|dx, &y, &dy| *dx = dy * y * (1.0 - y)), // s′ = s(1 − s)
            Activation::Tanh => each.for_each(|dx, &y, &dy| *dx = dy * (1.0 - y * y)),    // s′ = 1 − s²
            Activation::Relu => each.for_each(|dx, &y, &dy| *dx = if y > 0.0 { dy } else { 0.0 }), // s′ = 1 or 0
            Activation::LeakyRelu => each.for_each(|dx, &y, &dy| *dx = if y > 0.0 { dy } else { LEAK * dy }),
        }
    }
    // ANCHOR_END: activation_backward
}

impl Layer for Activation {
    fn name(&self) -> String {
        match self {
            Activation::Sigmoid => "sigmoid",
            Activation::Tanh => "tanh",
            Activation::Relu => "ReLU",
            Activation::LeakyRelu => "leaky ReLU",
        }
        .into()
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        Ok(inputs)
    }

    fn forward(&self, x: ArrayView2<Real>, mut y: ArrayViewMut2<Real>) {
        let rows = rows_at_a_time(y.ncols());
        let parts = y.axis_chunks_iter_mut(Axis(0), rows).into_par_iter();
        parts.zip(x.axis_chunks_iter(Axis(0), rows)).for_each(|(y, x)| self.apply(x, y));
    }

    fn backward(
        &self,
        _x: ArrayView2<Real>,
        y: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _gradient: &mut [ArrayD<Real>],
    ) {
        let Some(mut dx) = dx else { return };
        let rows = rows_at_a_time(dx.ncols());
        let parts = dx.axis_chunks_iter_mut(Axis(0), rows).into_par_iter();
        let (y, dy) = (y.axis_chunks_iter(Axis(0), rows), dy.axis_chunks_iter(Axis(0), rows));
        parts.zip(y).zip(dy).for_each(|((dx, y), dy)| self.slope(y, dy, dx));
    }

    fn parameters(&self) -> Vec<(&'static str, ArrayViewD<'_, Real>)> {
        Vec::new()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        Vec::new()
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

/// What [`Activation::LeakyRelu`] lets through of a negative number.
const LEAK: Real = 0.01;

/// Numbers that one thread takes at a time.
const GRAIN: usize = 1 << 14;

/// Rows of a matrix of this width that one thread takes at a time.
pub(super) fn rows_at_a_time(width: usize) -> usize {
    GRAIN.div_ceil(width.max(1))
}
