//! Two-sample tests: first of data against data, then of what models draw.

use super::coders::{CODE, Coder, Coders};
use super::jury::{Jury, first};
use super::sets::Pictures;
use autoencoders::latent::density::Density;
use autoencoders::latent::two_sample::Pooled;
use autoencoders::ndarray::{Array2, Axis, concatenate, s};
use autoencoders::vae::sample_codes;
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::seq::index::sample;
use rand::{Rng, RngExt};

/// The chance of a false alarm that is allowed.
pub const ALPHA: f64 = 0.05;
/// Shuffles in a test by permutation.
const SHUFFLES: usize = 100;
/// Samples on each side, for the power.
const SIZES: [usize; 4] = [25, 50, 100, 250];

/// Two sets that are compared: their name in numbers, and both.
struct Pair {
    key: &'static str,
    x: Array2<Real>,
    y: Array2<Real>,
}

/// How two sets are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    /// MMD² of pixels.
    Pixels,
    /// MMD² of a reader's features.
    Features,
}

const HOWS: [(How, &str); 2] = [(How::Pixels, "pixels"), (How::Features, "features")];

/// All tests.
pub fn tested(run: &mut Run, pictures: &Pictures, jury: &Jury, coders: &Coders) -> Outcome {
    let pool = concatenate(Axis(0), &[jury.held.x.view(), pictures.test.x.view()])?;
    run.count("test_pool", pool.nrows()).spread(0.0);
    if pool.nrows() < 2 * SIZES[0] {
        let (need, have) = (2 * SIZES[0], pool.nrows());
        run.note(&format!(
            "left out: tests of samples, which need {need} labelled images that no model saw; there are {have}"
        ));
        return Ok(());
    }
    run.count("test_shuffles", SHUFFLES).spread(0.0);
    let calibration = calibrated(run, jury, &pool)?;
    let power = powers(run, jury, coders, &pool)?;
    run.figure("tested", draw("Tests of samples", 2, 210.0, &[calibration, power]));
    Ok(())
}

/// n rows of X by lot, each once at most; all where there are no more.
fn some(x: &Array2<Real>, n: usize, rng: &mut impl Rng) -> Array2<Real> {
    let rows = sample(rng, x.nrows(), n.min(x.nrows()));
    x.select(Axis(0), &rows.into_vec())
}

/// p of one test.
fn test(x: &Array2<Real>, y: &Array2<Real>, rng: &mut impl Rng) -> Result<f64> {
    Ok(Pooled::gaussian(x, y)?.test(SHUFFLES, rng)?.p)
}

/// Data against other data: p should be below α with chance α.
fn calibrated(run: &mut Run, jury: &Jury, pool: &Array2<Real>) -> Outcome<Panel> {
    let starts: Vec<usize> = (0..jury.judges.len()).collect();
    let n = run.size(8, 50, 50);
    run.count("calibration_size", n).spread(0.0);
    let mut panel = Panel::new(
        "Data against data",
        Scale::linear("p", 0.0, 1.0),
        Scale::linear("share of tests below p", 0.0, 1.0),
    )
    .dashed([(0.0, 0.0), (1.0, 1.0)], Ink::Faint, "");
    let trials = run.size(6, 200, 200);
    for ((how, key), ink) in HOWS.into_iter().zip([Ink::Raw, Ink::Autoencoder]) {
        run.count(&format!("calibration_trials_{key}"), trials * starts.len()).spread(0.0);
        let found = run.together(&starts, |&start| {
            let rng = &mut run.rng(&format!("calibration {key} {start}"));
            let features = jury.judges[start].features(pool)?;
            let of = if how == How::Features { &features } else { pool };
            let p = (0..trials).map(|_| {
                let both = some(of, 2 * n, rng);
                let half = both.nrows() / 2;
                let (x, y) = both.view().split_at(Axis(0), half);
                let y = first(&y.to_owned(), half);
                test(&x.to_owned(), &y, rng)
            });
            Ok(p.collect::<Result<Vec<f64>>>()?)
        })?;
        let below = |p: &[f64], at: f64| {
            let count = p.iter().filter(|&&p| p <= at).count();
            count as f64 / p.len() as f64
        };
        for at in [5, 50] {
            let shares: Vec<f64> =
                found.iter().map(|p| 100.0 * below(p, f64::from(at) / 100.0)).collect();
            run.scattered(&format!("calibration_{key}_{at}"), &shares, "", 1, 0.5);
        }
        let all: Vec<f64> = found.concat();
        let curve: Curve = (0..=100)
            .map(|i| (f64::from(i) / 100.0, below(&all, f64::from(i) / 100.0)))
            .collect();
        panel = panel.line(curve, ink, key);
    }
    Ok(panel)
}

