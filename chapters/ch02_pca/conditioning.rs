//! The same singular values by way of the data and by way of the covariance.

use autoencoders::linalg::{eigh, gram_of_columns, orthonormal, svd};
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::stats::median;
use autoencoders::{Real, Result};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Relative errors of known singular values, 1 down to 10⁻⁷, by both routes.
pub fn conditioning(run: &mut Run) -> Outcome {
    let truth = Array1::from_iter((0..=14).map(|i| 10f64.powf(-f64::from(i) / 2.0)));
    let mut rng = run.rng("conditioning");
    let (mut by_svd, mut by_covariance) = (Vec::new(), Vec::new());
    for _ in 0..run.size(2, 15, 50) {
        let a = with_singular_values(200, &truth, &mut rng)?;
        let (_, direct, _) = svd(a.view())?;
        let (squares, _) = eigh(gram_of_columns(a.view()).view())?;
        by_svd.push(relative_errors(&truth, direct.iter().map(|&s| f64::from(s))));
        by_covariance.push(relative_errors(
            &truth,
            squares.iter().map(|&l| f64::from(l).max(0.0).sqrt()),
        ));
    }
    let middle = |runs: &[Vec<f64>], j: usize| {
        median(&runs.iter().map(|run| run[j]).collect::<Vec<_>>()).unwrap_or(0.0)
    };
    let all = |runs: &[Vec<f64>]| {
        runs.iter()
            .flat_map(|run| truth.iter().copied().zip(run.iter().copied()))
            .filter(|p| p.1 > 1e-8)
            .collect::<Vec<_>>()
    };
    let line = |runs: &[Vec<f64>]| {
        (0..truth.len()).rev().map(|j| (truth[j], middle(runs, j))).collect::<Vec<_>>()
    };
    let epsilon = f64::from(Real::EPSILON);
    let mut x = Scale::log("true singular value (largest = 1)", 1.0, 1e-7);
    x = x.with_ticks([(1.0, "1"), (1e-2, "10⁻²"), (1e-4, "10⁻⁴"), (1e-6, "10⁻⁶")]);
    let flip = |mut points: Vec<(f64, f64)>| {
        points.reverse();
        points
    };
    let panel = Panel::new("", x, Scale::log("relative error", 1e-8, 100.0))
        .upright(epsilon.sqrt(), Ink::Faint, "√ε")
        .points(all(&by_svd), Ink::Category(0), Shape::Dot, 4.0)
        .points(all(&by_covariance), Ink::Category(1), Shape::Cross, 5.0)
        .line(flip(line(&by_covariance)), Ink::Category(1), "covariance")
        .line(flip(line(&by_svd)), Ink::Category(0), "SVD");
    run.figure(
        "conditioning",
        draw(
            "Relative error of singular values by the SVD and by the covariance",
            1,
            260.0,
            &[panel],
        ),
    );
    run.measure("conditioning_epsilon", epsilon * 1e7, "", 2);
    run.measure("conditioning_floor", epsilon.sqrt() * 1e4, "", 1);
    run.count("conditioning_values", truth.len());
    run.count(
        "conditioning_lost",
        (0..truth.len()).filter(|&j| middle(&by_covariance, j) > 0.5).count(),
    );
    run.count(
        "conditioning_lost_svd",
        (0..truth.len()).filter(|&j| middle(&by_svd, j) > 0.5).count(),
    );
    // These measure rounding itself: another order of the same sums halves or doubles them.
    for (power, j) in [(2, 4), (3, 6), (4, 8)] {
        run.measure(
            &format!("conditioning_svd_1e{power}"),
            100.0 * middle(&by_svd, j),
            "%",
            5,
        )
        .starts(by_svd.len())
        .spread(0.5);
        run.measure(
            &format!("conditioning_covariance_1e{power}"),
            100.0 * middle(&by_covariance, j),
            "%",
            if power < 4 { 2 } else { 0 },
        )
        .starts(by_svd.len())
        .spread(0.5);
    }
    Ok(())
}

/// U diag(s) Vᵀ (n, r) with random orthonormal U and V, multiplied in double precision and rounded once.
fn with_singular_values(
    n: usize,
    s: &Array1<f64>,
    rng: &mut impl Rng,
) -> Result<Array2<Real>> {
    let mut basis = |rows: usize| -> Result<Array2<f64>> {
        let random = Array2::from_shape_simple_fn((rows, s.len()), || {
            rng.sample::<f32, _>(StandardNormal) as Real
        });
        Ok(orthonormal(random.view())?.mapv(f64::from))
    };
    let (u, v) = (basis(n)?, basis(s.len())?);
    Ok((u * s).dot(&v.t()).mapv(|a| a as Real))
}

fn relative_errors(truth: &Array1<f64>, found: impl Iterator<Item = f64>) -> Vec<f64> {
    truth.iter().zip(found).map(|(truth, found)| (found - truth).abs() / truth).collect()
}
