//! Tangent planes of spots by the number of samples, with and without noise.

use super::arms::starts;
use super::planes::{LAMBDAS, Lesson, Score, Truth, short};
use autoencoders::Real;
use autoencoders::contractive::{Weights, blobs};
use autoencoders::ndarray::Array2;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Noises at each pixel.
const NOISES: [f64; 3] = [0.0, 0.05, 0.2];
/// Starts by which weights and a penalty are chosen.
pub const CHOOSERS: usize = 3;
/// Who estimates planes.
const WHO: [(&str, &str, Ink); 4] = [
    ("pca", "local PCA", Ink::Category(1)),
    ("cae", "contractive", Ink::Autoencoder),
    ("global", "PCA of all", Ink::Pca),
    ("ae", "plain", Ink::Category(4)),
];

/// A set size and a noise.
#[derive(Clone, Copy)]
struct Case {
    n: usize,
    noise: f64,
}

/// What is best for a case, chosen on points of its own.
struct Choice {
    weights: Weights,
    lambda: Real,
    neighbours: usize,
}

impl Case {
    fn train(self, run: &Run, start: usize) -> Outcome<Array2<Real>> {
        let mut rng = run.rng(&format!("spots {start}"));
        Ok(blobs::blobs(self.n, self.noise, &mut rng)?.x)
    }

    fn key(self, who: &str) -> String {
        let noise = if self.noise > 0.0 {
            format!("_noise{}", short(self.noise))
        } else {
            String::new()
        };
        format!("tangent_{who}_{}{noise}", self.n)
    }
}

/// Every estimate at every case, from every start; recorded and drawn.
pub fn by_samples(run: &mut Run) -> Outcome {
    let sizes = run.size(vec![100], vec![100, 1000, 10_000], vec![100, 1000, 10_000]);
    let (lesson, points) = (Lesson::spots(run), run.size(10, 60, 60));
    let noisy = |noise: f64, n: usize| noise == 0.0 || n < 10_000;
    let cases: Vec<Case> = NOISES
        .iter()
        .flat_map(|&noise| sizes.iter().map(move |&n| Case { n, noise }))
        .filter(|case| noisy(case.noise, case.n))
        .collect();
    run.count("spot_pixels", blobs::frame().len());
    let choices = run.together(&cases, |&case| choose(run, lesson, case, points))?;
    let both: Vec<(Case, &Choice)> = cases.iter().copied().zip(&choices).collect();
    let found = run.from_each_start(&both, starts(run), |&(case, choice), start| {
        let x = case.train(run, start)?;
        let best = Lesson { weights: choice.weights, ..lesson };
        let truth = Truth::spots(run, &format!("test {start}"), points, case.noise)?;
        Ok([
            truth.of_neighbours(&x, choice.neighbours)?,
            truth.of_encoder(&best.train(run, &x, choice.lambda, start)?)?,
            truth.of_all(&x)?,
            truth.of_encoder(&best.train(run, &x, 0.0, start)?)?,
        ])
    })?;
    for ((case, choice), found) in both.iter().zip(&found) {
        run.number(&case.key("lambda"), f64::from(choice.lambda), 2).spread(0.0);
        run.count(&case.key("is_tied"), usize::from(choice.weights == Weights::Tied));
        run.count(&case.key("neighbours"), choice.neighbours);
        for (at, (who, _, _)) in WHO.iter().enumerate() {
            record(run, &case.key(who), &found.iter().map(|f| f[at]).collect::<Vec<_>>());
        }
    }
    let clean = Case { n: run.size(100, 1000, 1000), noise: 0.0 };
    let chosen =
        both.iter().find(|(case, _)| (case.n, case.noise) == (clean.n, clean.noise));
    let weights = chosen.map_or(lesson.weights, |(_, choice)| choice.weights);
    controls(run, clean, Lesson { weights, ..lesson }, points)?;
    let panels: Vec<Panel> = NOISES
        .iter()
        .map(|&noise| {
            let x = Scale::log("training images", 80.0, 12_000.0).with_ticks([
                (100.0, "100"),
                (1000.0, "1 000"),
                (10_000.0, "10 000"),
            ]);
            let y = Scale::linear("median angle (degrees)", 0.0, 90.0).with_ticks([
                (0.0, "0"),
                (30.0, "30"),
                (60.0, "60"),
                (90.0, "90"),
            ]);
            let title = match noise {
                0.0 => "without noise".to_string(),
                noise => format!("noise {noise} at each pixel"),
            };
            let own = both.iter().zip(&found).filter(|((case, _), _)| case.noise == noise);
            let own: Vec<_> = own.collect();
            WHO.iter().enumerate().fold(Panel::new(&title, x, y), |panel, (at, who)| {
                let curve = |start: usize| -> Curve {
                    own.iter()
                        .map(|((case, _), f)| (case.n as f64, f[start][at].median))
                        .collect()
                };
                let curves: Vec<Curve> = (0..starts(run)).map(curve).collect();
                bundle(panel, &curves, who.2, who.1)
            })
        })
        .collect();
    run.figure("spots", draw("Angle to the true tangent plane", 2, 190.0, &panels));
    Ok(())
}

