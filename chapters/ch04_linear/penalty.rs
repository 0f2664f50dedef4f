//! What a price on large weights does: components shrink, weak ones vanish, and the axes come back.

use super::runs::{Curve, bundle, first_below};
use super::sets::{Set, with_momentum};
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::shrunk;
use autoencoders::linear::full_batch::Descent;
use autoencoders::ndarray::Array2;
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

const K: usize = 4;

/// Singular values of trained decoders on the law √(1 − α/cⱼ), for many strengths of the penalty.
pub fn shrink(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(K);
    let pca = set.pca.truncate(k)?;
    let (weakest, strongest) = (set.lambda[k - 1], set.lambda[0]);
    let (low, high) = (0.03 * weakest, 1.5 * strongest);
    let along = |share: f64| low * (high / low).powf(share);
    let law = |alpha: f64| shrunk(&pca, alpha);
    let mut rng = run.rng("shrink");
    let mut panel = Panel::new("", Scale::log("penalty α", low, high), Scale::linear("singular values of U", 0.0, 1.05));
    for j in 0..k {
        // Up to the point where the component is given up, and that point itself: there the curve is upright.
        let last = set.lambda[j];
        let alphas = (0..=80).map(|i| last * (low / last).powf((1.0 - f64::from(i) / 80.0).powi(2)));
        let line = alphas.map(|alpha| (alpha, (1.0 - alpha / last).max(0.0).sqrt()));
        panel = panel.line(line.chain([(high, 0.0)]), Ink::Category(j), "");
    }
    let (count, seeds) = (run.size(5, 17, 33), run.size(1, 3, 5));
    let (mut worst, mut dead) = (0.0_f64, 0);
    for i in 0..count {
        let alpha = along((f64::from(i) + 0.5) / f64::from(count));
        let predicted = law(alpha)?;
        for _ in 0..seeds {
            let reached = set.trained(k, alpha, run.size(400, 1500, 5000), &mut rng)?.axes()?.s;
            for j in 0..k {
                panel = panel.points([(alpha, f64::from(reached[j]))], Ink::Category(j), SHAPES[j % SHAPES.len()], 7.0);
                worst = worst.max(f64::from((reached[j] - predicted[j]).abs()));
                dead += usize::from(predicted[j] == 0.0);
            }
        }
    }
    for j in 0..k {
        let at = (along(0.04), 0.5 - 0.12 * j as f64);
        panel = panel.note(at, &format!("j = {}: c = {:.0}", j + 1, set.lambda[j]), Ink::Category(j), Anchor::Start);
    }
    run.number("shrink_worst", worst, 4);
    run.count("shrink_networks", count as usize * seeds);
    run.count("shrink_dead", dead);
    run.figure("shrink", draw("Singular values of the decoder against the penalty: law and trained networks", 1, 250.0, &[panel]));
    Ok(())
}

const SHAPES: [Shape; 3] = [Shape::Dot, Shape::Square, Shape::Cross];

/// The span is there long before the axes are: the angles of both to PCA's, against steps.
pub fn patience(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(K);
    let pca = set.pca.truncate(k)?;
    let alpha = 0.3 * set.lambda[k - 1];
    let steps = run.size(2_000, 20_000, 50_000);
    let mut rng = run.rng("patience");
    let (mut spans, mut axes) = (Vec::new(), Vec::new());
    for _ in 0..run.size(2, 7, 15) {
        let mut model = set.start(k, &mut rng)?;
        let (mut span, mut axis): (Curve, Curve) = (Vec::new(), Vec::new());
        let mut next = 1.0_f64;
        let how = Descent { steps, alpha, every: 1 };
        set.batch.descend(&mut model, &how, &mut with_momentum(0.25 * set.rate_limit()), |record, model| {
            let step = record.step as f64;
            if step >= next {
                next = (1.06 * step).max(step + 1.0);
                span.push((step, model.largest_angle(&pca)?));
                axis.push((step, worst_axis(model, &pca)?));
            }
            Ok(())
        })?;
        spans.push(span);
        axes.push(axis);
    }
    let mut panel = Panel::new("", Scale::log("steps", 1.0, steps as f64), Scale::log("angle to PCA's (degrees)", 1e-3, 100.0));
    panel = bundle(panel, &axes, Ink::Category(1), "axes");
    panel = bundle(panel, &spans, Ink::Autoencoder, "span");
    let below = |curves: &[Curve]| median(&curves.iter().filter_map(|c| first_below(c, 1.0)).collect::<Vec<_>>());
    run.number("patience_span", below(&spans).unwrap_or(f64::NAN), 0);
    run.number("patience_axes", below(&axes).unwrap_or(f64::NAN), 0);
    run.number("patience_alpha", alpha, 1);
    run.figure("patience", draw("Angles of the decoder's span and of its axes to PCA's, against steps", 1, 220.0, &[panel]));
    Ok(())
}

/// The largest angle between an axis of the decoder and the component of the same rank, in degrees.
fn worst_axis(model: &LinearAutoencoder, pca: &Pca) -> autoencoders::Result<f64> {
    let w = model.axes()?.w;
    let sine = |j: usize| {
        let (a, b) = (w.column(j), pca.w.column(j));
        let rest = &a - &(&b * a.dot(&b));
        f64::from(rest.dot(&rest)).sqrt().min(1.0)
    };
    Ok((0..pca.w.ncols()).map(sine).fold(0.0, f64::max).asin().to_degrees())
}
