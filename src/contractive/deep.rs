//! A contractive autoencoder of several layers: the shift of its code under a little noise is its penalty.

use super::{Weights, check_lambda};
use crate::check::check_some;
use crate::linalg::dot;
use crate::nn::draw::Draw;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1, ArrayViewD, Axis, Zip, concatenate};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// The noise ς under which the code's shift is measured: small, so that the shift over ς² is
/// ‖J‖² in the mean.
const NOISE: Real = 0.02;

/// Layers of sigmoids to the code, their mirror image back, a linear end.
///
/// L = ‖x̃ − x‖² + λ‖f(x + ε) − f(x)‖²/ς², a mean over samples, for ε ~ N(0, ς²I) drawn anew at
/// each step, ς = 0.02: for so little noise the second term is λ‖∂f/∂x‖²_F in the mean.
#[derive(Debug, Clone)]
pub struct DeepContractive {
    /// W of each layer (below, above), the picture's first.
    w: Vec<Array2<Real>>,
    /// Their biases.
    c: Vec<Array1<Real>>,
    /// The decoder's weights (above, below), the picture's first; none where they are Wᵀ.
    v: Option<Vec<Array2<Real>>>,
    /// The decoder's biases, the picture's first.
    b: Vec<Array1<Real>>,
    /// λ.
    lambda: Real,
}

impl DeepContractive {
    /// Of these widths, the picture's first; first weights drawn as PyTorch's, biases 0.
    ///
    /// Errors where there are fewer than two widths, one of them is 0, or λ is negative or not finite.
    pub fn random(
        widths: &[usize],
        weights: Weights,
        lambda: Real,
        rng: &mut impl Rng,
    ) -> Result<DeepContractive> {
        check_some(widths.len(), 2, "an encoder", "widths")?;
        check_some(widths.iter().copied().min().unwrap_or(0), 1, "a layer", "unit")?;
        check_lambda(lambda)?;
        let init = Init::PyTorch;
        let pairs = || widths.windows(2);
        let w = pairs().map(|p| init.matrix(p[0], p[1], rng)).collect();
        let v = (weights == Weights::Untied)
            .then(|| pairs().map(|p| init.matrix(p[1], p[0], rng)).collect());
        let c = pairs().map(|p| Array1::zeros(p[1])).collect();
        let b = pairs().map(|p| Array1::zeros(p[0])).collect();
        Ok(DeepContractive { w, c, v, b, lambda })
    }

    /// The same of zeros: room for ∂L/∂θ.
    fn zeros(&self) -> DeepContractive {
        let mut zeros = self.clone();
        zeros.parameters_mut().into_iter().for_each(|theta| theta.fill(0.0));
        zeros
    }

    /// What every layer of the encoder says, the picture's first.
    fn up(&self, x: Array2<Real>) -> Vec<Array2<Real>> {
        let mut all = vec![x];
        for (w, c) in self.w.iter().zip(&self.c) {
            all.push(sigmoid(dot(&all[all.len() - 1], w) + c));
        }
        all
    }

    /// What every layer of the decoder says, the code first.
    fn down(&self, z: Array2<Real>) -> Vec<Array2<Real>> {
        let mut all = vec![z];
        for l in (0..self.w.len()).rev() {
            let a = dot(&all[all.len() - 1], &self.back(l)) + &self.b[l];
            all.push(if l > 0 { sigmoid(a) } else { a });
        }
        all
    }

    /// From ∂L/∂Y to ∂L/∂Z; adds ∂L/∂θ of the decoder.
    fn back_down(
        &self,
        g: &[Array2<Real>],
        mut dg: Array2<Real>,
        room: &mut DeepContractive,
    ) -> Array2<Real> {
        let depth = self.w.len();
        for l in 0..depth {
            if l > 0 {
                through_sigmoid(&mut dg, &g[depth - l]);
            }
            let above = &g[depth - l - 1]; // nearer to the code
            room.b[l] += &dg.sum_axis(Axis(0));
            match &mut room.v {
                Some(v) => v[l] += &dot(&above.t(), &dg),
                None => room.w[l] += &dot(&dg.t(), above), // W, again
            }
            dg = dot(&dg, &self.back(l).t());
        }
        dg
    }

