//! Both estimators, how their results are put together, and how they look.

use autoencoders::Real;
use autoencoders::data::manifolds::{Family, manifold};
use autoencoders::manifold::{
    Estimate, NEIGHBOURS, SHARE, distinct, local_pca, two_nearest,
};
use autoencoders::ndarray::{Array2, Axis};
use chapters::figures::{Ink, Panel, Shape};
use chapters::{Outcome, Run};
use rand::Rng;

/// A way of counting dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the ratio of the two nearest distances.
    Two,
    /// By local PCA.
    Pca,
}

impl Way {
    /// Both.
    pub const BOTH: [Way; 2] = [Way::Two, Way::Pca];

    /// The end of a number's key.
    pub fn key(self) -> &'static str {
        match self {
            Way::Two => "two",
            Way::Pca => "pca",
        }
    }

    /// Its name in a figure.
    pub fn name(self) -> &'static str {
        match self {
            Way::Two => "two neighbours",
            Way::Pca => "local PCA",
        }
    }

    /// Its colour and shape.
    pub fn look(self) -> (Ink, Shape) {
        match self {
            Way::Two => (Ink::Category(0), Shape::Dot),
            Way::Pca => (Ink::Pca, Shape::Square),
        }
    }

    /// The dimension of X (n, d).
    pub fn estimate(self, x: &Array2<Real>) -> autoencoders::Result<Estimate> {
        match self {
            Way::Two => two_nearest(x),
            Way::Pca => local_pca(x, NEIGHBOURS.min(x.nrows() / 2), SHARE),
        }
    }
}

/// n points of dimension q, less those that single precision cannot tell from others: on a curve there are such.
pub fn drawn(
    shape: Family,
    q: usize,
    n: usize,
    rng: &mut impl Rng,
) -> Outcome<Array2<Real>> {
    let x = manifold(shape, q, n, 0.0, rng)?.x;
    Ok(x.select(Axis(0), &distinct(&x)))
}

/// The mean of independent estimates, with its interval: half widths add as standard deviations do.
pub fn together(estimates: &[Estimate]) -> Estimate {
    let n = estimates.len() as f64;
    let dimension = estimates.iter().map(|e| e.dimension).sum::<f64>() / n;
    let half = |of: &dyn Fn(&Estimate) -> f64| {
        estimates.iter().map(|e| of(e).powi(2)).sum::<f64>().sqrt() / n
    };
    let (below, above) = (half(&|e| e.dimension - e.low), half(&|e| e.high - e.dimension));
    Estimate { dimension, low: dimension - below, high: dimension + above }
}

/// Record an estimate under `key`, its interval under `key_low` and `key_high`.
pub fn record(run: &mut Run, key: &str, estimate: Estimate) {
    run.number(key, estimate.dimension, 2);
    run.number(&format!("{key}_low"), estimate.low, 2);
    run.number(&format!("{key}_high"), estimate.high, 2);
}

/// An estimate at `x`: a point, and its interval as an upright line.
pub fn bar(panel: Panel, x: f64, estimate: Estimate, (ink, shape): (Ink, Shape)) -> Panel {
    let size = if panel.marks.len() > 40 { 4.0 } else { 6.0 };
    panel.line([(x, estimate.low), (x, estimate.high)], ink, "").points(
        [(x, estimate.dimension)],
        ink,
        shape,
        size,
    )
}
