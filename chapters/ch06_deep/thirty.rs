//! As many numbers as the largest code has: reconstructions, and the history of the training.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::ndarray::Axis;
use autoencoders::nn::loss::entropy_of;
use chapters::curves::Curve;
use chapters::figures::{Grid, Ink, Panel, Scale, draw, grid};
use chapters::{Outcome, Run};

/// Pictures in a row.
const SHOWN: usize = 10;

/// Images that no model has seen, and what the two models make of them.
pub fn reconstruction(run: &mut Run, models: &Models) -> Outcome {
    let k = models.largest();
    let labels = &models.test.labels;
    let mut rows: Vec<usize> = (0..SHOWN)
        .filter_map(|class| labels.iter().position(|&label| label == class))
        .collect();
    if rows.is_empty() {
        rows.extend(0..SHOWN.min(models.test.len()));
    }
    let originals = models.test.x.select(Axis(0), &rows);
    let by_deep = models.deep(k)?.reconstruct(&originals)?;
    let by_pca = models.pca(k)?.reconstruct(&originals)?;
    let all = [&originals, &by_deep, &by_pca];
    let tiles = all
        .into_iter()
        .flat_map(|x| x.rows().into_iter().map(|row| models.tile(row)))
        .collect();
    let row_labels = ["original", "deep", "PCA"].map(str::to_string).to_vec();
    let title = format!("Images, and their reconstructions from {k} numbers");
    run.count("reconstruction_k", k);
    run.figure(
        "reconstruction",
        grid(&Grid { title, columns: rows.len(), tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}

/// The loss on what is trained on and on what is not, epoch by epoch, above the floor that grey pixels put under it.
pub fn history(run: &mut Run, models: &Models) -> Outcome {
    let records = models.history();
    let of = |value: &dyn Fn(&autoencoders::nn::train::Record) -> Option<f64>| -> Curve {
        records
            .iter()
            .filter_map(|record| Some((record.epoch as f64, value(record)?)))
            .collect()
    };
    let (seen, unseen) = (of(&|r| Some(r.loss)), of(&|r| r.validation));
    let floor = entropy_of(&models.test.x)?;
    let ends = |curve: &Curve| curve.last().map_or(f64::NAN, |p| p.1);
    run.number("history_train", ends(&seen), 1);
    run.number("history_test", ends(&unseen), 1);
    run.number("history_floor", floor, 1);
    let most = seen.iter().chain(&unseen).fold(0.0, |most: f64, p| most.max(p.1));
    let last = records.last().map_or(1, |record| record.epoch) as f64;
    let panel = Panel::new(
        "",
        Scale::linear("epochs", 0.0, last),
        Scale::linear("cross-entropy (nats an image)", 0.0, 1.04 * most),
    )
    .line(seen, Ink::Autoencoder, "training")
    .dashed(unseen, Ink::Category(1), "test")
    .across(floor, Ink::Faint, "entropy of the grey pixels");
    run.figure(
        "history",
        draw("Loss against epochs, on training and on test images", 1, 230.0, &[panel]),
    );
    Ok(())
}
