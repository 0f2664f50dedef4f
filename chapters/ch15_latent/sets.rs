//! The images of a run, and how models of them are trained.

use autoencoders::data::ImageSet;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use chapters::datasets;
use chapters::pixels::half_digits;
use chapters::{Outcome, Run};

/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// Numbers of a picture, at most.
const MOST: usize = 1024;
/// Units between pixels and code.
pub const HIDDEN: usize = 128;
/// Images in a batch.
pub const BATCH: usize = 100;

/// Images to train on, and others.
pub struct Pictures {
    /// To train on; pixels in [0, 1].
    pub train: ImageSet,
    /// Those and, of a reader's set, more: half of them for models, half for who judges them.
    pub judged: ImageSet,
    /// Seen by no model.
    pub test: ImageSet,
    /// Units between pixels and code.
    pub hidden: usize,
    /// Passes over the images to train on.
    pub epochs: usize,
}

impl Pictures {
    /// The digits at half their size, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Pictures> {
        let images = match run.args.data.clone() {
            Some(dir) => datasets::brought(run, &dir)?,
            None => half_digits(run)?,
        };
        images.check(FEWEST, MOST)?;
        let (train, test) = images.apart(5)?;
        let full = run.args.data.is_some() && run.args.full;
        let more = if run.args.data.is_some() { 24_000 } else { 3000 };
        let judged = first(&train, run.size(60, more, usize::MAX))?;
        let train = first(&train, run.size(60, 3000, usize::MAX))?;
        let test = first(&test, run.size(40, 500, if full { 2000 } else { 500 }))?;
        let hidden = run.size(16, HIDDEN, if full { 400 } else { HIDDEN });
        let epochs = run.size(2, 40, if full { 10 } else { 40 });
        for (key, value) in [
            ("train_samples", train.len()),
            ("test_samples", test.len()),
            ("features", train.x.ncols()),
            ("hidden", hidden),
            ("epochs", epochs),
        ] {
            run.count(key, value);
        }
        Ok(Pictures { train, judged, test, hidden, epochs })
    }

    /// d.
    pub fn d(&self) -> usize {
        self.train.x.ncols()
    }

    /// As long as every model here, in an order of its own for each start.
    pub fn training(&self, run: &Run, start: usize) -> Training {
        Training {
            epochs: self.epochs,
            batch: run.size(20, BATCH, BATCH),
            seed: run.args.seed + 1000 * start as u64,
            ..Training::default()
        }
    }
}

/// The optimiser of every model here, as it starts.
pub fn adam() -> Adam {
    Adam { rate: 2e-3, ..Adam::default() }
}

/// How many starts: five, but one of the long run on real data.
pub fn starts(run: &Run) -> usize {
    let long = run.args.full && run.args.data.is_some();
    if long { 1 } else { run.size(1, 5, 5) }
}

/// The first `most` images, or all.
fn first(set: &ImageSet, most: usize) -> Outcome<ImageSet> {
    let rows: Vec<usize> = (0..set.len().min(most)).collect();
    Ok(set.select(&rows)?)
}
