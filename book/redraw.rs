//! `book redraw`: draws programs anew, beside what is kept, and tells which kept numbers are not found again.

use crate::claims::Claims;
use crate::closure;
use crate::draw;
use crate::numbers::Numbers;
use crate::project::Project;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What is compared of a `numbers.json`.
#[derive(Debug, Deserialize)]
struct Run {
    seed: u64,
    data: String,
    mode: String,
    numbers: BTreeMap<String, Number>,
}

#[derive(Debug, Deserialize)]
struct Number {
    value: f64,
    unit: String,
    digits: u32,
    /// How far another processor may take it, as a share of the value; 0 for what no rounding is known to move.
    #[serde(default)]
    spread: f64,
    #[serde(default)]
    timed: bool,
}

/// Which programs are drawn anew.
pub struct Which<'a> {
    /// Those named.
    pub named: &'a [String],
    /// Those whose code is another than it was at this commit.
    pub since: Option<&'a str>,
    /// One more, another each time.
    pub one_more: bool,
    /// How long programs are begun; the first is drawn always, another first each time. No end unless told.
    pub within: Option<Duration>,
}

/// Draws each and compares; false if something kept is not found again. Errors where a program or commit is unknown.
pub fn redraw(project: &Project, which: &Which) -> Result<bool, String> {
    let claims = Claims::of_book(project)?;
    let (start, mut all_found) = (Instant::now(), true);
    let programs = chosen(project, which)?;
    for (i, program) in programs.iter().enumerate() {
        if i > 0 && which.within.is_some_and(|within| start.elapsed() >= within) {
            println!("the time is over; not drawn: {}", programs[i..].join(", "));
            break;
        }
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let out =
            folder.path().to_str().ok_or("the temporary folder's name is not UTF-8")?;
        draw::program_with(project, program, &["--out", out])?;
        let kept = project.figures(program);
        let (kept_run, fresh_run) = (read(&kept)?, read(folder.path())?);
        let mut wrong = differences(&kept_run, &fresh_run);
        for figure in figures(folder.path()).difference(&figures(&kept)) {
            wrong.push(format!("{figure} is drawn now and not kept"));
        }
        wrong.extend(fallen(project, &claims, program, folder.path())?);
        let count = fresh_run.numbers.len();
        match wrong.len() {
            0 => println!("{program}: its {count} numbers are found again"),
            n => println!("{program}: of its {count} numbers and its figures, {n} differ:"),
        }
        for line in &wrong {
            println!("  {line}");
        }
        all_found &= wrong.is_empty();
    }
    Ok(all_found)
}

/// The claims that speak of a program and do not hold on the numbers that it wrote into a folder, a line each.
pub fn fallen(
    project: &Project,
    claims: &Claims,
    program: &str,
    folder: &Path,
) -> Result<Vec<String>, String> {
    let numbers = Numbers::read(project).with(program, folder)?;
    let of = |key: &&str| numbers.measured(key).is_ok_and(|n| n.program == program);
    let about = claims.0.iter().filter(|claim| claim.keys().iter().any(of));
    Ok(about.flat_map(|claim| claim.faults(&numbers)).collect())
}

/// The programs to draw, in order: the chapters', or from the one in turn on where time may not suffice for all.
fn chosen(project: &Project, which: &Which) -> Result<Vec<String>, String> {
    let all = closure::programs(&project.root);
    if let Some(word) = which.named.iter().find(|word| !all.contains(word)) {
        return Err(format!("there is no program {word}; there are {}", all.join(", ")));
    }
    let mut chosen: BTreeSet<String> = which.named.iter().cloned().collect();
    if let Some(commit) = which.since {
        let changed = changed(project, commit, &all)?;
        match changed.len() {
            0 => println!("since {commit} no chapter's code has changed"),
            _ => println!("changed since {commit}: {}", changed.join(", ")),
        }
        chosen.extend(changed);
    }
    if which.one_more {
        let others: Vec<_> =
            all.into_iter().filter(|name| !chosen.contains(name)).collect();
        if let Some(next) = others.get(turn(project) % others.len().max(1)) {
            println!("in turn: {next}");
            chosen.insert(next.clone());
        }
    }
    let mut chosen = Vec::from_iter(chosen);
    if which.within.is_some() {
        let first = turn(project) % chosen.len().max(1);
        chosen.rotate_left(first);
    }
    Ok(chosen)
}

/// The programs whose code is another than at `commit`, or that were not there.
fn changed(project: &Project, commit: &str, all: &[String]) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let then = folder.path();
    let index = then.join("index");
    let index = index.to_string_lossy();
    git(project, &index, &["read-tree", commit])?;
    let prefix = format!("--prefix={}/", then.display());
    git(project, &index, &["checkout-index", "--all", "--quiet", &prefix])?;
    let now = closure::of(&project.root, all)?;
    let before = closure::of(then, &closure::programs(then)).unwrap_or_else(|error| {
        println!("{commit} cannot be understood, so all count as changed: {error}");
        BTreeMap::new()
    });
    let same = |name: &&String| {
        before.get(*name).map(|code| &code.fingerprint) == Some(&now[*name].fingerprint)
    };
    Ok(all.iter().filter(|name| !same(name)).cloned().collect())
}

