//! Who judges a picture: a reader of labels, and the images that models were trained on.

use super::jury::SURE;
use super::sets::{Pictures, adam, starts};
use autoencoders::Real;
use autoencoders::latent::holes::nearest;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::init::Init;
use autoencoders::nn::network::Network;
use autoencoders::nn::train::{Samples, silent, train as learn};
use autoencoders::stacked::{Classifier, largest, one_hot};
use autoencoders::stats::mean;
use chapters::{Outcome, Run};
use std::collections::HashSet;

/// A reader for each start, trained apart from all models.
pub struct Judges {
    /// None where the images have no labels.
    readers: Vec<Classifier>,
    train: Array2<Real>,
}

impl Judges {
    /// Trains the readers, and says how well they read and how far apart images are.
    pub fn train(run: &mut Run, pictures: &Pictures) -> Outcome<Judges> {
        let (train_set, test) = (&pictures.train, &pictures.test);
        let classes = train_set.labels.iter().max().map_or(0, |most| most + 1);
        let mut judges = Judges { readers: Vec::new(), train: train_set.x.clone() };
        if classes > 1 {
            let target = one_hot(&train_set.labels, classes);
            let made = run.from_each_start(&[()], starts(run), |(), start| {
                let rng = &mut run.rng(&format!("reader {start}"));
                let dense = Dense::random(pictures.d(), pictures.hidden, Init::He, rng);
                let layers: Vec<Box<dyn autoencoders::nn::layer::Layer>> =
                    vec![Box::new(dense), Box::new(Activation::Relu)];
                let mut reader =
                    Classifier::on(Network::new(pictures.d(), layers)?, classes)?;
                let samples = Samples::pairs(&train_set.x, &target);
                let how = pictures.training(run, start);
                learn(&mut reader, &mut adam(), samples, None, &how, silent)?;
                Ok(reader)
            })?;
            judges.readers = made.into_iter().flatten().collect();
            let right = |reader: &Classifier| reader.accuracy(&test.x, &test.labels);
            let right = judges.readers.iter().map(right).collect::<Result<Vec<_>, _>>()?;
            let shares: Vec<f64> = right.iter().map(|share| 100.0 * share).collect();
            run.over_starts("reader_right", &shares, "%", 1);
        }
        run.number("near_test", judges.near(&test.x)?, 3).spread(0.0);
        Ok(judges)
    }

    /// Whether labels can be read at all.
    pub fn can_read(&self) -> bool {
        !self.readers.is_empty()
    }

    /// What this start's reader reads in each picture.
    pub fn read(&self, start: usize, y: &Array2<Real>) -> Outcome<Vec<usize>> {
        match self.readers.get(start) {
            Some(reader) => Ok(reader.classify(y)?),
            None => Ok(vec![0; y.nrows()]),
        }
    }

    /// The share of pictures in which this start's reader reads these labels, in per cent.
    pub fn kept(&self, start: usize, y: &Array2<Real>, labels: &[usize]) -> Outcome<f64> {
        let read = self.read(start, y)?;
        Ok(100.0 * autoencoders::stacked::agreement(&read, labels))
    }

    /// What this start's reader reads in each picture, and the probability it gives that.
    fn best(&self, start: usize, y: &Array2<Real>) -> Outcome<Vec<(usize, f64)>> {
        let Some(reader) = self.readers.get(start) else { return Ok(Vec::new()) };
        let a = reader.head.predict(&reader.encoder.predict(y)?)?;
        let best = largest(&a);
        let each = a.rows().into_iter().zip(best).map(|(a, best)| {
            let sum: f64 = a.iter().map(|&v| f64::from(v - a[best]).exp()).sum();
            (best, 1.0 / sum)
        });
        Ok(each.collect())
    }

    /// How sure this start's reader is: the mean of its largest probability, in per cent.
    pub fn sure(&self, start: usize, y: &Array2<Real>) -> Outcome<f64> {
        let each = self.best(start, y)?.into_iter().map(|(_, p)| 100.0 * p);
        Ok(mean(&each.collect::<Vec<_>>()).unwrap_or(f64::NAN))
    }

    /// The rows of the pictures in which this start's reader surely reads the label.
    pub fn surely(
        &self,
        start: usize,
        y: &Array2<Real>,
        labels: &[usize],
    ) -> Outcome<HashSet<usize>> {
        let each = self.best(start, y)?.into_iter().zip(labels).enumerate();
        Ok(each
            .filter(|(_, ((read, p), label))| read == *label && *p > SURE)
            .map(|(i, _)| i)
            .collect())
    }

    /// The mean distance of a picture from the nearest training image.
    pub fn near(&self, y: &Array2<Real>) -> Outcome<f64> {
        Ok(nearest(y, &self.train)?.mean().unwrap_or(f64::NAN))
    }
}

/// The share of pixels that are neither paper nor ink, in per cent.
pub fn grey(y: &Array2<Real>) -> f64 {
    let between = y.iter().filter(|&&v| (0.1..0.9).contains(&v)).count();
    100.0 * between as f64 / y.len() as f64
}
