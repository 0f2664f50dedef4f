//! Densities of codes, judges of pictures, and two-sample tests.

mod density;
mod holes;
mod two_sample;
