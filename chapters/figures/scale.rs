//! From a number to a place on an axis, and the ticks beside it: a coordinate of plotters with our ticks.

use autoencoders::stats::range;
use plotters::coord::ranged1d::{
    KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter,
};
use std::ops::Range;

/// An axis: its name with its unit, its range, and whether it is logarithmic.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Name and unit.
    pub label: String,
    /// Smallest number shown.
    pub from: f64,
    /// Largest number shown.
    pub to: f64,
    /// Logarithmic, for positive numbers.
    pub log: bool,
    /// Ticks to use in place of the usual ones.
    pub ticks: Option<Vec<(f64, String)>>,
}

impl Scale {
    /// A linear axis.
    pub fn linear(label: &str, from: f64, to: f64) -> Scale {
        Scale { label: label.to_string(), from, to, log: false, ticks: None }
    }

    /// A logarithmic axis.
    pub fn log(label: &str, from: f64, to: f64) -> Scale {
        Scale { label: label.to_string(), from, to, log: true, ticks: None }
    }

    /// A linear axis wide enough for `values` and a little more.
    pub fn around(label: &str, values: impl IntoIterator<Item = f64>) -> Scale {
        let (from, to) = range(values);
        let room = 0.04 * (to - from).max(f64::EPSILON);
        Scale::linear(label, from - room, to + room)
    }

    /// The same axis with these ticks.
    pub fn with_ticks<S: Into<String>>(
        mut self,
        ticks: impl IntoIterator<Item = (f64, S)>,
    ) -> Scale {
        self.ticks = Some(ticks.into_iter().map(|(at, text)| (at, text.into())).collect());
        self
    }

    /// The share of the axis that lies before `value`, or `None` for what a logarithm has no place for.
    pub fn share(&self, value: f64) -> Option<f64> {
        let share = match self.log {
            true => (value / self.from).ln() / (self.to / self.from).ln(),
            false => (value - self.from) / (self.to - self.from),
        };
        share.is_finite().then_some(share)
    }

    /// Where the ticks stand and what they say: about `count` of them.
    pub fn marks(&self, count: usize) -> Vec<(f64, String)> {
        match &self.ticks {
            Some(ticks) => ticks.clone(),
            None if self.log => self.decades(count),
            None => self.steps(count),
        }
    }

    /// The same axis with about `count` ticks, settled.
    pub fn settled(&self, count: usize) -> Scale {
        self.clone().with_ticks(self.marks(count))
    }

    fn steps(&self, count: usize) -> Vec<(f64, String)> {
        let rough = (self.to - self.from) / count.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * power)
            .into_iter()
            .find(|&s| s >= rough * 0.999);
        let step = step.unwrap_or(rough);
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        let first = (self.from / step - 1e-9).ceil() as i64;
        let last = (self.to / step + 1e-9).floor() as i64;
        (first..=last)
            .map(|i| (i as f64 * step, plain(i as f64 * step, decimals)))
            .collect()
    }

    fn decades(&self, count: usize) -> Vec<(f64, String)> {
        let first = (self.from.log10() - 1e-9).ceil() as i32;
        let last = (self.to.log10() + 1e-9).floor() as i32;
        let every = ((last - first) as usize / count.max(1) + 1) as i32;
        let ordinary = first >= -2 && last <= 4;
        let say = |p: i32| {
            if ordinary { plain(10f64.powi(p), (-p).max(0) as usize) } else { power(p) }
        };
        let decades: Vec<_> = (first..=last)
            .filter(|p| p.rem_euclid(every) == 0)
            .map(|p| (10f64.powi(p), say(p)))
            .collect();
        if decades.len() >= 3 || !ordinary {
            return decades;
        }
        // A short range: put 2 and 5 between the powers of ten.
        let near = (first - 1..=last).flat_map(|p| [1.0, 2.0, 5.0].map(|m| (m, p)));
        near.map(|(m, p)| {
            (m * 10f64.powi(p), plain(m * 10f64.powi(p), (-p).max(0) as usize))
        })
        .filter(|(v, _)| (self.from * 0.999..=self.to * 1.001).contains(v))
        .collect()
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = self.share(*value).unwrap_or(0.0);
        from + (f64::from(to - from) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.marks(hint.max_num_points()).into_iter().map(|(at, _)| at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for Scale {
    /// What the tick at `value` says.
    fn format_ext(&self, value: &f64) -> String {
        let ticks = self.ticks.iter().flatten();
        ticks
            .into_iter()
            .find(|(at, _)| at == value)
            .map_or(String::new(), |(_, text)| text.clone())
    }
}

/// `value` with a true minus sign, and a thin space between thousands.
fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let mut spaced = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() > 4 {
            spaced.push('\u{202f}');
        }
        spaced.push(c);
    }
    let zero = value.abs() < 0.5 * 10f64.powi(-(decimals as i32));
    format!("{}{spaced}{rest}", if value < 0.0 && !zero { "−" } else { "" })
}

/// 10 to the `p`, with superscripts.
fn power(p: i32) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = p
        .to_string()
        .chars()
        .map(|c| c.to_digit(10).map_or('⁻', |d| digits[d as usize]))
        .collect::<String>();
    format!("10{raised}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(scale: Scale, count: usize) -> Vec<String> {
        scale.marks(count).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            words(Scale::linear("", -1.0, 1.0), 4),
            ["−1.0", "−0.5", "0.0", "0.5", "1.0"]
        );
        assert_eq!(words(Scale::linear("", 0.0, 64.0), 4), ["0", "20", "40", "60"]);
        assert_eq!(words(Scale::linear("", 0.0, 21_000.0), 2), ["0", "20\u{202f}000"]);
        assert_eq!(words(Scale::log("", 1e-7, 1.0), 4), ["10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]);
        assert_eq!(words(Scale::log("", 8.0, 64.0), 4), ["10", "20", "50"]);
    }

    #[test]
    fn a_logarithmic_axis_has_no_place_for_zero() {
        assert_eq!(Scale::log("", 1.0, 100.0).share(10.0), Some(0.5));
        assert_eq!(Scale::log("", 1.0, 100.0).share(0.0), None);
    }
}
