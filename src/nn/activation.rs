//! Bends: functions s that are applied to each number by itself, and their derivatives.

use super::exponential::{sigmoid, tanh};
use super::grain::rows_at_a_time;
use super::layer::{Layer, Scratch};
use crate::{Real, Result};
use ndarray::{ArrayD, ArrayView2, ArrayViewMut2, Axis, Zip};
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
    pub fn apply(self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>) {
        match self {
            Activation::Sigmoid => each(x, y, sigmoid),
            Activation::Tanh => each(x, y, tanh),
            Activation::Relu => each(x, y, |x| if x < 0.0 { 0.0 } else { x }),
            Activation::LeakyRelu => each(x, y, |x| if x < 0.0 { LEAK * x } else { x }),
        }
    }
    // ANCHOR_END: activation

    // ANCHOR: activation_backward
    /// ∂L/∂X = ∂L/∂Y ⊙ s′(X). Each s′ is known from y = s(x) alone, so x need not be kept.
    pub fn slope(self, y: ArrayView2<Real>, dy: ArrayView2<Real>, dx: ArrayViewMut2<Real>) {
        match self {
            // s′ = s(1 − s), and s′ = 1 − s²
            Activation::Sigmoid => times_each(dy, y, dx, |y| y * (1.0 - y)),
            Activation::Tanh => times_each(dy, y, dx, |y| 1.0 - y * y),
            Activation::Relu => times_each(dy, y, dx, |y| if y > 0.0 { 1.0 } else { 0.0 }),
            Activation::LeakyRelu => {
                times_each(dy, y, dx, |y| if y > 0.0 { 1.0 } else { LEAK })
            }
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

    /// The steepest slope of s: ¼ for the sigmoid, at 0, and 1 for the others.
    fn lipschitz(&self) -> Result<f64> {
        Ok(if *self == Activation::Sigmoid { 0.25 } else { 1.0 })
    }

    fn forward(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, _: Scratch) {
        self.apply(x, y);
    }

    fn backward(
        &self,
        _: ArrayView2<Real>,
        y: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        _: Scratch,
    ) {
        if let Some(dx) = dx {
            self.slope(y, dy, dx);
        }
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

/// What [`Activation::LeakyRelu`] lets through of a negative number.
const LEAK: Real = 0.01;

/// Y = s(X), the threads taking some rows each.
fn each(x: ArrayView2<Real>, mut y: ArrayViewMut2<Real>, s: impl Fn(Real) -> Real + Sync) {
    let rows = rows_at_a_time(y.ncols());
    let parts = y
        .axis_chunks_iter_mut(Axis(0), rows)
        .into_par_iter()
        .zip(x.axis_chunks_iter(Axis(0), rows));
    parts.for_each(|(mut y, x)| match (y.as_slice_mut(), x.as_slice()) {
        (Some(y), Some(x)) => y.iter_mut().zip(x).for_each(|(y, &x)| *y = s(x)), // many at once
        _ => Zip::from(y).and(x).for_each(|y, &x| *y = s(x)),
    });
}

/// ∂L/∂X = ∂L/∂Y ⊙ slope(Y), the threads taking some rows each.
fn times_each(
    dy: ArrayView2<Real>,
    y: ArrayView2<Real>,
    mut dx: ArrayViewMut2<Real>,
    slope: impl Fn(Real) -> Real + Sync,
) {
    let rows = rows_at_a_time(dx.ncols());
    let known = dy
        .axis_chunks_iter(Axis(0), rows)
        .into_par_iter()
        .zip(y.axis_chunks_iter(Axis(0), rows));
    let parts = dx.axis_chunks_iter_mut(Axis(0), rows).into_par_iter().zip(known);
    parts.for_each(|(mut dx, (dy, y))| {
        match (dx.as_slice_mut(), dy.as_slice(), y.as_slice()) {
            (Some(dx), Some(dy), Some(y)) => {
                dx.iter_mut()
                    .zip(dy)
                    .zip(y)
                    .for_each(|((dx, &dy), &y)| *dx = dy * slope(y));
            }
            _ => Zip::from(dx).and(dy).and(y).for_each(|dx, &dy, &y| *dx = dy * slope(y)),
        }
    });
}
