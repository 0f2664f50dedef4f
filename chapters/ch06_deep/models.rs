//! The images, and every model of them that the experiments share: each is fitted once.

use autoencoders::data::{ImageSet, digits};
use autoencoders::deep;
use autoencoders::ndarray::ArrayView1;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::{Real, Result};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};

/// Code sizes that are compared.
const SIZES: [usize; 4] = [2, 5, 10, 30];
/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// A first layer for more pixels would take too long.
const MOST_PIXELS: usize = 1024;

/// Layers between the pixels and the code.
const HIDDEN: [&[usize]; 3] = [&[64, 32], &[300, 150, 100], deep::PAPER.split_at(1).1];

/// Images to train on, others to measure on, and the models.
pub struct Models {
    /// To train on; pixels in [0, 1].
    pub train: ImageSet,
    /// To measure on: seen by no model.
    pub test: ImageSet,
    /// Code sizes for which there is a model, smallest first.
    pub sizes: Vec<usize>,
    /// As many components as the largest code has numbers.
    pca: Pca,
    /// For each size the networks from all its starts.
    deep: Vec<Vec<NeuralAutoencoder>>,
}

impl Models {
    /// Load the images and train all models.
    pub fn train(run: &mut Run) -> Outcome<Models> {
        let (train, test) = images(run)?;
        let most = (train.len() - 1).min(train.x.ncols());
        let sizes: Vec<usize> = SIZES.iter().copied().filter(|&k| k <= most).collect();
        let pca = Pca::fit(&train.x, SIZES[SIZES.len() - 1].min(most))?;
        let mut models = Models { train, test, sizes, pca, deep: Vec::new() };
        models.say(run);
        run.train("train the networks");
        // The paper's widths take minutes each: there only the smallest code has several starts.
        let (first, last) = (models.sizes[0], models.largest());
        let starts = |k: usize| match k {
            k if k == first => run.size(1, 5, 5),
            k if k == last || k == 5 => run.size(1, 5, 1),
            _ => 1,
        };
        let jobs: Vec<(usize, usize)> = models
            .sizes
            .iter()
            .flat_map(|&k| (0..starts(k)).map(move |start| (k, start)))
            .collect();
        let made = run.together(&jobs, |&(k, start)| models.train_one(run, k, start))?;
        let mut made = made.into_iter();
        models.deep =
            models.sizes.iter().map(|&k| made.by_ref().take(starts(k)).collect()).collect();
        run.count("starts", starts(models.sizes[0]));
        Ok(models)
    }

    /// The network with a code of k numbers, from start number `start`.
    fn train_one(&self, run: &Run, k: usize, start: usize) -> Outcome<NeuralAutoencoder> {
        let shape = Architecture {
            hidden: Activation::Relu,
            code: None,
            output: Output::Logits,
            init: Init::He,
        };
        let name = format!("deep{k}_{start}");
        let mut model =
            NeuralAutoencoder::random(&self.widths(run, k), &shape, &mut run.rng(&name))?;
        let training =
            Training { checkpoint: run.checkpoint(&name), ..self.training(run, start) };
        let mut optimiser = Adam { rate: self.rate(run), ..Adam::default() };
        model.train(&self.train.x, None, &mut optimiser, &training, silent)?;
        Ok(model)
    }

    /// How the networks are trained from start number `start`.
    pub fn training(&self, run: &Run, start: usize) -> Training {
        Training {
            epochs: epochs(run),
            batch: run.size(50, 50, 64),
            seed: run.args.seed + start as u64,
            schedule: Schedule::Cosine,
            ..Training::default()
        }
    }

    /// Adam's rate: few steps have to be large ones.
    pub fn rate(&self, run: &Run) -> f64 {
        run.size(2e-3, 2e-3, 1e-3)
    }

    /// d-…-k.
    pub fn widths(&self, run: &Run, k: usize) -> Vec<usize> {
        [&[self.train.x.ncols()], hidden(run), &[k]].concat()
    }

    /// Sizes of everything, as numbers.
    fn say(&self, run: &mut Run) {
        run.count("train_samples", self.train.len());
        run.count("test_samples", self.test.len());
        run.count("features", self.train.x.ncols());
        run.count("epochs", epochs(run));
        for (i, &width) in hidden(run).iter().enumerate() {
            run.count(&format!("width_{}", i + 1), width);
        }
    }

    /// The largest code's size.
    pub fn largest(&self) -> usize {
        self.sizes.last().copied().unwrap_or(1)
    }

    /// PCA with a code of k numbers, fitted on the training images; an error where k is larger than any model's.
    pub fn pca(&self, k: usize) -> Result<Pca> {
        self.pca.truncate(k)
    }

    /// The networks with a code of k numbers, one for each start; an error where no such was trained.
    fn trained(&self, k: usize) -> Outcome<&[NeuralAutoencoder]> {
        let place = self.sizes.iter().position(|&size| size == k);
        let trained = place.and_then(|i| self.deep.get(i));
        Ok(trained.ok_or_else(|| format!("no network with {k} code units was trained"))?)
    }

    /// The network with a code of k numbers from the first start; an error where no such was trained.
    pub fn deep(&self, k: usize) -> Outcome<&NeuralAutoencoder> {
        Ok(&self.trained(k)?[0])
    }

    /// What `measure` finds of the network with a code of k numbers, from each start.
    pub fn each_deep<T>(
        &self,
        k: usize,
        measure: impl Fn(&NeuralAutoencoder) -> Outcome<T>,
    ) -> Outcome<Vec<T>> {
        self.trained(k)?.iter().map(measure).collect()
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.train, row, 0.0, 1.0)
    }
}

/// Passes over the training images, as many for every size.
fn epochs(run: &Run) -> usize {
    run.size(2, 20, 10)
}

/// Widths between the pixels and the code.
fn hidden(run: &Run) -> &'static [usize] {
    run.size(HIDDEN[0], HIDDEN[1], HIDDEN[2])
}

/// Images to train on and others to measure on: every sixth is kept back where the set's makers did not divide it.
fn images(run: &mut Run) -> Outcome<(ImageSet, ImageSet)> {
    let images = match (run.args.quick, &run.args.data) {
        (true, None) => {
            run.name_data("digits");
            let (train, test) =
                (digits::train(run.args.seed, 500)?, digits::test(run.args.seed, 200)?);
            Images { train: train.images, test: Some(test.images), white: 1.0 }
        }
        _ => datasets::rendered_digits(run)?,
    };
    images.check(FEWEST, MOST_PIXELS)?;
    images.apart(6)
}
