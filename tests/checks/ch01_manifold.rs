//! How the exercises of chapter 1 on pictures as points are graded: 1.1, 1.2, 1.3 and 1.5.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{covariance, double, mean, normal, orthonormal, real, row};
use autoencoders::{Real, linalg};
use ndarray::{Array1, Array2, Axis, concatenate, s};
use rand::{Rng, RngExt};
use std::f64::consts::TAU;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const NOISE: &str = "Almost all pictures are noise";
    pub const BLENDS: &str = "Between two views";
    pub const NEIGHBOURS: &str = "Counting with two neighbours";
    pub const LOCAL: &str = "Counting with local PCA";
    pub const WRONG: &str = "When it goes wrong";
}

/// n points in d ≥ 2 · angles features, each angle of which turns around a circle of radius 1 in two features of its
/// own, rotated, and moved to a distance from the origin. In order of the first angle.
pub fn turning(n: usize, d: usize, angles: usize, rng: &mut impl Rng) -> Array2<f64> {
    let mut theta = Array2::from_shape_simple_fn((n, angles), || TAU * rng.random::<f64>());
    let mut first = theta.column(0).to_vec();
    first.sort_by(f64::total_cmp);
    theta.column_mut(0).assign(&Array1::from(first));
    let mut own = seeded(rng.random());
    let axes = orthonormal(normal(d, 2 * angles, &mut own));
    let flat = concatenate![Axis(1), theta.mapv(f64::cos), theta.mapv(f64::sin)];
    flat.dot(&axes.t()) + 2.0
}

/// All distances (n, m) between rows of `a` and rows of `b`.
pub fn distances(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let one = |p: usize, q: usize| {
        a.row(p).iter().zip(b.row(q)).map(|(v, w)| (v - w).powi(2)).sum::<f64>().sqrt()
    };
    Array2::from_shape_fn((a.nrows(), b.nrows()), |(p, q)| one(p, q))
}

fn column(v: Array1<f64>) -> Array2<f64> {
    v.insert_axis(Axis(1))
}

pub fn blends(
    answer: impl Fn(&Array2<Real>, usize, usize, usize) -> (Array2<Real>, Array1<Real>),
) {
    let exercise = Exercise { number: "1.1", section: sections::BLENDS };
    let mut rng = seeded(11);
    for (n, d, steps) in [(9, 4, 5), (20, 30, 2), (24, 11, 8)] {
        let views = real(&turning(n, d, 1, &mut rng));
        let (from, to) = (1, n / 3 + 2);
        let (yours, off) = answer(&views, from, to, steps);
        let (yours, off, views) =
            (double(&yours), row(&off.mapv(|v| v as f64)), double(&views));
        exercise.shape(
            &yours,
            steps,
            d,
            "one blend a row, with the two views themselves among them",
        );
        let (a, b) = (views.slice(s![from..=from, ..]), views.slice(s![to..=to, ..]));
        let blend = |weights: &dyn Fn(f64) -> (f64, f64)| {
            let pairs = (0..steps).map(|i| weights(i as f64));
            let (of_a, of_b): (Vec<f64>, Vec<f64>) = pairs.unzip();
            column(Array1::from(of_a)).dot(&a) + column(Array1::from(of_b)).dot(&b)
        };
        let last = steps as f64 - 1.0;
        let expected = blend(&|i| (1.0 - i / last, i / last));
        let suspects = [
            (
                blend(&|i| (1.0 - i / (last + 1.0), i / (last + 1.0))),
                "the last blend is not yet the view `to`: between `steps` blends lie steps − 1 intervals",
            ),
            (
                blend(&|i| (1.0 - (i + 1.0) / (last + 2.0), (i + 1.0) / (last + 2.0))),
                "the two views themselves are missing; t runs from 0 to 1, both included",
            ),
            (
                blend(&|i| (i / last, 1.0 - i / last)),
                "the blends run from `to` to `from`; at t = 0 stands `from`",
            ),
            (
                blend(&|i| (1.0, i / last)),
                "the weights do not add up to 1, so the picture grows brighter; (1 − t)a + tb",
            ),
        ];
        exercise.compare(
            &yours,
            &expected,
            1e-3,
            &suspects,
            "the blends are not (1 − t)a + tb",
        );
        let all = distances(&expected, &views);
        let nearest = |all: &Array2<f64>| {
            row(&all.map_axis(Axis(1), |r| r.fold(f64::INFINITY, |m, v| v.min(m))))
        };
        let right = nearest(&all);
        let suspects = [
            (right.mapv(|v| v * v), "these are squared distances"),
            (
                right.mapv(|v| v / (d as f64).sqrt()),
                "these are root mean squares over pixels; a distance sums over pixels",
            ),
            (
                nearest(&distances(&expected, &concatenate![Axis(0), a, b])),
                "only the two ends were looked at; the nearest view may be any of the n",
            ),
            (
                row(&all.map_axis(Axis(1), |r| r.fold(0.0, |m: f64, v| v.max(m)))),
                "these are the distances from the farthest view",
            ),
        ];
        exercise.compare(
            &off,
            &right,
            1e-3,
            &suspects,
            "these are not the distances from the nearest view",
        );
    }
}