/// The median angle under the key itself and over starts, and the mean cos².
pub fn record(run: &mut Run, key: &str, found: &[Score]) {
    let medians: Vec<f64> = found.iter().map(|score| score.median).collect();
    run.over_starts(key, &medians, "°", 1);
    let middle = median(&medians).unwrap_or(f64::NAN);
    run.measure(key, middle, "°", 1).starts(medians.len());
    let overlaps: Vec<f64> = found.iter().map(|score| score.overlap).collect();
    run.over_starts(&format!("{key}_overlap"), &overlaps, "", 3);
}

/// The penalty and the neighbourhood that are best at points kept for that.
fn choose(run: &Run, lesson: Lesson, case: Case, points: usize) -> Outcome<Choice> {
    let valid = Truth::spots(run, "valid", points, case.noise)?;
    let neighbours = valid.best_neighbours(&case.train(run, 0)?)?;
    let mut best = (f64::INFINITY, lesson.weights, LAMBDAS[0]);
    for weights in [Weights::Untied, Weights::Tied] {
        let lesson = Lesson { weights, ..lesson };
        let (median, lambda) = best_lambda(run, lesson, case, &valid)?;
        if median < best.0 {
            best = (median, weights, lambda);
        }
    }
    Ok(Choice { weights: best.1, lambda: best.2, neighbours })
}

/// The least angle at points kept for choosing, the median of the first starts, and the
/// penalty that leaves it.
fn best_lambda(
    run: &Run,
    lesson: Lesson,
    case: Case,
    valid: &Truth,
) -> Outcome<(f64, Real)> {
    let mut best = (f64::INFINITY, LAMBDAS[0]);
    for &lambda in run.size(&LAMBDAS[1..2], &LAMBDAS[..], &LAMBDAS[..]) {
        let mut angles = Vec::new();
        for start in 0..run.size(1, CHOOSERS, CHOOSERS) {
            let model = lesson.train(run, &case.train(run, start)?, lambda, start)?;
            angles.push(valid.of_encoder(&model)?.median);
        }
        let angle = median(&angles).unwrap_or(f64::INFINITY);
        if angle < best.0 {
            best = (angle, lambda);
        }
    }
    Ok(best)
}

/// A case again, by networks of both kinds of weights, and by the lesson's trained half as
/// long again or with twice as many units; each with its own best penalty.
fn controls(run: &mut Run, case: Case, lesson: Lesson, points: usize) -> Outcome {
    let of = |weights| Lesson { weights, ..lesson };
    let long = Lesson { steps: lesson.steps * 3 / 2, ..lesson };
    let wide = Lesson { hidden: 2 * lesson.hidden, ..lesson };
    let (untied, tied) = (of(Weights::Untied), of(Weights::Tied));
    let cases = [("long", long), ("untied", untied), ("tied", tied), ("wide", wide)];
    let lambdas = run.together(&cases, |&(_, lesson)| {
        let valid = Truth::spots(run, "valid", points, case.noise)?;
        Ok(best_lambda(run, lesson, case, &valid)?.1)
    })?;
    let both: Vec<(Lesson, Real)> = cases.iter().map(|case| case.1).zip(lambdas).collect();
    let found = run.from_each_start(&both, starts(run), |&(lesson, lambda), start| {
        let x = case.train(run, start)?;
        let truth = Truth::spots(run, &format!("test {start}"), points, case.noise)?;
        Ok(truth.of_encoder(&lesson.train(run, &x, lambda, start)?)?)
    })?;
    for (((name, _), (_, lambda)), found) in cases.iter().zip(&both).zip(&found) {
        run.number(&format!("tangent_{name}_lambda"), f64::from(*lambda), 2);
        record(run, &format!("tangent_{name}"), found);
    }
    Ok(())
}
