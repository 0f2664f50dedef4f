//! Wrong answers that are often given to the exercises of chapter 1; each must be caught and told what it is.

use crate::solutions;
use autoencoders::Real;
use autoencoders::linalg::svd;
use ndarray::{Array1, Array2, Axis, s};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

type Data = Array2<Real>;

/// The distance of row i from row j.
fn distance(x: &Data, i: usize, j: usize) -> Real {
    (&x.row(i) - &x.row(j)).mapv(|v| v * v).sum().sqrt()
}

pub mod blends {
    use super::*;
    type Answer = (Data, Array1<Real>);
    /// The right distances, and blends with other weights of the two views.
    fn weighted(
        views: &Data,
        (from, to): (usize, usize),
        steps: usize,
        weights: impl Fn(Real) -> (Real, Real),
    ) -> Answer {
        let row = |i: usize| {
            let (a, b) = weights(i as Real);
            &views.row(from) * a + &views.row(to) * b
        };
        let blends = Array2::from_shape_fn((steps, views.ncols()), |(i, j)| row(i)[j]);
        (blends, solutions::blends(views, from, to, steps).1)
    }
    pub fn short_of_the_end(views: &Data, from: usize, to: usize, steps: usize) -> Answer {
        weighted(views, (from, to), steps, |i| (1.0 - i / steps as Real, i / steps as Real))
    }
    pub fn backwards(views: &Data, from: usize, to: usize, steps: usize) -> Answer {
        solutions::blends(views, to, from, steps)
    }
    pub fn brighter(views: &Data, from: usize, to: usize, steps: usize) -> Answer {
        weighted(views, (from, to), steps, |i| (1.0, i / (steps - 1) as Real))
    }
    pub fn squared(views: &Data, from: usize, to: usize, steps: usize) -> Answer {
        let (blends, off) = solutions::blends(views, from, to, steps);
        (blends, off.mapv(|r| r * r))
    }
    pub fn only_the_ends(views: &Data, from: usize, to: usize, steps: usize) -> Answer {
        let (blends, _) = solutions::blends(views, from, to, steps);
        let ends = views.select(Axis(0), &[from, to]);
        let off = solutions::blends(&ends, 0, 1, steps).1;
        (blends, off)
    }
}

pub mod pair_distances {
    use super::*;
    /// Mean and standard deviation of these, divisor their number less `less`.
    fn moments(values: &[f64], less: f64) -> (f64, f64) {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
        (mean, (squares / (count - less)).sqrt())
    }
    fn all(x: &Data, of: impl Fn(usize, usize) -> Real) -> Vec<f64> {
        let pairs = (0..x.nrows()).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs.map(|(i, j)| of(i, j) as f64).collect()
    }
    pub fn with_itself(x: &Data) -> (f64, f64) {
        let mut both = all(x, |i, j| distance(x, i, j)).repeat(2);
        both.extend(vec![0.0; x.nrows()]);
        let (mean, deviation) = moments(&both, 1.0);
        (mean, deviation / mean)
    }
    pub fn by_products(x: &Data) -> (f64, f64) {
        let square = |i: usize, j: usize| x.row(i).dot(&x.row(j));
        let r = all(x, |i, j| {
            (square(i, i) + square(j, j) - 2.0 * square(i, j)).max(0.0).sqrt()
        });
        let (mean, deviation) = moments(&r, 1.0);
        (mean, deviation / mean)
    }
    pub fn absolute(x: &Data) -> (f64, f64) {
        moments(&all(x, |i, j| distance(x, i, j)), 1.0)
    }
    pub fn squares(x: &Data) -> (f64, f64) {
        let (mean, deviation) = moments(&all(x, |i, j| distance(x, i, j).powi(2)), 1.0);
        (mean, deviation / mean)
    }
    pub fn divisor(x: &Data) -> (f64, f64) {
        let (mean, deviation) = moments(&all(x, |i, j| distance(x, i, j)), 0.0);
        (mean, deviation / mean)
    }
}

