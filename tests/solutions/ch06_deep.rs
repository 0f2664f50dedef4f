//! The exercises of chapter 6, solved; explained on the page.

use autoencoders::Real;
use autoencoders::linalg::svd;
use ndarray::{Array1, Array2, array};
use std::collections::HashMap;

// ANCHOR: exercise_6_1
pub fn parameters(widths: &[usize]) -> usize {
    widths.windows(2).map(|pair| 2 * pair[0] * pair[1] + pair[0] + pair[1]).sum()
}
// ANCHOR_END: exercise_6_1

// ANCHOR: exercise_6_2
pub fn zigzag(depth: usize) -> Vec<(Array2<f64>, Array1<f64>)> {
    let corners = array![0.0, -0.5]; // max(0, x) and max(0, x − ½)
    let mut layers = vec![(array![[1.0, 1.0]], corners.clone())];
    for _ in 1..depth {
        // t = 2h₁ − 4h₂, for both of the next
        layers.push((array![[2.0, 2.0], [-4.0, -4.0]], corners.clone()));
    }
    layers.push((array![[2.0], [-4.0]], array![0.0]));
    layers
}
// ANCHOR_END: exercise_6_2

// ANCHOR: exercise_6_3
pub fn same_class(z: &Array2<Real>, labels: &[usize], neighbours: usize) -> f64 {
    let n = z.nrows();
    let distance = |i: usize, j: usize| (&z.row(i) - &z.row(j)).mapv(|v| v * v).sum();
    let mut same = 0;
    for i in 0..n {
        let mut others: Vec<(Real, usize)> =
            (0..n).filter(|&j| j != i).map(|j| (distance(i, j), j)).collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        same += others[..neighbours]
            .iter()
            .filter(|other| labels[other.1] == labels[i])
            .count();
    }
    same as f64 / (n * neighbours) as f64
}
// ANCHOR_END: exercise_6_3

// ANCHOR: exercise_6_4
pub fn cost(z: &Array2<Real>, step: &Array1<Real>) -> (f64, f64) {
    let n = z.nrows() as f64;
    let (mut bits, mut error) = (0.0, 0.0);
    for (z, &step) in z.columns().into_iter().zip(step) {
        let mut counts = HashMap::new();
        for &z in z {
            let q = (z / step).round(); // the nearest cell, on either side of zero
            *counts.entry(q as i64).or_insert(0.0) += 1.0;
            error += f64::from(z - q * step).powi(2) / n;
        }
        // H = −Σ p log₂ p
        bits -= counts.values().map(|count| count / n * f64::log2(count / n)).sum::<f64>();
    }
    (bits, error)
}
// ANCHOR_END: exercise_6_4

// ANCHOR: exercise_6_5
pub fn best_code(x: &Array1<f64>, u: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let (left, s, rightt) = svd(u.mapv(|v| v as Real).view()).expect("a finite decoder");
    // U⁺, as in exercise 4.3
    let inverse = (rightt.t().to_owned() / &s).dot(&left.t()).mapv(f64::from);
    let mut z = Array1::zeros(u.ncols());
    for _ in 0..1000 {
        let y = (u.dot(&z) + b).mapv(|a| 1.0 / (1.0 + (-a).exp()));
        // to the minimum of the bound, U⁺(a* − a)
        let step = inverse.dot(&((x - &y) * 4.0));
        z += &step;
        if step.iter().all(|v| v.abs() < 1e-10) {
            break;
        }
    }
    z
}
// ANCHOR_END: exercise_6_5

// ANCHOR: exercise_6_6
pub fn rates(variances: &[f64], distortion: f64) -> Vec<f64> {
    // what water up to here holds
    let error = |level: f64| variances.iter().map(|v| v.min(level)).sum::<f64>();
    let (mut low, mut high) = (0.0, variances.iter().copied().fold(0.0, f64::max));
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if error(middle) > distortion { high = middle } else { low = middle }
    }
    variances.iter().map(|v| (0.5 * (v / low).log2()).max(0.0)).collect()
}
// ANCHOR_END: exercise_6_6
