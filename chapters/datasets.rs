//! The data of a run: built in, or brought along with `--data`.

use crate::run::{Outcome, Run};
use autoencoders::data::{self, ImageSet, digits, idx, images, optdigits};
use autoencoders::error::counted;
use autoencoders::ndarray::{Array2, s};
use autoencoders::{Frame, Real};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use std::path::Path;

/// Mixed labels are in this order.
const LOT: u64 = 5;

/// Images to fit on, and images to measure on where the set's makers divided it.
#[derive(Debug, Clone)]
pub struct Images {
    /// To fit on.
    pub train: ImageSet,
    /// To measure on.
    pub test: Option<ImageSet>,
    /// The value of a white pixel.
    pub white: Real,
}

impl Images {
    /// X (n, d) of the images to fit on.
    pub fn x(&self) -> &Array2<Real> {
        &self.train.x
    }

    /// The images to measure on: held out where there are such, otherwise the fitted ones themselves.
    pub fn measured(&self) -> &ImageSet {
        self.test.as_ref().unwrap_or(&self.train)
    }

    /// An error where there are fewer than `fewest` to learn from, or a picture has more than `most` numbers.
    pub fn check(&self, fewest: usize, most: usize) -> Outcome {
        let (n, d) = self.train.x.dim();
        if n < fewest {
            let n = counted(n, "image");
            return Err(
                format!("too few to learn from: {n}; give at least {fewest}").into()
            );
        }
        if d > most {
            let help = format!(
                "give at most {most} a picture, or make them smaller with --resize N"
            );
            let d = counted(d, "number");
            return Err(format!("images of {d} are too large here; {help}").into());
        }
        Ok(())
    }

    /// Images to fit on and others to measure on: the last of every `k` is kept back where the set's makers did not divide it.
    /// Labels that come one after the other are [`mixed`] in both.
    pub fn apart(self, k: usize) -> Outcome<(ImageSet, ImageSet)> {
        let Images { train: all, test, .. } = self;
        if let Some(test) = test {
            return Ok((all, test));
        }
        let (fitted, kept_back) = last_of_every(k, all.len());
        Ok((mixed(&all.select(&fitted)?)?, mixed(&all.select(&kept_back)?)?))
    }
}

/// Where labels come one after the other, as those of sub-folders do, the same images in an order by lot: the first so many,
/// the last, and every second one then show them all. Images whose labels are mixed already stay as they are.
pub fn mixed(set: &ImageSet) -> Outcome<ImageSet> {
    let labels = &set.labels;
    if labels.first() == labels.last() || !labels.is_sorted() {
        return Ok(set.clone());
    }
    let mut rows: Vec<usize> = (0..set.len()).collect();
    rows.shuffle(&mut ChaCha8Rng::seed_from_u64(LOT));
    Ok(set.select(&rows)?)
}

/// The images of `--data`, otherwise the 1 797 real digits that the library holds.
pub fn optdigits(run: &mut Run) -> Outcome<Images> {
    match run.args.data.clone() {
        Some(dir) => brought(run, &dir),
        None => {
            run.name_data("optdigits");
            Ok(Images { train: optdigits::load()?, test: None, white: 16.0 })
        }
    }
}

/// The images of `--data`, otherwise the 10 000 and 2 000 pen-stroke digits that the library draws from the run's seed.
pub fn rendered_digits(run: &mut Run) -> Outcome<Images> {
    match run.args.data.clone() {
        Some(dir) => brought(run, &dir),
        None => {
            run.name_data("digits");
            let (train, test) = digits::train_and_test(run.args.seed)?;
            Ok(Images { train: train.images, test: Some(test.images), white: 1.0 })
        }
    }
}

/// Say that the reader's folder is read, and name the run's data after it.
pub fn read_from(run: &mut Run, dir: &Path) -> Outcome {
    let name = dir.canonicalize()?;
    let name = name.file_name().map_or("data".into(), |name| name.to_string_lossy());
    run.name_data(&name);
    run.step(&format!("read {name}"));
    Ok(())
}

/// The library's error about the reader's folder, named once, and `help` on what such a folder may hold.
pub fn blame(dir: &Path, help: &str) -> impl Fn(autoencoders::Error) -> String + Copy {
    move |error| match error.to_string() {
        named if named.starts_with(&dir.display().to_string()) => {
            format!("--data {named}; {help}")
        }
        unnamed => format!("--data {}: {unnamed}; {help}", dir.display()),
    }
}

