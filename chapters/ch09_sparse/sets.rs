//! The images of a run: in three parts, and small enough for five starts of everything.

use autoencoders::conv::{Padding, Window};
use autoencoders::data::{ImageSet, digits};
use autoencoders::nn::network::Network;
use autoencoders::nn::pool::MeanPool;
use autoencoders::{Frame, Real};
use chapters::datasets::{self, Images};
use chapters::{Outcome, Run};

/// Fewer images than these are no set to train on.
const FEWEST: usize = 60;
/// A side above this is halved where that can be done.
const SIDE: usize = 16;
/// Numbers a picture at most.
const MOST: usize = 4096;

/// Three parts of a set.
pub struct Sets {
    /// To train on, and to draw labels from; pixels in [0, 1].
    pub train: ImageSet,
    /// Held out of the training: to choose by.
    pub valid: ImageSet,
    /// Seen by no model and no choice.
    pub test: ImageSet,
}

impl Sets {
    /// All of the images, at their own size.
    pub fn whole(images: Images) -> Outcome<Sets> {
        images.check(FEWEST, MOST)?;
        let (train, test) = images.apart(5)?;
        let valid = (train.len() / 10).min(1000);
        let fitted: Vec<usize> = (0..train.len() - valid).collect();
        let kept: Vec<usize> = (train.len() - valid..train.len()).collect();
        let (valid, train) = (train.select(&kept)?, train.select(&fitted)?);
        Ok(Sets { train, valid, test })
    }

    /// Some of them, evenly from the whole, each side halved while it is above sixteen pixels.
    pub fn small(&self, run: &Run) -> Outcome<Sets> {
        let most = run.size([150, 60, 60], [4000, 500, 1000], [4000, 500, 1000]);
        self.reduced(most, SIDE)
    }

    /// So many to train on, to choose by and to test on, halved while a side is above `side`.
    pub fn reduced(&self, most: [usize; 3], side: usize) -> Outcome<Sets> {
        let part = |set: &ImageSet, n| halved(datasets::evenly(set, n)?, side);
        Ok(Sets {
            train: part(&self.train, most[0])?,
            valid: part(&self.valid, most[1])?,
            test: part(&self.test, most[2])?,
        })
    }

    /// d.
    pub fn d(&self) -> usize {
        self.train.x.ncols()
    }

    /// How a row is a picture.
    pub fn frame(&self) -> Frame {
        self.train.frame
    }

    /// How many classes there are: 0 where there are no labels.
    pub fn classes(&self) -> usize {
        let sets = [&self.train, &self.valid, &self.test];
        if sets.iter().any(|set| set.labels.len() != set.len()) {
            return 0;
        }
        sets.iter().flat_map(|set| &set.labels).max().map_or(0, |most| most + 1)
    }
}

/// The digits, or what `--data` names.
pub fn load(run: &mut Run) -> Outcome<Images> {
    match run.args.data.clone() {
        Some(dir) => datasets::brought(run, &dir),
        None => drawn(run),
    }
}

/// As many built-in digits as are needed.
fn drawn(run: &mut Run) -> Outcome<Images> {
    run.name_data("digits");
    let (n, m) = (run.size(220, 5000, digits::TRAIN), run.size(60, 1000, digits::TEST));
    let (train, test) = (digits::train(run.args.seed, n)?, digits::test(run.args.seed, m)?);
    Ok(Images { train: train.images, test: Some(test.images), white: 1.0 })
}

/// Squares of 2 × 2 pixels as their mean, while a side is above `side`.
fn halved(mut set: ImageSet, side: usize) -> Outcome<ImageSet> {
    let even = |n: usize| n > side && n.is_multiple_of(2);
    while even(set.frame.height) && even(set.frame.width) {
        let pool = MeanPool::new(set.frame, Window::square(2, 2, Padding::Valid))?;
        set.x = Network::new(set.frame.len(), vec![Box::new(pool)])?.predict(&set.x)?;
        set.x.mapv_inplace(|v: Real| v.clamp(0.0, 1.0));
        (set.frame.height, set.frame.width) = (set.frame.height / 2, set.frame.width / 2);
    }
    Ok(set)
}
