//! How much of a Gabor a feature is: the best wave under a Gaussian hill, by least squares.

use crate::{Error, Real, Result};
use nalgebra::{SMatrix, SVector};
use std::f64::consts::{PI, TAU};

/// The best Gabor A·exp(−½(u²/s² + v²/r²))·cos(2πfu + φ) for a square feature less its mean,
/// with (u, v) the pixel's place from the centre, turned by θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gabor {
    /// 1 − (what is left)/(the feature's squares about its mean): 1 is a Gabor.
    pub r2: f64,
    /// Column and row of the centre, in pixels from the first.
    pub centre: (f64, f64),
    /// θ, in radians: across the stripes.
    pub angle: f64,
    /// f, in cycles a pixel, up to ½.
    pub frequency: f64,
    /// s, the hill's standard deviation across the stripes, and r, along them: in pixels.
    pub widths: (f64, f64),
}

impl Gabor {
    /// √(s·r), in pixels: how local it is. A plane wave is a Gabor with a wide hill.
    pub fn size(&self) -> f64 {
        (self.widths.0 * self.widths.1).sqrt()
    }
}

/// Centre x, y, angle θ, frequency f, widths s, r.
type P = SVector<f64, 6>;

/// The starts that are followed to their end, of 36.
const FOLLOWED: usize = 6;
/// Steps of a descent.
const STEPS: usize = 60;

/// The best Gabor for a feature of side² pixels, row by row.
///
/// A and φ are solved linearly for each hill and wave; these six numbers by damped
/// Gauss–Newton steps (Marquardt 1963) from the best of 36 starts. Errors where the feature
/// is no square of 4 pixels or more, is not finite, or does not vary.
pub fn fit(feature: &[Real]) -> Result<Gabor> {
    let side = (feature.len() as f64).sqrt().round() as usize;
    let fine = side * side == feature.len() && side >= 2;
    if !fine || !feature.iter().all(|v| v.is_finite()) {
        let expected = "a square of 4 finite pixels or more".to_string();
        let got = format!("{} numbers", feature.len());
        return Err(Error::Shape { what: "a feature", expected, got });
    }
    let w: Vec<f64> = feature.iter().map(|&v| f64::from(v)).collect();
    let mean = w.iter().sum::<f64>() / w.len() as f64;
    let w: Vec<f64> = w.iter().map(|v| v - mean).collect();
    let total = squares(&w);
    if total <= 0.0 {
        let (name, value) = ("the variance of a feature", total.to_string());
        return Err(Error::OutOfRange {
            name,
            value,
            range: "positive: its weights differ",
        });
    }
    let feature = Feature { w, side };
    let mut starts: Vec<(f64, P)> =
        feature.starts().map(|p| (squares(&feature.left(&p)), p)).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let followed = starts.into_iter().take(FOLLOWED).map(|(_, p)| feature.descend(p));
    let best = followed.min_by(|a, b| a.0.total_cmp(&b.0));
    let (left, p) = best.expect("there are starts");
    Ok(Gabor {
        r2: 1.0 - left / total,
        centre: (p[0], p[1]),
        angle: p[2].rem_euclid(PI),
        frequency: p[3],
        widths: (p[4], p[5]),
    })
}

/// A feature about its mean.
struct Feature {
    w: Vec<f64>,
    side: usize,
}

impl Feature {
    /// 2 centres (the largest pixel, the middle), 6 angles, 3 frequencies.
    fn starts(&self) -> impl Iterator<Item = P> {
        let most = |a: &usize, b: &usize| self.w[*a].abs().total_cmp(&self.w[*b].abs());
        let top = (0..self.w.len()).max_by(most).unwrap_or(0);
        let middle = (self.side - 1) as f64 / 2.0;
        let top = ((top % self.side) as f64, (top / self.side) as f64);
        let angles = (0..6).map(|i| f64::from(i) * PI / 6.0);
        let places = move |angle| {
            [top, (middle, middle)].into_iter().flat_map(move |(x, y)| {
                [0.12, 0.25, 0.4].map(|f| P::from([x, y, angle, f, 1.5, 1.5]))
            })
        };
        angles.flat_map(places)
    }

