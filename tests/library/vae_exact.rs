//! What is known exactly of latent-variable models, and the estimates that must agree with it.

mod autoregressive;
mod estimates;
mod linear;
mod refused;
mod visible;

use autoencoders::Real;
use autoencoders::vae::gaussian::LinearGaussian;
use ndarray::{Array1, array};

/// One code, three pixels: w = (1, 2, 2), σ² = 1, the page's example.
fn by_hand() -> LinearGaussian {
    let w = array![[1.0], [2.0], [2.0]];
    LinearGaussian::new(Array1::zeros(3), w, 1.0).expect("a model")
}

/// Two codes, four pixels, nothing round about it.
fn two() -> LinearGaussian {
    let w = array![[1.0, -0.3], [0.4, 0.9], [-0.7, 0.2], [0.1, 1.1]];
    LinearGaussian::new(array![0.5, -1.0, 0.0, 0.25], w, 0.4).expect("a model")
}

#[cfg(not(feature = "f64"))]
const ROUNDING: f64 = 2e-5;
#[cfg(feature = "f64")]
const ROUNDING: f64 = 1e-9;

#[track_caller]
fn near(what: &str, a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{what}: {a} and {b} are {:e} apart", (a - b).abs());
}

fn wide(v: Real) -> f64 {
    v.into()
}
