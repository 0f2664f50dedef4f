//! The "accuracy" that training logs print for an autoencoder.

use super::arms::Arm;
use super::pictures::Pictures;
use super::versus::Versus;
use autoencoders::ndarray::Array2;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Where predictions are cut.
const CUT: Real = 0.5;
const ARMS: [(Arm, &str, Ink); 4] = [
    (Arm::Conv, "16-8-8", Ink::Autoencoder),
    (Arm::Wide, "24-12-8", Ink::Category(2)),
    (Arm::Dense, "dense, equal code", Ink::Category(1)),
    (Arm::Narrow, "dense, equal parameters", Ink::Category(3)),
];

/// The share of pixels, in percent, where the target *is* the prediction cut at ½, 0 or 1:
/// Keras' binary accuracy.
fn accuracy(target: &Array2<Real>, prediction: &Array2<Real>) -> f64 {
    let same = |t: Real, p: Real| t == if p > CUT { 1.0 } else { 0.0 };
    let right = target.iter().zip(prediction).filter(|&(&t, &p)| same(t, p)).count();
    100.0 * right as f64 / target.len() as f64
}

/// The accuracies of black pictures, of perfect ones, and of the networks.
pub fn accuracies(run: &mut Run, pictures: &Pictures, versus: &Versus) -> Outcome {
    let x = &pictures.test.x;
    let black = accuracy(x, &Array2::zeros(x.dim()));
    run.measure("accuracy_black", black, "%", 2).spread(0.0);
    run.measure("accuracy_perfect", accuracy(x, x), "%", 2).spread(0.0);
    // Both cut: the share of pixels on the same side of ½.
    let cut = x.mapv(|t| if t > CUT { 1.0 } else { 0.0 });
    run.measure("accuracy_cut_black", accuracy(&cut, &Array2::zeros(x.dim())), "%", 2)
        .spread(0.0);
    let mut clouds = Vec::new();
    for (arm, name, ink) in versus.trained(ARMS) {
        let (mut points, mut both) = (Vec::new(), Vec::new());
        for trained in versus.of(arm) {
            let y = trained.model.networks().reconstruct(x)?;
            points.push((trained.model.bce(x)?, accuracy(x, &y)));
            both.push(accuracy(&cut, &y));
        }
        let own: Vec<f64> = points.iter().map(|p| p.1).collect();
        run.over_starts(&format!("accuracy_{}", arm.key()), &own, "%", 2);
        run.over_starts(&format!("accuracy_cut_{}", arm.key()), &both, "%", 2);
        if arm != Arm::Wide {
            clouds.push((name, ink, points)); // the wide one's points lie on the tutorial's
        }
    }
    greys(run, pictures, versus)?;
    if clouds.len() < 2 {
        return Ok(()); // no network to put beside the tutorial's
    }
    let all = || clouds.iter().flat_map(|cloud| &cloud.2);
    let y = all().map(|p| p.1).chain([black, accuracy(x, x)]);
    let x_ends = all().map(|p| p.0);
    let panel = Panel::new(
        "",
        Scale::around("cross-entropy (nats a pixel)", x_ends),
        Scale::around("Keras’ accuracy (%)", y),
    )
    .across(black, Ink::Text, "a black picture")
    .across(accuracy(x, x), Ink::Faint, "the image itself");
    let panel = clouds.into_iter().fold(panel, |panel, (name, ink, points)| {
        let Some(&(x, y)) = points.first() else { return panel };
        let anchor = if panel.x.share(x) > Some(0.5) { Anchor::End } else { Anchor::Start };
        let at = (x, y - 0.05 * (panel.y.to - panel.y.from));
        panel.points(points, ink, Shape::Dot, 5.0).note(at, name, ink, anchor)
    });
    let title = "Accuracy against cross-entropy, by network and start";
    run.figure("accuracy", draw(title, 1, 230.0, &[panel]));
    Ok(())
}

/// The tutorial's reconstructions in two greys, .49 and .51, on the side of ½ where each
/// pixel is: accuracy and error.
fn greys(run: &mut Run, pictures: &Pictures, versus: &Versus) -> Outcome {
    let x = &pictures.test.x;
    let (mut right, mut errors) = (Vec::new(), Vec::new());
    for trained in versus.of(Arm::Conv) {
        let y = trained.model.networks().reconstruct(x)?;
        let grey = y.mapv(|p| if p > CUT { 0.51 } else { 0.49 });
        right.push(accuracy(x, &grey));
        let apart: f64 = (x - &grey).iter().map(|&e| f64::from(e * e)).sum();
        errors.push(apart / x.nrows() as f64);
    }
    run.over_starts("accuracy_greys", &right, "%", 2);
    run.over_starts("accuracy_greys_sq", &errors, "", 2);
    Ok(())
}
