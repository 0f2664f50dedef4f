//! Which components another sample would give again: single ones, and the subspaces they span.

use autoencoders::linalg::principal_angles;
use autoencoders::ndarray::{Axis, s};
use autoencoders::pca::Pca;
use autoencoders::stats::{median, range};
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::datasets::Images;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// The first components of samples drawn with replacement, against those of all: each alone, and the first j together.
pub fn stability(run: &mut Run, images: &Images, pca: &Pca) -> Outcome {
    let shown = 20.min(pca.rank().saturating_sub(1));
    let n = images.x().nrows();
    if shown < 2 || n < 10 {
        return Ok(());
    }
    let mut rng = run.rng("stability");
    let draws: Vec<Vec<usize>> = (0..run.size(5, 50, 50))
        .map(|_| (0..n).map(|_| rng.random_range(0..n)).collect())
        .collect();
    let turned = |from: usize, to: usize, other: &Pca| -> Result<f64> {
        let columns = s![.., from..to];
        let angles = principal_angles(pca.w.slice(columns), other.w.slice(columns))?;
        Ok(f64::from(angles.iter().copied().fold(0.0, Real::max)).to_degrees())
    };
    let one = |rows: &Vec<usize>| -> Outcome<(Vec<f64>, Vec<f64>)> {
        let other = Pca::fit(&images.x().select(Axis(0), rows), shown)?;
        let alone = (0..shown).map(|j| turned(j, j + 1, &other)).collect::<Result<_>>()?;
        let together = (1..=shown).map(|j| turned(0, j, &other)).collect::<Result<_>>()?;
        Ok((alone, together))
    };
    let found = draws.iter().map(one).collect::<Outcome<Vec<_>>>()?;
    let law: Vec<f64> = (0..shown).map(|j| typical_turn(pca, j)).collect();

    let curve = |angles: &[f64]| -> Curve {
        angles.iter().enumerate().map(|(j, &a)| (j as f64 + 1.0, a)).collect()
    };
    let alone: Vec<Curve> = found.iter().map(|f| curve(&f.0)).collect();
    let together: Vec<Curve> = found.iter().map(|f| curve(&f.1)).collect();
    let panel = |title: &str| {
        let ticks = [0, 30, 60, 90].map(|a| (f64::from(a), a.to_string()));
        let x = Scale::linear("j", 1.0, shown as f64)
            .with_ticks([1, 5, 10, 15, 20].map(|j| (f64::from(j), j.to_string())));
        Panel::new(title, x, Scale::linear("angle (degrees)", 0.0, 90.0).with_ticks(ticks))
    };
    run.figure(
        "stability",
        draw(
            "By how much components turn in another sample, and the subspaces that they span",
            2,
            200.0,
            &[
                bundle(panel("component j"), &alone, Ink::Category(1), "").dashed(
                    curve(&law),
                    Ink::Text,
                    "",
                ),
                bundle(panel("span of the first j"), &together, Ink::Pca, ""),
            ],
        ),
    );

    let single = |j: usize| found.iter().map(|f| f.0[j]).collect::<Vec<_>>();
    let of_law: Vec<f64> =
        (0..shown).filter_map(|j| Some(median(&single(j))? / law[j])).collect();
    run.count("turn_draws", found.len());
    let (least, most) = range(of_law);
    run.number("turn_of_law_least", least, 2).starts(found.len());
    run.number("turn_of_law_most", most, 2).starts(found.len());
    // The cut below component j + 1 that lies in the widest gap, and that in the narrowest.
    let ratio = |j: usize| f64::from(pca.variances[j + 1] / pca.variances[j]);
    let (mut gap, mut tie) = (0, 0);
    for j in 0..shown - 1 {
        gap = if ratio(j) < ratio(gap) { j } else { gap };
        tie = if ratio(j) > ratio(tie) { j } else { tie };
    }
    for (name, j) in [("gap", gap), ("tie", tie)] {
        run.count(&format!("turn_{name}_j"), j + 1);
        run.number(&format!("turn_{name}_ratio"), ratio(j), 2);
        let spans: Vec<f64> = found.iter().map(|f| f.1[j]).collect();
        run.over_starts(&format!("turn_{name}_span"), &spans, "°", 1);
        run.over_starts(&format!("turn_{name}_alone"), &single(j), "°", 1);
    }
    Ok(())
}

/// The angle, in degrees, by which component j of n normal samples typically turns:
/// tan² = (λⱼ/(n−1)) Σ_{l≠j} λₗ/(λₗ − λⱼ)², its mean for large n. Source: Anderson 1963; Jolliffe 2002, §3.6.
fn typical_turn(pca: &Pca, j: usize) -> f64 {
    let lambda = |l: usize| f64::from(pca.variances[l]);
    let sum: f64 = (0..pca.rank())
        .filter(|&l| l != j)
        .map(|l| lambda(l) / (lambda(l) - lambda(j)).powi(2))
        .sum();
    (lambda(j) / (pca.samples as f64 - 1.0) * sum).sqrt().atan().to_degrees()
}
