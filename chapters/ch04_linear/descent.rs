//! The whole batch at every step: stairs on the way down, and a saddle.

use super::runs::{Curve, bundle, first_below, found, losses, medians};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::median;
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Numbers in the code, in both experiments.
const K: usize = 4;

/// From a tiny random start the loss falls in stairs: one component after another, the largest first.
///
/// On the faces, whose leading eigenvalues lie far apart; on the digits, where they are alike, the stairs run together.
pub fn stairs(run: &mut Run, set: &Set) -> Outcome {
    const SCALE: f64 = 1e-6;
    let k = set.at_most(K);
    let rate = 0.2 * set.rate_limit();
    let steps = run.size(500, 550, 550);
    let mut rng = run.rng("stairs");
    let (mut falls, mut learnt) = (Vec::new(), vec![Vec::new(); k]);
    for _ in 0..run.size(2, 9, 21) {
        let mut model = LinearAutoencoder::random(&set.pca.mean, k, SCALE, &mut rng)?;
        let mut passing: Vec<Curve> = vec![Vec::new(); k];
        let how = Descent { steps, every: 2, ..Descent::default() };
        let mut optimiser = Sgd { rate, ..Sgd::default() };
        let history = set.batch.descend(&mut model, &how, &mut optimiser, |record, model| {
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
    run.figure("stairs", drawn_stairs(set, steps, &falls, &learnt));
    Ok(())
}

/// wⱼᵀUVwⱼ: how much of component j passes the bottleneck.
fn passes(set: &Set, model: &LinearAutoencoder, j: usize) -> f64 {
    let w = set.pca.w.column(j);
    f64::from(w.dot(&model.u.dot(&model.v.dot(&w))))
}

/// The step at which half of a component passes: the median over the runs.
fn half_learnt(curves: &[Curve]) -> f64 {
    let reached = |curve: &Curve| curve.iter().find(|(_, share)| *share >= 0.5).map_or(f64::NAN, |p| p.0);
    median(&curves.iter().map(reached).collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

fn drawn_stairs(set: &Set, steps: usize, falls: &[Curve], learnt: &[Vec<Curve>]) -> String {
    let k = learnt.len();
    let span = || Scale::linear("steps", 0.0, steps as f64);
    let low = set.dropped(k) - 0.1 * (set.total - set.dropped(k));
    let mut fall = Panel::new("", span(), Scale::linear("loss", low, set.total + 0.08 * (set.total - low)));
    for j in 0..=k {
        let label = ["nothing learnt", "1 learnt", "2 learnt", "3 learnt", "4 learnt"][j.min(4)];
        fall = fall.across(set.dropped(j), Ink::Faint, label);
    }
    fall = bundle(fall, falls, Ink::Autoencoder, "");
    let mut parts = Panel::new("", span(), Scale::linear("share of component j that passes", 0.0, 1.05));
    for (j, curves) in learnt.iter().enumerate() {
        parts = bundle(parts, curves, Ink::Category(j), "");
    }
    for (j, curves) in learnt.iter().enumerate() {
        let at = (half_learnt(curves), 0.12 + 0.12 * j as f64);
        parts = parts.note(at, &format!("j = {}", j + 1), Ink::Category(j), Anchor::Start);
    }
    draw("Loss, and the share of each component that passes, against steps", 1, 190.0, &[fall, parts])
}

/// Starts beside the saddle that spans components 1, 2, 3 and 5: the smaller the disturbance, the later they leave.
pub fn saddle(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(K);
    // The last component of the best subspace is exchanged for the first that it leaves out.
    let spanned: Vec<usize> = (0..k - 1).chain([k]).collect();
    let plateau = set.dropped(k) + set.lambda[k - 1] - set.lambda[k];
    let (floor, rate) = (set.dropped(k), 0.5 * set.rate_limit());
    let steps = run.size(450, 450, 450);
    let lift = plateau - floor;
    let mut panel = Panel::new(
        "",
        Scale::linear("steps", 0.0, steps as f64),
        Scale::linear("loss", floor - 0.1 * lift, plateau + 0.25 * lift),
    )
    .across(plateau, Ink::Faint, "")
    .across(floor, Ink::Faint, "");
    let mut left = Vec::new();
    for (power, label) in [(2, "10⁻²"), (3, "10⁻³"), (4, "10⁻⁴"), (5, "10⁻⁵"), (6, "10⁻⁶"), (0, "none")]
    {
        // The same noise in every size: then the curves differ by their size alone.
        let (mut curves, mut rng) = (Vec::new(), run.rng("saddle"));
        for _ in 0..if power == 0 { 1 } else { run.size(2, 7, 21) } {
            let mut model = LinearAutoencoder::spanning(&set.pca, &spanned)?;
            if power > 0 {
                let noise = LinearAutoencoder::random(&set.pca.mean, k, 10f64.powi(-power), &mut rng)?;
                model.u += &noise.u;
                model.v += &noise.v;
            }
            let how = Descent { steps, every: 1, ..Descent::default() };
            let mut optimiser = Sgd { rate, ..Sgd::default() };
            curves.push(losses(&set.batch.descend(&mut model, &how, &mut optimiser, |_, _| Ok(()))?));
        }
        let leave = |curve: &Curve| first_below(curve, (plateau + floor) / 2.0).unwrap_or(f64::NAN);
        let step = median(&curves.iter().map(leave).collect::<Vec<_>>()).unwrap_or(f64::NAN);
        panel = match power {
            0 => panel.dashed(medians(&curves), Ink::Text, ""),
            6 => panel, // no other than none: rounding disturbs as much
            _ => bundle(panel, &curves, Ink::Autoencoder, ""),
        };
        left.push((power, step, label));
    }
    for &(power, step, label) in &left {
        let key = if power == 0 { "saddle_steps_rounding".into() } else { format!("saddle_steps_{power}") };
        found(run, &key, step, 0);
        if power != 6 {
            let ink = if power == 0 { Ink::Text } else { Ink::Autoencoder };
            panel = panel.note((step, plateau + 0.12 * lift), label, ink, Anchor::Middle);
        }
    }
    found(run, "saddle_apart", left[2].1 - left[0].1, 0);
    run.number("saddle_apart_law", 100f64.ln() / (1.0 + rate * escape(set, k)).ln(), 0);
    run.number("saddle_loss", plateau, set.places());
    run.number("saddle_floor", floor, set.places());
    run.figure(
        "saddle",
        draw("Loss against steps from starts near a saddle, by size of the disturbance", 1, 210.0, &[panel]),
    );
    Ok(())
}

/// The size of the negative curvature at the saddle: with a in the decoder and b in the encoder turned from the component
/// that is spanned (eigenvalue c) towards the one left out (C), the loss changes by c a² + C b² − 2C ab.
fn escape(set: &Set, k: usize) -> f64 {
    let (large, small) = (set.lambda[k - 1], set.lambda[k]);
    let (sum, product) = (large + small, large * small - large * large);
    (sum * sum - 4.0 * product).sqrt() - sum
}
