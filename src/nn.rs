//! What every network in this book shares: layers with their derivatives, losses, optimisers, training.
//!
//! A [`network`] is a row of [`layer`]s ([`dense`], [`activation`]; weights from [`init`]). It runs
//! forwards on a tape that the caller holds, a [`loss`] says how the output should change, and
//! the network runs backwards from there. A [`model`] is one network or several with what is to
//! be made small; [`optim`] moves its parameters, and [`train`] does all of it, batch after
//! batch. [`gradcheck`] believes no derivative.
//!
//! Everything that flows is a matrix with a sample a row. Losses are summed over features and averaged over samples.

pub mod activation;
mod checkpoint;
pub mod conv2d;
pub mod conv_transpose;
pub mod dense;
pub mod draw;
pub(crate) mod exponential;
pub mod gradcheck;
mod grain;
pub mod init;
mod kernel;
pub mod layer;
pub mod loss;
pub mod model;
pub mod network;
pub mod optim;
mod parameters;
pub mod pool;
mod progress;
mod samples;
mod samplewise;
mod store;
pub mod supervised;
mod tape;
pub mod train;
mod training;
pub mod upsample;