/// Distances between all pairs i < j of rows, as one row.
fn pairs(x: &Array2<f64>) -> Array1<f64> {
    let all = distances(x, x);
    (0..x.nrows()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|pair| all[pair]).collect()
}

pub fn pair_distances(answer: impl Fn(&Array2<Real>) -> (f64, f64)) {
    let exercise = Exercise { number: "1.2", section: sections::NOISE };
    let mut rng = seeded(12);
    // Far from the origin, by so much that squares of coordinates swallow squares of distances in this precision.
    let far = 0.5 / (Real::EPSILON as f64).sqrt();
    for (n, d, offset) in [(12, 3, 0.0), (5, 200, 0.0), (30, 40, 0.0), (20, 10, far)] {
        let uniform = Array2::from_shape_simple_fn((n, d), || rng.random::<f64>());
        let x = real(&(uniform + offset));
        let (mean, spread) = answer(&x);
        let r = pairs(&double(&x));
        let count = r.len() as f64;
        let (right, deviation) = (r.sum() / count, r.std(1.0));
        let m = n as f64;
        let suspects = [
            (
                right * (m - 1.0) / m,
                "the distance of each sample from itself was counted; it is 0 and belongs to no pair",
            ),
            (r.mapv(|v| v * v).sum() / count, "that is the mean of the squared distances"),
            (
                r.mapv(|v| v * v).sum().sqrt() / count.sqrt(),
                "that is the root of the mean square; the mean of the distances is asked",
            ),
            (
                right / (d as f64).sqrt(),
                "the distances were averaged over pixels; a distance sums over pixels",
            ),
        ];
        let why = if offset > 0.0 {
            "the distances are lost in rounding for a cloud far from the origin: ‖a‖² + ‖b‖² − 2aᵀb is a small difference of large numbers; subtract the samples first, then square"
        } else {
            "the mean distance between two different samples is wrong"
        };
        exercise.number(mean, right, 1e-3, &suspects, why);
        let share = deviation / right;
        let squared = r.mapv(|v| v * v);
        let suspects = [
            (deviation, "that is the standard deviation; divide it by the mean distance"),
            (
                deviation * deviation / right,
                "that is a variance over the mean; take the root",
            ),
            (share * share, "that is the square of the relative spread; take the root"),
            (r.std(0.0) / right, "the divisor is the number of pairs; one less is asked"),
            (
                squared.std(1.0) / (squared.sum() / count),
                "that is the relative spread of the squared distances, about twice as much",
            ),
        ];
        exercise.number(
            spread,
            share,
            5e-3,
            &suspects,
            "the relative spread of the distances is wrong",
        );
    }
}

pub fn ratios(answer: impl Fn(&Array2<Real>) -> Array1<Real>) {
    let exercise = Exercise { number: "1.3", section: sections::NEIGHBOURS };
    let mut rng = seeded(13);
    for (n, d) in [(3, 2), (10, 1), (40, 5), (25, 60)] {
        let x = real(&(normal(n, d, &mut rng) + 1.0));
        let yours = row(&answer(&x).mapv(|v| v as f64));
        exercise.shape(&yours, 1, n, "one ratio for each sample");
        let mut all = distances(&double(&x), &double(&x));
        all.rows_mut().into_iter().for_each(|mut r| {
            let mut sorted = r.to_vec();
            sorted.sort_by(f64::total_cmp);
            r.assign(&Array1::from(sorted));
        });
        let of = |second: usize, first: usize| {
            let ratio = &all.column(second.min(n - 1)) / &all.column(first.min(n - 1));
            row(&ratio.to_owned())
        };
        if yours.iter().all(|v| !v.is_finite()) {
            let why = "no ratio is finite: each sample is its own neighbour at distance 0; look at the others only";
            exercise.fail(why, &format!("{yours:.3}"), &format!("{:.3}", of(2, 1)));
        }
        let expected = of(2, 1);
        let suspects = [
            (
                expected.mapv(|v| v * v),
                "these are ratios of squared distances, and double every logarithm",
            ),
            (expected.mapv(|v| 1.0 / v), "these are r₁/r₂, below 1; ν = r₂/r₁"),
            (
                of(3, 2),
                "that is r₃/r₂: the nearest other sample was taken for the sample itself, and passed over",
            ),
            (of(3, 1), "that is r₃/r₁: one neighbour was passed over"),
        ];
        exercise.compare(
            &yours,
            &expected,
            2e-3,
            &suspects,
            "these are not the ratios r₂/r₁ (where a nearer sample comes later in the file, the old nearest becomes the second)",
        );
    }
}