/// What is compared with what, from one start.
fn pairs(
    run: &Run,
    jury: &Jury,
    coders: &Coders,
    pool: &Array2<Real>,
    start: usize,
) -> Outcome<Vec<Pair>> {
    let rng = &mut run.rng(&format!("sets to compare {start}"));
    let (n, train) = (pool.nrows(), first(&jury.train.x, 3000));
    let coder = |key: &str| {
        coders.of(key).nth(start).ok_or_else(|| format!("no {key} from start {start}"))
    };
    let (vae, plain, pca) = (coder("vae")?, coder("plain")?, coder("pca")?);
    let means = vae.model().decode(&sample_codes(n, CODE, rng))?;
    let rebuilt = [vae, plain].map(|coder| rebuilt(coder, pool, rng));
    let [again, plain_again] = rebuilt;
    let (again, plain_again) = (again?, plain_again?);
    let (plain_full, pca_full) =
        (fitted(plain, &train, n, rng)?, fitted(pca, &train, n, rng)?);
    // of two images, each pixel half way; as many as there are, again from the start
    let other = train.slice(s![..;-1, ..]);
    let half = (&train + &other) / 2.0;
    let rows: Vec<usize> = (0..n).map(|i| i % half.nrows()).collect();
    let blends = half.select(Axis(0), &rows);
    // each pixel thrown once, with its shade as the chance of ink
    let data_draws = thrown(pool, rng);
    let [draws, plain_draws, blend_draws] =
        [&means, &plain_full, &blends].map(|x| thrown(x, rng));
    let pair =
        |key, x: &Array2<Real>, y: &Array2<Real>| Pair { key, x: x.clone(), y: y.clone() };
    Ok(vec![
        pair("data", pool, pool),
        pair("rebuilt", &again, pool),
        pair("means", &means, pool),
        pair("prior", &means, &again),
        pair("plain", &plain_full, pool),
        pair("plain_rebuilt", &plain_again, pool),
        pair("pca", &pca_full, pool),
        pair("blends", &blends, pool),
        pair("draws", &draws, &data_draws),
        pair("plain_draws", &plain_draws, &data_draws),
        pair("blend_draws", &blend_draws, &data_draws),
    ])
}

/// Of a Gaussian with the covariance of the codes of X: n pictures.
fn fitted(
    coder: &Coder,
    x: &Array2<Real>,
    n: usize,
    rng: &mut impl Rng,
) -> Result<Array2<Real>> {
    let density = Density::full(&coder.codes(x, rng)?)?;
    coder.model().decode(&density.draw(n, rng))
}

/// From one drawn code each.
fn rebuilt(coder: &Coder, x: &Array2<Real>, rng: &mut impl Rng) -> Result<Array2<Real>> {
    coder.model().decode(&coder.codes(x, rng)?)
}

/// Ink or no ink.
fn thrown(x: &Array2<Real>, rng: &mut impl Rng) -> Array2<Real> {
    x.mapv(|x| if rng.random::<f64>() < f64::from(x) { 1.0 } else { 0.0 })
}

