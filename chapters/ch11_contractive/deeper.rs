//! Does a second layer turn an encoder's planes nearer to the truth?

use super::arms::starts;
use super::planes::{LAMBDAS, Lesson, Score, Truth};
use super::spots::{CHOOSERS, record};
use autoencoders::contractive::tangents::leading;
use autoencoders::contractive::{DeepContractive, Weights, blobs};
use autoencoders::ndarray::Array2;
use autoencoders::nn::model::Samples;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{silent, train};
use autoencoders::stats::median;
use autoencoders::{Real, Result};
use chapters::{Outcome, Run};

/// A depth, and how it is trained.
#[derive(Clone, Copy)]
struct Kind {
    key: &'static str,
    layers: usize,
    lesson: Lesson,
}

/// Planes from clean spots by encoders of one layer and of two under the same penalty, and of
/// two trained half as long again; kind of weights and penalty of each chosen on other spots.
/// And of two without a penalty.
pub fn encoders(run: &mut Run) -> Outcome {
    let lesson = Lesson::spots(run);
    let long = Lesson { steps: lesson.steps * 3 / 2, ..lesson };
    let kinds = [
        Kind { key: "tangent_shallow", layers: 1, lesson },
        Kind { key: "tangent_deep", layers: 2, lesson },
        Kind { key: "tangent_deep_long", layers: 2, lesson: long },
    ];
    let best = run.together(&kinds, |&kind| kind.choose(run))?;
    let chosen = |at: usize| Kind {
        lesson: Lesson { weights: best[at].0, ..kinds[at].lesson },
        ..kinds[at]
    };
    let plain = Kind { key: "tangent_deep_ae", ..chosen(1) };
    let cases = [
        (chosen(0), best[0].1),
        (chosen(1), best[1].1),
        (chosen(2), best[2].1),
        (plain, 0.0),
    ];
    let found = run.from_each_start(&cases, starts(run), |&(kind, lambda), start| {
        let truth = Truth::spots(run, &format!("test {start}"), points(run), 0.0)?;
        kind.score(&truth, run, lambda, start)
    })?;
    for ((kind, lambda), found) in cases.iter().zip(&found) {
        record(run, kind.key, found);
        run.number(&format!("{}_lambda", kind.key), f64::from(*lambda), 2).spread(0.0);
        let tied = kind.lesson.weights == Weights::Tied;
        run.count(&format!("{}_is_tied", kind.key), usize::from(tied));
    }
    Ok(())
}

/// Points at which planes are compared.
fn points(run: &Run) -> usize {
    run.size(10, 60, 60)
}

impl Kind {
    /// Weights and a penalty, by the median of the first starts at points kept for that.
    fn choose(self, run: &Run) -> Outcome<(Weights, Real)> {
        let valid = Truth::spots(run, "valid", points(run), 0.0)?;
        let mut best = (f64::INFINITY, Weights::Untied, LAMBDAS[0]);
        for weights in [Weights::Untied, Weights::Tied] {
            let kind = Kind { lesson: Lesson { weights, ..self.lesson }, ..self };
            for &lambda in run.size(&LAMBDAS[1..2], &LAMBDAS[..], &LAMBDAS[..]) {
                let choosers: Vec<usize> = (0..run.size(1, CHOOSERS, CHOOSERS)).collect();
                let angle = |&start: &usize| -> Outcome<f64> {
                    Ok(kind.score(&valid, run, lambda, start)?.median)
                };
                let angles = choosers.iter().map(angle).collect::<Outcome<Vec<f64>>>()?;
                let angle = median(&angles).unwrap_or(f64::INFINITY);
                if angle < best.0 {
                    best = (angle, weights, lambda);
                }
            }
        }
        Ok((best.1, best.2))
    }

    /// How far the planes of one training are from the truth.
    fn score(self, truth: &Truth, run: &Run, lambda: Real, start: usize) -> Outcome<Score> {
        let n = run.size(100, 1000, 1000);
        let x = blobs::blobs(n, 0.0, &mut run.rng(&format!("spots {start}")))?.x;
        let model = self.train(run, &x, lambda, start)?;
        let score: Result<Score> = truth.score(|x, m| leading(&model.jacobian(x)?, m));
        Ok(score?)
    }

    /// Trained by Adam(.001), as the lesson says.
    fn train(
        self,
        run: &Run,
        x: &Array2<Real>,
        lambda: Real,
        start: usize,
    ) -> Outcome<DeepContractive> {
        let Kind { layers, lesson, .. } = self;
        let mut widths = vec![x.ncols()];
        widths.extend(vec![lesson.hidden; layers]);
        let rng = &mut run.rng(&format!("deep {start}"));
        let mut model = DeepContractive::random(&widths, lesson.weights, lambda, rng)?;
        let training = lesson.training(run, x.nrows(), start);
        let x = Samples::themselves(x);
        train(&mut model, &mut Adam::default(), x, None, &training, silent)?;
        Ok(model)
    }
}
