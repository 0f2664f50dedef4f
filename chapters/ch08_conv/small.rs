//! Few images to learn from: does sharing weights help?

use super::arms::{Arm, Lesson, Trained, starts};
use super::pictures::Pictures;
use super::versus::Versus;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::datasets::evenly;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Sizes of the training set besides the whole.
const SIZES: [usize; 3] = [25, 100, 400];
/// Images seen in a training, all epochs together, at most; as few are seen again and
/// again, it stops where the loss on others turns.
const SEEN: [usize; 2] = [400, 24_000];
/// Checks of that loss without a better one before it stops.
const PATIENCE: usize = 6;
const ARMS: [(Arm, &str, Ink); 2] = [
    (Arm::Conv, "16-8-8", Ink::Autoencoder),
    (Arm::Dense, "dense, equal code", Ink::Category(1)),
];

/// Loss on test images against the number of training images, each network where the loss
/// on the held-out ones was least.
pub fn small(run: &mut Run, pictures: &Pictures, versus: &Versus) -> Outcome {
    let seen = run.size(SEEN[0], SEEN[1], SEEN[1]);
    let sizes: Vec<usize> =
        SIZES.into_iter().filter(|&n| n < pictures.train.len()).collect();
    let arms: Vec<_> = versus.trained(ARMS).collect();
    let cases: Vec<(Arm, usize)> =
        arms.iter().flat_map(|arm| sizes.iter().map(move |&n| (arm.0, n))).collect();
    let rate = |arm: Arm| versus.of(arm).first().map_or(3e-3, |trained| trained.rate);
    let found = run.from_each_start(&cases, starts(run), |&(arm, n), start| {
        let train = evenly(&pictures.train, n)?;
        let epochs = (seen / n).max(1);
        // So many epochs are one look for the patience.
        let patience = Some((PATIENCE * epochs / 20).max(PATIENCE));
        let lesson = Lesson { epochs, patience, ..Lesson::of(pictures) }.on(&train);
        let Trained { model, valid, .. } = arm.train(run, lesson, start, rate(arm))?;
        Ok((model.bce(&pictures.test.x)?, valid.len() as f64 / epochs as f64))
    })?;
    let panel = Panel::new(
        "",
        Scale::log(
            "images to learn from",
            0.8 * SIZES[0] as f64,
            1.2 * pictures.train.len() as f64,
        ),
        Scale::linear("cross-entropy of a test image (nats a pixel)", 0.0, most(&found)),
    );
    let mut found = found.into_iter();
    let panel = arms.into_iter().fold(panel, |panel, (arm, name, ink)| {
        let mut curves: Vec<Curve> = vec![Vec::new(); starts(run)];
        for (&n, found) in sizes.iter().zip(found.by_ref()) {
            let (bce, length): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
            run.over_starts(&format!("small_{n}_{}_bce", arm.key()), &bce, "", 4);
            let length = median(&length).unwrap_or_default();
            run.number(&format!("small_{n}_{}_length", arm.key()), length, 2);
            curves.iter_mut().zip(bce).for_each(|(curve, bce)| curve.push((n as f64, bce)));
        }
        // On all of them the network as it is.
        let all = pictures.train.len() as f64;
        for (curve, trained) in curves.iter_mut().zip(versus.of(arm)) {
            curve.extend(trained.model.bce(&pictures.test.x).map(|bce| (all, bce)));
        }
        bundle(panel, &curves, ink, name)
    });
    run.figure("small", draw("Loss against the number of images", 1, 230.0, &[panel]));
    Ok(())
}

fn most(found: &[Vec<(f64, f64)>]) -> f64 {
    1.05 * found.iter().flatten().fold(0.0, |most: f64, found| most.max(found.0))
}