/// How often each pair is told apart, by the number of samples.
fn powers(
    run: &mut Run,
    jury: &Jury,
    coders: &Coders,
    pool: &Array2<Real>,
) -> Outcome<Panel> {
    let starts: Vec<usize> = (0..jury.judges.len()).collect();
    let sizes: Vec<usize> = SIZES.into_iter().filter(|&n| n <= pool.nrows() / 2).collect();
    // fewer where each takes longer
    let quick = run.args.quick;
    let trials = |n: usize| if quick { 2 } else { (1000 / n).min(10) };
    run.count("power_size", sizes[sizes.len() - 1]).spread(0.0);
    let sets = run.together(&starts, |&start| pairs(run, jury, coders, pool, start))?;
    let keys: Vec<&str> = sets[0].iter().map(|pair| pair.key).collect();
    let jobs: Vec<(usize, usize)> = (0..keys.len())
        .flat_map(|pair| starts.iter().map(move |&start| (pair, start)))
        .collect();
    // by job: how, then size: the share rejected, in per cent
    let found = run.together(&jobs, |&(at, start)| {
        let Pair { key, x, y } = &sets[start][at];
        let judge = &jury.judges[start];
        let features = (judge.features(x)?, judge.features(y)?);
        let mut found = Vec::new();
        for (how, _) in HOWS {
            let (x, y) = match how {
                How::Features => (&features.0, &features.1),
                _ => (x, y),
            };
            let mut by_size = Vec::new();
            for &n in
                sizes.iter().filter(|&&n| how == How::Pixels || n >= 100 || run.args.quick)
            {
                let trials = trials(n);
                let rng = &mut run.rng(&format!("power {how:?} {key} {n} {start}"));
                let mut rejected = 0.0;
                for _ in 0..trials {
                    let rows = sample(rng, x.nrows(), 2 * n).into_vec(); // no image twice
                    let x = x.select(Axis(0), &rows[..n]);
                    let y = y.select(Axis(0), &rows[n..]);
                    rejected += f64::from(u8::from(test(&x, &y, rng)? <= ALPHA));
                }
                by_size.push(100.0 * rejected / trials as f64);
            }
            found.push(by_size);
        }
        Ok(found)
    })?;
    let mut panel = Panel::new(
        "Power, kernel of pixels",
        Scale::log("samples on each side", 22.0, 280.0)
            .with_ticks(SIZES.map(|n| (n as f64, n.to_string()))),
        Scale::linear("told apart, %", 0.0, 100.0),
    );
    let drawn = [
        ("data", "data", Ink::Raw),
        ("prior", "prior", Ink::Category(2)),
        ("rebuilt", "rebuilt", Ink::Category(1)),
        ("means", "samples", Ink::Autoencoder),
    ];
    for (pair, key) in keys.iter().enumerate() {
        let own: Vec<_> = jobs
            .iter()
            .zip(&found)
            .filter(|(job, _)| job.0 == pair)
            .map(|(_, f)| f)
            .collect();
        for (how, (_, how_key)) in HOWS.iter().enumerate() {
            let from = sizes.len() - own[0][how].len();
            let told = sizes.len().saturating_sub(2); // the two largest sizes
            for (at, n) in
                sizes.iter().skip(from).enumerate().filter(|(at, _)| from + at >= told)
            {
                let shares: Vec<f64> = own.iter().map(|found| found[how][at]).collect();
                let name = format!("power_{how_key}_{key}_{n}");
                let thrown = key.ends_with("draws") && *how_key == "pixels";
                if drawn.iter().any(|of| of.0 == *key) || thrown {
                    run.scattered(&name, &shares, "", 0, 0.5);
                }
            }
        }
        if let Some((_, name, ink)) = drawn.iter().find(|of| of.0 == *key) {
            let curves: Vec<Curve> = own
                .iter()
                .map(|found| {
                    sizes
                        .iter()
                        .zip(&found[0])
                        .map(|(&n, &share)| (n as f64, share))
                        .collect()
                })
                .collect();
            panel = bundle(panel, &curves, *ink, name);
        }
    }
    Ok(panel)
}
