//! Annealed importance sampling: an estimate of ln Z where no sum over states can be taken.
//!
//! Neal 2001; for Boltzmann machines Salakhutdinov & Murray 2008. Between a machine without weights, whose Z is known, and
//! the one whose Z is wanted stand others, with the weights βW, 0 ≤ β ≤ 1. Walks pass through them all, and each keeps an
//! account of how much more probable every change of machine has made the state it is in.

use super::chains::{Walk, draw, walks};
use super::{Biases, Rbm, Units, inner, softplus_sum};
use crate::check::check_some;
use crate::linalg::product;
use crate::log_sum::log_sum_exp;
use crate::nn::exponential::sigmoid;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1};
use rand::Rng;
use rayon::prelude::*;

/// What walks found out about ln Z.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Annealed {
    /// The estimate of ln Z. That of Z is right on average, so that this one is too low on average.
    pub log_z: f64,
    /// The standard error of Z's estimate, as a share of it: how far the walks disagree. It knows nothing of places
    /// that no walk has come to.
    pub error: f64,
}

impl Rbm {
    /// ln Z by `count` walks through `steps` machines, from the one with W = 0, c = 0 and the biases `base` (d).
    ///
    /// A good base has the pixels' own frequencies: the b of [`Rbm::with_means_of`]. Errors where the base does not fit or
    /// is not finite, there is no step or no walk, or the hidden units are not binary.
    pub fn anneal(
        &self,
        base: &Array1<Real>,
        steps: usize,
        count: usize,
        rng: &mut impl Rng,
    ) -> Result<Annealed> {
        check_some(steps, 1, "annealing", "step")?;
        check_some(count, 1, "annealing", "walk")?;
        let (d, m) = self.w.dim();
        if self.units != Units::Binary {
            let (expected, got) = ("binary".into(), "Gaussian ones".into());
            return Err(Error::Shape { what: "the hidden units to anneal", expected, got });
        }
        Rbm::new(Array2::zeros((base.len(), 1)), base.clone(), Array1::zeros(1))?;
        if base.len() != d {
            let (expected, got) = (format!("{d} biases"), base.len().to_string());
            return Err(Error::Shape { what: "the base to anneal from", expected, got });
        }
        let biases = self.biases();
        let log_weights: Vec<f64> = walks(self, count, rng)
            .into_par_iter()
            .flat_map_iter(|mut walk| self.log_weights(&biases, base, steps, &mut walk))
            .collect();
        // Z of the base: each hidden unit is on or off, each pixel by itself.
        let log_z_0 = m as f64 * std::f64::consts::LN_2 + softplus_sum(base.view());
        let log_mean = log_sum_exp(&log_weights) - (count as f64).ln();
        let off = |log_w: &f64| ((log_w - log_mean).exp() - 1.0).powi(2);
        let variance =
            log_weights.iter().map(off).sum::<f64>() / (count as f64 - 1.0).max(1.0);
        Ok(Annealed {
            log_z: log_z_0 + log_mean + self.offset()?,
            error: (variance / count as f64).sqrt(),
        })
    }

    /// ln w of each walk: from the base at β = 0 to this machine at β = 1.
    fn log_weights(
        &self,
        Biases { b, c }: &Biases,
        base: &Array1<Real>,
        steps: usize,
        walk: &mut Walk,
    ) -> Vec<f64> {
        let Walk { v, h, q: a, noise } = walk;
        let (change, mut log_w) = (b - base, vec![0.0; v.nrows()]);
        v.assign(&base.mapv(sigmoid)); // v from the base
        draw(Units::Binary, v.view_mut(), noise);
        // ANCHOR: anneal
        for k in 1..=steps {
            let at = |k: usize| k as f64 / steps as f64;
            let (last, beta) = (at(k - 1), at(k));
            a.assign(c);
            product(1.0, v.view(), self.w.view(), 1.0, a.view_mut()); // a = c + Wᵀv
            for ((log_w, v), a) in log_w.iter_mut().zip(v.outer_iter()).zip(a.outer_iter())
            {
                // what β in place of the last one adds to −F(v)
                *log_w += (beta - last) * inner(v, change.view());
                *log_w += softplus(beta, a) - softplus(last, a);
            }
            let beta = beta as Real;
            h.zip_mut_with(a, |h, a| *h = sigmoid(beta * a)); // h given v, under β
            draw(Units::Binary, h.view_mut(), noise);
            v.assign(b);
            product(1.0, h.view(), self.w.t(), 1.0, v.view_mut()); // b + Wh
            for mut v in v.outer_iter_mut() {
                v.zip_mut_with(base, |v, b_0| *v = sigmoid((1.0 - beta) * b_0 + beta * *v));
            }
            draw(Units::Binary, v.view_mut(), noise); // v given h, under β
        }
        // ANCHOR_END: anneal
        log_w
    }

    /// ln Z of this machine less that of the plain one with the same distribution.
    fn offset(&self) -> Result<f64> {
        let (d, m) = self.w.dim();
        let plain = self.centred_at(&Array1::zeros(d), &Array1::zeros(m))?;
        let nothing = Array2::zeros((1, d));
        Ok(plain.free_energy(&nothing)?[0] - self.free_energy(&nothing)?[0])
    }
}

/// Σ ln(1 + e^βa).
fn softplus(beta: f64, a: ArrayView1<Real>) -> f64 {
    softplus_sum((&a * beta as Real).view())
}
