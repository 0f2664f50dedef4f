//! Wrong answers that are often given to the exercises of chapter 7; each must be caught and told what it is.

use crate::solutions;
use ndarray::{Array1, Array2, Axis};

type Vector = Array1<f64>;
type Matrix = Array2<f64>;

fn sigmoid(a: Matrix) -> Matrix {
    a.mapv(|a| 1.0 / (1.0 + (-a).exp()))
}

pub mod joint {
    use super::*;
    pub fn energy_upside_down(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        solutions::joint(&-w, &-b, &-c)
    }
    pub fn each_row(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        let p = solutions::joint(w, b, c);
        &p / &p.sum_axis(Axis(1)).insert_axis(Axis(1))
    }
    pub fn not_divided(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        let p = solutions::joint(w, b, c);
        &p / p[[0, 0]] // the state in which all units are off has energy 0
    }
    pub fn first_digit_first(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        let (d, m) = w.dim();
        let p = solutions::joint(w, b, c);
        let read = |number: usize, units: usize| {
            (0..units).map(|i| (number >> i & 1) << (units - 1 - i)).sum()
        };
        Matrix::from_shape_fn(p.dim(), |(r, s)| p[[read(r, d), read(s, m)]])
    }
    pub fn no_hidden_biases(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        solutions::joint(w, b, &(c * 0.0))
    }
    pub fn half_the_weights(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        solutions::joint(&(w / 2.0), b, c)
    }
    pub fn transposed(w: &Matrix, b: &Vector, c: &Vector) -> Matrix {
        solutions::joint(w, b, c).t().to_owned()
    }
}

pub mod spins {
    use super::*;
    type Answer = (Vector, Matrix);
    fn with(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        log_sum: impl Fn(f64) -> f64,
    ) -> Answer {
        let (_, p) = solutions::spins(v, w, b, c);
        (-v.dot(b) - (v.dot(w) + c).mapv(log_sum).sum_axis(Axis(1)), p)
    }
    pub fn of_bits(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        with(v, w, b, c, |a| a.max(0.0) + (-a.abs()).exp().ln_1p())
    }
    pub fn overflows(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        with(v, w, b, c, |a| (a.exp() + (-a).exp()).ln())
    }
    pub fn cosh(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        with(v, w, b, c, |a| {
            a.abs() + (-2.0 * a.abs()).exp().ln_1p() - std::f64::consts::LN_2
        })
    }
    pub fn best_state(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        with(v, w, b, c, f64::abs)
    }
    pub fn sign(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        let (free, p) = solutions::spins(v, w, b, c);
        (-free, p)
    }
    pub fn conditional_of_bits(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        (solutions::spins(v, w, b, c).0, sigmoid(v.dot(w) + c))
    }
    pub fn mean_spin(v: &Matrix, w: &Matrix, b: &Vector, c: &Vector) -> Answer {
        (solutions::spins(v, w, b, c).0, (v.dot(w) + c).mapv(f64::tanh))
    }
}

