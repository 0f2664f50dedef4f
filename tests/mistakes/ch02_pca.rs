//! Wrong answers that are often given to the exercises of chapter 2; each must be caught and told what it is.

use crate::solutions;
use autoencoders::Real;
use autoencoders::linalg::svd;
use ndarray::{Array1, Array2, Axis, s};
use rand_chacha::ChaCha8Rng;

fn centred(x: &Array2<Real>) -> Array2<Real> {
    x - &(x.sum_axis(Axis(0)) / x.nrows() as Real)
}

pub mod covariance {
    use super::*;
    pub fn uncentred(x: &Array2<Real>) -> Array2<Real> {
        x.t().dot(x) / (x.nrows() as Real - 1.0)
    }
    pub fn divisor_n(x: &Array2<Real>) -> Array2<Real> {
        centred(x).t().dot(&centred(x)) / x.nrows() as Real
    }
    pub fn no_divisor(x: &Array2<Real>) -> Array2<Real> {
        centred(x).t().dot(&centred(x))
    }
    pub fn wrong_transpose(x: &Array2<Real>) -> Array2<Real> {
        centred(x).dot(&centred(x).t()) / (x.nrows() as Real - 1.0)
    }
    pub fn mean_of_rows(x: &Array2<Real>) -> Array2<Real> {
        let c = x - &(x.sum_axis(Axis(1)) / x.ncols() as Real).insert_axis(Axis(1));
        c.t().dot(&c) / (x.nrows() as Real - 1.0)
    }
}

pub mod leading_directions {
    use super::*;
    /// Power iteration and deflation, each spoilt at will.
    fn spoilt(
        sigma: &Array2<Real>,
        k: usize,
        start: impl Fn() -> Array1<Real>,
        rounds: usize,
        removed: impl Fn(Real) -> Real,
    ) -> (Array1<Real>, Array2<Real>) {
        let mut rest = sigma.clone();
        let (mut lambda, mut w) = (Array1::zeros(k), Array2::zeros((sigma.nrows(), k)));
        for j in 0..k {
            let mut u = start();
            for _ in 0..rounds {
                u = rest.dot(&u);
                u /= u.dot(&u).sqrt();
            }
            lambda[j] = u.dot(&rest.dot(&u));
            let outer = u.clone().insert_axis(Axis(1)).dot(&u.clone().insert_axis(Axis(0)));
            rest.scaled_add(-removed(lambda[j]), &outer);
            w.column_mut(j).assign(&u);
        }
        (lambda, w)
    }
    fn irregular(d: usize) -> Array1<Real> {
        Array1::from_shape_fn(d, |i| (1.0 + 3.7 * i as Real).sin())
    }
    pub fn no_deflation(
        sigma: &Array2<Real>,
        k: usize,
        _: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        spoilt(sigma, k, || irregular(sigma.nrows()), 500, |_| 0.0)
    }
    pub fn removes_one(
        sigma: &Array2<Real>,
        k: usize,
        _: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        spoilt(sigma, k, || irregular(sigma.nrows()), 500, |_| 1.0)
    }
    pub fn one_round(
        sigma: &Array2<Real>,
        k: usize,
        _: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        spoilt(sigma, k, || irregular(sigma.nrows()), 1, |v| v)
    }
    pub fn starts_at_ones(
        sigma: &Array2<Real>,
        k: usize,
        _: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        spoilt(sigma, k, || Array1::ones(sigma.nrows()), 500, |v| v)
    }
    pub fn not_unit(
        sigma: &Array2<Real>,
        k: usize,
        rng: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        let (lambda, w) = solutions::leading_directions(sigma, k, rng);
        let scaled = &w * &lambda;
        (lambda, scaled)
    }
    pub fn squared(
        sigma: &Array2<Real>,
        k: usize,
        rng: &mut ChaCha8Rng,
    ) -> (Array1<Real>, Array2<Real>) {
        let (lambda, w) = solutions::leading_directions(sigma, k, rng);
        (lambda.mapv(|v| v * v), w)
    }
}

pub mod components_for {
    use super::*;
    fn first(x: &Array2<Real>, share: f64, power: i32) -> usize {
        let spectrum = svd(x.view()).unwrap().1.mapv(|s| (s as f64).powi(power));
        let reaches = |k: &usize| spectrum.slice(s![..*k]).sum() >= share * spectrum.sum();
        (1..=spectrum.len()).find(reaches).unwrap_or(spectrum.len())
    }
    pub fn index(x: &Array2<Real>, share: f64) -> usize {
        solutions::components_for(x, share) - 1
    }
    pub fn singular_values(x: &Array2<Real>, share: f64) -> usize {
        first(&centred(x), share, 1)
    }
    pub fn uncentred(x: &Array2<Real>, share: f64) -> usize {
        first(x, share, 2)
    }
}

