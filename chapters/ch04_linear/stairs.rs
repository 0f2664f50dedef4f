//! From a tiny start, one component after another.

use super::runs::{Curve, bundle, found, losses};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::median;
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// From a tiny random start the loss falls in stairs: one component after another, the largest first.
///
/// On the faces, whose leading eigenvalues lie far apart; on the digits, where they are alike, the stairs run together.
pub fn stairs(run: &mut Run, set: &Set) -> Outcome {
    const SCALE: f64 = 1e-6;
    let k = set.k();
    let rate = 0.2 * set.rate_limit();
    let steps = run.size(500, 550, 550);
    let mut rng = run.rng("stairs");
    let (mut falls, mut learnt) = (Vec::new(), vec![Vec::new(); k]);
    for _ in 0..run.size(2, 9, 21) {
        let mut model = LinearAutoencoder::random(&set.pca.mean, k, SCALE, &mut rng)?;
        let mut passing: Vec<Curve> = vec![Vec::new(); k];
        let how = Descent { steps, every: 2, ..Descent::default() };
        let mut optimiser = Sgd { rate, ..Sgd::default() };
        let history =
            set.batch.descend(&mut model, &how, &mut optimiser, |record, model| {
                for (j, curve) in passing.iter_mut().enumerate() {
                    curve.push((record.step as f64, passes(set, model, j)));
                }
                Ok(())
            })?;
        falls.push(losses(&history));
        for (curves, curve) in learnt.iter_mut().zip(passing) {
            curves.push(curve);
        }
    }
    run.number("stairs_scale", SCALE, 6);
    run.count("stairs_seeds", falls.len());
    run.number("stairs_rate", rate, 5);
    for (j, curves) in learnt.iter().enumerate() {
        let half = half_learnt(curves);
        found(run, &format!("stairs_step_{}", j + 1), half, 0);
        run.number(&format!("stairs_c_{}", j + 1), set.lambda[j], 2);
    }
    found(run, "stairs_ratio", half_learnt(&learnt[k - 1]) / half_learnt(&learnt[0]), 2);
    run.number("stairs_ratio_law", set.lambda[0] / set.lambda[k - 1], 2);
    run.figure("stairs", drawn(set, steps, &falls, &learnt));
    Ok(())
}

/// wⱼᵀUVwⱼ: how much of component j passes the bottleneck.
fn passes(set: &Set, model: &LinearAutoencoder, j: usize) -> f64 {
    let w = set.pca.w.column(j);
    f64::from(w.dot(&model.u.dot(&model.v.dot(&w))))
}

/// The step at which half of a component passes: the median over the runs.
fn half_learnt(curves: &[Curve]) -> f64 {
    let reached = |curve: &Curve| {
        curve.iter().find(|(_, share)| *share >= 0.5).map_or(f64::NAN, |p| p.0)
    };
    median(&curves.iter().map(reached).collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

/// Loss on the plateaus above, the shares of the components below.
fn drawn(set: &Set, steps: usize, falls: &[Curve], learnt: &[Vec<Curve>]) -> String {
    let k = learnt.len();
    let span = || Scale::linear("steps", 0.0, steps as f64);
    let low = set.dropped(k) - 0.1 * (set.total - set.dropped(k));
    let mut fall = Panel::new(
        "",
        span(),
        Scale::linear("loss", low, set.total + 0.08 * (set.total - low)),
    );
    for j in 0..=k {
        let label =
            ["nothing learnt", "1 learnt", "2 learnt", "3 learnt", "4 learnt"][j.min(4)];
        fall = fall.across(set.dropped(j), Ink::Faint, label);
    }
    fall = bundle(fall, falls, Ink::Autoencoder, "");
    let mut parts = Panel::new(
        "",
        span(),
        Scale::linear("share of component j that passes", 0.0, 1.05),
    );
    for (j, curves) in learnt.iter().enumerate() {
        parts = bundle(parts, curves, Ink::Category(j), "");
    }
    for (j, curves) in learnt.iter().enumerate() {
        let at = (half_learnt(curves), 0.12 + 0.12 * j as f64);
        parts = parts.note(at, &format!("j = {}", j + 1), Ink::Category(j), Anchor::Start);
    }
    draw(
        "Loss, and the share of each component that passes, against steps",
        1,
        215.0,
        &[fall, parts],
    )
}
