//! Bowls and loops: points on an ellipse.

use super::spline::Point;

/// `n` points on the ellipse about `centre` with radii `radii`, from one angle to another, both included.
///
/// Degrees, clockwise as seen: 0 = right, 90 = bottom, 180 = left, 270 = top.
pub(super) fn arc(centre: Point, radii: Point, from: f32, to: f32, n: usize) -> Vec<Point> {
    let at = |i: usize| (from + (to - from) * i as f32 / (n - 1) as f32).to_radians();
    (0..n)
        .map(|i| [centre[0] + radii[0] * at(i).cos(), centre[1] + radii[1] * at(i).sin()])
        .collect()
}
