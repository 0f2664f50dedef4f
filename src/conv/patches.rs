//! Convolution as a product of matrices: each place's patch of the image becomes a row.

use super::window::Grid;
use crate::Real;
use ndarray::{Array2, ArrayView2};

// ANCHOR: im2col
/// P (places, patch) of one image x (height · width · channels): row by row what the window
/// sees from each place, zeros where it sees padding. Known as im2col.
pub fn im2col(grid: &Grid, x: &[Real], patches: &mut [Real]) {
    let (c, taps) = (grid.input().channels, grid.taps());
    grid.visit(|place, tap, pixel| {
        let to = &mut patches[(place * taps + tap) * c..][..c];
        match pixel {
            Some(pixel) => to.copy_from_slice(&x[pixel * c..][..c]),
            None => to.fill(0.0),
        }
    });
}
// ANCHOR_END: im2col

// ANCHOR: col2im
/// The transpose of [`im2col`]: **adds** each number of the patches (places, patch) to the
/// pixel of the image x that it would have been taken from; what fell on padding is lost.
pub fn col2im(grid: &Grid, patches: &[Real], x: &mut [Real]) {
    let (c, taps) = (grid.input().channels, grid.taps());
    grid.visit(|place, tap, pixel| {
        if let Some(pixel) = pixel {
            let from = &patches[(place * taps + tap) * c..][..c];
            x[pixel * c..][..c].iter_mut().zip(from).for_each(|(x, p)| *x += p);
        }
    });
}
// ANCHOR_END: col2im

// ANCHOR: conv_matrix
/// A (outputs, inputs), with y = Ax for one image x as a column: the map of a convolution
/// with W (patch, filters), without its bias. Its transpose is the transposed convolution.
///
/// Row by row, outputs are counted as in a frame: places · filters, filters last. Panics
/// where W has not `patch` rows.
pub fn matrix(grid: &Grid, w: ArrayView2<Real>) -> Array2<Real> {
    assert_eq!(w.nrows(), grid.patch(), "a row of W for each number of a patch");
    let (c, filters) = (grid.input().channels, w.ncols());
    let mut a = Array2::zeros((grid.places() * filters, grid.input().len()));
    grid.visit(|place, tap, pixel| {
        let Some(pixel) = pixel else { return };
        for (channel, filter) in (0..c).flat_map(|k| (0..filters).map(move |f| (k, f))) {
            let to = [place * filters + filter, pixel * c + channel];
            a[to] = w[[tap * c + channel, filter]];
        }
    });
    a
}
// ANCHOR_END: conv_matrix