pub mod mean_picture {
    use super::*;
    fn states(units: usize) -> Matrix {
        Matrix::from_shape_fn((1 << units, units), |(number, i)| (number >> i & 1) as f64)
    }
    fn weighed(
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        weight: impl Fn(&Vector) -> f64,
    ) -> Vector {
        let h = states(c.len());
        let p: Vector = h.rows().into_iter().map(|h| weight(&h.to_owned())).collect();
        p.dot(&sigmoid(h.dot(&w.t()) + b)) / p.sum()
    }
    pub fn overflows(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        weighed(w, b, c, |h| {
            (c.dot(h)).exp() * (w.dot(h) + b).mapv(|a| 1.0 + a.exp()).product()
        })
    }
    pub fn all_alike(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        weighed(w, b, c, |_| 1.0)
    }
    pub fn by_their_biases(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        weighed(w, b, c, |h| c.dot(h).exp())
    }
    pub fn no_hidden_biases(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        solutions::mean_picture(w, b, &(c * 0.0))
    }
    pub fn to_and_fro(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        let settled = |v: Vector| {
            let h = (v.dot(w) + c).mapv(|a| 1.0 / (1.0 + (-a).exp()));
            (w.dot(&h) + b).mapv(|a| 1.0 / (1.0 + (-a).exp()))
        };
        (0..2000).fold(Vector::from_elem(b.len(), 0.5), |v, _| settled(v))
    }
    pub fn no_hidden_units(_: &Matrix, b: &Vector, _: &Vector) -> Vector {
        b.mapv(|b| 1.0 / (1.0 + (-b).exp()))
    }
    pub fn likeliest(w: &Matrix, b: &Vector, c: &Vector) -> Vector {
        let log = |h: &Vector| {
            c.dot(h) + (w.dot(h) + b).mapv(|a| a.max(0.0) + (-a.abs()).exp().ln_1p()).sum()
        };
        let best = states(c.len())
            .rows()
            .into_iter()
            .map(|h| log(&h.to_owned()))
            .fold(f64::MIN, f64::max);
        weighed(w, b, c, |h| f64::from(log(h) >= best))
    }
}

pub mod cd1 {
    use super::*;
    type Answer = (Matrix, Vector, Vector);
    pub fn turned(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let (dw, db, dc) = solutions::cd1(v, w, b, c, hidden, visible);
        (-dw, -db, -dc)
    }
    pub fn sum(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let (dw, db, dc) = solutions::cd1(v, w, b, c, hidden, visible);
        let n = v.nrows() as f64;
        (dw * n, db * n, dc * n)
    }
    /// The walk and the difference of its ends, by what leads the walk on and what stands at its ends.
    fn walk(v: &Matrix, p0: &Matrix, v1: &Matrix, p1: &Matrix) -> Answer {
        let n = v.nrows() as f64;
        let mean = |a: Matrix| a.sum_axis(Axis(0)) / n;
        ((v.t().dot(p0) - v1.t().dot(p1)) / n, mean(v - v1), mean(p0 - p1))
    }
    fn draw(p: &Matrix, u: &Matrix) -> Matrix {
        (p - u).mapv(|above| f64::from(above > 0.0))
    }
    pub fn led_by_means(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        _: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let p0 = sigmoid(v.dot(w) + c);
        let v1 = draw(&sigmoid(p0.dot(&w.t()) + b), visible);
        walk(v, &p0, &v1, &sigmoid(v1.dot(w) + c))
    }
    pub fn grey(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        _: &Matrix,
    ) -> Answer {
        let p0 = sigmoid(v.dot(w) + c);
        let v1 = sigmoid(draw(&p0, hidden).dot(&w.t()) + b);
        walk(v, &p0, &v1, &sigmoid(v1.dot(w) + c))
    }
    pub fn drawn_at_the_start(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let h0 = draw(&sigmoid(v.dot(w) + c), hidden);
        let v1 = draw(&sigmoid(h0.dot(&w.t()) + b), visible);
        walk(v, &h0, &v1, &sigmoid(v1.dot(w) + c))
    }
    pub fn not_asked_again(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let p0 = sigmoid(v.dot(w) + c);
        let v1 = draw(&sigmoid(draw(&p0, hidden).dot(&w.t()) + b), visible);
        walk(v, &p0, &v1, &p0)
    }
    pub fn larger(
        v: &Matrix,
        w: &Matrix,
        b: &Vector,
        c: &Vector,
        hidden: &Matrix,
        visible: &Matrix,
    ) -> Answer {
        let p0 = sigmoid(v.dot(w) + c);
        let h0 = 1.0 - draw(&p0, hidden);
        let v1 = 1.0 - draw(&sigmoid(h0.dot(&w.t()) + b), visible);
        walk(v, &p0, &v1, &sigmoid(v1.dot(w) + c))
    }
}

