//! Stacked autoencoders: layers learnt one after the other without labels, and a classifier
//! on top of them.
//!
//! [`greedy`] learns each layer as a denoising autoencoder of what the layer below makes of the
//! data, and unrolls them into one; [`classifier`] puts a head on an encoder that is frozen or
//! learns as well; [`hinge`] is the loss of a linear support vector machine, and that machine.
//! Sources: Bengio, Lamblin, Popovici & Larochelle 2007; Vincent et al. 2010.

pub mod classifier;
pub mod greedy;
pub mod hinge;

pub use crate::classes::{agreement, largest, one_hot};
pub use classifier::{Classifier, Verdict};
pub use greedy::Greedy;
pub use hinge::LinearSvm;
