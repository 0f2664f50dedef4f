//! The networks that are compared, and their training: each at its best rate, from several
//! starts.

use super::pictures::Pictures;
use super::tried;
use autoencoders::conv::ConvAutoencoder;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Training};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Frame, Real, Result};
use chapters::{Outcome, Run};
use rand::Rng;
use std::collections::BTreeMap;

/// Images in a batch: few, as there are few images, and steps are what is wanted.
pub const BATCH: usize = 16;

/// A network to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arm {
    /// The tutorial's 16-8-8.
    Conv,
    /// The same without the bend at the code.
    Straight,
    /// The same with half as many filters again, but for the code.
    Wide,
    /// One dense layer each way, rectified code of as many numbers as the conv code.
    Dense,
    /// One dense layer each way, linear code as large as the conv network's parameters
    /// allow.
    Narrow,
}

/// A network of either kind.
#[derive(Clone)]
pub enum Model {
    /// Of image layers.
    Image(ConvAutoencoder),
    /// Of dense ones.
    Dense(NeuralAutoencoder),
}

/// A network, and how its training went.
pub struct Trained {
    /// As it ended.
    pub model: Model,
    /// Adam's rate.
    pub rate: f64,
    /// Cross-entropy a pixel on the images to choose by, after each epoch.
    pub valid: Vec<f64>,
}

/// What to train on and for how long.
#[derive(Clone, Copy)]
pub struct Lesson<'a> {
    /// To learn.
    pub train: &'a Array2<Real>,
    /// To choose by.
    pub valid: &'a Array2<Real>,
    /// How a row is a picture.
    pub frame: Frame,
    /// Passes.
    pub epochs: usize,
    /// Stop after so many epochs that were no better.
    pub patience: Option<usize>,
}

impl Arm {
    /// Whether it is a dense network.
    pub fn is_dense(self) -> bool {
        matches!(self, Arm::Dense | Arm::Narrow)
    }

    /// Its name in numbers.
    pub fn key(self) -> &'static str {
        match self {
            Arm::Conv => "conv",
            Arm::Straight => "straight",
            Arm::Wide => "wide",
            Arm::Dense => "dense",
            Arm::Narrow => "narrow",
        }
    }

    /// The arm whose rate it takes: its own, but for variants of the tutorial's.
    fn like(self) -> Arm {
        match self {
            Arm::Straight | Arm::Wide => Arm::Conv,
            own => own,
        }
    }

    /// With first weights from `rng`.
    pub fn random(self, frame: Frame, rng: &mut impl Rng) -> Result<Model> {
        let conv = ConvAutoencoder::tutorial(frame, rng)?;
        let d = frame.len();
        Ok(match self {
            Arm::Conv => Model::Image(conv),
            Arm::Straight => {
                let (down, up) = ([16, 8, 8], [8, 8, 16]);
                Model::Image(ConvAutoencoder::of_filters(frame, down, None, up, rng)?)
            }
            Arm::Wide => {
                let (down, up) = ([24, 12, 8], [12, 12, 24]);
                let code = Some(Activation::Relu);
                Model::Image(ConvAutoencoder::of_filters(frame, down, code, up, rng)?)
            }
            Arm::Dense => {
                Model::Dense(dense(d, conv.code_size(), Some(Activation::Relu), rng)?)
            }
            Arm::Narrow => {
                // d·k weights each way, k and d biases
                let k = (conv.parameter_count().saturating_sub(d) / (2 * d + 1)).max(1);
                Model::Dense(dense(d, k, None, rng)?)
            }
        })
    }

    /// Trained from start number `start` at this rate.
    pub fn train(
        self,
        run: &Run,
        lesson: Lesson,
        start: usize,
        rate: f64,
    ) -> Outcome<Trained> {
        let name = format!("{} {start}", self.key());
        let mut model = self.random(lesson.frame, &mut run.rng(&name))?;
        let training = Training {
            epochs: lesson.epochs,
            batch: BATCH,
            seed: run.args.seed + start as u64,
            patience: lesson.patience,
            ..Training::default()
        };
        let (x, valid, d) = (lesson.train, Some(lesson.valid), lesson.frame.len() as f64);
        let mut adam = Adam { rate, ..Adam::default() };
        let history = match &mut model {
            Model::Image(m) => m.train(x, valid, &mut adam, &training, |_, _| Ok(()))?,
            Model::Dense(m) => m.train(x, valid, &mut adam, &training, |_, _| Ok(()))?,
        };
        let loss = |r: &Record| r.validation.unwrap_or(f64::NAN) / d;
        Ok(Trained { model, rate, valid: history.iter().map(loss).collect() })
    }
}

