//! The images that the experiments are made on: pixels in [0, 1], some to fit on and others to measure on.

use autoencoders::Real;
use autoencoders::data::{ImageSet, digits, optdigits};
use autoencoders::ndarray::{Array2, ArrayView1};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};
use std::ops::Range;

/// Fewer images than these are no set to train on.
const FEWEST: usize = 100;
/// Images of more numbers would take hours.
const MOST_PIXELS: usize = 4096;

/// Images to train on, and others.
pub struct Set {
    /// To train on.
    pub train: ImageSet,
    /// To measure on.
    pub test: ImageSet,
}

/// The two sets of digits.
pub struct Sets {
    /// The rendered 28×28 digits, or the images of `--data`.
    pub digits: Set,
    /// The real 8×8 digits, for what needs hundreds of runs.
    pub small: Set,
}

impl Sets {
    /// The built-in digits, or the images of `--data` and the small digits.
    pub fn load(run: &mut Run) -> Outcome<Sets> {
        let small = optdigits::load()?;
        let train = ImageSet { x: small.x / 16.0, ..small };
        let small = apart(Images { train, test: None, white: 1.0 })?;
        let digits = match (run.args.quick, run.args.data.is_some()) {
            (true, false) => {
                let (train, test) =
                    (digits::train(run.args.seed, 800)?, digits::test(run.args.seed, 200)?);
                Set { train: train.images, test: test.images }
            }
            _ => apart(datasets::rendered_digits(run)?)?,
        };
        let digits = if run.args.quick { digits.first(800)? } else { digits };
        if run.args.data.is_none() {
            run.name_data("digits and optdigits");
        }
        for (prefix, set) in [("", &digits), ("small_", &small)] {
            run.count(&format!("{prefix}samples"), set.train.len());
            run.count(&format!("{prefix}test_samples"), set.test.len());
            run.count(&format!("{prefix}features"), set.features());
        }
        Ok(Sets { digits, small })
    }
}

/// Every fifth image to measure on where the set's makers did not divide it.
fn apart(images: Images) -> Outcome<Set> {
    images.check(FEWEST, MOST_PIXELS)?;
    let (train, test) = images.apart(5)?;
    Ok(Set { train, test })
}

impl Set {
    /// X (n, d) to train on.
    pub fn x(&self) -> &Array2<Real> {
        &self.train.x
    }

    /// d.
    pub fn features(&self) -> usize {
        self.train.x.ncols()
    }

    /// The same test images, and at most `count` to train on.
    pub fn first(&self, count: usize) -> Outcome<Set> {
        self.rows(0..self.train.len().min(count))
    }

    /// The same test images, and these to train on.
    pub fn rows(&self, rows: Range<usize>) -> Outcome<Set> {
        let rows: Vec<usize> = rows.collect();
        Ok(Set { train: self.train.select(&rows)?, test: self.test.clone() })
    }

    /// One row of each class, or the first ten where there are no classes.
    pub fn samples(images: &ImageSet) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..10)
            .filter_map(|class| images.labels.iter().position(|&l| l == class))
            .collect();
        rows.extend((0..10.min(images.len())).filter(|_| images.labels.is_empty()));
        rows
    }

    /// Rows of pixels as pictures.
    pub fn tiles<'a>(&'a self, x: &'a Array2<Real>) -> impl Iterator<Item = Tile> + 'a {
        x.rows().into_iter().map(|row| self.tile(row))
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.train, row, 0.0, 1.0)
    }
}
