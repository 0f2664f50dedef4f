//! k-sparse codes: of each sample's units only the k largest pass.

use crate::nn::layer::{Layer, Scratch};
use crate::{Error, Real, Result, error::counted};
use ndarray::parallel::prelude::*;
use ndarray::{ArrayD, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis, Zip};

/// yⱼ = xⱼ where xⱼ is among the k largest of its sample, else 0: a bend that looks at all
/// units. Of equal numbers the first pass. Source: Makhzani & Frey 2014.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Largest {
    /// How many pass.
    pub k: usize,
}

impl Layer for Largest {
    fn name(&self) -> String {
        format!("the {} largest", self.k)
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        if (1..=inputs).contains(&self.k) {
            return Ok(inputs);
        }
        let expected = format!("from 1 to all of {}", counted(inputs, "unit"));
        let (what, got) = ("how many of the largest pass", self.k.to_string());
        Err(Error::Shape { what, expected, got })
    }

    fn forward(&self, x: ArrayView2<Real>, mut y: ArrayViewMut2<Real>, _: Scratch) {
        let rows = y.axis_iter_mut(Axis(0)).into_par_iter().zip(x.axis_iter(Axis(0)));
        rows.with_min_len(8).for_each(|(y, x)| largest(self.k, x, y));
    }

    /// Near x the same units pass, so ∂L/∂xⱼ = ∂L/∂yⱼ for them and 0 for the others.
    fn backward(
        &self,
        _: ArrayView2<Real>,
        y: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        _: Scratch,
    ) {
        let Some(dx) = dx else { return };
        Zip::from(dx).and(y).and(dy).for_each(|dx, &y, &dy| {
            *dx = if y == 0.0 { 0.0 } else { dy };
        });
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(*self)
    }
}

// ANCHOR: largest
/// The k largest numbers of x, 1 ≤ k ≤ their count, in their places; 0 elsewhere.
fn largest(k: usize, x: ArrayView1<Real>, y: ArrayViewMut1<Real>) {
    let mut sorted = x.to_vec();
    let (_, &mut least, above) =
        sorted.select_nth_unstable_by(x.len() - k, Real::total_cmp); // the k-th largest
    let larger = above.iter().filter(|&&x| x > least).count();
    let mut left = k - larger; // of those equal to it, so many pass
    Zip::from(y).and(x).for_each(|y, &x| {
        let passes = x > least || (x == least && left > 0);
        left -= usize::from(passes && x == least);
        *y = if passes { x } else { 0.0 };
    });
}
// ANCHOR_END: largest

// ANCHOR: coming_down
/// A k for each of so many epochs: from `first` down to `last` in equal steps over the
/// first half, then `last`. Source: Makhzani & Frey 2014.
pub fn coming_down(first: usize, last: usize, epochs: usize) -> Vec<usize> {
    let down = (epochs / 2).max(1) as f64;
    let share = |epoch: usize| (epoch as f64 / down).min(1.0);
    let (from, to) = (first.max(last) as f64, last as f64);
    let k = |epoch| (from + (to - from) * share(epoch)).round() as usize;
    (0..epochs).map(k).collect()
}
// ANCHOR_END: coming_down
