//! Data that need no download, and readers for data that a reader brings.
pub mod faces;
pub mod idx;
pub mod images;
pub mod optdigits;
pub mod toy;
use crate::Real;
use ndarray::Array2;

/// Images as rows, what they show, and how to lay a row out as a picture again.
#[derive(Debug, Clone)]
pub struct ImageSet {
    /// X (n, d), d = height · width · channels, row-major, channels last; pixels in [0, 1] unless said otherwise.
    pub x: Array2<Real>,
    /// One label a row; empty where there are none.
    pub labels: Vec<usize>,
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
    /// 1 grey, 3 RGB.
    pub channels: usize,
}
