//! The images, and every model of them that the experiments share: each is fitted once.

use autoencoders::data::{ImageSet, digits};
use autoencoders::ndarray::ArrayView1;
use autoencoders::pca::Pca;
use autoencoders::{Real, Result};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};

/// Code sizes that are compared.
const SIZES: [usize; 5] = [2, 5, 10, 20, 30];
/// Fewer images than these are no set to train on.
const FEWEST: usize = 50;
/// A first layer for more pixels would take too long.
const MOST_PIXELS: usize = 1024;

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
}

impl Models {
    /// Load the images and train all models.
    pub fn train(run: &mut Run) -> Outcome<Models> {
        let (train, test) = images(run)?;
        let most = (train.len() - 1).min(train.x.ncols());
        let sizes: Vec<usize> =
            run.size(&SIZES[..1], &SIZES[..], &SIZES[..]).iter().copied().filter(|&k| k <= most).collect();
        let pca = Pca::fit(&train.x, SIZES[SIZES.len() - 1].min(most))?;
        Ok(Models { train, test, sizes, pca })
    }

    /// PCA with a code of k numbers, fitted on the training images; an error where k is larger than any model's.
    pub fn pca(&self, k: usize) -> Result<Pca> {
        self.pca.truncate(k)
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.train, row, 0.0, 1.0)
    }
}

/// Images to train on and others to measure on: every sixth is kept back where the set's makers did not divide it.
fn images(run: &mut Run) -> Outcome<(ImageSet, ImageSet)> {
    let Images { train, test, .. } = match (run.args.quick, &run.args.data) {
        (true, None) => {
            run.name_data("digits");
            let (train, test) = (digits::train(run.args.seed, 500)?, digits::test(run.args.seed, 200)?);
            Images { train: train.images, test: Some(test.images), white: 1.0 }
        }
        _ => datasets::rendered_digits(run)?,
    };
    let (n, d) = train.x.dim();
    if n < FEWEST {
        return Err(format!("{n} images are too few to train on; give at least {FEWEST}").into());
    }
    if d > MOST_PIXELS {
        let help = format!("give at most {MOST_PIXELS} a picture, or make them smaller with --resize N");
        return Err(format!("images of {d} numbers are too large here; {help}").into());
    }
    let rows = |of: &dyn Fn(usize) -> bool| (0..n).filter(|&i| of(i)).collect::<Vec<_>>();
    match test {
        Some(test) => Ok((train, test)),
        None => Ok((train.select(&rows(&|i| i % 6 != 5))?, train.select(&rows(&|i| i % 6 == 5))?)),
    }
}