/// Git with an index of our own, so that neither the reader's index nor folder is touched.
fn git(project: &Project, index: &str, words: &[&str]) -> Result<(), String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(&project.root).args(words).env("GIT_INDEX_FILE", index);
    let line = format!("git {}", words.join(" "));
    let told = command.output().map_err(|error| format!("{line}: {error}"))?;
    match told.status.success() {
        true => Ok(()),
        false => Err(format!("{line}: {}", String::from_utf8_lossy(&told.stderr).trim())),
    }
}

/// A number that goes up from commit to commit; from day to day where there is no history.
fn turn(project: &Project) -> usize {
    let mut command = Command::new("git");
    command.arg("-C").arg(&project.root).args(["rev-list", "--count", "HEAD"]);
    let told = command.output().map(|told| told.stdout).unwrap_or_default();
    let commits = String::from_utf8_lossy(&told).trim().parse().unwrap_or(0);
    // A shallow clone has one commit, always.
    if commits > 1 {
        return commits;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (since.as_secs() / 86_400) as usize
}

fn read(folder: &Path) -> Result<Run, String> {
    let path = folder.join("numbers.json");
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn figures(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| name.ends_with(".svg")).collect()
}

/// What is not the same in both, a line each. Times are not compared.
fn differences(kept: &Run, fresh: &Run) -> Vec<String> {
    let mut wrong = Vec::new();
    let work =
        |run: &Run| format!("seed {}, data {}, mode {}", run.seed, run.data, run.mode);
    if work(kept) != work(fresh) {
        wrong.push(format!("kept is {}; drawn, {}", work(kept), work(fresh)));
    }
    for (key, old) in kept.numbers.iter().filter(|(_, number)| !number.timed) {
        match fresh.numbers.get(key) {
            None => wrong.push(format!("{key} is kept, and measured no more")),
            Some(new) => wrong.extend(difference(key, old, new)),
        }
    }
    let unknown = fresh.numbers.keys().filter(|key| !kept.numbers.contains_key(*key));
    wrong.extend(unknown.map(|key| format!("{key} is measured now and not kept")));
    wrong
}

/// How a kept number differs from the one found now, if by more than half of the last printed digit and the spread.
fn difference(key: &str, kept: &Number, fresh: &Number) -> Option<String> {
    let far = (kept.value - fresh.value).abs();
    let half_digit = 0.5 * 0.1_f64.powi(fresh.digits as i32);
    let room = half_digit.max(fresh.spread * kept.value.abs().max(fresh.value.abs()));
    let alike = kept.unit == fresh.unit && kept.digits == fresh.digits;
    // What is not a number agrees with nothing.
    if alike && far <= room * (1.0 + 1e-9) {
        return None;
    }
    let shown = |number: &Number| {
        let digits = number.digits as usize + 2;
        format!("{:.digits$} {}", number.value, number.unit).trim().to_owned()
    };
    let spread = match fresh.spread {
        0.0 => String::from("to the digits printed"),
        spread => format!("within {} %", 100.0 * spread),
    };
    let (digits, kept, fresh) = (fresh.digits, shown(kept), shown(fresh));
    Some(format!(
        "{key}: kept {kept}, found {fresh}; to agree {spread} ({digits} decimals)"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(numbers: &str) -> Run {
        let text = format!(
            r#"{{"seed": 1, "data": "toy", "mode": "default", "numbers": {{{numbers}}}}}"#
        );
        serde_json::from_str(&text).expect("a run")
    }

    fn told(kept: &str, fresh: &str) -> Vec<String> {
        differences(&run(kept), &run(fresh))
    }

    #[test]
    fn a_number_changed_in_its_last_printed_digit_is_told() {
        let kept = r#""a": {"value": 0.26, "unit": "", "digits": 2}"#;
        let fresh = r#""a": {"value": 0.2501, "unit": "", "digits": 2}"#;
        let lines = told(kept, fresh);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("a: kept 0.2600, found 0.2501"), "{lines:?}");
    }

    #[test]
    fn rounding_and_the_stated_spread_are_let_pass() {
        let kept = r#""a": {"value": 0.2549, "unit": "", "digits": 2},
            "b": {"value": 0.034, "unit": "", "digits": 3, "spread": 0.5},
            "t": {"value": 7.0, "unit": "s", "digits": 1, "timed": true}"#;
        let fresh = r#""a": {"value": 0.2551, "unit": "", "digits": 2},
            "b": {"value": 0.050, "unit": "", "digits": 3, "spread": 0.5}"#;
        assert_eq!(told(kept, fresh), [""; 0]);
        let far = fresh.replace("0.050", "0.080");
        assert!(told(kept, &far)[0].contains("within 50 %"));
    }

    #[test]
    fn other_keys_units_and_works_are_told() {
        let kept = r#""a": {"value": 1, "unit": "s", "digits": 0}, "b": {"value": 1, "unit": "", "digits": 0}"#;
        let fresh = r#""a": {"value": 1, "unit": "", "digits": 0}, "c": {"value": 1, "unit": "", "digits": 0}"#;
        assert_eq!(told(kept, fresh).len(), 3);
        let mut other = run("");
        other.seed = 2;
        assert!(differences(&run(""), &other)[0].contains("seed 2"));
    }
}
