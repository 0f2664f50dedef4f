//! What descent keeps: UᵀU − VVᵀ, from a small start, from a large one, and what makes it go.

use super::runs::{Curve, bundle, medians};
use super::sets::Set;
use autoencoders::Real;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::ndarray::Array2;
use autoencoders::nn::optim::Sgd;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// The rate, in units of 1/(2c₁): a large start makes the valley's walls steeper than at u = v.
const SHARE: f64 = 0.1;

/// A descent, seen by its balance.
struct Walk {
    /// The largest entry of UᵀU − VVᵀ, by step.
    sizes: Curve,
    /// How far UᵀU − VVᵀ has moved since the start, as a share of what it was: the largest entries.
    moved: f64,
    end: LinearAutoencoder,
}

/// Descents that differ in one thing each: the start's size, a penalty, the rate.
pub fn balance(run: &mut Run, set: &Set) -> Outcome {
    let (k, seeds) = (set.k(), set.seeds(run, 2, 5, 9));
    let (small, large) = (1e-3, 1.0 / (set.features() as f64).sqrt());
    let (rate, alpha) = (SHARE * set.rate_limit(), 0.05 * set.lambda[k - 1]);
    let steps = run.size(600, 4000, 4000);
    let of = |scale: f64, alpha: f64, share: f64| {
        let mut rng = run.rng("balance");
        let steps = (steps as f64 / share) as usize;
        (0..seeds)
            .map(|_| walk(set, scale, alpha, (share * rate, steps), &mut rng))
            .collect::<Outcome<Vec<_>>>()
    };
    let from_small = of(small, 0.0, 1.0)?;
    let from_large = of(large, 0.0, 1.0)?;
    let halved = of(large, 0.0, 0.5)?;
    let priced = of(large, alpha, 1.0)?;

    let last = |walks: &[Walk]| {
        walks.iter().map(|w| w.sizes.last().map_or(f64::NAN, |p| p.1)).collect::<Vec<_>>()
    };
    let moved = |walks: &[Walk]| walks.iter().map(|w| 100.0 * w.moved).collect::<Vec<_>>();
    let first: Vec<f64> = from_large.iter().map(|w| w.sizes[0].1).collect();
    let most = last(&from_small).into_iter().fold(0.0, f64::max);
    run.number("balance_start", most, 4).starts(seeds);
    run.over_starts("balance_large_begin", &first, "", 3);
    run.over_starts("balance_large", &last(&from_large), "", 3);
    run.over_starts("balance_moved", &moved(&from_large), "%", 2);
    run.over_starts("balance_moved_half_rate", &moved(&halved), "%", 2);
    run.over_starts("balance_penalty", &last(&priced), "", 5);
    for (key, walks) in [("small", &from_small), ("large", &from_large)] {
        let (mut least, mut most, mut apart) = (Vec::new(), Vec::new(), Vec::new());
        for walk in walks {
            let s = walk.end.axes()?.s.mapv(f64::from);
            least.push(s.iter().copied().fold(f64::MAX, f64::min));
            most.push(s.iter().copied().fold(0.0, f64::max));
            apart.push(apart_on(set, &walk.end));
        }
        run.over_starts(&format!("free_{key}_sv_low"), &least, "", 4);
        run.over_starts(&format!("free_{key}_sv_high"), &most, "", 4);
        run.over_starts(&format!("free_{key}_apart"), &apart, "%", 2);
    }
    run.count("balance_seeds", seeds);
    run.count("balance_steps", steps);
    run.number("balance_alpha", alpha, if alpha < 1.0 { 3 } else { 1 });
    run.number("balance_rate", SHARE, 1);
    run.number("balance_scale", large, 3);
    // M shrinks by (1 − 2ηα)² a step, in its first part: e^(−4αηt).
    let begin = medians(&curves(&priced))[0].1;
    let pace = 4.0 * alpha * rate;
    let law: Curve = (0..=40)
        .map(|i| f64::from(i) / 40.0 * steps as f64)
        .map(|t| (t, begin * (-pace * t).exp()))
        .filter(|p| p.1 > 1e-6)
        .collect();
    let panel = Panel::new(
        "",
        Scale::linear("steps", 0.0, steps as f64),
        Scale::log("largest entry of UᵀU − VVᵀ", 1e-6, 2.0),
    );
    let panel = bundle(panel, &floored(&from_large), Ink::Category(1), "large start");
    let panel = bundle(panel, &floored(&priced), Ink::Category(2), "");
    let panel = bundle(panel, &floored(&from_small), Ink::Autoencoder, "small start");
    let panel = panel.dashed(law, Ink::Text, "");
    let at = (0.17 * steps as f64, begin * (-pace * 0.12 * steps as f64).exp());
    let panel = panel.note(
        at,
        "large start, α > 0",
        Ink::Category(2),
        chapters::figures::Anchor::Start,
    );
    run.figure(
        "balance",
        draw("Largest entry of UᵀU − VVᵀ against steps", 1, 240.0, &[panel]),
    );
    Ok(())
}

fn curves(walks: &[Walk]) -> Vec<Curve> {
    walks.iter().map(|walk| walk.sizes.clone()).collect()
}

/// What lies below the picture on its lower edge.
fn floored(walks: &[Walk]) -> Vec<Curve> {
    let floor = |curve: Curve| curve.into_iter().map(|(x, y)| (x, y.max(1e-6))).collect();
    curves(walks).into_iter().map(floor).collect()
}

fn walk(
    set: &Set,
    scale: f64,
    alpha: f64,
    (rate, steps): (f64, usize),
    rng: &mut impl Rng,
) -> Outcome<Walk> {
    let mut optimiser = Sgd { rate, ..Sgd::default() };
    let mut end = LinearAutoencoder::random(&set.pca.mean, set.k(), scale, rng)?;
    let begin = imbalance(&end);
    let mut sizes = Vec::new();
    let how = Descent { steps, alpha, every: steps.div_ceil(100) };
    set.batch.descend(&mut end, &how, &mut optimiser, |record, model| {
        sizes.push((record.step as f64, largest(&imbalance(model))));
        Ok(())
    })?;
    let moved = largest(&(imbalance(&end) - &begin)) / largest(&begin);
    Ok(Walk { sizes, moved, end })
}

/// M = UᵀU − VVᵀ, (k, k).
fn imbalance(model: &LinearAutoencoder) -> Array2<f64> {
    let (u, v) = (model.u.mapv(f64::from), model.v.mapv(f64::from));
    u.t().dot(&u) - v.dot(&v.t())
}

fn largest(m: &Array2<f64>) -> f64 {
    m.iter().fold(0.0, |most, e| most.max(e.abs()))
}

/// ‖(V − Uᵀ)X‖ as a share of ‖VX‖, in per cent: how far the encoder is from the decoder's transpose, on the data.
fn apart_on(set: &Set, model: &LinearAutoencoder) -> f64 {
    let size =
        |v: &Array2<Real>| f64::from((v.dot(&set.batch.c) * v).sum()).max(0.0).sqrt();
    100.0 * size(&(&model.v - &model.u.t())) / size(&model.v)
}
