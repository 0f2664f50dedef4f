//! The true posterior beside the encoder's Gaussian: on a grid, by weights, by a walk.

use super::gaps::{Gap, STEPS, best};
use super::quadrature::{Plane, grid};
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, s};
use autoencoders::stats::range;
use autoencoders::vae::Vae;
use autoencoders::vae::chain::metropolis;
use autoencoders::vae::importance::{Latent, effective_samples, log_prior, log_weights};
use autoencoders::vae::quadrature::Grid;
use autoencoders::{Real, Result};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::TAU;

/// Shares of the mass within the contours.
const SHARES: [f64; 2] = [0.5, 0.95];
/// Nodes from the middle of a picture's grid to its edge.
const HALF: f64 = 60.0;

/// Three images of a set: with the least, a middling and the largest approximation gap.
pub fn posteriors(run: &mut Run, plane: &Plane, gaps: &[Gap]) -> Outcome {
    let Some(vae) = plane.vaes.first() else { return Err("no start was trained".into()) };
    let mut order: Vec<usize> = (0..gaps.len()).collect();
    order.sort_by(|&a, &b| gaps[a].approximation.total_cmp(&gaps[b].approximation));
    let chosen = [order[0], order[order.len() / 2], order[order.len() - 1]];
    let mut panels = Vec::new();
    let (mut off, mut weighted, mut accepted) = (Vec::new(), Vec::new(), Vec::new());
    for (name, i) in ["least", "middling", "largest"].into_iter().zip(chosen) {
        let x = plane.set.test.x.row(i).insert_axis(Axis(0)).to_owned();
        run.number(&format!("posterior_gap_{name}"), gaps[i].approximation, 2).spread(0.5);
        let (mu, s) = vae.posterior(&x)?;
        let (mu, s) = (mu.row(0), s.row(0));
        let whole = grid(run, 1.0)?;
        let (mean, sd) = whole.moments(whole.log_posterior(vae, &x)?.view());
        // how far two estimates of the posterior's mean are off, in its standard deviations
        let error = |found: &Array1<f64>| {
            (found - &mean)
                .iter()
                .zip(&sd)
                .map(|(d, sd)| (d / sd).abs())
                .fold(0.0, f64::max)
        };
        let mut rng = run.rng(&format!("posterior {name}"));
        let (codes, w) = log_weights(vae, &x, mu, s, run.size(200, 5000, 5000), &mut rng)?;
        let most = w.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let share = w.mapv(|w| (w - most).exp());
        weighted.push(error(&(codes.mapv(f64::from).t().dot(&share) / share.sum())));
        let effective = effective_samples(&w);
        run.number(&format!("posterior_effective_{name}"), effective, 1).spread(0.5);
        let steps = sd.mapv(|sd| (1.5 * sd) as Real);
        let length = run.size(300, 20_000, 20_000);
        let walk = metropolis(vae, &x, mu, steps.view(), length, &mut rng)?;
        let after = walk.codes.slice(s![length / 10.., ..]).mapv(f64::from);
        off.push(error(&after.mean_axis(Axis(0)).unwrap_or_default()));
        accepted.push(100.0 * walk.accepted);
        let best = best(vae, &x, (mu, s), &whole, run.size(20, STEPS, STEPS))?;
        let qs = [
            (mu, s, Ink::Autoencoder, true),
            (best.mu.view(), best.s.view(), Ink::Category(1), false),
        ];
        let lost = gaps[i].approximation;
        let title = format!("Best loses {lost:.*}", if lost < 0.02 { 3 } else { 2 });
        let panel = picture(&title, vae, &x, (&mean, &sd), &qs)?;
        panels.push(if panels.is_empty() { named(panel, &qs) } else { panel });
    }
    run.scattered("posterior_chain_off", &off, "", 2, 1.0);
    run.scattered("posterior_weights_off", &weighted, "", 2, 1.0);
    run.scattered("posterior_accepted", &accepted, "%", 0, 0.2);
    let title = "The posterior's contours, the encoder's Gaussian and the best one";
    run.figure("posteriors", draw(title, 3, 170.0, &panels));
    Ok(())
}

