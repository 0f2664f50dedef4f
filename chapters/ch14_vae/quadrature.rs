//! log p(x) by quadrature beside its bounds: codes of two numbers, where the integral can be done.

use super::binary::Set;
use super::pictures::starts;
use autoencoders::ndarray::Axis;
use autoencoders::stats::{median, range};
use autoencoders::vae::Vae;
use autoencoders::vae::quadrature::Grid;
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

/// Trains all, and compares.
pub fn compare<'a>(run: &mut Run, sets: &'a [Set]) -> Outcome<Vec<Plane<'a>>> {
    let vaes =
        run.from_each_start(sets, starts(run), |set, start| set.vae(run, 2, start))?;
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
            Ok((exact.mean().unwrap_or(f64::NAN), off, bounds.to_vec()))
        })?;
        let exact: Vec<f64> = found.iter().map(|f| f.0).collect();
        run.over_starts(&format!("exact_{key}"), &exact, "", 2);
        let off = found.iter().map(|f| f.1).fold(0.0, f64::max);
        run.number(&format!("grid_off_{key}"), off, 5).spread(2.0);
        let gaps: Vec<Curve> = found
            .iter()
            .map(|(exact, _, bounds)| {
                ks.iter().zip(bounds).map(|(&k, bound)| (k as f64, exact - bound)).collect()
            })
            .collect();
        for (at, k) in ks.iter().enumerate() {
            let bounds: Vec<f64> = found.iter().map(|f| f.2[at]).collect();
            run.over_starts(&format!("iw_{k}_{key}"), &bounds, "", 2);
            let gaps: Vec<f64> = gaps.iter().map(|gap| gap[at].1).collect();
            run.scattered(&format!("bound_gap_{k}_{key}"), &gaps, "", 3, 0.25);
        }
        if panels.is_empty() {
            let of = |values: Vec<f64>| median(&values).unwrap_or(f64::NAN);
            let last = found.iter().map(|f| f.2[ks.len() - 1]).collect();
            run.number("exact_ll", of(exact), 2).starts(found.len());
            run.number("iw_5000", of(last), 2).starts(found.len());
        }
        let x = Scale::log("weights in the bound, k", 0.8, 6000.0)
            .with_ticks([1, 10, 100, 1000].map(|k| (f64::from(k), k.to_string())));
        let y = Scale::log("log p(x) − bound, nats", 5e-3, 5.0);
        let panel = Panel::new(&format!("Digits: {}", plane.set.name), x, y);
        panels.push(bundle(panel, &gaps, Ink::Autoencoder, ""));
    }
    let title = "How far the bound of k weights is below the likelihood";
    run.figure("bounds", draw(title, panels.len(), 210.0, &panels));
    Ok(planes)
}

/// The grid, so many times as coarse.
pub fn grid(run: &Run, times: f64) -> Outcome<Grid> {
    Ok(Grid::new(2, GRID.0, times * step(run))?)
}
