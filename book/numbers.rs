//! Numbers: `{{num ch02.k95}}` is read from what the chapter's program has measured.

use crate::project::Project;
use crate::report::exists;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A narrow no-break space: between thousands, and before a unit.
const THIN: &str = "\u{202f}";

/// What each program has written into `figures/<program>/numbers.json`.
#[derive(Debug, Default)]
pub struct Numbers(BTreeMap<String, Value>);

/// A number as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Digits grouped in thousands, with a true minus sign.
    pub value: String,
    /// The unit; empty where there is none.
    pub unit: String,
}

impl Number {
    /// As prose shows it.
    pub fn text(&self) -> String {
        match self.unit.as_str() {
            "" => self.value.clone(),
            // Degrees stand close to the number; every other unit stands off.
            "°" => format!("{}°", self.value),
            unit => format!("{}{THIN}{unit}", self.value),
        }
    }

    /// As a formula shows it.
    pub fn tex(&self) -> String {
        let value =
            self.value.replace(THIN, r"\,").replace('\u{2212}', "-").replace('%', r"\%");
        match self.unit.as_str() {
            "" => value,
            "°" => format!(r"{value}^\circ"),
            unit => format!(r"{value}\,\text{{{}}}", unit.replace('%', r"\%")),
        }
    }
}

/// A number as a claim sees it, and the run that measured it.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The value.
    pub value: f64,
    /// From how many starts, where the run says so.
    pub starts: Option<u64>,
    /// Whether something was trained for it.
    pub is_trained: bool,
    /// The program's folder below figures/.
    pub program: &'a str,
    /// The data.
    pub data: &'a str,
    /// `quick`, `default` or `full`.
    pub mode: &'a str,
}

impl Numbers {
    /// Reads the numbers of every program.
    pub fn read(project: &Project) -> Numbers {
        let folders =
            fs::read_dir(project.root.join("figures")).into_iter().flatten().flatten();
        let read = folders.filter_map(|folder| {
            let text = fs::read_to_string(folder.path().join("numbers.json")).ok()?;
            Some((
                folder.file_name().into_string().ok()?,
                serde_json::from_str(&text).ok()?,
            ))
        });
        Numbers(read.collect())
    }

    /// Whether the program has written its numbers.
    pub fn has(&self, program: &str) -> bool {
        self.0.contains_key(program)
    }

    /// The command of their own that these numbers come from (`make bench`, a program on data that are not built in);
    /// no building of the book repeats it.
    pub fn command(&self, program: &str) -> Option<&str> {
        self.0.get(program)?.get("command")?.as_str()
    }

    /// How long the program's timed run took, in seconds.
    pub fn seconds(&self, program: &str) -> Option<f64> {
        self.0.get(program)?.get("numbers")?.get("run_seconds")?.get("value")?.as_f64()
    }

    /// The program of a chapter `chNN`, if it has written numbers.
    pub fn program(&self, chapter: &str) -> Option<&str> {
        self.0
            .keys()
            .find(|program| program.split('_').next() == Some(chapter))
            .map(String::as_str)
    }

    /// The number `chNN.key`; where there is none, says what there is.
    pub fn get(&self, name: &str) -> Result<Number, String> {
        let (program, entry) = self.entry(name)?;
        number(entry).ok_or_else(|| no_value(name, program))
    }

    /// What a claim asks of the number `chNN.key`.
    pub fn measured(&self, name: &str) -> Result<Measured<'_>, String> {
        let (program, entry) = self.entry(name)?;
        let run = &self.0[program];
        let text = |key| run.get(key).and_then(Value::as_str).unwrap_or_default();
        let share = entry.get("spread").and_then(Value::as_f64).unwrap_or(0.0);
        Ok(Measured {
            value: entry
                .get("value")
                .and_then(Value::as_f64)
                .ok_or_else(|| no_value(name, program))?,
            starts: entry.get("starts").and_then(Value::as_u64),
            is_trained: share > 0.0,
            program,
            data: text("data"),
            mode: text("mode"),
        })
    }

    /// The same numbers, but for one program those in another folder.
    pub fn with(mut self, program: &str, folder: &Path) -> Result<Numbers, String> {
        let path = folder.join("numbers.json");
        let text =
            fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let run =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        self.0.insert(program.to_owned(), run);
        Ok(self)
    }

    fn entry(&self, name: &str) -> Result<(&str, &Value), String> {
        let Some((chapter, key)) = name.split_once('.') else {
            return Err(format!(
                "a number is named chapter.key, as in ch02.k95; this one is {name:?}"
            ));
        };
        let Some(program) = self.program(chapter) else {
            let programs =
                self.0.keys().map(|program| program.split('_').next().unwrap_or(program));
            let there_is = exists("chapter with numbers", chapter, programs);
            return Err(format!(
                "number {name}: no program {chapter}_… has written numbers; {there_is}"
            ));
        };
        let numbers = self.0[program].get("numbers").and_then(Value::as_object);
        let found = numbers.and_then(|numbers| numbers.get(key));
        let entry = found.ok_or_else(|| {
            let keys =
                numbers.into_iter().flat_map(|numbers| numbers.keys().map(String::as_str));
            let there_is = exists("number", key, keys);
            format!("number {name} is not in figures/{program}/numbers.json; {there_is}")
        })?;
        Ok((program, entry))
    }
}

fn no_value(name: &str, program: &str) -> String {
    format!("number {name} in figures/{program}/numbers.json has no value")
}

fn number(entry: &Value) -> Option<Number> {
    let unit = entry.get("unit").and_then(Value::as_str).unwrap_or_default().to_owned();
    let digits = entry.get("digits").and_then(Value::as_u64);
    let value = match entry.get("value")? {
        Value::String(text) => text.clone(),
        Value::Number(value) => match digits {
            Some(digits) => grouped(&format!("{:.*}", digits as usize, value.as_f64()?)),
            None => grouped(&value.to_string()),
        },
        _ => return None,
    };
    Some(Number { value, unit })
}

/// `-12345.6789` as `−12 345.6789`.
fn grouped(number: &str) -> String {
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) if rest.contains(|c: char| c.is_ascii_digit() && c != '0') => {
            ("\u{2212}", rest)
        }
        Some(rest) => ("", rest),
        None => ("", number),
    };
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push_str(THIN);
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entry: &str) -> Number {
        number(&serde_json::from_str(entry).expect("JSON")).expect("a number")
    }

    #[test]
    fn numbers_are_grouped_rounded_and_signed() {
        assert_eq!(
            shown(r#"{"value": 16777216, "digits": 0}"#).text(),
            "16\u{202f}777\u{202f}216"
        );
        assert_eq!(shown(r#"{"value": -0.0486, "digits": 2}"#).text(), "\u{2212}0.05");
        assert_eq!(shown(r#"{"value": -0.0, "digits": 1}"#).text(), "0.0");
        assert_eq!(
            shown(r#"{"value": 95.25, "digits": 1, "unit": "%"}"#).text(),
            "95.2\u{202f}%"
        );
    }

    #[test]
    fn a_formula_gets_tex() {
        assert_eq!(shown(r#"{"value": 26.57, "unit": "°", "digits": 1}"#).text(), "26.6°");
        assert_eq!(
            shown(r#"{"value": 4096, "unit": "ms", "digits": 0}"#).tex(),
            r"4\,096\,\text{ms}"
        );
    }
}
