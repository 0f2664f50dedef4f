//! p(x|z): what the decoder's numbers say about the pixels.
//!
//! Pixels are independent given z, so log p(x|z) is a sum over them. Which noise they have
//! decides what the decoder learns: a mean (Gaussian, Bernoulli) or a median (Laplace); and its
//! scale decides how much a nat of code may cost.

use crate::nn::exponential::sigmoid_and_softplus;
use crate::nn::loss::Loss;
use crate::nn::model::Samples;
use crate::{Error, Real, Result};
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2, Zip};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::{LN_2, TAU};

/// The scale of a pixel's noise: σ² of a Gaussian, b of a Laplace distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// It stays.
    Fixed(Real),
    /// It is learnt, one number for all pixels, from here on.
    Learnt { start: Real },
}

/// The noise of the pixels about what the decoder says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likelihood {
    /// The decoder's numbers are logits a: x is 1 with chance σ(a). Grey pixels count as shares.
    Bernoulli,
    /// Means: x ~ N(y, σ²).
    Gaussian(Scale),
    /// Medians: x has the density e^(−|x − y|/b)/2b.
    Laplace(Scale),
}

impl Likelihood {
    /// The scale, if there is one.
    fn scale(self) -> Option<Scale> {
        match self {
            Likelihood::Bernoulli => None,
            Likelihood::Gaussian(scale) | Likelihood::Laplace(scale) => Some(scale),
        }
    }

    /// Whether the scale is a parameter.
    pub fn learns_scale(self) -> bool {
        matches!(self.scale(), Some(Scale::Learnt { .. }))
    }

    /// The scale at first (1 where there is none); errors where it is not positive and finite.
    pub(super) fn start(self) -> Result<Real> {
        let start = match self.scale() {
            None => 1.0,
            Some(Scale::Fixed(scale)) | Some(Scale::Learnt { start: scale }) => scale,
        };
        if start > 0.0 && start.is_finite() {
            return Ok(start);
        }
        Err(Error::OutOfRange {
            name: "the scale of the pixels' noise",
            value: start.to_string(),
            range: "positive and finite",
        })
    }

    // ANCHOR: likelihood
    /// −(1/n) Σᵢ log p(xᵢ|zᵢ) of the decoder's Y (n, d), and its slope by ln scale; writes
    /// the slope by Y.
    pub(super) fn of_batch(
        self,
        ln_scale: Real,
        y: ArrayView2<Real>,
        batch: Samples,
        mut dy: ArrayViewMut2<Real>,
    ) -> (f64, f64) {
        let (d, ln) = (y.ncols() as f64, f64::from(ln_scale));
        let scale = ln.exp();
        match self {
            Likelihood::Bernoulli => (Loss::CrossEntropy.of_batch(y, batch, dy), 0.0),
            Likelihood::Gaussian(_) => {
                let squares = Loss::Squared.of_batch(y, batch, dy.view_mut());
                dy *= (0.5 / scale) as Real; // ‖y − x‖²/2σ² + (d/2) ln 2πσ²
                let half = squares / (2.0 * scale);
                (half + d / 2.0 * (TAU.ln() + ln), d / 2.0 - half)
            }
            Likelihood::Laplace(_) => {
                let sum = absolute(y, batch.target, scale, dy); // Σ|y − x|/b + d ln 2b
                (sum + d * (LN_2 + ln), d - sum)
            }
        }
    }
    // ANCHOR_END: likelihood

    /// log p(x|z) of one sample (d), of the decoder's numbers y (d).
    pub(super) fn log_p(
        self,
        ln_scale: Real,
        y: ArrayView1<Real>,
        x: ArrayView1<Real>,
    ) -> f64 {
        let (d, ln) = (y.len() as f64, f64::from(ln_scale));
        let sum = |of: fn(Real, Real) -> Real| -> f64 {
            y.iter().zip(x).map(|(&y, &x)| f64::from(of(y, x))).sum()
        };
        match self {
            Likelihood::Bernoulli => sum(|a, x| x * a - sigmoid_and_softplus(a).1),
            Likelihood::Gaussian(_) => {
                let squares = sum(|y, x| (y - x) * (y - x));
                -squares / (2.0 * ln.exp()) - d / 2.0 * (TAU.ln() + ln)
            }
            Likelihood::Laplace(_) => {
                -sum(|y, x| (y - x).abs()) / ln.exp() - d * (LN_2 + ln)
            }
        }
    }

    /// A pixel of this mean and scale.
    pub(super) fn draw(self, mean: Real, scale: Real, rng: &mut impl Rng) -> Real {
        match self {
            Likelihood::Bernoulli => {
                if rng.random::<f64>() < f64::from(mean) {
                    1.0
                } else {
                    0.0
                }
            }
            Likelihood::Gaussian(_) => {
                mean + scale.sqrt() * rng.sample::<f64, _>(StandardNormal) as Real
            }
            Likelihood::Laplace(_) => {
                let u = rng.random::<f64>() - 0.5; // the quantile function, at u + ½
                mean - scale * (u.signum() * (1.0 - 2.0 * u.abs()).ln()) as Real
            }
        }
    }
}

/// (1/n) Σᵢⱼ |yᵢⱼ − xᵢⱼ|/b; writes the slopes ± 1/nb.
fn absolute(
    y: ArrayView2<Real>,
    x: ArrayView2<Real>,
    b: f64,
    dy: ArrayViewMut2<Real>,
) -> f64 {
    let slope = (1.0 / (y.nrows() as f64 * b)) as Real;
    let mut sum = 0.0;
    Zip::from(dy).and(y).and(x).for_each(|dy, &y, &x| {
        let e = y - x;
        *dy = if e == 0.0 { 0.0 } else { slope.copysign(e) };
        sum += f64::from(e.abs());
    });
    sum * f64::from(slope)
}
