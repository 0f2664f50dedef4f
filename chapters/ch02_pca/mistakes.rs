//! The mistakes everyone makes once.

use super::plane::{angle, points, tilted};
use autoencoders::data::toy;
use autoencoders::linalg::{eigh_top, svd};
use autoencoders::ndarray::{Array1, Array2, array};
use autoencoders::pca::Pca;
use autoencoders::pca::axes::scatter;
use autoencoders::{Autoencoder, Real};
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
    let mean_length = pca.mean.dot(&pca.mean).sqrt();
    let right = pca.w.column(0);
    let uncentred = Pca {
        mean: Array1::zeros(2),
        w: wrong.view().insert_axis(autoencoders::ndarray::Axis(1)).to_owned(),
        ..pca.clone()
    };
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
    run.number("uncentred_cosine", f64::from(right.dot(&wrong)).abs(), 2);
    run.number(
        "uncentred_mean_cosine",
        f64::from(pca.mean.dot(&wrong) / mean_length).abs(),
        3,
    );
    run.number("uncentred_error", uncentred.squared_error(&x)?, 2);
    run.number("centred_error", pca.squared_error(&x)?, 2);
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

/// Height and mass of the same people: the first direction is that of the larger numbers.
pub fn wrong_units(run: &mut Run) -> Outcome {
    let n = run.size(100, 250, 250);
    let standard =
        toy::gaussian(n, [[1.0, 0.6], [0.6, 1.0]], &mut run.rng("wrong_units"))?.x;
    // 0.07 m and 11 kg are usual standard deviations of grown people.
    let in_units = |height: Real, mass: Real| &standard * &array![height, mass];
    let deviations = standard.std_axis(autoencoders::ndarray::Axis(0), 1.0);
    let cases = [
        ("m", "height (m)", "mass (kg)", in_units(0.07, 11.0), 40.0),
        ("mm", "height (mm)", "mass (kg)", in_units(70.0, 11.0), 800.0 / 3.0),
        ("standard", "height (σ)", "mass (σ)", &standard / &deviations, 4.0),
    ];
    let mut panels = Vec::new();
    for (name, across, up, x, reach) in cases {
        let pca = Pca::fit(&x, 2)?;
        run.measure(
            &format!("units_angle_{name}"),
            angle(&pca.w, 0),
            "°",
            if name == "standard" { 0 } else { 1 },
        );
        run.number(&format!("units_kept_{name}"), pca.kept(1), 2);
        panels.push(directed(across, up, &x, &pca, reach));
    }
    run.figure(
        "wrong_units",
        draw(
            "The first direction with height in metres, in millimetres, and in standard deviations",
            3,
            150.0,
            &panels,
        ),
    );
    Ok(())
}

/// A cloud about its mean with its first direction, in panels as wide as high.
fn directed(across: &str, up: &str, x: &Array2<Real>, pca: &Pca, reach: f64) -> Panel {
    let x = x - &pca.mean;
    let w = pca.w.column(0).mapv(f64::from);
    let long = 2.2 * f64::from(pca.variances[0]).sqrt();
    let scale = |label: &str| {
        Scale::linear(label, -reach, reach).with_ticks(
            [-0.75, 0.0, 0.75]
                .map(|t| (t * reach, format!("{:.0}", t * reach).replace('-', "−"))),
        )
    };
    Panel::new("", scale(across), scale(up))
        .equal()
        .points(points(&x), Ink::Pca, Shape::Dot, 3.0)
        .arrow((0.0, 0.0), (long * w[0], long * w[1]), Ink::Category(1))
}
