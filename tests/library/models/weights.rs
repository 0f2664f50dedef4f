//! Targets with a mask or with weights, and softmax over the channels of each pixel.

use super::{learns, network, right, shades};
use crate::common::{assert_near, refused};
use autoencoders::Real;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::supervised::Supervised;
use ndarray::{Array2, s};

/// A sixth of the numbers does not count, others count more.
fn mask(n: usize, units: usize) -> Array2<Real> {
    Array2::from_shape_fn((n, units), |(i, j)| ((i + 2 * j) % 6) as Real / 2.5)
}

/// Shares of `channels` classes at each of `pixels` pixels.
fn classes(n: usize, pixels: usize, channels: usize) -> Array2<Real> {
    let of = |i: usize, j: usize| (i + j / channels) % channels == j % channels;
    Array2::from_shape_fn((n, pixels * channels), |(i, j)| if of(i, j) { 0.8 } else { 0.1 })
}

#[test]
fn losses_with_weights() {
    let (x, whole) = (shades(9, 6, 3), shades(9, 6, 4));
    let shares =
        |a: &Array2<Real>| a / &a.sum_axis(ndarray::Axis(1)).insert_axis(ndarray::Axis(1));
    let pixels = Loss::PixelSoftmax { channels: 3 };
    for (loss, target) in [
        (Loss::Squared, whole.clone()),
        (Loss::CrossEntropy, whole.clone()),
        (Loss::Softmax, shares(&whole)),
        (pixels, classes(9, 2, 3)),
    ] {
        let mut model = Supervised { network: network(&[6, 5, 6], false, 1), loss };
        let weight = mask(9, loss.units(6));
        right(&model, Samples::pairs(&x, &target).weighted(&weight));
        right(&model, Samples::pairs(&x, &target));
        learns(&mut model, Samples::pairs(&x, &target).weighted(&weight));
    }
}

/// What has the weight 0 is not there: a target may be anything, and L is that of the rest.
#[test]
fn a_mask_hides_targets() {
    let (x, target) = (shades(5, 6, 3), shades(5, 6, 4));
    let mut other = target.clone();
    other.slice_mut(s![.., 4..]).fill(0.3);
    let weight = Array2::from_shape_fn((5, 6), |(_, j)| if j < 4 { 1.0 } else { 0.0 });
    let model = Supervised { network: network(&[6, 6], false, 1), loss: Loss::Squared };
    let on = |target: &Array2<Real>| {
        let samples = Samples::pairs(&x, target).weighted(&weight);
        model
            .slope(samples, Draw::measuring(0, 0), &mut model.room(5))
            .expect("it fits")
            .total()
    };
    assert_eq!(on(&target), on(&other));
    let y = model.network.predict(&x).expect("it fits");
    let (y, t) = (y.slice(s![.., ..4]).to_owned(), target.slice(s![.., ..4]).to_owned());
    assert_near(
        "L of what is seen",
        on(&target),
        Loss::Squared.value(&y, &t).expect("it fits"),
    );
}

/// One pixel under softmax is softmax; several are the sum over pixels.
#[test]
fn softmax_by_pixel_is_softmax_of_each() {
    let (a, t) = (shades(4, 6, 5), classes(4, 2, 3));
    let pixels = Loss::PixelSoftmax { channels: 3 };
    let part = |m: &Array2<Real>, i: usize| m.slice(s![.., 3 * i..3 * i + 3]).to_owned();
    let each: f64 = (0..2)
        .map(|i| Loss::Softmax.value(&part(&a, i), &part(&t, i)).expect("shares"))
        .sum();
    assert_near("the sum over the pixels", pixels.value(&a, &t).expect("shares"), each);
    assert_near("its floor", pixels.floor(&t).expect("shares"), {
        2.0 * Loss::Softmax.floor(&part(&t, 0)).expect("shares")
    });
    refused(pixels.value(&a, &shades(4, 6, 6)), &["sum of a sample's targets", "softmax"]);
    refused(
        Loss::PixelSoftmax { channels: 4 }.value(&a, &t),
        &["a multiple of 4 columns", "6"],
    );
}
