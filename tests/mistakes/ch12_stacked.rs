//! Wrong answers that are often given to the exercises of chapter 12; each must be caught and
//! told what it is.

use crate::exercises::{Layer, Learn};
use crate::solutions;
use ndarray::{Array1, Array2, Axis};

fn relu(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|a| a.max(0.0))
}

/// Of each row the truth's output, and the others'.
fn parts(a: &Array2<f64>, labels: &[usize]) -> Vec<(f64, Vec<f64>)> {
    let others = |i: usize, c: usize| {
        (0..a.ncols()).filter(|&j| j != c).map(|j| a[[i, j]]).collect::<Vec<_>>()
    };
    labels.iter().enumerate().map(|(i, &c)| (a[[i, c]], others(i, c))).collect()
}

fn most(of: &[f64]) -> f64 {
    of.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

pub mod hinge {
    use super::*;
    fn mean(a: &Array2<f64>, l: &[usize], of: impl Fn(f64, &[f64]) -> f64) -> f64 {
        parts(a, l).iter().map(|(c, others)| of(*c, others)).sum::<f64>() / l.len() as f64
    }
    pub fn no_margin(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| (most(o) - c).max(0.0))
    }
    pub fn sum(a: &Array2<f64>, l: &[usize]) -> f64 {
        solutions::hinge(a, l) * l.len() as f64
    }
    pub fn every_rival(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| o.iter().map(|r| (1.0 + r - c).max(0.0)).sum())
    }
    pub fn truth_among_rivals(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| 1.0 + most(o).max(c) - c)
    }
    pub fn below_zero(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| 1.0 + most(o) - c)
    }
    pub fn squared(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| (1.0 + most(o) - c).max(0.0).powi(2))
    }
    pub fn weakest(a: &Array2<f64>, l: &[usize]) -> f64 {
        mean(a, l, |c, o| {
            (1.0 + o.iter().copied().fold(f64::INFINITY, f64::min) - c).max(0.0)
        })
    }
}

pub mod hinge_slope {
    use super::*;
    pub fn wrong_sign(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        -solutions::hinge_slope(a, l)
    }
    pub fn no_n(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        solutions::hinge_slope(a, l) * l.len() as f64
    }
    pub fn truth_only(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        solutions::hinge_slope(a, l).mapv(|s| s.min(0.0))
    }
    pub fn rival_only(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        solutions::hinge_slope(a, l).mapv(|s| s.max(0.0))
    }
    pub fn always(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        solutions::hinge_slope(&(a * 1e-6), l) // nobody has a lead of 1
    }
    pub fn only_if_wrong(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        solutions::hinge_slope(&(a * 1e6), l) // any lead is one of 1
    }
    pub fn every_rival(a: &Array2<f64>, l: &[usize]) -> Array2<f64> {
        let mut slope = Array2::zeros(a.dim());
        for (i, &c) in l.iter().enumerate() {
            for j in (0..a.ncols()).filter(|&j| j != c) {
                if 1.0 + a[[i, j]] - a[[i, c]] > 0.0 {
                    slope[[i, j]] += 1.0 / l.len() as f64;
                    slope[[i, c]] -= 1.0 / l.len() as f64;
                }
            }
        }
        slope
    }
}

pub mod through {
    use super::*;
    fn up(layers: &[Layer], x: &Array2<f64>, bend: bool, bias: bool) -> Array2<f64> {
        layers.iter().fold(x.clone(), |h, l| {
            let a = h.dot(&l.w) + if bias { l.c.clone() } else { Array1::zeros(l.c.len()) };
            if bend { relu(&a) } else { a }
        })
    }
    fn down(layers: &[Layer], z: Array2<f64>, bent: impl Fn(usize) -> bool) -> Array2<f64> {
        layers.iter().enumerate().rev().fold(z, |h, (i, l)| {
            let a = h.dot(&l.d) + &l.b;
            if bent(i) { relu(&a) } else { a }
        })
    }
    pub fn relu_at_the_end(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        down(l, up(l, x, true, true), |_| true)
    }
    pub fn no_relu_down(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        down(l, up(l, x, true, true), |_| false)
    }
    pub fn no_relu_up(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        down(l, up(l, x, false, true), |i| i > 0)
    }
    pub fn no_bias(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        down(l, up(l, x, true, false), |i| i > 0)
    }
    pub fn first_only(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        solutions::through(&l[..1], x)
    }
    pub fn down_in_order(l: &[Layer], x: &Array2<f64>) -> Array2<f64> {
        let last = l.len() - 1;
        l.iter().enumerate().fold(up(l, x, true, true), |h, (i, l)| {
            let a = h.dot(&l.d) + &l.b;
            if i < last { relu(&a) } else { a }
        })
    }
}

