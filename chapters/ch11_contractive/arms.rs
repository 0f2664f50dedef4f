//! The models that are compared, and what is measured of each.

use super::pictures::Pictures;
use autoencoders::contractive::{ContractiveAutoencoder, Weights};
use autoencoders::ndarray::{Array1, Array2, Axis, s};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, train};
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};

/// The race's penalty, and the oracles'.
pub const LAMBDA: Real = 0.1;
/// Images of which the singular values are taken.
const SPECTRA: usize = 50;
/// A unit below this, or above one minus it, is saturated.
const SATURATED: Real = 0.05;

/// A model to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// Its name in numbers.
    pub key: &'static str,
    /// Whether the decoder has its own weights.
    pub weights: Weights,
    /// λ.
    pub lambda: Real,
}

/// The four of the chapter.
pub const ARMS: [Arm; 4] = [
    Arm { key: "ae", weights: Weights::Untied, lambda: 0.0 },
    Arm { key: "cae", weights: Weights::Untied, lambda: LAMBDA },
    Arm { key: "tied_ae", weights: Weights::Tied, lambda: 0.0 },
    Arm { key: "tied_cae", weights: Weights::Tied, lambda: LAMBDA },
];

/// What one training leaves.
pub struct Made {
    /// As it ended.
    pub model: ContractiveAutoencoder,
    /// On the test images, at two thirds of the training and at its end.
    pub measured: [Measured; 2],
    /// Of some test images, at the same times.
    pub spectra: [Spectrum; 2],
}

/// Singular values of J.
#[derive(Debug, Clone)]
pub struct Spectrum {
    /// Their means over images, largest first.
    pub values: Vec<f64>,
    /// The mean of (Σs²)²/Σs⁴.
    pub effective_rank: f64,
}

/// What is measured of a model on images.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Cross-entropy, nats an image.
    pub bce: f64,
    /// Squared error.
    pub sq: f64,
    /// Mean ‖J‖²_F.
    pub jacobian: f64,
    /// That, divided by the sum of the code's variances.
    pub relative: f64,
    /// Share of units that are saturated.
    pub saturated: f64,
    /// ‖W‖_F and ‖V‖_F.
    pub norms: [f64; 2],
}

impl Arm {
    /// Trained from start number `start`.
    pub fn train(self, run: &Run, pictures: &Pictures, start: usize) -> Outcome<Made> {
        let mut model = self.begin(run, pictures, start)?;
        learn(&mut model, |model| model, run, pictures, start)
    }

    /// As it is before its training number `start`.
    pub fn begin(
        self,
        run: &Run,
        pictures: &Pictures,
        start: usize,
    ) -> Outcome<ContractiveAutoencoder> {
        let (key, weights) = (self.key, self.weights);
        let mut rng = run.rng(&format!("{key} {start}"));
        let (shape, output) = ((pictures.d(), pictures.code), Output::Logits);
        let (lambda, init) = (self.lambda, Init::PyTorch);
        Ok(ContractiveAutoencoder::random(shape, weights, output, lambda, init, &mut rng)?)
    }
}

/// Trains a model in which `own` finds the autoencoder, and measures that on the way.
pub fn learn<M: Model>(
    model: &mut M,
    own: impl Fn(&M) -> &ContractiveAutoencoder,
    run: &Run,
    pictures: &Pictures,
    start: usize,
) -> Outcome<Made> {
    let training = Training {
        epochs: pictures.epochs,
        batch: pictures.batch,
        seed: run.args.seed + start as u64,
        ..Training::default()
    };
    let (test, shorter) = (&pictures.test.x, (2 * pictures.epochs).div_ceil(3));
    let some = test.slice(s![..SPECTRA.min(test.nrows()), ..]).to_owned();
    let mut earlier = None;
    let adam = &mut Adam { rate: pictures.rate, ..Adam::default() };
    let x = Samples::themselves(&pictures.train.x);
    train(model, adam, x, None, &training, |record, model| {
        if record.epoch == shorter {
            let model = own(model);
            earlier = Some((Measured::of(model, test)?, Spectrum::of(model, &some)?));
        }
        Ok(())
    })?;
    let model = own(model).clone();
    let last = (Measured::of(&model, test)?, Spectrum::of(&model, &some)?);
    let earlier = earlier.unwrap_or_else(|| last.clone());
    let (measured, spectra) = ([earlier.0, last.0], [earlier.1, last.1]);
    Ok(Made { model, measured, spectra })
}

impl Measured {
    /// All of it, on these images.
    pub fn of(model: &ContractiveAutoencoder, x: &Array2<Real>) -> Result<Measured> {
        let mut room = model.room(x.nrows());
        let terms =
            model.slope(Samples::themselves(x), Draw::measuring(0, 0), &mut room)?;
        let h = model.encode(x)?;
        let jacobian = mean(model.squared_jacobian(x)?.iter().copied());
        let variances: f64 = h.var_axis(Axis(0), 0.0).iter().map(|&v| f64::from(v)).sum();
        let out = |h: &&Real| !(SATURATED..=1.0 - SATURATED).contains(*h);
        Ok(Measured {
            bce: terms.get("reconstruction").unwrap_or(f64::NAN),
            sq: model.squared_error(x)?,
            jacobian,
            relative: jacobian / variances,
            saturated: h.iter().filter(out).count() as f64 / h.len() as f64,
            norms: [norm(&model.w), norm(&model.decoder_weights())],
        })
    }
}

impl Spectrum {
    /// On these images.
    fn of(model: &ContractiveAutoencoder, x: &Array2<Real>) -> Result<Spectrum> {
        let all = model.singular_values(x)?.mapv(f64::from);
        let values = all.mean_axis(Axis(0)).unwrap_or_default().to_vec();
        let ranks = all.map_axis(Axis(1), |s| {
            let squares: Array1<f64> = s.mapv(|s| s * s);
            squares.sum().powi(2) / squares.dot(&squares)
        });
        Ok(Spectrum { values, effective_rank: ranks.mean().unwrap_or(f64::NAN) })
    }

    /// How many of the largest carry 95 % of Σs².
    pub fn places(&self) -> usize {
        let whole: f64 = self.values.iter().map(|s| s * s).sum();
        let mut sum = 0.0;
        let reached = self.values.iter().position(|s| {
            sum += s * s;
            sum >= 0.95 * whole
        });
        reached.map_or(self.values.len(), |at| at + 1)
    }
}

/// The mean of these.
pub fn mean(values: impl ExactSizeIterator<Item = Real>) -> f64 {
    let n = values.len() as f64;
    values.map(f64::from).sum::<f64>() / n
}

fn norm(w: &Array2<Real>) -> f64 {
    w.iter().map(|&w| f64::from(w * w)).sum::<f64>().sqrt()
}

/// How many starts: five, and one of the quick run.
pub fn starts(run: &Run) -> usize {
    run.size(1, 5, 5)
}
