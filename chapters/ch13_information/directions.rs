//! The error of a mean of log-ratios by direction, by the width of q, and with a control that has mean 0.

use autoencoders::information::modes::Hill;
use autoencoders::information::sampled;
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand_distr::{Distribution, StandardNormal};

/// Standard deviations of q beside p = N(0, 1).
const WIDTHS: [f64; 13] =
    [0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.25, 1.5, 2.0, 2.8, 4.0];
/// The last width at which the control's error is drawn as a line: from √2 on its variance is infinite.
const SETTLED: f64 = 1.25;
/// Samples of an estimate.
const SAMPLES: usize = 1000;

/// KL(N(0, a²)‖N(0, b²)).
fn exact(a: f64, b: f64) -> f64 {
    0.5 * ((a / b).powi(2) - 1.0) - (a / b).ln()
}

/// The root of the mean squared error over many estimates, as a share of the divergence.
pub fn errors(run: &mut Run) -> Outcome {
    let draws = run.size(20, 400, 400);
    run.count("direction_samples", SAMPLES);
    run.count("direction_draws", draws);
    let found = run.together(&WIDTHS, |&width| {
        let mut rng = run.rng(&format!("directions {width}"));
        let (p, q) = (Hill { mean: 0.0, sd: 1.0 }, Hill { mean: 0.0, sd: width });
        let mut squares = [0.0; 3];
        for _ in 0..draws {
            let mut terms = [(); 3].map(|()| Vec::with_capacity(SAMPLES));
            for _ in 0..SAMPLES {
                let e: f64 = StandardNormal.sample(&mut rng);
                let ratio = q.ln_density(e) - p.ln_density(e); // ln q/p at x ~ p
                terms[0].push(-ratio);
                terms[1].push(-ratio + ratio.exp_m1()); // E_p (q/p − 1) = 0
                let x = width * e;
                terms[2].push(q.ln_density(x) - p.ln_density(x)); // x ~ q
            }
            for (at, terms) in terms.iter().enumerate() {
                let truth = if at < 2 { exact(1.0, width) } else { exact(width, 1.0) };
                let estimate = sampled::plain(terms)?;
                squares[at] += (estimate.mean / truth - 1.0).powi(2) / draws as f64;
            }
        }
        Ok(squares.map(f64::sqrt))
    })?;
    for (width, errors) in WIDTHS.iter().zip(&found) {
        let name = format!("{width}").replace('.', "");
        for (who, error) in ["forward", "control", "reverse"].iter().zip(errors) {
            run.number(&format!("error_{who}_{name}"), *error, 3);
        }
    }
    let due = |width: f64| (2.0 / (SAMPLES as f64 * exact(1.0, width))).sqrt(); // the law
    run.number("error_law_11", due(1.1), 3);
    let x = Scale::log("standard deviation of q, that of p being 1", 0.25, 4.0)
        .with_ticks([(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")]);
    let y = Scale::log("error, share of KL", 0.01, 5.0).with_ticks([
        (0.01, "0.01"),
        (0.1, "0.1"),
        (1.0, "1"),
    ]);
    // At 1 the divergence is 0, and the error as a share of it has no bound: the lines are broken there.
    let curve = |at: usize, from: f64, to: f64| -> Curve {
        let all = WIDTHS.iter().zip(&found).map(|(&w, e)| (w, e[at]));
        all.filter(|(w, _)| (from..=to).contains(w)).collect()
    };
    let law = |hundredths: std::ops::RangeInclusive<u32>| -> Curve {
        hundredths.map(|h| f64::from(h) / 100.0).map(|width| (width, due(width))).collect()
    };
    let mut panel = Panel::new("", x, y)
        .dashed(law(75..=99), Ink::Text, "")
        .dashed(law(101..=135), Ink::Text, "")
        .note((1.04, 1.4), "√(2/(n KL))", Ink::Text, Anchor::Start);
    for (at, name, ink) in [(0, "KL(p‖q)", Ink::Autoencoder), (2, "KL(q‖p)", Ink::Pca)]
    {
        panel =
            panel.line(curve(at, 0.0, 1.0), ink, "").line(curve(at, 1.0, 4.0), ink, name);
    }
    let control = Ink::Category(1);
    let panel = panel
        .line(curve(1, 0.0, 1.0), control, "")
        .line(curve(1, 1.0, SETTLED), control, "")
        .points(curve(1, SETTLED + 0.01, 4.0), control, Shape::Cross, 6.0)
        .note((0.95, 0.062), "with control", control, Anchor::Middle);
    run.figure("directions", draw("Errors by direction", 1, 240.0, &[panel]));
    Ok(())
}
