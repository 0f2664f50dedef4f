//! Through the Bottleneck: autoencoders in Rust, from PCA to the VAE.
//!
//! The mathematics of the book, and nothing else: no drawing, no arguments, no printing.
//!
//! # Letters
//!
//! | letter | shape | meaning |
//! |---|---|---|
//! | `n`, `d`, `k` | | samples, features, code size |
//! | `x` = X | (n, d) | data, one sample a row |
//! | `z` = Z | (n, k) | codes, one a row (PCA calls them scores, T) |
//! | `w` = W | (d, k) | loadings: one unit direction a column |
//! | `mean` = μ | (d) | the mean sample |
//! | `variances` = λ | (k) | variance along each direction, largest first |
//! | `u` = U, `v` = V | (d, k), (k, d) | decoder and encoder of a linear autoencoder |

pub mod autoencoder;
mod check;
mod classes;
pub mod coding;
pub mod contractive;
pub mod conv;
pub mod data;
pub mod deep;
pub mod denoising;
pub mod eigenfaces;
pub mod error;
pub mod frame;
pub mod information;
pub mod latent;
pub mod linalg;
pub mod linear;
pub mod log_sum;
pub mod manifold;
pub mod nn;
pub mod nonlinear;
pub mod pca;
pub mod rbm;
pub mod retrieval;
pub mod sparse;
pub mod stacked;
pub mod stats;
pub mod vae;

pub use autoencoder::Autoencoder;
pub use error::{Error, Result};
pub use frame::Frame;
pub use nalgebra;
pub use ndarray;

/// The crate's one floating-point type: `f32`, or `f64` under the feature `f64`.
#[cfg(not(feature = "f64"))]
pub type Real = f32;
/// The crate's one floating-point type: `f32`, or `f64` under the feature `f64`.
#[cfg(feature = "f64")]
pub type Real = f64;
