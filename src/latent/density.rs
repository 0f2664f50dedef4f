//! Densities fitted to codes, to draw new codes from.
//!
//! All are a mean of Gaussians of one shape, q(z) = (1/m) Σᵢ N(z; cᵢ, S): one hill or many.
//! Sources: Parzen 1962 (kernels); Ghosh et al. 2020 (fitting the density after the autoencoder).

use crate::check::{check_columns, check_labels, check_some};
use crate::linalg::check_finite;
use crate::log_sum::log_sum_exp;
use crate::{Error, Real, Result};
use nalgebra::{Cholesky, DMatrix};
use ndarray::{Array1, Array2, Axis, concatenate};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

// ANCHOR: density
/// q(z) = (1/m) Σᵢ N(z; cᵢ, S), S = LLᵀ.
#[derive(Debug, Clone)]
pub struct Density {
    /// c (m, k), a hill's middle a row.
    pub centres: Array2<f64>,
    /// L (k, k), lower triangular.
    root: Array2<f64>,
    /// L⁻ᵀ (k, k): rows times it have the covariance I where they had S.
    whitener: Array2<f64>,
}
// ANCHOR_END: density

impl Density {
    /// Hills at these centres (m, k) of this covariance (k, k).
    ///
    /// Errors where there is no centre, shapes do not fit, or S is not positive definite.
    pub fn new(centres: Array2<f64>, s: Array2<f64>) -> Result<Density> {
        let k = centres.ncols();
        check_some(centres.nrows().min(k), 1, "a density of codes", "centre and one unit")?;
        if s.dim() != (k, k) {
            let (expected, got) = (format!("{k} × {k}"), format!("{:?}", s.dim()));
            return Err(Error::Shape { what: "a hill's covariance", expected, got });
        }
        let (name, value) = ("the covariance of codes", "not so".into());
        let range = "finite and positive definite: leave out units that do not vary";
        let root = Cholesky::new(DMatrix::from_fn(k, k, |i, j| s[(i, j)])).map(|c| c.l());
        let inverse = root.as_ref().and_then(|l| l.clone().try_inverse());
        let (Some(l), Some(inverse)) = (root, inverse) else {
            return Err(Error::OutOfRange { name, value, range });
        };
        let root = Array2::from_shape_fn((k, k), |at| l[at]);
        let whitener = Array2::from_shape_fn((k, k), |(i, j)| inverse[(j, i)]);
        if whitener.iter().chain(&centres).any(|v| !v.is_finite()) {
            return Err(Error::OutOfRange { name, value, range });
        }
        Ok(Density { centres, root, whitener })
    }

    // ANCHOR: density_fits
    /// One hill, each unit of Z (n, k) by itself: S is diagonal. Errors as
    /// [`Density::full`].
    pub fn independent(z: &Array2<Real>) -> Result<Density> {
        let (mean, s) = moments(z)?;
        let diagonal = Array2::from_diag(&s.diag());
        Density::new(mean.insert_axis(Axis(0)), diagonal)
    }

    /// One hill with the mean and the covariance of Z (n, k).
    ///
    /// Errors where n < 2, an entry is not finite, or a direction has no variance.
    pub fn full(z: &Array2<Real>) -> Result<Density> {
        let (mean, s) = moments(z)?;
        Density::new(mean.insert_axis(Axis(0)), s)
    }

    /// A hill at each code of Z (n, k), of its covariance times h². Errors as
    /// [`Density::full`], and where h is not positive.
    pub fn kernels(z: &Array2<Real>, h: f64) -> Result<Density> {
        if !(h > 0.0 && h.is_finite()) {
            let (name, range) = ("the width h of kernels", "positive and finite");
            return Err(Error::OutOfRange { name, value: h.to_string(), range });
        }
        let s = moments(z)?.1;
        Density::new(z.mapv(f64::from), s * (h * h))
    }
    // ANCHOR_END: density_fits

    /// Kernels of that width among `widths` under which every sixth code is likeliest when the
    /// hills stand on the others; then on all codes. Errors as [`Density::kernels`], and where
    /// there is no width.
    pub fn best_kernels(z: &Array2<Real>, widths: &[f64]) -> Result<(Density, f64)> {
        check_some(widths.len(), 1, "a choice of widths", "width")?;
        let (held, known): (Vec<usize>, Vec<usize>) =
            (0..z.nrows()).partition(|i| i % 6 == 5);
        let (held, known) = (z.select(Axis(0), &held), z.select(Axis(0), &known));
        check_some(held.nrows(), 1, "a choice of widths", "sixth code")?;
        let (mut best, mut most) = (widths[0], f64::NEG_INFINITY);
        for &h in widths {
            let found = Density::kernels(&known, h)?.ln_density(&held)?.sum();
            if found > most {
                (best, most) = (h, found);
            }
        }
        Ok((Density::kernels(z, best)?, best))
    }