pub mod ratios {
    use super::*;
    /// The distances of sample i from all samples, itself among them, in order.
    fn sorted(x: &Data, i: usize) -> Vec<Real> {
        let mut r: Vec<Real> = (0..x.nrows()).map(|j| distance(x, i, j)).collect();
        r.sort_by(Real::total_cmp);
        r
    }
    fn ratio(x: &Data, second: usize, first: usize) -> Array1<Real> {
        let last = x.nrows() - 1;
        (0..x.nrows())
            .map(|i| sorted(x, i)[second.min(last)] / sorted(x, i)[first])
            .collect()
    }
    pub fn itself(x: &Data) -> Array1<Real> {
        ratio(x, 1, 0)
    }
    pub fn squared(x: &Data) -> Array1<Real> {
        solutions::ratios(x).mapv(|nu| nu * nu)
    }
    pub fn inverse(x: &Data) -> Array1<Real> {
        solutions::ratios(x).mapv(|nu| 1.0 / nu)
    }
    pub fn passes_over(x: &Data) -> Array1<Real> {
        ratio(x, 3, 2)
    }
    /// A nearer sample does not push the old nearest to second place.
    pub fn forgets_the_old_nearest(x: &Data) -> Array1<Real> {
        let one = |i: usize| {
            let (mut first, mut second) = (Real::INFINITY, Real::INFINITY);
            for r in (0..x.nrows()).filter(|&j| j != i).map(|j| distance(x, i, j)) {
                if r < first {
                    first = r;
                } else if r < second {
                    second = r;
                }
            }
            second / first
        };
        (0..x.nrows()).map(one).collect()
    }
}

pub mod dimension {
    use super::*;
    type Answer = (f64, f64, f64);
    /// The right estimate, `width` of its standard errors to each side.
    fn interval(ratios: &Array1<Real>, width: f64) -> Answer {
        let (d, ..) = solutions::dimension(ratios);
        let error = width * d / (ratios.len() as f64).sqrt();
        (d, d - error, d + error)
    }
    pub fn base_ten(ratios: &Array1<Real>) -> Answer {
        let (d, low, high) = solutions::dimension(ratios);
        (d * 10f64.ln(), low * 10f64.ln(), high * 10f64.ln())
    }
    pub fn mean_of_dimensions(ratios: &Array1<Real>) -> Answer {
        let d = ratios.iter().map(|&nu| 1.0 / (nu as f64).ln()).sum::<f64>()
            / ratios.len() as f64;
        (d, d, d)
    }
    pub fn not_inverted(ratios: &Array1<Real>) -> Answer {
        let (d, low, high) = solutions::dimension(ratios);
        (1.0 / d, 1.0 / high, 1.0 / low)
    }
    pub fn one_error(ratios: &Array1<Real>) -> Answer {
        interval(ratios, 1.0)
    }
    pub fn spread_of_one(ratios: &Array1<Real>) -> Answer {
        interval(ratios, 1.96 * (ratios.len() as f64).sqrt())
    }
    pub fn upside_down(ratios: &Array1<Real>) -> Answer {
        interval(ratios, -1.96)
    }
}

