//! What makes a count of dimensions wrong: noise, and copies.

use super::estimates::{drawn, noisy};
use autoencoders::data::manifolds::Family;
use autoencoders::manifold::{neighbours, two_nearest};
use autoencoders::ndarray::{Array2, Axis, concatenate, s};
use autoencoders::{Real, stats};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Dimensions of the space around the noisy curve.
const AMBIENT: usize = 50;
/// The noise that is quoted.
const QUOTED: f64 = 0.003;
/// The difference between a picture and its near copy, in each number of it: a grey level and a quarter of 255, about
/// what a JPEG file of high quality changes.
const COPY: f64 = 0.005;

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
        let quoted = (0..5)
            .map(|_| Ok(two_nearest(&noisy(&x, QUOTED, &mut rng))?.dimension))
            .collect::<Outcome<Vec<f64>>>()?;
        run.over_starts(&format!("wrong_noise_{key}"), &quoted, "", 1);
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

/// The estimates of X as it is, with near copies of one in a hundred rows, and of one in ten.
pub fn with_copies(x: &Array2<Real>, rng: &mut impl Rng) -> Outcome<[f64; 3]> {
    let mut found = [two_nearest(x)?.dimension, 0.0, 0.0];
    for (found, part) in found[1..].iter_mut().zip([100, 10]) {
        let copied = x.nrows().div_ceil(part);
        let copies = noisy(&x.slice(s![..copied, ..]).to_owned(), COPY, rng);
        *found = two_nearest(&concatenate(Axis(0), &[x.view(), copies.view()])?)?.dimension;
    }
    Ok(found)
}

/// Near copies of some points: the nearest neighbour is the copy, and the ratio is huge.
pub fn copies(run: &mut Run) -> Outcome {
    let mut rng = run.rng("wrong_copies");
    let n = run.size(200, 1000, 1000);
    let mut found: [Vec<f64>; 3] = Default::default();
    for _ in 0..5 {
        let x = drawn(Family::Sphere, 5, n, &mut rng)?;
        let estimates = with_copies(&x, &mut rng)?;
        found.iter_mut().zip(estimates).for_each(|(all, one)| all.push(one));
    }
    for (key, found) in ["without", "1", "10"].into_iter().zip(&found) {
        run.over_starts(&format!("wrong_copies_{key}"), found, "", 1);
    }
    run.count("wrong_copies_true", 5);
    run.count("wrong_copies_points", n);
    Ok(())
}
