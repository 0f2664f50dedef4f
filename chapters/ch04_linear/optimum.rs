//! Where descent ends, with any number of code numbers.

use super::sets::Set;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// How long those networks are trained.
pub fn steps(run: &Run) -> usize {
    run.size(400, 2000, 4000)
}

/// The loss of networks of several sizes on the curve of dropped eigenvalues.
pub fn loss_by_k(run: &mut Run, set: &Set) -> Outcome {
    let (d, seeds) = (set.features(), set.seeds(run, 2, 5, 10));
    let (steps, small) = (steps(run), set.k());
    let sizes = [1, 2, 3, small, 6, 8, 12, 16, 24, 32, 48]
        .into_iter()
        .filter(|&k| k <= set.at_most(k))
        .chain((!set.is_large()).then_some(d));
    let mut rng = run.rng("loss_by_k");
    let mut points = Vec::new();
    let (mut angles, mut excesses) = (Vec::new(), Vec::new());
    let mut above = vec![0.0_f64; seeds];
    for k in sizes {
        for above in &mut above {
            let model = set.trained(k, 0.0, steps, &mut rng)?;
            let loss = model.loss(set.x(), 0.0)?;
            points.push((k as f64, loss));
            *above = above.max(100.0 * (loss - set.dropped(k)) / set.total);
            if k == small {
                angles.push(model.largest_angle(&set.pca.truncate(k)?)?);
                excesses.push(set.excess(&model)?);
            }
        }
    }
    let line = (0..=set.lambda.len()).map(|k| (k as f64, set.dropped(k)));
    let across = Scale::linear("numbers in the code", 0.0, d as f64);
    let panel = Panel::new("", across, Scale::linear("loss", 0.0, 1.05 * set.total))
        .line(line, Ink::Pca, "")
        .points(points, Ink::Autoencoder, Shape::Dot, 8.0)
        .note(
            (0.2 * d as f64, 0.55 * set.total),
            "points: trained networks",
            Ink::Autoencoder,
            Anchor::Start,
        )
        .note(
            (0.2 * d as f64, 0.45 * set.total),
            "line: the dropped eigenvalues",
            Ink::Pca,
            Anchor::Start,
        );
    run.figure(
        "loss_by_k",
        draw("Loss of trained networks against the size of the code", 1, 240.0, &[panel]),
    );
    run.over_starts("angle_deg", &angles, "°", 4);
    run.over_starts("excess_loss", &excesses, "%", 4);
    run.over_starts("by_k_above", &above, "%", 3);
    run.count("ends_seeds", seeds);
    run.count("ends_steps", steps);
    Ok(())
}

/// What the eigenvalues say of the loss of the small network: its heights, and how many saddles it has.
pub fn landscape(run: &mut Run, set: &Set) {
    run.count("k", set.k());
    run.count("rank", set.lambda.len());
    run.number("saddles", choose(set.lambda.len(), set.k()) - 1.0, 0);
    run.number("loss_optimum", set.dropped(set.k()), set.places());
    run.number("loss_start", set.total, set.places());
}

/// How many sets of k there are among n.
fn choose(n: usize, k: usize) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>().round()
}
