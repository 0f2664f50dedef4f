//! From factors to ink: where the pen goes, and how wide its line is there.

use super::factors::Factors;
use super::forms::FORMS;
use super::spline::{Point, evenly, smoothed, through};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::f32::consts::TAU;

/// A disc of ink; a line joins it to the next.
#[derive(Clone, Copy)]
pub(super) struct Dot {
    pub at: Point,
    pub radius: f32,
}

/// The step at which the pen's way is looked at.
const STEP: f32 = 0.02;

/// The strokes of a digit, each a chain of dots, in heights.
pub(super) fn ink(f: &Factors) -> Vec<Vec<Dot>> {
    let rng = &mut ChaCha8Rng::seed_from_u64(u64::from(f.chance));
    let bend = Bend::new(f, rng);
    let mut strokes = (FORMS[f.digit][f.form].strokes)(&f.shape);
    for stroke in &mut strokes {
        miss(stroke, f.jitter, rng);
    }
    strokes
        .iter()
        .map(|stroke| {
            let mut way = smoothed(evenly(&through(stroke), STEP), f.rounding / STEP);
            way.iter_mut().for_each(|p| *p = bend.apply(*p));
            press(&way, f, rng)
        })
        .collect()
}

/// Displace every point, corners (points given twice) as one.
fn miss(stroke: &mut [Point], jitter: f32, rng: &mut impl Rng) {
    let mut last = ([0.0; 2], [0.0; 2]);
    for p in stroke {
        if *p != last.0 {
            let off: Point =
                std::array::from_fn(|_| jitter * rng.sample::<f32, _>(StandardNormal));
            last = (*p, off);
        }
        *p = [p[0] + last.1[0], p[1] + last.1[1]];
    }
}

/// Slant, width, rotation and a smooth distortion.
struct Bend {
    rows: [Point; 2],
    warp: f32,
    phases: [f32; 6],
}

impl Bend {
    fn new(f: &Factors, rng: &mut impl Rng) -> Self {
        let (s, c) = f.rotation.to_radians().sin_cos();
        let lean = f.slant.to_radians().tan();
        // rotation · (shear and widening)
        let rows = [[c * f.aspect, -c * lean - s], [s * f.aspect, c - s * lean]];
        Bend {
            rows,
            warp: f.warp,
            phases: std::array::from_fn(|_| TAU * rng.random::<f32>()),
        }
    }

    fn apply(&self, [x, y]: Point) -> Point {
        let [p, q] = [x - 0.5, y - 0.5];
        let f = &self.phases;
        let wave = |across: f32, along: f32, phase: f32| {
            (TAU * (0.7 * across + 0.35 * along) + phase).sin()
        };
        let x = p + self.warp
            * (wave(q, p, f[0]) + 0.5 * wave(q * 1.6, -p, f[1]) + 0.5 * wave(p, q, f[2]));
        let y = q + self.warp
            * (wave(p, q, f[3]) + 0.5 * wave(p * 1.6, -q, f[4]) + 0.5 * wave(q, p, f[5]));
        self.rows.map(|[a, b]| a * x + b * y)
    }
}

/// The line's width along the way: a slow random change, heavier downwards, lighter where the pen lands and leaves.
fn press(way: &[Point], f: &Factors, rng: &mut impl Rng) -> Vec<Dot> {
    let (phase, quick): (f32, f32) =
        (TAU * rng.random::<f32>(), rng.random_range(0.4..1.2));
    let last = way.len() - 1;
    (0..=last)
        .map(|i| {
            let (before, after) = (way[i.saturating_sub(2)], way[(i + 2).min(last)]);
            let [dx, dy] = [after[0] - before[0], after[1] - before[1]];
            let down = dy / dx.hypot(dy).max(1e-6);
            let along = i as f32 * STEP;
            let ends = (1.0 - (along.min((last - i) as f32 * STEP) / 0.15)).max(0.0);
            let change =
                0.5 * down + 0.5 * (TAU * quick * along + phase).sin() - 0.5 * ends;
            let tremble: Point =
                std::array::from_fn(|_| f.tremor * rng.sample::<f32, _>(StandardNormal));
            let at = [way[i][0] + tremble[0], way[i][1] + tremble[1]];
            let uneven = f.tremor * rng.sample::<f32, _>(StandardNormal);
            // A hair is left where the pressure is least, so that there is always something to see.
            let radius = (0.5 * f.thickness * (1.0 + f.pressure * change) + uneven)
                .max(0.05 * f.thickness);
            Dot { at, radius }
        })
        .collect()
}
