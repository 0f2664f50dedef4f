//! How the exercises of chapter 1 that estimate a dimension are graded: 1.4 and 1.6, by simulation.

use crate::checks::{distances, sections, turning};
use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{double, normal, real};
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// How often an answer is asked for that depends on chance.
const ROUNDS: usize = 8;

type Estimator<'a> = dyn Fn(&Array1<Real>) -> (f64, f64, f64) + 'a;

/// n ratios with the density m ν^(−m−1), ν > 1, of a set of dimension d.
fn pareto(n: usize, d: f64, rng: &mut ChaCha8Rng) -> Array1<Real> {
    Array1::from_shape_simple_fn(n, || (1.0 - rng.random::<f64>()).powf(-1.0 / d) as Real)
}

pub fn dimension(answer: &Estimator) {
    let exercise = Exercise { number: "1.4", section: sections::NEIGHBOURS };
    let mut rng = seeded(14);
    for (n, d) in [(60, 1.0), (150, 2.5), (1000, 9.0)] {
        let ratios = pareto(n, d, &mut rng);
        let (yours, ..) = answer(&ratios);
        let logs = ratios.mapv(|nu| f64::from(nu).ln());
        let (m, mean) =
            (n as f64, ratios.iter().map(|&nu| f64::from(nu)).sum::<f64>() / n as f64);
        let likeliest = m / logs.sum();
        let unbiased = (m - 1.0) / logs.sum();
        let suspects = [
            (
                likeliest * 10f64.ln(),
                "the logarithm is to base 10; the likelihood has the natural one",
            ),
            (
                likeliest * 2f64.ln(),
                "the logarithm is to base 2; the likelihood has the natural one",
            ),
            (1.0 / likeliest, "that is the mean of ln ν, one over the dimension"),
            (
                logs.mapv(|v| 1.0 / v).sum() / m,
                "each sample was given a dimension 1/ln ν, and these averaged: a few ratios close to 1 rule that mean; average the logarithms, then invert",
            ),
            (
                1.0 / mean.ln(),
                "that is the logarithm of the mean ratio; take the mean of the logarithms",
            ),
            (
                mean / (mean - 1.0),
                "that comes from the mean ratio, which has no finite variance for m ≤ 2; it is not the likeliest dimension",
            ),
        ];
        if (yours - unbiased).abs() > 1e-4 * unbiased {
            exercise.number(
                yours,
                likeliest,
                1e-4,
                &suspects,
                "that is not the dimension that maximises n ln m − (m + 1) Σ ln ν",
            );
        }
    }
    for (n, d) in [(50, 3.0), (400, 1.0)] {
        let sets = 1000;
        let inside = |_| {
            let (_, low, high) = answer(&pareto(n, d, &mut rng));
            low <= d && d <= high
        };
        let share =
            (0..sets).map(inside).filter(|&hit| hit).count() as f64 / f64::from(sets);
        let why = match share {
            _ if share > 0.975 => {
                "the interval is too wide: the spread of single logarithms is not the error of their mean, which is smaller by √n"
            }
            _ if share < 0.02 => {
                "the interval hardly ever contains the true dimension; which of the three numbers is the low end?"
            }
            _ if (0.60..0.76).contains(&share) => {
                "the interval is one standard error to each side, which contains the truth in 68 of 100 samples; 95 need 1.96"
            }
            _ => "the interval does not contain the true dimension in 95 of 100 samples",
        };
        if !(0.92..=0.975).contains(&share) {
            exercise.fail(
                why,
                &format!("{:.1} % of {sets} sets of {n}", 100.0 * share),
                "95 %",
            );
        }
    }
}

