//! The codes that are compared, their training, and what is measured of each.

use super::sets::Sets;
use super::tried;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::Output;
use autoencoders::sparse::autoencoder::lengths;
use autoencoders::sparse::largest::coming_down;
use autoencoders::sparse::measures::{Activity, hoyer, jacobian, l0};
use autoencoders::sparse::revive::revive;
use autoencoders::sparse::{Over, Scarcity, SparseAutoencoder};
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::{Outcome, Run};
use std::path::PathBuf;

/// Codes that go through a network at a time where their activity is counted.
const CHUNK: usize = 4000;
/// A unit that is on for a smaller share of the images is rare: one in a thousand.
pub const RARE: f64 = 1e-3;
/// What the running mean keeps, and what one with a shorter memory.
const KEEP: Real = 0.99;
const KEEP_LESS: Real = 0.9;
/// ρ and β of the divergence.
pub const RHO: Real = 0.05;
const BETA: Real = 3.0;

/// A code to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arm {
    /// Rectified units, nothing more.
    Plain,
    /// λ Σz, features of any length.
    Free,
    /// λ Σz, features held to length 1.
    L1,
    /// KL(ρ ‖ ρ̂) of sigmoid units, ρ̂ the batch's mean.
    Kl,
    /// The same with a running mean.
    Running,
    /// The same with one that forgets sooner.
    Recent,
    /// The same with the mean of all images, at every step.
    Set,
    /// The k largest, from the first step.
    Largest,
    /// The k largest, k coming down.
    Down,
    /// The k largest, the dead revived after each of the first epochs.
    Revived,
    /// The k largest, the encoder starting as the decoder's transpose.
    Tied,
}

/// How long, how many, and how dear.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Units.
    pub units: usize,
    /// k of the k largest.
    pub k: usize,
    /// λ where features are held.
    pub lambda: Real,
    /// Passes over the images.
    pub epochs: usize,
    /// Images in a batch.
    pub batch: usize,
    /// Adam's.
    pub rate: f64,
    /// What is rebuilt, and the loss with it.
    pub output: Output,
    /// Where a training goes on from.
    pub checkpoint: Option<PathBuf>,
}

/// What one network is like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    /// The loss of a test image's reconstruction: its squared error, or cross-entropy in nats.
    pub loss: f64,
    /// Squared error of a test image.
    pub sq: f64,
    /// Units on for a test image.
    pub l0: f64,
    /// Hoyer's sparsity on test images.
    pub hoyer: f64,
    /// Mean of a unit.
    pub mean: f64,
    /// Σ|z| of a test image.
    pub size: f64,
    /// ‖∂z/∂x‖² of a test image, of codes scaled to the images' own variance.
    pub jacobian: f64,
    /// Units never on for a training image.
    pub dead: f64,
    /// Units on for fewer than one in a thousand of them.
    pub rare: f64,
    /// Median length of a feature that is on for some held-out image.
    pub length: f64,
}

/// A network, and how it came to be.
pub struct Trained {
    /// As it ended.
    pub model: SparseAutoencoder,
    /// What it is like.
    pub end: Measured,
    /// The same after two thirds of the training.
    pub shorter: Measured,
    /// After each epoch: the penalty's part of the training loss, and the features' length.
    pub path: Vec<(f64, f64)>,
}

