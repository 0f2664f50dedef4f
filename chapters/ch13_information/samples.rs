//! Divergences from samples alone: histograms by their bins, nearest neighbours by the dimension.

use super::starts;
use autoencoders::Real;
use autoencoders::information::sampled;
use autoencoders::ndarray::Array2;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

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

/// The same divergence, 2 nats, in more and more dimensions: by a shift, and by a scale either way.
pub fn neighbours(run: &mut Run) -> Outcome {
    const NATS: f64 = 2.0;
    let n = run.size(100, SAMPLES, SAMPLES);
    run.measure("neighbours_truth", NATS, "nats", 0);
    let dimensions = run.size(&DIMENSIONS[..3], &DIMENSIONS[..], &DIMENSIONS[..]);
    let cases: Vec<(usize, &str)> =
        dimensions.iter().flat_map(|&d| ["shift", "wider"].map(|how| (d, how))).collect();
    let found = run.from_each_start(&cases, starts(run), |&(d, how), start| {
        let mut rng = run.rng(&format!("neighbours {d} {how} {start}"));
        let law = match how {
            "shift" => ((2.0 * NATS / d as f64).sqrt(), 1.0),
            _ => (0.0, scale(NATS, d)),
        };
        let a = cloud(n, d, (0.0, 1.0), &mut rng);
        Ok(sampled::neighbours(&a, &cloud(n, d, law, &mut rng))?)
    })?;
    for ((d, how), found) in cases.iter().zip(&found) {
        run.over_starts(&format!("neighbours_{how}_{d}"), found, "nats", 2);
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
