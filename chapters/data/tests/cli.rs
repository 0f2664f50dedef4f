//! The program `data`: every command and every error, against a server on this machine that follows a script.

#[path = "cli/export.rs"]
mod export;
#[path = "cli/fetch.rs"]
mod fetch;
#[path = "cli/list.rs"]
mod list;
#[path = "cli/server.rs"]
mod server;

use std::path::Path;
use std::process::{Command, Output};

/// The program, run in the folder `here`, deaf to the proxies of this machine.
fn data(arguments: &[&str], here: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data"));
    for proxy in
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]
    {
        command.env_remove(proxy);
    }
    command.args(arguments).current_dir(here).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// It ended with exit code `code`, and standard error says each of `words`.
#[track_caller]
fn failed(output: &Output, code: i32, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "{said:?} does not say {word:?}");
    }
    assert!(stdout(output).is_empty());
}

#[track_caller]
fn succeeded(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
}

/// The names in a folder, sorted.
fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
