//! Samples of another law, weighted: what happens when its tails are too light.

use autoencoders::information::modes::Hill;
use autoencoders::information::sampled;
use autoencoders::stats::median;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand_distr::{Distribution, StandardNormal};

/// Standard deviations of the law that is sampled; that of the wanted one is 1.
const WIDTHS: [f64; 9] = [0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0, 3.0];
const SAMPLES: usize = 1000;

/// The variance of p = N(0, 1), which is 1, from samples of N(0, s²).
pub fn by_width(run: &mut Run) -> Outcome {
    let draws = run.size(20, 400, 400);
    run.count("weights_samples", SAMPLES);
    run.count("weights_draws", draws);
    let p = Hill { mean: 0.0, sd: 1.0 };
    let found = run.together(&WIDTHS, |&sd| {
        let mut rng = run.rng(&format!("weights {sd}"));
        let q = Hill { mean: 0.0, sd };
        let (mut means, mut sizes, mut below) = (Vec::new(), Vec::new(), 0);
        for _ in 0..draws {
            let x: Vec<f64> = (0..SAMPLES)
                .map(|_| {
                    let e: f64 = StandardNormal.sample(&mut rng);
                    sd * e
                })
                .collect();
            let ln_weights: Vec<f64> =
                x.iter().map(|&x| p.ln_density(x) - q.ln_density(x)).collect();
            let squares: Vec<f64> = x.iter().map(|x| x * x).collect();
            let (mean, size) = sampled::weighted(&ln_weights, &squares)?;
            below += usize::from(mean < 1.0);
            means.push(mean);
            sizes.push(size / SAMPLES as f64);
        }
        means.sort_by(f64::total_cmp);
        let at = |share: f64| means[(share * (draws - 1) as f64).round() as usize];
        let size = median(&sizes).unwrap_or(f64::NAN);
        Ok([at(0.5), at(0.05), at(0.95), size, below as f64 / draws as f64])
    })?;
    for (sd, [middle, low, high, size, below]) in WIDTHS.iter().zip(&found) {
        let name = format!("{sd}").replace('.', "");
        for (who, value) in [
            ("median", middle),
            ("low", low),
            ("high", high),
            ("size", size),
            ("below", below),
        ] {
            run.number(&format!("weights_{name}_{who}"), *value, 3);
        }
    }
    let x = || {
        Scale::log("sampled sd", 0.4, 3.0).with_ticks([
            (0.4, "0.4"),
            (0.7, "0.7"),
            (1.0, "1"),
            (2.0, "2"),
            (3.0, "3"),
        ])
    };
    let rows = || WIDTHS.iter().copied().zip(&found);
    let left = Panel::new(
        "estimates of a variance of 1",
        x(),
        Scale::linear("estimate", 0.0, 2.0),
    )
    .band(rows().map(|(s, f)| (s, f[1], f[2])), Ink::Autoencoder)
    .line(rows().map(|(s, f)| (s, f[0])), Ink::Autoencoder, "median")
    .across(1.0, Ink::Faint, "truth");
    let right =
        Panel::new("effective size", x(), Scale::linear("share of samples", 0.0, 1.05))
            .line(rows().map(|(s, f)| (s, f[3])), Ink::Autoencoder, "median");
    run.figure("weights", draw("Weighted samples", 2, 210.0, &[left, right]));
    Ok(())
}
