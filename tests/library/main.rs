//! The library, module by module: what it computes, what it refuses, and how it agrees with others.
//!
//! One program for all of these files: each program more would be linked once more for each set of features. What needs
//! one of its own stands beside this folder: the chapters' tests, which readers call by name, what counts allocations, and
//! what is compiled once more with LAPACK.

#[path = "../common/mod.rs"]
mod common;

mod bad_input_linear;
mod bad_input_models;
mod coding;
mod contractive;
mod conv;
mod data_readers;
mod deep;
mod denoising;
mod denoising_posterior;
mod digits;
mod documents;
mod eigenfaces;
mod faces;
mod gradients;
mod information;
mod latent_prior;
mod linear;
mod linear_training;
mod logistic_pca;
mod losses;
mod manifold;
mod models;
mod nn;
mod nn_store;
mod nn_training;
mod optim;
mod parts;
mod pca;
mod rbm;
mod retrieval;
mod sparse;
mod stacked;
mod toy;
mod vae;
mod vae_exact;
