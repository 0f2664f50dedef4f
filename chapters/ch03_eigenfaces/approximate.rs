//! When there is too much for the exact routes: a random sketch, and one chunk at a time.

use super::Faces;
use autoencoders::Real;
use autoencoders::eigenfaces::incremental::IncrementalPca;
use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::linalg::principal_angles;
use autoencoders::ndarray::{Axis, s};
use autoencoders::pca::Pca;
use autoencoders::stats::{median, range};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;
use std::collections::BTreeMap;

/// The largest angle between the spans of two sets of components, in degrees.
fn largest_angle(a: &Pca, b: &Pca, k: usize) -> Outcome<f64> {
    let angles = principal_angles(a.w.slice(s![.., ..k]), b.w.slice(s![.., ..k]))?;
    Ok(f64::from(angles.iter().copied().fold(0.0, Real::max)).to_degrees())
}

/// Relative errors of the variances from a random sketch, by number of power iterations.
pub fn randomised(run: &mut Run, faces: &Faces) -> Outcome {
    let (exact, k) = (&faces.pca, 20.min(faces.pca.rank() / 2));
    let mut rng = run.rng("randomised");
    let seeds = run.size(2, 7, 21);
    let mut panel = Panel::new(
        "",
        Scale::linear("component", 1.0, k as f64),
        Scale::log("relative error of its variance", 1e-7, 1.0),
    );
    for (i, q) in [0, 1, 2, 4].into_iter().enumerate() {
        let (mut angles, mut errors) = (Vec::new(), Vec::new());
        let mut lost = Vec::new();
        for _ in 0..seeds {
            let sketch = Sketch { iterations: q, ..Sketch::default() };
            let pca = fit_randomised(&faces.all.x, k, sketch, &mut rng)?;
            let error = |j: usize| {
                f64::from((pca.variances[j] / exact.variances[j] - 1.0).abs()).max(1e-7)
            };
            errors.push((0..k).map(error).collect::<Vec<_>>());
            angles.push(largest_angle(exact, &pca, k)?);
            lost.push(100.0 * (1.0 - pca.kept(k) / exact.kept(k)));
        }
        let of = |j: usize| errors.iter().map(|run| run[j]).collect::<Vec<_>>();
        let line = (0..k).map(|j| (j as f64 + 1.0, median(&of(j)).unwrap_or(0.0)));
        let band = (0..k).map(|j| {
            let (least, most) = range(of(j));
            (j as f64 + 1.0, least, most)
        });
        let ink = Ink::Category(i);
        panel = panel.band(band, ink).line(line, ink, &format!("q = {q}"));
        let worst =
            errors.iter().map(|run| 100.0 * run.iter().copied().fold(0.0, f64::max));
        let digits = if q < 2 { 1 } else { 2 };
        run.over_starts(
            &format!("randomised_error_q{q}"),
            &worst.collect::<Vec<_>>(),
            "%",
            digits,
        );
        run.over_starts(&format!("randomised_angle_q{q}"), &angles, "°", digits - 1);
        run.over_starts(&format!("randomised_lost_q{q}"), &lost, "%", digits + 1);
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
    let last = exact.kept(k) - exact.kept(k - 1);
    run.measure("randomised_last", 100.0 * last / exact.kept(k), "%", 1);
    run.count("randomised_k", k);
    run.count("randomised_seeds", seeds);
    Ok(())
}

/// The angle to PCA of the faces seen so far as chunks arrive, by the number of directions that survive each chunk: in
/// several random orders, and with as many orders of the people, each person's faces together.
pub fn incremental(run: &mut Run, faces: &Faces) -> Outcome {
    let (n, d) = faces.all.x.dim();
    let k = 10.min(n / 12).max(1);
    let chunk = n.div_ceil(10).max(k + 1);
    let mut rng = run.rng("incremental");
    let mut people: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..n {
        people.entry(faces.all.labels.get(i).copied().unwrap_or(0)).or_default().push(i);
    }
    let mut people: Vec<_> = people.into_values().collect();
    let shuffled = run.size(2, 5, 10);
    let mut orders: Vec<Vec<usize>> = vec![(0..n).collect(); shuffled];
    orders.iter_mut().for_each(|rows| rows.shuffle(&mut rng));
    for _ in 0..shuffled {
        people.shuffle(&mut rng);
        orders.push(people.concat());
    }
    let keeps = [2 * k, 5 * k, 10 * k, d];
    let mut angles = keeps.map(|_| Vec::new()); // keep → order → chunk
    for (order, rows) in orders.iter().enumerate() {
        let parts: Vec<&[usize]> = rows.chunks(chunk).collect();
        let seen = |count: usize| faces.all.x.select(Axis(0), &parts[..count].concat());
        let batch: Vec<Pca> = (1..=parts.len())
            .map(|count| Pca::fit(&seen(count), k))
            .collect::<Result<_, _>>()?;
        for (angles, keep) in angles.iter_mut().zip(keeps) {
            // That nothing is forgotten where all is kept need be shown once.
            if keep == d && order > 0 {
                continue;
            }
            let mut stream = IncrementalPca::bounded(d, keep);
            let mut found = Vec::new();
            for (part, batch) in parts.iter().zip(&batch) {
                stream.partial_fit(&faces.all.x.select(Axis(0), part))?;
                found.push(largest_angle(batch, &stream.finish(k)?, k)?.max(1e-4));
            }
            angles.push(found);
        }
    }
    let mut panel = Panel::new(
        "",
        Scale::linear("faces seen", 0.0, n as f64),
        Scale::log("largest angle (degrees)", 1e-4, 90.0).with_ticks([
            (1e-4, "0.0001"),
            (1e-2, "0.01"),
            (1.0, "1"),
            (10.0, "10"),
            (60.0, "60"),
        ]),
    );
    let x = |i: usize| ((i + 1) * chunk).min(n) as f64;
    let chunks = n.div_ceil(chunk);
    for (i, (angles, keep)) in angles.iter().zip(keeps).enumerate() {
        let name = if keep == d { "all".to_string() } else { keep.to_string() };
        let of = &angles[..shuffled.min(angles.len())];
        let at = |i: usize| of.iter().map(|order| order[i]).collect::<Vec<_>>();
        let ends = |i| range(at(i));
        let band = (0..chunks).map(|i| (x(i), ends(i).0, ends(i).1));
        let line = (0..chunks).map(|i| (x(i), median(&at(i)).unwrap_or(0.0)));
        let ink = Ink::Category(i);
        panel = panel.band(band, ink).line(line, ink, &format!("{name} kept"));
        let last = |order: &Vec<f64>| order.last().copied().unwrap_or(0.0);
        let ends: Vec<f64> = angles.iter().map(last).collect();
        let (random, of_people) = ends.split_at(shuffled.min(ends.len()));
        run.over_starts(&format!("incremental_angle_keep_{name}"), random, "°", 3);
        if !of_people.is_empty() {
            run.over_starts(&format!("incremental_people_keep_{name}"), of_people, "°", 3);
        }
    }
    run.figure(
        "incremental",
        draw(
            "Largest angle to PCA of the faces seen so far as chunks arrive",
            1,
            260.0,
            &[panel],
        ),
    );
    run.count("incremental_k", k);
    run.count("incremental_chunk", chunk);
    run.count("incremental_chunks", chunks);
    run.count("incremental_orders", shuffled);
    Ok(())
}
