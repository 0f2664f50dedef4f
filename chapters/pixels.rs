//! Images as their pixels lie: made smaller, and compared with their neighbours.

use crate::datasets::Images;
use crate::run::{Outcome, Run};
use autoencoders::data::{ImageSet, digits};
use autoencoders::ndarray::{Array2, s};
use autoencoders::{Frame, Real};

/// As many built-in digits as are needed, at half their size.
pub fn half_digits(run: &mut Run) -> Outcome<Images> {
    run.name_data("digits");
    let (n, m) = (run.size(60, 3000, 3000), run.size(40, 500, 500));
    let (train, test) = (digits::train(run.args.seed, n)?, digits::test(run.args.seed, m)?);
    let (train, test) = (halved(&train.images), halved(&test.images));
    Ok(Images { train, test: Some(test), white: 1.0 })
}

/// Each 2×2 pixels as one: their mean.
pub fn halved(set: &ImageSet) -> ImageSet {
    let Frame { height, width, .. } = set.frame;
    let small = Frame::grey(height / 2, width / 2);
    let mut x = Array2::<Real>::zeros((set.len(), small.len()));
    for (from, mut to) in set.x.rows().into_iter().zip(x.rows_mut()) {
        for (i, to) in to.iter_mut().enumerate() {
            let at = 2 * (i / small.width) * width + 2 * (i % small.width);
            let pair = |at: usize| from.slice(s![at..at + 2]).sum();
            *to = (pair(at) + pair(at + width)) / 4.0;
        }
    }
    ImageSet { x, labels: set.labels.clone(), frame: small }
}

/// Σ of a function of the differences between neighbours, right and down, over all images.
pub fn over_neighbours(x: &Array2<Real>, frame: Frame, of: fn(f64) -> f64) -> f64 {
    let Frame { height, width, channels } = frame;
    let row = width * channels;
    let mut sum = 0.0;
    for x in x.rows() {
        for i in 0..height * row {
            if i % row + channels < row {
                sum += of((x[i] - x[i + channels]).into());
            }
            if i + row < height * row {
                sum += of((x[i] - x[i + row]).into());
            }
        }
    }
    sum
}