    /// From ∂L/∂H of the code downwards; adds ∂L/∂θ of the encoder.
    fn back_up(
        &self,
        h: &[Array2<Real>],
        mut dh: Array2<Real>,
        room: &mut DeepContractive,
    ) {
        for l in (0..self.w.len()).rev() {
            through_sigmoid(&mut dh, &h[l + 1]);
            room.c[l] += &dh.sum_axis(Axis(0));
            room.w[l] += &dot(&h[l].t(), &dh);
            if l > 0 {
                dh = dot(&dh, &self.w[l].t());
            }
        }
    }

    /// V of layer `l`.
    fn back(&self, l: usize) -> Array2<Real> {
        self.v.as_ref().map_or_else(|| self.w[l].t().to_owned(), |v| v[l].clone())
    }

    /// J (k, d) at x (d): a product over the layers.
    ///
    /// Errors where x has not d numbers.
    pub fn jacobian(&self, x: ArrayView1<Real>) -> Result<Array2<Real>> {
        let d = self.w[0].nrows();
        if x.len() != d {
            let (expected, got) = (d.to_string(), x.len().to_string());
            return Err(Error::Shape { what: "the numbers of the point", expected, got });
        }
        let all = self.up(x.to_owned().insert_axis(Axis(0)));
        let mut j = Array2::eye(x.len());
        for (w, h) in self.w.iter().zip(&all[1..]) {
            j = dot(&j, w) * &h.mapv(|h| h * (1.0 - h)); // (d, width)
        }
        Ok(j.reversed_axes().as_standard_layout().to_owned())
    }
}

impl Parameters for DeepContractive {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let matrices = self.w.iter().chain(self.v.iter().flatten());
        let vectors = self.c.iter().chain(&self.b);
        let all = matrices.map(|m| m.view().into_dyn());
        let all = all.chain(vectors.map(|v| v.view().into_dyn()));
        all.enumerate().map(|(i, theta)| (i.to_string(), theta)).collect()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let matrices = self.w.iter_mut().chain(self.v.iter_mut().flatten());
        let vectors = self.c.iter_mut().chain(&mut self.b);
        let all = matrices.flat_map(|m| m.parameters_mut());
        all.chain(vectors.flat_map(|v| v.parameters_mut())).collect()
    }
}

impl Model for DeepContractive {
    const TERMS: &'static [&'static str] = &["reconstruction", "contraction"];

    type Room = DeepContractive;

    fn room(&self, _rows: usize) -> DeepContractive {
        self.zeros()
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.w[0].nrows();
        samples.check(d, d, Loss::Squared.units(d))
    }

    fn slope(
        &self,
        batch: Samples,
        draw: Draw,
        room: &mut DeepContractive,
    ) -> Result<Terms> {
        let (n, depth) = (batch.len(), self.w.len());
        let mut rng = draw.stream("shift");
        let mut noise = || -> Real {
            let e: f64 = StandardNormal.sample(&mut rng);
            NOISE * e as Real
        };
        let moved = batch.x.mapv(|x| x + noise());
        let h = self.up(concatenate![Axis(0), batch.x, moved]); // of X, then of X + ε
        let (still, shifted) = h[depth].view().split_at(Axis(0), n);
        let shift = &shifted - &still;
        let scale = self.lambda / (NOISE * NOISE * n as Real); // λ/nς²
        let contraction = f64::from(scale) * f64::from((&shift * &shift).sum());
        let g = self.down(still.to_owned());
        let mut dy = Array2::zeros(batch.x.dim());
        let loss = Loss::Squared.of_batch(g[depth].view(), batch, dy.view_mut());
        if draw.learns() {
            let dz = self.back_down(&g, dy, room);
            let pull = shift * (2.0 * scale);
            self.back_up(&h, concatenate![Axis(0), dz - &pull, pull], room);
        }
        Ok(Self::terms([loss, contraction]))
    }

    fn gradients(room: &mut DeepContractive) -> Vec<&mut [Real]> {
        room.parameters_mut()
    }

    fn settings(&self) -> String {
        format!("deep contractive, λ = {}", self.lambda)
    }
}

fn sigmoid(a: Array2<Real>) -> Array2<Real> {
    a.mapv_into(|a| 1.0 / (1.0 + (-a).exp()))
}

/// ∂L/∂A of ∂L/∂H, in place.
fn through_sigmoid(dh: &mut Array2<Real>, h: &Array2<Real>) {
    Zip::from(dh).and(h).for_each(|dh, &h| *dh *= h * (1.0 - h));
}
