//! Wrong answers that are often given to the exercises of chapter 6; each must be caught and told what it is.

use crate::solutions;
use autoencoders::Real;
use ndarray::{Array1, Array2, array};
use std::f64::consts::LN_2;

pub mod parameters {
    fn weights(widths: &[usize]) -> usize {
        widths.windows(2).map(|pair| pair[0] * pair[1]).sum()
    }
    fn encoder_biases(widths: &[usize]) -> usize {
        widths[1..].iter().sum()
    }
    pub fn no_biases(widths: &[usize]) -> usize {
        2 * weights(widths)
    }
    pub fn encoder_alone(widths: &[usize]) -> usize {
        weights(widths) + encoder_biases(widths)
    }
    pub fn twice_the_encoder(widths: &[usize]) -> usize {
        2 * encoder_alone(widths)
    }
    pub fn tied(widths: &[usize]) -> usize {
        crate::solutions::parameters(widths) - weights(widths)
    }
    pub fn every_unit_twice(widths: &[usize]) -> usize {
        2 * weights(widths) + 2 * widths.iter().sum::<usize>()
    }
    pub fn code_twice(widths: &[usize]) -> usize {
        crate::solutions::parameters(widths) + widths[widths.len() - 1]
    }
}

pub mod zigzag {
    use super::*;
    type Layers = Vec<(Array2<f64>, Array1<f64>)>;
    /// Tents of the form first · max(0, x) + second · max(0, x + bias).
    fn tents(depth: usize, first: f64, second: f64, bias: f64) -> Layers {
        let corners = array![0.0, bias];
        let mut layers = vec![(array![[1.0, 1.0]], corners.clone())];
        for _ in 1..depth {
            layers.push((array![[first, first], [second, second]], corners.clone()));
        }
        layers.push((array![[first], [second]], array![0.0]));
        layers
    }
    pub fn plateau(depth: usize) -> Layers {
        tents(depth, 2.0, -2.0, -0.5)
    }
    pub fn half_as_high(depth: usize) -> Layers {
        tents(depth, 1.0, -2.0, -0.5)
    }
    pub fn always_open(depth: usize) -> Layers {
        tents(depth, 4.0, -2.0, 0.0)
    }
    pub fn one_layer_less(depth: usize) -> Layers {
        solutions::zigzag(depth.max(2) - 1)
    }
    /// The right number of layers, but the last hidden one hands on what it gets.
    pub fn one_tent_less(depth: usize) -> Layers {
        let mut layers = solutions::zigzag(depth);
        layers[depth] = (array![[1.0], [0.0]], array![0.0]);
        layers
    }
    pub fn transposed(depth: usize) -> Layers {
        solutions::zigzag(depth).into_iter().map(|(w, b)| (w.t().to_owned(), b)).collect()
    }
    pub fn three_units(depth: usize) -> Layers {
        let mut layers = solutions::zigzag(depth);
        layers[0] = (array![[1.0, 1.0, 1.0]], array![0.0, -0.5, -1.0]);
        let (w, b) = &layers[1];
        let more =
            Array2::from_shape_fn(
                (3, w.ncols()),
                |(i, j)| if i < 2 { w[[i, j]] } else { 0.0 },
            );
        layers[1] = (more, b.clone());
        layers
    }
}

pub mod same_class {
    use super::*;
    /// The share among the first `count` by increasing `key`.
    fn by(
        z: &Array2<Real>,
        labels: &[usize],
        count: usize,
        itself: bool,
        key: impl Fn(usize, usize) -> Real,
    ) -> f64 {
        let n = z.nrows();
        let mut same = 0;
        for i in 0..n {
            let mut others: Vec<usize> = (0..n).filter(|&j| itself || j != i).collect();
            others.sort_by(|&a, &b| key(i, a).total_cmp(&key(i, b)));
            same += others[..count].iter().filter(|&&j| labels[j] == labels[i]).count();
        }
        same as f64 / (n * count) as f64
    }
    fn squared(z: &Array2<Real>, i: usize, j: usize) -> Real {
        (&z.row(i) - &z.row(j)).mapv(|v| v * v).sum()
    }
    pub fn counts_itself(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        by(z, labels, count, true, |i, j| squared(z, i, j))
    }
    pub fn gives_itself_a_place(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        counts_itself(z, labels, count) - 1.0 / count as f64
    }
    pub fn not_squared(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        by(z, labels, count, false, |i, j| (&z.row(i) - &z.row(j)).mapv(Real::abs).sum())
    }
    pub fn by_angle(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        let length = |i: usize| z.row(i).dot(&z.row(i)).sqrt();
        by(z, labels, count, false, |i, j| {
            -z.row(i).dot(&z.row(j)) / (length(i) * length(j))
        })
    }
    pub fn farthest(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        by(z, labels, count, false, |i, j| -squared(z, i, j))
    }
    /// ‖a‖² − 2ab + ‖b‖², in single precision whatever `Real` is.
    pub fn expanded(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        let single = z.mapv(|v| f64::from(v) as f32);
        let product = |i: usize, j: usize| single.row(i).dot(&single.row(j));
        by(z, labels, count, false, |i, j| {
            Real::from(product(i, i) - 2.0 * product(i, j) + product(j, j))
        })
    }
    pub fn sum(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        solutions::same_class(z, labels, count) * count as f64
    }
    pub fn majority(z: &Array2<Real>, labels: &[usize], count: usize) -> f64 {
        let n = z.nrows();
        let right = |&i: &usize| {
            let mut others: Vec<usize> = (0..n).filter(|&j| j != i).collect();
            others.sort_by(|&a, &b| squared(z, i, a).total_cmp(&squared(z, i, b)));
            let votes = |label: usize| {
                others[..count].iter().filter(|&&j| labels[j] == label).count()
            };
            labels.iter().all(|&label| votes(label) <= votes(labels[i]))
        };
        (0..n).filter(right).count() as f64 / n as f64
    }
}

