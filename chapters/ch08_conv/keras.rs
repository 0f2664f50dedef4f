//! The Keras tutorial's own training, fifty epochs in batches of 128, and dense networks on
//! the same images: in the complete run only.

use super::arms::{Arm, Model, bce, starts};
use super::pictures::DENSE_MOST;
use autoencoders::conv::ConvAutoencoder;
use autoencoders::data::ImageSet;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::stats::median;
use chapters::datasets;
use chapters::{Outcome, Run};

const EPOCHS: usize = 50;
/// Epochs after which dense networks are measured.
const AFTER: [usize; 4] = [1, 3, 10, EPOCHS];

/// Cross-entropy a pixel on all test images after the tutorial's training on all others.
pub fn tutorial(run: &mut Run) -> Outcome {
    let Some(dir) = run.args.data.clone().filter(|_| run.args.full) else { return Ok(()) };
    let (train, test) = datasets::brought_in_colour(run, &dir)?.apart(6)?;
    run.train("the tutorial's fifty epochs");
    let d = train.x.ncols() as f64;
    let made = run.from_each_start(&[()], starts(run), |(), start| {
        let name = format!("conv tutorial {start}");
        let mut model = ConvAutoencoder::tutorial(train.frame, &mut run.rng(&name))?;
        let training = Training {
            epochs: EPOCHS,
            seed: run.args.seed + start as u64,
            checkpoint: run.checkpoint(&name.replace(' ', "_")),
            ..Training::default()
        };
        let mut adam = Adam::default();
        let history = model.train(&train.x, None, &mut adam, &training, silent)?;
        let last = history.last().map_or(f64::NAN, |record| record.loss);
        Ok((model.loss(&test.x)? / d, last / d))
    })?;
    let (bce, train_bce): (Vec<f64>, Vec<f64>) = made.concat().into_iter().unzip();
    run.count("tutorial_epochs", EPOCHS);
    run.count("tutorial_samples", train.len());
    run.over_starts("conv_bce", &bce, "", 4);
    let middle = median(&bce).unwrap_or(f64::NAN);
    run.number("conv_bce", middle, 4).starts(bce.len());
    run.over_starts("conv_train_bce", &train_bce, "", 4);
    if train.x.ncols() > DENSE_MOST {
        return Ok(());
    }
    dense(run, &train, &test)
}

/// The same on the same images for dense networks, of equal code and of equal parameters: at
/// the tutorial's rate, in its batches, measured on the way too.
fn dense(run: &mut Run, train: &ImageSet, test: &ImageSet) -> Outcome {
    run.train("dense networks on all images");
    let arms = [Arm::Dense, Arm::Narrow];
    let made = run.from_each_start(&arms, starts(run), |arm, start| {
        let name = format!("full {} {start}", arm.key());
        let mut losses = Vec::new();
        if let Model::Dense(mut model) = arm.random(train.frame, &mut run.rng(&name))? {
            let seed = run.args.seed + start as u64;
            let training = Training { epochs: EPOCHS, seed, ..Training::default() };
            let mut adam = Adam::default();
            model.train(&train.x, None, &mut adam, &training, |record, model| {
                if AFTER.contains(&record.epoch) {
                    losses.push(bce(model, &test.x)?);
                }
                Ok(())
            })?;
        }
        Ok(losses)
    })?;
    for (arm, made) in arms.iter().zip(&made) {
        for (i, epochs) in AFTER.into_iter().enumerate() {
            let after: Vec<f64> = made.iter().filter_map(|of| of.get(i).copied()).collect();
            run.over_starts(&format!("full_{}_{epochs}_bce", arm.key()), &after, "", 4);
        }
    }
    Ok(())
}
