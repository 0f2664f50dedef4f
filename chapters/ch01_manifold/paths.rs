//! What the pictures of a turn tell as a path, rendered or photographed: one row each, in order.

use super::head::rms;
use autoencoders::Real;
use autoencoders::ndarray::Array2;
use autoencoders::pca::Pca;
use chapters::Outcome;

/// The way from the first picture to the last by way of all others, as the root mean squared difference of a pixel.
pub fn length(x: &Array2<Real>) -> f64 {
    (1..x.nrows()).map(|i| rms(x.row(i - 1), x.row(i))).sum()
}

/// The share of the path's variance that its two leading directions hold.
pub fn in_a_plane(x: &Array2<Real>) -> Outcome<f64> {
    Ok(Pca::fit(x, 2)?.kept(2))
}

/// Half way between two pictures: how far from the nearest of all.
pub fn half_way(x: &Array2<Real>, i: usize, j: usize) -> f64 {
    let blend = (&x.row(i) + &x.row(j)) * 0.5;
    x.rows().into_iter().map(|known| rms(known, blend.view())).fold(f64::MAX, f64::min)
}
