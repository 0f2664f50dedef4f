//! Known and unknown pictures, and how many of the unknown get their right name.

use autoencoders::Real;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::ndarray::{Array2, Axis};
use chapters::Outcome;
use rand::{Rng, seq::SliceRandom};
use std::collections::BTreeMap;

/// Known rows and unknown ones: of each person among `rows` a third, at random, is unknown; of who is seen once, nothing.
pub fn divide(
    rows: &[usize],
    labels: &[usize],
    rng: &mut impl Rng,
) -> (Vec<usize>, Vec<usize>) {
    let mut people: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &i in rows {
        people.entry(labels[i]).or_default().push(i);
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for images in people.values_mut() {
        images.shuffle(rng);
        let (some, rest) = images.split_at((images.len() / 3).max(1).min(images.len() - 1));
        unknown.extend(some);
        known.extend(rest);
    }
    (known, unknown)
}

/// The share of `asked` rows of X whose nearest known row bears their label.
pub fn named(
    x: &Array2<Real>,
    labels: &[usize],
    known: &[usize],
    asked: &[usize],
) -> Outcome<f64> {
    let labels = |rows: &[usize]| rows.iter().map(|&i| labels[i]).collect::<Vec<_>>();
    let (a, b) = (x.select(Axis(0), known), x.select(Axis(0), asked));
    // Distances are the same without the mean, and rounded less.
    let mean = a.mean_axis(Axis(0)).ok_or("nobody is known")?;
    share(&(a - &mean), &labels(known), &(b - &mean), &labels(asked))
}

/// The share of rows of `asked` whose nearest row of `known` bears their label.
pub fn share(
    known: &Array2<Real>,
    names: &[usize],
    asked: &Array2<Real>,
    truth: &[usize],
) -> Outcome<f64> {
    let found = nearest_label(known, names, asked)?;
    let right = found.iter().zip(truth).filter(|(found, truth)| found == truth).count();
    Ok(right as f64 / truth.len() as f64)
}
