//! What a code costs and what it loses: the VAE by β, and quantised codes as in chapter 6.

use super::arms::Trained;
use super::pictures::Pictures;
use super::plain::Plain;
use autoencoders::coding::entropy::{encode_rows, tables};
use autoencoders::coding::quantise::{Quantiser, sensitivity};
use autoencoders::ndarray::s;
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::LN_2;

/// The arms from the dearest code to the cheapest.
const BETAS: [&str; 5] = ["beta_01", "beta_03", "right", "beta_4", "beta_12"];
/// Cheaper codes are not drawn.
const LEAST: f64 = 0.1;
/// Principal components that are coded.
const COMPONENTS: usize = 60;

/// Bytes an image against squared error.
pub fn rates(
    run: &mut Run,
    pictures: &Pictures,
    trained: &Trained,
    plain: &Plain,
) -> Outcome {
    let most = COMPONENTS.min(pictures.d()).min(pictures.train.len() - 1);
    let by_pca = quantised(run, &Pca::fit(&pictures.train.x, most)?, pictures)?;
    let by_plain: Vec<Curve> = plain
        .models
        .iter()
        .map(|model| quantised(run, model, pictures))
        .collect::<Outcome<_>>()?;
    let mut vae: Vec<Vec<(f64, f64)>> = Vec::new();
    for key in BETAS {
        let made = trained.of(key).iter().map(|made| &made.measured[1]);
        let points: Vec<(f64, f64)> = made.map(|m| (m.kl / LN_2 / 8.0, m.sq)).collect();
        let bytes: Vec<f64> = points.iter().map(|p| p.0).collect();
        run.over_starts(&format!("{key}_bytes"), &bytes, "", 2);
        // by the cheapest of those codes that are no cheaper
        let dearer = |curve: &Curve, bytes: f64| {
            curve.iter().find(|p| p.0 >= bytes).map_or(f64::INFINITY, |p| p.1)
        };
        let pca: Vec<f64> = points.iter().map(|p| dearer(&by_pca, p.0)).collect();
        if pca.iter().all(|sq| sq.is_finite()) {
            run.over_starts(&format!("{key}_pca_sq"), &pca, "", 2);
        }
        let own: Vec<f64> =
            points.iter().zip(&by_plain).map(|(p, curve)| dearer(curve, p.0)).collect();
        if own.iter().all(|sq| sq.is_finite()) {
            run.over_starts(&format!("{key}_plain_sq"), &own, "", 2);
        }
        vae.push(points);
    }
    let middle = |points: &Vec<(f64, f64)>| {
        let of = |of: fn(&(f64, f64)) -> f64| {
            median(&points.iter().map(of).collect::<Vec<_>>()).unwrap_or(f64::NAN)
        };
        (of(|p| p.0), of(|p| p.1))
    };
    let all = by_pca.iter().chain(vae.iter().flatten());
    let most = all.clone().fold(0.0, |most: f64, p| most.max(p.1));
    let widest = all.fold(1.0, |most: f64, p| most.max(p.0));
    let x = Scale::log("bytes an image", LEAST, 1.2 * widest);
    let panel = Panel::new("", x, Scale::linear("squared error", 0.0, 1.05 * most));
    let mut panel = panel.line(by_pca, Ink::Pca, "PCA");
    for (i, curve) in by_plain.into_iter().enumerate() {
        panel = panel.line(curve, Ink::Category(1), if i == 0 { "plain" } else { "" });
    }
    let shown = |p: &&(f64, f64)| p.0 > LEAST;
    let points: Vec<_> = vae.iter().flatten().filter(shown).copied().collect();
    let line: Vec<_> = vae.iter().map(middle).collect();
    let line: Vec<_> = line.iter().rev().filter(shown).copied().collect();
    if let Some(&at) = line.get(line.len() / 3) {
        panel = panel.note(at, "VAE by β  ", Ink::Autoencoder, Anchor::End);
    }
    let panel = panel.line(line, Ink::Autoencoder, "").points(
        points,
        Ink::Autoencoder,
        Shape::Dot,
        6.0,
    );
    run.figure("rate", draw("Squared error against bytes an image", 1, 260.0, &[panel]));
    Ok(())
}

/// Bytes an image by a range coder and squared error, coarse steps to fine.
fn quantised(run: &Run, model: &dyn Autoencoder, pictures: &Pictures) -> Outcome<Curve> {
    let (known, fresh) =
        (model.encode(&pictures.train.x)?, model.encode(&pictures.test.x)?);
    let some = known.slice(s![..known.nrows().min(100), ..]).to_owned();
    let sensitivity = sensitivity(model, &some)?;
    let (n, count) = (fresh.nrows() as f64, run.size(4, 24, 24));
    let step = |i: usize| 6.0 * (0.04 as Real).powf(i as Real / (count - 1) as Real);
    (0..count)
        .map(|i| {
            let quantiser = Quantiser::balanced(&known, &sensitivity, step(i))?;
            let tables =
                tables(&quantiser.quantise(&known)?, quantiser.levels.iter().copied())?;
            let q = quantiser.quantise(&fresh)?;
            let bytes = encode_rows(&q, &tables)?.len() as f64 / n;
            let y = model.decode(&quantiser.dequantise(&q)?)?;
            let pairs = y.iter().zip(&pictures.test.x);
            Ok((bytes, pairs.map(|(y, x)| f64::from(y - x).powi(2)).sum::<f64>() / n))
        })
        .collect()
}
