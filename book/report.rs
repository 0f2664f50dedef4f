//! What is wrong with the book, collected: a run tells all of it, not only the first.

use std::cell::RefCell;
use std::fmt::Write;

/// One complaint: the page (as the reader would open it), the line, and what is wrong, what exists, what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The file, relative to the project's root.
    pub page: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

/// All complaints of one run.
#[derive(Debug, Default)]
pub struct Report {
    failures: RefCell<Vec<Complaint>>,
    warnings: RefCell<Vec<Complaint>>,
}

impl Report {
    /// Notes something that stops the build.
    pub fn fail(&self, page: &str, line: usize, text: impl Into<String>) {
        push(&self.failures, page, line, text.into());
    }

    /// Notes something that should be looked at, but does not stop the build.
    pub fn warn(&self, page: &str, line: usize, text: impl Into<String>) {
        push(&self.warnings, page, line, text.into());
    }

    /// Whether nothing stops the build.
    pub fn is_clean(&self) -> bool {
        self.failures.borrow().is_empty()
    }

    /// Prints warnings, then failures, to the standard error; true if nothing failed.
    pub fn print(&self) -> bool {
        eprint!("{}", self.text());
        self.is_clean()
    }

    /// The lines that [`Report::print`] prints.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for warning in sorted(&self.warnings) {
            let _ = writeln!(
                out,
                "{}:{}: warning: {}",
                warning.page, warning.line, warning.text
            );
        }
        let failures = sorted(&self.failures);
        for failure in &failures {
            let _ = writeln!(out, "{}:{}: {}", failure.page, failure.line, failure.text);
        }
        match failures.len() {
            0 => {}
            1 => out.push_str("one thing to put right\n"),
            n => {
                let _ = writeln!(out, "{n} things to put right");
            }
        }
        out
    }
}

fn push(list: &RefCell<Vec<Complaint>>, page: &str, line: usize, text: String) {
    let complaint = Complaint { page: page.to_owned(), line, text };
    let mut list = list.borrow_mut();
    if !list.contains(&complaint) {
        list.push(complaint);
    }
}

fn sorted(list: &RefCell<Vec<Complaint>>) -> Vec<Complaint> {
    let mut all = list.borrow().clone();
    all.sort();
    all
}

/// A sentence that names what exists: the closest names first, at most five of them.
pub fn exists<'a>(
    what: &str,
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|name| (distance(wanted, name), *name));
    names.dedup();
    match names.len() {
        0 => format!("there is no {what} at all"),
        n if n <= 5 => format!("there is {}", names.join(", ")),
        n => format!("the closest of {n} are {}", names[..5].join(", ")),
    }
}

/// The Levenshtein distance: how many letters must be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("k95", "k95"), 0);
        assert_eq!(distance("k95", "k59"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("spectrum", "spectra"), 2);
    }

    #[test]
    fn closest_names_come_first() {
        let names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
        assert!(
            exists("number", "betta", names).starts_with("the closest of 6 are beta, ")
        );
    }
}
