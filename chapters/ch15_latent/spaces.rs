//! Where an addition can be made: pixels, PCA's scores, and codes of networks of one shape.

use super::faces::{Faces, SMILE};
use super::judges::Judge;
use super::sets::{HIDDEN, adam, starts};
use autoencoders::deep::readout::r_squared;
use autoencoders::ndarray::Array2;
use autoencoders::nn::init::Init;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::pca::Pca;
use autoencoders::vae::{Likelihood, Scale, Vae};
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};

/// σ² of a pixel, in every VAE.
pub const VARIANCE: Real = 0.001;
/// Principal components in which networks see a face: a turn of the pixels, and nearly all of them.
pub const FRONT: usize = 128;
/// Passes over the heads.
const EPOCHS: usize = 162;
/// The arm that is trained for two thirds of that.
pub const SHORTER: &str = "shorter";
/// Numbers in a code.
pub const CODE: usize = 48;
/// The networks: a name for numbers, one for figures, and β; none for no chance at all.
pub const ARMS: [(&str, &str, Option<Real>); 4] = [
    ("ae", "plain", None),
    ("vae", "VAE", Some(1.0)),
    ("beta_10", "β = 10", Some(10.0)),
    (SHORTER, "VAE, shorter", Some(1.0)),
];

/// The pixels themselves, as if they were a code.
pub struct Pixels(pub usize);

impl Autoencoder for Pixels {
    fn features(&self) -> usize {
        self.0
    }
    fn code_size(&self) -> usize {
        self.0
    }
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        Ok(x.clone())
    }
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        Ok(z.clone())
    }
}

/// A trained network, behind the turn to principal components.
pub struct Net {
    /// Its first layer, which is fitted, not trained.
    pub front: Pca,
    /// What was trained.
    pub inner: Model,
}

/// What was trained.
#[derive(Debug, Clone)]
pub enum Model {
    /// No chance.
    Plain(NeuralAutoencoder),
    /// A VAE.
    Chance(Vae),
}

impl Autoencoder for Net {
    fn features(&self) -> usize {
        self.front.features()
    }
    fn code_size(&self) -> usize {
        self.inner.code().code_size()
    }
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.inner.code().encode(&self.front.encode(x)?)
    }
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.front.decode(&self.inner.code().decode(z)?)
    }
}

impl Net {
    /// The VAE in it, if it is one.
    pub fn vae(&self) -> Option<&Vae> {
        match &self.inner {
            Model::Chance(model) => Some(model),
            Model::Plain(_) => None,
        }
    }
}

impl Model {
    fn code(&self) -> &dyn Autoencoder {
        match self {
            Model::Plain(model) => model,
            Model::Chance(model) => model,
        }
    }

    /// Trained on principal components `x`, so long, from a start.
    fn train(
        run: &Run,
        x: &Array2<Real>,
        beta: Option<Real>,
        epochs: usize,
        start: usize,
    ) -> Outcome<Model> {
        let widths = [x.ncols(), run.size(16, HIDDEN, HIDDEN), code(run)];
        let training = Training {
            epochs,
            batch: 50,
            schedule: Schedule::Cosine,
            seed: run.args.seed + 1000 * start as u64,
            ..Training::default()
        };
        let mut rng = run.rng(&format!("face model {start}"));
        let Some(beta) = beta else {
            let of = Architecture { init: Init::PyTorch, ..Architecture::default() };
            let mut model = NeuralAutoencoder::random(&widths, &of, &mut rng)?;
            model.train(x, None, &mut adam(), &training, silent)?;
            return Ok(Model::Plain(model));
        };
        let noise = Likelihood::Gaussian(Scale::Fixed(VARIANCE));
        let mut model = Vae::random(&widths, noise, Init::PyTorch, &mut rng)?;
        model.objective.beta = beta;
        model.train(x, None, &mut adam(), &training, silent)?;
        Ok(Model::Chance(model))
    }
}

/// k of every code of faces.
pub fn code(run: &Run) -> usize {
    run.size(4, CODE, CODE)
}

/// All that were made.
pub struct Spaces {
    /// The pixels.
    pub pixels: Pixels,
    /// Fitted to the training heads.
    pub pca: Pca,
    /// By arm and start.
    pub nets: Vec<Vec<Net>>,
}

impl Spaces {
    /// Trains all, and says how well they reconstruct and how well their reconstructions can be read.
    pub fn train(run: &mut Run, faces: &Faces, judges: &[Judge]) -> Outcome<Spaces> {
        let (x, epochs) = (&faces.train.x, run.size(2, EPOCHS, EPOCHS));
        let front = Pca::fit(x, run.size(20, FRONT, FRONT))?;
        run.number("face_front_kept", 100.0 * front.kept(FRONT), 2).spread(0.0);
        run.count("face_front", front.code_size());
        run.count("face_epochs", epochs);
        let scores = front.encode(x)?;
        let nets = run.from_each_start(&ARMS, starts(run), |&(key, _, beta), start| {
            let epochs = if key == SHORTER { epochs - epochs / 3 } else { epochs };
            let inner = Model::train(run, &scores, beta, epochs, start)?;
            Ok(Net { front: front.clone(), inner })
        })?;
        let pca = Pca::fit(&faces.train.x, code(run))?;
        let spaces = Spaces { pixels: Pixels(faces.train.x.ncols()), pca, nets };
        run.count("face_code", code(run));
        run.number("face_variance", VARIANCE.into(), 3).spread(0.0);
        let test = &faces.test;
        for (key, _) in spaces.names() {
            let (mut errors, mut seen) = (Vec::new(), Vec::new());
            for (start, judge) in judges.iter().enumerate() {
                let model = spaces.of(key, start);
                errors.push(model.squared_error(&test.x)?);
                let read = judge.read(&model.reconstruct(&test.x)?)?;
                seen.push(r_squared(&test.theta, &read)?);
            }
            run.over_starts(&format!("face_{key}_sq"), &errors, "", 2);
            let smile: Vec<f64> = seen.iter().map(|r2| r2[SMILE]).collect();
            run.over_starts(&format!("seen_{key}_smile_r2"), &smile, "", 2);
        }
        Ok(spaces)
    }

    /// Names of all spaces, for numbers and for figures.
    pub fn names(&self) -> Vec<(&'static str, &'static str)> {
        let nets = ARMS.iter().map(|&(key, name, _)| (key, name));
        [("pixels", "pixels"), ("pca", "PCA")].into_iter().chain(nets).collect()
    }

    /// A space by its name, as it ended from this start.
    pub fn of(&self, key: &str, start: usize) -> &dyn Autoencoder {
        match ARMS.iter().position(|arm| arm.0 == key) {
            Some(arm) => &self.nets[arm][start],
            None if key == "pca" => &self.pca,
            None => &self.pixels,
        }
    }

    /// A network by its name, from this start.
    pub fn net(&self, key: &str, start: usize) -> Option<&Net> {
        let arm = ARMS.iter().position(|arm| arm.0 == key)?;
        Some(&self.nets[arm][start])
    }
}
