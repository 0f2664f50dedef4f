//! Wrong answers that are often given to the exercises of chapter 5; each must be caught and told what it is.

use crate::solutions;
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis};
use std::f64::consts::LN_2;

type Data = Array2<Real>;

pub mod units {
    use super::*;
    pub fn more_nats_than_bits(
        reported: f64,
        pixels: usize,
        per_pixel: bool,
        in_bits: bool,
    ) -> f64 {
        let factor = if in_bits { 1.0 / LN_2 } else { 1.0 };
        solutions::nats_an_image(reported, pixels, per_pixel, false) * factor
    }
    pub fn divides(reported: f64, pixels: usize, per_pixel: bool, in_bits: bool) -> f64 {
        let factor = if per_pixel { 1.0 / pixels as f64 } else { 1.0 };
        solutions::nats_an_image(reported, pixels, false, in_bits) * factor
    }
    pub fn keeps_the_mean(reported: f64, pixels: usize, _: bool, in_bits: bool) -> f64 {
        solutions::nats_an_image(reported, pixels, false, in_bits)
    }
    pub fn keeps_the_bits(reported: f64, pixels: usize, per_pixel: bool, _: bool) -> f64 {
        solutions::nats_an_image(reported, pixels, per_pixel, false)
    }
    pub fn always_sums(reported: f64, pixels: usize, _: bool, in_bits: bool) -> f64 {
        solutions::nats_an_image(reported, pixels, true, in_bits)
    }
}

pub mod floor {
    use super::*;
    pub fn zero_times_infinity(t: &Data) -> f64 {
        let entropy = |&t: &Real| -t * t.ln() - (1.0 - t) * (1.0 - t).ln();
        f64::from(t.iter().map(entropy).sum::<Real>()) / t.nrows() as f64
    }
    pub fn white_only(t: &Data) -> f64 {
        let surprise = |&t: &Real| if t > 0.0 { -f64::from(t * t.ln()) } else { 0.0 };
        t.iter().map(surprise).sum::<f64>() / t.nrows() as f64
    }
    pub fn sum_over_images(t: &Data) -> f64 {
        solutions::floor(t) * t.nrows() as f64
    }
    pub fn mean_over_pixels(t: &Data) -> f64 {
        solutions::floor(t) / t.ncols() as f64
    }
    pub fn bits(t: &Data) -> f64 {
        solutions::floor(t) / LN_2
    }
    pub fn none(_: &Data) -> f64 {
        0.0
    }
}

pub mod cross_entropy {
    use super::*;
    type Answer = (f64, Data);
    fn sigmoid(a: &Data) -> Data {
        a.mapv(|a| 1.0 / (1.0 + (-a).exp()))
    }
    fn from_outputs(a: &Data, t: &Data, y: &Data) -> Answer {
        let loss = -t * &y.mapv(Real::ln) - (1.0 - t) * &y.mapv(|y| (1.0 - y).ln());
        let n = a.nrows() as Real;
        (f64::from(loss.sum() / n), (y - t) / n)
    }
    pub fn overflows(a: &Data, t: &Data) -> Answer {
        from_outputs(a, t, &sigmoid(a))
    }
    pub fn clips(a: &Data, t: &Data) -> Answer {
        from_outputs(a, t, &sigmoid(a).mapv(|y| y.clamp(1e-6, 1.0 - 1e-6)))
    }
    pub fn mean_over_features(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss / a.ncols() as f64, da / a.ncols() as Real)
    }
    pub fn sum_over_samples(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss * a.nrows() as f64, da * a.nrows() as Real)
    }
    pub fn gradient_of_the_sum(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss, da * a.nrows() as Real)
    }
    pub fn by_the_output(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss, da / &sigmoid(a).mapv(|y| y * (1.0 - y)))
    }
    pub fn slope_twice(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss, da * &sigmoid(a).mapv(|y| y * (1.0 - y)))
    }
    pub fn climbs(a: &Data, t: &Data) -> Answer {
        let (loss, da) = solutions::cross_entropy(a, t);
        (loss, -da)
    }
    pub fn logits_for_outputs(a: &Data, t: &Data) -> Answer {
        let (loss, _) = solutions::cross_entropy(a, t);
        (loss, (a - t) / a.nrows() as Real)
    }
    pub fn white_only(a: &Data, t: &Data) -> Answer {
        let (_, da) = solutions::cross_entropy(a, t);
        (f64::from((-t * &sigmoid(a).mapv(Real::ln)).sum()) / a.nrows() as f64, da)
    }
}

