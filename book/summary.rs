//! SUMMARY.md against the pages that exist: each must be in the other.

use crate::project::Project;
use crate::report::{Report, exists};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Notes each page that SUMMARY lists but that does not exist, and the other way round.
pub fn check(project: &Project, report: &Report) {
    let path = project.pages().join("SUMMARY.md");
    let shown = project.shown(&path);
    let Ok(text) = fs::read_to_string(&path) else {
        report.fail(&shown, 1, "there is no SUMMARY.md; it lists the pages in order");
        return;
    };
    let mut pages = BTreeSet::new();
    collect(&project.pages(), "", &mut pages);
    let mut listed = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let Some(target) = target(line) else { continue };
        if !pages.contains(target) {
            let there_is = exists("page", target, pages.iter().map(String::as_str));
            report.fail(
                &shown,
                at + 1,
                format!("page {target} does not exist; {there_is}"),
            );
        }
        if !listed.insert(target.to_owned()) {
            report.fail(&shown, at + 1, format!("page {target} is listed twice; keep one"));
        }
    }
    for page in pages.difference(&listed) {
        let text = "this page is not in SUMMARY.md; list it there or remove it";
        report.fail(&format!("book/src/{page}"), 1, text);
    }
}

/// The page that a line of SUMMARY links to.
fn target(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("](")?;
    let target = rest.split_once(')')?.0.trim().trim_start_matches("./");
    (!target.is_empty()).then_some(target)
}

fn collect(folder: &Path, below: &str, pages: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), pages);
        } else if name.ends_with(".md") && name != "SUMMARY.md" {
            pages.insert(name);
        }
    }
}
