//! What is scarce in a code, and what it costs: absolute values, or being on too often.

use super::shrink::check_lambda;
use crate::{Error, Real, Result};
use ndarray::{Array1, ArrayView2, ArrayViewMut2, Zip};

/// What is scarce in a code Z (n, k), and what is added to the loss for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scarcity {
    /// Nothing: rectified units.
    Nothing,
    /// The sum of rectified units: (λ/n) Σᵢⱼ |zᵢⱼ| is added.
    L1 { lambda: Real },
    /// How often sigmoid units are on: β Σⱼ KL(ρ ‖ ρ̂ⱼ) is added, ρ̂ⱼ the mean of unit j.
    /// Source: Ng 2011.
    Divergence { beta: Real, rho: Real, over: Over },
    /// Places: only the k largest of linear units pass; nothing is added.
    Largest { k: usize },
}

/// Over what the mean ρ̂ of a unit is taken while it learns.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Over {
    /// The batch.
    #[default]
    Batch,
    /// The batches so far: ρ̂ ← γρ̂ + (1 − γ)·(the batch's mean), `keep` = γ; it starts as
    /// the first batch's. Source: Hinton 2010, §11.
    Running { keep: Real },
    /// All samples of the training, encoded anew at every step: what the other two stand for,
    /// and dear.
    Set,
}

impl Scarcity {
    /// Errors where a price is negative or not finite, or a share not between 0 and 1.
    pub(super) fn check(self) -> Result<()> {
        let share = |name, value: Real, from: Real| match value > from && value < 1.0 {
            true => Ok(()),
            false => Err(Error::OutOfRange {
                name,
                value: value.to_string(),
                range: "between 0 and 1",
            }),
        };
        match self {
            Scarcity::Nothing | Scarcity::Largest { .. } => Ok(()),
            Scarcity::L1 { lambda } => check_lambda(lambda),
            Scarcity::Divergence { beta, rho, over } => {
                check_lambda(beta)?;
                share("the wanted activity ρ", rho, 0.0)?;
                match over {
                    Over::Batch | Over::Set => Ok(()),
                    Over::Running { keep } => {
                        share("what a running mean keeps, γ", keep, -Real::MIN_POSITIVE)
                    }
                }
            }
        }
    }
}

// ANCHOR: l1
/// (λ/n) Σᵢⱼ |zᵢⱼ| of Z (n, k); adds its slope, (λ/n) sign(zᵢⱼ), to ∂L/∂Z.
pub(super) fn l1(lambda: Real, z: ArrayView2<Real>, mut dz: ArrayViewMut2<Real>) -> f64 {
    let price = lambda / z.nrows() as Real; // λ/n
    Zip::from(&mut dz).and(z).for_each(|dz, &z| {
        *dz += if z == 0.0 { 0.0 } else { price * z.signum() }; // a silent unit stays so
    });
    f64::from(price) * z.rows().into_iter().map(|z| sum_of_sizes(z.iter())).sum::<f64>()
}
// ANCHOR_END: l1

fn sum_of_sizes<'a>(z: impl Iterator<Item = &'a Real>) -> f64 {
    f64::from(z.map(|z| z.abs()).sum::<Real>())
}

/// ρ̂ is kept this far from 0 and 1, where the divergence has no end.
const LEAST: Real = 1e-6;

// ANCHOR: divergence
/// KL(ρ ‖ q) = ρ ln(ρ/q) + (1 − ρ) ln((1 − ρ)/(1 − q)), in nats, q = rho_hat; 0 < ρ < 1.
pub fn divergence(rho: Real, rho_hat: Real) -> f64 {
    let (p, q) = (f64::from(rho), f64::from(rho_hat.clamp(LEAST, 1.0 - LEAST)));
    p * (p / q).ln() + (1.0 - p) * ((1.0 - p) / (1.0 - q)).ln()
}

/// ∂KL/∂q = −ρ/q + (1 − ρ)/(1 − q) = (q − ρ)/(q(1 − q)).
pub fn divergence_slope(rho: Real, rho_hat: Real) -> Real {
    let q = rho_hat.clamp(LEAST, 1.0 - LEAST);
    (q - rho) / (q * (1.0 - q))
}

/// β Σⱼ KL(ρ ‖ qⱼ) at the means q (k); adds (β/n) ∂KL/∂qⱼ to ∂L/∂zᵢⱼ, as each of n samples
/// has an n-th of the mean.
pub(super) fn at_means(
    (beta, rho): (Real, Real),
    rho_hat: &Array1<Real>,
    mut dz: ArrayViewMut2<Real>,
) -> f64 {
    let price = beta / dz.nrows() as Real; // β/n
    let slope = rho_hat.mapv(|rho_hat| price * divergence_slope(rho, rho_hat));
    dz += &slope;
    f64::from(beta) * rho_hat.iter().map(|&rho_hat| divergence(rho, rho_hat)).sum::<f64>()
}
// ANCHOR_END: divergence

/// (1/n) Σᵢ zᵢ (k) of Z (n, k), n ≥ 1.
pub(super) fn means(z: ArrayView2<Real>) -> Array1<Real> {
    let mut sum = Array1::zeros(z.ncols());
    z.rows().into_iter().for_each(|z| sum += &z);
    sum / z.nrows() as Real
}
