//! PCA with 50 components on data of the two shapes that matter: wide (400 × 4 096) and tall (60 000 × 784).
//!
//!     cargo bench --bench pca -- [--data DIR] [--threads 2] [--case faces_trick] [--case mnist_fit]
//!
//! One JSON line a case, the best of five fits. `faces_*` is seeded noise of rank 100 and a little white noise;
//! `mnist_*` needs a folder with MNIST's files. `peak_mib` is the whole process's memory so far, data included.

use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::pca::{Pca, Route};
use autoencoders::{Real, Result, data, linalg, ndarray::Array2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use std::{env, path::PathBuf, process::ExitCode, time::Instant};

const K: usize = 50;
const FITS: usize = 5;
const CASES: [&str; 5] = ["faces_trick", "faces_svd", "faces_randomised", "mnist_fit", "mnist_randomised"];

#[derive(Default)]
struct Options {
    data: Option<PathBuf>,
    threads: usize,
    cases: Vec<String>,
}

fn main() -> ExitCode {
    match options().and_then(|o| run(&o).map_err(|e| e.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> std::result::Result<Options, String> {
    let mut found = Options { threads: 2, ..Options::default() };
    let mut arguments = env::args().skip(1).filter(|a| a != "--bench"); // cargo adds it
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--data" => found.data = Some(value.into()),
            "--threads" => found.threads = value.parse().map_err(|e| format!("--threads {value}: {e}"))?,
            "--case" if CASES.contains(&value.as_str()) => found.cases.push(value),
            "--case" => return Err(format!("there is no case {value}, only {}", CASES.join(", "))),
            _ => return Err(format!("{flag} is none of --data, --threads, --case")),
        }
    }
    Ok(found)
}

fn run(options: &Options) -> Result<()> {
    linalg::set_threads(options.threads);
    for set in ["faces", "mnist"] {
        let wanted = |case: &&str| options.cases.is_empty() || options.cases.iter().any(|c| c == case);
        let cases: Vec<&str> = CASES.into_iter().filter(|c| c.starts_with(set)).filter(wanted).collect();
        let x = match (set, &options.data) {
            _ if cases.is_empty() => continue,
            ("faces", _) => faces(),
            (_, Some(folder)) => data::idx::mnist_folder(folder)?.train.x,
            _ => {
                eprintln!("skipping mnist_*: name the folder with MNIST's files by --data DIR");
                continue;
            }
        };
        cases.into_iter().try_for_each(|case| race(case, &x))?;
    }
    Ok(())
}

/// The best of several fits, as one JSON line.
fn race(case: &str, x: &Array2<Real>) -> Result<()> {
    let fit = || match case {
        "faces_trick" => Pca::fit_by(Route::Trick, x, K),
        "faces_svd" => Pca::fit_by(Route::Svd, x, K),
        "mnist_fit" => Pca::fit(x, K),
        _ => fit_randomised(x, K, Sketch::default(), &mut ChaCha8Rng::seed_from_u64(0)),
    };
    let mut best = f64::INFINITY;
    let mut pca = fit()?; // not timed: the first call also wakes threads and touches memory
    for _ in 0..FITS {
        let start = Instant::now();
        pca = fit()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    let first: Vec<String> = pca.explained_ratio().iter().take(5).map(|r| format!("{r:.6}")).collect();
    println!(
        r#"{{"peer": "autoencoders {} ({})", "case": "{case}", "fit_s": {best:.4}, "explained_50": {:.6}, "explained_first5": [{}], "peak_mib": {}}}"#,
        env!("CARGO_PKG_VERSION"),
        linalg::backend(),
        pca.kept(K),
        first.join(", "),
        peak_mib().map_or("null".into(), |m| m.to_string()),
    );
    Ok(())
}

/// 400 × 4 096 of rank 100 and a little white noise, as scikit-learn's side draws it.
fn faces() -> Array2<Real> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut normal = |rows, columns| {
        Array2::from_shape_simple_fn((rows, columns), || -> f64 { StandardNormal.sample(&mut rng) })
    };
    let x = normal(400, 100).dot(&normal(100, 4096)) + normal(400, 4096) * 0.1;
    x.mapv(|v| v as Real)
}

/// The most memory this process has held, where the system says so (Linux).
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}
