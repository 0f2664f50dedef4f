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
            curve.extend(
                (0..STEPS).map(|step| between(a, b, c, d, step as f32 / STEPS as f32)),
            );
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
    let lengths: Vec<f32> =
        curve.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).collect();
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
        let t =
            if lengths[i] > 0.0 { ((goal - before) / lengths[i]).min(1.0) } else { 0.0 };
        even.push(std::array::from_fn(|j| {
            curve[i][j] + t * (curve[i + 1][j] - curve[i][j])
        }));
    }
    even.extend(curve.last());
    even
}

/// The points smoothed with a standard deviation of `sd` steps, by three passes of a moving mean; the ends stay.
pub(super) fn smoothed(mut points: Vec<Point>, sd: f32) -> Vec<Point> {
    // A mean over ±r has the variance r(r + 1)/3; r need not be whole: the outermost points count in part.
    let reach = 0.5 * ((1.0 + 4.0 * sd * sd).sqrt() - 1.0);
    let last = points.len() - 1;
    for _ in 0..3 {
        let old = points.clone();
        for (i, point) in points.iter_mut().enumerate() {
            let r = reach.min(i.min(last - i) as f32);
            let (whole, part) = (r as usize, r.fract());
            let mut sum = old[i - whole..=i + whole]
                .iter()
                .fold([0.0; 2], |s, p| [s[0] + p[0], s[1] + p[1]]);
            if part > 0.0 {
                let (a, b) = (old[i - whole - 1], old[i + whole + 1]);
                sum = [sum[0] + part * (a[0] + b[0]), sum[1] + part * (a[1] + b[1])];
            }
            *point = sum.map(|s| s / (2.0 * r + 1.0));
        }
    }
    points
}
