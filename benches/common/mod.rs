//! What the races share: arguments, and the two lines at the end of every `main`.

use autoencoders::{Real, data, linalg, ndarray::Array2};
use std::{env, fmt::Display, path::PathBuf, process::ExitCode, time::Duration};

/// `--data DIR --threads 2`, and the words that follow a race's own flag, as often as it is given.
pub struct Options {
    pub data: Option<PathBuf>,
    pub threads: usize,
    pub own: Vec<String>,
}

/// Reads the arguments, sets the number of threads, runs; any error becomes a line and an exit code.
pub fn main<E: Display>(
    own: &'static str,
    run: impl FnOnce(&Options) -> Result<(), E> + Send,
) -> ExitCode {
    let ran = options(own).and_then(|options| {
        linalg::set_threads(options.threads);
        // On one of the threads, as the chapters train and as the peer does: not on another, which would wait for them.
        rayon::scope(|_| run(&options).map_err(|e| e.to_string()))
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
            "--threads" => {
                found.threads =
                    value.parse().map_err(|e| format!("--threads {value}: {e}"))?
            }
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

/// The number after the last `--epochs`: three unless told.
#[allow(dead_code)] // PCA has none
pub fn epochs(options: &Options) -> Result<usize, String> {
    options
        .own
        .last()
        .map_or(Ok(3), |word| word.parse().map_err(|e| format!("--epochs {word}: {e}")))
}

/// MNIST's training and test images, or `None`, said aloud, where no folder is named.
#[allow(dead_code)] // PCA races on other data too
pub fn mnist(
    options: &Options,
    workload: &str,
) -> autoencoders::Result<Option<(Array2<Real>, Array2<Real>)>> {
    let Some(folder) = &options.data else {
        eprintln!("skipping {workload}: name the folder with MNIST's files by --data DIR");
        return Ok(None);
    };
    let mnist = data::idx::mnist_folder(folder)?;
    Ok(Some((mnist.train.x, mnist.test.x)))
}

/// An epoch of training as one JSON line, as PyTorch's side prints them; what is measured on the test images has its name there.
#[allow(dead_code)] // PCA has none
pub fn report(
    workload: &str,
    epoch: usize,
    took: Duration,
    train_loss: f64,
    (measure, of_test): (&str, f64),
) {
    println!(
        r#"{{"peer": "{}", "workload": "{workload}", "epoch": {epoch}, "train_s": {:.4}, "train_loss": {train_loss:.4}, "{measure}": {of_test:.4}, "peak_mib": {}}}"#,
        me(),
        took.as_secs_f64(),
        peak_mib().map_or("null".into(), |m| m.to_string()),
    );
}

/// The most memory this process has held, where the system says so (Linux).
pub fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}
