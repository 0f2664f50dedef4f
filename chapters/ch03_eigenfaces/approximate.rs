//! When there is too much for the exact routes: a random sketch, and one chunk at a time.

use super::Faces;
use autoencoders::Real;
use autoencoders::eigenfaces::incremental::IncrementalPca;
use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::linalg::principal_angles;
use autoencoders::ndarray::{Axis, s};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// The largest angle between the spans of two sets of components, in degrees.
fn largest_angle(a: &Pca, b: &Pca, k: usize) -> Outcome<f64> {
    let angles = principal_angles(a.w.slice(s![.., ..k]), b.w.slice(s![.., ..k]))?;
    Ok(f64::from(angles.iter().copied().fold(0.0, Real::max)).to_degrees())
}

/// Relative errors of the variances from a random sketch, by number of power iterations.
pub fn randomised(run: &mut Run, faces: &Faces) -> Outcome {
    let k = 20.min(faces.pca.rank() / 2);
    let mut rng = run.rng("randomised");
    let seeds = run.size(2, 7, 21);
    let mut panel = Panel::new(
        "",
        Scale::linear("component", 1.0, k as f64),
        Scale::log("relative error of its variance", 1e-7, 1.0),
    );
    for (i, q) in [0, 1, 2, 4].into_iter().enumerate() {
        let (mut angles, mut errors) = (Vec::new(), Vec::new());
        for _ in 0..seeds {
            let sketch = Sketch { iterations: q, ..Sketch::default() };
            let pca = fit_randomised(&faces.all.x, k, sketch, &mut rng)?;
            let error = |j: usize| {
                f64::from((pca.variances[j] / faces.pca.variances[j] - 1.0).abs()).max(1e-7)
            };
            errors.push((0..k).map(error).collect::<Vec<_>>());
            angles.push(largest_angle(&faces.pca, &pca, k)?);
        }
        let middle = |j: usize| {
            median(&errors.iter().map(|run| run[j]).collect::<Vec<_>>()).unwrap_or(0.0)
        };
        let line = (0..k).map(|j| (j as f64 + 1.0, middle(j)));
        let range = |j: usize| {
            errors
                .iter()
                .map(|run| run[j])
                .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
        };
        panel = panel.band(
            (0..k).map(|j| (j as f64 + 1.0, range(j).0, range(j).1)),
            Ink::Category(i),
        );
        panel = panel.line(line.clone(), Ink::Category(i), &format!("q = {q}"));
        let worst = line.map(|p| p.1).fold(0.0, f64::max);
        run.measure(
            &format!("randomised_angle_q{q}"),
            median(&angles).unwrap_or(0.0),
            "°",
            if q < 2 { 1 } else { 2 },
        );
        run.measure(
            &format!("randomised_error_q{q}"),
            100.0 * worst,
            "%",
            if q < 2 { 1 } else { 3 },
        );
    }
    run.figure(
        "randomised",
        draw(
            "Relative error of each variance by number of power iterations",
            1,
            260.0,
            &[panel],
        ),
    );
    run.count("randomised_k", k);
    run.count("randomised_seeds", seeds);
    Ok(())
}

/// The angle to the batch answer as chunks arrive, by the number of directions that survive each chunk.
pub fn incremental(run: &mut Run, faces: &Faces) -> Outcome {
    let (n, d) = faces.all.x.dim();
    let k = 10.min(n / 12).max(1);
    let chunk = n.div_ceil(10).max(k + 1);
    let mut rows: Vec<usize> = (0..n).collect();
    rows.shuffle(&mut run.rng("incremental"));
    let mut panel = Panel::new(
        "",
        Scale::linear("faces seen", 0.0, n as f64),
        Scale::log("largest angle to the batch answer (degrees)", 1e-4, 90.0).with_ticks([
            (1e-4, "0.0001"),
            (1e-2, "0.01"),
            (1.0, "1"),
            (10.0, "10"),
            (60.0, "60"),
        ]),
    );
    for (i, keep) in [2 * k, 5 * k, 10 * k, d].into_iter().enumerate() {
        let mut stream = IncrementalPca::bounded(d, keep);
        let mut points = Vec::new();
        for part in rows.chunks(chunk) {
            stream.partial_fit(&faces.all.x.select(Axis(0), part))?;
            let seen = points.last().map_or(0.0, |p: &(f64, f64)| p.0) + part.len() as f64;
            points
                .push((seen, largest_angle(&faces.pca, &stream.finish(k)?, k)?.max(1e-4)));
        }
        let (name, label) = if keep == d {
            ("all".to_string(), "all kept".to_string())
        } else {
            (keep.to_string(), format!("{keep} kept"))
        };
        let last = points.last().map_or(0.0, |p| p.1);
        run.measure(&format!("incremental_angle_keep_{name}"), last, "°", 4);
        if keep == d {
            run.measure("incremental_angle_first", points[0].1, "°", 0);
            run.measure("incremental_angle_last", last, "°", 4);
        }
        panel = panel.line(points, Ink::Category(i), &label);
    }
    run.figure(
        "incremental",
        draw("Largest angle to the batch answer as chunks arrive", 1, 260.0, &[panel]),
    );
    run.count("incremental_k", k);
    run.count("incremental_chunk", chunk);
    run.count("incremental_chunks", n.div_ceil(chunk));
    Ok(())
}
