//! Wrong answers that are often given to exercises 15.5 and 15.6; each must be caught and told
//! what it is.

use ndarray::Array2;

type A = Array2<f64>;

pub mod left_out {
    use super::*;
    use std::f64::consts::TAU;

    fn square(z: &A, i: usize, j: usize) -> f64 {
        let d = &z.row(i) - &z.row(j);
        d.dot(&d)
    }
    /// The mean over i of `of` the hills' heights, over all j that `counts`, without constant.
    fn of(z: &A, two_h2: f64, counts: impl Fn(usize, usize) -> bool) -> f64 {
        let n = z.nrows();
        let each = (0..n).map(|i| {
            let hills = (0..n).filter(|&j| counts(i, j));
            hills.map(|j| (-square(z, i, j) / two_h2).exp()).sum::<f64>().ln()
        });
        each.sum::<f64>() / n as f64
    }
    fn constant(z: &A, h: f64) -> f64 {
        0.5 * z.ncols() as f64 * (TAU * h * h).ln()
    }
    fn others(z: &A) -> f64 {
        (z.nrows() as f64 - 1.0).ln()
    }
    pub fn itself(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h * h, |_, _| true) - (z.nrows() as f64).ln() - constant(z, h)
    }
    pub fn by_n(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h * h, |i, j| i != j) - (z.nrows() as f64).ln() - constant(z, h)
    }
    pub fn no_weights(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h * h, |i, j| i != j) - constant(z, h)
    }
    pub fn no_constant(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h * h, |i, j| i != j) - others(z)
    }
    pub fn one_direction(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h * h, |i, j| i != j) - others(z) - 0.5 * (TAU * h * h).ln()
    }
    pub fn no_half(z: &A, h: f64) -> f64 {
        of(z, h * h, |i, j| i != j) - others(z) - constant(z, h)
    }
    pub fn not_squared(z: &A, h: f64) -> f64 {
        of(z, 2.0 * h, |i, j| i != j) - others(z) - 0.5 * z.ncols() as f64 * (TAU * h).ln()
    }
    pub fn mean_of_logs(z: &A, h: f64) -> f64 {
        let n = z.nrows();
        let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
        let sum: f64 = pairs.map(|(i, j)| -square(z, i, j) / (2.0 * h * h)).sum();
        sum / (n * (n - 1)) as f64 - constant(z, h)
    }
    pub fn summed(z: &A, h: f64) -> f64 {
        crate::solutions::left_out(z, h) * z.nrows() as f64
    }
}

pub mod tested {
    use super::*;

    /// Three sums, with or without the diagonal, over so many, and how often across.
    fn mmd2(k: &A, m: usize, order: &[usize], diagonal: bool, across: f64) -> f64 {
        let (x, y) = order.split_at(m);
        let mean = |a: &[usize], b: &[usize]| {
            let all = a.iter().flat_map(|&i| b.iter().map(move |&j| (i, j)));
            let kept: Vec<f64> =
                all.filter(|(i, j)| diagonal || i != j).map(|at| k[at]).collect();
            kept.iter().sum::<f64>() / kept.len() as f64
        };
        mean(x, x) + mean(y, y) - across * mean(x, y)
    }
    fn with(
        k: &A,
        shuffles: &[Vec<usize>],
        statistic: impl Fn(&[usize]) -> f64,
        reached: impl Fn(f64, f64) -> bool,
        one: usize,
    ) -> (f64, f64) {
        let given: Vec<usize> = (0..k.nrows()).collect();
        let own = statistic(&given);
        let count = shuffles.iter().filter(|order| reached(statistic(order), own)).count();
        (own, (one + count) as f64 / (one + shuffles.len()) as f64)
    }
    pub fn diagonal(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        with(k, s, |order| mmd2(k, m, order, true, 2.0), |v, own| v >= own, 1)
    }
    pub fn once_across(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        with(k, s, |order| mmd2(k, m, order, false, 1.0), |v, own| v >= own, 1)
    }
    pub fn no_one(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        with(k, s, |order| mmd2(k, m, order, false, 2.0), |v, own| v >= own, 0)
    }
    pub fn strictly(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        with(k, s, |order| mmd2(k, m, order, false, 2.0), |v, own| v > own, 1)
    }
    pub fn other_side(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        with(k, s, |order| mmd2(k, m, order, false, 2.0), |v, own| v <= own, 1)
    }
    pub fn by_size(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        let of = |order: &[usize]| mmd2(k, m, order, false, 2.0);
        with(k, s, of, |v, own| v.abs() >= own.abs(), 1)
    }
    pub fn rows_only(k: &A, m: usize, s: &[Vec<usize>]) -> (f64, f64) {
        let of = |order: &[usize]| {
            let moved = k.select(ndarray::Axis(0), order);
            let given: Vec<usize> = (0..k.nrows()).collect();
            mmd2(&moved, m, &given, false, 2.0)
        };
        with(k, s, of, |v, own| v >= own, 1)
    }
}
