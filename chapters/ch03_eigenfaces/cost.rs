//! Seconds by each route as the images grow.

use super::Faces;
use autoencoders::Real;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::ndarray::{Array2, s};
use autoencoders::pca::{Pca, Route};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::time::Instant;

/// The exact routes, with the name of their times and of their line.
const ROUTES: [(Route, &str, &str, Ink); 3] = [
    (Route::Covariance, "direct", "direct, d×d", Ink::Category(1)),
    (Route::Svd, "svd", "SVD", Ink::Category(0)),
    (Route::Trick, "trick", "trick, n×n", Ink::Category(2)),
];

/// Time fits of 50 components on the first d pixels, d doubling up to the whole image.
pub fn cost(run: &mut Run, faces: &Faces) -> Outcome {
    let (n, all) = faces.all.x.dim();
    let mut sizes: Vec<usize> = (0..).map(|i| all >> i).take_while(|&d| d >= 64).collect();
    sizes.reverse();
    let k = 50.min(n - 1);
    let mut panel = Panel::new(
        "",
        Scale::log(
            "d pixels an image",
            sizes.first().map_or(1.0, |&d| d as f64),
            all as f64,
        )
        .with_ticks(sizes.iter().rev().step_by(2).map(|&d| (d as f64, d.to_string()))),
        Scale::log("seconds", 1e-4, 30.0),
    );
    for (route, name, label, ink) in ROUTES {
        let mut points = Vec::new();
        for &d in &sizes {
            let x = faces.all.x.slice(s![.., ..d]).to_owned();
            let seconds = least_seconds(&x, |x| Pca::fit_by(route, x, k.min(d)).map(drop))?;
            points.push((d as f64, seconds));
        }
        run.timing(&format!("{name}_seconds"), points.last().map_or(0.0, |p| p.1), "s", 3);
        if let [.., before, _, last] = points[..] {
            run.timing(&format!("{name}_growth"), last.1 / before.1, "", 0);
        }
        panel = panel.points(points.clone(), ink, Shape::Dot, 6.0).line(points, ink, label);
    }
    let mut rng = run.rng("cost");
    let sketch = Sketch::default();
    let seconds =
        least_seconds(&faces.all.x, |x| fit_randomised(x, k, sketch, &mut rng).map(drop))?;
    run.timing("randomised_seconds", seconds, "s", 3);
    run.timing("cost_features", all as f64, "", 0);
    if run.args.data.is_none() {
        many(run)?;
    }
    run.figure(
        "cost",
        draw("Seconds against the number of pixels, by three routes", 1, 260.0, &[panel]),
    );
    Ok(())
}

/// The least of three times, or of one where it takes long: what disturbs a time only adds to it.
fn least_seconds(
    x: &Array2<Real>,
    mut work: impl FnMut(&Array2<Real>) -> autoencoders::Result<()>,
) -> Outcome<f64> {
    let mut least = f64::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        work(x)?;
        least = least.min(start.elapsed().as_secs_f64());
        if least > 2.0 {
            break;
        }
    }
    Ok(least)
}

/// The trick and the sketch where pictures are as many as pixels: only the sketch does not feel it.
fn many(run: &mut Run) -> Outcome {
    let (people, k) = (400, 50);
    let x = gallery(run.args.seed, people, 10, 64, Colour::Grey)?.images.x;
    let start = Instant::now();
    let exact = Pca::fit(&x, k)?;
    let exact_seconds = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let sketched = fit_randomised(&x, k, Sketch::default(), &mut run.rng("many"))?;
    let seconds = start.elapsed().as_secs_f64();
    run.timing("many_samples", x.nrows() as f64, "", 0);
    run.timing("many_exact_seconds", exact_seconds, "s", 1);
    run.timing("many_sketch_seconds", seconds, "s", 2);
    run.timing("many_ratio", exact_seconds / seconds, "", 0);
    run.timing("many_lost", 100.0 * (1.0 - sketched.kept(k) / exact.kept(k)), "%", 3);
    Ok(())
}
