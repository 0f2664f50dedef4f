//! What a model learns from.

use crate::linalg::check_finite;
use crate::{Error, Real, Result, error::counted};
use ndarray::{Array2, ArrayView2, Axis};

/// Samples, and what a model shall make of them: a whole set, or a batch of it.
#[derive(Debug, Clone, Copy)]
pub struct Samples<'a> {
    /// X (n, inputs).
    pub x: ArrayView2<'a, Real>,
    /// T (n, outputs); an autoencoder's is X itself.
    pub target: ArrayView2<'a, Real>,
    /// How much each part of a sample's loss counts, where they do not all count 1:
    /// (n, units), as [`Loss::units`](super::loss::Loss::units) says. Zeros are a mask.
    pub weight: Option<ArrayView2<'a, Real>>,
}

impl<'a> Samples<'a> {
    /// An autoencoder's: the samples (n, d) are their own targets.
    pub fn themselves(x: &'a Array2<Real>) -> Samples<'a> {
        Samples::pairs(x, x)
    }

    /// Samples X (n, inputs) with other targets T (n, outputs).
    pub fn pairs(x: &'a Array2<Real>, target: &'a Array2<Real>) -> Samples<'a> {
        Samples { x: x.view(), target: target.view(), weight: None }
    }

    /// The same samples with weights (n, units), 0 or more.
    pub fn weighted(self, weight: &'a Array2<Real>) -> Samples<'a> {
        Samples { weight: Some(weight.view()), ..self }
    }

    /// n.
    pub fn len(&self) -> usize {
        self.x.nrows()
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.x.nrows() == 0
    }

    /// Whether each sample is its own target.
    fn are_their_own_targets(&self) -> bool {
        let (x, t) = (self.x, self.target);
        x.as_ptr() == t.as_ptr() && x.dim() == t.dim() && x.strides() == t.strides()
    }

    /// Errors where there is no sample, X has not `inputs` columns, T not `outputs` or not n
    /// rows, the weights not (n, units), or a number is not finite or a weight negative.
    pub fn check(&self, inputs: usize, outputs: usize, units: usize) -> Result<()> {
        let n = self.len();
        if n == 0 {
            return Err(Error::TooFew {
                what: "training",
                need: 1,
                unit: "sample",
                got: 0,
            });
        }
        has_shape("the samples", (n, inputs), self.x)?;
        has_shape("the targets", (n, outputs), self.target)?;
        let Some(weight) = self.weight else { return Ok(()) };
        has_shape("the weights of the loss", (n, units), weight)?;
        match weight.iter().find(|&&w| w < 0.0) {
            None => Ok(()),
            Some(w) => Err(Error::OutOfRange {
                name: "a weight of the loss",
                value: w.to_string(),
                range: "0 or more",
            }),
        }
    }

    /// The samples so many rows at a time.
    pub(crate) fn chunks(self, rows: usize) -> impl Iterator<Item = Samples<'a>> {
        (0..self.len()).step_by(rows.max(1)).map(move |start| {
            let cut = |a: ArrayView2<'a, Real>| {
                let end = (start + rows.max(1)).min(a.nrows());
                a.split_at(Axis(0), end).0.split_at(Axis(0), start).1
            };
            Samples {
                x: cut(self.x),
                target: cut(self.target),
                weight: self.weight.map(cut),
            }
        })
    }
}

/// Errors where A has another shape, or is not finite.
fn has_shape(what: &'static str, shape: (usize, usize), a: ArrayView2<Real>) -> Result<()> {
    if a.ncols() != shape.1 {
        let (expected, got) = (counted(shape.1, "column"), a.ncols().to_string());
        return Err(Error::Shape { what, expected, got });
    }
    if a.nrows() != shape.0 {
        let (expected, got) = (format!("{}, one a sample", shape.0), a.nrows().to_string());
        return Err(Error::Shape { what, expected, got });
    }
    check_finite(a)
}

/// Room for a batch drawn from a set; nothing of it is made twice.
pub(super) struct Desk {
    x: Array2<Real>,
    target: Option<Array2<Real>>,
    weight: Option<Array2<Real>>,
}

impl Desk {
    /// Room for `rows` of these samples.
    pub fn new(samples: Samples, rows: usize) -> Desk {
        let like = |a: ArrayView2<Real>| Array2::zeros((rows, a.ncols()));
        let other = !samples.are_their_own_targets();
        Desk {
            x: like(samples.x),
            target: other.then(|| like(samples.target)),
            weight: samples.weight.map(like),
        }
    }

    /// These rows of the samples.
    pub fn gather(&mut self, samples: Samples, rows: &[usize]) -> Samples<'_> {
        let copy = |from: ArrayView2<Real>, to: &mut Array2<Real>| {
            for (mut to, &row) in to.rows_mut().into_iter().zip(rows) {
                to.assign(&from.row(row));
            }
        };
        copy(samples.x, &mut self.x);
        for (from, to) in
            [(Some(samples.target), &mut self.target), (samples.weight, &mut self.weight)]
        {
            if let (Some(from), Some(to)) = (from, to) {
                copy(from, to);
            }
        }
        let some = ndarray::s![..rows.len(), ..];
        let x = self.x.slice(some);
        Samples {
            x,
            target: self.target.as_ref().map_or(x, |target| target.slice(some)),
            weight: self.weight.as_ref().map(|weight| weight.slice(some)),
        }
    }
}
