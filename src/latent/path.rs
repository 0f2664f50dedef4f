//! From one code to another, straight or along a circle about the origin; and how long codes
//! are, which decides whether the difference matters.

use super::quantile::root;
use crate::log_sum::log_sum_exp;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView1};
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// A way from code to code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// (1 − t)a + tb.
    Straight,
    /// In the plane of a and b; where they are equally long, on a circle and at an even pace. Source: Shoemake
    /// 1985; White 2016.
    Spherical,
}

impl Path {
    // ANCHOR: path
    /// The code (k) at the share t of the way from a to b (k).
    ///
    /// Errors where a and b have not the same size, or the way is spherical and one of
    /// them is 0 or they are opposite.
    pub fn at(
        self,
        a: ArrayView1<Real>,
        b: ArrayView1<Real>,
        t: f64,
    ) -> Result<Array1<Real>> {
        let theta = angle(a, b)?;
        check_way(self, theta)?;
        let (of_a, of_b) = match self {
            Path::Spherical if theta > SMALL => {
                (((1.0 - t) * theta).sin() / theta.sin(), (t * theta).sin() / theta.sin())
            }
            _ => (1.0 - t, t), // sin tθ / sin θ → t
        };
        Ok(&a * of_a as Real + &b * of_b as Real)
    }
    // ANCHOR_END: path

    /// Codes (m + 1, k) at the shares 0, 1/m, …, 1 of the way. Errors as [`Path::at`], and
    /// where m is 0.
    pub fn codes(
        self,
        a: ArrayView1<Real>,
        b: ArrayView1<Real>,
        m: usize,
    ) -> Result<Array2<Real>> {
        crate::check::check_some(m, 1, "a path", "step")?;
        let mut codes = Array2::zeros((m + 1, a.len()));
        for (i, mut code) in codes.rows_mut().into_iter().enumerate() {
            code.assign(&self.at(a, b, i as f64 / m as f64)?);
        }
        Ok(codes)
    }
}

/// Angles below this, in radians, are none.
const SMALL: f64 = 1e-4;

/// The angle between two codes (k), in radians; NaN where one is 0.
///
/// 2 atan2(‖a/‖a‖ − b/‖b‖‖, ‖a/‖a‖ + b/‖b‖‖): exact for small angles, too. Errors where the sizes differ.
pub fn angle(a: ArrayView1<Real>, b: ArrayView1<Real>) -> Result<f64> {
    if a.len() != b.len() {
        let (expected, got) = (a.len().to_string(), b.len().to_string());
        return Err(Error::Shape {
            what: "the numbers of a path's second code",
            expected,
            got,
        });
    }
    let unit = |a: ArrayView1<Real>| {
        let a = a.mapv(f64::from);
        &a / a.dot(&a).sqrt()
    };
    let (a, b) = (unit(a), unit(b));
    let length = |v: Array1<f64>| v.dot(&v).sqrt();
    Ok(2.0 * length(&a - &b).atan2(length(&a + &b)))
}

fn check_way(path: Path, theta: f64) -> Result<()> {
    if path == Path::Straight || theta < std::f64::consts::PI - SMALL {
        return Ok(());
    }
    let value = format!("{}°", theta.to_degrees());
    let range = "below 180°, of two codes that are not 0, for a spherical path";
    Err(Error::OutOfRange { name: "the angle between two codes", value, range })
}

// ANCHOR: mean_norm
/// E‖z‖ of z ~ N(0, I) in d dimensions: √2 Γ((d+1)/2)/Γ(d/2), by c(d+2) = c(d)(d+1)/d from
/// c(1) = √(2/π) and c(2) = √(π/2).
pub fn mean_norm(d: usize) -> f64 {
    match d {
        0 => 0.0,
        1 => FRAC_2_PI.sqrt(),
        2 => FRAC_PI_2.sqrt(),
        _ => mean_norm(d - 2) * (d - 1) as f64 / (d - 2) as f64,
    }
}
// ANCHOR_END: mean_norm

// ANCHOR: shorter
/// P(‖z‖ < r) of z ~ N(0, I) in an *even* number of dimensions, d = 2m:
/// 1 − e⁻ʸ Σ_{i<m} yⁱ/i! with y = r²/2.
///
/// Errors where d is odd or 0.
pub fn shorter(d: usize, r: f64) -> Result<f64> {
    check_even(d)?;
    let ln_y = (0.5 * r * r).ln();
    let mut terms = vec![-0.5 * r * r]; // ln(e⁻ʸ yⁱ/i!)
    for i in 1..d / 2 {
        terms.push(terms[i - 1] + ln_y - (i as f64).ln());
    }
    Ok(if r > 0.0 { 1.0 - log_sum_exp(&terms).exp() } else { 0.0 })
}
// ANCHOR_END: shorter

/// The share of midpoints of two draws from N(0, I) that are shorter than all but `share`
/// of the draws. A straight midpoint is N(0, I/2), so it is P(‖z‖ < √2 r) with P(‖z‖ < r)
/// = share.
///
/// Errors where d is odd or 0, or the share not between 0 and 1.
pub fn midpoints_inside(d: usize, share: f64) -> Result<f64> {
    check_even(d)?;
    if !(share > 0.0 && share < 1.0) {
        let (name, value) = ("the share of shorter draws", share.to_string());
        return Err(Error::OutOfRange { name, value, range: "above 0 and below 1" });
    }
    let most = 10.0 + 2.0 * (d as f64).sqrt();
    let r = root(|r| shorter(d, r).map_or(f64::NAN, |p| p - share), (0.0, most));
    shorter(d, 2f64.sqrt() * r)
}

