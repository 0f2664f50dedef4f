//! What every network in this book shares: layers with their derivatives, losses, optimisers, training.
//!
//! A [`network`] is a row of [`layer`]s ([`dense`], [`activation`]; weights from [`init`]). It runs forwards on a tape that
//! the caller holds, a [`loss`] says how the output should change, and the network runs backwards from there; [`optim`]
//! moves the weights, and [`train`] does all of it, batch after batch. [`gradcheck`] believes no derivative.
//!
//! Everything that flows is a matrix with a sample a row. Losses are summed over features and averaged over samples.

pub mod activation;
mod checkpoint;
pub mod dense;
pub(crate) mod exponential;
pub mod gradcheck;
mod grain;
pub mod init;
pub mod layer;
pub mod loss;
pub mod network;
pub mod optim;
mod progress;
mod store;
mod tape;
pub mod train;
mod training;
