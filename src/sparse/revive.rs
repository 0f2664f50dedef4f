//! Bringing dead units back.

use super::autoencoder::{SparseAutoencoder, lengths};
use super::measures::Activity;
use crate::autoencoder::Autoencoder;
use crate::{Error, Real, Result};
use ndarray::{Array2, Axis};
use rand::Rng;
use rand::distr::{Distribution, weighted::WeightedIndex};

/// Gives every unit that is dead on X (n, d) a new start, at what the network leaves of a
/// sample: x − x_tilde, drawn in proportion to ‖x − x_tilde‖⁴. It becomes the unit's feature,
/// at the living features' mean length, and its weights, at the living ones'; the bias
/// becomes 0. Gives back how many units there were.
///
/// Errors where X does not fit, or nothing is left of any sample. Source: Bricken et al. 2023.
pub fn revive(
    model: &mut SparseAutoencoder,
    x: &Array2<Real>,
    rng: &mut impl Rng,
) -> Result<usize> {
    let (z, mut activity) = (model.encode(x)?, Activity::new(model.code_size()));
    activity.add(&z, 0.0);
    let (dead, left) = (activity.dead(), x - &model.decode(&z)?); // x − x_tilde
    if dead.is_empty() {
        return Ok(0);
    }
    let errors = left.rows().into_iter().map(|row| f64::from(row.dot(&row)).powi(2));
    let Ok(draw) = WeightedIndex::new(errors) else { return Err(nothing_left()) };
    let (mut w, b, mut features) = model.weights_mut();
    let living = |j: &usize| activity.on[*j] > 0;
    let mean = |all: Vec<Real>| {
        let own: Vec<Real> = (0..all.len()).filter(living).map(|j| all[j]).collect();
        if own.is_empty() { 1.0 } else { own.iter().sum::<Real>() / own.len() as Real }
    };
    let there = mean(lengths(w.t()).to_vec()); // of a unit's weights
    let back = mean(lengths(features.view()).to_vec()); // of its feature
    // ANCHOR: revive
    for &j in &dead {
        let left = left.row(draw.sample(rng));
        let unit = left.mapv(|v| v / left.dot(&left).sqrt());
        w.index_axis_mut(Axis(1), j).assign(&(&unit * there));
        features.row_mut(j).assign(&(&unit * back));
        b[j] = 0.0;
    }
    // ANCHOR_END: revive
    Ok(dead.len())
}

fn nothing_left() -> Error {
    Error::TooFew { what: "reviving units", need: 1, unit: "sample with an error", got: 0 }
}
