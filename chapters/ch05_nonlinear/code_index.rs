//! One number that holds everything, and says nothing: code = index.

use super::sets::Set;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nonlinear::index_code::IndexCode;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
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
        let share = 100.0 * right as f64 / set.test.len() as f64;
        run.measure("index_test_class", share, "%", 1);
    }
    // What stands beside a sample in the list has nothing to do with it.
    let beside = |x: &Array2<Real>| -> Outcome<Array2<Real>> {
        Ok(index.decode(&(index.encode(x)? + 1.0))?)
    };
    let apart = (&beside(&set.test.x)? - &set.test.x).mapv(|e| e * e).sum()
        / set.test.len() as Real;
    run.number("index_beside", f64::from(apart), 1);
    // Two digits drawn at random: E‖x − x′‖² = 2E‖x − μ‖².
    let off = &set.test.x - &set.test.x.mean_axis(Axis(0)).ok_or("no samples")?;
    let off = off.mapv(|e| e * e).sum() / set.test.len() as Real;
    run.number("index_random", 2.0 * f64::from(off), 1);
    let mut tiles = Vec::new();
    let shown = known.x.select(Axis(0), &Set::samples(&known));
    tiles.extend(set.tiles(&shown));
    tiles.extend(set.tiles(&index.reconstruct(&shown)?));
    tiles.extend(set.tiles(&beside(&shown)?));
    let others = set.test.x.select(Axis(0), &Set::samples(&set.test));
    tiles.extend(set.tiles(&others));
    tiles.extend(set.tiles(&index.reconstruct(&others)?));
    let columns = shown.nrows();
    let row_labels =
        ["training", "index i", "i + 1", "test", "index i"].map(str::to_string).to_vec();
    let title = "Training and test images, and what the index of the nearest training image gives back";
    let title = title.to_string();
    run.figure(
        "code_index",
        grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
