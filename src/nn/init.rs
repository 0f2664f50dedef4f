//! Where weights start.

use crate::Real;
use ndarray::Array2;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// How the first weights of a layer are drawn. All have mean zero; `fan_in` inputs meet in each of `fan_out` outputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Init {
    /// All alike: every unit of a layer then learns the same.
    Zeros,
    /// Normal with this standard deviation.
    Normal { sd: f64 },
    /// Uniform in ± this.
    Uniform { within: f64 },
    /// Uniform with variance 2/(fan_in + fan_out): neither signals nor gradients grow. Glorot & Bengio 2010.
    Glorot,
    /// Normal with variance 2/fan_in: the half that ReLU cuts off is made up for. He, Zhang, Ren & Sun 2015.
    He,
    /// Uniform in ±1/√fan_in, variance 1/(3 fan_in): what PyTorch gives a dense layer.
    PyTorch,
}

impl Init {
    // ANCHOR: init
    /// The standard deviation of a weight between `fan_in` inputs and `fan_out` outputs.
    ///
    /// Normal and He are normal, the others uniform: a uniform number in ±w has w/√3.
    pub fn deviation(self, fan_in: usize, fan_out: usize) -> f64 {
        match self {
            Init::Zeros => 0.0,
            Init::Normal { sd } => sd,
            Init::Uniform { within } => within / 3f64.sqrt(),
            // signals and gradients keep their size
            Init::Glorot => (2.0 / (fan_in + fan_out) as f64).sqrt(),
            Init::He => (2.0 / fan_in as f64).sqrt(), // as ReLU cuts off half
            Init::PyTorch => (1.0 / (3.0 * fan_in as f64)).sqrt(),
        }
    }
    // ANCHOR_END: init

    /// W (inputs, outputs).
    pub fn matrix(self, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Array2<Real> {
        let sd = self.deviation(inputs, outputs);
        Array2::from_shape_simple_fn((inputs, outputs), || {
            let standard = match self {
                Init::Zeros => 0.0,
                Init::Normal { .. } | Init::He => rng.sample::<f64, _>(StandardNormal),
                Init::Uniform { .. } | Init::Glorot | Init::PyTorch => {
                    3f64.sqrt() * (2.0 * rng.random::<f64>() - 1.0)
                }
            };
            (sd * standard) as Real
        })
    }
}
