//! Where descent ends: on a given subspace, with any number of code numbers, and to many digits.

use super::sets::Set;
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::linalg::orthonormal;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::{lowest_loss, shrunk};
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::nn::optim::Sgd;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Numbers in the code of the chapter's small network.
const K: usize = 4;

/// A decoder that is not trained, U = Q with orthonormal columns: the encoder goes to Qᵀ, the loss to what the projection
/// onto that subspace leaves. For random subspaces, and for PCA's.
pub fn fixed(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(K);
    let (steps, seeds, rate) = (run.size(300, 3000, 3000), run.size(2, 6, 12), set.rate_limit());
    let mut rng = run.rng("fixed");
    let (mut gap, mut above, mut floors) = (0.0_f64, 0.0_f64, Vec::new());
    for seed in 0..=seeds {
        let random = set.start(k, &mut rng)?;
        let q = if seed == 0 { set.pca.truncate(k)?.w } else { orthonormal(random.u.view())? };
        let best = LinearAutoencoder::new(set.pca.mean.clone(), q.clone(), q.t().to_owned())?;
        let mut model = LinearAutoencoder { v: random.v, ..best.clone() };
        for _ in 0..steps {
            let gradient = set.batch.gradient(&model, 0.0)?;
            model.v.scaled_add(-rate as Real, &gradient.v);
        }
        // ‖(V − Qᵀ)X‖/‖QᵀX‖: how differently the two encode what there is to encode.
        let size = |v: &Array2<Real>| f64::from((v.dot(&set.batch.c) * v).sum()).max(0.0).sqrt();
        gap = gap.max(size(&(&model.v - &best.v)) / size(&best.v));
        let floor = best.loss(set.x(), 0.0)?;
        above = above.max(model.loss(set.x(), 0.0)? / floor - 1.0);
        floors.push(floor);
    }
    run.measure("fixed_gap", 100.0 * gap, "%", 3);
    run.measure("fixed_excess", 100.0 * above, "%", 4);
    run.number("fixed_floor_pca", floors[0], set.places());
    run.number("fixed_floor_least", floors[1..].iter().copied().fold(f64::MAX, f64::min), set.places());
    run.number("fixed_floor_most", floors[1..].iter().copied().fold(0.0, f64::max), set.places());
    run.count("fixed_seeds", seeds);
    run.count("fixed_steps", steps);
    Ok(())
}

/// A trained network and its code size.
pub type Trained = Vec<(usize, LinearAutoencoder)>;

/// The loss of networks of several sizes on the curve of dropped eigenvalues; gives back one network of each size.
pub fn loss_by_k(run: &mut Run, set: &Set) -> Outcome<Trained> {
    let (d, seeds) = (set.features(), run.size(1, 3, 10));
    let (steps, small) = (run.size(400, 2000, 5000), set.at_most(K));
    let sizes = [1, 2, 3, small, 6, 8, 12, 16, 24, 32, 48]
        .into_iter()
        .filter(|&k| k <= set.at_most(k))
        .chain((d <= 100).then_some(d));
    let mut rng = run.rng("loss_by_k");
    let (mut points, mut trained) = (Vec::new(), Vec::new());
    let (mut angles, mut excesses) = (Vec::new(), Vec::new());
    for k in sizes {
        for seed in 0..seeds {
            let model = set.trained(k, 0.0, steps, &mut rng)?;
            let loss = model.loss(set.x(), 0.0)?;
            points.push((k as f64, loss));
            if k == small {
                angles.push(model.largest_angle(&set.pca.truncate(k)?)?);
                excesses.push(set.excess(&model)?);
            }
            if seed == 0 {
                trained.push((k, model));
            }
        }
    }
    let line = (0..=set.lambda.len()).map(|k| (k as f64, set.dropped(k)));
    let across = Scale::linear("numbers in the code", 0.0, d as f64);
    let panel = Panel::new("", across, Scale::linear("loss", 0.0, 1.05 * set.total))
        .line(line, Ink::Pca, "")
        .points(points, Ink::Autoencoder, Shape::Dot, 8.0)
        .note((0.2 * d as f64, 0.55 * set.total), "points: trained networks", Ink::Autoencoder, Anchor::Start)
        .note((0.2 * d as f64, 0.45 * set.total), "line: the dropped eigenvalues", Ink::Pca, Anchor::Start);
    run.figure(
        "loss_by_k",
        draw("Loss of trained networks against the size of the code", 1, 240.0, &[panel]),
    );
    let worst = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    for (j, c) in set.lambda.iter().take(5).enumerate() {
        run.number(&format!("c_{}", j + 1), *c, set.places());
    }
    run.count("k", small);
    run.count("rank", set.lambda.len());
    run.number("saddles", choose(set.lambda.len(), small) - 1.0, 0);
    run.count("ends_seeds", seeds);
    run.count("ends_steps", steps);
    run.measure("angle_deg", worst(&angles), "°", 4);
    run.measure("excess_loss", worst(&excesses), "%", 4);
    run.number("loss_optimum", set.dropped(small), set.places());
    run.number("loss_start", set.total, set.places());
    Ok(trained)
}

