//! One number that holds everything, and says nothing: code = index.

use super::sets::Set;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::ndarray::Axis;
use autoencoders::nonlinear::index_code::IndexCode;
use autoencoders::{Autoencoder, pca::Pca};
use chapters::figures::{Grid, grid};
use chapters::{Outcome, Run};

/// The perfect autoencoder on its own images and on others, beside one component.
pub fn code_index(run: &mut Run, set: &Set) -> Outcome {
    // All of MNIST against itself would take minutes, and say the same.
    let set = set.first(run.size(800, 10_000, 60_000))?;
    let (index, flat) = (IndexCode::fit(set.x())?, Pca::fit(set.x(), 1)?);
    let known = set.train.select(&(0..set.train.len().min(1000)).collect::<Vec<_>>())?;
    run.number("index_train", index.squared_error(&known.x)?, 3);
    run.number("index_test", index.squared_error(&set.test.x)?, 2);
    run.number("index_pca_train", flat.squared_error(set.x())?, 2);
    run.number("index_pca_test", flat.squared_error(&set.test.x)?, 2);
    run.count("index_samples", set.train.len());
    run.number("index_bits", (set.train.len() as f64).log2(), 1);
    if !set.train.labels.is_empty() && !set.test.labels.is_empty() {
        let found = nearest_label(set.x(), &set.train.labels, &set.test.x)?;
        let right = found.iter().zip(&set.test.labels).filter(|(a, b)| a == b).count();
        run.measure("index_test_class", 100.0 * right as f64 / set.test.len() as f64, "%", 1);
    }
    let mut tiles = Vec::new();
    for images in [&known, &set.test] {
        let originals = images.x.select(Axis(0), &Set::samples(images));
        tiles.extend(set.tiles(&originals));
        tiles.extend(set.tiles(&index.reconstruct(&originals)?));
    }
    let columns = tiles.len() / 4;
    let row_labels = ["training", "from index", "test", "from index"].map(str::to_string).to_vec();
    let title = "Training and test images, and what the index of the nearest training image gives back";
    let title = title.to_string();
    run.figure("code_index", grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }));
    Ok(())
}
