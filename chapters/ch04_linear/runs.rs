//! A history of the linear autoencoder as a curve, beside what all chapters do with curves.

use autoencoders::linear::history::Record;
use chapters::Run;
pub use chapters::curves::{Curve, bundle, end, first_below, medians};

/// Loss against steps, without the start: a logarithm has no place for step 0.
pub fn losses(history: &[Record]) -> Curve {
    history
        .iter()
        .filter(|record| record.step > 0)
        .map(|r| (r.step as f64, r.loss))
        .collect()
}

/// Record what was measured from several starts, unless one of them did not get there.
pub fn reached(run: &mut Run, key: &str, values: &[f64], unit: &str, digits: usize) {
    if values.iter().all(|value| value.is_finite()) {
        run.over_starts(key, values, unit, digits);
    }
}
