//! The Keras tutorial's own training: fifty epochs in batches of 128, in the complete run
//! only.

use super::arms::starts;
use autoencoders::conv::ConvAutoencoder;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use chapters::datasets;
use chapters::{Outcome, Run};

const EPOCHS: usize = 50;

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
    run.over_starts("conv_train_bce", &train_bce, "", 4);
    Ok(())
}
