//! Who is near whom: in pixels, in PCA's codes, in the deep codes.

use super::by_k::one_or_more;
use super::models::Models;
use autoencoders::deep::readout::same_class;
use autoencoders::ndarray::Array2;
use autoencoders::{Autoencoder, Real};
use chapters::{Outcome, Run};

/// The share of test images whose nearest training image is of their class, by the size of the code.
pub fn neighbours(run: &mut Run, models: &Models) -> Outcome {
    let (train, test) = (&models.train, &models.test);
    if train.labels.is_empty() || test.labels.is_empty() {
        return Ok(()); // Without labels nobody can say which neighbours are right.
    }
    let right = |known: &Array2<Real>, unseen: &Array2<Real>| {
        same_class(known, &train.labels, unseen, &test.labels).map(|share| 100.0 * share)
    };
    let mut pca = Vec::new();
    for &k in &models.sizes {
        let of = |model: &dyn Autoencoder| {
            right(&model.encode(&train.x)?, &model.encode(&test.x)?)
        };
        pca.push((k, of(&models.pca(k)?)?));
        let found = models.each_deep(k, |model| Ok(of(model)?))?;
        one_or_more(run, &format!("neighbours_deep{k}"), &found, "%", 1);
    }
    run.step("neighbours by components and pixels");
    let by_pixels = right(&train.x, &test.x)?;
    run.measure("neighbours_pixels", by_pixels, "%", 1);
    for &(k, share) in &pca {
        run.measure(&format!("neighbours_pca{k}"), share, "%", 1);
    }
    Ok(())
}
