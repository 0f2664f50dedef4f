//! Sparse codes: more units than the data have numbers, of which few are on at a time.
//!
//! A [`SparseAutoencoder`] pays for its code by a [`penalty`], or lets only the [`Largest`]
//! units pass. [`shrink`] is what the penalty by absolute values does exactly; [`measures`]
//! says how sparse a code is and which units are dead, [`revive`] brings those back. What
//! features are worth is measured where the truth is known ([`planted`]), by how much of a
//! Gabor they are ([`gabor`], on [`patches`]), and by a classifier with few labels
//! ([`few_labels`]).

pub mod autoencoder;
pub mod few_labels;
pub mod gabor;
pub mod largest;
pub mod measures;
pub mod patches;
pub mod penalty;
pub mod planted;
pub mod revive;
pub mod shrink;

pub use autoencoder::SparseAutoencoder;
pub use largest::Largest;
pub use penalty::{Over, Scarcity};
