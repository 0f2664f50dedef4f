//! Fine-tuning: one classifier on labelled images, its rate and its length chosen on held-out
//! ones.

use super::sets::Sets;
use autoencoders::data::ImageSet;
use autoencoders::nn::model::Samples;
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, train};
use autoencoders::stacked::{Classifier, one_hot};
use chapters::Outcome;
use chapters::curves::Curve;

/// Adam's rates that are tried.
pub const RATES: [f64; 3] = [3e-4, 1e-3, 3e-3];
/// Looks at the held-out images along a training.
const LOOKS: usize = 20;

/// Labelled images, how many steps, and the chance of their order.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// To learn from.
    pub given: &'a ImageSet,
    /// Held out, and seen by nothing.
    pub sets: &'a Sets,
    /// Steps of Adam.
    pub steps: usize,
    /// Images in a batch at most.
    pub batch: usize,
    /// Of the order.
    pub seed: u64,
    /// Whether the head alone learns.
    pub frozen: bool,
}

/// What a training came to, in shares of images.
#[derive(Debug, Clone, Default)]
pub struct Tuned {
    /// On the held-out images, where it was best.
    pub valid: f64,
    /// On the test images there.
    pub test: f64,
    /// On the test images at the end.
    pub last: f64,
    /// On the test images at the look that suits *them* best.
    pub peeked: f64,
    /// On the test images by step.
    pub curve: Curve,
    /// As it was where it was best.
    pub encoder: Option<Network>,
}

impl Course<'_> {
    /// A classifier on this encoder at one rate.
    pub fn at(&self, encoder: &Network, rate: f64) -> Outcome<Tuned> {
        let Course { given, sets, steps, batch, seed, frozen } = *self;
        let classes = sets.classes();
        let target = one_hot(&given.labels, classes);
        let mut model = Classifier { frozen, ..Classifier::on(encoder.clone(), classes)? };
        let batch = batch.min(given.len());
        let epochs = (steps / given.len().div_ceil(batch)).max(1);
        let every = (epochs / LOOKS).max(1);
        let training = Training { epochs, batch, seed, ..Training::default() };
        let mut found = Tuned { valid: -1.0, ..Tuned::default() };
        let mut adam = Adam { rate, ..Adam::default() };
        let samples = Samples::pairs(&given.x, &target);
        train(&mut model, &mut adam, samples, None, &training, |record, model| {
            if !record.epoch.is_multiple_of(every) && record.epoch != epochs {
                return Ok(());
            }
            let valid = model.accuracy(&sets.valid.x, &sets.valid.labels)?;
            let test = model.accuracy(&sets.test.x, &sets.test.labels)?;
            found.curve.push((record.step as f64, test));
            found.peeked = found.peeked.max(test);
            found.last = test;
            if valid > found.valid {
                (found.valid, found.test) = (valid, test);
                found.encoder = Some(model.encoder.clone());
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// At each of these rates.
    pub fn at_all(&self, encoder: &Network, rates: &[f64]) -> Outcome<Vec<Tuned>> {
        rates.iter().map(|&rate| self.at(encoder, rate)).collect()
    }
}

/// The training that is best on held-out images; the lowest rate of several.
pub fn best(all: &[Tuned]) -> Tuned {
    let better = |best: Tuned, one: &Tuned| match one.valid > best.valid {
        true => one.clone(),
        false => best,
    };
    all.iter().fold(Tuned { valid: -1.0, ..Tuned::default() }, better)
}
