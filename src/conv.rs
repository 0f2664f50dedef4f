//! Convolution: the same few weights at every place of an image.
//!
//! A [`window`] moves over an image; its [`patches`] make the convolution a product of
//! matrices, and sums taken where the image lies do the same faster on few channels. The
//! layers stand in [`nn`](crate::nn); [`network`] strings them together, and an
//! [`autoencoder`] of two such networks learns a few images at a time. What they do is
//! measured: what a unit sees ([`receptive`]), whether a shift of the image is one of the
//! maps ([`shift`]), and how much of an image is a [`checkerboard`].

pub mod autoencoder;
pub mod checkerboard;
pub(crate) mod direct;
pub mod network;
pub mod patches;
pub mod receptive;
pub mod shift;
pub mod window;

pub use autoencoder::ConvAutoencoder;
pub use network::{ImageNetwork, Step};
pub use window::{Grid, Padding, Window};
