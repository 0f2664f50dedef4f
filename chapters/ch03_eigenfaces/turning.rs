//! One head from all sides: a curved sheet, held by many straight directions.

use autoencoders::Autoencoder;
use autoencoders::data::faces::{Colour, FaceSet, views};
use autoencoders::ndarray::{Array1, Axis};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// How much of the variance of the 133 views few components hold, and what their scores tell of the angles.
pub fn turning(run: &mut Run) -> Outcome {
    let side = run.size(32, 64, 64);
    let set = views(run.args.seed, side, Colour::Grey)?;
    let pca = Pca::fit(&set.images.x, 60)?;
    run.count("turning_views", set.images.len());
    run.count("turning_k95", pca.components_for(0.95)?);
    for k in [2, 10] {
        run.number(&format!("turning_kept_{k}"), pca.kept(k), 2);
    }
    read_off(run, &set)
}

/// How far a linear function of the first k scores, fitted to two of three views, is off the angles of the third.
fn read_off(run: &mut Run, set: &FaceSet) -> Outcome {
    let (n, mut rng) = (set.images.len(), run.rng("read off"));
    let angles: [(&str, Vec<f64>); 2] = [
        ("yaw", set.factors.iter().map(|f| f.view.yaw.into()).collect()),
        ("tilt", set.factors.iter().map(|f| f.view.tilt.into()).collect()),
    ];
    let divisions: Vec<Vec<usize>> = (0..5)
        .map(|_| {
            let mut rows: Vec<usize> = (0..n).collect();
            rows.shuffle(&mut rng);
            rows
        })
        .collect();
    for k in [2, 20] {
        for (name, angle) in &angles {
            let off = divisions
                .iter()
                .map(|rows| median_miss(set, angle, rows.split_at(2 * n / 3), k))
                .collect::<Outcome<Vec<_>>>()?;
            run.over_starts(&format!("turning_{name}_off_{k}"), &off, "°", 1);
        }
    }
    run.count("turning_read", 20);
    Ok(())
}

/// Least squares on scores needs no equations solved: over the views that are fitted the scores z_j are uncorrelated, so
/// that the weight of each is Σᵢ zᵢⱼ aᵢ / Σᵢ zᵢⱼ².
fn median_miss(
    set: &FaceSet,
    angle: &[f64],
    (fitted, asked): (&[usize], &[usize]),
    k: usize,
) -> Outcome<f64> {
    let pca = Pca::fit(&set.images.x.select(Axis(0), fitted), k)?;
    let scores = |rows: &[usize]| -> Outcome<_> {
        let z = pca.encode(&set.images.x.select(Axis(0), rows))?;
        Ok(z.mapv(f64::from))
    };
    let a: Array1<f64> = fitted.iter().map(|&i| angle[i]).collect();
    let z = scores(fitted)?;
    let weights = z.t().dot(&a) / z.mapv(|z| z * z).sum_axis(Axis(0));
    let said = scores(asked)?.dot(&weights) + a.mean().unwrap_or(0.0);
    let off: Vec<f64> =
        asked.iter().zip(said).map(|(&i, said)| (said - angle[i]).abs()).collect();
    Ok(median(&off).unwrap_or(f64::NAN))
}