    /// What the best Gabor of this hill and wave leaves of each pixel.
    ///
    /// A cos(2πfu + φ) = a cos 2πfu + b sin 2πfu is linear in a and b.
    fn left(&self, p: &P) -> Vec<f64> {
        let (sin, cos) = p[2].sin_cos();
        let (mut c, mut s) = (Vec::new(), Vec::new());
        for i in 0..self.w.len() {
            let x = (i % self.side) as f64 - p[0];
            let y = (i / self.side) as f64 - p[1];
            let (u, v) = (x * cos + y * sin, y * cos - x * sin);
            let hill = (-0.5 * ((u / p[4]).powi(2) + (v / p[5]).powi(2))).exp();
            let (wave_s, wave_c) = (TAU * p[3] * u).sin_cos();
            c.push(hill * wave_c);
            s.push(hill * wave_s);
        }
        let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let (cc, ss, cs) = (inner(&c, &c) + 1e-9, inner(&s, &s) + 1e-9, inner(&c, &s));
        let (wc, ws) = (inner(&self.w, &c), inner(&self.w, &s));
        let det = cc * ss - cs * cs;
        let (a, b) = ((ss * wc - cs * ws) / det, (cc * ws - cs * wc) / det);
        self.w.iter().zip(c.iter().zip(&s)).map(|(w, (c, s))| w - a * c - b * s).collect()
    }

    /// The numbers within their ranges: the centre in the patch, 0 ≤ f ≤ ½, widths .6 to 8.
    fn within(&self, mut p: P) -> P {
        let edge = self.side as f64 - 0.5;
        (p[0], p[1]) = (p[0].clamp(-0.5, edge), p[1].clamp(-0.5, edge));
        p[3] = p[3].clamp(0.0, 0.5);
        (p[4], p[5]) = (p[4].clamp(0.6, 8.0), p[5].clamp(0.6, 8.0));
        p
    }

    /// (JᵀJ + μ diag JᵀJ) δ = −Jᵀr, μ smaller after a step that helps and larger after one
    /// that does not: squares left, and where.
    fn descend(&self, start: P) -> (f64, P) {
        let (mut p, mut mu) = (start, 1e-2);
        let mut r = self.left(&p);
        let mut least = squares(&r);
        for _ in 0..STEPS {
            let (mut jj, mut jr) = (SMatrix::<f64, 6, 6>::zeros(), P::zeros());
            let columns: Vec<Vec<f64>> = (0..6)
                .map(|i| {
                    let mut moved = p;
                    moved[i] += 1e-5;
                    let left = self.left(&moved);
                    left.iter().zip(&r).map(|(a, b)| (a - b) / 1e-5).collect()
                })
                .collect();
            for i in 0..6 {
                jr[i] = columns[i].iter().zip(&r).map(|(j, r)| j * r).sum();
                for k in 0..6 {
                    jj[(i, k)] =
                        columns[i].iter().zip(&columns[k]).map(|(a, b)| a * b).sum();
                }
            }
            let mut damped = jj;
            (0..6).for_each(|i| damped[(i, i)] += mu * jj[(i, i)] + 1e-12);
            let Some(step) = damped.lu().solve(&jr) else { break };
            let next = self.within(p - step);
            let left = self.left(&next);
            let now = squares(&left);
            if now < least {
                let gain = (least - now) / least;
                (p, r, least, mu) = (next, left, now, (mu / 5.0).max(1e-9));
                if gain < 1e-7 {
                    break;
                }
            } else if mu > 1e6 {
                break;
            } else {
                mu *= 4.0;
            }
        }
        (least, p)
    }
}

fn squares(r: &[f64]) -> f64 {
    r.iter().map(|r| r * r).sum()
}
