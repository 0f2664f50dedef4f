//! Digits, rendered and real, and the reader's own pictures: sets whose dimension we do not know.

use super::estimates::{Way, by_share, record};
use autoencoders::data::{ImageSet, digits as strokes, optdigits};
use autoencoders::manifold::distinct;
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

/// The pictures without repetitions, which have no second distance to divide by the first, measured by both ways and by
/// local PCA with half the threshold and with twice.
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
