//! The linear autoencoder: x̃ = μ + UV(x − μ), trained by its squared error.
//!
//! U (d, k) decodes, V (k, d) encodes. With X centred, the loss is
//!
//! L = (1/n) ‖X − XVᵀUᵀ‖² + α(‖U‖² + ‖V‖²).
//!
//! Its minima span PCA's subspace (Bourlard & Kamp 1988; Baldi & Hornik 1989); with α > 0 their singular directions are
//! PCA's axes (Kunin, Bloom, Goeva & Seed 2019, whose λ is nα and whose σᵢ are the singular values of X).

pub mod axes;
pub mod full_batch;
pub mod history;
pub mod minibatch;

use crate::check::{check_columns, check_some};
use crate::linalg::{check_finite, dot, product, svd};
use crate::nn::optim::Optimiser;
use crate::pca::Pca;
use crate::{Autoencoder, Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: linear_struct
/// x_tilde = μ + UV(x − μ): a bottleneck of k numbers between two matrices.
#[derive(Debug, Clone)]
pub struct LinearAutoencoder {
    /// μ (d): what is taken off before encoding and put back after decoding.
    pub mean: Array1<Real>,
    /// U (d, k): the decoder.
    pub u: Array2<Real>,
    /// V (k, d): the encoder.
    pub v: Array2<Real>,
}
// ANCHOR_END: linear_struct

/// ∂L/∂U (d, k) and ∂L/∂V (k, d).
#[derive(Debug, Clone)]
pub struct Gradient {
    /// ∂L/∂U (d, k).
    pub u: Array2<Real>,
    /// ∂L/∂V (k, d).
    pub v: Array2<Real>,
}

impl LinearAutoencoder {
    /// The model of these matrices: μ (d), U (d, k), V (k, d), k ≥ 1. (k may be d or more: then nothing need be lost.)
    ///
    /// Errors where the shapes do not fit, or an entry is not finite.
    pub fn new(mean: Array1<Real>, u: Array2<Real>, v: Array2<Real>) -> Result<Self> {
        let (d, k) = u.dim();
        check_some(d, 1, "a linear autoencoder", "feature")?;
        check_some(k, 1, "a linear autoencoder", "number in its code")?;
        if mean.len() != d || v.dim() != (k, d) {
            let expected = format!("for U of {d}×{k} a mean of {d} and V of {k}×{d}");
            let got =
                format!("a mean of {} and V of {}×{}", mean.len(), v.nrows(), v.ncols());
            return Err(Error::Shape {
                what: "the parts of a linear autoencoder",
                expected,
                got,
            });
        }
        check_finite(mean.view().insert_axis(Axis(0)))?;
        check_finite(u.view())?;
        check_finite(v.view())?;
        Ok(LinearAutoencoder { mean, u, v })
    }

    /// A place to start from: every entry of U and V drawn from N(0, scale²), with code size k ≥ 1.
    ///
    /// Errors where k is 0, the mean is empty or not finite, or the scale is not positive and finite.
    pub fn random(
        mean: &Array1<Real>,
        k: usize,
        scale: f64,
        rng: &mut impl Rng,
    ) -> Result<Self> {
        if !(scale > 0.0 && scale.is_finite()) {
            let value = scale.to_string();
            return Err(Error::OutOfRange {
                name: "the scale of U and V",
                value,
                range: "positive and finite",
            });
        }
        let d = mean.len();
        let mut draw = |rows, columns| {
            Array2::from_shape_simple_fn((rows, columns), || {
                let e: f64 = StandardNormal.sample(rng);
                (scale * e) as Real
            })
        };
        Self::new(mean.clone(), draw(d, k), draw(k, d))
    }

    /// PCA as a linear autoencoder: U = W, V = Wᵀ, one of the minima of the loss without penalty.
    pub fn from_pca(pca: &Pca) -> Self {
        LinearAutoencoder {
            mean: pca.mean.clone(),
            u: pca.w.clone(),
            v: transposed(&pca.w),
        }
    }

    /// U = Q, V = Qᵀ with the chosen columns of PCA's W (counted from 0) as Q: a stationary point of the loss without
    /// penalty, and a saddle unless the columns are the first ones. Errors where a component is not held or named twice.
    pub fn spanning(pca: &Pca, components: &[usize]) -> Result<Self> {
        let held = pca.code_size();
        if let Some(&j) = components.iter().find(|&&j| j >= held) {
            return Err(Error::NotHeld { k: j + 1, held });
        }
        if let Some(j) =
            (1..components.len()).find(|&j| components[..j].contains(&components[j]))
        {
            let (expected, got) =
                ("different ones".into(), format!("{} twice", components[j]));
            return Err(Error::Shape { what: "the components to span", expected, got });
        }
        let q = pca.w.select(Axis(1), components);
        Self::new(pca.mean.clone(), q.clone(), transposed(&q))
    }

    /// The best encoder for a given decoder U (d, k): V = (UᵀU)⁻¹Uᵀ, so that UV projects onto the span of U.
    ///
    /// From the thin SVD U = A diag(s) Bᵀ, V = B diag(1/s) Aᵀ. For U with orthonormal columns, V = Uᵀ. Errors as
    /// [`LinearAutoencoder::new`], and where the columns of U depend on each other.
    pub fn with_best_encoder(mean: Array1<Real>, u: Array2<Real>) -> Result<Self> {
        let (a, s, bt) = svd(u.view())?; // U = A diag(s) Bᵀ
        let least = s[0] * Real::EPSILON * u.nrows().max(u.ncols()) as Real;
        let rank = s.iter().filter(|&&s| s > least).count();
        if rank < u.ncols() {
            let (expected, got) =
                ("independent columns".into(), format!("{} of rank {rank}", u.ncols()));
            return Err(Error::Shape { what: "the decoder U", expected, got });
        }
        let v = bt.t().dot(&(&a / &s).t()); // V = B diag(1/s) Aᵀ
        Self::new(mean, u, v)
    }

    /// L of X (n, d), n ≥ 1, with penalty α ≥ 0.
    ///
    /// Errors where X has no row, not d columns, or is not finite, or α is negative or not finite.
    pub fn loss(&self, x: &Array2<Real>, alpha: f64) -> Result<f64> {
        check_alpha(alpha)?;
        Ok(self.squared_error(x)? + self.penalty(alpha))
    }

    /// ∂L/∂U and ∂L/∂V on X (n, d), n ≥ 1, with penalty α ≥ 0; errors as [`LinearAutoencoder::loss`].
    pub fn gradient(&self, x: &Array2<Real>, alpha: f64) -> Result<Gradient> {
        check_alpha(alpha)?;
        check_columns("the samples", self.features(), x)?;
        check_some(x.nrows(), 1, "a gradient", "sample")?;
        let mut room = Room::new(x.nrows(), self);
        room.x.assign(&(x - &self.mean));
        self.gradient_of_centred(x.nrows(), alpha, &mut room);
        Ok(room.gradient)
    }

    // ANCHOR: gradient
    /// L, and its gradient, on the first n rows of the centred samples in `room`.
    ///
    /// `product(a, A, B, c, C)` is C ← a·AB + c·C: everything is computed in place.
    fn gradient_of_centred(&self, n: usize, alpha: f64, room: &mut Room) -> f64 {
        let (u, v, rows, scale) = (&self.u, &self.v, s![..n, ..], 2.0 / n as Real);
        let Room { x, z, e, eu, gradient, .. } = room;
        let (x, mut z) = (x.slice(rows), z.slice_mut(rows));
        let (mut e, mut eu) = (e.slice_mut(rows), eu.slice_mut(rows));
        product(1.0, x, v.t(), 0.0, z.view_mut()); // Z = XVᵀ
        e.zip_mut_with(&x, |e, &x| *e = -x);
        product(1.0, z.view(), u.t(), 1.0, e.view_mut()); // E = X_tilde − X = ZUᵀ − X
        let loss = sum_of_squares(&e.view()) / n as f64; // L = (1/n)‖E‖²
        product(scale, e.t(), z.view(), 0.0, gradient.u.view_mut()); // ∂L/∂U = (2/n) EᵀZ
        product(1.0, e.view(), u.view(), 0.0, eu.view_mut());
        product(scale, eu.t(), x, 0.0, gradient.v.view_mut()); // ∂L/∂V = (2/n) (EU)ᵀX
        gradient.u.scaled_add(2.0 * alpha as Real, u); // … + 2αU
        gradient.v.scaled_add(2.0 * alpha as Real, v); // … + 2αV
        loss + self.penalty(alpha)
    }
    // ANCHOR_END: gradient

    /// One step of the optimiser.
    fn follow(
        &mut self,
        gradient: &Gradient,
        optimiser: &mut impl Optimiser,
    ) -> Result<()> {
        let Gradient { u: du, v: dv } = gradient;
        optimiser.step(&mut [pair(&mut self.u, du), pair(&mut self.v, dv)])
    }

    /// α(‖U‖² + ‖V‖²).
    fn penalty(&self, alpha: f64) -> f64 {
        if alpha == 0.0 {
            return 0.0;
        }
        alpha * (sum_of_squares(&self.u.view()) + sum_of_squares(&self.v.view()))
    }
}

impl Autoencoder for LinearAutoencoder {
    fn features(&self) -> usize {
        self.u.nrows()
    }

    fn code_size(&self) -> usize {
        self.u.ncols()
    }

    // ANCHOR: encode
    /// Codes Z = (X − μ)Vᵀ: (n, d) → (n, k). Errors where X is not d wide, or not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the samples", self.features(), x)?;
        Ok(dot(&(x - &self.mean), &self.v.t())) // Z = (X − μ)Vᵀ
    }
    // ANCHOR_END: encode

    // ANCHOR: decode
    /// X_tilde = ZUᵀ + μ: (n, k) → (n, d). Errors where Z is not k wide, or not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the codes", self.code_size(), z)?;
        Ok(dot(z, &self.u.t()) + &self.mean) // X_tilde = ZUᵀ + μ
    }
    // ANCHOR_END: decode
}

