//! Listings: the lines between `ANCHOR: name` and `ANCHOR_END: name` of a source file.

use crate::printed;
use crate::project::Project;
use crate::report::exists;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Lines of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The file, relative to the project's root.
    pub file: String,
    /// The line of the file where the listing begins, from 1.
    pub line: usize,
    /// The lines, without anchors and without common indentation.
    pub text: String,
    /// What is wrong with lines that cannot be printed as they are.
    pub faults: Vec<String>,
}

/// Reads `{{#include path:anchor}}`, relative to the page's folder; without an anchor, the whole file.
pub fn listing(
    project: &Project,
    folder: &Path,
    argument: &str,
) -> Result<Listing, String> {
    let (path, anchor) = match argument.trim().split_once(':') {
        Some((path, anchor)) => (path.trim(), Some(anchor.trim())),
        None => (argument.trim(), None),
    };
    let full = clean(&folder.join(path));
    let file = project.shown(&full);
    let text = fs::read_to_string(&full).map_err(|_| missing(&full, &file))?;
    let (first, lines) = match anchor {
        None => (1, text.lines().collect()),
        Some(anchor) => anchored(&text, anchor).ok_or_else(|| {
            let there_is = exists("anchor", anchor, anchors(&text));
            format!("{file} has no anchor {anchor}; {there_is} (lines `// ANCHOR: {anchor}` … `// ANCHOR_END: {anchor}`)")
        })?,
    };
    let numbered = lines.iter().enumerate().filter(|(_, line)| mark(line).is_none());
    let faults = numbered
        .filter_map(|(at, line)| {
            Some(format!("{file}:{} {}", first + at, printed::fault(line)?))
        })
        .collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| mark(line).is_none()).collect();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return Err(format!("{argument} includes nothing: there is no line of code in it"));
    }
    Ok(Listing { file, line: first, text: dedent(&lines), faults })
}

fn missing(full: &Path, file: &str) -> String {
    let folder = full.parent().unwrap_or(full);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let wanted = full.file_name().unwrap_or_default().to_string_lossy();
    let there_is = exists("file", &wanted, names.iter().map(String::as_str));
    format!("{file} cannot be read; in its folder {there_is}")
}

/// The path without `..` and `.`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

/// `(true, name)` for the line that begins an anchor, `(false, name)` for the one that ends it.
fn mark(line: &str) -> Option<(bool, &str)> {
    let (begins, rest) = match line.split_once("ANCHOR_END:") {
        Some((_, rest)) => (false, rest),
        None => (true, line.split_once("ANCHOR:")?.1),
    };
    rest.split_whitespace().next().map(|name| (begins, name))
}

fn anchors(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(mark)
        .filter(|(begins, _)| *begins)
        .map(|(_, name)| name)
        .collect()
}

fn anchored<'a>(text: &'a str, anchor: &str) -> Option<(usize, Vec<&'a str>)> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| mark(line) == Some((true, anchor)))?;
    let end = lines.iter().position(|line| mark(line) == Some((false, anchor)))?;
    (start < end).then(|| (start + 2, lines[start + 1..end].to_vec()))
}

fn dedent(lines: &[&str]) -> String {
    let indents = lines.iter().filter(|line| !line.trim().is_empty());
    let common =
        indents.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let mut out = String::new();
    for line in lines {
        out.push_str(line.get(common..).unwrap_or("").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "a\n    // ANCHOR: x\n    b\n\n    // ANCHOR: y\n      c\n    // ANCHOR_END: y\n    // ANCHOR_END: x\nd\n";

    #[test]
    fn a_listing_is_what_stands_between_its_anchors() {
        let (line, lines) = anchored(FILE, "x").expect("anchor x");
        assert_eq!(line, 3);
        let lines: Vec<&str> =
            lines.into_iter().filter(|line| mark(line).is_none()).collect();
        assert_eq!(dedent(&lines), "b\n\n  c\n");
    }

    #[test]
    fn all_anchors_can_be_named() {
        assert_eq!(anchors(FILE), ["x", "y"]);
        assert_eq!(anchored(FILE, "z"), None);
    }
}
