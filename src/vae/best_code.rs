//! One code's Gaussian, moved until its bound is as good as a Gaussian's can be: what the
//! encoder loses by answering at once, and what no diagonal Gaussian could win.
//!
//! log p(x) − bound(encoder) = [log p(x) − bound(best)] + [bound(best) − bound(encoder)]: the
//! approximation gap and the amortisation gap. Source: Cremer, Li & Duvenaud 2018.

use super::importance::check_one;
use super::quadrature::Grid;
use super::{Vae, kl};
use crate::autoencoder::Autoencoder;
use crate::check::check_columns;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::Tape;
use crate::nn::optim::Adam;
use crate::nn::train::{Schedule, Training, silent, train};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// q(z|x) = N(μ, diag eˢ) for one x alone, under a decoder that does not move.
///
/// Expectations are sums over a grid of ε, so that nothing about them is chance.
#[derive(Debug, Clone)]
pub struct BestCode<'a> {
    /// μ (k).
    pub mu: Array1<Real>,
    /// s = ln σ² (k).
    pub s: Array1<Real>,
    vae: &'a Vae,
    e: Array2<Real>,
    weights: Array1<f64>,
}

parameters!(BestCode<'_> { mu, s });

impl<'a> BestCode<'a> {
    /// The Gaussian of these μ and s (k), expectations on this grid of ε.
    ///
    /// Errors where grid, μ and s have not the code's k directions.
    pub fn new(
        vae: &'a Vae,
        mu: ArrayView1<Real>,
        s: ArrayView1<Real>,
        grid: &Grid,
    ) -> Result<BestCode<'a>> {
        for (what, len) in [
            ("the mean of q", mu.len()),
            ("ln σ² of q", s.len()),
            ("the grid's directions", grid.nodes.ncols()),
        ] {
            if len != vae.code_size() {
                let expected = format!("{}, as the code has numbers", vae.code_size());
                return Err(Error::Shape { what, expected, got: len.to_string() });
            }
        }
        let (e, weights) = (grid.nodes.clone(), grid.normal_weights());
        Ok(BestCode { mu: mu.to_owned(), s: s.to_owned(), vae, e, weights })
    }

    /// z = μ + σε at the grid's ε (m, k).
    fn codes(&self) -> Array2<Real> {
        &self.e * &self.s.mapv(|s| (s / 2.0).exp()) + &self.mu
    }

    /// The bound on log p(x) for one sample x (1, d), in nats, by the grid.
    ///
    /// Errors where x is not one sample of d numbers.
    pub fn elbo(&self, x: &Array2<Real>) -> Result<f64> {
        check_columns("the sample", self.vae.features(), x)?;
        check_one(x)?;
        let log_p = self.vae.log_likelihoods_of(x.row(0), &self.codes())?;
        Ok(self.weights.dot(&log_p) - self.divergence())
    }

    fn divergence(&self) -> f64 {
        let row = |a: &Array1<Real>| a.view().insert_axis(Axis(0)).to_owned();
        kl(&row(&self.mu), &row(&self.s)).sum()
    }

    /// Moves μ and s of one sample x (1, d) by so many steps of Adam, whose rate falls to 0.
    ///
    /// Errors as [`train`].
    pub fn improve(&mut self, x: &Array2<Real>, steps: usize, rate: f64) -> Result<()> {
        let schedule = Schedule::Cosine;
        let training =
            Training { epochs: steps, batch: 1, schedule, ..Training::default() };
        let adam = &mut Adam { rate, ..Adam::default() };
        train(self, adam, Samples::themselves(x), None, &training, silent)?;
        Ok(())
    }
}

/// The decoder's passes, ∂L/∂μ and ∂L/∂s.
#[derive(Debug)]
pub struct Room {
    tape: Tape,
    d_mu: Array1<Real>,
    d_s: Array1<Real>,
}

impl Model for BestCode<'_> {
    type Room = Room;

    fn room(&self, _rows: usize) -> Room {
        let zeros = || Array1::zeros(self.mu.len());
        let tape = Tape::new(&self.vae.decoder, self.e.nrows());
        Room { tape, d_mu: zeros(), d_s: zeros() }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.vae.features();
        samples.check(d, d, d)?;
        if samples.len() == 1 {
            return Ok(());
        }
        let (expected, got) = ("1".into(), samples.len().to_string());
        Err(Error::Shape { what: "the samples of one code", expected, got })
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let (z, m) = (self.codes(), self.e.nrows());
        let (likelihood, ln) = (self.vae.likelihood, self.vae.ln_scale[0]);
        self.vae.decoder.forward(z.view(), &mut room.tape)?;
        let (y, dy) = room.tape.output_and_slope();
        let rows = y.rows().into_iter().zip(&self.weights);
        let log_p: f64 =
            rows.map(|(y, weight)| weight * likelihood.log_p(ln, y, batch.x.row(0))).sum();
        if draw.learns() {
            let same =
                batch.x.broadcast((m, batch.x.ncols())).ok_or_else(|| Error::Shape {
                    what: "the samples of one code",
                    expected: "1".into(),
                    got: batch.len().to_string(),
                })?;
            let same = Samples { x: same, target: same, weight: None };
            likelihood.of_batch(ln, y, same, dy); // the slope of a mean over m
            self.vae.decoder.backward(z.view(), &mut room.tape, true)?;
            let slopes = room.tape.d_input();
            let rows = slopes.rows().into_iter().zip(self.e.rows()).zip(&self.weights);
            for ((dz, e), &weight) in rows {
                let share = weight as Real * m as Real; // w in place of 1/m
                for (j, (&dz, &e)) in dz.iter().zip(e).enumerate() {
                    room.d_mu[j] += share * dz; // ∂z/∂μ = 1
                    room.d_s[j] += share * dz * e * 0.5 * (self.s[j] / 2.0).exp(); // ½σε
                }
            }
            room.d_mu += &self.mu;
            room.d_s += &self.s.mapv(|s| 0.5 * (s.exp() - 1.0));
        }
        Ok(Self::terms([self.divergence() - log_p]))
    }

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        [&mut room.d_mu, &mut room.d_s]
            .into_iter()
            .filter_map(|d| d.as_slice_mut())
            .collect()
    }

    fn settings(&self) -> String {
        format!("one code of {} numbers", self.mu.len())
    }

    /// |L| of the code N(0, 1), and one nat a pixel.
    fn naive(&self, samples: Samples) -> f64 {
        let zero = Array2::zeros((1, self.mu.len()));
        let at_zero = self.vae.log_likelihoods_of(samples.x.row(0), &zero);
        at_zero.map_or(0.0, |log_p| log_p[0].abs()) + samples.x.ncols() as f64
    }
}
