//! The optimum to as many digits as single precision has, as others computed it; then minibatches on the way to the same.

use super::sets::Set;
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::{lowest_loss, shrunk};
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::ndarray::Array1;
use autoencoders::nn::optim::Sgd;
use autoencoders::pca::Pca;
use chapters::{Outcome, Run};
use rand::Rng;

/// Pixels from 0 to 4, the loss summed over the samples, without a penalty and with α = c_k/20.
pub fn table(run: &mut Run, set: &Set) -> Outcome {
    let scaled = ImageSet { x: set.x() * (4.0 / set.white), ..set.images.clone() };
    let set = Set::new(scaled, None, 4.0)?;
    let (n, k) = (set.images.len() as f64, set.k());
    let pca = set.pca.truncate(k)?;
    let mut rng = run.rng("table");
    for (name, alpha) in [("plain", 0.0), ("l2", 0.05 * set.lambda[k - 1])] {
        let model = set.trained(k, alpha, run.size(1500, 5000, 10_000), &mut rng)?;
        let noisy = by_minibatches(run, &set, alpha, &mut rng)?;
        run.number(&format!("{name}_loss"), n * model.loss(set.x(), alpha)?, 1);
        run.number(&format!("{name}_optimum"), n * lowest_loss(&pca, alpha)?, 1);
        run.number(&format!("{name}_sgd_loss"), n * noisy.loss(set.x(), alpha)?, 1);
        if alpha > 0.0 {
            run.number("table_alpha", alpha, 4);
            run.number("table_lambda", n * alpha, 2);
            singular_values(run, &pca, alpha, &model, &noisy)?;
        }
    }
    Ok(())
}

/// Singular values of the two decoders beside the law √(1 − α/cⱼ), and how nearly the encoder is the decoder's transpose.
fn singular_values(
    run: &mut Run,
    pca: &Pca,
    alpha: f64,
    model: &LinearAutoencoder,
    noisy: &LinearAutoencoder,
) -> Outcome {
    let law = shrunk(pca, alpha)?.mapv(f64::from);
    let (reached, by_sgd) =
        (model.axes()?.s.mapv(f64::from), noisy.axes()?.s.mapv(f64::from));
    for (j, &s) in law.iter().enumerate() {
        run.number(&format!("sv_law_{}", j + 1), s, 6);
        run.number(&format!("sv_{}", j + 1), reached[j], 6);
        run.number(&format!("sv_sgd_{}", j + 1), by_sgd[j], 4);
    }
    let worst =
        |s: &Array1<f64>| (s / &law - 1.0).iter().fold(0.0, |m: f64, e| m.max(e.abs()));
    run.measure("sv_worst", 100.0 * worst(&reached), "%", 5).spread(0.8); // near rounding
    run.measure("sv_sgd_worst", 100.0 * worst(&by_sgd), "%", 2);
    let untied = (&model.v - &model.u.t()).iter().fold(0.0, |m: Real, e| m.max(e.abs()));
    run.number("tied", f64::from(untied), 6);
    Ok(())
}

/// Batches of 128 with a rate that falls as 1/(1 + epoch/10).
fn by_minibatches(
    run: &mut Run,
    set: &Set,
    alpha: f64,
    rng: &mut impl Rng,
) -> Outcome<LinearAutoencoder> {
    let epochs = run.size(20, 200, 500);
    run.count("table_sgd_epochs", epochs);
    let how = Minibatches { epochs: 1, alpha, ..Minibatches::default() };
    let mut model = set.start(set.k(), rng)?;
    let mut optimiser = Sgd::default();
    for epoch in 0..epochs {
        optimiser.rate = 0.25 * set.rate_limit() / (1.0 + epoch as f64 / 10.0);
        model.train(set.x(), &how, &mut optimiser, rng, silent)?;
    }
    Ok(model)
}
