//! The negative bound on a batch, and its slope through the sampled code.

use super::bound::kl_of;
use super::{Likelihood, Vae};
use crate::autoencoder::Autoencoder;
use crate::nn::draw::Draw;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Parameters, Samples, Terms, within};
use crate::nn::network::Tape;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMut2, Zip, s};
use rand::RngExt;
use rand_distr::StandardNormal;

/// A batch on its way through encoder and decoder, and ∂L/∂θ.
#[derive(Debug)]
pub struct Room {
    encoder: Tape,
    decoder: Tape,
    /// ∂L/∂ln scale (1), or nothing where the scale is not learnt.
    d_ln_scale: Array1<Real>,
}

/// θ is "encoder.0.weight" to "decoder.2.bias", and "ln_scale" where the scale is learnt.
impl Parameters for Vae {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let mut all: Vec<_> = within("encoder", &self.encoder).collect();
        all.extend(within("decoder", &self.decoder));
        if self.likelihood.learns_scale() {
            all.extend(within("ln_scale", &self.ln_scale));
        }
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let mut all = self.encoder.parameters_mut();
        all.extend(self.decoder.parameters_mut());
        if self.likelihood.learns_scale() {
            all.extend(self.ln_scale.parameters_mut());
        }
        all
    }
}

impl Model for Vae {
    const TERMS: &'static [&'static str] = &["reconstruction", "KL"];

    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        let scales = usize::from(self.likelihood.learns_scale());
        Room {
            encoder: Tape::new(&self.encoder, rows),
            decoder: Tape::new(&self.decoder, rows),
            d_ln_scale: Array1::zeros(scales),
        }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.features();
        samples.check(d, d, d)?;
        if samples.weight.is_some() {
            let (expected, got) = ("none".into(), "some".into());
            return Err(Error::Shape { what: "weights for a VAE's loss", expected, got });
        }
        match self.likelihood {
            Likelihood::Bernoulli => Loss::CrossEntropy.check(samples.target),
            _ => Loss::Squared.check(samples.target),
        }
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let (likelihood, ln_scale) = (self.likelihood, self.ln_scale[0]);
        self.slope_by(batch, draw, room, |y, dy| {
            likelihood.of_batch(ln_scale, y, batch, dy)
        })
    }

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        let mut all = room.encoder.gradients_mut();
        all.extend(room.decoder.gradients_mut());
        if !room.d_ln_scale.is_empty() {
            all.extend(room.d_ln_scale.as_slice_mut());
        }
        all
    }

    fn settings(&self) -> String {
        let Vae { encoder, decoder, likelihood, objective, .. } = self;
        format!("{encoder}; {decoder}; {likelihood:?}; {objective:?}")
    }

    /// |L| of a decoder that says 0, and one nat a pixel: a density may well be above 1.
    fn naive(&self, samples: Samples) -> f64 {
        let some = s![..samples.len().min(256), ..];
        let (x, d) = (samples.x.slice(some), samples.x.ncols() as f64);
        let (zeros, mut slope) = (Array2::zeros(x.dim()), Array2::zeros(x.dim()));
        let some = Samples { x, target: x, weight: None };
        let ln_scale = self.ln_scale[0];
        let of = self.likelihood.of_batch(ln_scale, zeros.view(), some, slope.view_mut());
        of.0.abs() + d
    }
}

impl Vae {
    /// The slope where `pixels` makes of the decoder's Y the mean of −log p(x|z) and its slope
    /// by ln scale, and writes that by Y.
    pub(super) fn slope_by(
        &self,
        batch: Samples,
        draw: Draw,
        room: &mut Room,
        pixels: impl FnOnce(ArrayView2<Real>, ArrayViewMut2<Real>) -> (f64, f64),
    ) -> Result<Terms> {
        let (n, k) = (batch.len(), self.code_size());
        let Room { encoder, decoder, d_ln_scale } = room;
        let of = self.objective;
        // ANCHOR: vae_forward
        self.encoder.forward(batch.x, encoder)?; // H = (μ, s), s = ln σ²
        let h = encoder.output();
        let (mu, s) = (h.slice(s![.., ..k]), h.slice(s![.., k..]));
        let e = noise((n, k), draw);
        let mut z = e.clone();
        Zip::from(&mut z).and(mu).and(s).for_each(|z, mu, s| {
            *z = mu + (of.exponent * s).exp() * *z; // z = μ + σε
        });
        self.decoder.forward(z.view(), decoder)?; // Y
        let (y, dy) = decoder.output_and_slope();
        let (loss, d_ln) = pixels(y, dy); // −log p(x|z), and ∂/∂Y
        let kl: Vec<f64> = (0..k).map(|j| kl_of(mu.column(j), s.column(j))).collect();
        // ANCHOR_END: vae_forward
        let free = f64::from(of.free);
        let price: f64 = kl.iter().map(|kl| f64::from(of.beta) * kl.max(free)).sum();
        if draw.learns() {
            self.scale_slopes(decoder, d_ln_scale, d_ln);
            // ANCHOR: vae_backward
            self.decoder.backward(z.view(), decoder, true)?; // ∂L/∂Z of the reconstruction
            let pays = |kl: &f64| if *kl < free { 0.0 } else { of.beta / n as Real };
            let price: Vec<Real> = kl.iter().map(pays).collect();
            let (h, mut dh) = encoder.output_and_slope();
            let (rows, dz) = (dh.rows_mut().into_iter().zip(h.rows()), decoder.d_input());
            for ((mut dh, h), (dz, e)) in rows.zip(dz.rows().into_iter().zip(e.rows())) {
                for j in 0..k {
                    let (mu, s, price) = (h[j], h[k + j], price[j]);
                    dh[j] = dz[j] + price * mu; // ∂z/∂μ = 1, ∂KL/∂μ = μ
                    let d_sigma = of.exponent * (of.exponent * s).exp(); // ∂σ/∂s
                    dh[k + j] = dz[j] * e[j] * d_sigma + price * 0.5 * (s.exp() - 1.0);
                }
            }
            self.encoder.backward(batch.x, encoder, false)?;
            // ANCHOR_END: vae_backward
        }
        Ok(Self::terms([f64::from(of.reconstruction) * loss, price]))
    }

    /// ∂L/∂Y and ∂L/∂ln scale of w times the reconstruction, of once.
    fn scale_slopes(&self, decoder: &mut Tape, d_ln_scale: &mut Array1<Real>, d_ln: f64) {
        let w = self.objective.reconstruction;
        if w != 1.0 {
            decoder.d_output_mut().mapv_inplace(|dy| w * dy);
        }
        *d_ln_scale += w * d_ln as Real;
    }
}

/// ε ~ N(0, 1), the same for the same draw.
fn noise(shape: (usize, usize), draw: Draw) -> Array2<Real> {
    let mut rng = draw.stream("the sampled code");
    Array2::from_shape_simple_fn(shape, || rng.sample::<f64, _>(StandardNormal) as Real)
}
