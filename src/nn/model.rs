//! A model: parameters, and a loss that says how they should change.
//!
//! One trait for everything in this book that follows the slope of a loss: a network under a
//! loss, an autoencoder, a coder of documents, and all that noise, penalties, two heads or
//! frozen parts make of them. [`train`](super::train::train) trains it,
//! [`check_model`](super::gradcheck::check_model) checks its gradient, a checkpoint keeps it.

use super::draw::Draw;
pub use super::parameters::{Parameters, within};
pub use super::samples::Samples;
use crate::{Real, Result};

/// Parameters θ, and the loss L(θ) of a batch with its slope ∂L/∂θ.
pub trait Model: Parameters + Clone {
    /// The names of the terms whose sum is L.
    const TERMS: &'static [&'static str] = &["loss"];

    /// What one batch needs on its way there and back, ∂L/∂θ among it: made once, used for
    /// every batch.
    type Room;

    /// Room for batches of up to `rows` samples.
    fn room(&self, rows: usize) -> Self::Room;

    /// Errors where samples or targets are none of this model's.
    fn check(&self, samples: Samples) -> Result<()>;

    // ANCHOR: model_slope
    /// The terms of L on a batch, which is checked already; where the draw learns, **adds**
    /// ∂L/∂θ to the room's gradients. All chance comes from the draw.
    ///
    /// Errors where the batch does not fit the room.
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Self::Room) -> Result<Terms>;
    // ANCHOR_END: model_slope

    /// ∂L/∂θ in the order of θ, each as one run of numbers.
    fn gradients(room: &mut Self::Room) -> Vec<&mut [Real]>;

    /// What it is beyond its parameters, in a line: models that say the same can take over
    /// each other's training.
    fn settings(&self) -> String;

    /// L of somebody who knows nothing but answers 0, where that can be said: what no training
    /// should be far above.
    fn naive(&self, _samples: Samples) -> f64 {
        0.0
    }

    /// These values of the terms, in the order of their names.
    fn terms<const T: usize>(values: [f64; T]) -> Terms {
        Terms::new(Self::TERMS, values)
    }
}

/// The most terms a loss may have.
const MOST: usize = 4;

/// The terms of a loss by name, each as it enters the sum: in nats or squared units a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    names: &'static [&'static str],
    values: [f64; MOST],
}

impl Terms {
    /// These terms. Panics where there are more values than names or fewer, or more than four.
    pub fn new<const T: usize>(names: &'static [&'static str], values: [f64; T]) -> Terms {
        assert!(names.len() == T && T <= MOST, "{T} values for {names:?}");
        let mut all = [0.0; MOST];
        all[..T].copy_from_slice(&values);
        Terms { names, values: all }
    }

    /// All of them 0.
    pub(super) fn zero(names: &'static [&'static str]) -> Terms {
        Terms { names, values: [0.0; MOST] }
    }

    /// The same terms with these values, in their order; what comes after them is not taken.
    pub(super) fn with(mut self, values: impl IntoIterator<Item = f64>) -> Terms {
        let own = self.values.iter_mut().take(self.names.len());
        own.zip(values).for_each(|(to, from)| *to = from);
        self
    }

    /// L, their sum.
    pub fn total(&self) -> f64 {
        self.values.iter().sum()
    }

    /// One of them; none where no term has this name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|&(own, _)| own == name).map(|(_, value)| value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.names.iter().copied().zip(self.values)
    }

    /// Adds so many times other terms of the same names.
    pub(super) fn add(&mut self, times: f64, other: &Terms) {
        self.values
            .iter_mut()
            .zip(other.values)
            .for_each(|(sum, value)| *sum += times * value);
    }

    /// All divided by a number.
    pub(super) fn divided(mut self, by: f64) -> Terms {
        self.values.iter_mut().for_each(|value| *value /= by);
        self
    }
}
