//! The exercises of chapter 4, solved; explained on the page.

use autoencoders::Real;
use autoencoders::linalg::svd;
use ndarray::{Array1, Array2, Axis, s};

// ANCHOR: exercise_4_1
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let runs = bytes.chunk_by(|a, b| a == b);
    for piece in runs.flat_map(|run| run.chunks(255)) {
        packed.extend([piece.len() as u8, piece[0]]);
    }
    packed
}

pub fn unpack(packed: &[u8]) -> Vec<u8> {
    packed.chunks_exact(2).flat_map(|pair| vec![pair[1]; pair[0] as usize]).collect()
}
// ANCHOR_END: exercise_4_1

// ANCHOR: exercise_4_2
pub fn gradients(
    x: &Array2<Real>,
    u: &Array2<Real>,
    v: &Array2<Real>,
    alpha: Real,
) -> (Array2<Real>, Array2<Real>) {
    let scale = 2.0 / x.nrows() as Real;
    let z = x.dot(&v.t()); // Z = XVᵀ
    let e = z.dot(&u.t()) - x; // E = X_tilde − X = ZUᵀ − X
    let by_u = e.t().dot(&z) * scale + u * (2.0 * alpha); // (2/n) EᵀZ + 2αU
    let by_v = e.dot(u).t().dot(x) * scale + v * (2.0 * alpha); // (2/n) (EU)ᵀX + 2αV
    (by_u, by_v)
}
// ANCHOR_END: exercise_4_2

// ANCHOR: exercise_4_3
pub fn best_encoder(u: &Array2<Real>) -> Array2<Real> {
    let (a, s, bt) = svd(u.view()).expect("a finite decoder"); // U = A diag(s) Bᵀ
    let least = s[0] * Real::EPSILON * u.nrows().max(u.ncols()) as Real;
    let inverse = s.mapv(|s| if s > least { 1.0 / s } else { 0.0 });
    (bt.t().to_owned() * &inverse).dot(&a.t()) // V = B diag(1/s) Aᵀ
}
// ANCHOR_END: exercise_4_3

// ANCHOR: exercise_4_4
pub fn lowest_loss(x: &Array2<Real>, k: usize, alpha: f64, beta: f64) -> f64 {
    let n = x.nrows() as f64;
    let centred = x - &(x.sum_axis(Axis(0)) / x.nrows() as Real);
    let (_, singular, _) = svd(centred.view()).expect("finite data");
    let c = singular.mapv(|s| f64::from(s).powi(2) / n); // eigenvalues of C = XᵀX/n
    let price = (alpha * beta).sqrt(); // for each matrix, once their sizes are the best
    let cost = |(j, &c): (usize, &f64)| {
        if j < k && c > price { 2.0 * price - price * price / c } else { c }
    };
    c.iter().enumerate().map(cost).sum()
}
// ANCHOR_END: exercise_4_4

// ANCHOR: exercise_4_5
pub fn read_off(u: &Array2<Real>, n: usize, alpha: f64) -> (Array1<Real>, Array2<Real>) {
    let (w, singular, _) = svd(u.view()).expect("a finite decoder");
    // units switched off know no direction
    let live = singular.iter().filter(|&&p| p > 0.01).count();
    // p² = 1 − α/c, c of XᵀX/n
    let c = singular.mapv(|p| alpha / (1.0 - f64::from(p).powi(2)));
    let variances = c.mapv(|c| (c * n as f64 / (n as f64 - 1.0)) as Real);
    (variances.slice(s![..live]).to_owned(), w.slice(s![.., ..live]).to_owned())
}
// ANCHOR_END: exercise_4_5

// ANCHOR: exercise_4_6
pub fn ways_down(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
    let (mut count, mut least) = (0, 0.0_f64);
    let left = (0..spectrum.len()).filter(|j| !kept.contains(j)).map(|j| spectrum[j]); // cⱼ
    for missing in left {
        for held in kept.iter().map(|&i| spectrum[i]).filter(|&held| held < missing) {
            let (middle, half) = ((held + missing) / 2.0, (held - missing) / 2.0);
            count += 1;
            // 2 × the lower eigenvalue of (cᵢ, −cⱼ; −cⱼ, cⱼ)
            least = least.min(2.0 * (middle - half.hypot(missing)));
        }
        if missing > 0.0 && k > kept.len() {
            count += k - kept.len(); // an idle unit
            // 2 × the lower eigenvalue of (0, −cⱼ; −cⱼ, 0)
            least = least.min(-2.0 * missing);
        }
    }
    (count, least)
}
// ANCHOR_END: exercise_4_6
