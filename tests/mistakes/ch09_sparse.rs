//! Wrong answers that are often given to the exercises of chapter 9; each must be caught and
//! told what it is.

use crate::solutions;
use ndarray::{Array1, Array2, Axis};

pub mod cheapest {
    use super::solutions::cheapest;
    pub fn whole_lambda(c: f64, lambda: f64) -> f64 {
        cheapest(c, 2.0 * lambda)
    }
    pub fn hard(c: f64, lambda: f64) -> f64 {
        if c.abs() > lambda / 2.0 { c } else { 0.0 }
    }
    pub fn positive(c: f64, lambda: f64) -> f64 {
        (c - lambda / 2.0).max(0.0)
    }
    pub fn clamps(c: f64, lambda: f64) -> f64 {
        c.clamp(-lambda / 2.0, lambda / 2.0)
    }
    pub fn loses_the_sign(c: f64, lambda: f64) -> f64 {
        (c.abs() - lambda / 2.0).max(0.0)
    }
    pub fn never_zero(c: f64, lambda: f64) -> f64 {
        c - c.signum() * lambda / 2.0
    }
    pub fn ridge(c: f64, lambda: f64) -> f64 {
        c / (1.0 + lambda)
    }
}

pub mod largest {
    use super::*;
    fn by(a: &Array2<f64>, passes: impl Fn(&[f64], f64) -> bool) -> Array2<f64> {
        let mut y = a.clone();
        for mut row in y.rows_mut() {
            let all = row.to_vec();
            row.mapv_inplace(|v| if passes(&all, v) { v } else { 0.0 });
        }
        y
    }
    fn nth(all: &[f64], k: usize, of: impl Fn(f64) -> f64) -> f64 {
        let mut sorted: Vec<f64> = all.iter().map(|&v| of(v)).collect();
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted[k - 1]
    }
    pub fn by_size(a: &Array2<f64>, k: usize) -> Array2<f64> {
        let sizes = a.mapv(f64::abs);
        let kept = super::solutions::largest(&sizes, k);
        let mut y = a.clone();
        y.zip_mut_with(&kept, |y, &kept| *y = if kept > 0.0 { *y } else { 0.0 });
        y
    }
    pub fn all_equal(a: &Array2<f64>, k: usize) -> Array2<f64> {
        by(a, |all, v| v >= nth(all, k, |v| v))
    }
    pub fn strictly(a: &Array2<f64>, k: usize) -> Array2<f64> {
        by(a, |all, v| v > nth(all, k, |v| v))
    }
    pub fn smallest(a: &Array2<f64>, k: usize) -> Array2<f64> {
        -super::solutions::largest(&-a, k)
    }
    pub fn by_columns(a: &Array2<f64>, k: usize) -> Array2<f64> {
        let turned = a.t().to_owned();
        super::solutions::largest(&turned, k.min(turned.ncols())).t().to_owned()
    }
    pub fn rectified(a: &Array2<f64>, k: usize) -> Array2<f64> {
        super::solutions::largest(a, k).mapv(|v| v.max(0.0))
    }
    pub fn sorted(a: &Array2<f64>, k: usize) -> Array2<f64> {
        let mut y = Array2::zeros(a.dim());
        for (a, mut y) in a.rows().into_iter().zip(y.rows_mut()) {
            let mut all = a.to_vec();
            all.sort_by(|a, b| b.total_cmp(a));
            (0..k).for_each(|j| y[j] = all[j]);
        }
        y
    }
}

pub mod normalised {
    use super::*;
    type Answer = (Array2<f64>, Array1<f64>, Array2<f64>);
    type Given<'a> = (&'a Array2<f64>, &'a Array1<f64>, &'a Array2<f64>);
    fn lengths(d: &Array2<f64>) -> Array1<f64> {
        let all: Array1<f64> = d.rows().into_iter().map(|r| r.dot(&r).sqrt()).collect();
        all.mapv(|l| if l > 0.0 { l } else { 1.0 })
    }
    fn with(
        (w, b, d): Given,
        of_w: impl Fn(f64) -> f64,
        of_b: impl Fn(f64) -> f64,
    ) -> Answer {
        let l = lengths(d);
        (w * &l.mapv(of_w), b * &l.mapv(of_b), d / &l.clone().insert_axis(Axis(1)))
    }
    pub fn decoder_only(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        with((w, b, d), |_| 1.0, |_| 1.0)
    }
    pub fn divides(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        with((w, b, d), |l| 1.0 / l, |l| 1.0 / l)
    }
    pub fn forgets_the_bias(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        with((w, b, d), |l| l, |_| 1.0)
    }
    pub fn squares(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        let l = lengths(d).mapv(|l| l * l);
        (w * &l, b * &l, d / &l.clone().insert_axis(Axis(1)))
    }
    pub fn columns(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        (w.clone(), b.clone(), d / &lengths(&d.t().to_owned()))
    }
    pub fn nothing(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        (w.clone(), b.clone(), d.clone())
    }
    pub fn no_guard(w: &Array2<f64>, b: &Array1<f64>, d: &Array2<f64>) -> Answer {
        let l: Array1<f64> = d.rows().into_iter().map(|r| r.dot(&r).sqrt()).collect();
        (w * &l, b * &l, d / &l.clone().insert_axis(Axis(1)))
    }
}

