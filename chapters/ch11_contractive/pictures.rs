//! The images of a run: to train on, and to measure on.

use autoencoders::data::{ImageSet, digits};
use chapters::datasets::{self, Images};
use chapters::{Outcome, Run};

/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// Singular values of a wider code would take too long.
const MOST: usize = 1024;

/// Images, and how to train on them.
pub struct Pictures {
    /// To train on; pixels in [0, 1].
    pub train: ImageSet,
    /// Seen by no model.
    pub test: ImageSet,
    /// Units of the code.
    pub code: usize,
    /// Images in a batch.
    pub batch: usize,
    /// Passes over the images to train on.
    pub epochs: usize,
    /// Adam's rate.
    pub rate: f64,
}

impl Pictures {
    /// The digits, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Pictures> {
        let brought = run.args.data.clone();
        let full = brought.is_some() && run.args.full;
        let images = match &brought {
            Some(dir) => datasets::brought(run, dir)?,
            None => drawn(run)?,
        };
        images.check(FEWEST, MOST)?;
        let (train, test) = images.apart(5)?;
        let most = run.size(60, if brought.is_some() { 4000 } else { 2000 }, usize::MAX);
        let train = first(&train, most)?;
        let test = first(&test, run.size(40, 500, if full { 10_000 } else { 500 }))?;
        let (code, batch) = if full { (500, 128) } else { (run.size(20, 200, 200), 50) };
        let epochs = if full { 10 } else { run.size(2, 20, 20) };
        // as the race's on real data; few images need longer steps
        let rate = if full { 1e-3 } else { 3e-3 };
        let pictures = Pictures { train, test, code, batch, epochs, rate };
        run.number("rate", rate, 3).spread(0.0);
        for (key, value) in [
            ("train_samples", pictures.train.len()),
            ("test_samples", pictures.test.len()),
            ("features", pictures.train.x.ncols()),
            ("code", code),
            ("batch", batch),
            ("epochs", epochs),
        ] {
            run.count(key, value);
        }
        Ok(pictures)
    }

    /// d.
    pub fn d(&self) -> usize {
        self.train.x.ncols()
    }
}

/// The first `most` images, or all.
fn first(set: &ImageSet, most: usize) -> Outcome<ImageSet> {
    let rows: Vec<usize> = (0..set.len().min(most)).collect();
    Ok(set.select(&rows)?)
}

/// As many built-in digits as are needed.
fn drawn(run: &mut Run) -> Outcome<Images> {
    run.name_data("digits");
    let (n, m) = (run.size(60, 2000, 2000), run.size(40, 500, 500));
    let (train, test) = (digits::train(run.args.seed, n)?, digits::test(run.args.seed, m)?);
    Ok(Images { train: train.images, test: Some(test.images), white: 1.0 })
}
