//! Image layers: each against differences, against the explicit matrix, against its own
//! transpose, against PyTorch, and against what was done by hand; the networks made of
//! them, and what is measured on them.

use crate::common::{gaussian, seeded};
use autoencoders::conv::{Padding, Window};
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::{Frame, Real};
use ndarray::{Array1, Array2, Array4, ArrayD};

#[path = "conv/autoencoder.rs"]
mod autoencoder;
#[path = "conv/golden.rs"]
mod golden;
#[path = "conv/laws.rs"]
mod laws;
#[path = "conv/refused.rs"]
mod refused;
#[path = "conv/tools.rs"]
mod tools;
#[path = "conv/worked.rs"]
mod worked;

fn frame(height: usize, width: usize, channels: usize) -> Frame {
    Frame { height, width, channels }
}

/// Y of X.
fn forward(layer: &dyn Layer, x: &Array2<Real>) -> Array2<Real> {
    let mut y = Array2::zeros((x.nrows(), layer.outputs(x.ncols()).expect("it fits")));
    let mut scratch = Array2::zeros((x.nrows(), layer.scratch()));
    layer.forward(x.view(), y.view_mut(), scratch.view_mut());
    y
}

/// ∂L/∂X and ∂L/∂θ for L = Σ R ⊙ Y.
fn backward(
    layer: &dyn Layer,
    x: &Array2<Real>,
    r: &Array2<Real>,
) -> (Array2<Real>, Vec<ArrayD<Real>>) {
    let (mut y, mut dx) = (Array2::zeros(r.dim()), Array2::ones(x.dim()));
    let mut scratch = Array2::zeros((x.nrows(), layer.scratch()));
    layer.forward(x.view(), y.view_mut(), scratch.view_mut());
    let zeros = layer.parameters().into_iter().map(|(_, theta)| ArrayD::zeros(theta.dim()));
    let mut gradient: Vec<ArrayD<Real>> = zeros.collect();
    let wanted = Some(dx.view_mut());
    layer.backward(x.view(), y.view(), r.view(), wanted, &mut gradient, scratch.view_mut());
    (dx, gradient)
}

/// Frames, windows and filters: odd sizes, paddings that differ by side, few and many
/// channels.
fn convolutions() -> Vec<Conv2d> {
    let odd = Padding::Explicit { top: 1, bottom: 0, left: 0, right: 2 };
    let all = [
        (frame(7, 6, 1), Window::square(3, 1, Padding::Same), 16),
        (frame(5, 7, 3), Window::square(3, 1, Padding::Valid), 9),
        (
            frame(4, 5, 17),
            Window { kernel: (4, 2), stride: (1, 1), padding: Padding::Same },
            1,
        ),
        (frame(5, 6, 2), Window { kernel: (2, 3), stride: (1, 1), padding: odd }, 27),
        (frame(6, 5, 8), Window::square(5, 1, Padding::all(3)), 5),
        (frame(7, 8, 2), Window::square(3, 2, Padding::Same), 3),
        (
            frame(7, 9, 2),
            Window { kernel: (3, 5), stride: (2, 4), padding: Padding::Valid },
            2,
        ),
        (
            frame(8, 6, 1),
            Window { kernel: (2, 3), stride: (3, 3), padding: Padding::Same },
            4,
        ),
    ];
    let (init, rng) = (Init::Glorot, &mut seeded(1));
    all.into_iter()
        .map(|(frame, window, filters)| {
            let layer = Conv2d::random(frame, window, filters, init, rng).expect("it fits");
            biased(layer.clone(), frame, window, &layer)
        })
        .collect()
}

/// The same weights, with biases that are not 0.
fn biased(layer: Conv2d, frame: Frame, window: Window, like: &Conv2d) -> Conv2d {
    let bias = gaussian(1, layer.filters(), &mut seeded(2)).row(0).to_owned();
    Conv2d::new(frame, window, kernel(like), bias).expect("the same shapes")
}

/// W (height, width, channels, filters).
fn kernel(layer: &dyn Layer) -> Array4<Real> {
    let (name, weight) = layer.parameters().swap_remove(0);
    assert_eq!(name, "weight");
    weight.to_owned().into_dimensionality().expect("four dimensions")
}

/// A transposed convolution for each stride, padding and shape.
fn transposed() -> Vec<ConvTranspose2d> {
    let odd = Padding::Explicit { top: 1, bottom: 0, left: 1, right: 0 };
    let all = [
        (frame(3, 4, 2), Window::square(3, 1, Padding::Valid), 3),
        (frame(3, 4, 2), Window::square(3, 2, odd), 3),
        (frame(2, 3, 5), Window::square(4, 2, Padding::Same), 1),
        (
            frame(3, 2, 1),
            Window { kernel: (2, 3), stride: (3, 1), padding: Padding::Valid },
            2,
        ),
        (frame(3, 3, 2), Window::square(2, 3, Padding::Same), 2),
    ];
    let rng = &mut seeded(3);
    all.into_iter()
        .map(|(frame, window, filters)| {
            let drawn = ConvTranspose2d::random(frame, window, filters, Init::Glorot, rng);
            let kernel = kernel(&drawn.expect("it fits"));
            let bias: Array1<Real> = gaussian(1, filters, rng).row(0).to_owned();
            ConvTranspose2d::new(frame, window, kernel, bias).expect("the same shapes")
        })
        .collect()
}
