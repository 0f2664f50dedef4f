//! What holds for every convolution: it is a matrix, its way back is the transpose, and no
//! slope is off.

use super::{backward, convolutions, forward, frame, kernel, transposed};
use crate::common::{TOL, assert_near, assert_same, gaussian, seeded};
use autoencoders::Real;
use autoencoders::conv::{Padding, Window, patches};
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::gradcheck::{BOUND, check_layer};
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::pool::{MaxPool, MeanPool};
use autoencoders::nn::upsample::{Between, Upsample};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

fn inner(a: &Array2<Real>, b: &Array2<Real>) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| a as f64 * b as f64).sum()
}

/// Every layer that is linear but for its bias.
fn linear_layers() -> Vec<Box<dyn Layer>> {
    let mut all: Vec<Box<dyn Layer>> = Vec::new();
    for layer in convolutions() {
        all.push(Box::new(layer.clone().by_patches()));
        all.push(Box::new(layer));
    }
    all.extend(transposed().into_iter().map(|layer| Box::new(layer) as Box<dyn Layer>));
    for between in [Between::Nearest, Between::Bilinear] {
        all.push(Box::new(
            Upsample::new(frame(3, 4, 2), (2, 3), between).expect("it fits"),
        ));
    }
    let window = Window { kernel: (3, 2), stride: (2, 1), padding: Padding::Same };
    all.push(Box::new(MeanPool::new(frame(6, 5, 3), window).expect("it fits")));
    all
}

fn inputs(layer: &dyn Layer) -> usize {
    (1..2000).find(|&inputs| layer.outputs(inputs).is_ok()).expect("some width fits")
}

/// ⟨Ax, y⟩ = ⟨x, Aᵀy⟩ to rounding, where Aᵀy is what the way back makes of y.
#[test]
fn the_way_back_is_the_transpose() {
    for layer in linear_layers() {
        let d = inputs(&*layer);
        let x = gaussian(3, d, &mut seeded(4));
        let ax = forward(&*layer, &x) - &forward(&*layer, &Array2::zeros((3, d)));
        let y = gaussian(3, ax.ncols(), &mut seeded(5));
        let (aty, _) = backward(&*layer, &x, &y);
        assert_near(&layer.name(), inner(&ax, &y), inner(&x, &aty));
    }
}

#[test]
fn slopes_agree_with_differences() {
    for layer in linear_layers() {
        let (d, rng) = (inputs(&*layer), &mut seeded(6));
        let x = gaussian(2, d, rng);
        let r = gaussian(2, layer.outputs(d).expect("it fits"), rng);
        let found = check_layer(&*layer, &x, &r);
        let theta: usize = layer.parameters().iter().map(|(_, theta)| theta.len()).sum();
        assert_eq!(found.compared, 2 * d + theta, "{}: all of them", layer.name());
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    }
}

/// Numbers far apart, so that no difference is taken across a change of the largest.
#[test]
fn the_largest_passes_its_slope_on() {
    for (k, stride, padding) in
        [(2, 2, Padding::Same), (3, 2, Padding::Valid), (3, 1, Padding::Same)]
    {
        let layer =
            MaxPool::new(frame(5, 7, 3), Window::square(k, stride, padding)).unwrap();
        let mixed = |i: usize| (i * 37 % 211) as Real / 10.0 - 9.0;
        let x = Array2::from_shape_fn((2, 105), |(i, j)| mixed(i * 105 + j));
        let r = gaussian(2, layer.frame().len(), &mut seeded(7));
        let found = check_layer(&layer, &x, &r);
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    }
}

/// Of two largest numbers the first one's pixel is moved: the slope is not counted twice.
#[test]
fn equal_numbers_share_no_slope() {
    let layer = MaxPool::new(frame(2, 2, 1), Window::square(2, 2, Padding::Valid)).unwrap();
    let (dx, _) = backward(&layer, &Array2::ones((1, 4)), &Array2::from_elem((1, 1), 3.0));
    assert_eq!(dx.row(0).to_vec(), [3.0, 0.0, 0.0, 0.0]);
}

/// y = Ax + b by the explicit matrix, whichever way the sums are taken.
#[test]
fn a_convolution_is_its_matrix() {
    for layer in convolutions() {
        let a = patches::matrix(layer.grid(), layer.weight());
        let x = gaussian(3, a.ncols(), &mut seeded(8));
        let places = layer.grid().places();
        let b = Array1::from_iter((0..places).flat_map(|_| layer.bias().to_vec()));
        let expected = x.dot(&a.t()) + &b;
        assert_same(&layer.name(), &forward(&layer, &x), &expected);
        assert_same(&layer.name(), &forward(&layer.clone().by_patches(), &x), &expected);
    }
}

