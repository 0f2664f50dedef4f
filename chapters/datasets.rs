//! The data of a run: built in, or brought along with `--data`.

use crate::run::{Outcome, Run};
use autoencoders::data::{self, ImageSet, digits, idx, images, optdigits};
use autoencoders::error::counted;
use autoencoders::ndarray::{Array2, s};
use autoencoders::{Frame, Real};
use std::collections::BTreeMap;
use std::path::Path;

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
    /// Both then have their labels [in turn](in_turn).
    pub fn apart(self, k: usize) -> Outcome<(ImageSet, ImageSet)> {
        let Images { train: all, test, .. } = self;
        if let Some(test) = test {
            return Ok((all, test));
        }
        let (fitted, kept_back) = last_of_every(k, all.len());
        Ok((in_turn(&all.select(&fitted)?)?, in_turn(&all.select(&kept_back)?)?))
    }
}

/// Where labels come one after the other, as those of sub-folders do, the same images with their labels mixed evenly: the
/// first so many, and the last, have each label's share. Images whose labels are mixed already stay as they are.
pub fn in_turn(set: &ImageSet) -> Outcome<ImageSet> {
    if !set.labels.is_sorted() {
        return Ok(set.clone());
    }
    let mut counts = BTreeMap::new();
    for label in &set.labels {
        *counts.entry(label).or_insert(0_usize) += 1;
    }
    // The i-th of a label's n images comes after the share (i + ½)/n of all.
    let mut seen = BTreeMap::new();
    let mut places = Vec::new();
    for (row, label) in set.labels.iter().enumerate() {
        let before = seen.entry(label).or_insert(0_usize);
        places.push(((*before as f64 + 0.5) / counts[label] as f64, row));
        *before += 1;
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    match places.is_empty() {
        true => Ok(set.clone()), // no labels
        false => Ok(set.select(&places.iter().map(|&(_, row)| row).collect::<Vec<_>>())?),
    }
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
    fn every_part_has_each_labels_share() {
        let mixed = in_turn(&set([vec![0; 90], vec![1; 10]].concat())).expect("a set");
        for part in mixed.labels.chunks(20) {
            assert_eq!(part.iter().sum::<usize>(), 2);
        }
        assert_eq!(mixed.x.sum(), 4950.0); // each once
        // A test set of every fifth, of five labels in turn, would be of one label.
        let all = Images {
            train: set((0..500).map(|i| i / 100).collect()),
            test: None,
            white: 1.0,
        };
        let (train, test) = all.apart(5).expect("two sets");
        for (set, each) in [(train, 80), (test, 20)] {
            let of = |label: usize| set.labels.iter().filter(|&&l| l == label).count();
            assert!((0..5).all(|label| of(label) == each));
            assert!(set.labels[..5].iter().sum::<usize>() == 10, "{:?}", &set.labels[..5]);
        }
    }

    #[test]
    fn mixed_labels_and_none_stay_as_they_are() {
        for labels in [vec![1, 0, 1], vec![]] {
            let own = set(labels);
            let found = in_turn(&own).expect("a set");
            assert_eq!((found.x, found.labels), (own.x, own.labels));
        }
    }
}
