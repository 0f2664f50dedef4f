//! The exercises of chapter 2, solved; explained on the page.

use autoencoders::Real;
use autoencoders::linalg::{eigh, gram_of_columns, svd};
use ndarray::{Array1, Array2, Axis, Zip, s};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: exercise_2_1
pub fn covariance(x: &Array2<Real>) -> Array2<Real> {
    let n = x.nrows() as Real;
    let mean = x.sum_axis(Axis(0)) / n;
    let centred = x - &mean;
    centred.t().dot(&centred) / (n - 1.0)
}
// ANCHOR_END: exercise_2_1

// ANCHOR: exercise_2_2
pub fn leading_directions(
    sigma: &Array2<Real>,
    k: usize,
    rng: &mut ChaCha8Rng,
) -> (Array1<Real>, Array2<Real>) {
    let d = sigma.nrows();
    let (mut lambda, mut w) = (Array1::zeros(k), Array2::zeros((d, k)));
    let mut rest = sigma.clone();
    for j in 0..k {
        let mut u =
            Array1::from_shape_simple_fn(d, || -> Real { StandardNormal.sample(rng) });
        for _ in 0..500 {
            u = rest.dot(&u);
            u /= u.dot(&u).sqrt();
        }
        lambda[j] = u.dot(&rest.dot(&u));
        for (mut row, &u_i) in rest.rows_mut().into_iter().zip(&u) {
            row.scaled_add(-lambda[j] * u_i, &u); // Σ ← Σ − λ u uᵀ
        }
        w.column_mut(j).assign(&u);
    }
    (lambda, w)
}
// ANCHOR_END: exercise_2_2

// ANCHOR: exercise_2_3
pub fn components_for(x: &Array2<Real>, share: f64) -> usize {
    let (_, singular, _) = svd(centre(x).1.view()).expect("finite data");
    // (n − 1) λ: the divisor cancels in the ratio
    let variances = singular.mapv(|s| (s as f64).powi(2));
    let total = variances.sum();
    let mut kept = 0.0;
    let enough = variances.iter().position(|v| {
        kept += v;
        kept >= share * total
    });
    enough.map_or(variances.len(), |index| index + 1)
}

/// μ (d) and X − 1μᵀ (n, d).
fn centre(x: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
    let mean = x.sum_axis(Axis(0)) / x.nrows() as Real;
    let centred = x - &mean;
    (mean, centred)
}
// ANCHOR_END: exercise_2_3

// ANCHOR: exercise_2_4
pub fn whiten(x: &Array2<Real>, k: usize) -> Array2<Real> {
    let (u, _, _) = svd(centre(x).1.view()).expect("finite data");
    let scale = (x.nrows() as Real - 1.0).sqrt();
    u.slice(s![.., ..k]).mapv(|v| v * scale)
}
// ANCHOR_END: exercise_2_4

// ANCHOR: exercise_2_5
pub fn held_out(train: &Array2<Real>, test: &Array2<Real>, k: usize) -> (f64, f64) {
    let (n, d, m) = (train.nrows(), train.ncols(), test.nrows());
    let (mean, centred) = centre(train);
    let (mut lambda, v) =
        eigh(gram_of_columns(centred.view()).view()).expect("finite data");
    lambda /= n as Real - 1.0;
    let noise = lambda.slice(s![k..]).mapv(f64::from).mean().expect("k < d");

    let away = test - &mean;
    let scores = away.dot(&v.slice(s![.., ..k]));
    let squares = |a: &Array2<Real>| a.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>();
    // Pythagoras: ‖x−μ‖² = ‖z‖² + ‖x−x_tilde‖²
    let error = (squares(&away) - squares(&scores)) / m as f64;

    let mut cost =
        d as f64 * std::f64::consts::TAU.ln() + (d - k) as f64 * noise.ln() + error / noise;
    for (&variance, z) in lambda.iter().zip(scores.columns()) {
        let spread = f64::from(z.dot(&z)) / m as f64;
        cost += f64::from(variance).ln() + spread / f64::from(variance);
    }
    (error, -0.5 * cost)
}
// ANCHOR_END: exercise_2_5

// ANCHOR: exercise_2_6
pub fn fill_in(x: &Array2<Real>, k: usize) -> Array2<Real> {
    let missing = x.mapv(Real::is_nan);
    let mut filled = x.clone();
    for mut column in filled.columns_mut() {
        let seen: Vec<Real> = column.iter().copied().filter(|v| !v.is_nan()).collect();
        let mean = seen.iter().sum::<Real>() / seen.len().max(1) as Real;
        column.mapv_inplace(|v| if v.is_nan() { mean } else { v });
    }
    for _ in 0..300 {
        let (mean, centred) = centre(&filled);
        let (_, _, vt) = svd(centred.view()).expect("finite data");
        let w = vt.slice(s![..k, ..]);
        let model = centred.dot(&w.t()).dot(&w) + &mean;
        Zip::from(&mut filled).and(&missing).and(&model).for_each(
            |entry, &hole, &guess| {
                if hole {
                    *entry = guess;
                }
            },
        );
    }
    filled
}
// ANCHOR_END: exercise_2_6
