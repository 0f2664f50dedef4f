//! Models with the same layers that differ in what their code is asked to be.

use super::jury::Jury;
use super::sets::{Pictures, adam, starts};
use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
use autoencoders::ndarray::{Array2, Zip};
use autoencoders::nn::init::Init;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::vae::{Likelihood, Vae, sample_codes};
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};
use rand::Rng;

/// k of every model here.
pub const CODE: usize = 10;
/// The noise that one of them sees at its input.
const NOISE: Real = 0.3;

/// A model to be: its name in numbers and in figures.
pub const ARMS: [(&str, &str); 5] = [
    ("pca", "PCA"),
    ("plain", "plain"),
    ("noise", "noise"),
    ("low", "β = 0.1"),
    ("vae", "VAE"),
];

/// A model as it is.
#[derive(Clone)]
pub enum Coder {
    /// Linear.
    Pca(Pca),
    /// A code without chance.
    Plain(NeuralAutoencoder),
    /// A code with chance.
    Vae(Vae),
}

impl Coder {
    /// What encodes and decodes.
    pub fn model(&self) -> &dyn Autoencoder {
        match self {
            Coder::Pca(model) => model,
            Coder::Plain(model) => model,
            Coder::Vae(model) => model,
        }
    }

    /// The codes that the decoder was trained on: of a VAE one draw an image, else f(x).
    pub fn codes(&self, x: &Array2<Real>, rng: &mut impl Rng) -> Result<Array2<Real>> {
        match self {
            Coder::Vae(model) => {
                let (mu, s) = model.posterior(x)?;
                let mut z = sample_codes(mu.nrows(), mu.ncols(), rng);
                Zip::from(&mut z).and(&mu).and(&s).for_each(|z, mu, s| {
                    *z = mu + (s / 2.0).exp() * *z;
                });
                Ok(z)
            }
            _ => self.model().encode(x),
        }
    }
}

/// By arm, then by start: at two thirds of the training, and at its end.
pub struct Coders(pub Vec<Vec<[Coder; 2]>>);

impl Coders {
    /// Trains all.
    pub fn train(run: &mut Run, pictures: &Pictures, jury: &Jury) -> Outcome<Coders> {
        run.count("coder_code", CODE).spread(0.0);
        run.number("coder_noise", NOISE.into(), 1).spread(0.0);
        let made = run.from_each_start(&ARMS, starts(run), |(key, _), start| {
            let x = &jury.train.x;
            let coders = match *key {
                "pca" => [(); 2].map(|()| Pca::fit(x, CODE).map(Coder::Pca)),
                "plain" | "noise" => plain(run, pictures, x, *key == "noise", start)?
                    .map(|m| Ok(Coder::Plain(m))),
                _ => {
                    let beta = if *key == "low" { 0.1 } else { 1.0 };
                    vae(run, pictures, x, beta, start)?.map(|m| Ok(Coder::Vae(m)))
                }
            };
            let [earlier, last] = coders;
            Ok([earlier?, last?])
        })?;
        let coders = Coders(made);
        for (arm, (key, _)) in ARMS.iter().enumerate() {
            let mut errors = Vec::new();
            for [_, last] in &coders.0[arm] {
                errors.push(last.model().squared_error(&pictures.test.x)?);
            }
            run.over_starts(&format!("coder_{key}_sq"), &errors, "", 2);
        }
        Ok(coders)
    }

    /// An arm's models at the end, by start; none where there is no such arm.
    pub fn of(&self, key: &str) -> impl Iterator<Item = &Coder> {
        let at = ARMS.iter().position(|arm| arm.0 == key);
        at.into_iter().flat_map(|at| self.0[at].iter().map(|[_, last]| last))
    }

    /// An arm's VAEs by start, at two thirds and at the end.
    pub fn vaes(&self, key: &str) -> Vec<[&Vae; 2]> {
        let at = ARMS.iter().position(|arm| arm.0 == key);
        let made = at.into_iter().flat_map(|at| &self.0[at]);
        made.filter_map(|coders| match coders {
            [Coder::Vae(earlier), Coder::Vae(last)] => Some([earlier, last]),
            _ => None,
        })
        .collect()
    }
}

/// The widths of every model: d, hidden, k.
pub fn widths(pictures: &Pictures) -> [usize; 3] {
    [pictures.d(), pictures.hidden, CODE]
}

/// The epoch at two thirds of a training.
pub fn shorter(epochs: usize) -> usize {
    (2 * epochs).div_ceil(3)
}

fn plain(
    run: &Run,
    pictures: &Pictures,
    x: &Array2<Real>,
    noisy: bool,
    start: usize,
) -> Outcome<[NeuralAutoencoder; 2]> {
    let of = Architecture {
        output: Output::Logits,
        init: Init::PyTorch,
        ..Architecture::default()
    };
    let rng = &mut run.rng(&format!("coder {start}"));
    let autoencoder = NeuralAutoencoder::random(&widths(pictures), &of, rng)?;
    let sd = if noisy { NOISE } else { 0.0 };
    let corruption = Corruption::Gaussian { sd };
    let mut model = DenoisingAutoencoder { autoencoder, corruption };
    let (adam, training) = (&mut adam(), pictures.training(run, start));
    let (mut earlier, at) = (None, shorter(training.epochs));
    model.train(x, None, adam, &training, |record, model| {
        if record.epoch == at {
            earlier = Some(model.autoencoder.clone());
        }
        Ok(())
    })?;
    let last = model.autoencoder;
    Ok([earlier.unwrap_or(last.clone()), last])
}

fn vae(
    run: &Run,
    pictures: &Pictures,
    x: &Array2<Real>,
    beta: Real,
    start: usize,
) -> Outcome<[Vae; 2]> {
    let rng = &mut run.rng(&format!("coder {start}"));
    let widths = widths(pictures);
    let mut model = Vae::random(&widths, Likelihood::Bernoulli, Init::PyTorch, rng)?;
    model.objective.beta = beta;
    let (adam, training) = (&mut adam(), pictures.training(run, start));
    let (mut earlier, at) = (None, shorter(training.epochs));
    model.train(x, None, adam, &training, |record, model| {
        if record.epoch == at {
            earlier = Some(model.clone());
        }
        Ok(())
    })?;
    Ok([earlier.unwrap_or(model.clone()), model])
}
