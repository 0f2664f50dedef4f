//! Who is near whom: in pixels, in PCA's codes, in the deep codes.

use super::models::Models;
use autoencoders::deep::readout::{nearest, same_class};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Grid, Ink, Panel, Scale, Shape, draw, grid};
use chapters::{Outcome, Run};

/// Code size whose neighbours are shown.
const SHOWN: usize = 5;
/// Images shown.
const QUERIES: usize = 10;

/// Test images, and the training image nearest to each of them by three distances.
pub fn neighbours(run: &mut Run, models: &Models) -> Outcome {
    let (train, test) = (&models.train, &models.test);
    let k = models.sizes.iter().copied().rfind(|&k| k <= SHOWN).unwrap_or(models.largest());
    let classes = test.labels.iter().max().map_or(0, |most| most + 1);
    let mut rows: Vec<usize> = (0..classes)
        .filter_map(|class| test.labels.iter().position(|&l| l == class))
        .take(QUERIES)
        .collect();
    if rows.is_empty() {
        rows = (0..QUERIES.min(test.len())).collect();
    }
    let queries = test.x.select(Axis(0), &rows);
    let found = |model: &dyn Autoencoder| {
        nearest(&model.encode(&train.x)?, &train.x, &model.encode(&queries)?)
    };
    let by_pixels = nearest(&train.x, &train.x, &queries)?;
    let (by_pca, by_deep) = (found(&models.pca(k)?)?, found(models.deep(k)?)?);
    let all = [&queries, &by_pixels, &by_pca, &by_deep];
    let tiles = all
        .into_iter()
        .flat_map(|x| x.rows().into_iter().map(|row| models.tile(row)))
        .collect();
    let row_labels = ["test", "pixels", "PCA", "deep"].map(str::to_string).to_vec();
    let title = format!(
        "Test images and their nearest training images by pixels and by codes of {k}"
    );
    run.count("neighbours_k", k);
    run.figure(
        "neighbours",
        grid(&Grid { title, columns: rows.len(), tiles, row_labels, ..Grid::default() }),
    );
    share(run, models)
}

/// The share of test images whose nearest training image is of their class, by the size of the code.
fn share(run: &mut Run, models: &Models) -> Outcome {
    let (train, test) = (&models.train, &models.test);
    if train.labels.is_empty() || test.labels.is_empty() {
        return Ok(()); // Without labels nobody can say which neighbours are right.
    }
    let right = |known: &Array2<Real>, unseen: &Array2<Real>| {
        same_class(known, &train.labels, unseen, &test.labels).map(|share| 100.0 * share)
    };
    let by_pixels = right(&train.x, &test.x)?;
    run.measure("neighbours_pixels", by_pixels, "%", 1);
    let (mut pca, mut deep) = (Curve::new(), Curve::new());
    for &k in &models.sizes {
        let of = |model: &dyn Autoencoder| {
            right(&model.encode(&train.x)?, &model.encode(&test.x)?)
        };
        let (by_pca, by_deep) = (of(&models.pca(k)?)?, of(models.deep(k)?)?);
        run.measure(&format!("neighbours_pca{k}"), by_pca, "%", 1);
        run.measure(&format!("neighbours_deep{k}"), by_deep, "%", 1);
        pca.push((k as f64, by_pca));
        deep.push((k as f64, by_deep));
    }
    let widest = models.largest() as f64;
    let x = Scale::log("numbers in the code, k", 1.8, 1.05 * widest)
        .with_ticks(models.sizes.iter().map(|&k| (k as f64, k.to_string())));
    let panel =
        Panel::new("", x, Scale::linear("nearest image of the same class (%)", 0.0, 100.0))
            .dashed([(1.8, by_pixels), (widest, by_pixels)], Ink::Raw, "pixels")
            .line(pca.clone(), Ink::Pca, "PCA")
            .points(pca, Ink::Pca, Shape::Square, 6.0)
            .line(deep.clone(), Ink::Autoencoder, "deep")
            .points(deep, Ink::Autoencoder, Shape::Dot, 6.0);
    run.figure(
        "neighbours_share",
        draw(
            "Share of nearest neighbours of the same class against the size of the code",
            1,
            230.0,
            &[panel],
        ),
    );
    Ok(())
}
