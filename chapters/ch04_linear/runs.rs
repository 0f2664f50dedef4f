//! A history of the linear autoencoder as a curve, beside what all chapters do with curves.

use autoencoders::linear::history::Record;
pub use chapters::curves::{Curve, bundle, end, first_below, found, medians};

/// Loss against steps, without the start: a logarithm has no place for step 0.
pub fn losses(history: &[Record]) -> Curve {
    history
        .iter()
        .filter(|record| record.step > 0)
        .map(|r| (r.step as f64, r.loss))
        .collect()
}
