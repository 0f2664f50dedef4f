//! Falling curves of rate and error: their lower hull, and what lies between two points.

use chapters::curves::Curve;

/// The lower hull of points: no mixture of two others of them is below it. From left to right, falling.
pub fn hull(points: &[(f64, f64)]) -> Curve {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Curve = Vec::new();
    for (x, y) in sorted {
        if hull.last().is_some_and(|last| y >= last.1) {
            continue;
        }
        while let [.., a, b] = hull[..] {
            if (b.0 - a.0) * (y - a.1) > (x - a.0) * (b.1 - a.1) {
                break;
            }
            hull.pop();
        }
        hull.push((x, y));
    }
    hull
}

/// Where a falling curve is at x, by straight lines between its points; `None` outside.
pub fn at(curve: &[(f64, f64)], x: f64) -> Option<f64> {
    let pair = curve.windows(2).find(|pair| (pair[0].0..=pair[1].0).contains(&x))?;
    let share = (x - pair[0].0) / (pair[1].0 - pair[0].0);
    Some(pair[0].1 + share * (pair[1].1 - pair[0].1))
}
