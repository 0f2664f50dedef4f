//! PCA with 50 components on data of the two shapes that matter: wide (400 × 4 096) and tall (60 000 × 784).
//!
//!     cargo bench --bench pca -- [--data DIR] [--threads 2] [--case faces_trick] [--case mnist_fit]
//!
//! One JSON line a case, the best of five fits. `faces_*` is seeded noise of rank 100 and a little white noise;
//! `mnist_*` needs a folder with MNIST's files. `peak_mib` is the whole process's memory so far, data included.

use autoencoders::eigenfaces::randomised::{Sketch, fit_randomised};
use autoencoders::pca::{Pca, Route};
use autoencoders::{Real, Result, data, ndarray::Array2};
use common::Options;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use std::{process::ExitCode, time::Instant};

mod common;

const K: usize = 50;
const FITS: usize = 5;
const CASES: [&str; 5] =
    ["faces_trick", "faces_svd", "faces_randomised", "mnist_fit", "mnist_randomised"];

fn main() -> ExitCode {
    common::main("--case", run)
}

fn run(options: &Options) -> std::result::Result<(), String> {
    match options.own.iter().find(|case| !CASES.contains(&case.as_str())) {
        Some(case) => Err(format!("there is no case {case}, only {}", CASES.join(", "))),
        None => races(options).map_err(|e| e.to_string()),
    }
}

fn races(options: &Options) -> Result<()> {
    for set in ["faces", "mnist"] {
        let wanted =
            |case: &&str| options.own.is_empty() || options.own.iter().any(|c| c == case);
        let cases: Vec<&str> =
            CASES.into_iter().filter(|c| c.starts_with(set)).filter(wanted).collect();
        let x = match (set, &options.data) {
            _ if cases.is_empty() => continue,
            ("faces", _) => faces(),
            (_, Some(folder)) => data::idx::mnist_folder(folder)?.train.x,
            _ => {
                eprintln!(
                    "skipping mnist_*: name the folder with MNIST's files by --data DIR"
                );
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
    let first: Vec<String> =
        pca.explained_ratio().iter().take(5).map(|r| format!("{r:.6}")).collect();
    println!(
        r#"{{"peer": "{}", "case": "{case}", "fit_s": {best:.4}, "explained_50": {:.6}, "explained_first5": [{}], "peak_mib": {}}}"#,
        common::me(),
        pca.kept(K),
        first.join(", "),
        common::peak_mib().map_or("null".into(), |m| m.to_string()),
    );
    Ok(())
}

/// 400 × 4 096 of rank 100 and a little white noise, as scikit-learn's side draws it.
fn faces() -> Array2<Real> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut normal = |rows, columns| {
        Array2::from_shape_simple_fn((rows, columns), || -> f64 {
            StandardNormal.sample(&mut rng)
        })
    };
    let x = normal(400, 100).dot(&normal(100, 4096)) + normal(400, 4096) * 0.1;
    x.mapv(|v| v as Real)
}
