//! One Gaussian against several, on the line: both divergences by quadrature, and their minima by descent.

use crate::{Error, Result};
use std::f64::consts::TAU;

/// Half of the nodes of the quadrature beside the middle one, and their distance in standard deviations: ±10 of them.
const HALF: i32 = 250;
const STEP: f64 = 0.04;
/// More steps than any descent here needs.
const MOST_STEPS: usize = 100_000;
/// A descent's steps, as a share of what a parabola with the Gaussian's own curvature would take: short, so
/// that none jumps from one valley to another.
const LENGTH: f64 = 0.1;
/// A descent ends where both slopes, in the Gaussian's own units, are below this.
const FLAT: f64 = 1e-8;

/// N(m, s²).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hill {
    /// m.
    pub mean: f64,
    /// s.
    pub sd: f64,
}

/// A mixture of hills: p(x) = Σ w n(x; m, s²).
#[derive(Debug, Clone)]
pub struct Hills(Vec<(f64, Hill)>);

/// Which of the two divergences is made small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// KL(p‖q), the mean over p.
    Forward,
    /// KL(q‖p), the mean over q.
    Reverse,
}

impl Hill {
    /// ln n(x; m, s²).
    pub fn ln_density(self, x: f64) -> f64 {
        let t = (x - self.mean) / self.sd;
        -0.5 * (t * t + TAU.ln()) - self.sd.ln()
    }

    /// E f(x) for x ~ N(m, s²): the trapezoidal rule over ±10 s, exact to rounding for
    /// smooth f (Trefethen & Weideman 2014).
    pub fn expect<const N: usize>(self, f: impl Fn(f64) -> [f64; N]) -> [f64; N] {
        let mut sums = [0.0; N];
        for i in -HALF..=HALF {
            let t = f64::from(i) * STEP;
            let weight = STEP * (-0.5 * t * t).exp() / TAU.sqrt();
            let values = f(self.mean + self.sd * t);
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
        }
        sums
    }
}

impl Hills {
    /// Of weights and hills. Errors where the weights are no distribution, or a deviation is not positive.
    pub fn new(hills: &[(f64, Hill)]) -> Result<Hills> {
        let weights: Vec<f64> = hills.iter().map(|(w, _)| *w).collect();
        super::check_distribution(&weights)?;
        hills.iter().try_for_each(|(_, hill)| check(*hill))?;
        Ok(Hills(hills.to_vec()))
    }

    /// ln p(x).
    pub fn ln_density(&self, x: f64) -> f64 {
        let terms = || self.0.iter().map(|(w, hill)| w.ln() + hill.ln_density(x));
        let most = terms().fold(f64::NEG_INFINITY, f64::max);
        most + terms().map(|t| (t - most).exp()).sum::<f64>().ln()
    }

    // ANCHOR: both_ways
    /// The divergence between p and q in this direction, and its slopes by m and ln s.
    ///
    /// Forward: −E_p ∂ ln q. Reverse: E_q[(ln q − ln p) ∂ ln q], as E_q ∂ ln q = 0.
    pub fn divergence(&self, q: Hill, direction: Direction) -> (f64, [f64; 2]) {
        let terms = |x: f64| {
            let t = (x - q.mean) / q.sd;
            let slopes = [t / q.sd, t * t - 1.0]; // ∂ ln q(x) by m and ln s
            let u = q.ln_density(x) - self.ln_density(x); // ln q − ln p
            match direction {
                Direction::Forward => [-u, -slopes[0], -slopes[1]],
                Direction::Reverse => [u, u * slopes[0], u * slopes[1]],
            }
        };
        let [value, by_mean, by_ln_sd] = match direction {
            Direction::Forward => self.0.iter().fold([0.0; 3], |sum, (w, hill)| {
                let part = hill.expect(terms);
                [0, 1, 2].map(|i| sum[i] + w * part[i]) // E_p
            }),
            Direction::Reverse => q.expect(terms), // E_q
        };
        (value, [by_mean, by_ln_sd])
    }
    // ANCHOR_END: both_ways

    // ANCHOR: nearest_hill
    /// The q to which a descent from `start` leads: along the slopes in q's own units, s² by
    /// m and ½ by ln s, in short steps that are halved where the divergence would rise.
    ///
    /// Errors where a deviation is not positive, or the descent does not end.
    pub fn nearest(&self, start: Hill, direction: Direction) -> Result<(Hill, f64)> {
        check(start)?;
        let (mut q, mut length) = (start, LENGTH);
        let (mut value, mut slopes) = self.divergence(q, direction);
        for _ in 0..MOST_STEPS {
            let own = [slopes[0] * q.sd, slopes[1]];
            if own.iter().all(|slope| slope.abs() < FLAT) {
                return Ok((q, value));
            }
            let by_ln_sd = (0.5 * length * own[1]).clamp(-1.0, 1.0);
            let mean = q.mean - length * own[0] * q.sd;
            let next = Hill { mean, sd: q.sd * (-by_ln_sd).exp() };
            let (found, there) = self.divergence(next, direction);
            if found <= value + 1e-14 {
                (q, value, slopes) = (next, found, there);
            } else {
                length *= 0.5;
            }
        }
        Err(Error::Diverged {
            step: MOST_STEPS,
            loss: value,
            rate: length,
            advice: "the descent has not come to rest; begin elsewhere".into(),
        })
    }
    // ANCHOR_END: nearest_hill
}

fn check(hill: Hill) -> Result<()> {
    if hill.mean.is_finite() && hill.sd > 0.0 && hill.sd.is_finite() {
        return Ok(());
    }
    let (name, range) = ("the standard deviation of a hill", "positive, its mean finite");
    Err(Error::OutOfRange { name, value: hill.sd.to_string(), range })
}
