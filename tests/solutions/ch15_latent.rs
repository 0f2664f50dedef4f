//! The exercises of chapter 15, solved; explained on the page.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use std::collections::BTreeMap;

// ANCHOR: exercise_15_1
pub fn spherical(a: &Array1<f64>, b: &Array1<f64>, t: f64) -> Array1<f64> {
    let cosine = a.dot(b) / (a.dot(a) * b.dot(b)).sqrt();
    let theta = cosine.clamp(-1.0, 1.0).acos();
    if theta < 1e-6 {
        return a * (1.0 - t) + b * t;
    }
    (a * ((1.0 - t) * theta).sin() + b * (t * theta).sin()) / theta.sin()
}
// ANCHOR_END: exercise_15_1

// ANCHOR: exercise_15_2
pub fn length(z: &Array2<f64>, jacobians: &[Array2<f64>]) -> f64 {
    let step = |(i, j): (usize, &Array2<f64>)| {
        let dz = &z.row(i + 1) - &z.row(i);
        let dx = j.dot(&dz); // ‖dx‖² = dzᵀ JᵀJ dz
        dx.dot(&dx).sqrt()
    };
    jacobians.iter().enumerate().map(step).sum()
}
// ANCHOR_END: exercise_15_2

// ANCHOR: exercise_15_3
pub fn direction(z: &Array2<f64>, smiles: &[bool], glasses: &[bool]) -> Array1<f64> {
    let mean = |smile: bool, worn: bool| {
        let own = |&i: &usize| smiles[i] == smile && glasses[i] == worn;
        let rows: Vec<usize> = (0..z.nrows()).filter(own).collect();
        z.select(Axis(0), &rows).sum_axis(Axis(0)) / rows.len() as f64
    };
    let among = |worn: bool| mean(true, worn) - mean(false, worn);
    (among(true) + among(false)) / 2.0
}
// ANCHOR_END: exercise_15_3

// ANCHOR: exercise_15_4
pub fn gap(units: &Array2<usize>, factors: &Array2<usize>) -> f64 {
    let gaps = factors.columns().into_iter().map(|v| {
        let mut known: Vec<f64> =
            units.columns().into_iter().map(|z| information(z, v)).collect();
        known.sort_by(|a, b| b.total_cmp(a));
        (known[0] - known[1]) / information(v, v) // I(v; v) = H(v)
    });
    gaps.sum::<f64>() / factors.ncols() as f64
}

/// I(a; b) = Σ p(a, b) ln p(a, b)/(p(a) p(b)).
pub fn information(a: ArrayView1<usize>, b: ArrayView1<usize>) -> f64 {
    let n = a.len() as f64;
    let mut joint: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let (mut of_a, mut of_b) = (BTreeMap::new(), BTreeMap::new());
    for (&a, &b) in a.iter().zip(b) {
        *joint.entry((a, b)).or_default() += 1.0 / n;
        *of_a.entry(a).or_insert(0.0) += 1.0 / n;
        *of_b.entry(b).or_insert(0.0) += 1.0 / n;
    }
    joint.iter().map(|((a, b), p)| p * (p / (of_a[a] * of_b[b])).ln()).sum()
}
// ANCHOR_END: exercise_15_4

// ANCHOR: exercise_15_5
pub fn left_out(z: &Array2<f64>, h: f64) -> f64 {
    let (n, k) = z.dim();
    let constant = 0.5 * k as f64 * (std::f64::consts::TAU * h * h).ln();
    let mut sum = 0.0;
    for i in 0..n {
        let others = (0..n).filter(|&j| j != i);
        let logs: Vec<f64> = others
            .map(|j| {
                let d = &z.row(i) - &z.row(j);
                -d.dot(&d) / (2.0 * h * h)
            })
            .collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let hills: f64 = logs.iter().map(|l| (l - most).exp()).sum(); // the largest is 1
        sum += most + (hills / (n as f64 - 1.0)).ln() - constant;
    }
    sum / n as f64
}
// ANCHOR_END: exercise_15_5

// ANCHOR: exercise_15_6
pub fn tested(k: &Array2<f64>, m: usize, shuffles: &[Vec<usize>]) -> (f64, f64) {
    let given: Vec<usize> = (0..k.nrows()).collect();
    let statistic = mmd2(k, m, &given);
    let reach = shuffles.iter().filter(|order| mmd2(k, m, order) >= statistic).count();
    (statistic, (1 + reach) as f64 / (1 + shuffles.len()) as f64)
}

fn mmd2(k: &Array2<f64>, m: usize, order: &[usize]) -> f64 {
    let mean = |a: &[usize], b: &[usize]| {
        let pairs = || a.iter().flat_map(|&i| b.iter().map(move |&j| (i, j)));
        let apart = || pairs().filter(|(i, j)| i != j); // across all are
        apart().map(|at| k[at]).sum::<f64>() / apart().count() as f64
    };
    let (x, y) = order.split_at(m);
    mean(x, x) + mean(y, y) - 2.0 * mean(x, y)
}
// ANCHOR_END: exercise_15_6