/// y = Aᵀx + b, with the matrix of the convolution that has the same weights.
#[test]
fn a_transposed_convolution_is_the_transposed_matrix() {
    for layer in transposed() {
        let a = patches::matrix(layer.grid(), layer.weight());
        let x = gaussian(2, a.nrows(), &mut seeded(9));
        let pixels = layer.frame().pixels();
        let b = Array1::from_iter((0..pixels).flat_map(|_| layer.bias().to_vec()));
        assert_same(&layer.name(), &forward(&layer, &x), &(x.dot(&a) + &b));
    }
}

/// The two ways agree in their slopes as well.
#[test]
fn direct_sums_are_those_of_patches() {
    for layer in convolutions() {
        let d = inputs(&layer);
        let x = gaussian(4, d, &mut seeded(10));
        let r = gaussian(4, layer.frame().len(), &mut seeded(11));
        let ((dx, g), patches) = (backward(&layer, &x, &r), layer.clone().by_patches());
        let (dx_patches, g_patches) = backward(&patches, &x, &r);
        assert_same(&layer.name(), &dx, &dx_patches);
        for (a, b) in g.iter().zip(&g_patches) {
            let apart =
                a.iter().zip(b).fold(0.0, |m: f64, (a, b)| m.max((a - b).abs() as f64));
            assert!(apart < 20.0 * TOL, "{}: {apart:e}", layer.name());
        }
    }
}

/// Slopes are added to what is there, and a few rows of a larger matrix are as good as a
/// matrix.
#[test]
fn views_of_larger_matrices() {
    let layer = &convolutions()[1];
    let d = inputs(layer);
    let x = gaussian(2, 2 * d, &mut seeded(12));
    let part = x.slice(ndarray::s![.., ..d]);
    let mut wide = Array2::zeros((2, layer.frame().len() + 3));
    let mut scratch = Array2::zeros((2, layer.scratch() + 1));
    let whole = ndarray::s![.., 1..];
    let y = wide.slice_mut(ndarray::s![.., 3..]);
    layer.forward(part, y, scratch.slice_mut(whole));
    let y = wide.slice(ndarray::s![.., 3..]).to_owned();
    assert_same("a view", &y, &forward(layer, &part.to_owned()));
}

/// Weights start with the deviation that the initialisation has for what meets in an
/// output.
#[test]
fn weights_start_in_their_spread() {
    let window = Window::square(5, 1, Padding::Same);
    let layer =
        Conv2d::random(frame(9, 9, 8), window, 32, Init::He, &mut seeded(13)).unwrap();
    let sd =
        |w: Vec<Real>| (w.iter().map(|w| w * w).sum::<Real>() / w.len() as Real).sqrt();
    let he = (2.0f64 / 200.0).sqrt() as Real;
    assert!((sd(kernel(&layer).into_iter().collect()) / he - 1.0).abs() < 0.05);
    let layer =
        ConvTranspose2d::random(frame(9, 9, 8), window, 32, Init::Glorot, &mut seeded(14));
    let glorot = (2.0f64 / (25.0 * 40.0)).sqrt() as Real;
    let own = sd(kernel(&layer.unwrap()).into_iter().collect());
    assert!((own / glorot - 1.0).abs() < 0.05, "{own} {glorot}");
}

fn any_padding() -> impl Strategy<Value = Padding> {
    let explicit = (0..3usize, 0..3usize, 0..3usize, 0..3usize);
    prop_oneof![
        Just(Padding::Same),
        Just(Padding::Valid),
        explicit.prop_map(|(top, bottom, left, right)| {
            Padding::Explicit { top, bottom, left, right }
        })
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any window: it is refused, or its direct sums are those of patches and of the
    /// matrix.
    #[test]
    fn any_window(
        (height, width, channels) in (1..8usize, 1..8usize, 1..11usize),
        kernel in (1..5usize, 1..5usize),
        stride in (1..4usize, 1..4usize),
        padding in any_padding(),
        filters in 1..20usize,
    ) {
        let frame = frame(height, width, channels);
        let window = Window { kernel, stride, padding };
        let rng = &mut seeded(15);
        let Ok(layer) = Conv2d::random(frame, window, filters, Init::Glorot, rng) else {
            return Ok(());
        };
        let x = gaussian(2, frame.len(), rng);
        let a = patches::matrix(layer.grid(), layer.weight());
        assert_same("by the matrix", &forward(&layer, &x), &x.dot(&a.t()));
        let r = gaussian(2, layer.frame().len(), rng);
        assert_same("and back", &backward(&layer, &x, &r).0, &r.dot(&a));
        let by_patches = layer.by_patches();
        assert_same("by patches", &forward(&by_patches, &x), &x.dot(&a.t()));
    }
}
