//! The lectures' examples, number by number.

use super::{backward, forward, frame};
use autoencoders::conv::{Padding, Window, patches};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::pool::MaxPool;
use autoencoders::nn::upsample::{Between, Upsample};
use autoencoders::{Frame, Real};
use ndarray::{Array1, Array2, Array4, array};

/// One 3 × 3 filter on a grey image, without bias.
fn filter(frame: Frame, padding: Padding, w: [Real; 9]) -> Conv2d {
    let weight = Array4::from_shape_vec((3, 3, 1, 1), w.to_vec()).unwrap();
    Conv2d::new(frame, Window::square(3, 1, padding), weight, Array1::zeros(1)).unwrap()
}

fn image(rows: Array2<Real>) -> Array2<Real> {
    let n = rows.len();
    rows.into_shape_with_order((1, n)).unwrap()
}

fn six() -> Array2<Real> {
    image(array![
        [0.0, 1.0, 4.0, 2.0, 8.0, 2.0],
        [5.0, 3.0, 0.0, 1.0, 0.0, 5.0],
        [1.0, 5.0, 3.0, 2.0, 9.0, 3.0],
        [9.0, 8.0, 5.0, 7.0, 8.0, 7.0],
        [7.0, 2.0, 7.0, 9.0, 9.0, 4.0],
        [7.0, 1.0, 8.0, 7.0, 5.0, 3.0]
    ])
}

const FIRST: [Real; 9] = [1.0, 0.0, 1.0, 0.0, -1.0, 1.0, 1.0, 1.0, 0.0];
const SECOND: [Real; 9] = [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0];

/// Convolution, ReLU, max pooling, convolution, upsampling: the 6 × 6 image through all of
/// it.
#[test]
fn six_by_six() {
    let convolved = forward(&filter(Frame::grey(6, 6), Padding::Same, FIRST), &six());
    let expected = image(array![
        [6.0, 11.0, 1.0, 7.0, -5.0, 3.0],
        [0.0, 7.0, 12.0, 16.0, 20.0, 15.0],
        [16.0, 20.0, 16.0, 19.0, 15.0, 12.0],
        [11.0, 10.0, 18.0, 29.0, 22.0, 15.0],
        [10.0, 27.0, 26.0, 28.0, 21.0, 12.0],
        [-4.0, 21.0, 10.0, 14.0, 11.0, 6.0]
    ]);
    assert_eq!(convolved, expected);
    let bent = forward(&Activation::Relu, &convolved);
    let pool =
        MaxPool::new(Frame::grey(6, 6), Window::square(2, 2, Padding::Valid)).unwrap();
    let pooled = forward(&pool, &bent);
    let expected = [[11.0, 16.0, 20.0], [20.0, 29.0, 22.0], [27.0, 28.0, 21.0]];
    assert_eq!(pooled, image(array![expected[0], expected[1], expected[2]]));
    let code = forward(&filter(Frame::grey(3, 3), Padding::Same, SECOND), &pooled);
    let small = array![[56.0, 78.0, 49.0], [88.0, 126.0, 86.0], [75.0, 98.0, 72.0]];
    assert_eq!(code, image(small.clone()));
    let double = Upsample::new(Frame::grey(3, 3), (2, 2), Between::Nearest).unwrap();
    let doubled = Array2::from_shape_fn((6, 6), |(i, j)| small[[i / 2, j / 2]]);
    assert_eq!(forward(&double, &code), image(doubled));
}

fn four() -> Array2<Real> {
    image(array![
        [4.0, 3.0, 2.0, 1.0],
        [1.0, 4.0, 3.0, 2.0],
        [2.0, 1.0, 4.0, 3.0],
        [1.0, 2.0, 3.0, 4.0]
    ])
}

const SOBEL: [Real; 9] = [1.0, 0.0, -1.0, 2.0, 0.0, -2.0, 1.0, 0.0, -1.0];

/// 16 numbers to 4 by a 4 × 16 matrix, and by its transpose, 16 × 4, 4 to 16.
#[test]
fn the_transpose_is_the_matrixs() {
    let map = filter(Frame::grey(4, 4), Padding::Valid, SOBEL);
    let y = forward(&map, &four());
    assert_eq!(y, array![[-4.0, 4.0, -8.0, -4.0]]);
    let a = patches::matrix(map.grid(), map.weight());
    assert_eq!(a.dim(), (4, 16));
    let first = [1.0, 0.0, -1.0, 0.0, 2.0, 0.0, -2.0, 0.0, 1.0, 0.0, -1.0];
    assert_eq!(a.row(0).to_vec(), [&first[..], &[0.0; 5]].concat());
    assert_eq!(four().dot(&a.t()), y);
    let back = image(array![
        [-4.0, 4.0, 4.0, -4.0],
        [-16.0, 4.0, 16.0, -4.0],
        [-20.0, -4.0, 20.0, 4.0],
        [-8.0, -4.0, 8.0, 4.0]
    ]);
    assert_eq!(y.dot(&a), back); // Aᵀy, as rows
    let weight = Array4::from_shape_vec((3, 3, 1, 1), SOBEL.to_vec()).unwrap();
    let window = Window::square(3, 1, Padding::Valid);
    let transpose =
        ConvTranspose2d::new(Frame::grey(2, 2), window, weight, Array1::zeros(1)).unwrap();
    assert_eq!(transpose.frame(), Frame::grey(4, 4));
    assert_eq!(forward(&transpose, &y), back);
    assert_eq!(backward(&map, &four(), &y).0, back); // as the convolution's way back
    assert!(back != four(), "so it is no inverse: no deconvolution");
}

/// Half-pixel centres: the table without the slide's rounding.
#[test]
fn bilinear_two_by_two() {
    let layer = Upsample::new(Frame::grey(2, 2), (2, 2), Between::Bilinear).unwrap();
    let expected = image(array![
        [40.0, 37.5, 32.5, 30.0],
        [35.0, 32.5, 27.5, 25.0],
        [25.0, 22.5, 17.5, 15.0],
        [20.0, 17.5, 12.5, 10.0]
    ]);
    assert_eq!(forward(&layer, &array![[40.0, 30.0, 20.0, 10.0]]), expected);
}

/// What the layer calls convolution is correlation; with the filter turned it is the other.
#[test]
fn correlation_and_convolution() {
    let point = image(array![[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]);
    let w: [Real; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
    let mut turned = w;
    turned.reverse();
    let seen = forward(&filter(Frame::grey(3, 3), Padding::Same, w), &point);
    assert_eq!(seen.row(0).to_vec(), turned); // under correlation: the filter turned
    let seen = forward(&filter(Frame::grey(3, 3), Padding::Same, turned), &point);
    assert_eq!(seen.row(0).to_vec(), w); // and under convolution the filter itself
}

/// Seven pixels halve to four under SAME: the last window sees one pixel and padding.
#[test]
fn seven_halve_to_four() {
    let pool = MaxPool::new(frame(7, 7, 1), Window::square(2, 2, Padding::Same)).unwrap();
    assert_eq!(pool.frame(), frame(4, 4, 1));
    let counted = Array2::from_shape_fn((1, 49), |(_, i)| -1.0 - i as Real);
    let pooled = forward(&pool, &counted);
    assert_eq!(pooled[[0, 3]], -7.0); // pixel (0, 6): padding is no larger number
    assert_eq!(pooled[[0, 15]], -49.0);
}
