//! Can the digits still be told apart? By their two leading scores, rebuilt from k numbers, and from white codes.

use autoencoders::Autoencoder;
use autoencoders::data::ImageSet;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::pca::Pca;
use autoencoders::{Real, Result};
use chapters::{Outcome, Run};

/// A reader that gives an image the label of the nearest known one: how much it reads of what PCA leaves.
pub fn reading(run: &mut Run, known: &ImageSet, unread: &ImageSet) -> Outcome {
    if known.labels.is_empty() || known.x.ncols() < 2 || known.len() < 3 {
        return Ok(());
    }
    // Without --full not all of a large set: the work grows with the product.
    let few = |set: &ImageSet, most: usize| {
        set.select(&(0..set.len().min(most)).collect::<Vec<_>>())
    };
    let most = run.size(500, 10_000, usize::MAX);
    let (known, unread) = (few(known, most)?, few(unread, most / 5)?);
    let pca = Pca::fit(&known.x, (known.len() - 1).min(known.x.ncols()))?;
    run.count("read_known", known.len());
    run.count("read_unread", unread.len());

    let read = |a: &Array2<Real>, b: &Array2<Real>| nearest_label(a, &known.labels, b);
    let percent = |found: &[usize]| {
        let right = found.iter().zip(&unread.labels).filter(|(a, b)| a == b).count();
        100.0 * right as f64 / found.len() as f64
    };
    run.measure("read_scans", percent(&read(&known.x, &unread.x)?), "%", 1);
    for k in [2, 5, 10, 20, 40].into_iter().filter(|&k| k <= pca.code_size()) {
        let rebuilt = pca.truncate(k)?.reconstruct(&unread.x)?;
        run.measure(
            &format!("read_rebuilt_{k}"),
            percent(&read(&known.x, &rebuilt)?),
            "%",
            1,
        );
    }

    let plane = pca.truncate(2)?;
    let found = read(&plane.encode(&known.x)?, &plane.encode(&unread.x)?)?;
    run.measure("plane_read", percent(&found), "%", 1);
    let by_class = shares_right(&found, &unread.labels);
    run.measure("plane_best_class", by_class.iter().copied().fold(0.0, f64::max), "%", 0);
    run.measure(
        "plane_worst_class",
        by_class.iter().copied().fold(100.0, f64::min),
        "%",
        0,
    );

    // δ added to each variance: none, and the average variance of a pixel.
    let average = (pca.total_variance / pca.features() as f64) as Real;
    for (name, k) in [("20", 20), ("40", 40), ("all", pca.rank())] {
        let pca = pca.truncate(k.min(pca.rank()))?;
        let (a, b) = (pca.encode(&known.x)?, pca.encode(&unread.x)?);
        let white = |delta: Real| -> Result<Vec<usize>> {
            let by: Array1<Real> = pca.variances.mapv(|l| (l + delta).sqrt());
            read(&(&a / &by), &(&b / &by))
        };
        run.measure(&format!("near_scores_{name}"), percent(&read(&a, &b)?), "%", 1);
        run.measure(&format!("near_white_{name}"), percent(&white(0.0)?), "%", 1);
        run.measure(&format!("near_delta_{name}"), percent(&white(average)?), "%", 1);
    }
    Ok(())
}

/// Of each class that there is, the share of its images that were read rightly, in %.
fn shares_right(found: &[usize], labels: &[usize]) -> Vec<f64> {
    let classes = labels.iter().max().map_or(0, |most| most + 1);
    let of_class = |class: usize| {
        let members: Vec<bool> = found
            .iter()
            .zip(labels)
            .filter(|(_, label)| **label == class)
            .map(|(found, _)| *found == class)
            .collect();
        let right = members.iter().filter(|right| **right).count();
        (!members.is_empty()).then(|| 100.0 * right as f64 / members.len() as f64)
    };
    (0..classes).filter_map(of_class).collect()
}
