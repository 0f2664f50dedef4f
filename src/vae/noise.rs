//! How noisy two estimates of ∂/∂μ E f(z), z ~ N(μ, σ²), are from one sample each.
//!
//! Reparameterised, z = μ + σε: ∂f/∂z. By the score function, (f(z) − c) ε/σ, which asks
//! nothing of f but its values. Both have the right mean, whatever the baseline c.

use super::Vae;
use crate::check::check_some;
use crate::nn::draw::stream;
use crate::nn::model::Samples;
use crate::nn::network::Tape;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, Axis};
use rand::RngExt;
use rand_distr::StandardNormal;

/// The variance of one sample of each estimate, summed over the coordinates looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradientNoise {
    /// ∂f/∂z.
    pub reparameterised: f64,
    /// f(z) ε/σ.
    pub score: f64,
    /// (f(z) − E f) ε/σ.
    pub baseline: f64,
}

// ANCHOR: noise_exact
/// Exactly, for f(z) = ‖z‖², z ~ N(μ, I), and the slope 2μ₁ by the first coordinate.
///
/// Errors where μ has no coordinate.
pub fn of_squared_length(mu: &[f64]) -> Result<GradientNoise> {
    check_some(mu.len(), 1, "a slope", "coordinate")?;
    let d = mu.len() as f64;
    let (m, all) = (mu[0] * mu[0], mu.iter().map(|m| m * m).sum::<f64>()); // μ₁², ‖μ‖²
    let score = all * all + 2.0 * all * (d + 4.0) + 4.0 * m + (d + 2.0) * (d + 4.0);
    let baseline = 4.0 * all + 4.0 * m + 2.0 * d + 8.0;
    Ok(GradientNoise { reparameterised: 4.0, score, baseline })
}
// ANCHOR_END: noise_exact

impl Vae {
    /// The noise of ∂/∂μ E_q log p(x|z), summed over the k units and averaged over the rows of
    /// X (n, d), measured on `draws` codes an image, whose own mean is the baseline.
    ///
    /// Errors where X has no row, not d columns, or is not finite, or there are fewer than two
    /// draws.
    pub fn gradient_noise(
        &self,
        x: &Array2<Real>,
        draws: usize,
        seed: u64,
    ) -> Result<GradientNoise> {
        check_some(x.nrows(), 1, "a slope", "sample")?;
        check_some(draws, 2, "a variance", "draws")?;
        let ((mu, s), mut rng) = (self.posterior(x)?, stream(seed, "gradient noise"));
        let mut tape = Tape::new(&self.decoder, draws);
        let mut sum = GradientNoise { reparameterised: 0.0, score: 0.0, baseline: 0.0 };
        for (x, (mu, s)) in x.rows().into_iter().zip(mu.rows().into_iter().zip(s.rows())) {
            let sd = s.mapv(|s| (s / 2.0).exp());
            let e = Array2::from_shape_simple_fn((draws, mu.len()), || {
                rng.sample::<f64, _>(StandardNormal) as Real
            });
            let z = &e * &sd + mu;
            let same = x.broadcast((draws, x.len())).ok_or_else(|| Error::Shape {
                what: "the sample",
                expected: format!("{} numbers", x.len()),
                got: format!("{:?}", x.shape()),
            })?;
            let batch = Samples { x: same, target: same, weight: None };
            self.decoder.forward(z.view(), &mut tape)?;
            let (y, dy) = tape.output_and_slope();
            self.likelihood.of_batch(self.ln_scale[0], y, batch, dy);
            let f = self.log_likelihoods_of(x, &z)?;
            self.decoder.backward(z.view(), &mut tape, true)?;
            let slope = tape.d_input().mapv(|d| -f64::from(d) * draws as f64); // a mean's
            // ANCHOR: two_estimates
            let score = (&e / &sd).mapv(f64::from); // ∂ log q/∂μ = ε/σ
            let mean = f.sum() / draws as f64;
            sum.reparameterised += variance(&slope);
            sum.score += variance(&times(&score, &f));
            sum.baseline += variance(&times(&score, &(&f - mean)));
            // ANCHOR_END: two_estimates
        }
        let n = x.nrows() as f64;
        Ok(GradientNoise {
            reparameterised: sum.reparameterised / n,
            score: sum.score / n,
            baseline: sum.baseline / n,
        })
    }
}

/// Each row times its number.
fn times(rows: &Array2<f64>, by: &Array1<f64>) -> Array2<f64> {
    rows * &by.view().insert_axis(Axis(1))
}

/// The variance along the rows (divisor m − 1), summed over the columns.
fn variance(estimates: &Array2<f64>) -> f64 {
    estimates.var_axis(Axis(0), 1.0).sum()
}
