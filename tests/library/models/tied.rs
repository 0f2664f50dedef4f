//! Tied weights: the decoder's matrix is the encoder's, transposed. No network at all.

use super::{learns, right, shades};
use crate::common::{gaussian, seeded};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::{Real, Result, parameters};
use ndarray::{Array1, Array2, Axis};

/// Y = σ(XW + c)Wᵀ + b, under the squared error.
#[derive(Clone)]
struct Tied {
    w: Array2<Real>,
    c: Array1<Real>,
    b: Array1<Real>,
}

parameters!(Tied { w, c, b });

impl Model for Tied {
    type Room = (Array2<Real>, Array1<Real>, Array1<Real>);

    fn room(&self, _: usize) -> Self::Room {
        (
            Array2::zeros(self.w.dim()),
            Array1::zeros(self.c.dim()),
            Array1::zeros(self.b.dim()),
        )
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.b.len();
        samples.check(d, d, d)
    }

    fn slope(
        &self,
        batch: Samples,
        draw: Draw,
        (dw, dc, db): &mut Self::Room,
    ) -> Result<Terms> {
        let a = batch.x.dot(&self.w) + &self.c;
        let mut h = Array2::zeros(a.dim());
        Activation::Sigmoid.apply(a.view(), h.view_mut());
        let y = h.dot(&self.w.t()) + &self.b;
        let (mut dy, mut da) = (Array2::zeros(y.dim()), Array2::zeros(a.dim()));
        let loss = Loss::Squared.of_batch(y.view(), batch, dy.view_mut());
        if draw.learns() {
            Activation::Sigmoid.slope(h.view(), dy.dot(&self.w).view(), da.view_mut());
            *dw += &(dy.t().dot(&h) + batch.x.t().dot(&da)); // W stands in both halves
            *dc += &da.sum_axis(Axis(0));
            *db += &dy.sum_axis(Axis(0));
        }
        Ok(Self::terms([loss]))
    }

    fn gradients((dw, dc, db): &mut Self::Room) -> Vec<&mut [Real]> {
        [dw.as_slice_mut(), dc.as_slice_mut(), db.as_slice_mut()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn settings(&self) -> String {
        "tied weights".into()
    }
}

#[test]
fn an_autoencoder_with_tied_weights() {
    let (x, rng) = (shades(9, 6, 3), &mut seeded(1));
    let mut model =
        Tied { w: gaussian(6, 4, rng), c: Array1::zeros(4), b: Array1::zeros(6) };
    right(&model, Samples::themselves(&x));
    learns(&mut model, Samples::themselves(&x));
}
