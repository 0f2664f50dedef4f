//! Layers that treat each sample by itself, as a run of numbers: threads take some samples
//! each.

use super::grain::rows_at_a_time;
use super::layer::Scratch;
use crate::{Error, Frame, Real, Result, error::counted};
use ndarray::{ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis};
use rayon::prelude::*;

/// Calls `each` with every sample's x, y and scratch.
pub(super) fn forward(
    x: ArrayView2<Real>,
    mut y: ArrayViewMut2<Real>,
    mut scratch: Scratch,
    each: impl Fn(&[Real], &mut [Real], &mut [Real]) + Sync,
) {
    let x = x.as_standard_layout(); // the view itself, if it lies row by row
    let few = rows_at_a_time(x.ncols().max(y.ncols()));
    let own = y.axis_iter_mut(Axis(0)).into_par_iter();
    let own = own.zip(scratch.axis_iter_mut(Axis(0))).zip(x.axis_iter(Axis(0)));
    own.with_min_len(few).for_each(|((y, scratch), x)| {
        with(y, |y| with(scratch, |scratch| each(row(&x), y, scratch)));
    });
}

/// What a sample brings on the way back.
pub(super) struct Back<'a> {
    /// What the layer was given.
    pub x: &'a [Real],
    /// ∂L/∂y.
    pub dy: &'a [Real],
    /// ∂L/∂x, to be written where it is wanted.
    pub dx: Option<&'a mut [Real]>,
    /// As the forward pass left it.
    pub scratch: &'a mut [Real],
}

/// Calls `each` with what every sample brings on the way back.
pub(super) fn backward(
    x: ArrayView2<Real>,
    dy: ArrayView2<Real>,
    dx: Option<ArrayViewMut2<Real>>,
    scratch: &mut Scratch,
    each: impl Fn(Back) + Sync,
) {
    let (x, dy) = (x.as_standard_layout(), dy.as_standard_layout());
    let few = rows_at_a_time(x.ncols().max(dy.ncols()));
    let own = scratch.axis_iter_mut(Axis(0)).into_par_iter();
    let own = own.zip(x.axis_iter(Axis(0))).zip(dy.axis_iter(Axis(0)));
    match dx {
        None => own.with_min_len(few).for_each(|((scratch, x), dy)| {
            let (x, dy) = (row(&x), row(&dy));
            with(scratch, |scratch| each(Back { x, dy, dx: None, scratch }));
        }),
        Some(mut dx) => {
            let own = own.zip(dx.axis_iter_mut(Axis(0)));
            own.with_min_len(few).for_each(|(((scratch, x), dy), dx)| {
                let (x, dy) = (row(&x), row(&dy));
                with(dx, |dx| {
                    with(scratch, |scratch| each(Back { x, dy, dx: Some(dx), scratch }))
                });
            });
        }
    }
}

/// A map with nothing to learn: each pixel of Y is a mixture of pixels of X, channel by channel.
pub(super) trait Mixing: Sync {
    /// Numbers a pixel.
    fn channels(&self) -> usize;

    /// Calls `each` with every pixel of Y, a pixel of X it is made of, and that one's share.
    fn visit(&self, each: impl FnMut(usize, usize, Real));

    /// y = Σ share · x.
    fn mix(&self, x: ArrayView2<Real>, y: ArrayViewMut2<Real>, scratch: Scratch) {
        let c = self.channels();
        forward(x, y, scratch, |x, y, _| {
            y.fill(0.0);
            self.visit(|to, from, share| {
                let y = &mut y[to * c..][..c];
                y.iter_mut().zip(&x[from * c..]).for_each(|(y, x)| *y += share * x);
            });
        });
    }

    /// ∂L/∂x = Σ share · ∂L/∂y: the same shares the other way.
    fn mix_back(
        &self,
        x: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        mut scratch: Scratch,
    ) {
        let c = self.channels();
        backward(x, dy, dx, &mut scratch, |back| {
            let (dy, Some(dx)) = (back.dy, back.dx) else { return };
            dx.fill(0.0);
            self.visit(|to, from, share| {
                let dx = &mut dx[from * c..][..c];
                dx.iter_mut().zip(&dy[to * c..]).for_each(|(dx, dy)| *dx += share * dy);
            });
        });
    }
}

/// Errors where samples of so many numbers are no images of this frame.
pub(super) fn fits(what: &'static str, frame: Frame, inputs: usize) -> Result<()> {
    if inputs == frame.len() {
        return Ok(());
    }
    let expected = format!("{} ({frame})", counted(frame.len(), "number"));
    Err(Error::Shape { what, expected, got: inputs.to_string() })
}

/// A row of a matrix in standard layout.
fn row<'a>(row: &'a ndarray::ArrayView1<Real>) -> &'a [Real] {
    row.as_slice().expect("rows lie one after the other")
}

/// Runs `work` on a row as a slice: on the row itself, or on a copy that is written back.
fn with(mut row: ArrayViewMut1<Real>, work: impl FnOnce(&mut [Real])) {
    if let Some(row) = row.as_slice_mut() {
        return work(row);
    }
    let mut copy = row.to_vec();
    work(&mut copy);
    row.iter_mut().zip(copy).for_each(|(to, from)| *to = from);
}
