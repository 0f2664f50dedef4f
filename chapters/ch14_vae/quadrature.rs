//! log p(x) by quadrature beside its bounds: codes of two numbers, where the integral can be done.

use super::binary::Set;
use super::integral::WIDER;
use super::pictures::dear_starts;
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::stats::{mean, median, range};
use autoencoders::vae::Vae;
use autoencoders::vae::importance::{iw, log_weights};
use autoencoders::vae::quadrature::Grid;
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Weights in a bound.
const KS: [usize; 5] = [1, 5, 50, 500, 5000];
/// The grid: half its width, and its step.
pub const GRID: (f64, f64) = (6.0, 0.05);

/// The step of a run: many pixels make narrow posteriors.
fn step(run: &Run) -> f64 {
    let long = run.args.full && run.args.data.is_some();
    if long { GRID.1 / 2.0 } else { run.size(0.3, GRID.1, GRID.1) }
}

/// A set, and a VAE with a code of two numbers from each start.
pub struct Plane<'a> {
    /// The images.
    pub set: &'a Set,
    /// As they ended.
    pub vaes: Vec<Vae>,
}

/// What is found of one VAE: means over images.
struct Found {
    /// log p(x) on the grid.
    exact: f64,
    /// How far that is from the grid twice as coarse, for the worst image.
    off: f64,
    /// The bounds of k weights.
    bounds: Vec<f64>,
    /// The same by a wider Gaussian than the encoder's.
    wider: Vec<f64>,
}

/// Trains all, and compares.
pub fn compare<'a>(run: &mut Run, sets: &'a [Set]) -> Outcome<Vec<Plane<'a>>> {
    let vaes =
        run.from_each_start(sets, dear_starts(run), |set, start| set.vae(run, 2, start))?;
    let planes: Vec<_> =
        sets.iter().zip(vaes).map(|(set, vaes)| Plane { set, vaes }).collect();
    let images = run.size(5, 100, 100);
    run.count("bound_images", images).spread(0.0);
    run.number("bound_grid_step", step(run), 3).spread(0.0);
    let mut panels = Vec::new();
    for plane in &planes {
        let (x, key) = (plane.set.some(images), plane.set.key);
        let jobs: Vec<_> = plane.vaes.iter().enumerate().collect();
        let draws = run.size(500, 5000, 5000);
        let ks: Vec<usize> = KS.into_iter().filter(|&k| k <= draws).collect();
        let seed = run.args.seed;
        let found = run.together(&jobs, |(start, vae)| {
            let exact = grid(run, 1.0)?.log_likelihood(*vae, &x)?;
            let coarse = grid(run, 2.0)?.log_likelihood(*vae, &x)?;
            let off = range((&exact - &coarse).iter().map(|v| v.abs())).1;
            let each = vae.iw_each(&x, draws, &ks, seed + *start as u64)?;
            let bounds = each.mean_axis(Axis(0)).unwrap_or_default();
            let name = format!("wider {} {start}", plane.set.key);
            let wider = wider(run, vae, &x, draws, &ks, &name)?;
            let exact = exact.mean().unwrap_or(f64::NAN);
            Ok(Found { exact, off, bounds: bounds.to_vec(), wider })
        })?;
        let exact: Vec<f64> = found.iter().map(|f| f.exact).collect();
        run.over_starts(&format!("exact_{key}"), &exact, "", 2);
        let off = found.iter().map(|f| f.off).fold(0.0, f64::max);
        run.number(&format!("grid_off_{key}"), off, 5).spread(2.0);
        let below = |bounds: &dyn Fn(&Found) -> &Vec<f64>| -> Vec<Curve> {
            let of_start = |f: &Found| {
                let each = ks.iter().zip(bounds(f));
                each.map(|(&k, bound)| (k as f64, f.exact - bound)).collect()
            };
            found.iter().map(of_start).collect()
        };
        let (gaps, wider) = (below(&|f| &f.bounds), below(&|f| &f.wider));
        let over = |run: &mut Run, key: &str, of: &dyn Fn(usize) -> f64| {
            let values: Vec<f64> = (0..found.len()).map(of).collect();
            run.scattered(key, &values, "", 3, 0.25);
        };
        for (at, k) in ks.iter().enumerate() {
            let bounds: Vec<f64> = found.iter().map(|f| f.bounds[at]).collect();
            run.over_starts(&format!("iw_{k}_{key}"), &bounds, "", 2);
            let gap = |curves: &[Curve], start: usize| curves[start][at].1;
            over(run, &format!("bound_gap_{k}_{key}"), &|start| gap(&gaps, start));
            over(run, &format!("wider_gap_{k}_{key}"), &|start| gap(&wider, start));
            over(run, &format!("wider_share_{k}_{key}"), &|start| {
                gap(&wider, start) / gap(&gaps, start)
            });
        }
        if ks == KS {
            // what 5 000 weights leave of the gap of 50
            let left = |curve: &Curve| curve[4].1 / curve[2].1;
            over(run, &format!("bound_left_{key}"), &|start| left(&gaps[start]));
            over(run, &format!("wider_left_{key}"), &|start| left(&wider[start]));
        }
        if panels.is_empty() {
            let of = |values: Vec<f64>| median(&values).unwrap_or(f64::NAN);
            let last = found.iter().map(|f| f.bounds[ks.len() - 1]).collect();
            run.number("exact_ll", of(exact), 2).starts(found.len());
            run.number("iw_5000", of(last), 2).starts(found.len());
        }
        let x = Scale::log("weights in the bound, k", 0.8, 6000.0)
            .with_ticks([1, 10, 100, 1000].map(|k| (f64::from(k), k.to_string())));
        let y = Scale::log("log p(x) − bound, nats", 5e-4, 5.0);
        let panel = Panel::new(&format!("Digits: {}", plane.set.name), x, y);
        let panel = bundle(panel, &gaps, Ink::Autoencoder, "own");
        panels.push(bundle(panel, &wider, Ink::Category(1), "wider"));
    }
    let title = "How far the bound of k weights is below the likelihood";
    run.figure("bounds", draw(title, panels.len(), 210.0, &panels));
    Ok(planes)
}

/// The bounds of k weights from the encoder's Gaussian made wider, the mean over images.
fn wider(
    run: &Run,
    vae: &Vae,
    x: &Array2<Real>,
    draws: usize,
    ks: &[usize],
    name: &str,
) -> Result<Vec<f64>> {
    let (mu, s) = vae.posterior(x)?;
    let s = s + 2.0 * WIDER.ln() as Real;
    let mut rng = run.rng(name);
    let weights = |i: usize| {
        let x = x.row(i).insert_axis(Axis(0)).to_owned();
        Ok(log_weights(vae, &x, mu.row(i), s.row(i), draws, &mut rng)?.1)
    };
    let weights: Vec<Array1<f64>> = (0..x.nrows()).map(weights).collect::<Result<_>>()?;
    let bound = |&k: &usize| -> Result<f64> {
        let each: Vec<f64> = weights.iter().map(|w| iw(w, k)).collect::<Result<_>>()?;
        Ok(mean(&each).unwrap_or(f64::NAN))
    };
    ks.iter().map(bound).collect()
}

/// The grid, so many times as coarse.
pub fn grid(run: &Run, times: f64) -> Outcome<Grid> {
    Ok(Grid::new(2, GRID.0, times * step(run))?)
}