pub mod slope {
    use super::*;
    fn parts(a: &Array2<f64>) -> (Array2<f64>, Array1<f64>, f64) {
        let (h, n) = (a.mapv(|a| 1.0 / (1.0 + (-a).exp())), a.nrows() as f64);
        let mean = h.sum_axis(Axis(0)) / n;
        (h, mean, n)
    }
    pub fn no_share(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        super::solutions::slope(a, rho, beta) * a.nrows() as f64
    }
    pub fn by_unit(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        let (h, mean, n) = parts(a);
        Array2::zeros(h.dim()) + &mean.mapv(|q| beta * (q - rho) / (q * (1.0 - q)) / n)
    }
    pub fn each_alone(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        let (h, _, n) = parts(a);
        h.mapv(|h| beta * (h - rho) / n)
    }
    pub fn uphill(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        -super::solutions::slope(a, rho, beta)
    }
    pub fn other_way_round(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        let (h, mean, n) = parts(a);
        // KL(ρ̂ ‖ ρ)
        let by_mean = mean.mapv(|q| (q / rho).ln() - ((1.0 - q) / (1.0 - rho)).ln());
        h.mapv(|h| h * (1.0 - h)) * &(by_mean * (beta / n))
    }
    pub fn no_beta(a: &Array2<f64>, rho: f64, _: f64) -> Array2<f64> {
        super::solutions::slope(a, rho, 1.0)
    }
    pub fn half_of_it(a: &Array2<f64>, rho: f64, beta: f64) -> Array2<f64> {
        let (h, mean, n) = parts(a);
        h.mapv(|h| h * (1.0 - h)) * &mean.mapv(|q| -beta * rho / q / n)
    }
}

pub mod exact {
    use super::*;
    pub fn threshold_once(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        d.dot(x).mapv(|c| super::solutions::cheapest(c, lambda))
    }
    pub fn half_price(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        super::solutions::exact(x, d, lambda / 2.0)
    }
    pub fn double_price(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        super::solutions::exact(x, d, 2.0 * lambda)
    }
    pub fn no_price(x: &Array1<f64>, d: &Array2<f64>, _: f64) -> Array1<f64> {
        super::solutions::exact(x, d, 0.0)
    }
    pub fn too_far(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        let mut z = Array1::<f64>::zeros(d.nrows());
        for _ in 0..2000 {
            let slope = (d.dot(&d.t()).dot(&z) - d.dot(x)) * 2.0;
            z = (&z - &slope).mapv(|c| super::solutions::cheapest(c, 2.0 * lambda));
        }
        z
    }
    pub fn too_few(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        let l = 2.0 * d.dot(&d.t()).diag().sum();
        let mut z = Array1::<f64>::zeros(d.nrows());
        for _ in 0..5 {
            let slope = (d.dot(&d.t()).dot(&z) - d.dot(x)) * 2.0;
            z = (&z - &(slope / l))
                .mapv(|c| super::solutions::cheapest(c, 2.0 * lambda / l));
        }
        z
    }
    pub fn positive(x: &Array1<f64>, d: &Array2<f64>, lambda: f64) -> Array1<f64> {
        let l = 2.0 * d.dot(&d.t()).diag().sum();
        let mut z = Array1::<f64>::zeros(d.nrows());
        for _ in 0..20_000 {
            let slope = (d.dot(&d.t()).dot(&z) - d.dot(x)) * 2.0;
            z = (&z - &(slope / l)).mapv(|c| (c - lambda / l).max(0.0));
        }
        z
    }
}
