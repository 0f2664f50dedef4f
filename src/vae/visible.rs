//! A model of binary images without any code: each pixel from those before it.
//!
//! p(x) = Π p(xⱼ | x₁ … xⱼ₋₁), by the chain rule of chance alone, each factor a logistic
//! regression: an exact likelihood, and samples in d steps. Source: Frey 1998 (logistic belief
//! networks); Larochelle & Murray 2011 (NADE) go on from it.

use crate::nn::draw::Draw;
use crate::nn::exponential::{sigmoid, sigmoid_and_softplus};
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, silent, train};
use crate::{Error, Real, Result, check::check_some, linalg::product, parameters};
use ndarray::{Array1, Array2, ArrayView2, Axis, Zip};
use rand::{Rng, RngExt};

// ANCHOR: visible
/// P(xⱼ = 1 | x₁ … xⱼ₋₁) = σ(bⱼ + Σ xᵢwᵢⱼ), over the i < j.
#[derive(Debug, Clone)]
pub struct VisibleModel {
    /// W (d, d): 0 on the diagonal and below, where a pixel would look at itself or ahead.
    pub w: Array2<Real>,
    /// b (d).
    pub b: Array1<Real>,
}
// ANCHOR_END: visible

parameters!(VisibleModel { w, b });

impl VisibleModel {
    /// All pixels ½: W = 0, b = 0. The loss has one minimum, so no start is better than this.
    /// Errors where d is 0.
    pub fn new(d: usize) -> Result<VisibleModel> {
        check_some(d, 1, "an image", "pixel")?;
        Ok(VisibleModel { w: Array2::zeros((d, d)), b: Array1::zeros(d) })
    }

    /// Trains on binary images X (n, d); `validation` decides when to stop, where the training
    /// has patience. Errors as [`train`], and where a pixel is neither 0 nor 1.
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        validation: Option<&Array2<Real>>,
        optimiser: &mut O,
        training: &Training,
    ) -> Result<Vec<Record>> {
        let validation = validation.map(Samples::themselves);
        train(self, optimiser, Samples::themselves(x), validation, training, silent)
    }

    fn logits(&self, x: ArrayView2<Real>) -> Array2<Real> {
        let mut a = Array2::zeros((x.nrows(), self.b.len()));
        product(1.0, x, self.w.view(), 0.0, a.view_mut());
        a + &self.b
    }

    // ANCHOR: visible_log
    /// log p(xᵢ) = Σⱼ xⱼaⱼ − softplus(aⱼ), exactly: binary X (n, d) → (n), in nats.
    ///
    /// Errors where X has not d columns, or a pixel is neither 0 nor 1.
    pub fn log_likelihood(&self, x: &Array2<Real>) -> Result<Array1<f64>> {
        self.check(Samples::themselves(x))?;
        let mut a = self.logits(x.view()); // every pixel's logit at once
        Zip::from(&mut a).and(x).for_each(|a, &x| *a = x * *a - sigmoid_and_softplus(*a).1);
        Ok(a.map_axis(Axis(1), |a| a.iter().map(|&a| f64::from(a)).sum()))
    }
    // ANCHOR_END: visible_log

    /// n images (n, d), pixel by pixel: each needs those before it, so there is no short cut.
    pub fn sample(&self, n: usize, rng: &mut impl Rng) -> Array2<Real> {
        let d = self.b.len();
        let mut x = Array2::zeros((n, d));
        for mut x in x.rows_mut() {
            let mut a = self.b.clone();
            for j in 0..d {
                if rng.random::<f64>() < f64::from(sigmoid(a[j])) {
                    x[j] = 1.0;
                    a += &self.w.row(j); // only pixels after j have a weight here
                }
            }
        }
        x
    }
}

impl Model for VisibleModel {
    type Room = VisibleModel; // ∂L/∂θ

    fn room(&self, _rows: usize) -> VisibleModel {
        let d = self.b.len();
        VisibleModel { w: Array2::zeros((d, d)), b: Array1::zeros(d) }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.b.len();
        samples.check(d, d, d)?;
        check_binary(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut VisibleModel) -> Result<Terms> {
        let a = self.logits(batch.x);
        let mut da = Array2::zeros(a.dim());
        let loss = Loss::CrossEntropy.of_batch(a.view(), batch, da.view_mut());
        if draw.learns() {
            // ANCHOR: visible_slope
            product(1.0, batch.x.t(), da.view(), 1.0, room.w.view_mut()); // Xᵀ ∂L/∂A …
            for (i, mut row) in room.w.rows_mut().into_iter().enumerate() {
                row.slice_mut(ndarray::s![..=i]).fill(0.0); // … of earlier pixels only
            }
            room.b += &da.sum_axis(Axis(0));
            // ANCHOR_END: visible_slope
        }
        Ok(Self::terms([loss]))
    }

    fn gradients(room: &mut VisibleModel) -> Vec<&mut [Real]> {
        room.parameters_mut()
    }

    fn settings(&self) -> String {
        format!("{} pixels, each from those before it", self.b.len())
    }

    /// d ln 2: all pixels ½.
    fn naive(&self, samples: Samples) -> f64 {
        samples.x.ncols() as f64 * std::f64::consts::LN_2
    }
}

/// Errors where a pixel is neither 0 nor 1: what it tells those after it would have no chance.
pub(super) fn check_binary(samples: Samples) -> Result<()> {
    match samples.target.iter().find(|&&x| x != 0.0 && x != 1.0) {
        None => Ok(()),
        Some(x) => Err(Error::OutOfRange {
            name: "a pixel of a binary image",
            value: x.to_string(),
            range: "0 or 1",
        }),
    }
}
