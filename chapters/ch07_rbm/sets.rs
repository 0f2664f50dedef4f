//! The images that the machines learn.

use autoencoders::data::{ImageSet, digits, optdigits};
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::{Real, Result};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};

/// Fewer images than these are no set to learn from.
const FEWEST: usize = 50;
/// A first layer for more pixels would take too long.
const MOST_PIXELS: usize = 1024;

/// Images to learn from and others to measure on.
pub struct Set {
    /// Pixels in [0, 1].
    pub train: ImageSet,
    /// Seen by no machine.
    pub test: ImageSet,
}

/// The two sets of digits; a reader's images take the place of both.
pub struct Sets {
    /// Few pixels, for curves over many machines: the 8×8 digits.
    pub small: Set,
    /// For pictures: the 28×28 digits.
    pub digits: Set,
}

impl Sets {
    /// The built-in digits, or the images of `--data`.
    pub fn load(run: &mut Run) -> Outcome<Sets> {
        let sets = if run.args.data.is_some() {
            let images = datasets::optdigits(run)
                .map_err(|error| format!("{error}; or word counts (see --help)"))?;
            images.check(FEWEST, MOST_PIXELS)?;
            let all = Set::new(images)?;
            let most = run.size(300, 6000, usize::MAX);
            Sets {
                digits: all.first(run.size(300, 4000, 20_000))?,
                small: all.first(most)?,
            }
        } else {
            run.name_data("optdigits, digits and documents");
            let (n, seed) = (run.size(300, 4000, 10_000), run.args.seed);
            let (train, test) =
                (digits::train(seed, n)?.images, digits::test(seed, n / 4)?.images);
            let small = Images { train: optdigits::load()?, test: None, white: 16.0 };
            Sets {
                small: Set::new(small)?.first(run.size(300, 2000, 2000))?,
                digits: Set { train, test },
            }
        };
        run.count("small_samples", sets.small.train.len());
        run.count("small_tests", sets.small.test.len());
        run.count("small_features", sets.small.train.x.ncols());
        run.count("digits_samples", sets.digits.train.len());
        Ok(sets)
    }
}

impl Set {
    /// Every fifth image is kept back where the set's makers did not divide it; pixels are scaled to [0, 1].
    fn new(images: Images) -> Outcome<Set> {
        let white = images.white;
        let (mut train, mut test) = images.apart(5)?;
        train.x /= white;
        test.x /= white;
        Ok(Set { train, test })
    }

    /// At most so many images, and a quarter as many to measure on.
    fn first(&self, most: usize) -> Result<Set> {
        let first = |set: &ImageSet, most: usize| {
            set.select(&(0..set.len().min(most)).collect::<Vec<_>>())
        };
        Ok(Set { train: first(&self.train, most)?, test: first(&self.test, most)? })
    }

    /// Black or white: (to learn from, to measure on).
    pub fn binary(&self) -> (Array2<Real>, Array2<Real>) {
        let binary = |set: &ImageSet| set.x.mapv(|v| if v > 0.5 { 1.0 } else { 0.0 });
        (binary(&self.train), binary(&self.test))
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.train, row, 0.0, 1.0)
    }
}
