//! A code as long as the picture: everything may pass, and nothing need have been learnt.

use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::linear::history::silent;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::optim::Adam;
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};
use rand::RngExt;

/// The shares of digits and of noise that are lost with as many numbers in the code as there are pixels.
pub fn identity(run: &mut Run, set: &Set) -> Outcome {
    if set.is_large() {
        return Ok(());
    }
    let d = set.features();
    let white = f64::from(set.white);
    let mut rng = run.rng("identity");
    let pixel = || rng.random_range(0.0..white) as Real;
    let noise = Array2::from_shape_simple_fn((run.size(50, 400, 1000), d), pixel);
    // By Adam, whose steps are not smaller where the digits hardly vary.
    let how = Descent { steps: run.size(400, 10_000, 10_000), every: 10_000, alpha: 0.0 };
    let mut by_adam = Vec::new();
    for _ in 0..set.seeds(run, 2, 5, 10) {
        let mut model = set.start(d, &mut rng)?;
        set.batch.descend(&mut model, &how, &mut Adam::default(), silent)?;
        by_adam.push(model);
    }
    run.count("identity_adam_steps", how.steps);
    for (key, x) in [("noise", &noise), ("digits", set.x())] {
        let all = length(&(x - &set.pca.mean));
        let lost = |model: &LinearAutoencoder| {
            Ok(100.0 * model.squared_error(x)? * x.nrows() as f64 / all)
        };
        let shares = by_adam.iter().map(lost).collect::<Result<Vec<f64>>>()?;
        run.over_starts(&format!("identity_{key}_adam"), &shares, "%", 2);
        // What the pixels that never vary keep back from every network.
        let kept = set.pca.encode(x)?.map_axis(Axis(1), |z| f64::from(z.dot(&z))).sum();
        let share = 100.0 * (1.0 - kept / all).max(0.0);
        run.measure(&format!("identity_{key}_rank"), share, "%", 1).spread(0.0);
    }
    Ok(())
}

/// ‖X‖².
fn length(x: &Array2<Real>) -> f64 {
    x.iter().map(|&e| f64::from(e).powi(2)).sum()
}
