//! As many numbers as the largest code has: reconstructions, and the history of the training.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::ndarray::Axis;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::train::Record;
use autoencoders::stats::median;
use chapters::figures::{Grid, grid};
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

/// The loss at the end on what is trained on and on what is not, and the floor that grey pixels put under it.
pub fn history(run: &mut Run, models: &Models) -> Outcome {
    let histories = models.histories()?;
    let last = |value: &dyn Fn(&Record) -> f64| -> Vec<f64> {
        histories.iter().filter_map(|records| records.last().map(value)).collect()
    };
    let middle = |values: Vec<f64>| median(&values).unwrap_or(f64::NAN);
    run.number("history_train", middle(last(&|r| r.loss)), 1).starts(histories.len());
    let unseen = middle(last(&|r| r.validation.unwrap_or(f64::NAN)));
    run.number("history_test", unseen, 1).starts(histories.len());
    run.number("history_floor", entropy_of(&models.test.x)?, 1);
    Ok(())
}
