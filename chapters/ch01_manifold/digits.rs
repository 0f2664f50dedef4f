//! Digits, rendered and real, and the reader's own pictures: sets whose dimension we do not know.

use super::estimates::{Way, by_share, record};
use autoencoders::data::{ImageSet, digits as strokes, optdigits};
use autoencoders::manifold::{distinct, two_nearest};
use autoencoders::{Error, Real, ndarray::Array2};
use chapters::{Outcome, Run};

/// Pictures whose dimension we do not know.
pub struct Unknown {
    /// What they are called in a figure.
    pub name: String,
    /// How the keys of their numbers begin, after `dim`: `_digits`, or nothing.
    pub key: &'static str,
    /// The pictures, none of them twice.
    pub images: ImageSet,
}

/// A class needs so many pictures for an estimate of its own.
const LEAST_IN_CLASS: usize = 40;
/// No more classes than this are measured.
const MOST_CLASSES: usize = 20;

/// The pictures without repetitions, which have no second distance to divide by the first, measured by both ways and by
/// local PCA with half the threshold and with twice; then class by class.
pub fn measured(
    run: &mut Run,
    name: &str,
    key: &'static str,
    images: ImageSet,
) -> Outcome<Unknown> {
    let rows = distinct(&images.x);
    run.count(&format!("dim{key}_points"), rows.len());
    run.count(&format!("dim{key}_repeated"), images.len() - rows.len());
    let set = Unknown { name: name.to_string(), key, images: images.select(&rows)? };
    let x = &set.images.x;
    for way in Way::BOTH {
        record(run, &format!("dim{key}_{}", way.key()), way.estimate(x)?);
    }
    for (name, share) in [("low", 0.05), ("high", 0.2)] {
        run.number(&format!("dim{key}_share_{name}"), by_share(x, share)?.dimension, 1);
    }
    classes(run, &set)?;
    Ok(set)
}

/// Rendered digits, and the real ones that the library holds.
pub fn digits(run: &mut Run) -> Outcome<Vec<Unknown>> {
    let n = run.size(400, 2000, 10_000);
    let rendered = strokes::digits(run.args.seed, n)?.images;
    Ok(vec![
        measured(run, "rendered digits", "_digits", rendered)?,
        measured(run, "real digits", "_optdigits", optdigits::load()?)?,
    ])
}

/// The estimate of each class, as of as many pictures as the smallest class has, so that scale is no difference; and
/// which class has the least.
fn classes(run: &mut Run, set: &Unknown) -> Outcome {
    let labels = &set.images.labels;
    let count = labels.iter().max().map_or(0, |most| most + 1).min(MOST_CLASSES);
    let rows: Vec<(usize, Vec<usize>)> = (0..count)
        .map(|class| (class, (0..labels.len()).filter(|&i| labels[i] == class).collect()))
        .filter(|(_, rows): &(usize, Vec<usize>)| rows.len() >= LEAST_IN_CLASS)
        .collect();
    let Some(least) = rows.iter().map(|(_, rows)| rows.len()).min() else { return Ok(()) };
    let mut found = Vec::new();
    for (class, rows) in rows {
        let x: Array2<Real> = set.images.select(&rows[..least])?.x;
        match two_nearest(&x) {
            Ok(estimate) => found.push((class, estimate.dimension)),
            // A class that stands on a grid tells nothing.
            Err(Error::Equidistant { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for (class, dimension) in &found {
        run.number(&format!("dim{}_class_{class}", set.key), *dimension, 1);
    }
    run.count(&format!("dim{}_class_points", set.key), least);
    let others = found.iter().filter(|f| f.0 != 1).map(|f| f.1).fold(f64::MAX, f64::min);
    if found.len() > 1 {
        run.number(&format!("dim{}_class_other_least", set.key), others, 1);
    }
    Ok(())
}
