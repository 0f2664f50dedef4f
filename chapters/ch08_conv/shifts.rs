//! Test images moved: who suffers?

use super::arms::{Arm, Lesson, Trained, starts};
use super::edges::{PERIOD, edges};
use super::pictures::Pictures;
use super::versus::Versus;
use autoencoders::conv::shift::shift;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::{Array2, Axis, concatenate};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{Curve, bundle};
use chapters::datasets::evenly;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// Pixels to the right at most.
const MOST: isize = 6;
const ARMS: [(Arm, &str, Ink); 3] = [
    (Arm::Conv, "16-8-8", Ink::Autoencoder),
    (Arm::Dense, "dense", Ink::Category(1)),
    (Arm::Narrow, "dense, equal parameters", Ink::Category(3)),
];

/// Squared errors of moved test images: of the networks as trained, and of dense ones that
/// have seen moved images.
pub fn shifts(run: &mut Run, pictures: &Pictures, versus: &Versus) -> Outcome {
    let test = evenly(&pictures.test, run.size(20, 300, 300))?.x;
    run.count("shift_samples", test.nrows()).spread(0.0);
    let moved = (0..=MOST)
        .map(|by| Ok(shift(&test, pictures.frame(), 0, by)?))
        .collect::<Outcome<Vec<_>>>()?;
    let errors = |trained: &Trained| -> Outcome<Curve> {
        let networks = trained.model.networks();
        let at = |(by, x)| Ok((by as f64, networks.squared_error(x)?));
        moved.iter().enumerate().map(at).collect()
    };
    let mut lines = Vec::new();
    for (arm, name, ink) in versus.trained(ARMS) {
        let curves = versus.of(arm).iter().map(errors).collect::<Outcome<Vec<_>>>()?;
        lines.push((arm.key().to_string(), name, ink, curves));
    }
    for (arm, name, ink) in [
        (Arm::Dense, "dense, trained on moved", Ink::Category(4)),
        (Arm::Conv, "16-8-8, trained on moved", Ink::Category(8)),
    ] {
        let Some(rate) = versus.of(arm).first().map(|trained| trained.rate) else {
            continue;
        };
        let curves = run.from_each_start(&[arm], starts(run), |&arm, start| {
            let train = scattered(run, pictures, start)?;
            errors(&arm.train(run, Lesson::of(pictures).on(&train), start, rate)?)
        })?;
        lines.push((format!("moved_{}", arm.key()), name, ink, curves.concat()));
    }
    // What is worse than all others before it is moved would press them together.
    let drawn = |key: &str| key != Arm::Narrow.key();
    let top = lines.iter().filter(|line| drawn(&line.0)).flat_map(|line| line.3.iter());
    let top = top.flatten().fold(0.0, |top: f64, p| top.max(p.1));
    let by = |most: f64| Scale::linear("moved to the right by (pixels)", 0.0, most);
    let error = |top: f64| Scale::linear("squared error of a test image", 0.0, 1.05 * top);
    let panel = Panel::new("pictures moved in their frame", by(MOST as f64), error(top));
    let panel = lines.iter().fold(panel, |panel, (key, name, ink, curves)| {
        for by in 0..=MOST as usize {
            let values: Vec<f64> = curves.iter().map(|curve| curve[by].1).collect();
            run.over_starts(&format!("shift_{key}_{by}"), &values, "", 2);
        }
        if drawn(key) { bundle(panel, curves, *ink, name) } else { panel }
    });
    let inside = edges(run, pictures, &test, versus)?;
    let own = lines.iter().find(|line| line.0 == Arm::Conv.key());
    let own = own.map_or(&[][..], |line| &line.3);
    let top = own.iter().flatten().fold(0.0, |top: f64, p| top.max(p.1));
    let alone = Panel::new("16-8-8 alone", by(PERIOD as f64), error(top));
    let alone = bundle(alone, own, Ink::Autoencoder, "in the frame");
    let alone = bundle(alone, &inside, Ink::Category(2), "far from its edges");
    run.figure("shift", draw("Error of moved test images", 1, 250.0, &[panel, alone]));
    Ok(())
}

/// The training images, each moved by up to [`MOST`] pixels to either side: as many as
/// before.
fn scattered(run: &Run, pictures: &Pictures, start: usize) -> Outcome<ImageSet> {
    let mut rng = run.rng(&format!("moved {start}"));
    let parts = pictures
        .train
        .x
        .rows()
        .into_iter()
        .map(|row| {
            let by = rng.random_range(-(MOST as i32)..=MOST as i32) as isize;
            let image = row.insert_axis(Axis(0)).to_owned();
            Ok(shift(&image, pictures.frame(), 0, by)?)
        })
        .collect::<Outcome<Vec<Array2<Real>>>>()?;
    let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
    let x = concatenate(Axis(0), &views)?;
    Ok(ImageSet { x, labels: pictures.train.labels.clone(), frame: pictures.frame() })
}
