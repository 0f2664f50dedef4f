//! What every network in this book shares: layers with their derivatives, losses, optimisers, training.

pub mod layer;
pub mod optim;
