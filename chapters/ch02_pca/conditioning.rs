//! The same singular values by way of the data and by way of the covariance.

use autoencoders::linalg::{eigh, gram_of_columns, orthonormal};
use autoencoders::ndarray::{Array1, Array2, Axis, NdFloat};
use autoencoders::pca::{Pca, Route};
use autoencoders::stats::median;
use autoencoders::{Real, Result};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Relative errors of known singular values, 1 down to 10⁻⁷: by an SVD all in single precision, and from the covariance
/// formed in single and in double precision, whose eigenvalues are both found in double.
pub fn conditioning(run: &mut Run) -> Outcome {
    let truth = Array1::from_iter((0..=14).map(|i| 10f64.powf(-f64::from(i) / 2.0)));
    let mut rng = run.rng("conditioning");
    let (mut by_svd, mut by_covariance, mut in_double) =
        (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..run.size(2, 15, 50) {
        let a = with_singular_values(200, &truth, &mut rng)?;
        let errors = |found: Vec<f64>| relative_errors(&truth, &found);
        by_svd.push(errors(singular_values(a.clone())));
        let (squares, _) = eigh(gram_of_columns(a.view()).view())?;
        let root = |&square: &Real| f64::from(square).max(0.0).sqrt();
        by_covariance.push(errors(squares.iter().map(root).collect()));
        let wide = a.mapv(f64::from);
        let squares = singular_values(wide.t().dot(&wide));
        in_double.push(errors(squares.into_iter().map(f64::sqrt).collect()));
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
    let panel = Panel::new("", x, Scale::log("relative error", 1e-8, 1e4))
        .upright(epsilon.sqrt(), Ink::Faint, "√ε")
        .points(all(&by_svd), Ink::Category(0), Shape::Dot, 4.0)
        .points(all(&by_covariance), Ink::Category(1), Shape::Cross, 5.0)
        .points(all(&in_double), Ink::Category(2), Shape::Dot, 3.0)
        .line(flip(line(&by_covariance)), Ink::Category(1), "covariance, f32")
        .line(flip(line(&by_svd)), Ink::Category(0), "SVD, f32")
        .line(flip(line(&in_double)), Ink::Category(2), "covariance, f64");
    run.figure(
        "conditioning",
        draw(
            "Relative error of singular values by the SVD and by the covariance, in f32 and in f64",
            1,
            260.0,
            &[panel],
        ),
    );
    run.measure("conditioning_epsilon", epsilon * 1e7, "", 2);
    run.measure("conditioning_floor", epsilon.sqrt() * 1e4, "", 1);
    run.count("conditioning_values", truth.len());
    let lost = |runs| (0..truth.len()).filter(|&j| middle(runs, j) > 0.5).count();
    run.count("conditioning_lost_svd", lost(&by_svd));
    run.count("conditioning_lost_double", lost(&in_double));
    // These measure rounding itself: another order of the same sums halves or doubles them.
    for (power, j) in [(3, 6), (4, 8)] {
        for (of, runs, digits) in [
            ("svd", &by_svd, 5),
            ("covariance", &by_covariance, if power < 4 { 2 } else { 0 }),
            ("double", &in_double, 5),
        ] {
            let key = format!("conditioning_{of}_1e{power}");
            let error = 100.0 * middle(runs, j);
            run.measure(&key, error, "%", digits).starts(runs.len()).spread(0.5);
        }
    }
    Ok(())
}

/// How far apart the two routes' variances are on real images, among the components that keep 99 %: at most, where one
/// after another of five parts is left out.
pub fn routes(run: &mut Run, x: &Array2<Real>) -> Outcome {
    const PARTS: usize = 5;
    let mut apart: f64 = 0.0;
    for part in 0..PARTS {
        let rows: Vec<usize> = (0..x.nrows()).filter(|i| i % PARTS != part).collect();
        let x = x.select(Axis(0), &rows);
        let k = rows.len().saturating_sub(1).min(x.ncols());
        let by_svd = Pca::fit_by(Route::Svd, &x, k)?;
        let by_covariance = Pca::fit_by(Route::Covariance, &x, k)?;
        let pairs = by_svd.variances.iter().zip(&by_covariance.variances);
        for (&a, &b) in pairs.take(by_svd.components_for(0.99)?) {
            apart = apart.max(f64::from((b - a).abs() / a));
        }
    }
    run.measure("routes_apart", 100.0 * apart, "%", 4).starts(PARTS).spread(0.5);
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

/// The singular values of A (n, d), largest first, in A's own precision: its columns are turned in pairs until all are
/// perpendicular, and then their lengths are the values. Source: Golub & Van Loan 2013, §8.6.
fn singular_values<T: NdFloat + Into<f64>>(mut a: Array2<T>) -> Vec<f64> {
    const SWEEPS: usize = 30;
    let (d, two) = (a.ncols(), T::one() + T::one());
    for _ in 0..SWEEPS {
        let mut turned = false;
        for (p, q) in (0..d).flat_map(|p| (p + 1..d).map(move |q| (p, q))) {
            let (x, y) = (a.column(p).to_owned(), a.column(q).to_owned());
            let (xx, yy, xy) = (x.dot(&x), y.dot(&y), x.dot(&y));
            if xy.abs() <= T::epsilon() * xx.sqrt() * yy.sqrt() {
                continue;
            }
            turned = true;
            // tan of the angle that makes them perpendicular, the smaller of the two
            let half = (yy - xx) / (two * xy);
            let tan = T::one() / (half.abs() + half.hypot(T::one()));
            let tan = if half < T::zero() { -tan } else { tan };
            let cos = T::one() / tan.hypot(T::one());
            let sin = cos * tan;
            a.column_mut(p).assign(&(&x * cos - &y * sin));
            a.column_mut(q).assign(&(&x * sin + &y * cos));
        }
        if !turned {
            break;
        }
    }
    let mut lengths: Vec<f64> =
        a.columns().into_iter().map(|c| c.dot(&c).sqrt().into()).collect();
    lengths.sort_by(|a, b| b.total_cmp(a));
    lengths
}

fn relative_errors(truth: &Array1<f64>, found: &[f64]) -> Vec<f64> {
    truth.iter().zip(found).map(|(truth, found)| (found - truth).abs() / truth).collect()
}
