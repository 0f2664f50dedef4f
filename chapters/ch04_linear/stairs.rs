//! From a tiny start, one component after another.

use super::runs::{Curve, bundle, losses, reached};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::median;
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// The size of the weights at the start, and the rate in units of the limit.
const SCALE: f64 = 1e-6;
/// A larger and a smaller start, for the digits; the smaller needs more steps.
const OTHERS: [(&str, f64, usize); 2] = [("coarse", 1e-3, 550), ("fine", 1e-9, 900)];
const SHARE: f64 = 0.2;

/// Losses, and by component the share of it that passes; each a curve for every start.
struct Stairs {
    falls: Vec<Curve>,
    learnt: Vec<Vec<Curve>>,
}

/// From a tiny random start the loss falls in stairs: one component after another, the largest first.
///
/// Drawn for the faces, whose leading eigenvalues lie far apart; counted on the digits, too.
pub fn stairs(run: &mut Run, faces: &Set, digits: &Set) -> Outcome {
    let steps = run.size(500, 550, 550);
    run.number("stairs_scale", SCALE, 6);
    run.number("stairs_rate", SHARE, 1);
    let on_digits = climb(run, digits, SCALE, steps)?;
    found(run, digits, "stairs_digits", &on_digits);
    for (name, scale, steps) in OTHERS {
        let key = format!("stairs_{name}");
        run.number(&format!("{key}_scale"), scale, 9);
        found(run, digits, &key, &climb(run, digits, scale, steps)?);
    }
    let on_faces = climb(run, faces, SCALE, steps)?;
    found(run, faces, "stairs", &on_faces);
    run.figure("stairs", drawn(faces, steps, &on_faces.falls, &on_faces.learnt));
    Ok(())
}

fn climb(run: &Run, set: &Set, scale: f64, steps: usize) -> Outcome<Stairs> {
    let k = set.k();
    let rate = SHARE * set.rate_limit();
    let mut rng = run.rng("stairs");
    let (mut falls, mut learnt) = (Vec::new(), vec![Vec::new(); k]);
    // Where steps are cheap, enough starts to see the rare one.
    let many = if set.is_large() { 9 } else { 40 };
    for _ in 0..run.size(2, many, many) {
        let mut model = LinearAutoencoder::random(&set.pca.mean, k, scale, &mut rng)?;
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
    Ok(Stairs { falls, learnt })
}

/// The steps at which half of each component passes, and in how many starts a larger one always came first.
fn found(run: &mut Run, set: &Set, key: &str, stairs: &Stairs) {
    let k = stairs.learnt.len();
    let starts = stairs.falls.len();
    let half: Vec<Vec<f64>> = stairs
        .learnt
        .iter()
        .map(|curves| curves.iter().map(half_learnt).collect())
        .collect();
    for (j, steps) in half.iter().enumerate() {
        reached(run, &format!("{key}_step_{}", j + 1), steps, "", 0);
        run.number(&format!("{key}_c_{}", j + 1), set.lambda[j], 2).spread(0.0);
    }
    let ratios: Vec<f64> = (0..starts).map(|i| half[k - 1][i] / half[0][i]).collect();
    reached(run, &format!("{key}_ratio"), &ratios, "", 2);
    run.number(&format!("{key}_ratio_law"), set.lambda[0] / set.lambda[k - 1], 2)
        .spread(0.0);
    let in_order = |i: &usize| (1..k).all(|j| half[j - 1][*i] < half[j][*i]);
    let ordered = (0..starts).filter(in_order).count();
    run.count(&format!("{key}_ordered"), ordered).starts(starts);
    run.count(&format!("{key}_seeds"), starts);
}

/// wⱼᵀUVwⱼ: how much of component j passes the bottleneck.
fn passes(set: &Set, model: &LinearAutoencoder, j: usize) -> f64 {
    let w = set.pca.w.column(j);
    f64::from(w.dot(&model.u.dot(&model.v.dot(&w))))
}

/// The step at which half of a component passes.
fn half_learnt(curve: &Curve) -> f64 {
    curve.iter().find(|(_, share)| *share >= 0.5).map_or(f64::INFINITY, |p| p.0)
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
        let half: Vec<f64> = curves.iter().map(half_learnt).collect();
        let at = (median(&half).unwrap_or(0.0), 0.12 + 0.12 * j as f64);
        parts = parts.note(at, &format!("j = {}", j + 1), Ink::Category(j), Anchor::Start);
    }
    draw(
        "Loss, and the share of each component that passes, against steps",
        1,
        215.0,
        &[fall, parts],
    )
}