pub mod grow {
    use super::*;
    pub fn no_relu(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        widths.iter().fold(x.clone(), |h, &units| {
            let (w, c) = learn(&h, units);
            h.dot(&w) + &c
        })
    }
    pub fn no_bias(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        widths.iter().fold(x.clone(), |h, &units| relu(&h.dot(&learn(&h, units).0)))
    }
    pub fn one_too_few(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        solutions::grow(x, &widths[..widths.len() - 1], learn)
    }
    pub fn on_the_data(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        let (w, c) = learn(x, widths[widths.len() - 1]);
        relu(&(x.dot(&w) + &c))
    }
    pub fn order_reversed(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        let turned: Vec<usize> = widths.iter().rev().copied().collect();
        solutions::grow(x, &turned, learn)
    }
    pub fn on_centred(x: &Array2<f64>, widths: &[usize], learn: Learn) -> Array2<f64> {
        widths.iter().fold(x.clone(), |h, &units| {
            let mean = h.sum_axis(Axis(0)) / h.nrows() as f64;
            let (w, c) = learn(&(&h - &mean), units);
            relu(&(h.dot(&w) + &c))
        })
    }
}

pub mod reported {
    use super::*;
    fn at(held: &Array2<f64>, test: &Array2<f64>, later: bool) -> f64 {
        let mut best = (f64::NEG_INFINITY, f64::NAN);
        for (&h, &t) in held.iter().zip(test) {
            if h > best.0 || (later && h == best.0) {
                best = (h, t);
            }
        }
        best.1
    }
    pub fn by_the_test(_: &Array2<f64>, test: &Array2<f64>) -> f64 {
        most(&test.iter().copied().collect::<Vec<_>>())
    }
    pub fn held_out_itself(held: &Array2<f64>, _: &Array2<f64>) -> f64 {
        most(&held.iter().copied().collect::<Vec<_>>())
    }
    pub fn the_last_of_equals(held: &Array2<f64>, test: &Array2<f64>) -> f64 {
        at(held, test, true)
    }
    pub fn at_the_end(held: &Array2<f64>, test: &Array2<f64>) -> f64 {
        let last = held.ncols() - 1;
        let column = |a: &Array2<f64>| a.column(last).to_owned().insert_axis(Axis(1));
        at(&column(held), &column(test), false)
    }
    pub fn first_rate(held: &Array2<f64>, test: &Array2<f64>) -> f64 {
        let row = |a: &Array2<f64>| a.row(0).to_owned().insert_axis(Axis(0));
        at(&row(held), &row(test), false)
    }
    pub fn looks_first(held: &Array2<f64>, test: &Array2<f64>) -> f64 {
        let turned = |a: &Array2<f64>| a.t().as_standard_layout().into_owned();
        at(&turned(held), &turned(test), false)
    }
}

pub mod linear_stack {
    fn beyond(variances: &[f64], k: usize) -> f64 {
        variances.iter().skip(k).sum()
    }
    pub fn last_width(v: &[f64], w: &[usize]) -> f64 {
        beyond(v, w[w.len() - 1])
    }
    pub fn first_width(v: &[f64], w: &[usize]) -> f64 {
        beyond(v, w[0])
    }
    pub fn every_layer(v: &[f64], w: &[usize]) -> f64 {
        w.iter().map(|&k| beyond(v, k)).sum()
    }
    pub fn widest(v: &[f64], w: &[usize]) -> f64 {
        beyond(v, w.iter().copied().max().unwrap_or_default())
    }
    pub fn kept(v: &[f64], w: &[usize]) -> f64 {
        v.iter().take(w.iter().copied().min().unwrap_or_default()).sum()
    }
    pub fn share(v: &[f64], w: &[usize]) -> f64 {
        crate::solutions::linear_stack(v, w) / v.iter().sum::<f64>()
    }
}