pub mod cost {
    use super::*;
    type Answer = (f64, f64);
    /// The right answer with another way to a cell.
    fn with_cells(
        z: &Array2<Real>,
        step: &Array1<Real>,
        cell: impl Fn(Real) -> Real,
    ) -> Answer {
        let scaled = (z / step).mapv(cell);
        let (bits, _) = solutions::cost(&scaled, &Array1::ones(step.len()));
        let error = (z - &(scaled * step)).mapv(|v| v * v).sum();
        (bits, f64::from(error) / z.nrows() as f64)
    }
    pub fn truncates(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        with_cells(z, step, |v| v as i32 as Real)
    }
    pub fn rounds_down(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        with_cells(z, step, Real::floor)
    }
    pub fn lower_edge(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        (solutions::cost(z, step).0, with_cells(z, step, Real::floor).1)
    }
    pub fn nats(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        let (bits, error) = solutions::cost(z, step);
        (bits * LN_2, error)
    }
    pub fn mean_over_units(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        let (bits, error) = solutions::cost(z, step);
        (bits / z.ncols() as f64, error / z.ncols() as f64)
    }
    pub fn one_table(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        let all = (z / step).into_shape_with_order((z.len(), 1)).unwrap();
        let (bits, _) = solutions::cost(&all, &array![1.0]);
        (bits * z.ncols() as f64, solutions::cost(z, step).1)
    }
    pub fn in_steps(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        (
            solutions::cost(z, step).0,
            solutions::cost(&(z / step), &Array1::ones(step.len())).1,
        )
    }
    pub fn by_the_rule(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        (solutions::cost(z, step).0, f64::from(step.mapv(|s| s * s / 12.0).sum()))
    }
    pub fn sum_over_samples(z: &Array2<Real>, step: &Array1<Real>) -> Answer {
        let (bits, error) = solutions::cost(z, step);
        (bits, error * z.nrows() as f64)
    }
}

pub mod best_code {
    use super::*;
    type Vector = Array1<f64>;
    /// Descent from zero with the safe rate 4/‖U‖².
    fn descend(x: &Vector, u: &Array2<f64>, b: &Vector, steps: usize) -> Vector {
        let rate = 4.0 / u.mapv(|v| v * v).sum();
        (0..steps).fold(Array1::zeros(u.ncols()), |z, _| {
            let y = (u.dot(&z) + b).mapv(|a| 1.0 / (1.0 + (-a).exp()));
            z + u.t().dot(&(x - &y)) * rate
        })
    }
    pub fn no_bias(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        solutions::best_code(x, u, &(b * 0.0))
    }
    pub fn of_the_logits(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        let aim = x.mapv(|x| (x / (1.0 - x)).ln()) - b;
        least_squares(u, &aim)
    }
    pub fn of_pca(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        least_squares(u, &(x - b))
    }
    fn least_squares(u: &Array2<f64>, aim: &Vector) -> Vector {
        let rate = 1.0 / u.mapv(|v| v * v).sum();
        (0..5000).fold(Array1::zeros(u.ncols()), |z, _| {
            let left = aim - &u.dot(&z);
            z + u.t().dot(&left) * rate
        })
    }
    pub fn too_few_steps(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        descend(x, u, b, 5)
    }
    pub fn turned(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        -solutions::best_code(x, u, b)
    }
    pub fn nothing(_: &Vector, u: &Array2<f64>, _: &Vector) -> Vector {
        Array1::zeros(u.ncols())
    }
    pub fn climbs(x: &Vector, u: &Array2<f64>, b: &Vector) -> Vector {
        let y = b.mapv(|a| 1.0 / (1.0 + (-a).exp()));
        u.t().dot(&(y - x)) * 0.1
    }
}

pub mod rates {
    use super::*;
    fn of(variances: &[f64], error: impl Fn(f64) -> f64) -> Vec<f64> {
        variances.iter().map(|&v| 0.5 * (v / error(v)).log2()).collect()
    }
    pub fn nats(variances: &[f64], distortion: f64) -> Vec<f64> {
        solutions::rates(variances, distortion).iter().map(|r| r * LN_2).collect()
    }
    pub fn no_half(variances: &[f64], distortion: f64) -> Vec<f64> {
        solutions::rates(variances, distortion).iter().map(|r| r * 2.0).collect()
    }
    pub fn negative(variances: &[f64], distortion: f64) -> Vec<f64> {
        of(variances, |_| distortion / variances.len() as f64)
    }
    pub fn even(variances: &[f64], distortion: f64) -> Vec<f64> {
        of(variances, |v| v.min(distortion / variances.len() as f64))
    }
    pub fn same_for_all(variances: &[f64], distortion: f64) -> Vec<f64> {
        let share = distortion / variances.iter().sum::<f64>();
        of(variances, |v| v * share.min(1.0))
    }
    pub fn sorted(variances: &[f64], distortion: f64) -> Vec<f64> {
        let mut rates = solutions::rates(variances, distortion);
        rates.sort_by(|a, b| b.total_cmp(a));
        rates
    }
    pub fn wasteful(variances: &[f64], distortion: f64) -> Vec<f64> {
        solutions::rates(variances, distortion / 2.0)
    }
    pub fn too_little(variances: &[f64], distortion: f64) -> Vec<f64> {
        solutions::rates(variances, distortion * 1.5)
    }
}