impl Arm {
    /// Its name in numbers.
    pub fn key(self) -> &'static str {
        match self {
            Arm::Plain => "plain",
            Arm::Free => "free",
            Arm::L1 => "l1",
            Arm::Kl => "kl",
            Arm::Running => "running",
            Arm::Recent => "recent",
            Arm::Set => "set",
            Arm::Largest => "largest",
            Arm::Down => "down",
            Arm::Revived => "revived",
            Arm::Tied => "tied",
        }
    }

    /// What is scarce in it.
    fn scarcity(self, lesson: &Lesson) -> Scarcity {
        let divergence = |over| Scarcity::Divergence { beta: BETA, rho: RHO, over };
        match self {
            Arm::Plain => Scarcity::Nothing,
            Arm::Free | Arm::L1 => Scarcity::L1 { lambda: lesson.lambda },
            Arm::Kl => divergence(Over::Batch),
            Arm::Running => divergence(Over::Running { keep: KEEP }),
            Arm::Recent => divergence(Over::Running { keep: KEEP_LESS }),
            Arm::Set => divergence(Over::Set),
            Arm::Largest | Arm::Down | Arm::Revived | Arm::Tied => {
                Scarcity::Largest { k: lesson.k }
            }
        }
    }

    /// A unit is on above this.
    pub fn threshold(self) -> Real {
        match self {
            Arm::Kl | Arm::Running | Arm::Recent | Arm::Set => 0.1,
            _ => 0.0,
        }
    }

    /// With first weights of start number `start`.
    pub fn random(
        self,
        run: &Run,
        d: usize,
        lesson: &Lesson,
        start: usize,
    ) -> Outcome<SparseAutoencoder> {
        // The same first weights for all arms.
        let rng = &mut run.rng(&format!("start {start}"));
        let (size, hold) = ((d, lesson.units), self == Arm::L1);
        let (output, init) = (lesson.output, Init::PyTorch);
        let scarcity = self.scarcity(lesson);
        let mut model = SparseAutoencoder::random(size, scarcity, hold, output, init, rng)?;
        if self == Arm::Tied {
            let back: Vec<Real> = model.features().t().iter().copied().collect();
            model.parameters_mut()[0].copy_from_slice(&back);
        }
        Ok(model)
    }

    /// Trained from start number `start`.
    pub fn train(
        self,
        run: &Run,
        sets: &Sets,
        lesson: &Lesson,
        start: usize,
    ) -> Outcome<Trained> {
        let mut model = self.random(run, sets.d(), lesson, start)?;
        let training = Training {
            epochs: lesson.epochs,
            batch: lesson.batch,
            seed: run.args.seed + 1000 * start as u64,
            checkpoint: lesson.checkpoint.clone(),
            ..Training::default()
        };
        let (x, adam) = (&sets.train.x, &mut Adam { rate: lesson.rate, ..Adam::default() });
        let (mut path, mut shorter) = (Vec::new(), Measured::default());
        let middle = (2 * lesson.epochs).div_ceil(3).max(1);
        let mut look = |epoch, price, model: &SparseAutoencoder| {
            path.push((price, middle_length(model, &sets.valid.x)?));
            if epoch == middle {
                shorter = self.measure(model, sets)?;
            }
            Ok(())
        };
        let ks = match self {
            Arm::Down => coming_down(lesson.units, lesson.k, lesson.epochs),
            _ => vec![lesson.k; lesson.epochs],
        };
        match self {
            Arm::Largest | Arm::Down | Arm::Revived | Arm::Tied => {
                let rng = &mut run.rng(&format!("revive {start}"));
                model.train_by(&ks, x, adam, &training, |record, model| {
                    look(record.epoch, 0.0, model)?;
                    if self == Arm::Revived && 2 * record.epoch <= lesson.epochs {
                        revive(model, x, rng)?;
                    }
                    Ok(())
                })?;
            }
            _ => {
                model.train(x, None, adam, &training, |record, model| {
                    let price = record.terms.get("sparsity").unwrap_or(0.0);
                    look(record.epoch, price, model)
                })?;
            }
        }
        let end = self.measure(&model, sets)?;
        if shorter.loss == 0.0 {
            shorter = end; // gone on from a checkpoint that was further
        }
        Ok(Trained { model, end, shorter, path })
    }

    /// What a network of this kind is like.
    pub fn measure(
        self,
        model: &SparseAutoencoder,
        sets: &Sets,
    ) -> autoencoders::Result<Measured> {
        let (test, on) = (&sets.test.x, self.threshold());
        let z = model.encode(test)?;
        let y = model.networks().decoder.predict(&z)?;
        let mut activity = Activity::new(z.ncols());
        for chunk in sets.train.x.axis_chunks_iter(Axis(0), CHUNK) {
            activity.add(&model.encode(&chunk.to_owned())?, on);
        }
        let size = |z: &Array2<Real>| z.iter().map(|&z| f64::from(z.abs())).sum::<f64>();
        let size = size(&z) / z.nrows() as f64;
        Ok(Measured {
            loss: model.networks().output.loss().value(&y, test)?,
            sq: model.squared_error(test)?,
            l0: l0(&z, on)?,
            hoyer: hoyer(&z)?,
            mean: size / z.ncols() as f64,
            size,
            jacobian: jacobian(model, test)? * variance(test) / variance(&z),
            dead: activity.dead().len() as f64,
            rare: activity.rare(RARE) as f64,
            length: middle_length(model, &sets.valid.x)?,
        })
    }
}

