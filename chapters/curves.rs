//! Several runs of one experiment as one picture: a band and its middle.

use crate::figures::{Ink, Panel};
use crate::run::Run;
use autoencoders::stats::{median, range};

/// (step or epoch, value).
pub type Curve = Vec<(f64, f64)>;

/// The medians of several curves with the same x.
pub fn medians(curves: &[Curve]) -> Curve {
    let points = curves.iter().map(Vec::len).min().unwrap_or(0);
    let values = |i: usize| curves.iter().map(|curve| curve[i].1).collect::<Vec<_>>();
    (0..points).filter_map(|i| Some((curves[0][i].0, median(&values(i))?))).collect()
}

/// A band from the least to the most of several curves with the same x, and their medians as a line.
pub fn bundle(panel: Panel, curves: &[Curve], ink: Ink, label: &str) -> Panel {
    let range = |i: usize| range(curves.iter().map(|curve| curve[i].1));
    let middle = medians(curves);
    let band: Vec<_> =
        middle.iter().enumerate().map(|(i, &(x, _))| (x, range(i).0, range(i).1)).collect();
    panel.band(band, ink).line(middle, ink, label)
}

/// Where a curve first is below a value.
pub fn first_below(curve: &Curve, value: f64) -> Option<f64> {
    curve.iter().find(|(_, y)| *y < value).map(|p| p.0)
}

/// The median of the curves' last values.
pub fn end(curves: &[Curve]) -> f64 {
    let last = |curve: &Curve| curve.last().map_or(f64::NAN, |p| p.1);
    median(&curves.iter().map(last).collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

/// Record a number, unless it is one that this run did not find: a step that was not reached, say.
pub fn found(run: &mut Run, key: &str, value: f64, digits: usize) {
    if value.is_finite() {
        run.number(key, value, digits);
    }
}
