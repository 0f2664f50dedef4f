//! Wrong answers that are often given to the exercises of chapter 14; each must be caught and
//! told what it is.

use crate::solutions;
use ndarray::{Array1, Array2, Axis};

type A = Array2<f64>;

pub mod price {
    use super::*;
    pub fn mean_over_units(mu: &A, s: &A) -> f64 {
        solutions::price(mu, s) / mu.ncols() as f64
    }
    pub fn sum_over_samples(mu: &A, s: &A) -> f64 {
        solutions::price(mu, s) * mu.nrows() as f64
    }
    pub fn no_half(mu: &A, s: &A) -> f64 {
        2.0 * solutions::price(mu, s)
    }
    pub fn wrong_sign(mu: &A, s: &A) -> f64 {
        -solutions::price(mu, s)
    }
    pub fn log_of_sigma(mu: &A, s: &A) -> f64 {
        solutions::price(mu, &(2.0 * s))
    }
    pub fn sigma_for_variance(mu: &A, s: &A) -> f64 {
        let sigma = s.mapv(|s| (s / 2.0).exp());
        (0.5 * (mu * mu + sigma - 1.0 - s)).sum() / mu.nrows() as f64
    }
    pub fn no_one(mu: &A, s: &A) -> f64 {
        solutions::price(mu, s) + 0.5 * mu.ncols() as f64
    }
    pub fn mean_not_squared(mu: &A, s: &A) -> f64 {
        (0.5 * (mu + s.mapv(f64::exp) - 1.0 - s)).sum() / mu.nrows() as f64
    }
}

pub mod loss {
    use super::*;
    /// Reconstruction and price, each right.
    fn terms(a: &A, x: &A, mu: &A, s: &A) -> (f64, f64) {
        let price = solutions::price(mu, s);
        (solutions::loss(a, x, mu, s) - price, price)
    }
    pub fn mean_over_pixels(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        let (reconstruction, price) = terms(a, x, mu, s);
        reconstruction / x.ncols() as f64 + price
    }
    pub fn mean_over_units(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        let (reconstruction, price) = terms(a, x, mu, s);
        reconstruction + price / mu.ncols() as f64
    }
    pub fn both_means(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        let (reconstruction, price) = terms(a, x, mu, s);
        reconstruction / x.ncols() as f64 + price / mu.ncols() as f64
    }
    pub fn batch_summed(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        let (reconstruction, price) = terms(a, x, mu, s);
        reconstruction * x.nrows() as f64 + price
    }
    pub fn squared(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        let y = a.mapv(|a| 1.0 / (1.0 + (-a).exp()));
        let e = &y - x;
        0.5 * (&e * &e).sum() / x.nrows() as f64 + solutions::price(mu, s)
    }
    pub fn no_price(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        terms(a, x, mu, s).0
    }
    pub fn log_of_sigma(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        solutions::loss(a, x, mu, &(2.0 * s))
    }
    pub fn bound_itself(a: &A, x: &A, mu: &A, s: &A) -> f64 {
        -solutions::loss(a, x, mu, s)
    }
}

pub mod slopes {
    use super::*;
    pub fn no_price(dz: &A, e: &A, _: &A, s: &A) -> (A, A) {
        (dz.clone(), dz * e * s.mapv(|s| 0.5 * (s / 2.0).exp()))
    }
    pub fn price_not_averaged(dz: &A, e: &A, mu: &A, s: &A) -> (A, A) {
        let (_, through) = no_price(dz, e, mu, s);
        (dz + mu, through + (s.mapv(f64::exp) - 1.0) / 2.0)
    }
    pub fn no_half(dz: &A, e: &A, mu: &A, s: &A) -> (A, A) {
        let (d_mu, d_s) = solutions::slopes(dz, e, mu, s);
        (d_mu, d_s + dz * e * s.mapv(|s| 0.5 * (s / 2.0).exp()))
    }
    pub fn throw_forgotten(dz: &A, _: &A, mu: &A, s: &A) -> (A, A) {
        solutions::slopes(dz, &A::ones(dz.dim()), mu, s)
    }
    pub fn variance_for_sigma(dz: &A, e: &A, mu: &A, s: &A) -> (A, A) {
        let (d_mu, _) = solutions::slopes(dz, e, mu, s);
        let price = (s.mapv(f64::exp) - 1.0) / (2.0 * mu.nrows() as f64);
        (d_mu, dz * e * s.mapv(|s| 0.5 * s.exp()) + price)
    }
    pub fn by_sigma(dz: &A, e: &A, mu: &A, s: &A) -> (A, A) {
        let (d_mu, d_s) = solutions::slopes(dz, e, mu, s);
        (d_mu, d_s * 2.0 / s.mapv(|s| (s / 2.0).exp())) // ∂L/∂σ = ∂L/∂s · 2/σ
    }
    pub fn price_only(dz: &A, e: &A, mu: &A, s: &A) -> (A, A) {
        solutions::slopes(&(dz * 0.0), e, mu, s)
    }
}

