//! `numbers.json`: what a program measured, for the book to quote.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One measured number and how to print it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The value, rounded two digits beyond those printed, so that noise in the last bits changes no file.
    pub value: f64,
    /// The unit, empty for a pure number.
    pub unit: String,
    /// Decimals to print.
    pub digits: usize,
    /// How far another processor, which rounds otherwise, may take the value, as a share of it; 0
    /// where rounding moves no printed digit. `book redraw` holds kept numbers to it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub spread: f64,
    /// How many starts (seeds, draws) it is the median, the least or the most of; 0 where it is of one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub starts: usize,
    /// Whether a clock was asked: such a number is kept when a later run does not ask.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timed: bool,
}

/// The whole file: where the numbers come from, then the numbers, by key in alphabetical order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    /// The program's slug.
    pub program: String,
    /// Version of the library.
    pub version: String,
    /// Seed of everything random.
    pub seed: u64,
    /// Name of the data set.
    pub data: String,
    /// `quick`, `default` or `full`.
    pub mode: String,
    /// What was typed for a run on a reader's own data: nothing else can repeat it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Key → number.
    pub numbers: BTreeMap<String, Number>,
}

impl Number {
    /// A number with `digits` decimals to print.
    pub fn new(value: f64, unit: &str, digits: usize, timed: bool) -> Number {
        let scale = 10f64.powi(digits as i32 + 2);
        let rounded = (value * scale).round() / scale;
        // Adding zero turns −0 into 0.
        Number {
            value: rounded + 0.0,
            unit: unit.to_string(),
            digits,
            spread: 0.0,
            starts: 0,
            timed,
        }
    }

    /// State the spread, as a share of the value: of a number that rounding moves further than the rest of its step.
    pub fn spread(&mut self, share: f64) -> &mut Number {
        self.spread = share;
        self
    }

    /// State over how many starts it was measured.
    pub fn starts(&mut self, count: usize) -> &mut Number {
        self.starts = count;
        self
    }
}

impl Numbers {
    /// Read a `numbers.json`; the error says what is wrong with it.
    pub fn read(path: &Path) -> Result<Numbers, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The file's text.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Take over the times of an earlier run of the same work.
    pub fn keep_times(&mut self, earlier: &Numbers) {
        let same =
            |n: &Numbers| (n.program.clone(), n.seed, n.data.clone(), n.mode.clone());
        if same(self) == same(earlier) {
            let times = earlier.numbers.iter().filter(|(_, number)| number.timed);
            for (key, number) in times {
                self.numbers.entry(key.clone()).or_insert_with(|| number.clone());
            }
        }
    }
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(seed: u64, numbers: &[(&str, Number)]) -> Numbers {
        let numbers =
            numbers.iter().map(|(key, number)| (key.to_string(), number.clone())).collect();
        let [program, version, data, mode] =
            ["ch02_pca", "0.1.0", "toy", "default"].map(str::to_string);
        Numbers { program, version, seed, data, mode, command: None, numbers }
    }

    #[test]
    fn times_of_the_same_work_are_kept_and_others_are_not() {
        let earlier = file(
            1,
            &[
                ("t", Number::new(2.0, "s", 1, true)),
                ("old", Number::new(1.0, "", 0, false)),
            ],
        );
        let mut same = file(1, &[("k", Number::new(3.0, "", 0, false))]);
        same.keep_times(&earlier);
        assert_eq!(same.numbers.keys().collect::<Vec<_>>(), ["k", "t"]);
        let mut other = file(2, &[("k", Number::new(3.0, "", 0, false))]);
        other.keep_times(&earlier);
        assert_eq!(other.numbers.len(), 1);
    }

    #[test]
    fn noise_beyond_the_printed_digits_is_rounded_away() {
        assert_eq!(
            Number::new(0.097_046_64, "", 4, false),
            Number::new(0.097_046_71, "", 4, false)
        );
        assert!(Number::new(-1e-9, "", 2, false).value.is_sign_positive());
    }
}
