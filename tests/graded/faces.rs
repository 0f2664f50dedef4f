//! The two types in which the exercises of chapter 3 answer.

use autoencoders::Real;
use ndarray::{Array1, Array2};

/// What has to be known of a chunk of samples to have its mean and covariance.
#[derive(Debug, Clone)]
pub struct Moments {
    /// n, the number of samples.
    pub count: usize,
    /// μ (d).
    pub mean: Array1<Real>,
    /// S = Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ (d, d): the covariance before its division by n − 1.
    pub scatter: Array2<Real>,
}

/// What a recogniser says of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Too far from face space.
    NoFace,
    /// A face, but too far from every face in the gallery.
    Stranger,
    /// The person with this label.
    Person(usize),
}