/// Buffers for one gradient on up to n samples.
struct Room {
    /// X − μ (n, d).
    x: Array2<Real>,
    /// Z (n, k).
    z: Array2<Real>,
    /// E (n, d).
    e: Array2<Real>,
    /// EU (n, k).
    eu: Array2<Real>,
    gradient: Gradient,
    /// L, where it is kept.
    loss: f64,
}

impl Room {
    fn new(n: usize, model: &LinearAutoencoder) -> Room {
        let (d, k) = model.u.dim();
        let (x, e) = (Array2::zeros((n, d)), Array2::zeros((n, d)));
        let (z, eu) = (Array2::zeros((n, k)), Array2::zeros((n, k)));
        Room {
            x,
            z,
            e,
            eu,
            gradient: Gradient { u: Array2::zeros((d, k)), v: Array2::zeros((k, d)) },
            loss: 0.0,
        }
    }
}

/// ‖A‖², rows in the crate's precision, their sum in double.
fn sum_of_squares(a: &ArrayView2<Real>) -> f64 {
    a.rows().into_iter().map(|row| row.dot(&row) as f64).sum()
}

/// A parameter and its gradient, entry by entry.
fn pair<'a>(
    parameter: &'a mut Array2<Real>,
    gradient: &'a Array2<Real>,
) -> (&'a mut [Real], &'a [Real]) {
    if !parameter.is_standard_layout() {
        *parameter = parameter.as_standard_layout().into_owned();
    }
    let theta = parameter.as_slice_mut().expect("a parameter just laid out in rows");
    (theta, gradient.as_slice().expect("a gradient is made in rows"))
}

fn transposed(a: &Array2<Real>) -> Array2<Real> {
    a.t().as_standard_layout().into_owned()
}

/// α ≥ 0 and finite.
fn check_alpha(alpha: f64) -> Result<()> {
    match alpha >= 0.0 && alpha.is_finite() {
        true => Ok(()),
        false => {
            let range = "zero or positive, and finite";
            Err(Error::OutOfRange {
                name: "the penalty α",
                value: alpha.to_string(),
                range,
            })
        }
    }
}
