//! What is measured on networks: shifts, receptive fields, checkerboards.

use super::frame;
use crate::common::{gaussian, seeded};
use autoencoders::conv::checkerboard::energy;
use autoencoders::conv::receptive::{extent, reach, receptive_field};
use autoencoders::conv::shift::{equivariance_gap, shift};
use autoencoders::conv::{ImageNetwork, Padding, Step, Window};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::{Frame, Real};
use ndarray::{Array2, ArrayView1, array, s};
use std::f64::consts::TAU;

fn network(image: Frame, steps: &[Step]) -> ImageNetwork {
    ImageNetwork::random(image, steps, Init::Glorot, &mut seeded(1)).expect("it fits")
}

#[test]
fn images_are_shifted_by_whole_pixels() {
    let x = array![[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]];
    let by =
        |down, right| shift(&x, Frame::grey(2, 3), down, right).unwrap().row(0).to_vec();
    assert_eq!(by(0, 0), x.row(0).to_vec());
    assert_eq!(by(1, 1), [0.0, 0.0, 0.0, 0.0, 1.0, 2.0]);
    assert_eq!(by(-1, -2), [6.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(by(5, 0), [0.0; 6]);
    let rgb = shift(&x, frame(1, 2, 3), 0, 1).unwrap();
    assert_eq!(rgb.row(0).to_vec(), [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]);
}

/// Shift, then convolve: the same as convolve, then shift; away from the edges, where
/// padding is seen.
#[test]
fn convolution_is_equivariant() {
    let image = Frame::grey(12, 12);
    let relu = Step::Bend(Activation::Relu);
    let f = network(image, &[Step::same(3, 3), relu, Step::same(2, 3)]);
    let x = gaussian(4, 144, &mut seeded(2));
    let gap =
        |down, right, margin| equivariance_gap(&f, &x, down, right, 1, margin).unwrap();
    assert!(gap(1, -2, 4) < 1e-5, "{}", gap(1, -2, 4));
    assert!(gap(1, -2, 0) > 0.05, "at the edges it is not");
    let dense = network(image, &[Step::Dense(frame(12, 12, 2))]);
    assert!(equivariance_gap(&dense, &x, 1, 0, 1, 4).unwrap() > 0.5);
}

/// Behind a stride of 2 only shifts by 2 are kept.
#[test]
fn a_stride_keeps_its_multiples_only() {
    let f =
        network(Frame::grey(16, 16), &[Step::same(3, 3), Step::halve(), Step::same(2, 3)]);
    let x = gaussian(4, 256, &mut seeded(3));
    assert!(equivariance_gap(&f, &x, 2, -2, 2, 3).unwrap() < 1e-5);
    let odd = shift(&x, Frame::grey(16, 16), 1, 0).unwrap();
    let moved = f.network.predict(&odd).unwrap();
    let still = f.network.predict(&x).unwrap();
    for down in [0, 1] {
        let nearest = shift(&still, f.output(), down, 0).unwrap();
        assert!((&moved - &nearest).iter().any(|d| d.abs() > 0.05));
    }
}

/// Measured by gradients, and by arithmetic: the same squares.
#[test]
fn receptive_fields() {
    let relu = Step::Bend(Activation::LeakyRelu);
    let mean = Step::MeanPool(Window::square(2, 2, Padding::Valid));
    let steps = [Step::same(2, 3), relu, mean, Step::same(2, 3), relu, mean];
    let f = network(Frame::grey(32, 32), &steps);
    let x = gaussian(5, 1024, &mut seeded(4));
    let side = |layers, row| {
        let field = receptive_field(&f, layers, (row, row, 1), &x).unwrap();
        extent(&field).expect("it sees something")
    };
    assert_eq!(side(1, 16), (15, 15, 3, 3));
    assert_eq!(side(3, 8), (15, 15, 4, 4));
    assert_eq!(side(6, 4), (13, 13, 10, 10));
    assert_eq!(
        [
            reach(&[(3, 1)]),
            reach(&[(3, 1), (2, 2)]),
            reach(&[(3, 1), (2, 2), (3, 1), (2, 2)])
        ],
        [3, 4, 10]
    );
    assert_eq!(extent(&Array2::zeros((3, 3))), None);
}

/// What the field says is a gradient: of one linear filter, its own weights.
#[test]
fn the_field_of_one_filter_is_the_filter() {
    let f = network(Frame::grey(7, 7), &[Step::same(1, 3)]);
    let field =
        receptive_field(&f, 1, (3, 3, 0), &gaussian(2, 49, &mut seeded(5))).unwrap();
    let (_, w) = f.network.parameters().swap_remove(0);
    for (i, w) in w.iter().enumerate() {
        let seen = field[[2 + i / 3, 2 + i % 3]];
        assert!((seen - w.abs() as f64).abs() < 1e-6);
    }
}

fn pattern(n: usize, of: impl Fn(usize, usize) -> f64) -> Array2<Real> {
    Array2::from_shape_fn((1, n * n), |(_, i)| of(i / n, i % n) as Real)
}

#[test]
fn checkerboards_are_all_grid_and_ramps_next_to_none() {
    let frame = Frame::grey(12, 12);
    let share = |x: &Array2<Real>, period| energy(x, frame, period).unwrap();
    let board = pattern(12, |i, j| ((i + j) % 2) as f64);
    assert!((share(&board, 2) - 1.0).abs() < 1e-6);
    let stripes = pattern(12, |i, _| 0.3 + (i % 4 / 2) as f64);
    assert!((share(&stripes, 4) - 1.0).abs() < 1e-6);
    assert!(share(&stripes, 2) < 1e-6, "a period of 4 is no period of 2");
    assert!((share(&board, 4) - 1.0).abs() < 1e-6, "a period of 2 is one of 4");
    let both = (&board * 2.0 - 1.0) + &(&stripes * 2.0);
    assert!((share(&both, 4) - share(&both, 2) - 0.5).abs() < 1e-5, "the stripes' half");
    assert!(share(&pattern(12, |i, j| (i + j) as f64), 2) < 0.05);
    let noise = gaussian(400, 144, &mut seeded(6));
    assert!(
        (share(&noise, 2) / (3.0 / 143.0) - 1.0).abs() < 0.15,
        "as much as any frequency"
    );
    let half = (&board * 2.0 - 1.0) + &pattern(12, |i, _| if i < 6 { 1.0 } else { -1.0 });
    assert!((share(&half, 2) - 0.5).abs() < 1e-5, "half of it");
}

/// The tiles' means are the Fourier transform's numbers at the grid's frequencies.
#[test]
fn the_energy_is_the_spectrums() {
    let (frame, x) = (Frame::grey(8, 12), gaussian(3, 96, &mut seeded(7)));
    let all = spectrum(&x, frame);
    assert!((all.sum() - 1.0).abs() < 1e-9);
    for period in [2, 4] {
        // (0, 0), the mean, holds 0.
        let at_grid = all.slice(s![..; 8 / period, ..; 12 / period]).sum();
        assert!((at_grid - energy(&x, frame, period).unwrap()).abs() < 1e-6);
    }
}

/// |F(i, j)|² of grey images at the frequencies i/height, j/width, by the transform's
/// definition: shares of their sum without the mean, averaged over the images.
fn spectrum(x: &Array2<Real>, Frame { height, width, .. }: Frame) -> Array2<f64> {
    let of = |image: ArrayView1<Real>| {
        let mut power = Array2::from_shape_fn((height, width), |(i, j)| {
            let (mut re, mut im) = (0.0, 0.0);
            for (pixel, &value) in image.iter().enumerate() {
                let (row, column) = ((pixel / width) as f64, (pixel % width) as f64);
                let turns =
                    i as f64 * row / height as f64 + j as f64 * column / width as f64;
                re += f64::from(value) * (TAU * turns).cos();
                im -= f64::from(value) * (TAU * turns).sin();
            }
            re * re + im * im
        });
        power[[0, 0]] = 0.0;
        let all = power.sum();
        power / all
    };
    x.rows().into_iter().map(of).fold(Array2::zeros((height, width)), |sum, one| sum + one)
        / x.nrows() as f64
}
