//! How the exercises of chapter 3 on distances are graded: 3.3 and 3.6.

use crate::common::seeded;
use crate::graded::faces::Verdict;
use crate::graded::grading::{Exercise, lengths};
use crate::graded::{normal, orthonormal, real, row};
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis, concatenate, s};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const FROM: &str = "Distance from face space, distance in it";
    pub const RECOGNITION: &str = "Recognition";
}

type Detector<'a> = dyn Fn(
        &Array1<Real>,
        &Array2<Real>,
        &Array2<Real>,
        &Array2<Real>,
        f64,
    ) -> (Array1<Real>, Real)
    + 'a;

pub fn distances_and_threshold(answer: &Detector) {
    let exercise = Exercise { number: "3.3", section: sections::FROM };
    let mut rng = seeded(33);
    for (d, k, held, m) in [(20, 3, 10, 6), (50, 8, 31, 9)] {
        let w = orthonormal(normal(d, k, &mut rng));
        let mean = normal(1, d, &mut rng).row(0).to_owned() + 1.0;
        let faces = normal(held + m, k, &mut rng).dot(&w.t()) * 4.0
            + normal(held + m, d, &mut rng) * 0.3
            + &mean;
        let (held_out, images) = (
            faces.slice(s![..held, ..]).to_owned(),
            faces.slice(s![held.., ..]).to_owned(),
        );
        let residual = |x: &Array2<f64>, mean: &Array1<f64>| {
            let c = x - mean;
            row(&lengths(&(&c - &c.dot(&w).dot(&w.t())).t().to_owned()).row(0).to_owned())
        };
        let zero = Array1::zeros(d);
        for pass in [0.55, 0.87, 1.0] {
            let (yours, threshold) = answer(
                &mean.mapv(|v| v as Real),
                &real(&w),
                &real(&held_out),
                &real(&images),
                pass,
            );
            let expected = residual(&images, &mean);
            let inside = lengths(&(&images - &mean).dot(&w).t().to_owned());
            let suspects = [
                (
                    inside,
                    "that is the distance of the code from the mean, in face space; what is asked is what the projection leaves over",
                ),
                (
                    residual(&images, &zero),
                    "the mean face was not subtracted; face space passes through μ, not through 0",
                ),
                (expected.mapv(|v| v * v), "these are squared distances"),
                (
                    expected.mapv(|v| v / (d as f64).sqrt()),
                    "these are root mean squares over pixels; a distance sums over pixels",
                ),
            ];
            let why = "these are not the distances ‖x − x̃‖ from face space";
            exercise.compare(
                &row(&yours.mapv(|v| v as f64)),
                &expected,
                1e-3,
                &suspects,
                why,
            );
            let sorted = |x: &Array2<f64>| {
                let mut v = residual(x, &mean).into_raw_vec_and_offset().0;
                v.sort_by(f64::total_cmp);
                v
            };
            let rank = |v: &[f64], share: f64| {
                v[((share * v.len() as f64).ceil() as usize).max(1) - 1]
            };
            let known = sorted(&held_out);
            let suspects = [
                (
                    rank(&sorted(&images), pass),
                    "the threshold was taken from the images to be judged; it belongs to the held-out faces",
                ),
                (
                    rank(&known, 1.0 - pass),
                    "the threshold lets the share 1 − pass through; nearer than the threshold is a face",
                ),
                (
                    known.iter().sum::<f64>() / held as f64,
                    "the threshold is the mean distance, which has nothing to do with the share that is to pass",
                ),
                (known[held - 1], "the threshold lets every held-out face pass"),
            ];
            let why = "the threshold is not the least that lets this share of the held-out faces pass";
            exercise.number(threshold as f64, rank(&known, pass), 1e-3, &suspects, why);
        }
    }
}

/// A gallery of six people under five lights each, as codes (light, two of identity) in a space of three directions.
fn gallery_codes() -> (Array2<f64>, Vec<usize>) {
    let labels: Vec<usize> = (0..30).map(|i| i / 5).collect();
    let codes = Array2::from_shape_fn((30, 3), |(i, j)| {
        let person = i / 5;
        [
            (i % 5) as f64 * 10.0 - 20.0 + person as f64,
            (person % 3) as f64 * 2.0 - 2.0,
            (person / 3) as f64 * 3.0 - 1.5,
        ][j]
    });
    (codes, labels)
}

type Recogniser<'a> =
    dyn Fn(&Array2<Real>, &[usize], &Array2<Real>, usize, Real, Real) -> Vec<Verdict> + 'a;

pub fn recognise(answer: &Recogniser) {
    let exercise = Exercise { number: "3.6", section: sections::RECOGNITION };
    let mut rng = seeded(36);
    use Verdict::*;
    for d in [12, 60] {
        let w = orthonormal(normal(d, 4, &mut rng));
        let space = w.slice(s![.., ..3]).t().to_owned();
        let mean = normal(1, d, &mut rng).row(0).to_owned() + 5.0;
        let (codes, labels) = gallery_codes();
        let noise = normal(30, d, &mut rng) * 0.01;
        let gallery = codes.dot(&space) + &mean + noise;
        let probe = |code: [f64; 3], off: f64| {
            Array2::from(vec![code]).dot(&space) + &mean + &(&w.column(3) * off)
        };
        let light = "the wrong person: light outweighs identity unless each score is divided by its standard deviation";
        // Light as in a photograph of the neighbour, identity as person 0, 4, 2; then the odd ones.
        let cases = [
            (probe([4.5, -2.0, -1.5], 0.2), Person(0), light),
            (probe([-0.5, 0.0, 1.5], 0.2), Person(4), light),
            (probe([7.0, 2.0, -1.5], 0.2), Person(2), light),
            (
                probe([0.0, -12.0, 9.0], 0.2),
                Stranger,
                "a face far from everyone in the gallery was not called a stranger; compare its nearest distance, in standard deviations, with in_limit",
            ),
            (
                probe([0.0, -2.0, -1.5], 9.0),
                NoFace,
                "an image far from face space was recognised: its code is a person's, but its distance from the space tells; look at that first",
            ),
            (
                probe([0.0, -12.0, 9.0], 9.0),
                NoFace,
                "an image far from face space was called a stranger; look at the distance from face space first",
            ),
        ];
        let probes = cases
            .iter()
            .fold(Array2::zeros((0, d)), |all, (p, ..)| concatenate![Axis(0), all, *p]);
        let verdicts = answer(&real(&gallery), &labels, &real(&probes), 3, 2.0, 1.0);
        if verdicts.len() != cases.len() {
            exercise.fail(
                "one verdict a probe",
                &format!("{} verdicts", verdicts.len()),
                &format!("{}", cases.len()),
            );
        }
        for (yours, (_, expected, why)) in verdicts.iter().zip(&cases) {
            if yours != expected {
                exercise.fail(why, &format!("{yours:?}"), &format!("{expected:?}"));
            }
        }
    }
}
