//! Divergences from samples alone: histograms by their bins, nearest neighbours by the dimension.

use super::starts;
use autoencoders::Real;
use autoencoders::information::modes::Hill;
use autoencoders::information::sampled;
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::{PI, TAU};

/// Samples of each law.
const SAMPLES: usize = 1000;
const BINS: [usize; 6] = [4, 8, 16, 32, 64, 128];
/// Ends of the histograms; beyond them the outermost bins are open.
const ENDS: (f64, f64) = (-2.5, 2.5);
const DIMENSIONS: [usize; 6] = [1, 2, 4, 8, 16, 32];

fn normal(n: usize, shift: f64, rng: &mut impl Rng) -> Vec<f64> {
    (0..n)
        .map(|_| {
            let e: f64 = StandardNormal.sample(rng);
            e + shift
        })
        .collect()
}

/// Histograms of one law twice, whose divergence is 0, and of two laws at an eighth of a nat.
pub fn bins(run: &mut Run) -> Outcome {
    let draws = run.size(20, 400, 400);
    run.count("bins_samples", SAMPLES);
    run.count("bins_draws", draws);
    let found = run.together(&BINS, |&bins| {
        let mut rng = run.rng(&format!("bins {bins}"));
        let mut rows = Vec::new();
        for shift in [0.0, 0.5] {
            let mut all = Vec::new();
            for _ in 0..draws {
                let (a, b) =
                    (normal(SAMPLES, 0.0, &mut rng), normal(SAMPLES, shift, &mut rng));
                all.push(sampled::histograms(&a, &b, ENDS, bins)?);
            }
            let infinite = all.iter().filter(|v| v.is_infinite()).count() as f64;
            let finite: Vec<f64> = all.into_iter().filter(|v| v.is_finite()).collect();
            rows.push((median(&finite).unwrap_or(f64::NAN), infinite / draws as f64));
        }
        Ok(rows)
    })?;
    let law = |bins: usize| (bins - 1) as f64 / SAMPLES as f64; // (B − 1)/2 (1/n + 1/n)
    for (bins, rows) in BINS.iter().zip(&found) {
        for (name, row) in ["same", "apart"].iter().zip(rows) {
            chapters::curves::found(run, &format!("bins_{name}_{bins}"), row.0, 4);
            run.number(&format!("bins_{name}_{bins}_infinite"), row.1, 3);
        }
        run.number(&format!("bins_law_{bins}"), law(*bins), 4);
    }
    let curve = |at: usize| -> Curve {
        BINS.iter()
            .zip(&found)
            .filter(|(_, rows)| rows[at].1 < 0.5) // most of them finite
            .map(|(&b, rows)| (b as f64, rows[at].0))
            .collect()
    };
    let x = || {
        Scale::log("bins", 4.0, 128.0)
            .with_ticks([4, 16, 64].map(|b| (f64::from(b), b.to_string())))
    };
    let left = Panel::new("p = q", x(), Scale::linear("estimate, nats", 0.0, 0.14))
        .line(curve(0), Ink::Category(1), "histograms")
        .dashed(BINS.map(|b| (b as f64, law(b))), Ink::Text, "(B − 1)/n");
    let right = Panel::new("KL = ⅛", x(), Scale::linear("estimate, nats", 0.0, 0.2))
        .line(curve(1), Ink::Category(1), "histograms")
        .across(0.125, Ink::Faint, "truth");
    run.figure("bins", draw("Histograms by their bins", 2, 210.0, &[left, right]));
    Ok(())
}

/// Samples (n, d) of N(m, s²I).
fn cloud(n: usize, d: usize, (m, s): (f64, f64), rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((n, d), || {
        let e: f64 = StandardNormal.sample(rng);
        (m + s * e) as Real
    })
}

/// The s > 1 at which KL(N(0, I) ‖ N(0, s²I)) is this in d dimensions.
fn scale(nats: f64, d: usize) -> f64 {
    let kl = |s: f64| d as f64 * (0.5 * (1.0 / (s * s) - 1.0) + s.ln());
    let (mut low, mut high) = (1.0, 1e3);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if kl(middle) < nats { low = middle } else { high = middle }
    }
    low
}

