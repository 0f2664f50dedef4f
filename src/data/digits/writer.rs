//! Who writes: a style that runs through all of one writer's digits, and what changes from one to the next.

use super::factors::Factors;
use super::form::FormsOf;
use super::forms::FORMS;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Writers of one seed.
const WRITERS: usize = 500;
/// For 0 to 9: how wide it is written, and how heavy the same pen looks (a small digit is brought up to size).
const PROPORTIONS: [[f32; 2]; 10] = [
    [1.10, 1.20],
    [1.10, 1.05],
    [1.06, 1.10],
    [1.06, 1.08],
    [1.08, 0.94],
    [1.06, 1.02],
    [0.98, 1.00],
    [1.05, 1.08],
    [1.15, 1.00],
    [0.97, 0.95],
];
/// How often a writer keeps to his usual form.
const FAITHFUL: f64 = 0.85;

/// A normal number, nothing beyond 2.2 standard deviations.
fn normal(rng: &mut impl Rng, mean: f32, sd: f32) -> f32 {
    mean + sd * rng.sample::<f32, _>(StandardNormal).clamp(-2.2, 2.2)
}

/// A positive number about `middle`, a standard deviation being a factor of e^`spread`.
fn ratio(rng: &mut impl Rng, middle: f32, spread: f32) -> f32 {
    middle * normal(rng, 0.0, spread).exp()
}

/// A writer's habits, in the units of [`Factors`].
struct Writer {
    forms: [usize; 10],
    shapes: [[f32; 4]; 10],
    slant: f32,
    rotation: f32,
    aspect: f32,
    thickness: f32,
    pressure: f32,
    rounding: f32,
    jitter: f32,
    warp: f32,
    tremor: f32,
}

impl Writer {
    fn random(rng: &mut impl Rng) -> Writer {
        let forms = FORMS.map(|of| choose(of, rng));
        let shapes =
            std::array::from_fn(|_| std::array::from_fn(|_| normal(rng, 0.0, 0.75)));
        Writer {
            forms,
            shapes,
            slant: normal(rng, 6.5, 11.0),
            rotation: normal(rng, 0.0, 3.5),
            aspect: ratio(rng, 0.83, 0.15),
            thickness: ratio(rng, 0.116, 0.33),
            pressure: 0.5 * rng.random::<f32>(),
            rounding: rng.random_range(0.005..0.075),
            jitter: rng.random_range(0.012..0.04),
            warp: rng.random_range(0.018..0.056),
            tremor: rng.random_range(0.001..0.009),
        }
    }
}

/// One of the forms, by their shares.
fn choose(of: FormsOf, rng: &mut impl Rng) -> usize {
    let total: f32 = of.iter().map(|form| form.share).sum();
    let mut at = total * rng.random::<f32>();
    for (i, form) in of.iter().enumerate() {
        if at < form.share {
            return i;
        }
        at -= form.share;
    }
    of.len() - 1
}

impl Factors {
    /// Image `i` of the set with this seed.
    pub(super) fn random(seed: u64, i: u64) -> Factors {
        let stream = |number: u64| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(number);
            rng
        };
        // Writers have the even streams, images the odd ones.
        let rng = &mut stream(2 * i + 1);
        let writer = rng.random_range(0..WRITERS);
        let habits = Writer::random(&mut stream(2 * writer as u64));
        let digit = rng.random_range(0..10);
        let [width, weight] = PROPORTIONS[digit];
        let form = if rng.random_bool(FAITHFUL) {
            habits.forms[digit]
        } else {
            choose(FORMS[digit], rng)
        };
        // A single stroke is no test of skill.
        let calm = if digit == 1 { 0.5 } else { 1.0 };
        Factors {
            digit,
            form,
            writer,
            shape: habits.shapes[digit].map(|usual| normal(rng, usual, 0.6)),
            slant: normal(rng, habits.slant, 6.5),
            rotation: normal(rng, habits.rotation, 4.0),
            aspect: ratio(rng, width * habits.aspect, 0.15),
            thickness: ratio(rng, weight * habits.thickness, 0.1).clamp(0.03, 0.26),
            pressure: habits.pressure,
            rounding: ratio(rng, habits.rounding, 0.3),
            jitter: calm * habits.jitter,
            warp: ratio(rng, calm * habits.warp, 0.3),
            tremor: habits.tremor,
            chance: rng.random(),
        }
    }
}
