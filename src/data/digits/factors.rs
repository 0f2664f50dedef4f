//! What one picture is made from.

use super::form::FormsOf;
use super::forms::FORMS;
use crate::{Error, Result};

/// The truth behind one image: ten digits, several ways of writing each, and continuous numbers.
///
/// Lengths are shares of the height in which the digit is written, before it is brought to size.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// Which digit, 0 to 9; also the image's label.
    pub digit: usize,
    /// Which way of writing it, from 0: an index into [`forms`](super::forms)(digit).
    pub form: usize,
    /// Who wrote it, for grouping; the number itself changes nothing in the picture.
    pub writer: usize,
    /// How the form is drawn out, −3 to 3 each, 0 = as usual: size of loops, length of hooks, …, other for every form.
    pub shape: [f32; 4],
    /// Lean of the uprights, degrees; positive = to the right. A shear.
    pub slant: f32,
    /// Turn of the whole, degrees; positive = clockwise.
    pub rotation: f32,
    /// Width over height of the writing, ratio; 0.7 is usual.
    pub aspect: f32,
    /// Width of the pen's line; 0.1 is usual.
    pub thickness: f32,
    /// How much the line's width changes along the stroke, 0 (not at all) to 1 (until a hair is left).
    pub pressure: f32,
    /// How far corners are rounded and small loops shrunk by haste: standard deviation of the smoothing, a length.
    pub rounding: f32,
    /// How far each point the pen aims at is missed: standard deviation, a length.
    pub jitter: f32,
    /// Amplitude of a smooth distortion of the whole, a length.
    pub warp: f32,
    /// Trembling of hand and paper: standard deviation of the line's centre at each step, a length.
    pub tremor: f32,
    /// Which misses, distortion, pressure and trembling out of 2³²: they are drawn by a generator with this seed.
    pub chance: u32,
}

impl Default for Factors {
    /// A zero in a plain hand: upright, no misses.
    fn default() -> Self {
        Factors {
            digit: 0,
            form: 0,
            writer: 0,
            shape: [0.0; 4],
            slant: 0.0,
            rotation: 0.0,
            aspect: 0.7,
            thickness: 0.1,
            pressure: 0.0,
            rounding: 0.02,
            jitter: 0.0,
            warp: 0.0,
            tremor: 0.0,
            chance: 0,
        }
    }
}

impl Factors {
    /// An error that names the first factor outside its range.
    pub(super) fn check(&self) -> Result<()> {
        let Some(&of) = FORMS.get(self.digit) else {
            return Err(wrong("digit", self.digit, "0 to 9"));
        };
        if self.form >= of.len() {
            return Err(too_many(self.form, of));
        }
        let length = "0 to 0.2 heights";
        let mut ranges = vec![
            ("slant", self.slant, -60.0, 60.0, "−60 to 60 degrees"),
            ("rotation", self.rotation, -180.0, 180.0, "−180 to 180 degrees"),
            ("aspect", self.aspect, 0.1, 3.0, "0.1 to 3"),
            ("thickness", self.thickness, 0.01, 0.4, "0.01 to 0.4 heights"),
            ("pressure", self.pressure, 0.0, 1.0, "0 to 1"),
            ("rounding", self.rounding, 0.0, 0.2, length),
            ("jitter", self.jitter, 0.0, 0.2, length),
            ("warp", self.warp, 0.0, 0.2, length),
            ("tremor", self.tremor, 0.0, 0.2, length),
        ];
        ranges.extend(self.shape.map(|s| ("shape", s, -3.0, 3.0, "−3 to 3 each")));
        match ranges
            .into_iter()
            .find(|&(_, value, low, high, _)| !(low..=high).contains(&value))
        {
            Some((name, value, _, _, range)) => Err(wrong(name, value, range)),
            None => Ok(()),
        }
    }
}

fn wrong(name: &'static str, value: impl ToString, range: &'static str) -> Error {
    Error::OutOfRange { name, value: value.to_string(), range }
}

fn too_many(form: usize, of: FormsOf) -> Error {
    let names: Vec<&str> = of.iter().map(|form| form.name).collect();
    let value = format!("{form}, of {} forms from 0 ({})", names.len(), names.join(", "));
    wrong("form", value, "one of the digit's forms")
}