/// d-k-d, logits at the end.
fn dense(
    d: usize,
    k: usize,
    code: Option<Activation>,
    rng: &mut impl Rng,
) -> Result<NeuralAutoencoder> {
    let (hidden, output, init) = (Activation::Relu, Output::Logits, Init::Glorot);
    NeuralAutoencoder::random(&[d, k], &Architecture { hidden, code, output, init }, rng)
}

impl Model {
    /// Encoder and decoder.
    pub fn networks(&self) -> &NeuralAutoencoder {
        match self {
            Model::Image(m) => &m.networks,
            Model::Dense(m) => m,
        }
    }

    /// How many numbers there are to learn.
    pub fn parameters(&self) -> usize {
        self.networks().parameters().iter().map(|(_, theta)| theta.len()).sum()
    }

    /// Cross-entropy on these images, nats a pixel.
    pub fn bce(&self, x: &Array2<Real>) -> Outcome<f64> {
        Ok(bce(self.networks(), x)?)
    }
}

/// Cross-entropy on these images of a network that ends in logits, nats a pixel.
pub fn bce(networks: &NeuralAutoencoder, x: &Array2<Real>) -> Result<f64> {
    let logits = networks.decoder.predict(&networks.encode(x)?)?;
    Ok(Loss::CrossEntropy.value(&logits, x)? / x.ncols() as f64)
}

impl Trained {
    /// Cross-entropy a pixel on the images to choose by, at the end.
    pub fn last(&self) -> f64 {
        self.valid.last().copied().unwrap_or(f64::NAN)
    }

    /// The same after two thirds of the training: what half as long again has changed.
    pub fn at_two_thirds(&self) -> f64 {
        let at = (2 * self.valid.len()).div_ceil(3).max(1) - 1;
        self.valid.get(at).copied().unwrap_or(f64::NAN)
    }
}

impl<'a> Lesson<'a> {
    /// The images of a set, as long as it says.
    pub fn of(pictures: &'a Pictures) -> Lesson<'a> {
        Lesson {
            train: &pictures.train.x,
            valid: &pictures.valid.x,
            frame: pictures.frame(),
            epochs: pictures.epochs,
            patience: None,
        }
    }

    /// The same with other images to learn from.
    pub fn on(self, train: &'a ImageSet) -> Lesson<'a> {
        Lesson { train: &train.x, ..self }
    }
}

/// Every arm at its best rate, chosen from the first start on images held out of training:
/// by arm, by start.
///
/// Variants of an arm that is there take its rate, so that one thing changes. Errors where an
/// arm runs away at every rate.
pub fn at_best_rates(
    run: &Run,
    lesson: Lesson,
    arms: &[Arm],
    starts: usize,
) -> Outcome<Vec<Vec<Trained>>> {
    let tuned: Vec<Arm> = arms.iter().copied().filter(|arm| arm.like() == *arm).collect();
    let train = |&arm: &Arm, rate| arm.train(run, lesson, 0, rate);
    let best = tried::at_best_rates(run, &tuned, train, Trained::last)?;
    let mut first: BTreeMap<_, _> =
        tuned.iter().zip(best).map(|(arm, (_, trained))| (arm.key(), trained)).collect();
    let rate = |arm: Arm| first.get(arm.like().key()).map_or(f64::NAN, |best| best.rate);
    let more: Vec<(Arm, f64, usize)> = arms
        .iter()
        .flat_map(|&arm| {
            let done = usize::from(arm.like() == arm);
            (done..starts).map(move |start| (arm, start))
        })
        .map(|(arm, start)| (arm, rate(arm), start))
        .collect();
    let made =
        run.together(&more, |&(arm, rate, start)| arm.train(run, lesson, start, rate))?;
    let mut made = made.into_iter();
    Ok(arms
        .iter()
        .map(|arm| {
            let best = first.remove(arm.key());
            let rest = starts - usize::from(best.is_some());
            best.into_iter().chain(made.by_ref().take(rest)).collect()
        })
        .collect())
}

/// How many starts.
pub fn starts(run: &Run) -> usize {
    run.size(1, 5, 5)
}
