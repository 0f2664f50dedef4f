//! The linear VAE, whose bound needs no sample: p(x|z) = N(Wz, σ²1), q(z|x) = N(Vᵀx, diag s).
//!
//! For centred data. Its best bound is the likelihood of probabilistic PCA. Source: Lucas,
//! Tucker, Grosse & Norouzi 2019.

use super::gaussian::LinearGaussian;
use crate::linalg::product;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::{Error, Real, Result, check::check_some, parameters};
use ndarray::{Array1, Array2, Axis, array};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

// ANCHOR: linear_vae
/// Encoder V (d, k) and ln s (k), the same at each x; decoder W (d, k) and ln σ².
#[derive(Debug, Clone)]
pub struct LinearVae {
    /// V (d, k): the mean of q(z|x) is Vᵀx.
    pub v: Array2<Real>,
    /// W (d, k): the mean of p(x|z) is Wz.
    pub w: Array2<Real>,
    /// ln s (k), the logarithms of q's variances.
    pub ln_s: Array1<Real>,
    /// ln σ² (1), of the pixels.
    pub ln_variance: Array1<Real>,
}
// ANCHOR_END: linear_vae

parameters!(LinearVae { v, w, ln_s, ln_variance });

impl LinearVae {
    /// V and W drawn with standard deviation `sd`; s = σ² = 1. Errors where d or k is 0.
    pub fn random(d: usize, k: usize, sd: f64, rng: &mut impl Rng) -> Result<LinearVae> {
        check_some(d.min(k), 1, "a linear VAE", "feature and unit")?;
        let mut draw = || {
            Array2::from_shape_simple_fn((d, k), || {
                (sd * rng.sample::<f64, _>(StandardNormal)) as Real
            })
        };
        let (v, w) = (draw(), draw());
        Ok(LinearVae { v, w, ln_s: Array1::zeros(k), ln_variance: array![0.0] })
    }

    /// Its decoder as a model of x, whose likelihood is known exactly. Errors where training
    /// left a number that is not finite.
    pub fn model(&self) -> Result<LinearGaussian> {
        let variance = f64::from(self.ln_variance[0]).exp();
        LinearGaussian::new(Array1::zeros(self.w.nrows()), self.w.clone(), variance)
    }

    /// The bound on the mean log p(x) of centred samples X (n, d), exactly. Errors as
    /// [`Model::check`].
    pub fn elbo(&self, x: &Array2<Real>) -> Result<f64> {
        let samples = Samples::themselves(x);
        self.check(samples)?;
        let mut room = self.room(x.nrows());
        Ok(-self.slope(samples, Draw::measuring(0, 0), &mut room)?.total())
    }
}

impl Model for LinearVae {
    const TERMS: &'static [&'static str] = &["reconstruction", "KL"];

    type Room = LinearVae; // ∂L/∂θ

    fn room(&self, _rows: usize) -> LinearVae {
        let (d, k) = self.w.dim();
        let weights = || Array2::zeros((d, k));
        LinearVae {
            v: weights(),
            w: weights(),
            ln_s: Array1::zeros(k),
            ln_variance: array![0.0],
        }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.w.nrows();
        samples.check(d, d, d)?;
        if samples.weight.is_some() {
            let (expected, got) = ("none".into(), "some".into());
            return Err(Error::Shape { what: "weights for a VAE's loss", expected, got });
        }
        Ok(())
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut LinearVae) -> Result<Terms> {
        let (n, (d, k)) = (batch.len() as Real, self.w.dim());
        let mut z = Array2::zeros((batch.len(), k));
        // ANCHOR: linear_elbo
        product(1.0, batch.x, self.v.view(), 0.0, z.view_mut()); // Z = XV, the means
        let mut e = batch.target.to_owned();
        product(1.0, z.view(), self.w.t(), -1.0, e.view_mut()); // E = ZWᵀ − X
        let (s, variance) = (self.ln_s.mapv(Real::exp), self.ln_variance[0].exp());
        let lengths = (&self.w * &self.w).sum_axis(Axis(0)); // ‖wⱼ‖²
        // E_q ‖x − Wz‖² = ‖x − Wμ‖² + Σⱼ sⱼ ‖wⱼ‖²
        let squares = mean_square(&e) + f64::from(s.dot(&lengths));
        let ln = f64::from(self.ln_variance[0]);
        let half = squares / (2.0 * f64::from(variance));
        let reconstruction = d as f64 / 2.0 * (TAU.ln() + ln) + half;
        let spread: f64 =
            self.ln_s.iter().map(|&ln_s| f64::from(ln_s).exp_m1() - f64::from(ln_s)).sum();
        let kl = 0.5 * (mean_square(&z) + spread); // ½Σ(μ² + s − 1 − ln s)
        // ANCHOR_END: linear_elbo
        if draw.learns() {
            // ANCHOR: linear_slope
            e /= n * variance; // ∂L/∂(ZWᵀ)
            product(1.0, e.t(), z.view(), 1.0, room.w.view_mut());
            room.w += &(&self.w * &(&s / variance)); // from Σ sⱼ‖wⱼ‖²/2σ²
            z /= n; // ∂KL/∂Z
            product(1.0, e.view(), self.w.view(), 1.0, z.view_mut()); // ∂L/∂Z
            product(1.0, batch.x.t(), z.view(), 1.0, room.v.view_mut());
            room.ln_s += &((&s * &lengths / variance + &s - 1.0) * 0.5);
            room.ln_variance[0] += (d as f64 / 2.0 - half) as Real;
            // ANCHOR_END: linear_slope
        }
        Ok(Self::terms([reconstruction, kl]))
    }

    fn gradients(room: &mut LinearVae) -> Vec<&mut [Real]> {
        room.parameters_mut()
    }

    fn settings(&self) -> String {
        format!("a linear VAE of {} units on {} features", self.w.ncols(), self.w.nrows())
    }

    /// |L| of a decoder that says 0 with σ² = 1, and one nat a pixel.
    fn naive(&self, samples: Samples) -> f64 {
        let d = samples.x.ncols() as f64;
        mean_square(&samples.x.to_owned()) / 2.0 + d / 2.0 * TAU.ln() + d
    }
}

/// (1/n) Σᵢ ‖aᵢ‖².
fn mean_square(a: &Array2<Real>) -> f64 {
    let sum: f64 = a.iter().map(|&a| f64::from(a) * f64::from(a)).sum();
    sum / a.nrows() as f64
}
