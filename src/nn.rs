//! What every network in this book shares: layers with their derivatives, losses, optimisers, training.

pub mod activation;
mod checkpoint;
pub mod dense;
pub mod exponential;
pub mod gradcheck;
mod grain;
pub mod init;
pub mod layer;
pub mod loss;
pub mod network;
pub mod optim;
mod product;
mod progress;
mod store;
mod tape;
pub mod train;
mod training;
