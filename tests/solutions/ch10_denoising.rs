//! The exercises of chapter 10, solved; explained on the page.

use ndarray::{Array1, Array2, Axis, Zip};

// ANCHOR: exercise_10_1
pub fn salt_and_pepper(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
    Zip::from(x).and(u).map_collect(|&x, &u| match u {
        u if u < share / 2.0 => 0.0,
        u if u < share => 1.0,
        _ => x,
    })
}
// ANCHOR_END: exercise_10_1

// ANCHOR: exercise_10_2
pub fn mean_psnr(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let square = (x - &y.mapv(|v| v.clamp(0.0, 1.0))).mapv(|e| e * e);
    let each = square.mean_axis(Axis(1)).expect("pixels").mapv(|mse| -10.0 * mse.log10());
    each.mean().expect("pictures")
}
// ANCHOR_END: exercise_10_2

// ANCHOR: exercise_10_3
pub fn wiener(variances: &Array1<f64>, sd: f64) -> (Array1<f64>, f64, usize) {
    let noise = sd * sd;
    let factors = variances.mapv(|lambda| lambda / (lambda + noise));
    let error = noise * factors.sum(); // λσ²/(λ + σ²) each
    let kept = variances.iter().filter(|&&lambda| lambda > noise).count();
    (factors, error, kept)
}
// ANCHOR_END: exercise_10_3

// ANCHOR: exercise_10_4
pub fn answers(
    values: &Array1<f64>,
    prior: &Array1<f64>,
    channel: &Array2<f64>,
) -> (Array1<f64>, Array1<f64>) {
    let both = channel.columns().into_iter().map(|chance| {
        let joint = prior * &chance; // p(x) C(seen|x)
        let posterior = &joint / joint.sum();
        let mut below = 0.0;
        let half = posterior.iter().position(|p| {
            below += p;
            below >= 0.5
        });
        (posterior.dot(values), values[half.unwrap_or(values.len() - 1)])
    });
    let (means, medians): (Vec<f64>, Vec<f64>) = both.unzip();
    (means.into(), medians.into())
}
// ANCHOR_END: exercise_10_4

// ANCHOR: exercise_10_5
pub fn log_ratio(
    denoise: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    a: &Array1<f64>,
    b: &Array1<f64>,
    sd: f64,
    steps: usize,
) -> f64 {
    let way = b - a;
    let slopes = (0..steps).map(|i| {
        let x = a + &(&way * ((i as f64 + 0.5) / steps as f64));
        (denoise(&x) - &x).dot(&way) / (sd * sd) // ∇log p_σ · (b − a)
    });
    slopes.sum::<f64>() / steps as f64
}
// ANCHOR_END: exercise_10_5