/// How much the logarithm of the density of N(m, s²I) in the ball around x that reaches the nearest of its samples, number
/// `rank` by distance, is above that at x: the mean over the rows x. ln n(share of the law in such a ball) has the mean −γ.
fn above(
    (rows, (m, s)): (&Array2<Real>, (f64, f64)),
    at: &Array2<Real>,
    rank: usize,
) -> f64 {
    const GAMMA: f64 = 0.577_215_664_901_532_9;
    let (n, d) = ((rows.nrows() - rank) as f64, rows.ncols());
    // The unit ball: 2 on the line, π in the plane, and 2π/d times that of two dimensions less.
    let (mut ln_ball, first) = if d % 2 == 1 { (2f64.ln(), 3) } else { (PI.ln(), 4) };
    (first..=d).step_by(2).for_each(|d| ln_ball += (TAU / d as f64).ln());
    let one = |x: ArrayView1<Real>| -> f64 {
        let square = |y: ArrayView1<Real>| -> f64 {
            x.iter().zip(y).map(|(&x, &y)| f64::from(x - y).powi(2)).sum()
        };
        let own = rows.rows().into_iter().map(square).filter(|r| rank == 0 || *r > 0.0);
        let radius = 0.5 * own.fold(f64::INFINITY, f64::min).ln();
        let ball = -GAMMA - n.ln() - ln_ball - d as f64 * radius;
        let centre: f64 =
            x.iter().map(|&x| Hill { mean: m, sd: s }.ln_density(f64::from(x))).sum();
        ball - centre
    };
    at.rows().into_iter().map(one).sum::<f64>() / at.nrows() as f64
}

/// The same divergence, 2 nats, in more and more dimensions: by a shift, and by a scale either way.
pub fn neighbours(run: &mut Run) -> Outcome {
    const NATS: f64 = 2.0;
    let n = run.size(100, SAMPLES, SAMPLES);
    run.measure("neighbours_truth", NATS, "nats", 0);
    let dimensions = run.size(&DIMENSIONS[..3], &DIMENSIONS[..], &DIMENSIONS[..]);
    let cases: Vec<(usize, &str)> =
        dimensions.iter().flat_map(|&d| ["shift", "wider"].map(|how| (d, how))).collect();
    let all = run.from_each_start(&cases, starts(run), |&(d, how), start| {
        let mut rng = run.rng(&format!("neighbours {d} {how} {start}"));
        let law = match how {
            "shift" => ((2.0 * NATS / d as f64).sqrt(), 1.0),
            _ => (0.0, scale(NATS, d)),
        };
        let a = cloud(n, d, (0.0, 1.0), &mut rng);
        let b = cloud(n, d, law, &mut rng);
        let estimate = sampled::neighbours(&a, &b)?;
        let over = [above((&a, (0.0, 1.0)), &a, 1), above((&b, law), &a, 0)];
        Ok((estimate, over))
    })?;
    let found: Vec<Vec<f64>> =
        all.iter().map(|all| all.iter().map(|a| a.0).collect()).collect();
    for (((d, how), found), all) in cases.iter().zip(&found).zip(&all) {
        run.over_starts(&format!("neighbours_{how}_{d}"), found, "nats", 2);
        if *d < DIMENSIONS[5] {
            continue;
        }
        for (at, whose) in ["p", "q"].iter().enumerate() {
            let below: Vec<f64> = all.iter().map(|all| -all.1[at]).collect();
            run.over_starts(&format!("balls_{how}_{d}_{whose}"), &below, "nats", 1);
        }
    }
    let x = Scale::log("dimensions", 1.0, 32.0)
        .with_ticks(DIMENSIONS.map(|d| (d as f64, d.to_string())));
    let mut panel = Panel::new("", x, Scale::linear("estimate, nats", 0.0, 4.5));
    for (how, name, ink) in
        [("shift", "q shifted", Ink::Autoencoder), ("wider", "q wider", Ink::Category(1))]
    {
        let own: Vec<_> = cases.iter().zip(&found).filter(|(c, _)| c.1 == how).collect();
        let curve = |start: usize| -> Curve {
            own.iter().map(|(c, f)| (c.0 as f64, f[start])).collect()
        };
        let curves: Vec<Curve> = (0..starts(run)).map(curve).collect();
        panel = bundle(panel, &curves, ink, name);
    }
    let panel = panel.across(NATS, Ink::Faint, "truth");
    run.figure("neighbours", draw("Neighbours by dimension", 1, 220.0, &[panel]));
    Ok(())
}
