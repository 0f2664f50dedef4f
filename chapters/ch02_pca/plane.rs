//! PCA in the plane, where everything can be seen.

use autoencoders::Real;
use autoencoders::data::toy;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::pca::{Pca, axes};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// The rows of a table with two columns, as points.
pub fn points(x: &Array2<Real>) -> Vec<(f64, f64)> {
    x.rows().into_iter().map(|row| (f64::from(row[0]), f64::from(row[1]))).collect()
}

/// The angle of column `j` of W with the first axis, in degrees, between −90 and 90: a direction has no sign.
pub fn angle(w: &Array2<Real>, j: usize) -> f64 {
    (f64::from(w[[1, j]]) / f64::from(w[[0, j]])).atan().to_degrees()
}

/// Covariance of a cloud with standard deviations `long` and `short`, its long axis at `degrees`.
pub fn tilted(long: f64, short: f64, degrees: f64) -> [[f64; 2]; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (a, b) = (long * long, short * short);
    let off = (a - b) * sin * cos;
    [[a * cos * cos + b * sin * sin, off], [off, a * sin * sin + b * cos * cos]]
}

/// A tilted cloud and its leading direction; beside it the variance of the projections, direction by direction.
pub fn cloud(run: &mut Run) -> Outcome {
    const TRUE: f64 = 30.0;
    let n = run.size(120, 400, 400);
    let x = toy::gaussian(n, tilted(2.0, 0.8, TRUE), &mut run.rng("cloud"))?.x;
    let pca = Pca::fit(&x, 2)?;
    let sigma = axes::covariance(&x, &pca.mean);
    let variance_along = |degrees: f64| {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let u = Array1::from(vec![cos as Real, sin as Real]);
        f64::from(u.dot(&sigma.dot(&u))) // uᵀΣu
    };
    let sweep: Vec<(f64, f64)> = (-180..=180)
        .map(|half| f64::from(half) / 2.0)
        .map(|a| (a, variance_along(a)))
        .collect();
    let best = sweep
        .iter()
        .copied()
        .fold((0.0, 0.0), |best, at| if at.1 > best.1 { at } else { best });
    let (leading, lambda) = (angle(&pca.w, 0), pca.variances.mapv(f64::from));
    let (sin, cos) = leading.to_radians().sin_cos();
    let mean = (f64::from(pca.mean[0]), f64::from(pca.mean[1]));
    let tip = |reach: f64| (mean.0 + reach * cos, mean.1 + reach * sin);
    let reach = 2.0 * lambda[0].sqrt();
    let seen =
        Panel::new("", Scale::linear("x₁", -6.0, 6.0), Scale::linear("x₂", -5.0, 5.0))
            .equal()
            .points(points(&x), Ink::Pca, Shape::Dot, 3.5)
            .arrow(mean, tip(reach), Ink::Category(1))
            .note(tip(reach * 1.12), "u", Ink::Category(1), Anchor::Start);
    let swept = Panel::new(
        "",
        Scale::linear("angle of u (degrees)", -90.0, 90.0).with_ticks(
            [-90, -45, 0, 45, 90].map(|a| (a.into(), a.to_string().replace('-', "−"))),
        ),
        Scale::linear("variance of the projections", 0.0, 1.18 * lambda[0]),
    )
    .line(sweep, Ink::Text, "")
    .upright(leading, Ink::Category(1), "eigenvector")
    .across(lambda[0], Ink::Faint, "λ₁")
    .across(lambda[1], Ink::Faint, "λ₂");
    run.figure(
        "cloud",
        draw(
            "A tilted cloud with its leading direction; the variance against the angle",
            2,
            210.0,
            &[seen, swept],
        ),
    );
    run.count("cloud_samples", n);
    run.measure("cloud_angle_true", TRUE, "°", 0);
    run.measure("cloud_angle", leading, "°", 1);
    run.measure("cloud_best_angle", best.0, "°", 1);
    run.number("cloud_variance_1", lambda[0], 2);
    run.number("cloud_variance_2", lambda[1], 2);
    run.number("cloud_variance_at_0", variance_along(0.0), 2);
    run.number("cloud_total", pca.total_variance, 2);
    Ok(())
}
