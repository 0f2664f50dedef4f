//! The 28×28 digits: trained as every later network will be, in minibatches by Adam.

use super::sets::Set;
use autoencoders::Autoencoder;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::ndarray::Axis;
use autoencoders::nn::optim::Adam;
use chapters::figures::{Grid, grid};
use chapters::{Outcome, Run};

/// A network with a code of 32 numbers.
pub fn train(run: &mut Run, set: &Set) -> Outcome<LinearAutoencoder> {
    let k = set.at_most(32);
    // Of many images fewer passes: what counts is the number of steps.
    let epochs = (run.size(6, 40, 100) * 20_000 / set.images.len().max(20_000)).max(6);
    let mut rng = run.rng("digits");
    let mut model = set.start(k, &mut rng)?;
    let mut optimiser = Adam::default();
    let how = Minibatches { epochs: 1, ..Minibatches::default() };
    for epoch in 0..epochs {
        optimiser.rate = 3e-3 / (1.0 + epoch as f64 / 4.0);
        model.train(set.x(), &how, &mut optimiser, &mut rng, silent)?;
    }
    run.count("digits_k", k);
    run.count("digits_epochs", epochs);
    run.measure("digits_angle_deg", model.largest_angle(&set.pca.truncate(k)?)?, "°", 1);
    run.measure("digits_excess_loss", set.excess(&model)?, "%", 3);
    run.number("digits_optimum", set.dropped(k), 3);
    run.measure("digits_gap", 100.0 * (1.0 - set.lambda[k] / set.lambda[k - 1]), "%", 1);
    let test = &set.measured().x;
    run.number("digits_test_error", model.squared_error(test)?, 3);
    run.number("digits_test_pca", set.pca.truncate(k)?.squared_error(test)?, 3);
    Ok(model)
}

/// One digit of each class, and what PCA and the network make of it.
pub fn reconstruction(run: &mut Run, set: &Set, model: &LinearAutoencoder) -> Outcome {
    let images = set.measured();
    let mut rows: Vec<usize> = (0..10)
        .filter_map(|class| images.labels.iter().position(|&l| l == class))
        .collect();
    rows.extend((0..10.min(images.len())).filter(|_| images.labels.is_empty()));
    let originals = images.x.select(Axis(0), &rows);
    let by_pca = set.pca.truncate(model.code_size())?.reconstruct(&originals)?;
    let by_network = model.reconstruct(&originals)?;
    let all = [&originals, &by_pca, &by_network];
    let tiles = all
        .into_iter()
        .flat_map(|x| x.rows().into_iter().map(|row| set.tile(row)))
        .collect();
    let row_labels = ["digits", "PCA", "trained"].map(str::to_string).to_vec();
    let title = "Digits, and what PCA and the trained network make of them".to_string();
    run.figure(
        "reconstruction",
        grid(&Grid { title, columns: rows.len(), tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
