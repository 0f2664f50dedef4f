//! Smooth curves through the points of a stroke.

/// A point: x to the right, y down.
pub(super) type Point = [f32; 2];

/// Steps between two points.
const STEPS: usize = 8;

/// A Catmull-Rom spline through the points; where a point is given twice the curve has a corner.
///
/// Source: E. Catmull, R. Rom, "A class of local interpolating splines", 1974.
pub(super) fn through(points: &[Point]) -> Vec<Point> {
    let mut curve = Vec::with_capacity(points.len() * STEPS);
    for piece in points.chunk_by(|a, b| a != b) {
        let at = |i: isize| piece[i.clamp(0, piece.len() as isize - 1) as usize];
        for i in 0..piece.len() as isize - 1 {
            let [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
            curve.extend((0..STEPS).map(|step| between(a, b, c, d, step as f32 / STEPS as f32)));
        }
        curve.extend(piece.last());
    }
    curve
}

fn between(a: Point, b: Point, c: Point, d: Point, t: f32) -> Point {
    std::array::from_fn(|j| {
        let (a, b, c, d) = (a[j], b[j], c[j], d[j]);
        let (quadratic, cubic) = (2.0 * a - 5.0 * b + 4.0 * c - d, 3.0 * (b - c) + d - a);
        b + 0.5 * t * ((c - a) + t * (quadratic + t * cubic))
    })
}

/// Points at equal steps of about `step` along the curve, both ends among them.
pub(super) fn evenly(curve: &[Point], step: f32) -> Vec<Point> {
    let lengths: Vec<f32> = curve.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).collect();
    let total: f32 = lengths.iter().sum();
    let n = ((total / step).round() as usize).max(1);
    let mut even = Vec::with_capacity(n + 1);
    let (mut i, mut before) = (0, 0.0);
    for k in 0..n {
        let goal = total * k as f32 / n as f32;
        while i + 1 < lengths.len() && before + lengths[i] < goal {
            before += lengths[i];
            i += 1;
        }
        let t = if lengths[i] > 0.0 { ((goal - before) / lengths[i]).min(1.0) } else { 0.0 };
        even.push(std::array::from_fn(|j| curve[i][j] + t * (curve[i + 1][j] - curve[i][j])));
    }
    even.extend(curve.last());
    even
}

/// The values smoothed by three passes of a moving mean over 2·`reach` + 1; the ends stay where they are.
pub(super) fn smoothed(mut points: Vec<Point>, reach: usize) -> Vec<Point> {
    let last = points.len() - 1;
    if reach == 0 || last == 0 {
        return points;
    }
    for _ in 0..3 {
        let old = points.clone();
        for (i, point) in points.iter_mut().enumerate() {
            let r = reach.min(i).min(last - i);
            let sum = old[i - r..=i + r].iter().fold([0.0; 2], |s, p| [s[0] + p[0], s[1] + p[1]]);
            *point = sum.map(|s| s / (2 * r + 1) as f32);
        }
    }
    points
}