type Gaussian<'a> = (ArrayView1<'a, Real>, ArrayView1<'a, Real>, Ink, bool);

/// Contours of p(z|x) as points, of the Gaussians as ellipses.
fn picture(
    title: &str,
    vae: &Vae,
    x: &Array2<Real>,
    (mean, sd): (&Array1<f64>, &Array1<f64>),
    qs: &[Gaussian],
) -> Result<Panel> {
    let reach = 4.0 * sd.iter().copied().fold(0.0, f64::max);
    let own = Grid::new(2, reach, reach / HALF)?;
    let centre = mean.mapv(|m| m as Real);
    let nodes = &own.nodes + &centre;
    let log_joint = vae.log_p(x, &nodes)?.row(0).to_owned() + log_prior(&nodes);
    let cell = 2.0 * own.step.ln();
    let total = autoencoders::log_sum::log_sum_exp(&log_joint.to_vec()) + cell;
    let density = log_joint - total;
    // As wide as the Gaussians too, which may lie beside it.
    let axis = |j: usize, label: &str| {
        let ends = qs.iter().flat_map(|(mu, s, ..)| {
            let wide = 2.7 * (f64::from(s[j]) / 2.0).exp();
            [f64::from(mu[j]) - wide, f64::from(mu[j]) + wide]
        });
        let (from, to) = range(ends.chain([mean[j] - reach, mean[j] + reach]));
        Scale::linear(label, from, to)
    };
    let mut panel = Panel::new(title, axis(0, "z₁"), axis(1, "z₂")).equal();
    for share in SHARES {
        let level = own.level(density.view(), share);
        let points = crossings(&nodes, &density, own.side, level);
        panel = panel.points(points, Ink::Text, Shape::Dot, 1.6);
        let radius = (-2.0 * (1.0 - share).ln()).sqrt(); // of a Gaussian in the plane
        for (mu, s, ink, full) in qs {
            let around = (0..=72).map(|i| {
                let angle = f64::from(i) / 72.0 * TAU;
                let at = |j: usize, v: f64| {
                    f64::from(mu[j]) + radius * (f64::from(s[j]) / 2.0).exp() * v
                };
                (at(0, angle.cos()), at(1, angle.sin()))
            });
            panel = match full {
                true => panel.line(around, *ink, ""),
                false => panel.dashed(around, *ink, ""),
            };
        }
    }
    Ok(panel)
}

/// The three kinds of line, named in the panel's upper left.
fn named(panel: Panel, qs: &[Gaussian]) -> Panel {
    let (x, y) = (panel.x.from, panel.y.to);
    let (wide, tall) = (panel.x.to - panel.x.from, panel.y.to - panel.y.from);
    let inks = [Ink::Text].into_iter().chain(qs.iter().map(|q| q.2));
    let names = inks.zip(["posterior", "encoder", "best"]);
    names.enumerate().fold(panel, |panel, (row, (ink, name))| {
        let at = (x + 0.01 * wide, y - (0.05 + 0.11 * row as f64) * tall);
        panel.note(at, name, ink, Anchor::Start)
    })
}

/// Where a density on a square grid passes a level, between neighbouring nodes.
fn crossings(
    nodes: &Array2<Real>,
    density: &Array1<f64>,
    side: usize,
    level: f64,
) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for at in 0..density.len() {
        let right = (at % side + 1 < side).then_some(at + 1);
        let down = (at + side < density.len()).then_some(at + side);
        for other in [right, down].into_iter().flatten() {
            let (a, b) = (density[at] - level, density[other] - level);
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                let between = |j: usize| {
                    let (p, q): (f64, f64) =
                        (nodes[(at, j)].into(), nodes[(other, j)].into());
                    p + t * (q - p)
                };
                points.push((between(0), between(1)));
            }
        }
    }
    points
}
