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

/// Networks with a code of 32 numbers from several starts; gives back the first.
pub fn train(run: &mut Run, set: &Set) -> Outcome<LinearAutoencoder> {
    let k = set.at_most(32);
    let pca = set.pca.truncate(k)?;
    // Of many images fewer passes: what counts is the number of steps.
    let epochs = (run.size(6, 40, 100) * 20_000 / set.images.len().max(20_000)).max(6);
    let test = &set.measured().x;
    let mut rng = run.rng("digits");
    let mut models = Vec::new();
    let (mut angles, mut excesses, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..run.size(2, 5, 5) {
        let mut model = set.start(k, &mut rng)?;
        let mut optimiser = Adam::default();
        let how = Minibatches { epochs: 1, ..Minibatches::default() };
        for epoch in 0..epochs {
            optimiser.rate = 3e-3 / (1.0 + epoch as f64 / 4.0);
            model.train(set.x(), &how, &mut optimiser, &mut rng, silent)?;
        }
        angles.push(model.largest_angle(&pca)?);
        excesses.push(set.excess(&model)?);
        errors.push(model.squared_error(test)?);
        models.push(model);
    }
    run.count("digits_k", k);
    run.count("digits_epochs", epochs);
    run.over_starts("digits_angle_deg", &angles, "°", 1);
    run.over_starts("digits_excess_loss", &excesses, "%", 3);
    run.over_starts("digits_test_error", &errors, "", 3);
    run.number("digits_test_pca", pca.squared_error(test)?, 3).spread(0.0);
    // One direction exchanged for the next: at a right angle to PCA's subspace, and so much above the least loss.
    let swap = 100.0 * (set.lambda[k - 1] - set.lambda[k]) / set.dropped(k);
    run.measure("digits_swap", swap, "%", 2).spread(0.0);
    run.measure("digits_gap", 100.0 * (1.0 - set.lambda[k] / set.lambda[k - 1]), "%", 1);
    Ok(models.swap_remove(0))
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
