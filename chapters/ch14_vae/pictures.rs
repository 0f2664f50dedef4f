//! The images of a run: to train on, and to measure on.

use autoencoders::data::ImageSet;
use chapters::datasets;
use chapters::pixels::half_digits;
use chapters::{Outcome, Run};

/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// Numbers of a picture, at most.
const MOST: usize = 1024;

/// Images, and how to train on them.
pub struct Pictures {
    /// To train on; pixels in [0, 1].
    pub train: ImageSet,
    /// Seen by no model.
    pub test: ImageSet,
    /// Units between pixels and code.
    pub hidden: usize,
    /// k.
    pub code: usize,
    /// Images in a batch.
    pub batch: usize,
    /// Passes over the images to train on.
    pub epochs: usize,
    /// Adam's rate.
    pub rate: f64,
}

impl Pictures {
    /// The digits at half their size, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Pictures> {
        let brought = run.args.data.clone();
        let full = brought.is_some() && run.args.full;
        let images = match &brought {
            Some(dir) => datasets::brought(run, dir)?,
            None => half_digits(run)?,
        };
        images.check(FEWEST, MOST)?;
        let (train, test) = images.apart(5)?;
        let train = first(&train, run.size(60, 3000, usize::MAX))?;
        let test = first(&test, run.size(40, 500, if full { 10_000 } else { 500 }))?;
        let (hidden, code) = if full { (400, 20) } else { (run.size(16, 128, 128), 10) };
        let batch = if full { 128 } else { run.size(20, 100, 100) };
        let epochs = if full { 10 } else { run.size(2, 40, 40) };
        // as the race's on real data; few images need longer steps
        let rate = if full { 1e-3 } else { 2e-3 };
        run.number("rate", rate, 3).spread(0.0);
        for (key, value) in [
            ("train_samples", train.len()),
            ("test_samples", test.len()),
            ("features", train.x.ncols()),
            ("hidden", hidden),
            ("code", code),
            ("batch", batch),
            ("epochs", epochs),
        ] {
            run.count(key, value);
        }
        Ok(Pictures { train, test, hidden, code, batch, epochs, rate })
    }

    /// d.
    pub fn d(&self) -> usize {
        self.train.x.ncols()
    }
}

/// How many starts.
pub fn starts(run: &Run) -> usize {
    run.size(1, 5, 5)
}

/// How many where a grid or a walk over the pixels makes each dear: one in the long run on real data.
pub fn dear_starts(run: &Run) -> usize {
    let long = run.args.full && run.args.data.is_some();
    if long { 1 } else { starts(run) }
}

/// The first `most` images, or all.
fn first(set: &ImageSet, most: usize) -> Outcome<ImageSet> {
    let rows: Vec<usize> = (0..set.len().min(most)).collect();
    Ok(set.select(&rows)?)
}
