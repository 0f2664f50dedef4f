//! Wrong answers that are often given to the exercises of chapter 11; each must be caught and
//! told what it is.

use crate::exercises::Product;
use crate::solutions;
use ndarray::{Array1, Array2, Axis};

fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

pub mod penalty {
    use super::*;
    fn weighed(h: &Array2<f64>, w: &Array2<f64>, s: impl Fn(f64) -> f64) -> f64 {
        h.mapv(s).dot(&(w * w).sum_axis(Axis(0))).sum() / h.nrows() as f64
    }
    pub fn slope_not_squared(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        weighed(h, w, |h| h * (1.0 - h))
    }
    pub fn codes_for_slopes(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        weighed(h, w, |h| h * h)
    }
    pub fn no_slope(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        weighed(h, w, |_| 1.0)
    }
    pub fn sum_over_samples(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        solutions::penalty(h, w) * h.nrows() as f64
    }
    pub fn mean_over_units(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        solutions::penalty(h, w) / h.ncols() as f64
    }
    pub fn lengths(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        let lengths = (w * w).sum_axis(Axis(0)).mapv(f64::sqrt);
        h.mapv(|h| (h * (1.0 - h)).powi(2)).dot(&lengths).sum() / h.nrows() as f64
    }
    pub fn mean_code(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        let mean = h.sum_axis(Axis(0)) / h.nrows() as f64;
        solutions::penalty(&mean.insert_axis(Axis(0)), w)
    }
    pub fn root(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
        solutions::penalty(h, w).sqrt()
    }
}

pub mod slope {
    use super::*;
    /// Both parts, (d, k) each, before the division by n.
    fn parts(
        x: &Array2<f64>,
        w: &Array2<f64>,
        c: &Array1<f64>,
    ) -> (Array2<f64>, Array2<f64>) {
        let h = (x.dot(w) + c).mapv(sigmoid);
        let s = &h * &(1.0 - &h);
        let lengths = (w * w).sum_axis(Axis(0));
        let da = 2.0 * &s * &s * &(1.0 - 2.0 * &h) * &lengths;
        (x.t().dot(&da), 2.0 * w * &(&s * &s).sum_axis(Axis(0)))
    }
    pub fn lengths_only(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        parts(x, w, c).1 / x.nrows() as f64
    }
    pub fn codes_only(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        parts(x, w, c).0 / x.nrows() as f64
    }
    pub fn no_n(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        let (a, b) = parts(x, w, c);
        a + b
    }
    pub fn half(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        solutions::slope(x, w, c) / 2.0
    }
    pub fn by_h(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        let h = (x.dot(w) + c).mapv(sigmoid);
        let s = &h * &(1.0 - &h);
        let dh = 2.0 * &s * &(1.0 - 2.0 * &h) * &(w * w).sum_axis(Axis(0));
        (x.t().dot(&dh) + parts(x, w, c).1) / x.nrows() as f64
    }
    pub fn wrong_sign(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        let (a, b) = parts(x, w, c);
        (b - a) / x.nrows() as f64
    }
    pub fn no_bias(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
        solutions::slope(x, w, &Array1::zeros(c.len()))
    }
}

pub type Layers<'a> = &'a [(Array2<f64>, Array1<f64>)];

pub mod push {
    use super::*;
    fn through(
        layers: Layers,
        x: &Array1<f64>,
        v: &Array1<f64>,
        step: impl Fn(usize, &Array1<f64>, Array1<f64>, &Array1<f64>) -> Array1<f64>,
    ) -> Array1<f64> {
        let (mut x, mut v) = (x.clone(), v.clone());
        for (i, (w, b)) in layers.iter().enumerate() {
            x = (x.dot(w) + b).mapv(sigmoid);
            v = step(i, &x, v.dot(w), b);
        }
        v
    }
    fn slope(y: &Array1<f64>) -> Array1<f64> {
        y * &(1.0 - y)
    }
    pub fn moves_the_bias(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        through(l, x, v, |_, y, v, b| (v + b) * &slope(y))
    }
    pub fn no_bends(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        through(l, x, v, |_, _, v, _| v)
    }
    pub fn last_bend_forgotten(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        let last = l.len() - 1;
        through(l, x, v, |i, y, v, _| if i == last { v } else { v * &slope(y) })
    }
    pub fn slope_at_v(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        through(l, x, v, |_, _, v, _| &v * &slope(&v.mapv(sigmoid)))
    }
    pub fn bends_v(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        through(l, x, v, |_, _, v, _| v.mapv(sigmoid))
    }
    pub fn whole_step(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        let f = |x: &Array1<f64>| {
            l.iter().fold(x.clone(), |x, (w, b)| (x.dot(w) + b).mapv(sigmoid))
        };
        f(&(x + v)) - f(x)
    }
    pub fn codes_for_slopes(l: Layers, x: &Array1<f64>, v: &Array1<f64>) -> Array1<f64> {
        through(l, x, v, |_, y, v, _| v * y)
    }
}

