//! PCA with 50 components on data of the two shapes that matter: wide (400 × 4 096) and tall (60 000 × 784).
//!
//!     cargo bench --bench pca -- [--data DIR] [--threads 2] [--case faces_trick] [--case mnist_fit]
//!
//! One JSON line a case, the best of five fits. `faces_*` is seeded noise of rank 100 and a little white noise;
//! `mnist_*` needs a folder with MNIST's files. `peak_mib` is the whole process's memory so far, data included. With the
//! feature `lapack`, `*_lapack` is the same route with LAPACK's decompositions in it.

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
const CASES: &[&str] = &[
    "faces_trick",
    "faces_svd",
    "faces_randomised",
    #[cfg(feature = "lapack")]
    "faces_trick_lapack",
    #[cfg(feature = "lapack")]
    "faces_svd_lapack",
    "mnist_fit",
    "mnist_randomised",
    #[cfg(feature = "lapack")]
    "mnist_fit_lapack",
];

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
        let of_set = CASES.iter().copied().filter(|c| c.starts_with(set));
        let cases: Vec<&str> = of_set.filter(wanted).collect();
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
        #[cfg(feature = "lapack")]
        lapack if lapack.ends_with("_lapack") => by_lapack(lapack, x),
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

/// The routes of `pca::axes` with the second opinion's decompositions.
#[cfg(feature = "lapack")]
fn by_lapack(case: &str, x: &Array2<Real>) -> Result<Pca> {
    use autoencoders::linalg::{dot, gram_of_rows, lapack};
    use autoencoders::ndarray::s;
    use autoencoders::pca::axes::{centre, covariance, fix_signs, mean_of, squares_from};
    let (mean, samples) = (mean_of(x.view()), x.nrows());
    let divisor = samples as Real - 1.0;
    let (variances, mut w) = match case {
        "faces_svd_lapack" => {
            let (_, s, vt) = lapack::svd(centre(x.view(), &mean).view())?;
            (&s * &s / divisor, vt.t().slice(s![.., ..K]).to_owned())
        }
        "faces_trick_lapack" => {
            let x = centre(x.view(), &mean);
            let (lambda, u) = lapack::eigh((gram_of_rows(x.view()) / divisor).view())?;
            let w = lapack::orthonormal(dot(&x.t(), &u.slice(s![.., ..K])).view())?;
            (lambda, w)
        }
        _ => {
            let (lambda, w) = lapack::eigh(covariance(x, &mean).view())?;
            (lambda, w.slice(s![.., ..K]).to_owned())
        }
    };
    fix_signs(&mut w);
    let total_variance = squares_from(x.view(), &mean) / f64::from(divisor);
    Ok(Pca {
        mean,
        w,
        variances: variances.slice(s![..K]).to_owned(),
        total_variance,
        samples,
    })
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
