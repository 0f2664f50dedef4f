//! What every network in this book shares: layers with their derivatives, losses, optimisers, training.

pub mod activation;
pub mod exponential;
pub mod init;
pub mod layer;
pub mod loss;
pub mod optim;
