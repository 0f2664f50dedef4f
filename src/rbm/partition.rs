//! Everything exactly, by summing over all states of the smaller layer: ln Z, the likelihood, its gradient.

use super::gradient::Gradient;
use super::{Rbm, Units};
use crate::linalg::product;
use crate::log_sum::log_sum_exp;
use crate::{Error, Real, Result};
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// Units that can be summed over: 2²⁴ states of 784 units take a minute.
pub const MOST: usize = 24;
/// States that one thread takes at a time.
const BLOCK: usize = 1 << 10;

impl Rbm {
    // ANCHOR: log_z
    /// ln Z = ln Σ_v Σ_h e^−E(v,h), exactly: over the states of the smaller layer, the
    /// other one summed in closed form.
    ///
    /// ln Z = ln Σ_v e^−F(v), or the same with the layers exchanged. Errors where the
    /// smaller layer has more than [`MOST`] units.
    pub fn log_z(&self) -> Result<f64> {
        let machine = self.few_visible()?;
        let (states, blocks) = all_states(machine.visible());
        let block = |i: usize| {
            let f = machine.free_energies(states(i).view());
            log_sum_exp(&f.iter().map(|f| -f).collect::<Vec<_>>()) // ln Σ e^−F
        };
        let sums: Vec<f64> = (0..blocks).into_par_iter().map(block).collect();
        Ok(log_sum_exp(&sums))
    }
    // ANCHOR_END: log_z

    /// The mean of ln p(v) = −F(v) − ln Z over the rows of X (n, d), n ≥ 1, in nats a sample.
    ///
    /// Errors as [`Rbm::log_z`], and where X has no row, not d columns, or an entry outside [0, 1].
    pub fn log_likelihood(&self, x: &Array2<Real>) -> Result<f64> {
        self.check_samples(x)?;
        Ok(-self.free_energy(x)?.sum() / x.nrows() as f64 - self.log_z()?)
    }

    /// E_data − E_model of vhᵀ, v and h, centred: the gradient of the mean log-likelihood of X (n, d).
    ///
    /// The first expectation is a product of matrices, the second a sum over all states. Errors as [`Rbm::log_likelihood`].
    pub fn exact_gradient(&self, x: &Array2<Real>) -> Result<Gradient> {
        self.check_samples(x)?;
        let mut gradient = self.expectations_of_model()?;
        let (h, share) = (self.up(x)?, 1.0 / x.nrows() as Real);
        product(share, x.t(), h.view(), -1.0, gradient.w.view_mut()); // E_data[vhᵀ] − E_model[vhᵀ]
        gradient.b = x.sum_axis(Axis(0)) * share - gradient.b;
        gradient.c = h.sum_axis(Axis(0)) * share - gradient.c;
        gradient.centre(self);
        Ok(gradient)
    }

    /// E[vhᵀ], E[v] and E[h] under the model, exactly; errors as [`Rbm::log_z`].
    fn expectations_of_model(&self) -> Result<Gradient> {
        let (machine, log_z) = (self.few_visible()?, self.log_z()?);
        let (states, blocks) = all_states(machine.visible());
        let biases = machine.biases();
        let mut sum = Gradient::zeros(&machine);
        for i in 0..blocks {
            let mut v = states(i);
            let mut h = Array2::zeros((v.nrows(), machine.hidden()));
            machine.up_into(v.view(), &biases, h.view_mut());
            let p = machine
                .free_energies(v.view())
                .into_iter()
                .map(|f| (-f - log_z).exp() as Real);
            for ((mut v, h), p) in v.outer_iter_mut().zip(h.outer_iter()).zip(p) {
                v *= p;
                sum.b += &v; // Σ p(v) v
                sum.c.scaled_add(p, &h); // Σ p(v) E[h | v]
            }
            product(1.0, v.t(), h.view(), 1.0, sum.w.view_mut()); // Σ p(v) v E[h | v]ᵀ
        }
        Ok(if self.exchanges() { sum.transposed() } else { sum })
    }

    /// Whether the hidden layer is the one to sum over.
    fn exchanges(&self) -> bool {
        self.units == Units::Binary && self.hidden() < self.visible()
    }

    /// This machine, or the one with its layers exchanged, so that the visible states can be gone through.
    fn few_visible(&self) -> Result<Rbm> {
        let machine = if self.exchanges() { self.transposed() } else { self.clone() };
        match machine.visible() {
            1..=MOST => Ok(machine),
            units => {
                let range = "24 at most, or there are too many states to sum over: let Rbm::anneal estimate ln Z";
                Err(Error::OutOfRange {
                    name: "the number of units in the smaller layer",
                    value: units.to_string(),
                    range,
                })
            }
        }
    }
}

/// All 2^units states of a layer in blocks: how to make the i-th block, one state a row, and the number of blocks.
fn all_states(units: usize) -> (impl Fn(usize) -> Array2<Real> + Sync, usize) {
    let (count, rows) = (1_usize << units, BLOCK.min(1 << units));
    let block = move |i: usize| {
        Array2::from_shape_fn((rows, units), |(row, unit)| bit(i * rows + row, unit, units))
    };
    (block, count / rows)
}

/// All states of so many units, in counting order: the last unit changes fastest. Errors where there are too many.
pub fn states(units: usize) -> Result<Array2<Real>> {
    if units > MOST {
        let range = "24 at most, or there are too many states to write down";
        return Err(Error::OutOfRange {
            name: "the number of units",
            value: units.to_string(),
            range,
        });
    }
    Ok(Array2::from_shape_fn((1 << units, units), |(state, unit)| bit(state, unit, units)))
}

/// Unit i of so many in a state: the first unit is the highest bit.
fn bit(state: usize, i: usize, units: usize) -> Real {
    (state >> (units - 1 - i) & 1) as Real
}
