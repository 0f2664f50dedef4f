//! Faces as points: distance from face space, distance in it, recognition.
pub mod incremental;
pub mod randomised;
use crate::{Real, Result, pca::Pca};
use ndarray::{Array1, Array2};

/// ‖x − x̃‖ of each row: its distance *from* the space that the components span (n).
pub fn distance_from(_pca: &Pca, _x: &Array2<Real>) -> Result<Array1<Real>> { todo!() }
/// Distance *in* face space: ‖z_i − z_j‖ between every row of `x` (n) and of `y` (m): (n, m).
pub fn distance_in(_pca: &Pca, _x: &Array2<Real>, _y: &Array2<Real>) -> Result<Array2<Real>> { todo!() }
/// The label of the nearest row of `known` (by Euclidean distance) for each row of `unknown`; brute force by one matrix product.
pub fn nearest_label(_known: &Array2<Real>, _labels: &[usize], _unknown: &Array2<Real>) -> Result<Vec<usize>> { todo!() }
