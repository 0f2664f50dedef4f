//! The exercises of chapter 13, solved; explained on the page.

use ndarray::{Array1, Array2, Axis, Zip};

// ANCHOR: exercise_13_1
pub fn words(lengths: &[usize]) -> Option<Vec<String>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&i| lengths[i]); // the longest intervals first
    let mut words = vec![String::new(); lengths.len()];
    let mut begin: u64 = 0; // in units of 2^−30
    for i in order {
        let l = lengths[i];
        let end = begin + (1 << (30 - l));
        if end > 1 << 30 {
            return None;
        }
        words[i] = format!("{:0l$b}", begin >> (30 - l)); // its first l digits
        begin = end;
    }
    Some(words)
}
// ANCHOR_END: exercise_13_1

// ANCHOR: exercise_13_2
pub fn divergence(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    let excess = |(&p, &q): (&f64, &f64)| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
    p.iter().zip(q).map(excess).sum()
}
// ANCHOR_END: exercise_13_2

// ANCHOR: exercise_13_3
pub fn diagonal(mean: &Array1<f64>, rho: &Array1<f64>) -> (f64, Array1<f64>, Array1<f64>) {
    let variance = rho.mapv(f64::exp);
    let kl = 0.5 * (mean * mean + &variance - 1.0 - rho).sum();
    (kl, mean.clone(), 0.5 * (variance - 1.0))
}
// ANCHOR_END: exercise_13_3

// ANCHOR: exercise_13_4
pub fn mutual(counts: &Array2<f64>) -> f64 {
    let joint = counts / counts.sum();
    let entropy = |p: Array1<f64>| -> f64 {
        p.iter().map(|&p| if p > 0.0 { -p * p.ln() } else { 0.0 }).sum()
    };
    let margins = entropy(joint.sum_axis(Axis(0))) + entropy(joint.sum_axis(Axis(1)));
    margins - entropy(joint.flatten().to_owned())
}
// ANCHOR_END: exercise_13_4

// ANCHOR: exercise_13_5
pub fn slope(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
    let (mut by_m, mut by_ln_s) = (0.0, 0.0);
    Zip::from(x).and(ln_p).for_each(|&x, &ln_p| {
        let t = (x - m) / s;
        let ln_q = -0.5 * t * t - s.ln() - 0.5 * std::f64::consts::TAU.ln();
        by_m += (ln_q - ln_p) * t / s; // ∂ ln q/∂m
        by_ln_s += (ln_q - ln_p) * (t * t - 1.0); // ∂ ln q/∂ ln s
    });
    (by_m / x.len() as f64, by_ln_s / x.len() as f64)
}
// ANCHOR_END: exercise_13_5
