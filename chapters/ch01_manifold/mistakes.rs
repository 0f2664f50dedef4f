//! What makes a count of dimensions wrong: noise, too few points, copies.

use super::estimates::{Way, drawn, record};
use autoencoders::Real;
use autoencoders::data::manifolds::Family;
use autoencoders::manifold::{NEIGHBOURS, SHARE, local_pca, neighbours, two_nearest};
use autoencoders::ndarray::{Array2, Axis, concatenate, s};
use autoencoders::stats;
use chapters::figures::Shape::Dot;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Dimensions of the space around the noisy curve.
const AMBIENT: usize = 50;
/// The noise that is quoted.
const QUOTED: f64 = 0.003;

/// X plus isotropic noise.
fn noisy(x: &Array2<Real>, sd: f64, rng: &mut impl Rng) -> Array2<Real> {
    x.mapv(|v| (f64::from(v) + sd * rng.sample::<f64, _>(StandardNormal)) as Real)
}

/// A closed curve with noise: many points see the noise before few do.
pub fn noise(run: &mut Run) -> Outcome {
    let mut rng = run.rng("wrong_noise");
    let (few, many) = run.size((60, 300), (200, 2000), (200, 8000));
    let steps = run.size(5, 15, 30);
    let mut panel = Panel::new(
        "",
        Scale::log("standard deviation of the noise", 1e-5, 1.0),
        Scale::log("estimate", 0.7, 60.0),
    );
    for (key, n, ink) in [("few", few, Ink::Category(1)), ("many", many, Ink::Category(0))]
    {
        let circle = drawn(Family::Sphere, 1, n, &mut rng)?;
        let mut x = Array2::zeros((circle.nrows(), AMBIENT));
        x.slice_mut(s![.., ..2]).assign(&circle);
        let gap = stats::median(&neighbours(&circle, 1)?.distances.column(0).to_vec())
            .unwrap_or(0.0);
        let mut points = Vec::new();
        for step in 0..=steps {
            let sd = 1e-5 * 1e5f64.powf(f64::from(step) / f64::from(steps));
            points.push((sd, two_nearest(&noisy(&x, sd, &mut rng))?));
        }
        let quoted = two_nearest(&noisy(&x, QUOTED, &mut rng))?;
        record(run, &format!("wrong_noise_{key}"), quoted);
        run.count(&format!("wrong_noise_points_{key}"), n);
        run.number(&format!("wrong_noise_gap_{key}"), gap, 4);
        panel = panel.band(points.iter().map(|(sd, e)| (*sd, e.low, e.high)), ink);
        panel = panel.line(
            points.iter().map(|(sd, e)| (*sd, e.dimension)),
            ink,
            &format!("{n} points"),
        );
    }
    run.count("wrong_noise_ambient", AMBIENT);
    run.number("wrong_noise_sd", QUOTED, 3);
    run.figure(
        "wrong_noise",
        draw("Estimated dimension of a curve against the noise on it", 1, 280.0, &[panel]),
    );
    Ok(())
}

/// True dimensions tried.
const TRUTHS: [usize; 12] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20];

/// Sets of up to twenty dimensions, flat and bent, with a thousand points.
pub fn few(run: &mut Run) -> Outcome {
    let mut rng = run.rng("wrong_few");
    let (n, seeds) = run.size((200, 1), (1000, 2), (1000, 10));
    let (wide, every) = run.size((60, 4), (90, 1), (90, 1));
    let of_pca = |x: &Array2<Real>, k| local_pca(x, k, SHARE);
    let mut panels = Vec::new();
    let ways = [("two", "two"), ("pca", "PCA, 30"), ("pca_wide", "PCA, 90")];
    let inks = [Ink::Category(0), Ink::Pca, Ink::Category(1)];
    for (shape, title, key) in
        [(Family::Cube, "flat", "flat_"), (Family::Sheet, "bent", "bent_")]
    {
        let mut curves: [Vec<(f64, Vec<f64>)>; 3] = Default::default();
        for q in TRUTHS.into_iter().rev().step_by(every).rev() {
            let mut found: [Vec<f64>; 3] = Default::default();
            for _ in 0..seeds {
                let x = drawn(shape, q, n, &mut rng)?;
                let estimates =
                    [two_nearest(&x)?, of_pca(&x, NEIGHBOURS)?, of_pca(&x, wide)?];
                found
                    .iter_mut()
                    .zip(estimates)
                    .for_each(|(found, e)| found.push(e.dimension));
            }
            curves
                .iter_mut()
                .zip(found)
                .for_each(|(curve, found)| curve.push((q as f64, found)));
        }
        let fives = |most: usize| (0..=most).step_by(5).map(|q| (q as f64, q.to_string()));
        let mut panel = Panel::new(
            title,
            Scale::linear("true dimension", 0.0, 21.0).with_ticks(fives(20)),
            Scale::linear("estimate", 0.0, 32.0).with_ticks(fives(30)),
        );
        panel = panel.dashed([(0.0, 0.0), (20.0, 20.0)], Ink::Faint, "truth");
        for ((curve, (way, name)), ink) in curves.iter().zip(ways).zip(inks) {
            let last =
                curve.last().and_then(|(_, found)| stats::mean(found)).unwrap_or(0.0);
            run.number(&format!("wrong_few_{key}{way}"), last, 1);
            let line: Vec<_> = curve
                .iter()
                .filter_map(|(q, found)| Some((*q, stats::mean(found)?)))
                .collect();
            let points =
                curve.iter().flat_map(|(q, found)| found.iter().map(move |&e| (*q, e)));
            panel = panel.points(points, ink, Dot, 3.5).line(line, ink, name);
        }
        panels.push(panel);
    }
    run.figure(
        "wrong_few",
        draw("Estimated against true dimension up to twenty", 2, 300.0, &panels),
    );
    run.count("wrong_few_points", n);
    run.count("wrong_few_true", TRUTHS[TRUTHS.len() - 1]);
    run.count("wrong_few_neighbours", NEIGHBOURS);
    run.count("wrong_few_neighbours_wide", wide);
    Ok(())
}

/// Near copies of some points: the nearest neighbour is the copy, and the ratio is huge.
pub fn copies(run: &mut Run) -> Outcome {
    let mut rng = run.rng("wrong_copies");
    let n = run.size(200, 1000, 1000);
    let x = drawn(Family::Sphere, 5, n, &mut rng)?;
    record(run, "wrong_copies_without", Way::Two.estimate(&x)?);
    for percent in [1, 10] {
        let copied =
            noisy(&x.slice(s![..n * percent / 100, ..]).to_owned(), 1e-4, &mut rng);
        let both = concatenate(Axis(0), &[x.view(), copied.view()])?;
        record(run, &format!("wrong_copies_{percent}"), Way::Two.estimate(&both)?);
    }
    run.count("wrong_copies_true", 5);
    run.count("wrong_copies_points", n);
    Ok(())
}
