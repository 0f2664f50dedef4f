//! The noise of two estimates of one slope: exactly by dimension, and of a trained decoder.

use super::arms::{RIGHT, Trained};
use super::pictures::{Pictures, dear_starts};
use autoencoders::Real;
use autoencoders::ndarray::{Array2, s};
use autoencoders::vae::Vae;
use autoencoders::vae::noise::{GradientNoise, of_squared_length};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Images whose slopes are measured.
const IMAGES: usize = 50;

/// The table of exact variances, the figure, and the measured ones.
pub fn estimates(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    for d in [1, 20] {
        let exact = of_squared_length(&vec![0.0; d])?;
        run.number(&format!("noise_{d}_score"), exact.score, 0).spread(0.0);
        run.number(&format!("noise_{d}_baseline"), exact.baseline, 0).spread(0.0);
    }
    let dimensions = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    let exact: Vec<(f64, GradientNoise)> = dimensions
        .iter()
        .map(|&d| Ok((d as f64, of_squared_length(&vec![0.0; d])?)))
        .collect::<Outcome<_>>()?;
    let curve = |of: fn(&GradientNoise) -> f64| -> Curve {
        exact.iter().map(|(d, noise)| (*d, of(noise))).collect()
    };
    let x = Scale::log("dimension", 1.0, 500.0);
    let y = Scale::log("variance of one sample", 1.0, 1e6);
    let panel = Panel::new("", x, y)
        .line(curve(|n| n.score), Ink::Category(1), "score")
        .line(curve(|n| n.baseline), Ink::Category(4), "with baseline")
        .line(curve(|n| n.reparameterised), Ink::Autoencoder, "reparameterised");
    let title = "Variance of three estimates of one slope";
    run.figure("noise", draw(title, 1, 220.0, &[panel]));
    measured(run, pictures, trained)
}

/// On test images: of the trained models, or in the long run after one epoch.
fn measured(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let x = &pictures.test.x;
    let some: Array2<Real> = x.slice(s![..IMAGES.min(x.nrows()), ..]).to_owned();
    let full = run.args.full && run.args.data.is_some();
    let draws = run.size(50, 500, if full { 2000 } else { 500 });
    let noise = |model: &Vae| model.gradient_noise(&some, draws, 14);
    let found: Vec<GradientNoise> = if full {
        let early = run.from_each_start(&[RIGHT], dear_starts(run), |arm, start| {
            Ok(noise(&arm.train(run, pictures, 1, start)?.model)?)
        })?;
        early.into_iter().flatten().collect()
    } else {
        let models: Vec<&Vae> =
            trained.of("right").iter().map(|made| &made.model).collect();
        run.together(&models, |model| Ok(noise(model)?))?
    };
    type Of = fn(&GradientNoise) -> f64;
    let what: [(&str, Of, usize); 5] = [
        ("noise_reparameterised", |n| n.reparameterised, 1),
        ("noise_score", |n| n.score, 0),
        ("noise_baseline", |n| n.baseline, 0),
        ("noise_ratio", |n| n.score / n.reparameterised, 0),
        ("noise_ratio_baseline", |n| n.baseline / n.reparameterised, 1),
    ];
    for (key, of, digits) in what {
        run.over_starts(key, &found.iter().map(of).collect::<Vec<_>>(), "", digits);
    }
    Ok(())
}
