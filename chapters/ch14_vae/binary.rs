//! Images of black and white, of which a likelihood is one; and the models of them.

use super::pictures::Pictures;
use autoencoders::data::{ImageSet, optdigits};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::vae::visible::VisibleModel;
use autoencoders::vae::{Likelihood, Vae};
use autoencoders::{Real, Result};
use chapters::datasets::last_of_every;
use chapters::{Outcome, Run};

/// Images of 0 and 1, and how models are trained on them.
#[derive(Clone)]
pub struct Set {
    /// In the names of numbers.
    pub key: &'static str,
    /// In figures.
    pub name: String,
    /// To train on (n, d).
    pub train: ImageSet,
    /// When to stop.
    pub validation: Array2<Real>,
    /// To measure on.
    pub test: ImageSet,
    /// Units between pixels and code.
    pub hidden: usize,
    /// Numbers in the wider code.
    pub code: usize,
    /// Units by which a pixel sees those before it.
    pub units: usize,
    training: Training,
}

/// Ink where a pixel is at least half as white as can be.
fn binary(set: &ImageSet, white: Real) -> ImageSet {
    ImageSet { x: ink(&set.x, white), labels: set.labels.clone(), ..*set }
}

/// The same for pixels.
pub fn ink(x: &Array2<Real>, white: Real) -> Array2<Real> {
    x.mapv(|v| if v >= 0.5 * white { 1.0 } else { 0.0 })
}

/// The run's pictures; without `--data` the small real digits before them.
pub fn sets(run: &mut Run, pictures: &Pictures) -> Outcome<Vec<Set>> {
    let mut sets = Vec::new();
    if run.args.data.is_none() {
        sets.push(real_digits(run)?);
    }
    let long = run.args.data.is_some() && run.args.full;
    let most = run.size(60, 3000, 12_000).min(pictures.train.len());
    let train: Vec<usize> = (0..most).collect();
    let (train, validation) = parted(&binary(&pictures.train.select(&train)?, 1.0))?;
    let rows: Vec<usize> = (0..pictures.test.len().min(run.size(40, 500, 1000))).collect();
    let (epochs, patience) = (run.size(2, 100, 100), Some(10));
    let batch = if long { 128 } else { 50 };
    sets.push(Set {
        key: "pic",
        name: if run.args.data.is_some() { "images" } else { "rendered" }.into(),
        train,
        validation,
        test: binary(&pictures.test.select(&rows)?, 1.0),
        hidden: pictures.hidden,
        code: pictures.code,
        units: 16,
        training: Training { epochs, batch, patience, ..Training::default() },
    });
    for set in &sets {
        for (what, count) in [
            ("train", set.train.len()),
            ("validation", set.validation.nrows()),
            ("test", set.test.len()),
            ("hidden", set.hidden),
            ("code", set.code),
            ("epochs", set.training.epochs),
        ] {
            run.count(&format!("binary_{}_{what}", set.key), count).spread(0.0);
        }
    }
    Ok(sets)
}

/// Optdigits: every fifth image to measure on, every fifth of the rest to stop by.
fn real_digits(run: &Run) -> Outcome<Set> {
    let all = binary(&optdigits::load()?, 16.0);
    let (rest, test) = last_of_every(5, run.size(120, all.len(), all.len()));
    let (train, validation) = parted(&all.select(&rest)?)?;
    let (epochs, patience) = (run.size(3, 300, 300), Some(25));
    Ok(Set {
        key: "opt",
        name: "real, 8×8".into(),
        train,
        validation,
        test: all.select(&test)?,
        hidden: 128,
        code: 8,
        units: 32,
        training: Training { epochs, batch: 50, patience, ..Training::default() },
    })
}

/// Without every fifth image, and these.
fn parted(set: &ImageSet) -> Result<(ImageSet, Array2<Real>)> {
    let (train, validation) = last_of_every(5, set.len());
    Ok((set.select(&train)?, set.x.select(Axis(0), &validation)))
}

impl Set {
    /// The first so many test images (n, d).
    pub fn some(&self, most: usize) -> Array2<Real> {
        self.test.x.slice(s![..most.min(self.test.len()), ..]).to_owned()
    }

    /// Without one class to train on and to stop by: the rest must look odd to nobody.
    pub fn without(&self, class: usize) -> Result<Set> {
        let rows: Vec<usize> =
            (0..self.train.len()).filter(|&i| self.train.labels[i] != class).collect();
        let (train, validation) = parted(&self.train.select(&rows)?)?;
        Ok(Set { train, validation, ..self.clone() })
    }

    /// A VAE with a code of k, trained until the validation images say stop.
    pub fn vae(&self, run: &Run, k: usize, start: usize) -> Outcome<Vae> {
        let mut rng = run.rng(&format!("{} VAE {k} {start}", self.key));
        let widths = [self.train.x.ncols(), self.hidden, k];
        let mut vae = Vae::random(&widths, Likelihood::Bernoulli, Init::PyTorch, &mut rng)?;
        let adam = &mut Adam { rate: 2e-3, ..Adam::default() };
        let training = self.training_from(run, start);
        vae.train(&self.train.x, Some(&self.validation), adam, &training, silent)?;
        Ok(vae)
    }

    /// Each pixel from those before it, trained likewise.
    pub fn visible(&self, run: &Run, start: usize) -> Outcome<VisibleModel> {
        let mut model = VisibleModel::new(self.train.x.ncols())?;
        let adam = &mut Adam { rate: 5e-3, ..Adam::default() };
        let training = self.training_from(run, start);
        model.train(&self.train.x, Some(&self.validation), adam, &training)?;
        Ok(model)
    }

    /// How long and in what order, from this start.
    pub fn training_from(&self, run: &Run, start: usize) -> Training {
        Training { seed: run.args.seed + 1000 * start as u64, ..self.training.clone() }
    }
}
