//! The images of a run, divided into those to train on, to choose by, and to measure on.

use autoencoders::conv::ConvAutoencoder;
use autoencoders::data::{ImageSet, digits, faces};
use autoencoders::ndarray::ArrayView1;
use autoencoders::{Frame, Real};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};

/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// The convolutional network on more numbers a picture would take too long.
const MOST: usize = 65_536;
/// A dense network on more would, and is left out.
pub const DENSE_MOST: usize = 4096;
/// Numbers that a training may see, all epochs together: `--quick`, built-in data,
/// `--data`.
const WORK: [usize; 3] = [200_000, 24_000_000, 64_000_000];

/// Three parts of a set, and how long to train on it.
pub struct Pictures {
    /// To train on; pixels in [0, 1].
    pub train: ImageSet,
    /// Held out of the training: to choose rates by.
    pub valid: ImageSet,
    /// Seen by no model and no choice.
    pub test: ImageSet,
    /// Passes over the images to train on.
    pub epochs: usize,
}

impl Pictures {
    /// The digits, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Pictures> {
        let images = match run.args.data.clone() {
            Some(dir) => datasets::brought_in_colour(run, &dir)?,
            None => drawn(run)?,
        };
        images.check(FEWEST, MOST)?;
        // An image of a size that the network cannot take is refused before anything is
        // trained.
        ConvAutoencoder::tutorial(images.train.frame, &mut run.rng("frame"))?;
        let (train, test) = images.apart(5)?;
        let brought = run.args.data.is_some();
        let most = run.size(
            60,
            if brought { 4000 } else { 1500 },
            if brought { 4000 } else { 1500 },
        );
        let work = run.size(WORK[0], WORK[if brought { 2 } else { 1 }], WORK[2]);
        let parts = ((train, most), (test, run.size(40, 500, 500)));
        let pictures = Pictures::of(parts.0, parts.1, work)?;
        pictures.say(run, "");
        if !pictures.has_dense() {
            run.note(&format!(
                "pictures of more than {DENSE_MOST} numbers: the convolutional networks only; dense ones would take too long"
            ));
        }
        Ok(pictures)
    }

    /// The rendered faces: two of each person's ten are kept back.
    pub fn faces(run: &mut Run) -> Outcome<Pictures> {
        let (people, side) = (run.size(8, 40, 40), run.size(16, 32, 32));
        let set = faces::gallery(run.args.seed, people, 10, side, faces::Colour::Grey)?;
        let all = Images { train: set.images, test: None, white: 1.0 };
        let (train, test) = all.apart(5)?;
        let (n, m) = (train.len(), test.len());
        let work = run.size(WORK[0], WORK[1], WORK[1]);
        let pictures = Pictures::of((train, n), (test, m), work)?;
        pictures.say(run, "faces_");
        Ok(pictures)
    }

    /// So many at most of each, evenly from the whole; of the former one in six to choose
    /// by.
    fn of(
        (train, most): (ImageSet, usize),
        (test, tested): (ImageSet, usize),
        work: usize,
    ) -> Outcome<Pictures> {
        let all = datasets::evenly(&train, most * 6 / 5)?;
        let (fitted, chosen) = datasets::last_of_every(6, all.len());
        let (train, valid) = (all.select(&fitted)?, all.select(&chosen)?);
        let epochs = (work / train.x.len()).clamp(2, 300);
        let valid = datasets::evenly(&valid, 500)?;
        Ok(Pictures { train, valid, test: datasets::evenly(&test, tested)?, epochs })
    }

    /// Records the sizes.
    fn say(&self, run: &mut Run, of: &str) {
        run.count(&format!("{of}train_samples"), self.train.len());
        run.count(&format!("{of}valid_samples"), self.valid.len());
        run.count(&format!("{of}test_samples"), self.test.len());
        run.count(&format!("{of}features"), self.train.x.ncols());
        run.count(&format!("{of}epochs"), self.epochs);
    }

    /// How a row is a picture.
    pub fn frame(&self) -> Frame {
        self.train.frame
    }

    /// Whether dense networks are trained on these too.
    pub fn has_dense(&self) -> bool {
        self.train.x.ncols() <= DENSE_MOST
    }

    /// d.
    pub fn d(&self) -> f64 {
        self.train.x.ncols() as f64
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.train, row, 0.0, 1.0)
    }
}

/// As many built-in digits as are needed.
fn drawn(run: &mut Run) -> Outcome<Images> {
    run.name_data("digits");
    let (n, m) = (run.size(72, 1800, 1800), run.size(40, 500, 500));
    let (train, test) = (digits::train(run.args.seed, n)?, digits::test(run.args.seed, m)?);
    Ok(Images { train: train.images, test: Some(test.images), white: 1.0 })
}

/// A set of single numbers a pixel of this size, for [`Tile`]s that are no images of the
/// data.
pub fn sheet(height: usize, width: usize) -> ImageSet {
    let frame = Frame::grey(height, width);
    let x = autoencoders::ndarray::Array2::zeros((0, frame.len()));
    ImageSet { x, labels: Vec::new(), frame }
}
