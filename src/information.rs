//! Entropy as code length, and what a wrong code costs: distributions on finitely many outcomes, all in nats.
//!
//! A distribution is a slice of probabilities that sum to 1. [`prefix`] builds codes, [`gaussian`] and [`modes`] treat
//! densities, [`sampled`] estimates from samples, [`shared`] is what one variable knows of another. Sources: Shannon 1948;
//! Kullback & Leibler 1951; MacKay 2003.

pub mod gaussian;
pub mod modes;
pub mod prefix;
pub mod sampled;
pub mod shared;

use crate::{Error, Result};

/// Nats in a bit: ln 2.
pub const BIT: f64 = std::f64::consts::LN_2;

/// How far a sum of probabilities may be from 1.
const SUM: f64 = 1e-9;

// ANCHOR: entropy
/// H(p) = −Σ p ln p in nats: the mean surprise, with 0 ln 0 = 0.
///
/// Errors where p is not a distribution.
pub fn entropy(p: &[f64]) -> Result<f64> {
    cross_entropy(p, p)
}

/// H(p, q) = −Σ p ln q in nats: what outcomes of p cost under the code lengths of q.
/// Infinite where q rules out what p allows.
///
/// Errors where one is not a distribution, or they have different lengths.
pub fn cross_entropy(p: &[f64], q: &[f64]) -> Result<f64> {
    check_pair(p, q)?;
    let surprise = |(&p, &q): (&f64, &f64)| if p > 0.0 { -p * q.ln() } else { 0.0 };
    Ok(p.iter().zip(q).map(surprise).sum())
}

/// KL(p‖q) = Σ p ln(p/q) = H(p, q) − H(p) in nats. Errors as [`cross_entropy`].
pub fn divergence(p: &[f64], q: &[f64]) -> Result<f64> {
    check_pair(p, q)?;
    let excess = |(&p, &q): (&f64, &f64)| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
    Ok(p.iter().zip(q).map(excess).sum())
}
// ANCHOR_END: entropy

/// Bin(n, θ): the probabilities of 0 … n successes, C(n, j) θʲ (1 − θ)ⁿ⁻ʲ.
///
/// Errors where θ is not between 0 and 1.
pub fn binomial(n: usize, theta: f64) -> Result<Vec<f64>> {
    if !(0.0..=1.0).contains(&theta) {
        let (name, range) = ("the share θ of successes", "between 0 and 1");
        return Err(Error::OutOfRange { name, value: theta.to_string(), range });
    }
    // Of nothing 0, also where θ = 0 and its logarithm is infinite.
    let times = |j: usize, ln: f64| if j == 0 { 0.0 } else { j as f64 * ln };
    let (yes, no) = (theta.ln(), (-theta).ln_1p());
    let mut ways = 0.0; // ln C(n, j): C itself is infinite from n = 1030 on
    Ok((0..=n)
        .map(|j| {
            let p = (ways + times(j, yes) + times(n - j, no)).exp();
            ways += ((n - j) as f64 / (j + 1) as f64).ln();
            p
        })
        .collect())
}

/// Σ j pⱼ of a distribution on 0, 1, … Errors where p is none.
pub fn mean(p: &[f64]) -> Result<f64> {
    check_distribution(p)?;
    Ok(p.iter().enumerate().map(|(j, p)| j as f64 * p).sum())
}

/// Errors where p is empty, has an entry below 0 or not finite, or does not sum to 1.
pub(crate) fn check_distribution(p: &[f64]) -> Result<()> {
    let name = "a distribution";
    if let Some(bad) = p.iter().find(|p| !(**p >= 0.0 && p.is_finite())) {
        let (name, range) = ("a probability", "0 or more, and finite");
        return Err(Error::OutOfRange { name, value: bad.to_string(), range });
    }
    let sum: f64 = p.iter().sum();
    if (sum - 1.0).abs() <= SUM {
        return Ok(());
    }
    let got = if p.is_empty() { "no outcome".into() } else { format!("a sum of {sum}") };
    Err(Error::Shape { what: name, expected: "probabilities that sum to 1".into(), got })
}

fn check_pair(p: &[f64], q: &[f64]) -> Result<()> {
    check_distribution(p)?;
    check_distribution(q)?;
    if p.len() == q.len() {
        return Ok(());
    }
    let expected =
        format!("{}, as the first has", crate::error::counted(p.len(), "outcome"));
    let got = q.len().to_string();
    Err(Error::Shape { what: "the second distribution", expected, got })
}