/// The r largest eigenvalues of a symmetric matrix, as one row.
fn spectrum(a: &Array2<f64>, r: usize) -> Array2<f64> {
    let (lambda, _) = linalg::eigh(real(a).view()).expect("a finite covariance");
    row(&lambda.slice(s![..r]).mapv(|v| f64::from(v).max(0.0)))
}

pub fn local_spectrum(
    answer: impl Fn(&Array2<Real>, usize, usize, f64) -> (Array1<Real>, usize),
) {
    let exercise = Exercise { number: "1.5", section: sections::LOCAL };
    let mut rng = seeded(15);
    for (n, d, angles, i, q) in
        [(60, 5, 1, 7, 6), (300, 9, 2, 0, 25), (200, 30, 2, 120, 14), (300, 8, 3, 299, 60)]
    {
        let x = double(&real(&turning(n, d, angles, &mut rng)));
        let here = x.slice(s![i..=i, ..]).to_owned();
        let away = distances(&here, &x);
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| away[[0, a]].total_cmp(&away[[0, b]]));
        let near = x.select(Axis(0), &order[1..=q]);
        let (r, size) = (q.min(d), q as f64);
        let expected = spectrum(&covariance(&near), r);
        let about = |point: &Array1<f64>| {
            let c = &near - point;
            spectrum(&(c.t().dot(&c) / (size - 1.0)), r)
        };
        // A share in the middle of the gap after as many directions as there are angles.
        let share =
            (expected[[0, angles]] * expected[[0, angles - 1]]).sqrt() / expected[[0, 0]];
        let share = share.max(0.5 * expected[[0, angles - 1]] / expected[[0, 0]]);
        let (yours, count) = answer(&real(&x), i, q, share);
        let yours = row(&yours.mapv(|v| v as f64));
        exercise.shape(
            &yours,
            1,
            r,
            "min(q, d) eigenvalues: q samples in d features have no more that differ from 0",
        );
        let suspects = [
            (
                about(&Array1::zeros(d)),
                "the neighbours were not centred; subtract their mean",
            ),
            (
                about(&here.row(0).to_owned()),
                "the neighbours were centred on the point in their midst; a covariance is taken about their own mean",
            ),
            (
                about(&mean(&x)),
                "the neighbours were centred on the mean of all samples; subtract the mean of these q",
            ),
            (
                spectrum(&covariance(&x), r),
                "these are the eigenvalues of all samples; only the q nearest count",
            ),
            (
                spectrum(&covariance(&x.select(Axis(0), &order[..q])), r),
                "the sample itself is among its q neighbours, in place of the farthest",
            ),
            (
                spectrum(&covariance(&x.select(Axis(0), &order[n - q..])), r),
                "these are the farthest samples, not the nearest",
            ),
            (
                &expected * ((size - 1.0) / size),
                "the divisor is q; a covariance divides by q − 1",
            ),
            (&expected * (size - 1.0), "the sum was not divided by q − 1"),
            (
                expected.mapv(|v| (v * (size - 1.0)).sqrt()),
                "these are singular values; variances are their squares over q − 1",
            ),
            (
                expected.mapv(f64::sqrt),
                "these are standard deviations; eigenvalues of the covariance are variances",
            ),
        ];
        let why =
            "these are not the eigenvalues of the neighbours' covariance, largest first";
        exercise.compare(&yours, &expected, 2e-3, &suspects, why);
        let above = |least: f64| expected.iter().filter(|&&v| v >= least).count() as f64;
        let largest = expected[[0, 0]];
        let suspects = [
            (
                above(share * expected.sum()),
                "the share was taken of the sum of the eigenvalues; it is a share of the largest",
            ),
            (
                above(share),
                "the share was taken for a variance; multiply it by the largest eigenvalue",
            ),
            (r as f64 - above(share * largest), "those below the share were counted"),
        ];
        exercise.number(
            count as f64,
            above(share * largest),
            1e-9,
            &suspects,
            "the number of directions is wrong",
        );
    }
}
