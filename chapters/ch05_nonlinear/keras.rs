//! 784-32-784 as a well-known tutorial has it, its loss in four units, and the floor under it.

use super::nets::{Plan, RAN_AWAY, losses, test_losses};
use super::sets::Set;
use autoencoders::nn::loss::{BITS_PER_NAT, bits_per_feature, entropy_of};
use autoencoders::nn::optim::Adam;
use autoencoders::nonlinear::NeuralAutoencoder;
use chapters::curves::{Curve, end};
use chapters::{Outcome, Run};

/// The tutorial's ε for Adam.
const EPSILON: f64 = 1e-7;

/// The cross-entropy after training, and its floor; gives back a network. The tutorial's batches, rate and 50 epochs in a full
/// run; on fewer digits shorter steps would take too many.
pub fn floor(run: &mut Run, set: &Set) -> Outcome<NeuralAutoencoder> {
    let d = set.features() as f64;
    let (batch, rate, epochs) = run.size((64, 3e-3, 2), (64, 3e-3, 30), (256, 1e-3, 50));
    let plan = Plan { batch, watched: true, ..Plan::one_layer(set, 32, epochs) };
    let trained = run.from_each_start(&[()], run.size(1, 5, 5), |(), seed| {
        let mut rng = run.rng(&format!("simple32 {seed}"));
        let mut net = plan.start(&mut rng)?;
        let mut optimiser = Adam { rate, epsilon: EPSILON, ..Adam::default() };
        let history = plan.train(&mut net, set, &mut optimiser, &mut rng)?;
        Ok((net, history.ok_or(RAN_AWAY)?))
    })?;
    let (training, test): (Vec<_>, Vec<_>) = trained
        .iter()
        .flatten()
        .map(|(_, history)| (losses(history), test_losses(history)))
        .unzip();
    let (nats, floor) = (end(&test), entropy_of(&set.test.x)?);
    let ends = |all: &[Curve]| -> Vec<f64> {
        all.iter().filter_map(|one| one.last()).map(|at| at.1 / d).collect()
    };
    run.number("simple32_bce", nats / d, 4).starts(test.len());
    run.over_starts("simple32_bce", &ends(&test), "", 4);
    run.number("simple32_bce_training", end(&training) / d, 4);
    run.count("simple32_epochs", plan.epochs);
    run.count("simple32_seeds", test.len());
    run.measure("units_nats_image", nats, "nats", 2);
    run.measure("units_bits_image", nats * BITS_PER_NAT, "bits", 2);
    run.measure("units_nats_pixel", nats / d, "nats", 4);
    run.measure("units_bits_pixel", bits_per_feature(nats, set.features()), "bits", 4);
    run.measure("floor_nats", floor, "nats", 2).spread(0.0);
    run.measure("floor_pixel", floor / d, "nats", 5).spread(0.0);
    run.measure("floor_training_nats", entropy_of(set.x())?, "nats", 2).spread(0.0);
    run.measure("floor_share", 100.0 * floor / nats, "%", 0).starts(test.len());
    run.measure("above_floor", nats - floor, "nats", 2);
    let first = trained.into_iter().flatten().next().ok_or("no network was trained")?;
    Ok(first.0)
}
