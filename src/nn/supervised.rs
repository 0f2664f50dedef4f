//! A network under a loss: the plainest model, for targets of any kind.

use super::draw::Draw;
use super::loss::Loss;
use super::model::{Model, Samples, Terms};
use super::network::{Network, Tape};
use crate::{Real, Result, parameters};
use ndarray::{Array2, s};

/// L = ℓ(network(X), T): regression under the squared error, classification under softmax.
#[derive(Debug, Clone)]
pub struct Supervised {
    /// From samples (n, inputs) to outputs (n, outputs).
    pub network: Network,
    /// What is compared, and how.
    pub loss: Loss,
}

parameters!(Supervised { network });

impl Model for Supervised {
    type Room = Tape;

    fn room(&self, rows: usize) -> Tape {
        Tape::new(&self.network, rows)
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.network.outputs();
        samples.check(self.network.inputs(), d, self.loss.units(d))?;
        self.loss.check(samples.target)
    }

    fn slope(&self, batch: Samples, draw: Draw, tape: &mut Tape) -> Result<Terms> {
        self.network.forward(batch.x, tape)?; // Y
        let (y, dy) = tape.output_and_slope();
        let loss = self.loss.of_batch(y, batch, dy); // L, ∂L/∂Y
        if draw.learns() {
            self.network.backward(batch.x, tape, false)?; // ∂L/∂θ
        }
        Ok(Self::terms([loss]))
    }

    fn gradients(tape: &mut Tape) -> Vec<&mut [Real]> {
        tape.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, {:?}", self.network, self.loss)
    }

    fn naive(&self, samples: Samples) -> f64 {
        of_zeros(self.loss, samples)
    }
}

/// L of outputs that are all 0, by the first targets.
pub(crate) fn of_zeros(loss: Loss, samples: Samples) -> f64 {
    let some = samples.target.slice(s![..samples.len().min(256), ..]);
    let zeros = Array2::zeros(some.dim());
    loss.value_and_gradient(zeros.view(), some, zeros.clone().view_mut())
}