/// The numbers 0 … n−1 without the last of every `k`, and these.
pub fn last_of_every(k: usize, n: usize) -> (Vec<usize>, Vec<usize>) {
    (0..n).partition(|i| i % k + 1 < k)
}

/// `n` images, evenly from the whole set, or all.
pub fn evenly(set: &ImageSet, n: usize) -> Outcome<ImageSet> {
    let (all, n) = (set.len(), n.clamp(1, set.len().max(1)));
    let rows: Vec<usize> = (0..n).map(|i| i * all / n).collect();
    Ok(set.select(&rows)?)
}

/// The images in a reader's folder: MNIST's four files or those of a set named like it, one IDX file, or pictures.
pub fn brought(run: &mut Run, dir: &Path) -> Outcome<Images> {
    opened(run, dir, false)
}

/// The same, pictures in colour where one of them is coloured: for programs that take it.
pub fn brought_in_colour(run: &mut Run, dir: &Path) -> Outcome<Images> {
    opened(run, dir, true)
}

fn opened(run: &mut Run, dir: &Path, colour: bool) -> Outcome<Images> {
    let help = "--data takes a folder that holds the four files of MNIST or of one set named like it, one IDX file of \
                images, or pictures (PGM, PNG, JPEG, GIF, WebP; of one size, or made so by --resize N), a sub-folder \
                for each label";
    if !dir.is_dir() {
        let what = if dir.exists() { "is a file" } else { "there is no such folder" };
        return Err(format!("--data {}: {what}; {help}", dir.display()).into());
    }
    let blame = blame(dir, help);
    read_from(run, dir)?;
    let side = run.args.resize.map(usize::from);
    if side.is_some() && idx::is_idx_folder(dir).map_err(blame)? {
        let what = "--resize is for folders of pictures; the images of IDX files have one size already";
        return Err(format!("--data {}: {what}", dir.display()).into());
    }
    if idx::is_divided(dir).map_err(blame)? {
        let both = idx::mnist_folder(dir).map_err(blame)?;
        if both.turned {
            run.note("stored as EMNIST's are, rows and columns exchanged: exchanged back");
        }
        return Ok(Images { train: both.train, test: Some(both.test), white: 1.0 });
    }
    let options = images::Options { size: side.map(|n| (n, n)), colour };
    let mut train = data::open(dir, &options).map_err(blame)?;
    // Pictures without a colour are grey ones: their channels say the same.
    let Frame { height, width, channels } = train.frame;
    let channel = |c: usize| train.x.slice(s![.., c..;channels]);
    if channels > 1 && (1..channels).all(|c| channel(c) == channel(0)) {
        train.x = channel(0).to_owned();
        train.frame = Frame::grey(height, width);
    }
    if train.len() < 3 {
        let n = counted(train.len(), "image");
        let what = format!("holds {n}, but at least 3 are needed; add some");
        return Err(format!("--data {}: {what}", dir.display()).into());
    }
    Ok(Images { train, test: None, white: 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(labels: Vec<usize>) -> ImageSet {
        let x = Array2::from_shape_fn((labels.len(), 1), |(i, _)| i as Real);
        ImageSet { x, labels, frame: Frame::grey(1, 1) }
    }

    #[test]
    fn every_part_shows_all_labels() {
        let sorted = (0..500).map(|i| i / 100).collect();
        let all = Images { train: set(sorted), test: None, white: 1.0 };
        let (train, test) = all.apart(5).expect("two sets");
        assert_eq!(train.x.sum() + test.x.sum(), 124_750.0); // each once
        for (set, each) in [(train, 80), (test, 20)] {
            let of =
                |rows: &[usize], label: usize| rows.iter().filter(|&&l| l == label).count();
            let every_second: Vec<usize> = set.labels.iter().copied().step_by(2).collect();
            for label in 0..5 {
                assert_eq!(of(&set.labels, label), each);
                for part in
                    [&set.labels[..40], &set.labels[set.len() - 40..], &every_second]
                {
                    assert!(of(part, label) >= 3, "{label} in {part:?}");
                }
            }
        }
    }

    #[test]
    fn mixed_labels_and_none_stay_as_they_are() {
        for labels in [vec![1, 0, 1], vec![2, 2, 2], vec![]] {
            let own = set(labels);
            let found = mixed(&own).expect("a set");
            assert_eq!((found.x, found.labels), (own.x, own.labels));
        }
    }
}