/// Σⱼ Var aⱼ over the rows of A.
fn variance(a: &Array2<Real>) -> f64 {
    a.var_axis(Axis(0), 0.0).iter().map(|&v| f64::from(v)).sum::<f64>().max(f64::EPSILON)
}

/// The median length of those features that are on for some of these images.
fn middle_length(model: &SparseAutoencoder, x: &Array2<Real>) -> autoencoders::Result<f64> {
    let z = model.encode(x)?;
    let lengths = lengths(model.features().view());
    let used =
        z.columns().into_iter().zip(&lengths).filter(|(z, _)| z.iter().any(|&z| z > 0.0));
    let used: Vec<f64> = used.map(|(_, &length)| f64::from(length)).collect();
    Ok(median(&used).unwrap_or(f64::NAN))
}

/// Each arm from every start, at the rate at which the first start has the least loss on
/// held-out images, price and all; with that rate. Errors where all rates run away.
pub fn at_best_rates(
    run: &Run,
    sets: &Sets,
    cases: &[(Arm, Lesson)],
) -> Outcome<Vec<(f64, Vec<Trained>)>> {
    let train = |(arm, lesson): &(Arm, Lesson), rate| {
        let trained = arm.train(run, sets, &Lesson { rate, ..lesson.clone() }, 0)?;
        Ok((trained.model.loss(&sets.valid.x)?.total(), trained))
    };
    let best = tried::at_best_rates(run, cases, train, |(loss, _)| *loss)?;
    let chosen: Vec<(&(Arm, Lesson), f64)> =
        cases.iter().zip(best.iter().map(|one| one.0)).collect();
    let others =
        run.from_each_start(&chosen, starts(run) - 1, |&((arm, lesson), rate), start| {
            arm.train(run, sets, &Lesson { rate, ..lesson.clone() }, start + 1)
        })?;
    let all = best.into_iter().zip(others);
    Ok(all
        .map(|((rate, (_, first)), o)| (rate, std::iter::once(first).chain(o).collect()))
        .collect())
}

/// Records what the networks of an arm are like, over their starts.
pub fn record(run: &mut Run, of: &str, trained: &[Trained]) {
    let mut say = |key: &str, digits, of: fn(&Measured) -> f64| {
        let values: Vec<f64> = trained.iter().map(|t| of(&t.end)).collect();
        run.over_starts(key, &values, "", digits);
    };
    if trained.iter().any(|t| t.model.networks().output == Output::Logits) {
        say(&format!("{of}_bce"), 2, |m| m.loss);
    }
    say(&format!("{of}_sq"), 3, |m| m.sq);
    say(&format!("{of}_l0"), 1, |m| m.l0);
    say(&format!("{of}_hoyer"), 3, |m| m.hoyer);
    say(&format!("{of}_mean"), 4, |m| m.mean);
    say(&format!("{of}_size"), 3, |m| m.size);
    say(&format!("{of}_jacobian"), 2, |m| m.jacobian);
    say(&format!("{of}_length"), 2, |m| m.length);
    say(&format!("{of}_dead"), 0, |m| m.dead);
    say(&format!("{of}_rare"), 0, |m| m.rare);
}

/// Records what they were like after two thirds of the training.
pub fn record_shorter(run: &mut Run, of: &str, trained: &[Trained]) {
    let mut say = |key: &str, digits, of: fn(&Measured) -> f64| {
        let values: Vec<f64> = trained.iter().map(|t| of(&t.shorter)).collect();
        run.over_starts(&format!("{key}_shorter"), &values, "", digits);
    };
    say(&format!("{of}_sq"), 3, |m| m.sq);
    say(&format!("{of}_l0"), 1, |m| m.l0);
    say(&format!("{of}_hoyer"), 3, |m| m.hoyer);
    say(&format!("{of}_jacobian"), 2, |m| m.jacobian);
    say(&format!("{of}_dead"), 0, |m| m.dead);
}

/// How many starts.
pub fn starts(run: &Run) -> usize {
    run.size(1, 5, 5)
}
