//! Both estimators, how their results are put together, and how they look.

use autoencoders::Real;
use autoencoders::data::manifolds::{Family, manifold};
use autoencoders::manifold::{
    Estimate, NEIGHBOURS, SHARE, distinct, local_pca, two_nearest,
};
use autoencoders::ndarray::{Array2, Axis};
use chapters::figures::{Ink, Panel, Shape};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

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

    /// The dimension of X (n, d).
    pub fn estimate(self, x: &Array2<Real>) -> autoencoders::Result<Estimate> {
        match self {
            Way::Two => two_nearest(x),
            Way::Pca => by_share(x, SHARE),
        }
    }
}

/// Local PCA with another threshold.
pub fn by_share(x: &Array2<Real>, share: f64) -> autoencoders::Result<Estimate> {
    local_pca(x, NEIGHBOURS.min((x.nrows() / 2).max(2)), share)
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

/// X plus isotropic noise.
pub fn noisy(x: &Array2<Real>, sd: f64, rng: &mut impl Rng) -> Array2<Real> {
    x.mapv(|v| (f64::from(v) + sd * rng.sample::<f64, _>(StandardNormal)) as Real)
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

/// Marks of one series of a figure: points, and a line through their medians.
pub fn series(
    panel: Panel,
    points: &[(f64, Vec<f64>)],
    look: (Ink, Shape),
    name: &str,
) -> Panel {
    let all = points.iter().flat_map(|(x, found)| found.iter().map(move |&e| (*x, e)));
    let middle = points
        .iter()
        .filter_map(|(x, found)| Some((*x, autoencoders::stats::median(found)?)));
    panel.points(all, look.0, look.1, 4.0).line(middle, look.0, name)
}
