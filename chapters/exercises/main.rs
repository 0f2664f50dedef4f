//! The state of each exercise: untouched, failing, solved.
//!
//! Reads the titles from the stubs in `tests/exercises/`, has cargo compile their tests, runs each, and prints a table.

mod run;
mod state;

use state::{State, state, test_name};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs, io};

const HELP: &str = "Prints the state of each exercise: untouched, failing, solved.

Usage: exercises [CHAPTER]…

CHAPTER is the name of a file in tests/exercises, such as ch02_pca; without any, all of them.
Edit the stubs there, then run this again; an exercise that runs longer than a minute is stopped.
One exercise alone, with all that its check has to say:
  cargo test --test ch02_pca exercise_2_1 -- --ignored";

/// An exercise that runs longer has a loop that does not end: the solutions take a second or two.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
    if wanted.iter().any(|word| word == "--help" || word == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match report(&wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Print the table of the chapters `wanted`, or of all.
fn report(wanted: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("tests/exercises");
    let known =
        chapters(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if let Some(word) = wanted.iter().find(|word| !known.contains(word)) {
        return Err(format!(
            "there are no exercises in {word:?}; there are some in {}",
            known.join(", ")
        ));
    }
    let mut count = [0; 3];
    for chapter in known.iter().filter(|name| wanted.is_empty() || wanted.contains(name)) {
        let file = folder.join(format!("{chapter}.rs"));
        let stubs = fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        eprintln!("checking {chapter} (the first time takes a minute) …");
        let tests = run::compiled(&root, chapter)?;
        println!("\n{chapter}");
        for (number, title) in titles(&stubs) {
            let state = check(&root, &tests, chapter, &number)?;
            println!("{}", line(&number, &title, &state));
            count[state.column()] += 1;
        }
    }
    let [untouched, failing, solved] = count;
    println!(
        "\n{solved} solved, {failing} failing, {untouched} untouched; yours to edit: tests/exercises/"
    );
    Ok(())
}

/// The names of the files in `tests/exercises`, in order, without their ending.
fn chapters(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Run the check of one exercise in the chapter's compiled tests.
fn check(root: &Path, tests: &Path, chapter: &str, number: &str) -> Result<State, String> {
    let mut command = Command::new(tests);
    command.args([&test_name(number), "--exact", "--ignored", "--format=pretty"]);
    command.current_dir(root).env("RUST_BACKTRACE", "0");
    let printed = run::within(LIMIT, &mut command)
        .map_err(|error| format!("{}: {error}", tests.display()))?;
    let alone =
        format!("see it alone:\n                   {}", self::command(chapter, number));
    Ok(match printed {
        None => State::Failing(format!(
            "ran over {} s and was stopped; does a loop never end?",
            LIMIT.as_secs()
        )),
        Some(text) => state(number, &text).unwrap_or_else(|| {
            State::Failing(format!("brings the whole program down; {alone}"))
        }),
    })
}

/// `(number, title)` of each stub whose docs begin `/// Exercise 2.1 — Title`.
fn titles(stubs: &str) -> Vec<(String, String)> {
    let headings = stubs.lines().filter_map(|line| line.strip_prefix("/// Exercise "));
    let parts = headings.filter_map(|heading| heading.split_once(" — "));
    parts.map(|(number, title)| (number.to_string(), title.to_string())).collect()
}

/// One line of the table, and one more to say why an answer fails.
fn line(number: &str, title: &str, state: &State) -> String {
    let word = ["untouched", "failing", "solved"][state.column()];
    let why = if let State::Failing(why) = state {
        format!("\n                   {why}")
    } else {
        String::new()
    };
    format!("  {number:<5} {word:<10} {title}{why}")
}

/// What to type to check one exercise.
fn command(chapter: &str, number: &str) -> String {
    format!("cargo test --test {chapter} {} -- --ignored", test_name(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_titles_from_the_stubs() {
        let stubs = "/// Exercise 2.1 — The covariance\n///\n/// Σ = …\nfn f() {}\n/// Exercise 2.2 — Whitening\n";
        let expected = [("2.1", "The covariance"), ("2.2", "Whitening")];
        assert_eq!(titles(stubs), expected.map(|(a, b)| (a.to_string(), b.to_string())));
    }

    #[test]
    fn finds_the_chapters() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exercises");
        let names = chapters(&folder).expect("the folder of stubs");
        assert!(names.contains(&"ch02_pca".to_string()), "{names:?}");
    }

    #[test]
    fn a_failing_line_says_why() {
        let text = line("2.2", "Whitening", &State::Failing("not of length 1".to_string()));
        assert!(
            text.contains("failing")
                && text.lines().nth(1).is_some_and(|why| why.ends_with("length 1"))
        );
    }
}