pub mod within {
    use super::*;
    /// Precision and recall of answers by `near`, the query among them or not.
    fn search(
        codes: &[u64],
        labels: &[usize],
        itself: bool,
        near: impl Fn(u64, u64) -> bool,
    ) -> (f64, f64) {
        let n = codes.len();
        let (mut precision, mut recall) = (0.0, 0.0);
        for query in 0..n {
            let pool = || (0..n).filter(|&i| itself || i != query);
            let alike = |&i: &usize| labels[i] == labels[query];
            let answers = || pool().filter(|&i| near(codes[i], codes[query]));
            let found = answers().filter(alike).count() as f64;
            precision += found / answers().count().max(1) as f64;
            recall += found / pool().filter(alike).count() as f64;
        }
        (precision / n as f64, recall / n as f64)
    }
    pub fn finds_itself(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        search(codes, labels, true, |a, b| (a ^ b).count_ones() <= radius)
    }
    pub fn shell(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        search(codes, labels, false, |a, b| (a ^ b).count_ones() == radius)
    }
    pub fn no_rim(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        search(codes, labels, false, |a, b| (a ^ b).count_ones() < radius)
    }
    pub fn as_numbers(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        search(codes, labels, false, |a, b| a.abs_diff(b) <= u64::from(radius))
    }
    pub fn common_bits(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        search(codes, labels, false, |a, b| (a & b).count_ones() <= radius)
    }
    pub fn exchanged(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        let (precision, recall) = solutions::within(codes, labels, radius);
        (recall, precision)
    }
    pub fn divides_by_nothing(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
        let lonely = (0..codes.len()).any(|query| {
            (0..codes.len())
                .all(|i| i == query || (codes[i] ^ codes[query]).count_ones() > radius)
        });
        let (precision, recall) = solutions::within(codes, labels, radius);
        (if lonely { f64::NAN } else { precision }, recall)
    }
}

pub mod centred_step {
    use super::*;
    type Statistics = (Matrix, Vector, Vector);
    type Step = (Matrix, Vector, Vector);
    pub fn plain(data: &Statistics, model: &Statistics, _: &Vector, _: &Vector) -> Step {
        (&data.0 - &model.0, &data.1 - &model.1, &data.2 - &model.2)
    }
    pub fn biases_left(
        data: &Statistics,
        model: &Statistics,
        mu: &Vector,
        lambda: &Vector,
    ) -> Step {
        let (dw, _, _) = solutions::centred_step(data, model, mu, lambda);
        (dw, &data.1 - &model.1, &data.2 - &model.2)
    }
    pub fn wrong_way(
        data: &Statistics,
        model: &Statistics,
        mu: &Vector,
        lambda: &Vector,
    ) -> Step {
        let (dw, _, _) = solutions::centred_step(data, model, mu, lambda);
        let db = &data.1 - &model.1 + dw.dot(lambda);
        let dc = &data.2 - &model.2 + dw.t().dot(mu);
        (dw, db, dc)
    }
    pub fn visible_only(
        data: &Statistics,
        model: &Statistics,
        mu: &Vector,
        lambda: &Vector,
    ) -> Step {
        let (dw, _, _) = solutions::centred_step(data, model, mu, &(lambda * 0.0));
        let db = &data.1 - &model.1 - dw.dot(lambda);
        let dc = &data.2 - &model.2 - dw.t().dot(mu);
        (dw, db, dc)
    }
    pub fn own_means(
        data: &Statistics,
        model: &Statistics,
        mu: &Vector,
        lambda: &Vector,
    ) -> Step {
        let covariance = |(vh, v, h): &Statistics| {
            vh - &v.clone().insert_axis(Axis(1)).dot(&h.clone().insert_axis(Axis(0)))
        };
        let dw = covariance(data) - covariance(model);
        let db = &data.1 - &model.1 - dw.dot(lambda);
        let dc = &data.2 - &model.2 - dw.t().dot(mu);
        (dw, db, dc)
    }
    pub fn turned(
        data: &Statistics,
        model: &Statistics,
        mu: &Vector,
        lambda: &Vector,
    ) -> Step {
        solutions::centred_step(model, data, mu, lambda)
    }
}
