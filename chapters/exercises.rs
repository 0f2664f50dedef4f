//! The state of each exercise: untouched, failing, solved.
//!
//! Reads the titles from the stubs in `tests/exercises/`, has cargo run their tests, and prints a table.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, io};

const HELP: &str = "Prints the state of each exercise: untouched, failing, solved.

Usage: exercises [CHAPTER]…

CHAPTER is the name of a file in tests/exercises, such as ch02_pca; without any, all of them.
Edit the stubs there, then run this again. One exercise alone, with all that its check has to say:
  cargo test --test ch02_pca exercise_2_1 -- --ignored";

/// What the tests say of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Its `todo!` is still there.
    Untouched,
    /// Its check stops, and this is the first line of why.
    Failing(String),
    Solved,
}

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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("tests/exercises");
    let known = chapters(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if let Some(word) = wanted.iter().find(|word| !known.contains(word)) {
        return Err(format!("there are no exercises in {word:?}; there are some in {}", known.join(", ")));
    }
    let mut count = [0; 3];
    for chapter in known.iter().filter(|name| wanted.is_empty() || wanted.contains(name)) {
        let file = folder.join(format!("{chapter}.rs"));
        let stubs = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        eprintln!("checking {chapter} (the first time takes a minute) …");
        let states = states(&test(&root, chapter)?);
        println!("\n{chapter}");
        for (number, title) in titles(&stubs) {
            let state = states.get(&number).ok_or_else(|| {
                format!(
                    "exercise {number} never finished; see what stops it:\n  {}",
                    command(chapter, &number)
                )
            })?;
            println!("{}", line(&number, &title, state));
            count[state.column()] += 1;
        }
    }
    let [untouched, failing, solved] = count;
    println!("\n{solved} solved, {failing} failing, {untouched} untouched; yours to edit: tests/exercises/");
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

/// What the tests of a chapter's exercises print. Errors where cargo is missing or the exercises do not compile.
fn test(root: &Path, chapter: &str) -> Result<String, String> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let start = |more: &[&str]| {
        let mut command = Command::new(&cargo);
        command.current_dir(root).args(["test", "--quiet", "-p", "autoencoders", "--test", chapter]);
        if !cfg!(feature = "openblas") {
            command.arg("--no-default-features");
        }
        command.args(more).env("RUST_BACKTRACE", "0");
        command
    };
    let missing =
        |error: io::Error| format!("{cargo} does not start ({error}); install Rust from https://rustup.rs");
    let compiled = start(&["--no-run"]).status().map_err(missing)?;
    if !compiled.success() {
        return Err(format!(
            "\ntests/exercises/{chapter}.rs or what it uses does not compile; see the message above.\n\
             To begin that file again (this discards your answers in it): git checkout tests/exercises/{chapter}.rs"
        ));
    }
    let mut run = start(&["exercise_", "--", "--ignored", "--format=pretty"]);
    let output = run.stderr(Stdio::null()).output().map_err(missing)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `(number, title)` of each stub whose docs begin `/// Exercise 2.1 — Title`.
fn titles(stubs: &str) -> Vec<(String, String)> {
    let headings = stubs.lines().filter_map(|line| line.strip_prefix("/// Exercise "));
    let parts = headings.filter_map(|heading| heading.split_once(" — "));
    parts.map(|(number, title)| (number.to_string(), title.to_string())).collect()
}

/// The state of each exercise in what `cargo test` printed, by its number.
fn states(output: &str) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    for line in output.lines() {
        let test = line.strip_prefix("test exercise_").and_then(|rest| rest.split_once(' '));
        if let Some((number, rest)) = test {
            let solved = rest.ends_with("... ok");
            let state = if solved { State::Solved } else { State::Failing("it stops".to_string()) };
            states.insert(number.replace('_', "."), state);
        }
    }
    for part in output.split("---- exercise_").skip(1) {
        let Some((number, said)) = part.split_once(" stdout ----") else { continue };
        let number = number.replace('_', ".");
        let after = said.lines().skip_while(|line| !line.contains(" panicked at ")).nth(1);
        let Some(message) = after else { continue };
        let state = if message.starts_with(&format!("not yet implemented: exercise {number}")) {
            State::Untouched
        } else {
            let own = format!("exercise {number}: ");
            State::Failing(message.strip_prefix(&own).unwrap_or(message).to_string())
        };
        states.insert(number, state);
    }
    states
}

impl State {
    /// Where it is counted: untouched, failing, solved.
    fn column(&self) -> usize {
        match self {
            State::Untouched => 0,
            State::Failing(_) => 1,
            State::Solved => 2,
        }
    }
}

/// One line of the table, and one more to say why an answer fails.
fn line(number: &str, title: &str, state: &State) -> String {
    let word = ["untouched", "failing", "solved"][state.column()];
    let why =
        if let State::Failing(why) = state { format!("\n                   {why}") } else { String::new() };
    format!("  {number:<5} {word:<10} {title}{why}")
}

/// What to type to check one exercise.
fn command(chapter: &str, number: &str) -> String {
    format!("cargo test --test {chapter} exercise_{} -- --ignored", number.replace('.', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 3 tests
test exercise_2_1 ... ok
test exercise_2_2 ... FAILED
test exercise_2_10 ... FAILED

failures:

---- exercise_2_2 stdout ----

thread 'exercise_2_2' (77) panicked at tests/common/grading.rs:18:9:
exercise 2.2: the directions are not of length 1
  yours     [2.000] (1 × 1)
  expected  [1.000] (1 × 1)

---- exercise_2_10 stdout ----

thread 'exercise_2_10' (78) panicked at tests/exercises/ch02_pca.rs:20:5:
not yet implemented: exercise 2.10: the covariance
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace


failures:
    exercise_2_2
    exercise_2_10
";

    #[test]
    fn tells_solved_failing_and_untouched_apart() {
        let states = states(OUTPUT);
        assert_eq!(states.len(), 3);
        assert_eq!(states["2.1"], State::Solved);
        assert_eq!(states["2.2"], State::Failing("the directions are not of length 1".to_string()));
        assert_eq!(states["2.10"], State::Untouched);
    }

    #[test]
    fn a_test_that_never_finished_has_no_state() {
        assert!(states("running 1 test\n").is_empty());
    }

    #[test]
    fn reads_titles_from_the_stubs() {
        let stubs =
            "/// Exercise 2.1 — The covariance\n///\n/// Σ = …\nfn f() {}\n/// Exercise 2.2 — Whitening\n";
        let expected = [("2.1", "The covariance"), ("2.2", "Whitening")];
        assert_eq!(titles(stubs), expected.map(|(a, b)| (a.to_string(), b.to_string())));
    }

    #[test]
    fn finds_the_chapters() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/exercises");
        let names = chapters(&folder).expect("the folder of stubs");
        assert!(names.contains(&"ch02_pca".to_string()), "{names:?}");
    }

    #[test]
    fn a_failing_line_says_why() {
        let text = line("2.2", "Whitening", &State::Failing("not of length 1".to_string()));
        assert!(text.contains("failing") && text.lines().nth(1).is_some_and(|why| why.ends_with("length 1")));
    }
}