pub mod backward {
    use super::*;
    type Answer = (Data, Array1<Real>, Data);
    /// The right products with another ∂L/∂A.
    fn through(x: &Data, w: &Data, da: Data) -> Answer {
        (x.t().dot(&da), da.sum_axis(Axis(0)), da.dot(&w.t()))
    }
    pub fn no_bend(x: &Data, w: &Data, _: &Data, dh: &Data) -> Answer {
        through(x, w, dh.clone())
    }
    pub fn sigmoid_twice(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        let slope = h.mapv(|h| 1.0 / (1.0 + (-h).exp())).mapv(|s| s * (1.0 - s));
        through(x, w, dh * &slope)
    }
    pub fn slope_of_tanh(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        through(x, w, dh * &h.mapv(|h| 1.0 - h * h))
    }
    pub fn mean_once_more(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        let (dw, db, dx) = solutions::backward(x, w, h, dh);
        (dw / x.nrows() as Real, db / x.nrows() as Real, dx)
    }
    pub fn bias_before_the_bend(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        let (dw, _, dx) = solutions::backward(x, w, h, dh);
        (dw, dh.sum_axis(Axis(0)), dx)
    }
    pub fn forwards_again(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        let (dw, db, dx) = solutions::backward(x, w, h, dh);
        if w.nrows() != w.ncols() {
            return (dw, db, dx);
        }
        (dw, db, (dh * &h.mapv(|h| h * (1.0 - h))).dot(w))
    }
    pub fn transposed(x: &Data, w: &Data, h: &Data, dh: &Data) -> Answer {
        let (dw, db, dx) = solutions::backward(x, w, h, dh);
        (dw.t().to_owned(), db, dx)
    }
}

pub mod fastest {
    use super::*;
    pub fn plain_descent(q1: f64, q2: f64) -> (f64, f64) {
        (2.0 / (q1 + q2), 0.0)
    }
    pub fn root_of_beta(q1: f64, q2: f64) -> (f64, f64) {
        let (eta, beta) = solutions::fastest(q1, q2);
        (eta, beta.sqrt())
    }
    pub fn rate_without_roots(q1: f64, q2: f64) -> (f64, f64) {
        let (_, beta) = solutions::fastest(q1, q2);
        ((1.0 + beta).powi(2) / q2, beta)
    }
    pub fn careful(q1: f64, q2: f64) -> (f64, f64) {
        (1.0 / q2, solutions::fastest(q1, q2).1)
    }
    pub fn crossed(q1: f64, q2: f64) -> (f64, f64) {
        let (_, beta) = solutions::fastest(q1, q2);
        ((1.0 - beta.sqrt()).powi(2) / q2, beta)
    }
    pub fn no_root_of_the_ratio(q1: f64, q2: f64) -> (f64, f64) {
        let r = (q2 - q1) / (q1 + q2);
        ((1.0 + r).powi(2) / q2, r * r)
    }
    pub fn habit(_: f64, q2: f64) -> (f64, f64) {
        (0.1 / q2, 0.9)
    }
    pub fn too_fast(q1: f64, q2: f64) -> (f64, f64) {
        let (eta, beta) = solutions::fastest(q1, q2);
        (2.0 * eta, beta)
    }
}

