//! Codes rounded to steps and written as bytes, as in chapter 6: every step of a model, and the best of several models.

use super::hull::{at, hull};
use super::pictures::Pictures;
use autoencoders::coding::entropy::{bits_a_row, encode_rows, tables};
use autoencoders::coding::quantise::{Quantiser, sensitivity};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::{Outcome, Run};
use std::f64::consts::{E, TAU};

/// Training images by which a step is chosen, at most.
const CHOOSING: usize = 3000;

/// What codes of some images cost and lose.
#[derive(Clone, Copy)]
pub struct Coded {
    /// Bytes an image by a range coder.
    pub bytes: f64,
    /// Of these a quantiser of many numbers at once might save: what even steps cost above it where they are fine,
    /// ½ log₂(2πe/12) bits for each number that has so many.
    pub spare: f64,
    /// Squared error an image.
    pub sq: f64,
}

/// One step of one model, on training images and on test images.
#[derive(Clone, Copy)]
pub struct Setting {
    /// The first of those that were trained on.
    pub known: Coded,
    /// Those that were not.
    pub fresh: Coded,
}

/// Coarse steps to fine.
pub fn settings(
    run: &Run,
    model: &dyn Autoencoder,
    pictures: &Pictures,
) -> Outcome<Vec<Setting>> {
    let x = &pictures.train.x;
    let (known, fresh) = (model.encode(x)?, model.encode(&pictures.test.x)?);
    let some = known.slice(s![..known.nrows().min(100), ..]).to_owned();
    let sensitivity = sensitivity(model, &some)?;
    let few = s![..x.nrows().min(CHOOSING), ..];
    let chosen_by = (known.slice(few).to_owned(), x.slice(few).to_owned());
    let count = run.size(4, 24, 24);
    let step = |i: usize| 6.0 * (0.04 as Real).powf(i as Real / (count - 1) as Real);
    (0..count)
        .map(|i| {
            let quantiser = Quantiser::balanced(&known, &sensitivity, step(i))?;
            let tables =
                tables(&quantiser.quantise(&known)?, quantiser.levels.iter().copied())?;
            let of = |z: &Array2<Real>, x: &Array2<Real>| -> Outcome<Coded> {
                let (q, n) = (quantiser.quantise(z)?, z.nrows() as f64);
                let y = model.decode(&quantiser.dequantise(&q)?)?;
                let squares = y.iter().zip(x).map(|(y, x)| f64::from(y - x).powi(2));
                let (bytes, sq) = (encode_rows(&q, &tables)?.len(), squares.sum::<f64>());
                Ok(Coded { bytes: bytes as f64 / n, spare: spare(&q), sq: sq / n })
            };
            Ok(Setting {
                known: of(&chosen_by.0, &chosen_by.1)?,
                fresh: of(&fresh, &pictures.test.x)?,
            })
        })
        .collect()
}

/// No code at all, and the mean image for every one.
pub fn silent(pictures: &Pictures) -> Outcome<Setting> {
    let mean = pictures.train.x.mean_axis(Axis(0)).ok_or("no picture to learn from")?;
    let of = |x: &Array2<Real>| {
        let squares = (x - &mean).iter().map(|&v| f64::from(v).powi(2)).sum::<f64>();
        Coded { bytes: 0.0, spare: 0.0, sq: squares / x.nrows() as f64 }
    };
    Ok(Setting { known: of(&pictures.train.x), fresh: of(&pictures.test.x) })
}

fn spare(q: &Array2<usize>) -> f64 {
    let even = 0.5 * (TAU * E / 12.0).log2();
    let bits = q.axis_chunks_iter(Axis(1), 1).map(|q| bits_a_row(&q.to_owned()).min(even));
    bits.sum::<f64>() / 8.0
}

/// The test images' curve of those settings that lie on the training images' lower hull, with `bytes` of a setting on the
/// axis; from the cheapest on, for the order on other images may be another.
pub fn best(settings: &[Setting], bytes: fn(&Coded) -> f64) -> Curve {
    let point = |c: &Coded| (bytes(c), c.sq);
    let known: Curve = settings.iter().map(|s| point(&s.known)).collect();
    let hull = hull(&known);
    let on_it = settings.iter().zip(&known).filter(|(_, known)| hull.contains(known));
    let mut curve: Curve = on_it.map(|(s, _)| point(&s.fresh)).collect();
    curve.sort_by(|a, b| a.0.total_cmp(&b.0));
    curve
}

/// The error of a mixture of two neighbours on a curve from 0 bytes on that takes so many; beyond the last, that of the last.
pub fn mixed(curve: &Curve, bytes: f64) -> f64 {
    let end = curve.last().map_or(f64::INFINITY, |p| p.1);
    at(curve, bytes).unwrap_or(end)
}
