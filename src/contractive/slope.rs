//! The loss of a contractive autoencoder, and its slope.

use super::ContractiveAutoencoder;
use crate::linalg::product;
use crate::nn::activation::Activation;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::supervised::of_zeros;
use crate::nonlinear::Output;
use crate::{Real, Result};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, Zip, s};

/// A batch on its way there and back, and ∂L/∂θ.
pub struct Room {
    a: Array2<Real>,
    h: Array2<Real>,
    y: Array2<Real>,
    dy: Array2<Real>,
    dw: Array2<Real>,
    dc: Array1<Real>,
    dv: Option<Array2<Real>>,
    db: Array1<Real>,
}

impl Parameters for ContractiveAutoencoder {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        let mut all = vec![
            ("w".to_string(), self.w.view().into_dyn()),
            ("c".to_string(), self.c.view().into_dyn()),
        ];
        all.extend(self.v.as_ref().map(|v| ("v".to_string(), v.view().into_dyn())));
        all.push(("b".to_string(), self.b.view().into_dyn()));
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let mut all = self.w.parameters_mut();
        all.extend(self.c.parameters_mut());
        all.extend(self.v.iter_mut().flat_map(|v| v.parameters_mut()));
        all.extend(self.b.parameters_mut());
        all
    }
}

impl Model for ContractiveAutoencoder {
    const TERMS: &'static [&'static str] = &["reconstruction", "contraction"];

    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        let (d, k) = self.w.dim();
        let room = |columns| Array2::zeros((rows, columns));
        Room {
            a: room(k),
            h: room(k),
            y: room(d),
            dy: room(d),
            dw: Array2::zeros((d, k)),
            dc: Array1::zeros(k),
            dv: self.v.as_ref().map(|v| Array2::zeros(v.dim())),
            db: Array1::zeros(d),
        }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let (d, loss) = (self.w.nrows(), self.output.loss());
        samples.check(d, d, loss.units(d))?;
        loss.check(samples.target)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let (x, rows) = (batch.x, s![..batch.len(), ..]);
        let Room { a, h, y, dy, dw, dc, dv, db } = room;
        let (mut a, mut h) = (a.slice_mut(rows), h.slice_mut(rows));
        let (mut y, mut dy) = (y.slice_mut(rows), dy.slice_mut(rows));
        a.assign(&self.c);
        product(1.0, x, self.w.view(), 1.0, a.view_mut()); // A = XW + c
        Activation::Sigmoid.apply(a.view(), h.view_mut()); // H = σ(A)
        self.decode_into(h.view(), dy.view_mut(), y.view_mut()); // Y = HV + b
        let loss = self.output.loss().of_batch(y.view(), batch, dy.view_mut());
        let n_j = self.lengths(); // ‖wⱼ‖²
        let scale = self.lambda / batch.len() as Real; // λ/n
        let mut squares = Array1::zeros(n_j.len()); // Σᵢ s′ᵢⱼ², s′ = h(1 − h)
        h.rows().into_iter().for_each(|h| add_squares(h, &mut squares));
        let contraction = f64::from(scale) * f64::from(squares.dot(&n_j));
        // ANCHOR: contractive_slope
        if draw.learns() {
            self.through_output(y.view(), dy.view_mut());
            let da = &mut a; // A is not needed any more
            product(1.0, dy.view(), self.weights_back(), 0.0, da.view_mut()); // ∂L/∂H
            for (mut da, h) in da.rows_mut().into_iter().zip(h.rows()) {
                Zip::from(&mut da).and(h).and(&n_j).for_each(|da, &h, &n_j| {
                    let s = h * (1.0 - h); // s′; ∂s′²/∂a = 2s′²(1 − 2h)
                    *da = *da * s + 2.0 * scale * s * s * (1.0 - 2.0 * h) * n_j;
                });
                *dc += &da;
            }
            product(1.0, x.t(), da.view(), 1.0, dw.view_mut()); // ∂L/∂W = Xᵀ ∂L/∂A
            squares *= 2.0 * scale; // ∂‖wⱼ‖²/∂wⱼ = 2wⱼ
            Zip::from(dw.rows_mut()).and(self.w.rows()).for_each(|mut dw, w| {
                Zip::from(&mut dw).and(w).and(&squares).for_each(|dw, &w, &q| *dw += w * q);
            });
            match dv {
                Some(dv) => product(1.0, h.t(), dy.view(), 1.0, dv.view_mut()), // Hᵀ ∂L/∂Y
                None => product(1.0, dy.t(), h.view(), 1.0, dw.view_mut()),     // W, again
            }
            *db += &dy.sum_axis(Axis(0));
        }
        // ANCHOR_END: contractive_slope
        Ok(Self::terms([loss, contraction]))
    }

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        let mut all: Vec<&mut [Real]> = Vec::new();
        all.extend(room.dw.as_slice_mut());
        all.extend(room.dc.as_slice_mut());
        all.extend(room.dv.iter_mut().filter_map(|dv| dv.as_slice_mut()));
        all.extend(room.db.as_slice_mut());
        all
    }

    fn settings(&self) -> String {
        let (d, k) = self.w.dim();
        let tied = if self.v.is_some() { "untied" } else { "tied" };
        format!("contractive {d} → {k}, {tied}, {:?}, λ = {}", self.output, self.lambda)
    }

    fn naive(&self, samples: Samples) -> f64 {
        of_zeros(self.output.loss(), samples)
    }
}

impl ContractiveAutoencoder {
    /// Y = HV + b, behind σ where the output has one; `room` is overwritten then.
    fn decode_into<'a>(
        &self,
        h: ArrayView2<Real>,
        mut room: ArrayViewMut2<'a, Real>,
        mut y: ArrayViewMut2<'a, Real>,
    ) {
        let bent = self.output == Output::Sigmoid;
        let straight = if bent { &mut room } else { &mut y };
        straight.assign(&self.b);
        product(1.0, h, self.weights_back().reversed_axes(), 1.0, straight.view_mut());
        if bent {
            Activation::Sigmoid.apply(room.view(), y);
        }
    }

    /// ∂L/∂(HV + b) of ∂L/∂Y, in place.
    fn through_output(&self, y: ArrayView2<Real>, dy: ArrayViewMut2<Real>) {
        if self.output == Output::Sigmoid {
            Zip::from(dy).and(y).for_each(|dy, &y| *dy *= y * (1.0 - y));
        }
    }

    /// Vᵀ (d, k).
    fn weights_back(&self) -> ArrayView2<'_, Real> {
        self.v.as_ref().map_or(self.w.view(), |v| v.t())
    }
}

/// Adds (hⱼ(1 − hⱼ))² of one sample.
fn add_squares(h: ndarray::ArrayView1<Real>, squares: &mut Array1<Real>) {
    Zip::from(squares).and(h).for_each(|sum, &h| {
        let s = h * (1.0 - h);
        *sum += s * s;
    });
}
