//! The integral itself, where the code has one number or two: p(x) = ∫ p(x|z) p(z) dz on a grid.
//!
//! Nodes at equal distances h with equal weights hᵏ: for an integrand that is smooth and has
//! died away at the ends, the error falls faster than any power of h. Source: Trefethen &
//! Weideman 2014.

use super::importance::{Latent, check_one, log_prior};
use crate::log_sum::log_sum_exp;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, Axis, s};

/// The most nodes a grid may have.
const MOST: usize = 1_000_000;
/// Nodes that are decoded at a time.
const CHUNK: usize = 4096;

/// Nodes −a, −a + h, …, a in each of k directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The nodes (m, k): the last coordinate changes fastest.
    pub nodes: Array2<Real>,
    /// Nodes a side.
    pub side: usize,
    /// h.
    pub step: f64,
}

impl Grid {
    /// The grid from −`half` to `half`, h about `step`.
    ///
    /// Errors where a length is not positive, or there were more than a million nodes: at
    /// h = .1 from −5 to 5 that is what three directions ask for.
    pub fn new(k: usize, half: f64, step: f64) -> Result<Grid> {
        for (name, value) in
            [("half the width of a grid", half), ("the step of a grid", step)]
        {
            if !(value > 0.0 && value.is_finite()) {
                let (value, range) = (value.to_string(), "positive and finite");
                return Err(Error::OutOfRange { name, value, range });
            }
        }
        let cells = (2.0 * half / step).round().max(1.0);
        let count = (cells + 1.0).powi(k as i32);
        if k == 0 || count > MOST as f64 {
            return Err(Error::OutOfRange {
                name: "the number of a grid's nodes",
                value: format!("{count} in {k} directions"),
                range: "1 to 1 000 000",
            });
        }
        let (side, step) = (cells as usize + 1, 2.0 * half / cells);
        let at = |i: usize| (i as f64 * step - half) as Real;
        let nodes = Array2::from_shape_fn((count as usize, k), |(node, j)| {
            at(node / side.pow((k - 1 - j) as u32) % side)
        });
        Ok(Grid { nodes, side, step })
    }

    /// k ln h: the logarithm of what a node stands for.
    fn ln_cell(&self) -> f64 {
        self.nodes.ncols() as f64 * self.step.ln()
    }

    // ANCHOR: quadrature
    /// log p(xᵢ) = log Σ p(xᵢ|z) p(z) hᵏ over the nodes z: X (n, d) → (n), in nats.
    ///
    /// Errors where the model's codes have not the grid's directions, or X does not fit.
    pub fn log_likelihood(
        &self,
        model: &impl Latent,
        x: &Array2<Real>,
    ) -> Result<Array1<f64>> {
        self.check(model)?;
        let mut sum = Array1::from_elem(x.nrows(), f64::NEG_INFINITY);
        for start in (0..self.nodes.nrows()).step_by(CHUNK) {
            let end = (start + CHUNK).min(self.nodes.nrows());
            let z = self.nodes.slice(s![start..end, ..]).to_owned();
            let log_joint = model.log_p(x, &z)? + log_prior(&z); // log p(x|z)p(z)
            for (sum, row) in sum.iter_mut().zip(log_joint.rows()) {
                *sum = log_sum_exp(&[*sum, log_sum_exp(&row.to_vec())]);
            }
        }
        Ok(sum + self.ln_cell())
    }
    // ANCHOR_END: quadrature

    /// log p(z|x) at the nodes (m), of one sample x (1, d): densities that sum to h⁻ᵏ.
    ///
    /// Errors as [`Grid::log_likelihood`], and where there is not one sample.
    pub fn log_posterior(
        &self,
        model: &impl Latent,
        x: &Array2<Real>,
    ) -> Result<Array1<f64>> {
        self.check(model)?;
        check_one(x)?;
        let log_joint =
            model.log_p(x, &self.nodes)?.row(0).to_owned() + log_prior(&self.nodes);
        let log_p = log_sum_exp(&log_joint.to_vec()) + self.ln_cell();
        Ok(log_joint - log_p)
    }

    /// The mean (k) and the standard deviations (k) of a density given at the nodes by its
    /// logarithm. Panics where it has other nodes.
    pub fn moments(&self, log_density: ArrayView1<f64>) -> (Array1<f64>, Array1<f64>) {
        let weights = log_density.mapv(|p| (p + self.ln_cell()).exp());
        let z = self.nodes.mapv(f64::from);
        let mean = z.t().dot(&weights);
        let centred = (&z - &mean).mapv(|z| z * z);
        (mean, centred.t().dot(&weights).mapv(f64::sqrt))
    }

    /// Nodes and weights for an expectation over N(0, 1): φ(ε)hᵏ, made to sum to 1.
    pub fn normal_weights(&self) -> Array1<f64> {
        let weights = log_prior(&self.nodes).mapv(f64::exp);
        &weights / weights.sum()
    }

    /// The lowest density within which `share` of the mass lies, of a density given at the
    /// nodes by its logarithm: the contour that a picture shows.
    pub fn level(&self, log_density: ArrayView1<f64>, share: f64) -> f64 {
        let mut sorted = log_density.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let mut mass = 0.0;
        let reached = sorted.iter().find(|&&p| {
            mass += (p + self.ln_cell()).exp();
            mass >= share
        });
        reached.or(sorted.last()).copied().unwrap_or(f64::NEG_INFINITY)
    }

    fn check(&self, model: &impl Latent) -> Result<()> {
        let (got, k) = (self.nodes.len_of(Axis(1)), model.codes());
        if got == k {
            return Ok(());
        }
        let (expected, got) = (format!("{k}, as the code has numbers"), got.to_string());
        Err(Error::Shape { what: "the grid's directions", expected, got })
    }
}
