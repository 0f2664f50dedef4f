//! ∫ p(x|z)p(z)dz by brute force, where the answer is known: how it fails by dimension.

use super::pictures::starts;
use autoencoders::data::optdigits;
use autoencoders::ndarray::{Array1, Array2, Axis, s};
use autoencoders::stats::{mean, median, range};
use autoencoders::vae::gaussian::LinearGaussian;
use autoencoders::vae::importance::{Latent, effective_samples, iw, log_weights};
use autoencoders::vae::quadrature::Grid;
use autoencoders::vae::sample_codes;
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle, medians};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Codes drawn from the prior.
const MANY: usize = 10_000;
/// So few of them, and as many from a proposal near the posterior.
const FEW: usize = 100;
/// How much wider than the posterior that proposal is.
pub const WIDER: f64 = 1.5;
/// Sizes of code for which the integral is done on a grid, the steps, and decimals of what it is
/// off: with the last two, about as many nodes as draws.
const GRIDS: [(usize, f64, usize); 4] =
    [(1, 0.1, 5), (2, 0.1, 5), (3, 0.5, 3), (5, 2.0, 1)];
/// A grid goes from minus this to this.
const HALF: f64 = 5.0;

/// Of one model and one set of draws.
struct Found {
    /// Effective samples of all draws, the median over images.
    effective: f64,
    /// Their expectation by formula.
    expected: f64,
    /// log of the estimate − log p(x), the mean over images: all draws, few of them, and few
    /// from near the posterior.
    off: [f64; 3],
}

/// Probabilistic PCA of real digits for each size of code.
pub fn integral(run: &mut Run) -> Outcome {
    let x = optdigits::load()?.x / 16.0;
    let rows: Vec<usize> = (0..x.nrows()).step_by(run.size(200, 36, 36)).collect();
    let some = x.select(Axis(0), &rows);
    let ks: &[usize] =
        run.size(&[1, 2, 5], &[1, 2, 3, 5, 7, 10, 14, 20], &[1, 2, 3, 5, 7, 10, 14, 20]);
    grids(run, &x, &some)?;
    let draws = run.size(500, MANY, MANY);
    let found = run.from_each_start(ks, starts(run), |&k, start| {
        let model = LinearGaussian::fit(&x, k)?;
        Ok(estimate(&model, &some, draws, &mut run.rng(&format!("integral {k} {start}")))?)
    })?;
    run.count("prior_draws", draws);
    run.count("prior_few", FEW);
    run.count("prior_images", rows.len());
    run.number("prior_wider", WIDER, 1);
    let of = |of: &dyn Fn(&Found) -> f64| -> Vec<Curve> {
        let start = |start: usize| {
            ks.iter().zip(&found).map(|(&k, found)| (k as f64, of(&found[start]))).collect()
        };
        (0..found[0].len()).map(start).collect()
    };
    let (effective, expected) = (of(&|f| f.effective), of(&|f| f.expected));
    let off = [0, 1, 2].map(|i| of(&move |f| f.off[i]));
    for (at, k) in ks.iter().enumerate() {
        let at =
            |curves: &[Curve]| -> Vec<f64> { curves.iter().map(|c| c[at].1).collect() };
        let digits = usize::from(*k > 1); // thousands need none
        run.over_starts(&format!("prior_effective_{k}"), &at(&effective), "", digits);
        run.number(&format!("prior_expected_{k}"), at(&expected)[0], 5);
        for (name, curves) in ["prior_off", "prior_few_off", "near_off"].iter().zip(&off) {
            run.over_starts(&format!("{name}_{k}"), &at(curves), "", 2);
        }
    }
    let axis = || {
        let ticks = [1, 5, 10, 15, 20].map(|k| (f64::from(k), k.to_string()));
        Scale::linear("size of the code, k", 1.0, 20.0).with_ticks(ticks)
    };
    let y = Scale::log(&format!("effective samples of {draws}"), 1e-3, 1e4);
    let left = Panel::new("Weights that count", axis(), y).across(1.0, Ink::Faint, "");
    let left = left.dashed(medians(&expected), Ink::Text, "");
    let left = bundle(left, &effective, Ink::Random, "");
    let y = Scale::linear("estimate − log p(x), nats", -45.0, 2.0);
    let right = Panel::new("The estimate", axis(), y).across(0.0, Ink::Faint, "");
    let labels = [
        (0, Ink::Random, "10 000"),
        (1, Ink::Category(1), "100"),
        (2, Ink::Autoencoder, "near, 100"),
    ];
    let right = labels
        .into_iter()
        .fold(right, |panel, (i, ink, label)| bundle(panel, &off[i], ink, label));
    let title = "The integral by samples from the prior, by the code's size";
    run.figure("integral", draw(title, 2, 210.0, &[left, right]));
    Ok(())
}

/// The integral on grids: nodes, and how far off the worst image is.
fn grids(run: &mut Run, x: &Array2<Real>, some: &Array2<Real>) -> Outcome {
    for (k, step, digits) in GRIDS {
        let (model, grid) = (LinearGaussian::fit(x, k)?, Grid::new(k, HALF, step)?);
        let off = grid.log_likelihood(&model, some)? - model.log_likelihood(some)?;
        run.count(&format!("grid_side_{k}"), grid.side).spread(0.0);
        run.count(&format!("grid_nodes_{k}"), grid.nodes.nrows()).spread(0.0);
        let worst = range(off.iter().map(|off| off.abs())).1;
        run.number(&format!("grid_off_{k}"), worst, digits).spread(0.0);
    }
    Ok(())
}

fn estimate(
    model: &LinearGaussian,
    x: &Array2<Real>,
    draws: usize,
    rng: &mut impl Rng,
) -> Result<Found> {
    let exact = model.log_likelihood(x)?;
    let w = model.log_p(x, &sample_codes(draws, model.codes(), rng))?; // w = p(x|z): q = p(z)
    let (mu, covariance) = model.posterior(x)?;
    // W's columns are orthogonal, and so the posterior's covariance is diagonal
    let s = covariance.diag().mapv(|v| (v * WIDER * WIDER).ln() as Real);
    let (mut effective, mut off) = (Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    for (i, exact) in exact.iter().enumerate() {
        let own = w.row(i).to_owned();
        effective.push(effective_samples(&own));
        let few: Array1<f64> = own.slice(s![..FEW]).to_owned();
        let sample = x.row(i).insert_axis(Axis(0)).to_owned();
        let near = log_weights(model, &sample, mu.row(i), s.view(), FEW, rng)?.1;
        for (off, w) in off.iter_mut().zip([own, few, near]) {
            off.push(iw(&w, w.len())? - exact);
        }
    }
    let expected: Vec<f64> =
        model.prior_efficiency(x)?.iter().map(|share| share * draws as f64).collect();
    let middle = |values: &[f64]| median(values).unwrap_or(f64::NAN);
    Ok(Found {
        effective: middle(&effective),
        expected: middle(&expected),
        off: off.map(|off| mean(&off).unwrap_or(f64::NAN)),
    })
}
