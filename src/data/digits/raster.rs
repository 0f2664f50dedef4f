//! From ink to pixels, sized and centred as MNIST's digits are.

use super::pen::Dot;
use super::spline::Point;

/// Pixels down and across a picture.
pub const SIDE: usize = 28;
/// Pixels of the box that the ink fits.
const BOX: usize = 20;
/// Pixels on each side of the box before the centring.
const MARGIN: usize = (SIDE - BOX) / 2;
/// Width over which an edge fades, pixels: a pixel's own and the scanner's.
const EDGE: f32 = 1.2;

/// The picture: ink fitted into the box, centre of mass in the middle, darkest pixel 1.
pub(super) fn picture(strokes: &[Vec<Dot>]) -> Vec<f32> {
    let placed = fitted(strokes);
    let mut pixels = vec![0.0; SIDE * SIDE];
    for stroke in &placed {
        for pair in stroke.windows(2) {
            line(&mut pixels, pair[0], pair[1]);
        }
    }
    let most = pixels.iter().fold(0.0, |m: f32, &p| m.max(p));
    if most > 0.0 {
        pixels.iter_mut().for_each(|p| *p /= most);
    }
    centred(&pixels)
}

/// The strokes in pixels: the longer side of the ink's box is 20 long, and the box lies in the middle.
fn fitted(strokes: &[Vec<Dot>]) -> Vec<Vec<Dot>> {
    let dots = || strokes.iter().flatten();
    let mut size = [0.0; 2];
    let mut middle = [0.0; 2];
    for j in 0..2 {
        let low = dots().map(|d| d.at[j] - d.radius).fold(f32::INFINITY, f32::min);
        let high = dots().map(|d| d.at[j] + d.radius).fold(f32::NEG_INFINITY, f32::max);
        (size[j], middle[j]) = (high - low, 0.5 * (high + low));
    }
    let scale = BOX as f32 / size[0].max(size[1]);
    let half = 0.5 * SIDE as f32;
    let place = |dot: &Dot| Dot {
        at: std::array::from_fn(|j| half + scale * (dot.at[j] - middle[j])),
        radius: scale * dot.radius,
    };
    strokes.iter().map(|stroke| stroke.iter().map(place).collect()).collect()
}

/// Ink along the line between two dots, within the box; each pixel keeps the most ink that any line gives it.
fn line(pixels: &mut [f32], a: Dot, b: Dot) {
    let reach = a.radius.max(b.radius) + EDGE;
    let span = |j: usize| {
        let (low, high) = (a.at[j].min(b.at[j]) - reach, a.at[j].max(b.at[j]) + reach);
        (
            low.floor().max(MARGIN as f32) as usize,
            (high.ceil().max(0.0) as usize).min(MARGIN + BOX),
        )
    };
    let ((left, right), (top, bottom)) = (span(0), span(1));
    let e = [b.at[0] - a.at[0], b.at[1] - a.at[1]];
    let inverse = 1.0 / (e[0] * e[0] + e[1] * e[1]).max(1e-12);
    for row in top..bottom {
        let y = row as f32 + 0.5 - a.at[1];
        for (column, pixel) in
            (left..).zip(&mut pixels[row * SIDE + left..row * SIDE + right])
        {
            let x = column as f32 + 0.5 - a.at[0];
            let t = ((x * e[0] + y * e[1]) * inverse).clamp(0.0, 1.0);
            let (x, y) = (x - t * e[0], y - t * e[1]);
            let radius = a.radius + t * (b.radius - a.radius);
            let ink = covered(radius, (x * x + y * y).sqrt());
            *pixel = if ink > *pixel { ink } else { *pixel };
        }
    }
}

/// How much of a pixel at `distance` from the middle of a line of the given radius is ink.
fn covered(radius: f32, distance: f32) -> f32 {
    let inside = |depth: f32| {
        let t = (0.5 + depth / EDGE).clamp(0.0, 1.0);
        0.5 * t + 0.5 * t * t * (3.0 - 2.0 * t)
    };
    inside(radius - distance) - inside(-radius - distance)
}

/// The picture shifted by whole pixels so that its centre of mass is the middle to within half a pixel.
fn centred(pixels: &[f32]) -> Vec<f32> {
    let mut mass = 0.0;
    let mut moment: Point = [0.0; 2];
    for (i, &p) in pixels.iter().enumerate() {
        mass += p;
        moment[0] += p * (i % SIDE) as f32;
        moment[1] += p * (i / SIDE) as f32;
    }
    let shift =
        moment.map(|m| ((SIDE / 2) as f32 - m / f32::max(mass, 1e-6)).round() as isize);
    let at =
        |i: usize, by: isize| usize::try_from(i as isize - by).ok().filter(|&i| i < SIDE);
    let moved =
        |i: usize| Some(pixels[at(i / SIDE, shift[1])? * SIDE + at(i % SIDE, shift[0])?]);
    (0..pixels.len()).map(|i| moved(i).unwrap_or(0.0)).collect()
}
