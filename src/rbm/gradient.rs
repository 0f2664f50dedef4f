//! ∂/∂θ of the mean log-likelihood, whichever way it was come by.

use super::Rbm;
use crate::Real;
use ndarray::{Array1, Array2, Axis};

/// The derivative by W (d, m), b (d) and c (m); upwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// By W (d, m).
    pub w: Array2<Real>,
    /// By b (d).
    pub b: Array1<Real>,
    /// By c (m).
    pub c: Array1<Real>,
}

impl Gradient {
    /// Zeros for a machine.
    pub fn zeros(rbm: &Rbm) -> Gradient {
        let (d, m) = rbm.w.dim();
        Gradient { w: Array2::zeros((d, m)), b: Array1::zeros(d), c: Array1::zeros(m) }
    }

    /// From the differences of `E[vhᵀ]`, `E[v]` and `E[h]` between data and model to those of `E[(v − μ)(h − λ)ᵀ]` and both means.
    ///
    /// ∂W ← ∂W − μ ∂cᵀ − ∂b λᵀ: of the terms of the product, μλᵀ is the same for both and goes.
    pub fn centre(&mut self, rbm: &Rbm) {
        if rbm.is_plain() {
            return;
        }
        let Gradient { w, b, c } = self;
        for ((mut row, &mu), &b) in w.outer_iter_mut().zip(&rbm.mu).zip(&*b) {
            row.scaled_add(-mu, c); // − μ ∂cᵀ
            row.scaled_add(-b, &rbm.lambda); // − ∂b λᵀ
        }
    }

    /// Adds another.
    pub fn add(&mut self, other: &Gradient) {
        self.w += &other.w;
        self.b += &other.b;
        self.c += &other.c;
    }

    /// The cosine of the angle to another, over all parameters: 1 where both point the same way.
    pub fn cosine(&self, other: &Gradient) -> f64 {
        self.inner(other) / (self.inner(self) * other.inner(other)).sqrt()
    }

    /// The length, over all parameters.
    pub fn length(&self) -> f64 {
        self.inner(self).sqrt()
    }

    fn inner(&self, other: &Gradient) -> f64 {
        let pairs = self
            .w
            .iter()
            .chain(&self.b)
            .chain(&self.c)
            .zip(other.w.iter().chain(&other.b).chain(&other.c));
        pairs.map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
    }

    /// With the layers exchanged.
    pub(crate) fn transposed(self) -> Gradient {
        let Gradient { w, b, c } = self;
        Gradient { w: w.t().as_standard_layout().into_owned(), b: c, c: b }
    }

    /// Whether every number is finite.
    pub(crate) fn is_finite(&self) -> bool {
        let all =
            |row: ndarray::ArrayView1<Real>| row.fold(true, |all, v| all & v.is_finite());
        self.w.axis_iter(Axis(0)).all(all) && all(self.b.view()) && all(self.c.view())
    }
}
