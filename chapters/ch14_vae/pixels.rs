//! A model that needs no bound, pixel by pixel, beside the VAE on the same images of 0 and 1.

use super::binary::Set;
use super::pictures::dear_starts;
use super::quadrature::{Plane, grid};
use autoencoders::ndarray::Array2;
use autoencoders::stats::range;
use autoencoders::vae::Vae;
use autoencoders::vae::visible::VisibleModel;
use autoencoders::{Real, Result};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Weights in the bound of the wider code.
const WEIGHTS: usize = 500;

/// Of a set the models from each start.
pub struct Pair {
    /// VAEs with the wider code.
    pub vaes: Vec<Vae>,
    /// Each pixel from those before it.
    pub visible: Vec<VisibleModel>,
}

/// Trains both on every set, and compares them on test images.
pub fn pixels(run: &mut Run, planes: &[Plane]) -> Outcome<Vec<Pair>> {
    let sets: Vec<&Set> = planes.iter().map(|plane| plane.set).collect();
    let made = run.from_each_start(&sets, dear_starts(run), |set, start| {
        Ok((set.vae(run, set.code, start)?, set.visible(run, start)?))
    })?;
    let mut pairs = Vec::new();
    let mut panels = Vec::new();
    for (plane, made) in planes.iter().zip(made) {
        let (vaes, visible): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        let pair = Pair { vaes, visible };
        panels.push(compare(run, plane, &pair)?);
        pairs.push(pair);
    }
    run.count("pixel_weights", WEIGHTS).spread(0.0);
    run.figure("pixels", draw("Nats an image, model by model", 1, 110.0, &panels));
    Ok(pairs)
}

fn compare(run: &mut Run, plane: &Plane, pair: &Pair) -> Outcome<Panel> {
    let (set, key) = (plane.set, plane.set.key);
    let x = set.some(run.size(5, 300, 500));
    let mean =
        |values: autoencoders::ndarray::Array1<f64>| values.mean().unwrap_or(f64::NAN);
    let alone = mean(alone(&set.train.x)?.log_likelihood(&x)?);
    let mut rows = [vec![-alone], Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for vae in &plane.vaes {
        rows[1].push(-mean(grid(run, 1.0)?.log_likelihood(vae, &x)?));
    }
    let weights = run.size(50, WEIGHTS, WEIGHTS);
    for vae in &pair.vaes {
        let bounds = vae.iw(&x, weights, &[1, weights], run.args.seed)?;
        rows[2].push(-bounds[0]);
        rows[3].push(-bounds[1]);
    }
    for model in &pair.visible {
        rows[4].push(-mean(model.log_likelihood(&x)?));
    }
    run.number(&format!("pixels_alone_{key}"), -alone, 2).spread(0.0);
    let names = ["vae_2", "vae_bound", "vae_iw", "visible"];
    for (name, values) in names.iter().zip(&rows[1..]) {
        run.over_starts(&format!("pixels_{name}_{key}"), values, "", 2);
    }
    let k = set.code;
    let ticks = [
        (4.0, "each pixel alone".to_string()),
        (3.0, "VAE, k = 2: exact".to_string()),
        (2.0, format!("VAE, k = {k}: bound")),
        (1.0, format!("VAE, k = {k}: {WEIGHTS} weights")),
        (0.0, "pixel by pixel: exact".to_string()),
    ];
    let (least, most) = range(rows.iter().flatten().copied());
    let x =
        Scale::linear("nats an image on test images, −log p(x)", 0.9 * least, 1.04 * most);
    let y = Scale::linear("", -0.5, 4.5).with_ticks(ticks);
    let mut panel = Panel::new(&format!("Digits: {}", set.name), x, y);
    let inks =
        [Ink::Pca, Ink::Autoencoder, Ink::Autoencoder, Ink::Autoencoder, Ink::Category(1)];
    for (i, (values, ink)) in rows.iter().zip(inks).enumerate() {
        let points = values.iter().map(|&v| (v, 4.0 - i as f64));
        panel = panel.points(points, ink, Shape::Dot, 6.0);
    }
    Ok(panel)
}

/// Each pixel by its share of ink in the training images, with one image's worth of doubt.
fn alone(x: &Array2<Real>) -> Result<VisibleModel> {
    let mut model = VisibleModel::new(x.ncols())?;
    let n = x.nrows() as Real;
    for (b, column) in model.b.iter_mut().zip(x.columns()) {
        let ink = column.sum() + 0.5;
        *b = (ink / (n + 1.0 - ink)).ln();
    }
    Ok(model)
}
