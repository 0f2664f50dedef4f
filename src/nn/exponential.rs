//! eˣ, and what is made of it, so that the compiler can work on many numbers at once.
//!
//! The standard library's functions are calls: one number each. These are straight lines of additions and products, which
//! become vector instructions wherever they stand in a loop, in both precisions, and are the same on every machine. They
//! are within a few units in the last place.

use crate::Real;

/// ln 2 in two parts: the first has so few digits that its product with any exponent is exact (Cody & Waite 1980).
const LN_2: (Real, Real) =
    (0.693_359_375_f64 as Real, -2.121_944_400_546_905_8e-4_f64 as Real);
/// Terms of the series: a hundredth of a unit in the last place is left off.
const TERMS: (usize, usize) = if Real::MANTISSA_DIGITS > 24 { (13, 15) } else { (7, 7) };

/// x = m ln 2 + r with |r| ≤ ½ ln 2: gives back 2ᵐ and eʳ − 1. Where eˣ would leave the normal numbers, x stops short.
#[inline(always)]
fn split(x: Real) -> (Real, Real) {
    const LEAST: Real = Real::MIN_EXP as Real * LN_2.0;
    const MOST: Real = (Real::MAX_EXP - 1) as Real * LN_2.0;
    // Adding a number this large rounds to whole ones: those stand in the last bits of the sum.
    const ROUNDS: Real = 1.5 * (1.0 / Real::EPSILON);
    let x = x.clamp(LEAST, MOST);
    let sum = x * std::f64::consts::LOG2_E as Real + ROUNDS;
    let power = Real::from_bits(
        sum.to_bits().wrapping_add((Real::MAX_EXP - 1) as _) << (Real::MANTISSA_DIGITS - 1),
    );
    let m = sum - ROUNDS;
    let r = (x - m * LN_2.0) - m * LN_2.1;
    let mut tail = 1.0;
    for n in (2..TERMS.0 + 1).rev() {
        tail = 1.0 + tail * r * (1.0 / n as Real); // r + r²/2! + … = r(1 + r/2(1 + r/3(1 + …)))
    }
    (power, r * tail)
}

/// eˣ; at least the smallest normal number, at most 2¹²⁷ (2¹⁰²³ in double precision).
#[inline(always)]
pub fn exp(x: Real) -> Real {
    let (power, rest) = split(x);
    power + power * rest
}

/// eˣ − 1, exact to the last digits for small x, where eˣ itself has lost them.
#[inline(always)]
pub fn exp_minus_one(x: Real) -> Real {
    let (power, rest) = split(x);
    power * rest + (power - 1.0)
}

/// ln(1 + e) for 0 ≤ e ≤ 1: 2 artanh s = 2(s + s³/3 + s⁵/5 + …), s = e/(2 + e) ≤ ⅓.
#[inline(always)]
fn ln_one_plus(e: Real) -> Real {
    let s = e / (2.0 + e);
    let square = s * s;
    let mut tail = 0.0;
    for n in (0..TERMS.1 + 1).rev() {
        tail = tail * square + 1.0 / (2 * n + 1) as Real;
    }
    2.0 * s * tail
}

/// σ(a) = 1/(1 + e⁻ᵃ).
#[inline(always)]
pub fn sigmoid(a: Real) -> Real {
    sigmoid_and_softplus(a).0
}

/// σ(a) and softplus(a) = ln(1 + eᵃ) = max(a, 0) + ln(1 + e^−|a|), from one exponential that cannot overflow.
#[inline(always)]
pub fn sigmoid_and_softplus(a: Real) -> (Real, Real) {
    let e = exp(-a.abs());
    let above = if a < 0.0 { e } else { 1.0 }; // σ(a) = eᵃ/(1 + eᵃ) as well
    (above / (1.0 + e), a.max(0.0) + ln_one_plus(e))
}

/// tanh a = (1 − e^−2|a|)/(1 + e^−2|a|), with the sign of a.
#[inline(always)]
pub fn tanh(a: Real) -> Real {
    let m = exp_minus_one(-2.0 * a.abs());
    (-m / (2.0 + m)).copysign(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest error of `ours` against double precision, in units of the result's last place.
    fn worst(
        from: f64,
        to: f64,
        ours: impl Fn(Real) -> Real,
        exact: impl Fn(f64) -> f64,
    ) -> f64 {
        let points =
            (0..=20_000).map(|i| (from + (to - from) * i as f64 / 20_000.0) as Real);
        let ulps = points.map(|x| {
            let exact = exact(x as f64);
            (ours(x) as f64 - exact).abs()
                / (exact.abs() * Real::EPSILON as f64).max(Real::MIN_POSITIVE as f64)
        });
        ulps.fold(0.0, f64::max)
    }

    #[test]
    fn within_a_few_units_in_the_last_place() {
        let softplus = |a| sigmoid_and_softplus(a).1;
        for span in [1e-6, 1e-3, 0.5, 3.0, 20.0, 80.0] {
            assert!(worst(-span, span, exp, f64::exp) < 3.0, "exp to {span}");
            assert!(
                worst(-span, span, exp_minus_one, f64::exp_m1) < 4.0,
                "exp − 1 to {span}"
            );
            assert!(worst(-span, span, tanh, f64::tanh) < 5.0, "tanh to {span}");
            assert!(
                worst(-span, span, sigmoid, |a| 1.0 / (1.0 + (-a).exp())) < 5.0,
                "σ to {span}"
            );
            let exact = |a: f64| a.max(0.0) + (-a.abs()).exp().ln_1p();
            assert!(worst(-span, span, softplus, exact) < 5.0, "softplus to {span}");
        }
    }

    #[test]
    fn far_out_nothing_overflows_or_becomes_denormal() {
        for a in [100.0, 1e4, Real::MAX, Real::INFINITY] {
            assert!(exp(a).is_normal() && exp(-a).is_normal());
            assert_eq!((sigmoid(a), tanh(a), tanh(-a)), (1.0, 1.0, -1.0));
            assert!(sigmoid(-a) < 1e-30 && sigmoid(-a).is_normal());
        }
        assert_eq!(
            (sigmoid(0.0), tanh(0.0), exp(0.0), exp_minus_one(0.0)),
            (0.5, 0.0, 1.0, 0.0)
        );
        for spoilt in [
            exp(Real::NAN),
            sigmoid(Real::NAN),
            tanh(Real::NAN),
            sigmoid_and_softplus(Real::NAN).0,
        ] {
            assert!(spoilt.is_nan());
        }
    }
}