pub mod local_spectrum {
    use super::*;
    type Answer = (Array1<Real>, usize);
    /// The m nearest to sample i, from the `skip`th on in order of distance.
    fn near(x: &Data, i: usize, m: usize, skip: usize) -> Data {
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        order.sort_by(|&a, &b| distance(x, i, a).total_cmp(&distance(x, i, b)));
        x.select(Axis(0), &order[skip..skip + m])
    }
    /// Eigenvalues of the covariance about `point`, and how many are at least the share of the largest.
    fn about(near: &Data, point: &Array1<Real>, share: f64) -> Answer {
        let (_, singular, _) = svd((near - point).view()).unwrap();
        let lambda = singular.mapv(|s| s * s / (near.nrows() as Real - 1.0));
        let count =
            lambda.iter().filter(|&&v| v as f64 >= share * lambda[0] as f64).count();
        (lambda, count)
    }
    fn mean(x: &Data) -> Array1<Real> {
        x.sum_axis(Axis(0)) / x.nrows() as Real
    }
    pub fn uncentred(x: &Data, i: usize, m: usize, share: f64) -> Answer {
        about(&near(x, i, m, 1), &Array1::zeros(x.ncols()), share)
    }
    pub fn about_the_point(x: &Data, i: usize, m: usize, share: f64) -> Answer {
        about(&near(x, i, m, 1), &x.row(i).to_owned(), share)
    }
    pub fn with_itself(x: &Data, i: usize, m: usize, share: f64) -> Answer {
        let near = near(x, i, m, 0);
        about(&near, &mean(&near), share)
    }
    pub fn of_all(x: &Data, _: usize, m: usize, share: f64) -> Answer {
        let (lambda, count) = about(x, &mean(x), share);
        (lambda.slice(s![..m.min(x.ncols())]).to_owned(), count)
    }
    pub fn singular_values(x: &Data, i: usize, m: usize, share: f64) -> Answer {
        let (lambda, _) = solutions::local_spectrum(x, i, m, share);
        let singular = lambda.mapv(|v| (v * (m as Real - 1.0)).sqrt());
        let count =
            singular.iter().filter(|&&v| v as f64 >= share * singular[0] as f64).count();
        (singular, count)
    }
    pub fn share_of_the_sum(x: &Data, i: usize, m: usize, share: f64) -> Answer {
        let (lambda, _) = solutions::local_spectrum(x, i, m, share);
        let count =
            lambda.iter().filter(|&&v| v as f64 >= share * lambda.sum() as f64).count();
        (lambda, count)
    }
}

pub mod dimension_under_noise {
    use super::*;
    fn estimate(x: &Data) -> f64 {
        solutions::dimension(&solutions::ratios(x)).0
    }
    /// How many parts the solution's rule makes, by trying: as many as bring the mean r₁ above five lengths.
    fn parts(x: &Data, length: f64, rng: &mut ChaCha8Rng) -> usize {
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        let mut parts = 1;
        loop {
            order.shuffle(rng);
            let part = x.select(Axis(0), &order[..x.nrows() / parts]);
            let nearest = |i: usize| {
                let others = (0..part.nrows()).filter(|&j| j != i);
                others.map(|j| distance(&part, i, j) as f64).fold(f64::INFINITY, f64::min)
            };
            let scale = (0..part.nrows()).map(nearest).sum::<f64>() / part.nrows() as f64;
            if scale >= 5.0 * length || parts == 32 {
                return parts;
            }
            parts *= 2;
        }
    }
    fn noise_distance(x: &Data, noise: f64) -> f64 {
        noise * (2.0 * x.ncols() as f64).sqrt()
    }
    pub fn not_thinned(x: &Data, _: f64, _: &mut ChaCha8Rng) -> f64 {
        estimate(x)
    }
    pub fn noise_of_a_pixel(x: &Data, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
        solutions::dimension_under_noise(x, noise / (2.0 * x.ncols() as f64).sqrt(), rng)
    }
    pub fn noise_of_one_picture(x: &Data, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
        solutions::dimension_under_noise(x, noise / 2f64.sqrt(), rng)
    }
    pub fn one_part(x: &Data, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
        let parts = parts(x, noise_distance(x, noise), rng);
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        order.shuffle(rng);
        estimate(&x.select(Axis(0), &order[..x.nrows() / parts]))
    }
    pub fn every_pth(x: &Data, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
        let parts = parts(x, noise_distance(x, noise), rng);
        let each = (0..parts).map(|p| estimate(&x.slice(s![p..;parts, ..]).to_owned()));
        each.sum::<f64>() / parts as f64
    }
    pub fn pieces(x: &Data, noise: f64, rng: &mut ChaCha8Rng) -> f64 {
        let parts = parts(x, noise_distance(x, noise), rng);
        let size = x.nrows() / parts;
        let each = (0..parts)
            .map(|p| estimate(&x.slice(s![p * size..(p + 1) * size, ..]).to_owned()));
        each.sum::<f64>() / parts as f64
    }
}
