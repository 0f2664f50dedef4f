//! Who judges pictures: readers that learnt from images which no model saw, one for each start.

use super::sets::{BATCH, Pictures, adam, starts};
use autoencoders::Real;
use autoencoders::data::{ImageSet, digits};
use autoencoders::latent::holes::{Judge, Labelled};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::train::Training;
use autoencoders::stacked::agreement;
use chapters::datasets;
use chapters::pixels::halved;
use chapters::{Outcome, Run};
use rand::RngExt;

/// Of the real pictures that set the level this share is odd.
pub const ODD: f64 = 0.05;
/// Who gives a class more than this is sure.
pub const SURE: f64 = 0.9;
/// A reader's layers.
const READER: (usize, usize) = (64, 16);

/// Images for models, others for readers, and the readers.
pub struct Jury {
    /// To train models on.
    pub train: ImageSet,
    /// Seen by no model and by no reader, but for the level of the odd.
    pub held: ImageSet,
    /// How many classes there are.
    pub classes: usize,
    /// From each start.
    pub judges: Vec<Judge>,
}

impl Jury {
    /// Trains the readers; none where the images have no classes, or too few of one.
    pub fn call(run: &mut Run, pictures: &Pictures) -> Outcome<Option<Jury>> {
        let all = &pictures.judged;
        let of =
            |set: &ImageSet| set.labels.iter().copied().max().map_or(0, |most| most + 1);
        let classes = of(all).max(of(&pictures.test));
        if classes < 2 {
            run.note(
                "without labels: no reader, so neither holes nor classes are measured",
            );
            return Ok(None);
        }
        let (train, others) = match run.args.data {
            None => (all.clone(), drawn(run, all.len() * 4 / 3)?),
            Some(_) => {
                let rows: Vec<usize> = (0..all.len()).collect();
                let (a, b): (Vec<_>, Vec<_>) = rows.into_iter().partition(|i| i % 2 == 0);
                (all.select(&a)?, all.select(&b)?)
            }
        };
        let (known, held) = datasets::last_of_every(4, others.len());
        let (known, held) = (others.select(&known)?, others.select(&held)?);
        let in_all =
            |class: &usize| [&known, &train].iter().all(|set| set.labels.contains(class));
        if let Some(missing) = (0..classes).find(|class| !in_all(class)) {
            run.note(&format!(
                "too few pictures of class {missing}: neither holes nor classes are measured"
            ));
            return Ok(None);
        }
        run.count("judge_samples", known.len()).spread(0.0);
        run.count("judge_held", held.len()).spread(0.0);
        run.count("judge_train", train.len()).spread(0.0);
        // Within their classes so many images must vary in all features, or these have no density.
        let features = READER.1.min(known.len().saturating_sub(classes) / 4).max(1);
        let epochs = run.size(4, 20, pictures.epochs.min(20));
        let found = run.from_each_start(&[()], starts(run), |(), start| {
            let rng = &mut run.rng(&format!("judge {start}"));
            let training = Training {
                epochs,
                batch: run.size(10, BATCH, BATCH),
                seed: run.args.seed + 1000 * start as u64,
                ..Training::default()
            };
            let set = Labelled { x: &known.x, labels: &known.labels, classes };
            let width = (run.size(2 * READER.1, READER.0, READER.0), features);
            Ok(Judge::learn(set, width, (&held.x, ODD), &mut adam(), &training, rng)?)
        })?;
        let judges = found.into_iter().flatten().collect();
        let jury = Jury { train, held, classes, judges };
        jury.record(run, pictures)?;
        Ok(Some(jury))
    }

    /// What they say of pictures about which the truth is known.
    fn record(&self, run: &mut Run, pictures: &Pictures) -> Outcome {
        let (test, d) = (&pictures.test, pictures.d());
        let mut order: Vec<usize> = (1..test.len()).collect();
        order.push(0);
        let blends = (&test.x + &test.x.select(Axis(0), &order)) / 2.0;
        let rng = &mut run.rng("pictures that are none");
        let noise = Array2::from_shape_simple_fn((test.len(), d), || rng.random::<Real>());
        let shuffled = shuffled(&test.x, rng);
        let mut right = Vec::new();
        for judge in &self.judges {
            right.push(100.0 * agreement(&judge.judge(&test.x)?.classes, &test.labels));
        }
        run.over_starts("judge_right", &right, "", 1);
        let kinds = [
            ("data", &test.x),
            ("blends", &blends),
            ("noise", &noise),
            ("mixed", &shuffled),
        ];
        for (key, x) in kinds {
            let (mut odd, mut sure, mut legible) = (Vec::new(), Vec::new(), Vec::new());
            for judge in &self.judges {
                let found = judge.judge(x)?;
                odd.push(100.0 * found.odd_share());
                sure.push(100.0 * found.sure_share(SURE));
                legible.push(100.0 * found.legible_share(SURE));
            }
            run.scattered(&format!("judge_odd_{key}"), &odd, "", 1, 0.3);
            run.scattered(&format!("judge_sure_{key}"), &sure, "", 1, 0.3);
            run.scattered(&format!("judge_legible_{key}"), &legible, "", 1, 0.3);
        }
        Ok(())
    }
}

/// Each pixel from a picture of its own: the pixels' frequencies, and nothing of a picture.
fn shuffled(x: &Array2<Real>, rng: &mut impl rand::Rng) -> Array2<Real> {
    let n = x.nrows();
    Array2::from_shape_fn(x.dim(), |(_, j)| x[(rng.random_range(0..n), j)])
}

/// Digits at half their size that are in neither set of the chapter.
fn drawn(run: &Run, n: usize) -> Outcome<ImageSet> {
    let seed = run.args.seed ^ (1 << 40); // of a seed that nobody types
    Ok(halved(&digits::digits(seed, n)?.images))
}

/// The first rows of X, so many or all.
pub fn first(x: &Array2<Real>, most: usize) -> Array2<Real> {
    x.slice(s![..x.nrows().min(most), ..]).to_owned()
}