/// The mean of r₁ and of the dimension n/Σ ln ν over the parts of the samples.
fn over(x: &Array2<f64>, parts: &[Vec<usize>]) -> (f64, f64) {
    let (mut scale, mut dimension) = (0.0, 0.0);
    for part in parts {
        let x = x.select(Axis(0), part);
        let (mut first, mut logs) = (0.0, 0.0);
        for row in distances(&x, &x).rows() {
            let mut row = row.to_vec();
            row.sort_by(f64::total_cmp);
            first += row[1];
            logs += (row[2] / row[1]).ln();
        }
        let size = part.len() as f64;
        scale += first / size;
        dimension += size / logs;
    }
    (scale / parts.len() as f64, dimension / parts.len() as f64)
}

/// `count` parts of equal size of n samples, in the order given.
fn split(order: &[usize], count: usize) -> Vec<Vec<usize>> {
    order.chunks_exact(order.len() / count).take(count).map(<[usize]>::to_vec).collect()
}

fn shuffled(n: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(rng);
    order
}

fn mean_and_scatter(a: &[f64]) -> (f64, f64) {
    let a = Array1::from(a.to_vec());
    (a.mean().unwrap_or(f64::NAN), a.std(1.0))
}

type UnderNoise<'a> = dyn Fn(&Array2<Real>, f64, &mut ChaCha8Rng) -> f64 + 'a;

pub fn dimension_under_noise(answer: &UnderNoise) {
    let exercise = Exercise { number: "1.6", section: sections::WRONG };
    let (mut rng, mut chance) = (seeded(16), seeded(61)); // the data do not depend on what an answer draws
    for (n, d, angles, noise) in
        [(300, 8, 2, 0.0), (512, 20, 1, 0.00225), (512, 12, 2, 0.014)]
    {
        let x = real(&(turning(n, d, angles, &mut rng) + normal(n, d, &mut rng) * noise));
        let exact = double(&x);
        let mut at = |parts: usize| over(&exact, &split(&shuffled(n, &mut rng), parts));
        let scales = [1, 2, 4, 8, 16, 32].map(|parts| (parts, at(parts)));
        let first_above = |length: f64| {
            let coarse = scales.iter().find(|(_, (scale, _))| *scale >= 5.0 * length);
            coarse.expect("a scale above the noise").0
        };
        let parts = first_above(noise * (2.0 * d as f64).sqrt());
        let mut usual =
            |parts: usize| mean_and_scatter(&[(); 3 * ROUNDS].map(|_| at(parts).1)).0;
        let expected = usual(parts);
        let in_order: Vec<usize> = (0..n).collect();
        let strided: Vec<Vec<usize>> =
            (0..parts).map(|p| (p..n).step_by(parts).collect()).collect();
        let mut suspects = [
            (
                scales[0].1.1,
                "that is the dimension at the finest scale, which the noise fills (a pixel's σ is not yet the distance between two noisy pictures); thin the samples out, and look for neighbours within a part only",
            ),
            (
                usual(first_above(noise * (d as f64).sqrt())),
                "the scale is still too fine: noise moves both pictures of a pair, so it puts σ√(2d) between them",
            ),
            (
                over(&exact, &strided).1,
                "every p-th sample of the file is no random part: this file runs along the manifold, which makes the gaps too even; shuffle first",
            ),
            (
                over(&exact, &split(&in_order, parts)).1,
                "p pieces of the file are no random parts: this file runs along the manifold, and a piece of it is as dense as the whole; shuffle first",
            ),
        ];
        let answers = [(); ROUNDS].map(|_| answer(&x, noise, &mut chance));
        let (yours, scatter) = mean_and_scatter(&answers);
        suspects.sort_by(|a, b| (a.0 - yours).abs().total_cmp(&(b.0 - yours).abs())); // some lie close together
        let why = "the dimension under the noise is wrong";
        exercise.number(yours, expected, 0.1, &suspects, why);
        if parts >= 16 && scatter > 0.11 * expected {
            let why = "the answer varies from one shuffle to the next as if a single part had been used; average over all parts";
            exercise.fail(
                why,
                &format!("{expected:.2} ± {scatter:.2}"),
                "half as much scatter or less",
            );
        }
    }
}
