//! A code as long as the picture: everything passes, and nothing has been learnt.

use super::optimum::{Trained, steps};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// The share of digits and of noise that is lost, against the size of the code.
pub fn identity(run: &mut Run, set: &Set, trained: &Trained) -> Outcome {
    let d = set.features();
    let white = f64::from(set.white);
    let mut rng = run.rng("identity");
    let pixel = || rng.random_range(0.0..white) as Real;
    let noise = Array2::from_shape_simple_fn((run.size(50, 400, 1000), d), pixel);
    // As wide as the picture, and trained ten times as long.
    let mut longer = Vec::new();
    if trained.iter().any(|(k, _)| *k == d) {
        for _ in 0..set.seeds(run, 2, 5, 10) {
            longer.push(set.trained(d, 0.0, 10 * steps(run), &mut rng)?);
        }
    }
    let mut panel = Panel::new(
        "",
        Scale::linear("numbers in the code", 0.0, d as f64),
        Scale::linear("share lost (%)", 0.0, 105.0),
    );
    for (key, x, ink, label) in [
        ("noise", &noise, Ink::Raw, "noise"),
        ("digits", set.x(), Ink::Autoencoder, "digits"),
    ] {
        let all = length(set, x);
        // The best network of each size; from the rank on, only pixels that never change are left.
        let scores = set.pca.encode(x)?.mapv(|z| f64::from(z).powi(2)).sum_axis(Axis(0));
        let mut kept = 0.0;
        let mut line = vec![(0.0, 100.0)];
        for (j, square) in scores.iter().enumerate() {
            kept += square;
            line.push((j as f64 + 1.0, 100.0 * (1.0 - kept / all).max(0.0)));
        }
        let at_rank = line.last().map_or(0.0, |p| p.1);
        line.push((d as f64, 0.0));
        let (middle, text_ink) = (line[line.len() / 3], ink);
        panel = panel.line(line, ink, "").note(
            (middle.0 + 1.0, middle.1 + 5.0),
            label,
            text_ink,
            Anchor::Start,
        );
        let lost = |model: &LinearAutoencoder| {
            Ok::<_, autoencoders::Error>(
                100.0 * model.squared_error(x)? * x.nrows() as f64 / all,
            )
        };
        let shape = if key == "noise" { Shape::Square } else { Shape::Dot };
        for (k, models) in trained {
            let shares = models.iter().map(lost).collect::<Result<Vec<_>, _>>()?;
            let points = shares.iter().map(|&share| (*k as f64, share));
            panel = panel.points(points, ink, shape, 7.0);
            if *k == set.at_most(16) {
                run.count("identity_k", *k);
                run.over_starts(&format!("identity_{key}"), &shares, "%", 0);
            }
            if *k == d && key == "noise" {
                let above = (d as f64, shares[0] + 18.0);
                panel = panel.note(above, "trained, k = d", ink, Anchor::End);
            }
            if *k == d {
                run.over_starts(&format!("identity_{key}_full"), &shares, "%", 2);
            }
        }
        if !longer.is_empty() {
            let shares = longer.iter().map(lost).collect::<Result<Vec<_>, _>>()?;
            run.over_starts(&format!("identity_{key}_longer"), &shares, "%", 2);
        }
        run.measure(&format!("identity_{key}_rank"), at_rank, "%", 1);
    }
    run.figure(
        "identity",
        draw(
            "Share of digits and of noise that is lost, against the size of the code",
            1,
            240.0,
            &[panel],
        ),
    );
    Ok(())
}

/// Σᵢ ‖xᵢ − μ‖².
fn length(set: &Set, x: &Array2<Real>) -> f64 {
    (x - &set.pca.mean).iter().map(|&e| f64::from(e).powi(2)).sum()
}
