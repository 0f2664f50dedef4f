//! Codes quantised, written as bytes, read back: how many bytes, and what is lost.

use super::hull::at;
use super::models::Models;
use autoencoders::coding::entropy::{bits_a_row, decode_rows, encode_rows, tables};
use autoencoders::coding::quantise::{Quantiser, sensitivity};
use autoencoders::ndarray::{Array1, Array2, s};
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::{Outcome, Run};

/// Codes of images by one model: those its quantiser is made for, and those it is measured on.
pub struct Coded<'a> {
    model: &'a dyn Autoencoder,
    known: Array2<Real>,
    fresh: Array2<Real>,
    /// What is to be rebuilt from the fresh codes.
    x: &'a Array2<Real>,
    pub sensitivity: Array1<Real>,
}

/// Bytes an image, bits an image by the entropy of each number, squared error.
pub struct Rate {
    pub bytes: f64,
    pub bits: f64,
    pub error: f64,
}

/// Codes from which the sensitivity is estimated.
const PROBES: usize = 200;

impl<'a> Coded<'a> {
    /// The codes of all images.
    pub fn new(model: &'a dyn Autoencoder, models: &'a Models) -> Outcome<Coded<'a>> {
        let (known, fresh) =
            (model.encode(&models.train.x)?, model.encode(&models.test.x)?);
        let some = known.slice(s![..known.nrows().min(PROBES), ..]).to_owned();
        Ok(Coded {
            sensitivity: sensitivity(model, &some)?,
            model,
            known,
            fresh,
            x: &models.test.x,
        })
    }

    /// Quantise, encode, decode, compare with the images.
    fn rate(&self, quantiser: &Quantiser) -> Outcome<Rate> {
        let tables =
            tables(&quantiser.quantise(&self.known)?, quantiser.levels.iter().copied())?;
        let q = quantiser.quantise(&self.fresh)?;
        let bytes = encode_rows(&q, &tables)?;
        let read = decode_rows(&bytes, q.nrows(), &tables)?; // all that the receiver has
        let y = self.model.decode(&quantiser.dequantise(&read)?)?;
        let n = q.nrows() as f64;
        let error =
            y.iter().zip(self.x).map(|(&y, &x)| f64::from(y - x).powi(2)).sum::<f64>() / n;
        Ok(Rate { bytes: bytes.len() as f64 / n, bits: bits_a_row(&q), error })
    }

    /// Steps by what each number of the code does.
    pub fn balanced(&self, step: Real) -> Outcome<Rate> {
        self.rate(&Quantiser::balanced(&self.known, &self.sensitivity, step)?)
    }

    /// One step for all numbers, as coarse on the average as [`Coded::balanced`] with this step.
    pub fn one_step(&self, step: Real) -> Outcome<Rate> {
        let mean = self.sensitivity.mean().unwrap_or(1.0).max(Real::MIN_POSITIVE);
        self.rate(&Quantiser::one_step(&self.known, step / mean.sqrt())?)
    }
}

/// Steps Δ, fine to coarse, by a constant factor.
pub fn steps(run: &Run) -> Vec<Real> {
    let count = run.size(3, 8, 14);
    (0..count)
        .map(|i| 0.25 * (24.0 as Real).powf(i as Real / (count - 1) as Real))
        .collect()
}

/// At which x a falling curve is at this height.
pub fn reaches(curve: &[(f64, f64)], y: f64) -> Option<f64> {
    let turned: Curve = curve.iter().rev().map(|&(x, y)| (y, x)).collect();
    at(&turned, y)
}
