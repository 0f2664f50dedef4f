//! What a code costs and what it loses: the VAE by β, and quantised codes as in chapter 6.

use super::arms::Trained;
use super::pictures::Pictures;
use super::plain::Plain;
use super::rounded::{Coded, Setting, best, mixed, settings, silent};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::LN_2;

/// The arms from the dearest code to the cheapest.
const BETAS: [&str; 6] = ["beta_01", "beta_03", "right", "beta_2", "beta_4", "beta_12"];
/// Cheaper codes are not drawn.
const LEAST: f64 = 0.1;
/// Principal components that are coded.
const COMPONENTS: usize = 60;

/// The rounded codes that a VAE is compared with.
struct Rounded {
    /// PCA's.
    pca: Vec<Setting>,
    /// By start: the plain autoencoder's with as many numbers as the VAE.
    widest: Vec<Vec<Setting>>,
    /// By start: those of all sizes, and no code.
    plain: Vec<Vec<Setting>>,
}

impl Rounded {
    fn all(run: &Run, pictures: &Pictures, plain: &Plain) -> Outcome<Rounded> {
        let most = COMPONENTS.min(pictures.d()).min(pictures.train.len() - 1);
        let mut pca = settings(run, &Pca::fit(&pictures.train.x, most)?, pictures)?;
        let silent = silent(pictures)?;
        pca.push(silent);
        let starts = plain.widest().len();
        let by_size = run.from_each_start(&plain.models, starts, |models, start| {
            settings(run, &models[start], pictures)
        })?;
        let widest = by_size.last().cloned().unwrap_or_default();
        let of_start = |start: usize| {
            let sizes = by_size.iter().flat_map(|size| &size[start]);
            sizes.copied().chain([silent]).collect()
        };
        Ok(Rounded { pca, plain: (0..starts).map(of_start).collect(), widest })
    }

    /// The error at as many bytes as these points (bytes, error), one from each start, by what
    /// is compared: PCA, the plain autoencoders of all sizes, and these with what finer
    /// quantisers might spare taken off their bytes.
    fn rivals(&self, points: &[(f64, f64)]) -> [(&'static str, Vec<f64>); 3] {
        let errors = |curve: &dyn Fn(usize) -> Curve| -> Vec<f64> {
            let each = points.iter().enumerate();
            each.map(|(start, p)| mixed(&curve(start), p.0)).collect()
        };
        let ideal = |c: &Coded| c.bytes - c.spare;
        [
            ("pca_best", errors(&|_| best(&self.pca, |c| c.bytes))),
            ("plain_best", errors(&|start| best(&self.plain[start], |c| c.bytes))),
            ("plain_ideal", errors(&|start| best(&self.plain[start], ideal))),
        ]
    }
}

/// Bytes an image against squared error.
pub fn rates(
    run: &mut Run,
    pictures: &Pictures,
    trained: &Trained,
    plain: &Plain,
) -> Outcome {
    let rounded = Rounded::all(run, pictures, plain)?;
    let mut vae: Vec<Vec<(f64, f64)>> = Vec::new();
    for key in BETAS {
        let made = trained.of(key).iter().map(|made| &made.measured[1]);
        let points: Vec<(f64, f64)> = made.map(|m| (m.kl / LN_2 / 8.0, m.sq)).collect();
        let bytes: Vec<f64> = points.iter().map(|p| p.0).collect();
        run.over_starts(&format!("{key}_bytes"), &bytes, "", 2);
        for (name, errors) in rounded.rivals(&points) {
            run.over_starts(&format!("{key}_{name}_sq"), &errors, "", 2);
        }
        // as many numbers as the VAE's: the cheapest of those codes that are no cheaper
        let dearer = |settings: &[Setting], bytes: f64| {
            let fresh = settings.iter().map(|s| &s.fresh).filter(|c| c.bytes >= bytes);
            let cheapest = fresh.min_by(|a, b| a.bytes.total_cmp(&b.bytes));
            cheapest.map_or(f64::INFINITY, |c| c.sq)
        };
        let own = points.iter().zip(&rounded.widest);
        let own: Vec<f64> = own.map(|(p, settings)| dearer(settings, p.0)).collect();
        if own.iter().all(|sq| sq.is_finite()) {
            run.over_starts(&format!("{key}_plain_sq"), &own, "", 2);
        }
        vae.push(points);
    }
    draw_rates(run, &rounded, &vae);
    Ok(())
}

/// The VAE's points and their middle, and the hulls of the others.
fn draw_rates(run: &mut Run, rounded: &Rounded, vae: &[Vec<(f64, f64)>]) {
    let middle = |points: &Vec<(f64, f64)>| {
        let of = |of: fn(&(f64, f64)) -> f64| {
            median(&points.iter().map(of).collect::<Vec<_>>()).unwrap_or(f64::NAN)
        };
        (of(|p| p.0), of(|p| p.1))
    };
    let by_pca = best(&rounded.pca, |c| c.bytes);
    let all = by_pca.iter().chain(vae.iter().flatten());
    let most = all.clone().fold(0.0, |most: f64, p| most.max(p.1));
    let widest = all.fold(1.0, |most: f64, p| most.max(p.0));
    // a mixture is a straight line, and bent where bytes are logarithmic
    let drawn = |curve: &Curve| -> Curve {
        let end = curve.last().map_or(LEAST, |p| p.0).max(LEAST);
        let x = (0..=60).map(|i| LEAST * (end / LEAST).powf(f64::from(i) / 60.0));
        x.map(|x| (x, mixed(curve, x))).collect()
    };
    let x = Scale::log("bytes an image", LEAST, 1.2 * widest);
    let panel = Panel::new("", x, Scale::linear("squared error", 0.0, 1.05 * most));
    let mut panel = panel.line(drawn(&by_pca), Ink::Pca, "PCA");
    for (i, settings) in rounded.plain.iter().enumerate() {
        let curve = drawn(&best(settings, |c| c.bytes));
        panel = panel.line(curve, Ink::Category(1), if i == 0 { "plain" } else { "" });
    }
    let shown = |p: &&(f64, f64)| p.0 > LEAST;
    let points: Vec<_> = vae.iter().flatten().filter(shown).copied().collect();
    let line: Vec<_> = vae.iter().map(middle).collect();
    let line: Vec<_> = line.iter().rev().filter(shown).copied().collect();
    if let Some(&(x, y)) = line.get(line.len() / 3) {
        panel = panel.note((0.93 * x, y), "VAE by β", Ink::Autoencoder, Anchor::End);
    }
    let panel = panel.line(line, Ink::Autoencoder, "").points(
        points,
        Ink::Autoencoder,
        Shape::Dot,
        6.0,
    );
    run.figure("rate", draw("Squared error against bytes an image", 1, 260.0, &[panel]));
}