pub mod whiten {
    use super::*;
    /// Scores times a function of the singular value and n.
    fn scaled(
        c: &Array2<Real>,
        k: usize,
        factor: impl Fn(Real, Real) -> Real,
    ) -> Array2<Real> {
        let (_, singular, vt) = svd(c.view()).unwrap();
        let n = c.nrows() as Real;
        c.dot(&vt.slice(s![..k, ..]).t()) * singular.slice(s![..k]).mapv(|s| factor(s, n))
    }
    pub fn unscaled(x: &Array2<Real>, k: usize) -> Array2<Real> {
        scaled(&centred(x), k, |_, _| 1.0)
    }
    pub fn by_variance(x: &Array2<Real>, k: usize) -> Array2<Real> {
        scaled(&centred(x), k, |s, n| (n - 1.0) / (s * s))
    }
    pub fn by_singular_value(x: &Array2<Real>, k: usize) -> Array2<Real> {
        scaled(&centred(x), k, |s, _| 1.0 / s)
    }
    pub fn uncentred(x: &Array2<Real>, k: usize) -> Array2<Real> {
        scaled(x, k, |s, n| (n - 1.0).sqrt() / s)
    }
    pub fn standardised(x: &Array2<Real>, k: usize) -> Array2<Real> {
        (centred(x) / x.std_axis(Axis(0), 1.0)).slice(s![.., ..k]).to_owned()
    }
    pub fn trailing(x: &Array2<Real>, k: usize) -> Array2<Real> {
        solutions::whiten(x, 5).slice(s![.., 5 - k..]).to_owned()
    }
}

pub mod held_out {
    use super::*;
    type Data = Array2<Real>;
    pub fn on_train(train: &Data, _: &Data, k: usize) -> (f64, f64) {
        solutions::held_out(train, train, k)
    }
    pub fn own_mean(train: &Data, test: &Data, k: usize) -> (f64, f64) {
        let mean = train.sum_axis(Axis(0)) / train.nrows() as Real;
        solutions::held_out(train, &(centred(test) + &mean), k)
    }
    pub fn mean_for_sum(train: &Data, test: &Data, k: usize) -> (f64, f64) {
        let (error, likelihood) = solutions::held_out(train, test, k);
        (error / train.ncols() as f64, likelihood)
    }
    /// The likelihood with `change(d, k, log σ², sum of log λ, Σ/σ²)` taken from twice the cost.
    pub fn no_determinant(train: &Data, test: &Data, k: usize) -> (f64, f64) {
        let (error, likelihood) = solutions::held_out(train, test, k);
        let mut variances =
            svd(centred(train).view()).unwrap().1.mapv(|s| (s as f64).powi(2));
        variances /= train.nrows() as f64 - 1.0;
        let noise = variances.slice(s![k..]).mean().unwrap();
        let log_det = variances.slice(s![..k]).mapv(f64::ln).sum()
            + (train.ncols() - k) as f64 * noise.ln();
        (error, likelihood + 0.5 * log_det)
    }
    pub fn no_constant(train: &Data, test: &Data, k: usize) -> (f64, f64) {
        let (error, likelihood) = solutions::held_out(train, test, k);
        (error, likelihood + 0.5 * train.ncols() as f64 * std::f64::consts::TAU.ln())
    }
}

pub mod fill_in {
    use super::*;
    /// `rounds` of fit and fill from `start`; with a frozen mean where asked.
    fn spoilt(x: &Array2<Real>, k: usize, rounds: usize, frozen: bool) -> Array2<Real> {
        let mut filled = x.clone();
        for mut column in filled.columns_mut() {
            let seen: Vec<Real> = column.iter().copied().filter(|v| !v.is_nan()).collect();
            let mean = seen.iter().sum::<Real>() / seen.len() as Real;
            column.mapv_inplace(|v| if v.is_nan() { mean } else { v });
        }
        let first = filled.sum_axis(Axis(0)) / x.nrows() as Real;
        for _ in 0..rounds {
            let mean = if frozen {
                first.clone()
            } else {
                filled.sum_axis(Axis(0)) / x.nrows() as Real
            };
            let model = rank(&(&filled - &mean), k) + &mean;
            filled.zip_mut_with(&model, |_, _| ());
            ndarray::Zip::from(&mut filled).and(x).and(&model).for_each(|f, v, m| {
                if v.is_nan() {
                    *f = *m;
                }
            });
        }
        filled
    }
    fn rank(c: &Array2<Real>, k: usize) -> Array2<Real> {
        let vt = svd(c.view()).unwrap().2.slice(s![..k, ..]).to_owned();
        c.dot(&vt.t()).dot(&vt)
    }
    pub fn means_only(x: &Array2<Real>, k: usize) -> Array2<Real> {
        spoilt(x, k, 0, false)
    }
    pub fn one_round(x: &Array2<Real>, k: usize) -> Array2<Real> {
        spoilt(x, k, 1, false)
    }
    pub fn frozen_mean(x: &Array2<Real>, k: usize) -> Array2<Real> {
        spoilt(x, k, 300, true)
    }
    pub fn overwrites(x: &Array2<Real>, k: usize) -> Array2<Real> {
        let filled = solutions::fill_in(x, k);
        let mean = filled.sum_axis(Axis(0)) / x.nrows() as Real;
        rank(&(&filled - &mean), k) + &mean
    }
    pub fn leaves_holes(x: &Array2<Real>, _: usize) -> Array2<Real> {
        x.clone()
    }
}