pub mod scale {
    use super::*;
    /// ∫ f φ on a grid, as the solution does it.
    fn mean(f: impl Fn(f64) -> f64) -> f64 {
        let density = |a: f64| (-a * a / 2.0).exp() / std::f64::consts::TAU.sqrt();
        (-10_000..10_000)
            .map(|i| (i as f64 + 0.5) * 1e-3)
            .map(|a| f(a) * density(a) * 1e-3)
            .sum()
    }
    pub fn variance(bend: &dyn Fn(f64) -> f64) -> f64 {
        1.0 / (mean(|a| bend(a).powi(2)) - mean(bend).powi(2))
    }
    pub fn deviation(bend: &dyn Fn(f64) -> f64) -> f64 {
        solutions::scale(bend).sqrt()
    }
    pub fn what_is_left(bend: &dyn Fn(f64) -> f64) -> f64 {
        1.0 / solutions::scale(bend)
    }
    pub fn he_for_all(_: &dyn Fn(f64) -> f64) -> f64 {
        2.0
    }
    pub fn backwards(bend: &dyn Fn(f64) -> f64) -> f64 {
        1.0 / mean(|a| ((bend(a + 1e-4) - bend(a - 1e-4)) / 2e-4).powi(2))
    }
    pub fn even(bend: &dyn Fn(f64) -> f64) -> f64 {
        let grid = (0..1000).map(|i| (i as f64 + 0.5) / 500.0 - 1.0);
        1000.0 / grid.map(|a| bend(a).powi(2)).sum::<f64>()
    }
    pub fn no_density(bend: &dyn Fn(f64) -> f64) -> f64 {
        solutions::scale(bend) / std::f64::consts::TAU.sqrt()
    }
}

pub mod index_machine {
    use super::*;
    type Answer = (Array1<f64>, Array2<f64>, Array1<f64>);
    /// The polygon through the samples in this order; `keep` is how much of the slope before is taken off.
    fn polygon(
        x: &Array2<f64>,
        z: &Array1<f64>,
        order: &[usize],
        keep: f64,
        gaps: bool,
    ) -> Answer {
        let slope = |i: usize, j: usize| {
            (&x.row(j) - &x.row(i)) / if gaps { z[j] - z[i] } else { 1.0 }
        };
        let mut weights = Array2::zeros((order.len() - 1, x.ncols()));
        for (j, pair) in order.windows(2).enumerate() {
            let before =
                if j > 0 { slope(order[j - 1], pair[0]) } else { Array1::zeros(x.ncols()) };
            weights.row_mut(j).assign(&(slope(pair[0], pair[1]) - before * keep));
        }
        let corners = order[..order.len() - 1].iter().map(|&i| z[i]).collect();
        (corners, weights, x.row(order[0]).to_owned())
    }
    fn line(z: &Array1<f64>) -> Vec<usize> {
        let mut order: Vec<usize> = (0..z.len()).collect();
        order.sort_by(|&i, &j| z[i].total_cmp(&z[j]));
        order
    }
    pub fn unsorted(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let order: Vec<usize> = (0..x.nrows()).collect();
        polygon(x, &x.dot(v), &order, 1.0, true)
    }
    pub fn slopes(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let z = x.dot(v);
        polygon(x, &z, &line(&z), 0.0, true)
    }
    pub fn one_apart(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let z = x.dot(v);
        polygon(x, &z, &line(&z), 1.0, false)
    }
    pub fn from_zero(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let (corners, weights, bias) = solutions::index_machine(x, v);
        (corners, weights, bias * 0.0)
    }
    pub fn late(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let z = x.dot(v);
        let order = line(&z);
        let (_, weights, bias) = solutions::index_machine(x, v);
        (order[1..].iter().map(|&i| z[i]).collect(), weights, bias)
    }
    pub fn one_for_each_sample(x: &Array2<f64>, v: &Array1<f64>) -> Answer {
        let (mut corners, mut weights, bias) = solutions::index_machine(x, v);
        let last = x.dot(v).iter().copied().fold(f64::MIN, f64::max);
        corners.append(Axis(0), Array1::from(vec![last]).view()).unwrap();
        weights.append(Axis(0), Array2::zeros((1, x.ncols())).view()).unwrap();
        (corners, weights, bias)
    }
}
