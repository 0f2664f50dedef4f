//! How the exercises of chapter 14 on what is known exactly are graded: 14.5 and 14.6.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::mistakes;
use ndarray::{Array1, Array2, s};
use std::f64::consts::TAU;

/// The headings of the page that the messages send a reader to.
mod sections {
    pub const BOUND: &str = "How loose is the bound?";
    pub const LINEAR: &str = "A linear VAE is probabilistic PCA";
}

pub fn bound(answer: impl Fn(&Array2<f64>, usize) -> f64) {
    use mistakes::bound as wrong;
    let exercise = Exercise { number: "14.5", section: sections::BOUND };
    let mut rng = seeded(145);
    for (n, m, k, level) in [(3, 12, 4, -2.0), (2, 6, 3, -20.0), (4, 10, 5, -900.0)] {
        let log_w = normal(n, m, &mut rng) * 1.5 + level;
        let mut logs = Vec::new();
        for row in log_w.rows() {
            for start in (0..m).step_by(k) {
                // e^level is taken out, so that nothing underflows
                let group = row.slice(s![start..start + k]).mapv(|w| (w - level).exp());
                logs.push(level + (group.sum() / k as f64).ln());
            }
        }
        let right = logs.iter().sum::<f64>() / logs.len() as f64;
        let yours = answer(&log_w, k);
        if !yours.is_finite() {
            let why = "e^−900 is 0 to a computer, and its logarithm −∞: take the largest \
                       log weight of a group out of the sum first";
            exercise.fail(why, &format!("{yours}"), &format!("{right:.3}"));
        }
        type Wrong = fn(&Array2<f64>, usize) -> f64;
        let suspects: [(Wrong, &str); 7] = [
            (wrong::mean_of_logs, "the mean of the logarithms: that is L₁, whatever k"),
            (wrong::sum_of_weights, "the logarithm of a sum: −ln k is missing"),
            (wrong::all_in_one_group, "all m draws are in one group, so that is L_m"),
            (wrong::one_logarithm, "one logarithm for all pictures; each has its own p(x)"),
            (wrong::largest_only, "only the largest weight of each group counts"),
            (wrong::summed_over_pictures, "a sum over pictures; it should be their mean"),
            (wrong::first_group, "only the first k draws were used"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&log_w, k), why));
        let otherwise = "that is not the average of log (1/k) Σw over the groups";
        exercise.number(yours, right, 1e-9, &suspects, otherwise);
    }
}

/// By a sum over the codes.
fn integral(x: &Array2<f64>, w: &Array1<f64>, variance: f64) -> Array1<f64> {
    let (step, d) = (0.002, w.len() as f64);
    x.rows()
        .into_iter()
        .map(|x| {
            let log_joint = |i: i32| {
                let z = f64::from(i) * step;
                let r = &x - &(w * z);
                -0.5 * (r.dot(&r) / variance + d * (TAU * variance).ln() + z * z + TAU.ln())
            };
            let all: Vec<f64> = (-4000..=4000).map(log_joint).collect();
            let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            most + (all.iter().map(|l| (l - most).exp()).sum::<f64>() * step).ln()
        })
        .collect()
}

pub fn one_code(answer: impl Fn(&Array2<f64>, &Array1<f64>, f64) -> Array1<f64>) {
    use mistakes::one_code as wrong;
    let exercise = Exercise { number: "14.6", section: sections::LINEAR };
    let mut rng = seeded(146);
    for (n, d, variance) in [(4, 3, 0.5), (3, 6, 2.0), (5, 2, 0.8)] {
        let (x, w) = (normal(n, d, &mut rng), normal(1, d, &mut rng).row(0).to_owned());
        type Wrong = fn(&Array2<f64>, &Array1<f64>, f64) -> Array1<f64>;
        let suspects: [(Wrong, &str); 8] = [
            (wrong::noise_left_out_of_m, "σ² is missing in M = wᵀw + σ²"),
            (wrong::all_directions_noise, "ln σ² counts d − 1 times: ln M has the other"),
            (wrong::no_constant, "d ln 2π is missing"),
            (wrong::no_half, "twice as much: the half is missing"),
            (wrong::no_determinant, "ln |C| is missing: a wide Gaussian is a low one"),
            (wrong::at_the_best_code, "log p(x|z) at the likeliest code, not the integral"),
            (
                wrong::pixels_apart,
                "the pixels are not independent: only C's diagonal is used",
            ),
            (wrong::code_at_zero, "log p(x|z) at z = 0, not the integral"),
        ];
        let suspects = suspects.map(|(wrong, why)| (row(&wrong(&x, &w, variance)), why));
        let yours = row(&answer(&x, &w, variance));
        let otherwise = "that is not ln N(x; 0, wwᵀ + σ²I)";
        let right = row(&integral(&x, &w, variance));
        exercise.compare(&yours, &right, 1e-7, &suspects, otherwise);
    }
}
