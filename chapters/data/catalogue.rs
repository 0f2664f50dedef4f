//! The sets that can be fetched: their files, sums, mirrors and terms.

use crate::Failure;
use serde::Deserialize;
use std::path::Path;

/// A published set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// What to type.
    pub name: String,
    pub title: String,
    /// How many images of which size.
    pub shape: String,
    /// Licence and makers.
    pub terms: String,
    /// Addresses that a file's name is appended to, best first.
    pub mirrors: Vec<String>,
    pub files: Vec<Remote>,
}

/// One file of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remote {
    pub name: String,
    pub bytes: u64,
    /// 64 hexadecimal digits, small letters.
    pub sha256: String,
}

impl Set {
    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// The book's own catalogue, or the reader's.
pub fn load(own: Option<&Path>) -> Result<Vec<Set>, Failure> {
    let (name, text) = match own {
        None => (
            "the built-in catalogue".to_string(),
            include_str!("catalogue.json").to_string(),
        ),
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::run(format!("{name}: {e}")))?;
            (name, text)
        }
    };
    let sets: Vec<Set> = serde_json::from_str(&text)
        .map_err(|e| Failure::run(format!("{name}: not a catalogue: {e}")))?;
    match sets.iter().find_map(wrong) {
        Some(why) => Err(Failure::run(format!("{name}: {why}"))),
        None => Ok(sets),
    }
}

/// The set of that name; else an error with the names there are.
pub fn find<'a>(sets: &'a [Set], name: &str) -> Result<&'a Set, Failure> {
    sets.iter().find(|set| set.name == name).ok_or_else(|| {
        let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
        Failure::usage(format!(
            "there is no set {name:?} to fetch; possible are: {}",
            names.join(", ")
        ))
    })
}

/// What a catalogue may not say: a name that leads out of its folder, or a sum that is none.
fn wrong(set: &Set) -> Option<String> {
    let plain = |name: &str| {
        !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':'])
    };
    let mut names = set.files.iter().map(|file| &file.name).chain([&set.name]);
    if let Some(name) = names.find(|name| !plain(name)) {
        return Some(format!("{name:?} is not a plain file name"));
    }
    let is_sum = |sum: &str| {
        sum.len() == 64 && sum.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let file = set.files.iter().find(|file| !is_sum(&file.sha256))?;
    Some(format!(
        "{}: the sha256 {:?} is not 64 small hexadecimal digits",
        file.name, file.sha256
    ))
}
