//! Four ways down, each at the best of several rates, all to PCA's subspace.

use super::runs::{Curve, bundle, end, medians};
use super::sets::Set;
use autoencoders::Error;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::nn::draw::stream;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::pca::Pca;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Samples in a minibatch.
const BATCH: usize = 32;
/// The epoch at which the ways are first compared.
const EARLY: f64 = 10.0;
/// Steps of the falling rate: η/(1 + epoch/15).
const FALL: f64 = 15.0;

/// A way down.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Whole,
    Constant,
    Falling,
    Adam,
}

/// What is tried: a way, and the rates for it (of SGD in units of 1/(2c₁)).
struct Arm {
    key: &'static str,
    label: &'static str,
    ink: Ink,
    way: Way,
    rates: &'static [f64],
}

const ARMS: [Arm; 4] = [
    Arm {
        key: "full_batch",
        label: "whole batch",
        ink: Ink::Text,
        way: Way::Whole,
        rates: &[0.25, 0.5, 0.75, 0.95, 1.2, 1.5, 2.0, 3.0],
    },
    Arm {
        key: "sgd_constant",
        label: "SGD, constant",
        ink: Ink::Category(1),
        way: Way::Constant,
        rates: &[0.003, 0.006, 0.0125, 0.025, 0.05, 0.1, 0.2],
    },
    Arm {
        key: "sgd_falling",
        label: "SGD, falling",
        ink: Ink::Category(2),
        way: Way::Falling,
        rates: &[0.0125, 0.025, 0.05, 0.1, 0.2, 0.4],
    },
    Arm {
        key: "adam",
        label: "Adam",
        ink: Ink::Category(8),
        way: Way::Adam,
        rates: &[1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2],
    },
];

/// The largest principal angle against epochs: the whole batch, minibatches with a constant and a falling rate, Adam.
///
/// Each way is run from every start at each of its rates; shown are the rate with the smallest median angle early on, and that
/// with the smallest at the end.
pub fn angles(run: &mut Run, set: &Set) -> Outcome {
    let pca = set.pca.truncate(set.k())?;
    let (epochs, seeds) = (run.size(20, 200, 300), set.seeds(run, 2, 7, 9));
    let panel = |title: &str| {
        Panel::new(
            title,
            Scale::log("epochs", 1.0, epochs as f64),
            Scale::log("largest principal angle (degrees)", 1e-4, 100.0),
        )
    };
    let mut sooner = panel("rates best after 10 epochs");
    let mut later = panel(&format!("rates best after {epochs} epochs"));
    for arm in &ARMS {
        let found = run.from_each_start(arm.rates, seeds, |&rate, seed| {
            let rng = &mut stream(run.args.seed, &format!("angles {seed}"));
            down(set, &pca, arm.way, rate, epochs, rng)
        })?;
        let best = |rates: usize, at: &dyn Fn(&[Curve]) -> f64| {
            (0..rates)
                .min_by(|&a, &b| at(&found[a]).total_cmp(&at(&found[b])))
                .expect("every way has rates")
        };
        // The whole batch's rates above the limit are for the first steps: with none of them it comes to rest.
        let count = arm.rates.iter().filter(|&&r| arm.way != Way::Whole || r < 1.0).count();
        let (late, soon) = (
            best(count, &|curves| end(curves)),
            best(arm.rates.len(), &|curves| after(&medians(curves), EARLY)),
        );
        let key = arm.key;
        let ends: Vec<f64> =
            found[late].iter().map(|curve| after(curve, epochs as f64)).collect();
        let early: Vec<f64> = found[soon].iter().map(|curve| after(curve, EARLY)).collect();
        run.over_starts(&format!("angle_{key}"), &ends, "°", 3);
        run.over_starts(&format!("angle_{key}_early"), &early, "°", 1);
        if arm.way == Way::Whole {
            pace(run, set, arm.rates[late], &found[late]);
        }
        sooner = bundle(sooner, &found[soon], arm.ink, arm.label);
        later = bundle(later, &found[late], arm.ink, arm.label);
    }
    run.count("angle_epochs", epochs);
    run.count("angle_early_epochs", EARLY as usize);
    run.count("angle_seeds", seeds);
    run.count("angle_batch", BATCH);
    run.figure(
        "angles",
        draw(
            "Largest principal angle to PCA's subspace against epochs",
            1,
            215.0,
            &[sooner, later],
        ),
    );
    Ok(())
}

