//! PCA's directions against random ones, and against single pixels.

use super::choice::spread;
use autoencoders::Real;
use autoencoders::linalg::orthonormal;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::pca::{Pca, axes};
use autoencoders::stats::mean;
use chapters::datasets::Images;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::RngExt;
use rand_distr::StandardNormal;

/// The error that k directions leave: PCA's, the k pixels that vary most, and random orthonormal ones.
pub fn random_directions(run: &mut Run, images: &Images, pca: &Pca) -> Outcome {
    let rows = images.train.len().min(run.size(500, 2000, 5000));
    let x = axes::centre(images.x().slice(s![..rows, ..]), &pca.mean);
    let d = x.ncols();
    let by_pca = errors(&x, &pca.w);
    let by_pixels = pixel_errors(&x);
    let mut rng = run.rng("random_directions");
    let mut by_chance = Vec::new();
    for _ in 0..run.size(3, 20, 50) {
        let random = Array2::from_shape_simple_fn((d, d.min(800)), || {
            rng.sample::<f32, _>(StandardNormal) as Real
        });
        by_chance.push(errors(&x, &orthonormal(random.view())?));
    }
    let chance: Vec<f64> = (0..by_chance[0].len())
        .map(|k| {
            mean(&by_chance.iter().map(|curve| curve[k]).collect::<Vec<_>>()).unwrap_or(0.0)
        })
        .collect();
    // Not to the end, where all three meet at zero.
    let shown = by_pca.len().min(chance.len()).min(d * 5 / 8 + 1);
    let line = |curve: &[f64]| {
        curve
            .iter()
            .take(shown)
            .enumerate()
            .map(|(k, &e)| (k as f64, e))
            .collect::<Vec<_>>()
    };
    let panel = Panel::new(
        "",
        Scale::linear("k directions", 0.0, shown as f64 - 1.0),
        Scale::linear("squared error per image", 0.0, 1.05 * by_pca[0]),
    )
    .band(spread(&by_chance).into_iter().take(shown), Ink::Random)
    .line(line(&chance), Ink::Random, "random")
    .line(line(&by_pixels), Ink::Raw, "pixels")
    .line(line(&by_pca), Ink::Pca, "PCA");
    run.figure(
        "random_directions",
        draw(
            "Squared error against k: PCA, pixels that vary most, random directions",
            1,
            240.0,
            &[panel],
        ),
    );
    let k = 10.min(shown - 1);
    let digits = if by_pca[0] > 100.0 { 0 } else { 2 };
    run.count("random_seeds", by_chance.len());
    run.count("random_k", k);
    run.number("random_pca_error", by_pca[k], digits);
    run.number("random_pixels_error", by_pixels[k], digits);
    run.number("random_error", chance[k], digits);
    let enough = |curve: &[f64]| {
        curve.iter().position(|&e| e <= by_pca[k]).unwrap_or(curve.len() - 1)
    };
    run.count("random_k_needed", enough(&chance));
    run.count("random_pixels_needed", enough(&by_pixels));
    Ok(())
}

/// (1/n) Σᵢ ‖xᵢ − QₖQₖᵀxᵢ‖² for the first k columns of Q, k = 0, 1, …: ‖x‖² less the squares of the projections.
fn errors(x: &Array2<Real>, q: &Array2<Real>) -> Vec<f64> {
    without(x, mean_squares(&x.dot(q)))
}

/// The same for the k pixels that vary most: their squares are no error any more.
fn pixel_errors(x: &Array2<Real>) -> Vec<f64> {
    let mut squares = mean_squares(x);
    squares.sort_by(|a, b| b.total_cmp(a));
    without(x, squares)
}

/// The mean square of each column.
fn mean_squares(x: &Array2<Real>) -> Vec<f64> {
    x.axis_iter(Axis(1))
        .map(|column| {
            column.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>() / x.nrows() as f64
        })
        .collect()
}

/// What is left of the mean square when `taken` are taken away one after another.
fn without(x: &Array2<Real>, taken: Vec<f64>) -> Vec<f64> {
    let total: f64 = mean_squares(x).iter().sum();
    let rest = taken.iter().scan(total, |rest, square| {
        *rest = (*rest - square).max(0.0);
        Some(*rest)
    });
    std::iter::once(total).chain(rest).collect()
}