    /// A hill at each class's mean, of the covariance within classes: Z (n, k), a label a row.
    ///
    /// Errors where a label is missing, a class has no code, or nothing varies within them.
    /// Source: Lee et al. 2018, for a network's features.
    pub fn by_class(z: &Array2<Real>, labels: &[usize], classes: usize) -> Result<Density> {
        check_finite(z.view())?;
        check_some(classes, 1, "a density by class", "class")?;
        check_labels(labels, z.nrows(), classes)?;
        let wide = z.mapv(f64::from);
        let (mut means, mut counts) =
            (Array2::<f64>::zeros((classes, z.ncols())), vec![0.0; classes]);
        for (row, &label) in wide.rows().into_iter().zip(labels) {
            means.row_mut(label).scaled_add(1.0, &row);
            counts[label] += 1.0;
        }
        let fewest = counts.iter().copied().fold(f64::INFINITY, f64::min);
        check_some(fewest as usize, 1, "each class of a density", "code")?;
        for (mut mean, count) in means.rows_mut().into_iter().zip(&counts) {
            mean /= *count;
        }
        let within = wide - means.select(Axis(0), labels);
        let s = within.t().dot(&within) / z.nrows() as f64;
        Density::new(means, s)
    }

    /// k.
    pub fn code_size(&self) -> usize {
        self.centres.ncols()
    }

    // ANCHOR: density_draw
    /// n codes (n, k): a hill by lot, and a throw z = c + Lε.
    pub fn draw(&self, n: usize, rng: &mut impl Rng) -> Array2<Real> {
        let (m, k) = self.centres.dim();
        let mut z = Array2::zeros((n, k));
        for mut z in z.rows_mut() {
            let c = self.centres.row(rng.random_range(0..m));
            let e: Array1<f64> =
                Array1::from_shape_simple_fn(k, || rng.sample(StandardNormal));
            z.assign(&(&c + &self.root.dot(&e)).mapv(|z: f64| z as Real));
        }
        z
    }
    // ANCHOR_END: density_draw

    // ANCHOR: density_log
    /// ln q(z) at each row of Z (n, k) → (n).
    ///
    /// Errors where Z has not k columns, or is not finite.
    pub fn ln_density(&self, z: &Array2<Real>) -> Result<Array1<f64>> {
        let (m, k) = self.centres.dim();
        check_columns("the codes", k, z)?;
        let (c, z) = (self.centres.dot(&self.whitener), z.mapv(f64::from));
        let z = z.dot(&self.whitener); // now S = 1
        let constant = self.root.diag().mapv(f64::ln).sum()
            + 0.5 * k as f64 * TAU.ln()
            + (m as f64).ln();
        let squares = distances(&z, &c);
        Ok(squares.map_axis(Axis(1), |d| {
            log_sum_exp(&d.iter().map(|d| -0.5 * d).collect::<Vec<_>>()) - constant
        }))
    }
    // ANCHOR_END: density_log
}

/// ‖aᵢ − bⱼ‖² (n, m) of A (n, k) and B (m, k), by one product.
pub(super) fn distances(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let squares = |a: &Array2<f64>| a.map_axis(Axis(1), |a| a.dot(&a));
    let mut d = a.dot(&b.t()) * -2.0 + squares(b);
    d += &squares(a).insert_axis(Axis(1));
    d.mapv_inplace(|d| d.max(0.0)); // rounding
    d
}

/// The mean (k) and the covariance (k, k), divisor n, of Z (n, k).
fn moments(z: &Array2<Real>) -> Result<(Array1<f64>, Array2<f64>)> {
    check_some(z.nrows(), 2, "a density of codes", "codes")?;
    check_finite(z.view())?;
    let z = z.mapv(f64::from);
    let mean = z.sum_axis(Axis(0)) / z.nrows() as f64;
    let centred = &z - &mean;
    let s = centred.t().dot(&centred) / z.nrows() as f64;
    Ok((mean, s))
}

/// All rows of several sets of the same width, one under the other: (Σn, k).
///
/// Errors where there is none, or the widths differ.
pub(super) fn together(sets: &[&Array2<Real>]) -> Result<Array2<Real>> {
    let views: Vec<_> = sets.iter().map(|set| set.view()).collect();
    concatenate(Axis(0), &views).map_err(|_| Error::Shape {
        what: "the sets to be put together",
        expected: "one or more of one width".into(),
        got: format!("{:?}", sets.iter().map(|set| set.ncols()).collect::<Vec<_>>()),
    })
}
