//! A code longer than the sample, and a network that is too strong: everything passes, nothing is learnt.

use super::nets::Plan;
use super::sets::Set;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::train::Schedule;
use autoencoders::nonlinear::{Architecture, Output};
use autoencoders::{Autoencoder, Real, pca::Pca};
use chapters::{Outcome, Run};
use rand::Rng;
use rand::seq::SliceRandom;

/// The share of digits, and of digits with shuffled pixels, that is lost with a code smaller than the sample and with a larger one.
pub fn overcomplete(run: &mut Run, set: &Set) -> Outcome {
    let d = set.features();
    let epochs = run.size(2, 60, 60);
    let mut rng = run.rng("overcomplete");
    let shuffled = shuffled(&set.test.x, &mut rng);
    let sizes = [16, 4 * d];
    let trained = run.from_each_start(&sizes, run.size(1, 5, 5), |&k, seed| {
        let mut rng = run.rng(&format!("overcomplete {seed}"));
        let plan = Plan { schedule: Schedule::Cosine, ..Plan::one_layer(set, k, epochs) };
        let plan = plan.squared(Some(Activation::Relu), Output::Linear);
        let (net, _) = plan.by_adam(set, 5e-3, &mut rng)?;
        let class = (k == 4 * d)
            .then(|| {
                let (known, new) = (net.encode(set.x())?, net.encode(&set.test.x)?);
                by_nearest(&known, &set.train.labels, &new, &set.test.labels)
            })
            .transpose()?;
        Ok((lost(&net, &set.test.x)?, lost(&net, &shuffled)?, class))
    })?;
    for (&k, found) in sizes.iter().zip(&trained) {
        let of_digits: Vec<f64> = found.iter().map(|one| one.0).collect();
        let of_shuffled: Vec<f64> = found.iter().map(|one| one.1).collect();
        run.scattered(&format!("over_digits_{k}"), &of_digits, "%", 1, 0.5);
        run.scattered(&format!("over_shuffled_{k}"), &of_shuffled, "%", 1, 0.5);
        let classes: Vec<f64> = found.iter().filter_map(|one| one.2).collect();
        if !classes.is_empty() {
            run.over_starts("over_class_code", &classes, "%", 1);
        }
    }
    let pixels = by_nearest(set.x(), &set.train.labels, &set.test.x, &set.test.labels)?;
    run.measure("over_class_pixels", pixels, "%", 1).spread(0.0);
    run.count("over_epochs", epochs);
    Ok(())
}

/// Pictures with every pixel from another digit: each pixel varies as before, and nothing goes together any more.
fn shuffled(x: &Array2<Real>, rng: &mut impl Rng) -> Array2<Real> {
    let mut x = x.clone();
    for mut column in x.columns_mut() {
        let mut pixels = column.to_vec();
        pixels.shuffle(rng);
        column.iter_mut().zip(pixels).for_each(|(to, pixel)| *to = pixel);
    }
    x
}

/// Squared error as a share of the squared distance from the mean, in per cent.
fn lost(model: &impl Autoencoder, x: &Array2<Real>) -> Outcome<f64> {
    let mean = x.mean_axis(Axis(0)).ok_or("no samples")?;
    let all: f64 = (x - &mean).iter().map(|&e| f64::from(e).powi(2)).sum();
    Ok(100.0 * model.squared_error(x)? * x.nrows() as f64 / all)
}

/// Per cent of the test images whose nearest neighbour among a hundred has their label, over all hundreds of the training
/// images. (Among them all even the pixels are hardly ever wrong, and no code could do better.)
fn by_nearest(
    known: &Array2<Real>,
    labels: &[usize],
    new: &Array2<Real>,
    of: &[usize],
) -> Outcome<f64> {
    let (mut right, mut all) = (0, 0);
    for (known, labels) in known.axis_chunks_iter(Axis(0), 100).zip(labels.chunks(100)) {
        let found = nearest_label(&known.to_owned(), labels, new)?;
        right += found.iter().zip(of).filter(|(a, b)| a == b).count();
        all += of.len();
    }
    Ok(100.0 * right as f64 / all as f64)
}

/// One number in the code of a strong network, and few images, others for each start: what it has learnt by heart, and what
/// it has not; and one component of the same.
pub fn too_strong(run: &mut Run, set: &Set) -> Outcome {
    const FEW: usize = 8;
    let plan =
        Plan::one_layer(set, 1, run.size(40, 6000, 6000)).squared(None, Output::Linear);
    let plan = Plan {
        widths: vec![set.features(), 128, 32, 1],
        shape: Architecture { hidden: Activation::Tanh, ..plan.shape },
        batch: FEW,
        schedule: Schedule::Cosine,
        ..plan
    };
    let trained = run.from_each_start(&[()], run.size(1, 5, 5), |(), seed| {
        let mut rng = run.rng(&format!("too_strong {seed}"));
        let few = set.rows(seed * FEW..(seed + 1) * FEW)?;
        let flat = Pca::fit(few.x(), 1)?;
        let (net, _) = plan.by_adam(&few, 3e-3, &mut rng)?;
        Ok([
            net.squared_error(few.x())?,
            net.squared_error(&set.test.x)?,
            flat.squared_error(few.x())?,
            flat.squared_error(&set.test.x)?,
        ])
    })?;
    let of = |what: fn(&[f64; 4]) -> f64| -> Vec<f64> {
        trained.iter().flatten().map(what).collect()
    };
    run.count("strong_samples", FEW);
    run.scattered("strong_train", &of(|one| one[0]), "", 2, 2.0);
    run.scattered("strong_test", &of(|one| one[1]), "", 2, 0.2);
    run.over_starts("strong_pca_train", &of(|one| one[2]), "", 2);
    run.over_starts("strong_pca_test", &of(|one| one[3]), "", 2);
    // The same digits for both.
    run.scattered("strong_train_share", &of(|one| 100.0 * one[0] / one[2]), "%", 0, 2.0);
    run.scattered("strong_test_share", &of(|one| 100.0 * one[1] / one[3]), "%", 0, 0.2);
    Ok(())
}
