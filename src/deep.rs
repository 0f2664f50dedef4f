//! Deep autoencoders: what stands beside the network itself.
//!
//! The network is [`crate::nonlinear::NeuralAutoencoder`]; here are the ways to ask of a code what it knows.
//! Source: Hinton & Salakhutdinov 2006.

pub mod readout;

/// Widths of the encoder in Hinton & Salakhutdinov 2006, from the 784 pixels to the layer before the code.
pub const PAPER: [usize; 4] = [784, 1000, 500, 250];