pub mod direction {
    use super::*;
    fn unit(v: Array1<f64>) -> Array1<f64> {
        let length = v.dot(&v).sqrt();
        v / length
    }
    fn start(d: usize) -> Array1<f64> {
        Array1::from_shape_fn(d, |i| 1.0 + (i as f64 * 1.7).sin())
    }
    pub fn one_step(push: Product, pull: Product, d: usize) -> Array1<f64> {
        unit(pull(&push(&start(d))))
    }
    pub fn not_unit(push: Product, pull: Product, d: usize) -> Array1<f64> {
        3.0 * solutions::direction(push, pull, d)
    }
    pub fn in_the_code(push: Product, pull: Product, d: usize) -> Array1<f64> {
        unit(push(&solutions::direction(push, pull, d)))
    }
    pub fn from_the_first(push: Product, pull: Product, d: usize) -> Array1<f64> {
        let mut v = Array1::zeros(d);
        v[0] = 1.0;
        for _ in 0..200 {
            v = unit(pull(&push(&v)));
        }
        v
    }
    pub fn best_pixel(push: Product, _: Product, d: usize) -> Array1<f64> {
        let basis = |i: usize| Array1::from_shape_fn(d, |j| f64::from(u8::from(i == j)));
        let long = |i: usize| {
            let y = push(&basis(i));
            y.dot(&y)
        };
        let best = (0..d).max_by(|&a, &b| long(a).total_cmp(&long(b)));
        basis(best.unwrap_or_default())
    }
    pub fn the_second(push: Product, pull: Product, d: usize) -> Array1<f64> {
        let first = solutions::direction(push, pull, d);
        let mut v = start(d);
        for _ in 0..200 {
            v = unit(pull(&push(&v)));
            let along = first.dot(&v);
            v = unit(v - &first * along);
        }
        v
    }
    pub fn never_divides(push: Product, pull: Product, d: usize) -> Array1<f64> {
        (0..2000).fold(start(d), |v, _| pull(&push(&v)))
    }
}

pub mod estimate {
    use super::*;
    fn squares(pull: Product, u: &Array2<f64>) -> Vec<f64> {
        let square = |u: Array1<f64>| pull(&u).mapv(|g| g * g).sum();
        u.rows().into_iter().map(|u| square(u.to_owned())).collect()
    }
    pub fn sum(pull: Product, u: &Array2<f64>) -> f64 {
        squares(pull, u).iter().sum()
    }
    pub fn by_units(pull: Product, u: &Array2<f64>) -> f64 {
        solutions::estimate(pull, u) / u.ncols() as f64
    }
    pub fn times_units(pull: Product, u: &Array2<f64>) -> f64 {
        solutions::estimate(pull, u) * u.ncols() as f64
    }
    pub fn of_the_mean(pull: Product, u: &Array2<f64>) -> f64 {
        let mean = u.sum_axis(Axis(0)) / u.nrows() as f64;
        pull(&mean).mapv(|g| g * g).sum()
    }
    pub fn unit_length(pull: Product, u: &Array2<f64>) -> f64 {
        let lengths = u.map_axis(Axis(1), |u| u.dot(&u));
        let all = squares(pull, u);
        all.iter().zip(&lengths).map(|(s, l)| s / l).sum::<f64>() / u.nrows() as f64
    }
    pub fn root(pull: Product, u: &Array2<f64>) -> f64 {
        let all = squares(pull, u);
        all.iter().map(|s| s.sqrt()).sum::<f64>() / u.nrows() as f64
    }
}

pub mod expansion {
    use super::*;
    fn each(
        a: &Array1<f64>,
        squares: &Array1<f64>,
        of: impl Fn([f64; 3], f64) -> (f64, f64),
    ) -> (f64, f64) {
        a.iter().zip(squares).fold((0.0, 0.0), |sum, (&a, &square)| {
            let h = sigmoid(a);
            let s = h * (1.0 - h);
            let (second, fourth) =
                of([s, s * (1.0 - 2.0 * h), s * (1.0 - 6.0 * s)], square);
            (sum.0 + second, sum.1 + fourth)
        })
    }
    pub fn no_third(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, s2, _], q| (q * s1 * s1, q * q * 0.75 * s2 * s2))
    }
    pub fn no_second(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, _, s3], q| (q * s1 * s1, q * q * s1 * s3))
    }
    pub fn fourth_moment_of_one(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, s2, s3], q| {
            (q * s1 * s1, q * q * (0.25 * s2 * s2 + s1 * s3 / 3.0))
        })
    }
    pub fn square_once(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, s2, s3], q| (q * s1 * s1, q * (0.75 * s2 * s2 + s1 * s3)))
    }
    pub fn lengths_for_squares(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        solutions::expansion(a, &q.mapv(f64::sqrt))
    }
    pub fn no_factorials(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, s2, s3], q| (q * s1 * s1, q * q * (3.0 * s2 * s2 + 6.0 * s1 * s3)))
    }
    pub fn cross_term_once(a: &Array1<f64>, q: &Array1<f64>) -> (f64, f64) {
        each(a, q, |[s1, s2, s3], q| {
            (q * s1 * s1, q * q * (0.75 * s2 * s2 + 0.5 * s1 * s3))
        })
    }
}