pub mod score {
    use super::*;
    pub fn weighed(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        let products = e * &f.view().insert_axis(Axis(1));
        products.sum_axis(Axis(0)) / f.len() as f64 / sigma
    }
    pub fn no_baseline(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        weighed(f, e, sigma)
    }
    pub fn own_mean(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        weighed(&(f - f.sum() / f.len() as f64), e, sigma)
    }
    pub fn sum(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        solutions::score(f, e, sigma) * f.len() as f64
    }
    pub fn no_sigma(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        solutions::score(f, e, sigma) * sigma
    }
    pub fn variance(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        solutions::score(f, e, sigma) / sigma
    }
    pub fn wrong_sign(f: &Array1<f64>, e: &A, sigma: &Array1<f64>) -> Array1<f64> {
        -solutions::score(f, e, sigma)
    }
}

pub mod bound {
    use super::*;
    /// The mean of log((1/k) Σw) over groups of k of each row, computed as it stands.
    fn of(log_w: &A, k: usize, log: impl Fn(&[f64]) -> f64) -> f64 {
        let rows = log_w.rows().into_iter().map(|row| row.to_vec());
        let logs: Vec<f64> =
            rows.flat_map(|row| row.chunks(k).map(&log).collect::<Vec<_>>()).collect();
        logs.iter().sum::<f64>() / logs.len() as f64
    }
    pub fn mean_of_logs(log_w: &A, _: usize) -> f64 {
        log_w.sum() / log_w.len() as f64
    }
    pub fn sum_of_weights(log_w: &A, k: usize) -> f64 {
        solutions::bound(log_w, k) + (k as f64).ln()
    }
    pub fn underflows(log_w: &A, k: usize) -> f64 {
        of(log_w, k, |w| (w.iter().map(|w| w.exp()).sum::<f64>() / k as f64).ln())
    }
    pub fn all_in_one_group(log_w: &A, _: usize) -> f64 {
        solutions::bound(log_w, log_w.ncols())
    }
    pub fn one_logarithm(log_w: &A, _: usize) -> f64 {
        let all = log_w.iter().copied().collect::<Array1<f64>>();
        let n = all.len();
        solutions::bound(&all.insert_axis(Axis(0)), n)
    }
    pub fn largest_only(log_w: &A, k: usize) -> f64 {
        let most = |w: &[f64]| w.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        of(log_w, k, |w| most(w) - (k as f64).ln())
    }
    pub fn summed_over_pictures(log_w: &A, k: usize) -> f64 {
        solutions::bound(log_w, k) * log_w.nrows() as f64
    }
    pub fn first_group(log_w: &A, k: usize) -> f64 {
        solutions::bound(&log_w.slice(ndarray::s![.., ..k]).to_owned(), k)
    }
}

pub mod one_code {
    use super::*;
    use std::f64::consts::TAU;
    type V = Array1<f64>;
    fn with(x: &A, w: &V, variance: f64, m: f64, lns: f64) -> V {
        x.map_axis(Axis(1), |x| {
            let square = (x.dot(&x) - x.dot(w).powi(2) / m) / variance;
            -0.5 * (w.len() as f64 * TAU.ln() + lns + square)
        })
    }
    fn m(w: &V, variance: f64) -> f64 {
        w.dot(w) + variance
    }
    pub fn noise_left_out_of_m(x: &A, w: &V, variance: f64) -> V {
        let m = w.dot(w);
        with(x, w, variance, m, (w.len() as f64 - 1.0) * variance.ln() + m.ln())
    }
    pub fn all_directions_noise(x: &A, w: &V, variance: f64) -> V {
        let m = m(w, variance);
        with(x, w, variance, m, w.len() as f64 * variance.ln() + m.ln())
    }
    pub fn no_constant(x: &A, w: &V, variance: f64) -> V {
        solutions::one_code(x, w, variance) + 0.5 * w.len() as f64 * TAU.ln()
    }
    pub fn no_half(x: &A, w: &V, variance: f64) -> V {
        2.0 * solutions::one_code(x, w, variance)
    }
    pub fn no_determinant(x: &A, w: &V, variance: f64) -> V {
        with(x, w, variance, m(w, variance), 0.0)
    }
    pub fn at_the_best_code(x: &A, w: &V, variance: f64) -> V {
        x.map_axis(Axis(1), |x| {
            let r = &x - &(w * (x.dot(w) / m(w, variance)));
            -0.5 * (w.len() as f64 * (TAU * variance).ln() + r.dot(&r) / variance)
        })
    }
    pub fn pixels_apart(x: &A, w: &V, variance: f64) -> V {
        let own = w.mapv(|w| w * w + variance); // the diagonal of C
        x.map_axis(Axis(1), |x| {
            let terms = x.iter().zip(&own).map(|(x, c)| (TAU * c).ln() + x * x / c);
            -0.5 * terms.sum::<f64>()
        })
    }
    pub fn code_at_zero(x: &A, w: &V, variance: f64) -> V {
        with(x, &(w * 0.0), variance, 1.0, w.len() as f64 * variance.ln())
    }
}