/// How many sets of k there are among n.
fn choose(n: usize, k: usize) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>().round()
}

/// The optimum to as many digits as single precision has, without and with a penalty, on pixels from 0 to 4 and summed over
/// the samples, as it was computed elsewhere; then minibatches on the way to the same numbers.
pub fn table(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(K);
    let scaled = ImageSet { x: set.x() * (4.0 / set.white), ..set.images.clone() };
    let set = Set::new(scaled, None, 4.0)?;
    let (n, pca) = (set.images.len() as f64, set.pca.truncate(k)?);
    let penalty = 0.05 * set.lambda[k - 1];
    let mut rng = run.rng("table");
    for (name, alpha) in [("plain", 0.0), ("l2", penalty)] {
        let steps = run.size(1500, 5000, 10_000);
        let model = set.trained(k, alpha, steps, &mut rng)?;
        run.number(&format!("{name}_loss"), n * model.loss(set.x(), alpha)?, 2);
        run.number(&format!("{name}_optimum"), n * lowest_loss(&pca, alpha)?, 2);
        let noisy = by_minibatches(run, &set, alpha, &mut rng)?;
        run.number(&format!("{name}_sgd_loss"), n * noisy.loss(set.x(), alpha)?, 2);
        if alpha > 0.0 {
            let law = shrunk(&pca, alpha)?.mapv(f64::from);
            let (reached, by_sgd) = (model.axes()?.s.mapv(f64::from), noisy.axes()?.s.mapv(f64::from));
            for (j, &s) in law.iter().enumerate() {
                run.number(&format!("sv_law_{}", j + 1), s, 6);
                run.number(&format!("sv_{}", j + 1), reached[j], 6);
                run.number(&format!("sv_sgd_{}", j + 1), by_sgd[j], 4);
            }
            let worst = |s: &Array1<f64>| (s / &law - 1.0).iter().fold(0.0, |m: f64, e| m.max(e.abs()));
            run.measure("sv_worst", 100.0 * worst(&reached), "%", 5);
            run.measure("sv_sgd_worst", 100.0 * worst(&by_sgd), "%", 2);
            run.number(
                "tied",
                f64::from((&model.v - &model.u.t()).iter().fold(0.0, |m: Real, e| m.max(e.abs()))),
                5,
            );
            run.number("table_alpha", alpha, 4);
            run.number("table_lambda", n * alpha, 2);
        }
    }
    Ok(())
}

/// Batches of 128 with a rate that falls as 1/(1 + epoch/10).
fn by_minibatches(run: &mut Run, set: &Set, alpha: f64, rng: &mut impl Rng) -> Outcome<LinearAutoencoder> {
    let epochs = run.size(20, 200, 500);
    run.count("table_sgd_epochs", epochs);
    let mut model = set.start(set.at_most(K), rng)?;
    let mut optimiser = Sgd::default();
    for epoch in 0..epochs {
        optimiser.rate = 0.25 * set.rate_limit() / (1.0 + epoch as f64 / 10.0);
        model.train(
            set.x(),
            &Minibatches { epochs: 1, alpha, ..Minibatches::default() },
            &mut optimiser,
            rng,
            silent,
        )?;
    }
    Ok(model)
}
