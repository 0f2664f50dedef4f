//! Which units say something under each scale of the loss, and when they fall silent.

use super::arms::Trained;
use super::pictures::Pictures;
use chapters::Run;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};

/// The right scale, and the five wrong ones.
const SCALES: [(&str, &str); 6] = [
    ("right", "sum and sum"),
    ("pixels", "mean over pixels"),
    ("units", "KL: mean over units"),
    ("both", "both means"),
    ("variance", "squared error, σ² = 1"),
    ("log", "ln σ² taken for ln σ"),
];

/// The divergence of each unit, largest first, under each scale.
pub fn units(run: &mut Run, pictures: &Pictures, trained: &Trained) {
    let all = SCALES.iter().flat_map(|(key, _)| trained.of(key));
    let most = all.map(|made| made.measured[1].units[0]).fold(1.0, f64::max);
    let panels: Vec<Panel> = SCALES
        .iter()
        .map(|(key, name)| {
            let x = Scale::linear("unit", 1.0, pictures.code as f64);
            let y = Scale::linear("KL, nats", 0.0, 1.05 * most);
            let curve = |units: &[f64]| -> Curve {
                units.iter().enumerate().map(|(j, &kl)| ((j + 1) as f64, kl)).collect()
            };
            let made = trained.of(key).iter();
            let curves: Vec<Curve> = made.map(|m| curve(&m.measured[1].units)).collect();
            bundle(Panel::new(name, x, y), &curves, Ink::Autoencoder, "")
        })
        .collect();
    run.figure("units", draw("KL of each unit of the code, by scale", 2, 110.0, &panels));
}

/// The divergence by epochs: the collapse, and what is to cure it.
pub fn collapse(run: &mut Run, pictures: &Pictures, trained: &Trained) {
    const LEAST: f64 = 1e-3;
    let looks = [
        ("right", "sum and sum", Ink::Autoencoder),
        ("free", "free nats", Ink::Category(2)),
        ("warm", "warm-up", Ink::Category(1)),
        ("pixels", "mean over pixels", Ink::Category(4)),
    ];
    let x = Scale::linear("epoch", 1.0, pictures.epochs as f64);
    let y = Scale::log("KL, nats an image", LEAST, 300.0);
    let panel = looks.iter().fold(Panel::new("", x, y), |panel, (key, name, ink)| {
        let curve = |kl: &Curve| kl.iter().map(|&(x, y)| (x, y.max(LEAST))).collect();
        let curves: Vec<Curve> = trained.of(key).iter().map(|m| curve(&m.kl)).collect();
        bundle(panel, &curves, *ink, name)
    });
    run.figure("collapse", draw("KL of the test images by epoch", 1, 240.0, &[panel]));
}
