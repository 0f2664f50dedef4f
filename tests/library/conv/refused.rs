//! What a reader can get wrong about windows, frames and layers: said with the numbers, and
//! what would do.

use super::frame;
use crate::common::{gaussian, refused, seeded};
use autoencoders::conv::{ConvAutoencoder, ImageNetwork, Padding, Step, Window};
use autoencoders::conv::{checkerboard, receptive, shift};
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::pool::MaxPool;
use autoencoders::nn::upsample::{Between, Upsample};
use autoencoders::nonlinear::Output;
use autoencoders::{Frame, Real};
use ndarray::{Array1, Array2, Array4};

#[test]
fn sizes_that_do_not_fit_say_which_would() {
    let on =
        |n, k, stride, padding| Window::square(k, stride, padding).on(Frame::grey(n, n));
    refused(on(7, 2, 2, Padding::Valid), &["height", "6 or 8", "SAME", "4 of 7", "got 7"]);
    refused(on(1, 2, 2, Padding::Valid), &["2 pixels", "window of 2", "got 1"]);
    refused(on(6, 3, 2, Padding::all(1)), &["5 or 7", "stride 2"]);
    assert!(on(7, 2, 2, Padding::Same).is_ok());
    assert!(
        on(6, 3, 2, Padding::Explicit { top: 1, bottom: 0, left: 1, right: 0 }).is_ok()
    );
    // What the message names does fit.
    for n in 3..30 {
        for (k, stride) in [(3, 2), (4, 3), (5, 4), (2, 5)] {
            let window = Window::square(k, stride, Padding::Valid);
            let Err(error) = window.on(frame(k, n, 1)) else { continue };
            let text = error.to_string();
            let named = text.split("expected ").nth(1).unwrap().split(" pixels").next();
            for n in named.unwrap().split(" or ") {
                let n = n.parse().unwrap();
                assert!(window.on(frame(k, n, 1)).is_ok(), "{text}");
            }
        }
    }
}

#[test]
fn windows_that_are_none() {
    let on = |k, stride, padding| Window::square(k, stride, padding).on(Frame::grey(9, 9));
    refused(on(0, 1, Padding::Same), &["window", "0", "1 pixel"]);
    refused(on(3, 0, Padding::Valid), &["stride", "0"]);
    refused(on(3, 1, Padding::all(3)), &["padding is 3", "less than the window"]);
    refused(Window::square(3, 1, Padding::Same).on(frame(4, 4, 0)), &["4 × 4 × 0"]);
    let onto = |window| {
        ConvTranspose2d::random(frame(1, 1, 1), window, 1, Init::He, &mut seeded(1))
    };
    refused(onto(Window::square(2, 1, Padding::all(1))), &["0 × 0"]);
    refused(onto(Window::square(0, 2, Padding::Valid)), &["0", "1 pixel"]);
    refused(onto(Window::square(2, 1, Padding::all(9))), &["9", "less than the window"]);
}

#[test]
fn weights_that_do_not_fit() {
    let window = Window::square(3, 1, Padding::Same);
    let new = |shape: (usize, usize, usize, usize), biases, value: Real| {
        let weight = Array4::from_elem(shape, value);
        Conv2d::new(frame(5, 5, 2), window, weight, Array1::zeros(biases))
    };
    assert!(new((3, 3, 2, 4), 4, 1.0).is_ok());
    refused(new((3, 3, 1, 4), 4, 1.0), &["weights", "(3, 3, 2, 4)", "(3, 3, 1, 4)"]);
    refused(new((3, 3, 2, 4), 3, 1.0), &["(3, 3, 2, 3)", "(3, 3, 2, 4)"]);
    refused(new((3, 3, 2, 4), 4, Real::NAN), &["NaN"]);
    refused(new((3, 3, 2, 0), 0, 1.0), &["1 filter"]);
}

#[test]
fn samples_of_another_frame() {
    let layer = MaxPool::new(frame(4, 6, 3), Window::square(2, 2, Padding::Valid)).unwrap();
    refused(layer.outputs(24), &["72 numbers (4 × 6 × 3)", "24"]);
    refused(Upsample::new(frame(2, 2, 1), (0, 2), Between::Nearest), &["0 × 2"]);
    refused(Upsample::new(frame(0, 2, 1), (2, 2), Between::Nearest), &["0 × 2 × 1"]);
}

#[test]
fn networks_that_do_not_fit() {
    let rng = &mut seeded(2);
    let image = Frame::grey(6, 6);
    let none = ImageNetwork::random(image, &[], Init::Glorot, rng);
    refused(none, &["network", "layer"]);
    let empty = [Step::Dense(Frame::grey(0, 3))];
    refused(ImageNetwork::random(image, &empty, Init::Glorot, rng), &["0 × 3"]);
    let (down, up) = ([Step::halve()], [Step::double(), Step::double()]);
    let (output, init) = (Output::Logits, Init::Glorot);
    refused(
        ConvAutoencoder::random(image, &down, &up, output, init, rng),
        &["6 × 6 × 1", "12 × 12 × 1"],
    );
    refused(ConvAutoencoder::tutorial(Frame::grey(28, 30), rng), &["28 or 32", "30"]);
    refused(ConvAutoencoder::tutorial(Frame::grey(2, 28), rng), &["side: 4", "got 2"]);
}

#[test]
fn tools_asked_for_what_is_not() {
    let (image, rng) = (Frame::grey(4, 4), &mut seeded(3));
    let steps = [Step::same(2, 3)];
    let f = ImageNetwork::random(image, &steps, Init::Glorot, rng).unwrap();
    let x = gaussian(3, 16, rng);
    refused(checkerboard::energy(&x, image, 3), &["3", "divisor"]);
    refused(checkerboard::energy(&x, image, 1), &["1", "2 or more"]);
    refused(checkerboard::energy(&Array2::ones((2, 16)), image, 2), &["variance"]);
    refused(checkerboard::energy(&Array2::zeros((0, 16)), image, 2), &["image", "0"]);
    refused(checkerboard::energy(&x, Frame::grey(5, 4), 2), &["20 columns", "16"]);
    refused(shift::shift(&x, Frame::grey(4, 5), 1, 1), &["20 columns"]);
    refused(shift::equivariance_gap(&f, &x, 1, 0, 2, 0), &["(1, 0)", "multiple"]);
    refused(shift::equivariance_gap(&f, &x, 1, 0, 1, 2), &["margin"]);
    refused(receptive::receptive_field(&f, 2, (0, 0, 0), &x), &["1 to 1", "2"]);
    refused(receptive::receptive_field(&f, 1, (4, 0, 0), &x), &["(4, 0, 0)"]);
    refused(
        receptive::receptive_field(&f, 1, (0, 0, 0), &Array2::zeros((0, 16))),
        &["1 image"],
    );
}