/// The angle at an epoch, or the last before.
fn after(curve: &Curve, epoch: f64) -> f64 {
    curve.iter().take_while(|p| p.0 <= epoch).last().map_or(f64::NAN, |p| p.1)
}

/// The pace at which the angle closes, over what the two eigenvalues at the cut predict: ln(1 − ηκ) a step.
fn pace(run: &mut Run, set: &Set, share: f64, curves: &[Curve]) {
    let (k, rate) = (set.k(), share * set.rate_limit());
    let (kept, left) = (set.lambda[k - 1], set.lambda[k]);
    let kappa = kept + left - ((kept - left).powi(2) + 4.0 * left * left).sqrt();
    let law = (1.0 - rate * kappa).ln();
    let ratios: Vec<f64> = curves
        .iter()
        .filter_map(|curve| {
            let from = curve.iter().find(|p| p.1 < 0.5)?;
            let to = curve.iter().take_while(|p| p.1 > 0.01).last()?;
            (to.0 > from.0).then(|| (to.1 / from.1).ln() / (to.0 - from.0) / law)
        })
        .collect();
    run.over_starts("pace_ratio", &ratios, "", 2);
    run.number("pace_kappa", kappa, set.places());
}

fn down(
    set: &Set,
    pca: &Pca,
    way: Way,
    rate: f64,
    epochs: usize,
    rng: &mut impl Rng,
) -> Outcome<Curve> {
    let mut model = set.start(set.k(), rng)?;
    let rate = if way == Way::Adam { rate } else { rate * set.rate_limit() };
    let sgd = Sgd { rate, ..Sgd::default() };
    match way {
        Way::Whole => whole(set, pca, &mut model, epochs, sgd),
        Way::Constant => minibatches(set, pca, &mut model, epochs, sgd, |_, _| {}, rng),
        Way::Falling => {
            let fall =
                |o: &mut Sgd, epoch: usize| o.rate = rate / (1.0 + epoch as f64 / FALL);
            minibatches(set, pca, &mut model, epochs, sgd, fall, rng)
        }
        Way::Adam => {
            let adam = Adam { rate, ..Adam::default() };
            minibatches(set, pca, &mut model, epochs, adam, |_, _| {}, rng)
        }
    }
}

/// One step an epoch.
fn whole(
    set: &Set,
    pca: &Pca,
    model: &mut LinearAutoencoder,
    epochs: usize,
    mut optimiser: Sgd,
) -> Outcome<Curve> {
    let mut curve = Vec::new();
    let how = Descent { steps: epochs, every: 1, ..Descent::default() };
    let done = set.batch.descend(model, &how, &mut optimiser, |record, model| {
        curve.push((record.step as f64, model.largest_angle(pca)?));
        Ok(())
    });
    match done {
        // What has run away has lost its way from there on.
        Err(Error::Diverged { .. }) => {
            curve.extend((curve.len()..=epochs).map(|step| (step as f64, 90.0)));
        }
        other => drop(other?),
    }
    curve.remove(0);
    Ok(curve)
}

/// Epoch by epoch; `before` may change the optimiser.
fn minibatches<O: Optimiser>(
    set: &Set,
    pca: &Pca,
    model: &mut LinearAutoencoder,
    epochs: usize,
    mut optimiser: O,
    before: impl Fn(&mut O, usize),
    rng: &mut impl Rng,
) -> Outcome<Curve> {
    let how = Minibatches { batch: BATCH, epochs: 1, ..Minibatches::default() };
    let mut curve = Vec::new();
    for epoch in 0..epochs {
        before(&mut optimiser, epoch);
        let done = model.train(set.x(), &how, &mut optimiser, rng, |_, model| {
            curve.push((epoch as f64 + 1.0, model.largest_angle(pca)?));
            Ok(())
        });
        match done {
            // A rate too large for these data: nowhere near.
            Err(Error::Diverged { .. }) => {
                return Ok((1..=epochs).map(|epoch| (epoch as f64, 90.0)).collect());
            }
            other => other?,
        };
    }
    Ok(curve)
}
