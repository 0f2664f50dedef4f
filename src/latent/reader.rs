//! A small network that reads known factors off pictures, or off codes.

use crate::check::check_columns;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::loss::Loss;
use crate::nn::model::Samples;
use crate::nn::network::Network;
use crate::nn::optim::Adam;
use crate::nn::supervised::Supervised;
use crate::nn::train::{Training, silent, train};
use crate::{Real, Result};
use ndarray::{Array1, Array2, Axis};
use rand::Rng;

// ANCHOR: reader
/// θ̂ = μ_θ + s_θ · f((x − μ_x)/s_x): a network f between numbers of mean 0 and deviation 1.
#[derive(Debug, Clone)]
pub struct Reader {
    network: Network,
    inputs: Scaled,
    outputs: Scaled,
}
// ANCHOR_END: reader

/// Mean and deviation of each column; 1 where a column does not vary.
#[derive(Debug, Clone)]
struct Scaled {
    mean: Array1<Real>,
    deviation: Array1<Real>,
}

impl Scaled {
    fn of(a: &Array2<Real>) -> Scaled {
        let a = a.mapv(f64::from);
        let mean = a.mean_axis(Axis(0)).unwrap_or_default();
        let deviation = a.std_axis(Axis(0), 0.0);
        let deviation = deviation.mapv(|s| if s > LEAST { s as Real } else { 1.0 });
        Scaled { mean: mean.mapv(|m| m as Real), deviation }
    }

    fn there(&self, a: &Array2<Real>) -> Array2<Real> {
        (a - &self.mean) / &self.deviation
    }

    fn back(&self, a: &Array2<Real>) -> Array2<Real> {
        a * &self.deviation + &self.mean
    }
}

/// A deviation that is none: pixels that are always the same, but for rounding.
const LEAST: f64 = 1e-5;

impl Reader {
    /// Learns factors Θ (n, q) from X (n, d) by dense layers with ReLU between, `hidden` their
    /// widths, under the squared error, all factors alike.
    ///
    /// Errors as [`train`].
    pub fn fit(
        x: &Array2<Real>,
        theta: &Array2<Real>,
        hidden: &[usize],
        rate: f64,
        training: &Training,
        rng: &mut impl Rng,
    ) -> Result<Reader> {
        let mut widths = vec![x.ncols()];
        widths.extend(hidden);
        widths.push(theta.ncols());
        let mut layers: Vec<Box<dyn Layer>> = Vec::new();
        for pair in widths.windows(2) {
            if !layers.is_empty() {
                layers.push(Box::new(Activation::Relu));
            }
            layers.push(Box::new(Dense::random(pair[0], pair[1], Init::He, rng)));
        }
        let network = Network::new(x.ncols(), layers)?;
        let (inputs, outputs) = (Scaled::of(x), Scaled::of(theta));
        let mut model = Supervised { network, loss: Loss::Squared };
        let (x, theta) = (inputs.there(x), outputs.there(theta));
        let adam = &mut Adam { rate, ..Adam::default() };
        train(&mut model, adam, Samples::pairs(&x, &theta), None, training, silent)?;
        Ok(Reader { network: model.network, inputs, outputs })
    }

    /// θ̂ (n, q) of X (n, d). Errors where X has not d columns, or is not finite.
    pub fn read(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("what is to be read", self.network.inputs(), x)?;
        Ok(self.outputs.back(&self.network.predict(&self.inputs.there(x))?))
    }
}

/// √(mean (θ̂ − θ)²) of each factor, Θ and what was read both (n, q): (q).
///
/// Panics where the shapes differ.
pub fn errors(theta: &Array2<Real>, read: &Array2<Real>) -> Array1<f64> {
    let squares = (read - theta).mapv(|e| f64::from(e).powi(2));
    squares.mean_axis(Axis(0)).unwrap_or_default().mapv(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::draw::stream;
    use rand::RngExt;

    /// A bend that no line can read, in units of its own.
    #[test]
    fn a_reader_learns_a_bend_in_its_own_units() {
        let mut rng = stream(15, "a test of readers");
        let x = Array2::from_shape_simple_fn((300, 3), || 2.0 * rng.random::<Real>() - 1.0);
        let theta =
            x.map_axis(Axis(1), |x| 50.0 + 30.0 * (x[0].abs() - x[1])).insert_axis(Axis(1));
        let training = Training { epochs: 120, batch: 30, ..Training::default() };
        let reader = Reader::fit(&x, &theta, &[16], 1e-2, &training, &mut rng).unwrap();
        let off = errors(&theta, &reader.read(&x).unwrap())[0];
        assert!(off < 3.0, "{off}");
        assert!(reader.read(&Array2::zeros((1, 2))).is_err());
    }

    #[test]
    fn a_pixel_that_never_changes_is_read_all_the_same() {
        let x =
            Array2::from_shape_fn((8, 2), |(i, j)| if j == 0 { i as Real } else { 0.25 });
        let theta = x.column(0).to_owned().insert_axis(Axis(1));
        let training = Training { epochs: 1, batch: 4, ..Training::default() };
        let rng = &mut stream(15, "another");
        let reader = Reader::fit(&x, &theta, &[], 1e-3, &training, rng).unwrap();
        assert!(reader.read(&x).unwrap().iter().all(|v| v.is_finite()));
    }
}
