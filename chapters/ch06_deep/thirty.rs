//! As many numbers as the largest code has: reconstructions.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::ndarray::Axis;
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
