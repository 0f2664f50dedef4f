//! What the pictures of a turn tell as a path, rendered or photographed: one row each, in order.

use super::head::rms;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::pca::Pca;
use autoencoders::stats;
use chapters::Outcome;

/// The way from the first picture to the last by way of all others, as the root mean squared difference of a pixel.
pub fn length(x: &Array2<Real>) -> f64 {
    (1..x.nrows()).map(|i| rms(x.row(i - 1), x.row(i))).sum()
}

/// The share of the path's variance that its two leading directions hold.
pub fn in_a_plane(x: &Array2<Real>) -> Outcome<f64> {
    Ok(Pca::fit(x, 2)?.kept(2))
}

/// The median angle, in degrees, between one step and the next: 0 on a straight line.
pub fn corner(x: &Array2<Real>) -> f64 {
    let step = |i: usize| &x.row(i + 1) - &x.row(i);
    let angles: Vec<f64> = (2..x.nrows())
        .filter_map(|i| {
            let (a, b) = (step(i - 2), step(i - 1));
            let cosine = f64::from(a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt());
            cosine.is_finite().then(|| cosine.clamp(-1.0, 1.0).acos().to_degrees())
        })
        .collect();
    stats::median(&angles).unwrap_or_default()
}

/// The distance of a picture from the nearest of many, and which that is.
pub fn nearest(x: &Array2<Real>, row: ArrayView1<Real>) -> (f64, usize) {
    x.rows()
        .into_iter()
        .enumerate()
        .map(|(i, known)| (rms(known, row), i))
        .fold((f64::MAX, 0), |least, one| if one.0 < least.0 { one } else { least })
}

/// Half way between two pictures: how far from the nearest of all, and whether that is one of the two.
pub fn half_way(x: &Array2<Real>, i: usize, j: usize) -> (f64, bool) {
    let blend = (&x.row(i) + &x.row(j)) * 0.5;
    let (off, at) = nearest(x, blend.view());
    (off, at == i || at == j)
}
