//! A mistake everyone makes once.

use super::plane::{points, tilted};
use autoencoders::Real;
use autoencoders::data::toy;
use autoencoders::linalg::{eigh_top, svd};
use autoencoders::ndarray::{Array1, array};
use autoencoders::pca::Pca;
use autoencoders::pca::axes::scatter;
use chapters::datasets::Images;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// A cloud away from the origin: without centring, the first direction points at the cloud, not along it.
pub fn wrong_centring(run: &mut Run) -> Outcome {
    let n = run.size(100, 200, 200);
    let away: Array1<Real> = array![5.0, 4.0];
    let x = toy::gaussian(n, tilted(1.6, 0.4, -40.0), &mut run.rng("wrong_centring"))?.x
        + &away;
    let pca = Pca::fit(&x, 1)?;
    let (_, _, vt) = svd(x.view())?;
    let wrong = vt.row(0).to_owned();
    let wrong = if wrong[0] < 0.0 { -wrong } else { wrong };
    let right = pca.w.column(0);
    let mean = (f64::from(pca.mean[0]), f64::from(pca.mean[1]));
    let step = |from: (f64, f64), u: &[f64; 2], reach: f64| {
        (from.0 + reach * u[0], from.1 + reach * u[1])
    };
    let (u, v) = ([right[0], right[1]].map(f64::from), [wrong[0], wrong[1]].map(f64::from));
    let (tip, false_tip) = (step(mean, &u, 3.4), step((0.0, 0.0), &v, 5.6));
    let panel =
        Panel::new("", Scale::linear("x₁", -1.0, 9.5), Scale::linear("x₂", -0.8, 7.2))
            .equal()
            .points(points(&x), Ink::Pca, Shape::Dot, 4.0)
            .points([(0.0, 0.0)], Ink::Text, Shape::Cross, 9.0)
            .arrow((0.0, 0.0), false_tip, Ink::Category(1))
            .arrow(mean, tip, Ink::Category(0))
            .note((2.9, 1.6), "without centring", Ink::Category(1), Anchor::Start)
            .note(
                tip,
                "with centring",
                Ink::Category(0),
                if u[0] > 0.0 { Anchor::Start } else { Anchor::Middle },
            );
    run.figure(
        "wrong_centring",
        draw(
            "First direction of a cloud away from the origin, with and without centring",
            1,
            300.0,
            &[panel],
        ),
    );
    Ok(())
}

/// The same with images: where their first direction points, and what k of them cost.
pub fn uncentred_images(run: &mut Run, images: &Images, pca: &Pca) -> Outcome {
    let (n, d) = images.x().dim();
    let k = 10.min(pca.rank());
    let zero = Array1::zeros(d);
    let squares = scatter(images.x(), &zero) / n as Real;
    let total = f64::from(squares.diag().sum());
    let (lambda, w) = eigh_top(squares.view(), k)?;
    let length = pca.mean.dot(&pca.mean).sqrt();
    let left =
        |k: usize| (1.0 - pca.kept(k)) * pca.total_variance * (n as f64 - 1.0) / n as f64;
    let digits = if left(0) > 100.0 { 1 } else { 2 };
    run.number(
        "uncentred_images_cosine",
        f64::from(pca.mean.dot(&w.column(0)) / length).abs(),
        4,
    );
    run.number(
        "uncentred_images_error",
        total - lambda.iter().map(|&l| f64::from(l)).sum::<f64>(),
        digits,
    );
    run.number("centred_images_error", left(k), digits);
    run.number("centred_images_error_less_one", left(k - 1), digits);
    Ok(())
}
