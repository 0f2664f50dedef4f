//! The best denoiser where the density is known: E[x|x̃] and the score ∇log p_σ(x̃).

use crate::check::{check_columns, check_some};
use crate::data::toy::Component;
use crate::{Error, Real, Result};
use nalgebra::{Matrix2, Vector2};
use ndarray::{Array2, ArrayView1, ArrayViewMut1, Axis, Zip};
use std::f64::consts::TAU;

/// A mixture of Gaussians in the plane, seen through Gaussian noise of sd σ:
/// p_σ(x̃) = Σ_c w_c N(x̃; μ_c, Σ_c + σ²I).
#[derive(Debug, Clone)]
pub struct NoisyMixture {
    bumps: Vec<Bump>,
    sd: f64,
}

/// A component, and what does not depend on x̃.
#[derive(Debug, Clone)]
struct Bump {
    mean: Vector2<f64>,
    covariance: Matrix2<f64>,
    /// (Σ + σ²I)⁻¹.
    precision: Matrix2<f64>,
    /// log w − ½ log det(2π(Σ + σ²I)).
    level: f64,
}

impl NoisyMixture {
    /// The mixture of these components under noise of this sd.
    ///
    /// Errors where there is none, a weight is not positive, or Σ_c + σ²I has no inverse.
    pub fn new(components: &[Component], sd: f64) -> Result<NoisyMixture> {
        check_some(components.len(), 1, "a mixture", "component")?;
        check_sd(sd)?;
        let total: f64 = components.iter().map(|c| c.weight).sum();
        let bump = |c: &Component| {
            let [[a, b], [_, d]] = c.covariance;
            let covariance = Matrix2::new(a, b, b, d);
            let noisy = covariance + Matrix2::identity() * (sd * sd);
            let det = noisy.determinant();
            let inverse = noisy.try_inverse().filter(|_| det > 0.0 && c.weight > 0.0);
            let precision = inverse.ok_or_else(|| Error::OutOfRange {
                name: "a component seen through noise",
                value: format!("weight {}, covariance {:?}", c.weight, c.covariance),
                range: "of positive weight, its covariance with the noise's invertible",
            })?;
            let level = (c.weight / total).ln() - 0.5 * det.ln() - TAU.ln();
            Ok(Bump { mean: c.mean.into(), covariance, precision, level })
        };
        let bumps = components.iter().map(bump).collect::<Result<_>>()?;
        Ok(NoisyMixture { bumps, sd })
    }

    // ANCHOR: mixture_posterior
    /// E[x|y] = Σ_c r_c (μ_c + Σ_c(Σ_c + σ²I)⁻¹(y − μ_c)) where the row y (n, 2) is
    /// seen: r_c is the chance that y came from component c, and in each the answer is
    /// linear.
    pub fn posterior_mean(&self, noisy: &Array2<Real>) -> Result<Array2<Real>> {
        self.each(noisy, |bump, x| {
            bump.mean + bump.covariance * bump.precision * (x - bump.mean)
        })
    }

    /// The score ∇log p_σ(y) = Σ_c r_c (Σ_c + σ²I)⁻¹(μ_c − y) at each row (n, 2).
    pub fn score(&self, noisy: &Array2<Real>) -> Result<Array2<Real>> {
        self.each(noisy, |bump, x| bump.precision * (bump.mean - x))
    }
    // ANCHOR_END: mixture_posterior

    /// log p_σ(x̃) at each row.
    pub fn log_density(&self, noisy: &Array2<Real>) -> Result<Vec<f64>> {
        check_columns("the points", 2, noisy)?;
        let rows = noisy.rows().into_iter();
        Ok(rows.map(|x| self.weights(vector(x[0], x[1])).1).collect())
    }

    /// σ.
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// Σ_c r_c(x̃) of what a component says of x̃.
    fn each(
        &self,
        noisy: &Array2<Real>,
        says: impl Fn(&Bump, Vector2<f64>) -> Vector2<f64>,
    ) -> Result<Array2<Real>> {
        check_columns("the points", 2, noisy)?;
        let mut found = Array2::zeros(noisy.dim());
        for (x, mut to) in noisy.rows().into_iter().zip(found.rows_mut()) {
            let x = vector(x[0], x[1]);
            let (r, _) = self.weights(x);
            let sum: Vector2<f64> =
                self.bumps.iter().zip(r).map(|(bump, r)| says(bump, x) * r).sum();
            to[0] = sum.x as Real;
            to[1] = sum.y as Real;
        }
        Ok(found)
    }

    /// r_c of each component, and log p_σ(x̃).
    fn weights(&self, x: Vector2<f64>) -> (Vec<f64>, f64) {
        let log = |bump: &Bump| {
            let apart = x - bump.mean;
            bump.level - 0.5 * apart.dot(&(bump.precision * apart))
        };
        normalised(self.bumps.iter().map(log).collect())
    }
}

/// E[x|x̃] (n, d) where x is any of the rows of `points` (m, d), all as likely, and x̃ is it with
/// Gaussian noise of sd σ. With the points of a curve, close together, it is the curve's; with the
/// samples of a training, what that training would end at.
///
/// Errors where there is no point, widths differ, a number is not finite, or σ not positive.
pub fn posterior_of_points(
    points: &Array2<Real>,
    noisy: &Array2<Real>,
    sd: f64,
) -> Result<Array2<Real>> {
    check_some(points.nrows(), 1, "a posterior mean", "point")?;
    check_sd(sd)?;
    check_columns("the points", points.ncols(), points)?;
    check_columns("the noisy samples", points.ncols(), noisy)?;
    let mut mean = Array2::zeros(noisy.dim());
    let rows = Zip::from(noisy.axis_iter(Axis(0))).and(mean.axis_iter_mut(Axis(0)));
    rows.par_for_each(|seen, mean| of_points(points, seen, sd, mean));
    Ok(mean)
}

// ANCHOR: points_posterior
/// Σᵢ wᵢ xᵢ over the points xᵢ, with wᵢ ∝ exp(−‖y − xᵢ‖²/2σ²) where y is seen.
fn of_points(
    points: &Array2<Real>,
    seen: ArrayView1<Real>,
    sd: f64,
    mut mean: ArrayViewMut1<Real>,
) {
    let square = |x: &Real, y: &Real| (f64::from(*x) - f64::from(*y)).powi(2);
    let logs = points.rows().into_iter().map(|x| {
        -x.iter().zip(seen).map(|(x, y)| square(x, y)).sum::<f64>() / (2.0 * sd * sd)
    });
    let (w, _) = normalised(logs.collect());
    points.rows().into_iter().zip(w).for_each(|(x, w)| mean.scaled_add(w as Real, &x));
}
// ANCHOR_END: points_posterior

/// exp of each over their sum, and the logarithm of the sum: safe where all are far below 0.
fn normalised(mut logs: Vec<f64>) -> (Vec<f64>, f64) {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.iter_mut().for_each(|log| *log = (*log - most).exp());
    let sum: f64 = logs.iter().sum();
    logs.iter_mut().for_each(|w| *w /= sum);
    (logs, most + sum.ln())
}

fn vector(x: Real, y: Real) -> Vector2<f64> {
    Vector2::new(x.into(), y.into())
}

fn check_sd(sd: f64) -> Result<()> {
    match sd > 0.0 && sd.is_finite() {
        true => Ok(()),
        false => Err(Error::OutOfRange {
            name: "the standard deviation of noise",
            value: sd.to_string(),
            range: "positive and finite",
        }),
    }
}
