//! The lectures' examples, number by number.

use autoencoders::conv::{Padding, Window, patches};
use autoencoders::ndarray::{Array1, Array2, Array4, array};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::network::Network;
use autoencoders::nn::pool::MaxPool;
use autoencoders::nn::upsample::{Between, Upsample};
use autoencoders::{Frame, Real, Result};
use chapters::{Outcome, Run};

const FIRST: [Real; 9] = [1.0, 0.0, 1.0, 0.0, -1.0, 1.0, 1.0, 1.0, 0.0];
const SECOND: [Real; 9] = [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0];
const SOBEL: [Real; 9] = [1.0, 0.0, -1.0, 2.0, 0.0, -2.0, 1.0, 0.0, -1.0];

/// Convolution, ReLU, 2 × 2 maximum, convolution, doubling of a 6 × 6 image: what each
/// leaves.
pub fn six_by_six(run: &mut Run) -> Outcome {
    let image: Array2<Real> = array![
        [0.0, 1.0, 4.0, 2.0, 8.0, 2.0],
        [5.0, 3.0, 0.0, 1.0, 0.0, 5.0],
        [1.0, 5.0, 3.0, 2.0, 9.0, 3.0],
        [9.0, 8.0, 5.0, 7.0, 8.0, 7.0],
        [7.0, 2.0, 7.0, 9.0, 9.0, 4.0],
        [7.0, 1.0, 8.0, 7.0, 5.0, 3.0]
    ];
    let (six, three) = (Frame::grey(6, 6), Frame::grey(3, 3));
    let pool = Window::square(2, 2, Padding::Valid);
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(filter(six, Padding::Same, FIRST)?),
        Box::new(Activation::Relu),
        Box::new(MaxPool::new(six, pool)?),
        Box::new(filter(three, Padding::Same, SECOND)?),
        Box::new(Upsample::new(three, (2, 2), Between::Nearest)?),
    ];
    let network = Network::new(36, layers)?;
    let x = image.into_shape_with_order((1, 36))?;
    let named =
        [("conv", 1, 6), ("relu", 2, 6), ("pool", 3, 3), ("code", 4, 3), ("up", 5, 6)];
    for (name, layers, side) in named {
        let y = network.predict_between(0..layers, &x)?;
        table(run, &format!("lecture_{name}"), &y, side);
    }
    Ok(())
}

/// A 3 × 3 filter on a 4 × 4 image as a matrix, and what its transpose makes of the answer.
pub fn four_by_four(run: &mut Run) -> Outcome {
    let x: Array2<Real> = array![
        [4.0, 3.0, 2.0, 1.0],
        [1.0, 4.0, 3.0, 2.0],
        [2.0, 1.0, 4.0, 3.0],
        [1.0, 2.0, 3.0, 4.0]
    ];
    let x = x.into_shape_with_order((1, 16))?;
    let map = filter(Frame::grey(4, 4), Padding::Valid, SOBEL)?;
    let matrix = patches::matrix(map.grid(), map.weight());
    let y = x.dot(&matrix.t());
    let window = Window::square(3, 1, Padding::Valid);
    let weight = Array4::from_shape_vec((3, 3, 1, 1), SOBEL.to_vec())?;
    let back = ConvTranspose2d::new(Frame::grey(2, 2), window, weight, Array1::zeros(1))?;
    let turned = Network::new(4, vec![Box::new(back)])?.predict(&y)?;
    let apart = (&turned - &y.dot(&matrix)).mapv(Real::abs).sum();
    run.count("matrix_rows", matrix.nrows());
    run.count("matrix_columns", matrix.ncols());
    run.count("matrix_zeros", matrix.iter().filter(|&&a| a == 0.0).count());
    run.number("transpose_apart", f64::from(apart), 0);
    table(run, "lecture_valid", &y, 2);
    table(run, "lecture_transposed", &turned, 4);
    // ⟨Ax, y⟩ and ⟨x, Aᵀy⟩
    let inner = |a: &Array2<Real>, b: &Array2<Real>| f64::from((a * b).sum());
    run.number("adjoint_left", inner(&x.dot(&matrix.t()), &y), 0);
    run.number("adjoint_right", inner(&x, &turned), 0);
    Ok(())
}

/// 2 × 2 to 4 × 4, half-pixel centres.
pub fn bilinear(run: &mut Run) -> Outcome {
    let up = Upsample::new(Frame::grey(2, 2), (2, 2), Between::Bilinear)?;
    let y =
        Network::new(4, vec![Box::new(up)])?.predict(&array![[40.0, 30.0, 20.0, 10.0]])?;
    for (i, &value) in y.iter().enumerate() {
        let key = format!("lecture_bilinear_{}{}", i / 4 + 1, i % 4 + 1);
        run.number(&key, f64::from(value), 1);
    }
    Ok(())
}

/// One 3 × 3 filter without bias.
fn filter(frame: Frame, padding: Padding, w: [Real; 9]) -> Result<Conv2d> {
    let weight = Array4::from_shape_fn((3, 3, 1, 1), |(i, j, _, _)| w[3 * i + j]);
    Conv2d::new(frame, Window::square(3, 1, padding), weight, Array1::zeros(1))
}

/// Records the whole numbers of a square, as `key_rc`, rows and columns from 1.
fn table(run: &mut Run, key: &str, y: &Array2<Real>, side: usize) {
    for (i, &value) in y.iter().enumerate() {
        let key = format!("{key}_{}{}", i / side + 1, i % side + 1);
        run.number(&key, f64::from(value), 0);
    }
}