fn check_even(d: usize) -> Result<()> {
    if d > 0 && d.is_multiple_of(2) {
        return Ok(());
    }
    let (name, value) = ("the number of dimensions", d.to_string());
    Err(Error::OutOfRange { name, value, range: "even, and 2 or more" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vae::sample_codes;
    use ndarray::{Axis, array};
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn norm(z: ArrayView1<Real>) -> f64 {
        f64::from(z.dot(&z)).sqrt()
    }

    /// From (2, 0) to (0, 2): the page's example.
    #[test]
    fn a_quarter_of_a_circle() {
        let (a, b): (Array1<Real>, Array1<Real>) = (array![2.0, 0.0], array![0.0, 2.0]);
        let half = Path::Spherical.at(a.view(), b.view(), 0.5).expect("a way");
        assert!((norm(half.view()) - 2.0).abs() < 1e-6 && (half[0] - half[1]).abs() < 1e-6);
        let straight = Path::Straight.at(a.view(), b.view(), 0.5).expect("a way");
        assert_eq!(straight, array![1.0, 1.0]);
        let third = Path::Spherical.at(a.view(), b.view(), 1.0 / 3.0).expect("a way");
        assert!((third[0] - 3.0f64.sqrt() as Real).abs() < 1e-6, "{third}");
    }

    /// Whatever their lengths, half way on the circle is the straight midpoint, longer by
    /// 1/cos(θ/2).
    #[test]
    fn half_way_the_two_differ_in_length_alone() {
        let z = sample_codes(40, 7, &mut ChaCha8Rng::seed_from_u64(1));
        for (a, b) in (0..20).map(|i| (z.row(2 * i), z.row(2 * i + 1))) {
            let theta = angle(a, b).expect("one size");
            let longer =
                Path::Straight.at(a, b, 0.5).expect("a way") / (theta / 2.0).cos() as Real;
            let round = Path::Spherical.at(a, b, 0.5).expect("a way");
            assert!((&round - &longer).iter().all(|v| v.abs() < 1e-5));
            for path in [Path::Straight, Path::Spherical] {
                let codes = path.codes(a, b, 4).expect("a way");
                assert!((&codes.row(0) - &a).iter().all(|v| v.abs() < 1e-6));
                assert!((&codes.row(4) - &b).iter().all(|v| v.abs() < 1e-6));
            }
        }
    }

    /// The table that was computed elsewhere.
    #[test]
    fn lengths_by_dimension() {
        let known = [
            (2, 1.2533, 2.0),
            (10, 3.0843, 11.7),
            (20, 4.4166, 31.6),
            (100, 9.9750, 99.5),
            (512, 22.6164, 100.0),
        ];
        for (d, mean, inside) in known {
            assert!((mean_norm(d) - mean).abs() < 6e-5, "{d}: {}", mean_norm(d));
            let found = 100.0 * midpoints_inside(d, 0.01).expect("even");
            assert!((found - inside).abs() < 0.06, "{d}: {found}");
        }
        assert!((mean_norm(3) - 1.595_769).abs() < 1e-6); // √(8/π)
    }

    #[test]
    fn lengths_are_as_draws_have_them() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        for d in [2, 10, 20] {
            let z = sample_codes(20_000, d, &mut rng);
            let norms = z.map_axis(Axis(1), norm);
            let mean = norms.mean().expect("draws");
            assert!((mean - mean_norm(d)).abs() < 0.02, "{d}: {mean}");
            let r = mean_norm(d);
            let below = norms.iter().filter(|&&n| n < r).count() as f64 / 20_000.0;
            assert!((below - shorter(d, r).expect("even")).abs() < 0.015, "{d}: {below}");
            let halves: Vec<f64> = (0..10_000)
                .filter_map(|i| {
                    Path::Spherical.at(z.row(2 * i), z.row(2 * i + 1), 0.5).ok()
                })
                .map(|z| norm(z.view()))
                .collect();
            let median = crate::stats::median(&halves).expect("draws");
            let known = [(2, 1.40), (10, 3.117), (20, 4.437)];
            let known = known.iter().find(|k| k.0 == d).expect("known").1;
            assert!((median - known).abs() < 0.03, "{d}: {median}");
        }
    }

    #[test]
    fn what_has_no_way_is_refused() {
        let (a, b): (Array1<Real>, Array1<Real>) = (array![1.0, 0.0], array![-1.0, 0.0]);
        let zero: Array1<Real> = array![0.0, 0.0];
        assert!(Path::Spherical.at(a.view(), b.view(), 0.5).is_err());
        assert!(Path::Spherical.at(a.view(), zero.view(), 0.5).is_err());
        assert!(Path::Straight.at(a.view(), zero.view(), 0.5).is_ok());
        assert!(Path::Straight.at(a.view(), array![1.0].view(), 0.5).is_err());
        assert!(Path::Straight.codes(a.view(), b.view(), 0).is_err());
        assert!(Path::Spherical.at(a.view(), a.view(), 0.3).is_ok_and(|z| z == a));
        assert!(shorter(3, 1.0).is_err() && midpoints_inside(4, 1.0).is_err());
    }
}
