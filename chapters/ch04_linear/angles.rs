//! Four ways down, all to PCA's subspace.

use super::runs::{Curve, bundle, medians};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::pca::Pca;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// The largest principal angle against epochs: the whole batch, minibatches with a constant and a falling rate, Adam.
pub fn angles(run: &mut Run, set: &Set) -> Outcome {
    let k = set.k();
    let pca = set.pca.truncate(k)?;
    let (epochs, seeds) = (run.size(20, 200, 400), set.seeds(run, 2, 7, 15));
    let limit = set.rate_limit();
    let mut rng = run.rng("angles");
    let mut ways: Vec<(&str, &str, Ink, Vec<Curve>)> = vec![
        ("full_batch", "whole batch", Ink::Text, Vec::new()),
        ("sgd_constant", "SGD, constant", Ink::Category(1), Vec::new()),
        ("sgd_falling", "SGD, falling", Ink::Category(2), Vec::new()),
        ("adam", "Adam", Ink::Category(8), Vec::new()),
    ];
    for _ in 0..seeds {
        let start = set.start(k, &mut rng)?;
        ways[0].3.push(whole(set, &pca, start.clone(), epochs, 0.5 * limit)?);
        let rate = 0.2 * limit;
        let sgd = || Sgd { rate, ..Sgd::default() };
        let falling =
            |o: &mut Sgd, epoch: usize| o.rate = rate / (1.0 + epoch as f64 / 15.0);
        ways[1].3.push(minibatches(
            set,
            &pca,
            start.clone(),
            epochs,
            sgd(),
            |_, _| {},
            &mut rng,
        )?);
        ways[2].3.push(minibatches(
            set,
            &pca,
            start.clone(),
            epochs,
            sgd(),
            falling,
            &mut rng,
        )?);
        let adam = Adam { rate: 3e-3, ..Adam::default() };
        ways[3].3.push(minibatches(set, &pca, start, epochs, adam, |_, _| {}, &mut rng)?);
    }
    let mut panel = Panel::new(
        "",
        Scale::log("epochs", 1.0, epochs as f64),
        Scale::log("largest principal angle (degrees)", 1e-2, 100.0),
    );
    for (key, label, ink, curves) in &ways {
        panel = bundle(panel, curves, *ink, label);
        let last = medians(curves).last().map_or(f64::NAN, |p| p.1);
        run.measure(&format!("angle_{key}"), last, "°", 3);
    }
    run.count("angle_epochs", epochs);
    run.count("angle_seeds", seeds);
    run.figure(
        "angles",
        draw(
            "Largest principal angle to PCA's subspace against epochs",
            1,
            260.0,
            &[panel],
        ),
    );
    Ok(())
}

/// One step an epoch.
fn whole(
    set: &Set,
    pca: &Pca,
    mut model: LinearAutoencoder,
    epochs: usize,
    rate: f64,
) -> Outcome<Curve> {
    let mut curve = Vec::new();
    let how = Descent { steps: epochs, every: 1, ..Descent::default() };
    let mut optimiser = Sgd { rate, ..Sgd::default() };
    set.batch.descend(&mut model, &how, &mut optimiser, |record, model| {
        curve.push((record.step as f64, model.largest_angle(pca)?));
        Ok(())
    })?;
    curve.remove(0);
    Ok(curve)
}

/// Epoch by epoch; `before` may change the optimiser.
fn minibatches<O: Optimiser>(
    set: &Set,
    pca: &Pca,
    mut model: LinearAutoencoder,
    epochs: usize,
    mut optimiser: O,
    before: impl Fn(&mut O, usize),
    rng: &mut impl Rng,
) -> Outcome<Curve> {
    let how = Minibatches { batch: 32, epochs: 1, ..Minibatches::default() };
    let mut curve = Vec::new();
    for epoch in 0..epochs {
        before(&mut optimiser, epoch);
        model.train(set.x(), &how, &mut optimiser, rng, |_, model| {
            curve.push((epoch as f64 + 1.0, model.largest_angle(pca)?));
            Ok(())
        })?;
    }
    Ok(curve)
}
