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
