//! Compiling a chapter's exercises, and running one with a limit on its time.

use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

/// Compile the tests of a chapter; the program they have become. Errors where cargo is missing or they do not compile.
pub fn compiled(root: &Path, chapter: &str) -> Result<PathBuf, String> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let mut command = Command::new(&cargo);
    command.current_dir(root).args([
        "test",
        "--quiet",
        // With all packages, as `cargo test --workspace` does: what that has compiled is then used again.
        "--workspace",
        "--test",
        chapter,
        "--no-run",
    ]);
    command.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    let output = command.output().map_err(|error| {
        format!("{cargo} does not start ({error}); install Rust from https://rustup.rs")
    })?;
    let told = String::from_utf8_lossy(&output.stdout);
    program(&told).filter(|_| output.status.success()).ok_or_else(|| {
        format!(
            "\ntests/exercises/{chapter}.rs or what it uses does not compile; see the message above.\n\
             To begin that file again (this discards your answers in it): git checkout tests/exercises/{chapter}.rs"
        )
    })
}

/// The last program that cargo names in its messages, which are lines of JSON.
fn program(messages: &str) -> Option<PathBuf> {
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    };
    messages.lines().rev().find_map(executable)
}

/// What `command` prints, or `None` where it is still running after `limit` and is stopped.
pub fn within(limit: Duration, command: &mut Command) -> io::Result<Option<String>> {
    // A file takes all that is printed; a pipe that nobody empties would stop the program.
    let mut file = tempfile::tempfile()?;
    let mut child = command.stdout(file.try_clone()?).stderr(Stdio::null()).spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes [`child`] loop for ever.
    const ENDLESS: &str = "EXERCISES_ENDLESS";

    /// Not a test of its own: the process that the test below starts.
    #[test]
    fn child() {
        while env::var_os(ENDLESS).is_some() {
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// This program, running nothing but [`child`].
    fn myself() -> Command {
        let mut command = Command::new(env::current_exe().expect("this program"));
        command.args(["run::tests::child", "--exact", "--format=pretty"]);
        command
    }

    #[test]
    fn an_endless_loop_is_stopped() {
        let start = Instant::now();
        let limit = Duration::from_millis(300);
        let printed = within(limit, myself().env(ENDLESS, "yes")).expect("a child process");
        assert_eq!(printed, None);
        assert!(start.elapsed() >= limit);
    }

    #[test]
    fn what_ends_in_time_is_heard() {
        let printed =
            within(Duration::from_secs(60), &mut myself()).expect("a child process");
        assert!(printed.is_some_and(|text| text.contains("test run::tests::child ... ok")));
    }

    #[test]
    fn finds_the_program_in_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
                        {\"reason\":\"compiler-artifact\",\"executable\":\"/t/deps/ch02_pca-1\"}\n\
                        {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(program(messages), Some(PathBuf::from("/t/deps/ch02_pca-1")));
        assert_eq!(program(""), None);
    }
}
