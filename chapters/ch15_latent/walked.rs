//! The models whose codes are walked in, each from several starts.

use super::sets::{Pictures, adam, starts};
use autoencoders::latent::lipschitz::ending_in;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::network::Network;
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::vae::{Likelihood, Vae};
use autoencoders::{Autoencoder, Real};
use chapters::{Outcome, Run};
use rand_chacha::ChaCha8Rng;

/// A model to be.
#[derive(Debug, Clone, Copy)]
pub struct Arm {
    /// Its name in numbers.
    pub key: &'static str,
    /// Its name in figures.
    pub name: &'static str,
    /// k.
    pub code: usize,
    /// The price of a nat; none for an autoencoder without chance.
    pub beta: Option<Real>,
}

/// The arm of which also the shorter training is kept.
pub const CLOSELY: &str = "twenty";
/// All of them: the same layers, optimiser and steps.
pub const ARMS: [Arm; 5] = [
    Arm { key: "plane", name: "VAE, k = 2", code: 2, beta: Some(1.0) },
    Arm { key: CLOSELY, name: "VAE, k = 20", code: 20, beta: Some(1.0) },
    Arm { key: "fifty", name: "VAE, k = 50", code: 50, beta: Some(1.0) },
    Arm { key: "cheap", name: "k = 50, β = 0.1", code: 50, beta: Some(0.1) },
    Arm { key: "plain", name: "plain, k = 20", code: 20, beta: None },
];

/// An autoencoder, with chance or without.
#[derive(Debug, Clone)]
pub enum Model {
    /// With.
    Vae(Vae),
    /// Without.
    Plain(NeuralAutoencoder),
}

impl Model {
    /// As an autoencoder.
    pub fn coder(&self) -> &dyn Autoencoder {
        match self {
            Model::Vae(model) => model,
            Model::Plain(model) => model,
        }
    }

    /// The decoder as it was trained: as far as its logits, if pixels are chances.
    pub fn logits(&self) -> &Network {
        match self {
            Model::Vae(model) => &model.decoder,
            Model::Plain(model) => &model.decoder,
        }
    }

    /// The decoder as far as its pixels, in one network.
    pub fn pixels(&self) -> Outcome<Network> {
        match self.vae().map(|vae| vae.likelihood) {
            Some(Likelihood::Gaussian(_)) => Ok(self.logits().clone()),
            _ => Ok(ending_in(self.logits(), Activation::Sigmoid)?),
        }
    }

    /// The VAE, if it is one.
    pub fn vae(&self) -> Option<&Vae> {
        match self {
            Model::Vae(model) => Some(model),
            Model::Plain(_) => None,
        }
    }
}

/// A model at two thirds of its training and at its end.
pub struct Made(pub [Model; 2]);

impl Made {
    /// At the end.
    pub fn last(&self) -> &Model {
        &self.0[1]
    }
}

/// An autoencoder of these widths, from d to k, that is trained on X (n, d): with a likelihood
/// and the price β, or without chance.
pub fn fit(
    (x, widths): (&Array2<Real>, &[usize]),
    chance: Option<(Likelihood, Real)>,
    training: &Training,
    rng: &mut ChaCha8Rng,
) -> Outcome<Made> {
    let (adam, mut earlier) = (&mut adam(), None);
    let shorter = (2 * training.epochs).div_ceil(3);
    let last = match chance {
        Some((likelihood, beta)) => {
            let mut model = Vae::random(widths, likelihood, Init::PyTorch, rng)?;
            model.objective.beta = beta;
            model.train(x, None, adam, training, |record, model| {
                if record.epoch == shorter {
                    earlier = Some(Model::Vae(model.clone()));
                }
                Ok(())
            })?;
            Model::Vae(model)
        }
        None => {
            let (output, init) = (Output::Logits, Init::PyTorch);
            let of = Architecture { output, init, ..Architecture::default() };
            let mut model = NeuralAutoencoder::random(widths, &of, rng)?;
            model.train(x, None, adam, training, |record, model| {
                if record.epoch == shorter {
                    earlier = Some(Model::Plain(model.clone()));
                }
                Ok(())
            })?;
            Model::Plain(model)
        }
    };
    Ok(Made([earlier.unwrap_or_else(|| last.clone()), last]))
}

/// The arms, each from every start.
pub struct Walked {
    made: Vec<Vec<Made>>,
}

impl Walked {
    /// Trains all.
    pub fn train(run: &mut Run, pictures: &Pictures) -> Outcome<Walked> {
        let made = run.from_each_start(&ARMS, starts(run), |arm, start| {
            let widths = [pictures.d(), pictures.hidden, arm.code];
            let rng = &mut run.rng(&format!("walked {}, {start}", arm.code));
            let training = pictures.training(run, start);
            let chance = arm.beta.map(|beta| (Likelihood::Bernoulli, beta));
            fit((&pictures.train.x, &widths), chance, &training, rng)
        })?;
        let walked = Walked { made };
        for (arm, made) in walked.arms().filter(|(arm, _)| arm.beta.is_some()) {
            let times = if arm.key == CLOSELY { 2 } else { 1 };
            for (when, at) in [("", 1), ("shorter_", 0)].into_iter().take(times) {
                let mut bounds = Vec::new();
                for vae in made.iter().filter_map(|made| made.0[at].vae()) {
                    bounds.push(-vae.elbo(&pictures.test.x, 1, 15)?.value());
                }
                run.over_starts(&format!("{}_{when}bound", arm.key), &bounds, "", 2);
            }
        }
        Ok(walked)
    }

    /// Each arm with what became of it.
    pub fn arms(&self) -> impl Iterator<Item = (Arm, &[Made])> {
        ARMS.into_iter().zip(self.made.iter().map(Vec::as_slice))
    }

    /// One arm's models by its key; none where there is no such arm.
    pub fn of(&self, key: &str) -> &[Made] {
        self.arms().find(|(arm, _)| arm.key == key).map_or(&[], |(_, made)| made)
    }
}
