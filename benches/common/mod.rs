//! What the races share: arguments, and the two lines at the end of every `main`.

use autoencoders::linalg;
use std::{env, fmt::Display, path::PathBuf, process::ExitCode};

/// `--data DIR --threads 2`, and the words that follow a race's own flag, as often as it is given.
pub struct Options {
    pub data: Option<PathBuf>,
    pub threads: usize,
    pub own: Vec<String>,
}

/// Reads the arguments, sets the number of threads, runs; any error becomes a line and an exit code.
pub fn main<E: Display>(own: &'static str, run: impl FnOnce(&Options) -> Result<(), E>) -> ExitCode {
    let ran = options(own).and_then(|options| {
        linalg::set_threads(options.threads);
        run(&options).map_err(|e| e.to_string())
    });
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn options(own: &'static str) -> Result<Options, String> {
    let mut found = Options { data: None, threads: 2, own: Vec::new() };
    let mut arguments = env::args().skip(1).filter(|a| a != "--bench"); // cargo adds it
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--data" => found.data = Some(value.into()),
            "--threads" => found.threads = value.parse().map_err(|e| format!("--threads {value}: {e}"))?,
            flag if flag == own => found.own.push(value),
            _ => return Err(format!("{flag} is none of --data, --threads, {own}")),
        }
    }
    Ok(found)
}

/// Who runs here: this crate, its version, and what does its linear algebra.
pub fn me() -> String {
    format!("autoencoders {} ({})", env!("CARGO_PKG_VERSION"), linalg::backend())
}
