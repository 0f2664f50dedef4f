//! Features as pictures: how much of the image each covers, and a digit as a sum of few.

use super::arms::{Arm, Trained};
use super::codes::Codes;
use super::sets::Sets;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis};
use autoencoders::nn::model::Parameters;
use autoencoders::pca::Pca;
use autoencoders::sparse::measures::Activity;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Features shown of each code.
const SHOWN: usize = 10;
/// Features of a sum that are shown.
const TERMS: usize = 8;
const ARMS: [(Arm, &str); 4] =
    [(Arm::Plain, "plain"), (Arm::L1, "L1"), (Arm::Kl, "KL"), (Arm::Revived, "k")];

/// Features of a few codes in rows, and the share of the pixels that a feature covers.
pub fn features(run: &mut Run, sets: &Sets, codes: &Codes) -> Outcome {
    let (mut tiles, mut labels) = (Vec::new(), Vec::new());
    let frame_set = &sets.train;
    for (arm, name) in ARMS {
        let mut covered = Vec::new();
        for trained in codes.of(arm) {
            let own = used(arm, trained, sets)?;
            let features = trained.model.features().select(Axis(0), &own);
            let all: Vec<f64> = features.rows().into_iter().map(cover).collect();
            covered.push(median(&all).unwrap_or(f64::NAN));
        }
        run.over_starts(&format!("cover_{}", arm.key()), &covered, "", 3);
        let Some(first) = codes.of(arm).first() else { continue };
        let (features, own) = (first.model.features(), used(arm, first, sets)?);
        // Evenly from those that are used: no choice by looks.
        for i in 0..SHOWN {
            let row = own.get(i * own.len() / SHOWN);
            tiles.push(row.map_or(
                Tile::empty(sets.frame().height, sets.frame().width),
                |&j| {
                    let f = features.row(j);
                    let most = f.fold(Real::EPSILON, |most, v| most.max(v.abs()));
                    Tile::signed(frame_set, f, f64::from(most))
                },
            ));
        }
        labels.push(name.to_string());
    }
    let k = SHOWN.min(sets.d()).min(sets.train.len() - 1);
    let pca = Pca::fit(
        &sets.train.x,
        (codes.lesson.k * 5).clamp(k, sets.d()).min(sets.train.len() - 1),
    )?;
    let axes = pca.w.t();
    let all: Vec<f64> = axes.rows().into_iter().map(cover).collect();
    run.number("cover_pca", median(&all).unwrap_or(f64::NAN), 3).spread(0.0);
    let images: Vec<f64> = sets.train.x.rows().into_iter().take(500).map(cover).collect();
    run.number("cover_images", median(&images).unwrap_or(f64::NAN), 3).spread(0.0);
    for j in 0..SHOWN {
        let axis = axes.row(j.min(axes.nrows() - 1));
        let most = axis.fold(Real::EPSILON, |most, v| most.max(v.abs()));
        tiles.push(Tile::signed(frame_set, axis, f64::from(most)));
    }
    labels.push("PCA".to_string());
    let title = "Features of four codes, and principal axes".to_string();
    let columns = SHOWN;
    let figure = Grid { title, columns, tiles, row_labels: labels, ..Grid::default() };
    run.figure("features", grid(&figure));
    Ok(())
}

/// Units that are on for some of the images, but not for nearly all, most often first.
fn used(arm: Arm, trained: &Trained, sets: &Sets) -> Outcome<Vec<usize>> {
    let z = trained.model.encode(&sets.train.x)?;
    let mut activity = Activity::new(z.ncols());
    activity.add(&z, arm.threshold());
    let most = activity.samples;
    let mut own: Vec<usize> =
        (0..z.ncols()).filter(|&j| 200 * activity.on[j] > most).collect();
    own.sort_by_key(|&j| std::cmp::Reverse(activity.on[j]));
    Ok(own)
}

/// (Σw²)²/Σw⁴ as a share of the pixels: 1 where all weigh alike, 1/d for a single one.
fn cover(w: ArrayView1<Real>) -> f64 {
    let (two, four) = w.iter().fold((0.0, 0.0), |(two, four), &w| {
        let square = f64::from(w * w);
        (two + square, four + square * square)
    });
    if four > 0.0 { two * two / four / w.len() as f64 } else { 0.0 }
}

/// A digit, its reconstruction, and the largest terms zⱼdⱼ of the sum.
pub fn sums(run: &mut Run, sets: &Sets, codes: &Codes) -> Outcome {
    let Some(trained) = codes.of(Arm::L1).first() else { return Ok(()) };
    let model = &trained.model;
    let rows = [3, 5, 8].map(|digit| {
        sets.test.labels.iter().position(|&l| l == digit).unwrap_or(digit % sets.test.len())
    });
    let x = sets.test.x.select(Axis(0), &rows);
    let (z, y, d) = (model.encode(&x)?, model.reconstruct(&x)?, model.features());
    let theta = model.parameters();
    let bias: Array1<Real> = theta[3].1.iter().copied().collect();
    let spread = |f: ArrayView1<Real>| f.fold(Real::EPSILON, |most, v| most.max(v.abs()));
    let (mut tiles, mut captions) = (Vec::new(), Vec::new());
    for i in 0..rows.len() {
        let mut on: Vec<usize> = (0..z.ncols()).filter(|&j| z[[i, j]] != 0.0).collect();
        let weight = |j: usize| z[[i, j]].abs() * d.row(j).dot(&d.row(j)).sqrt();
        on.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
        tiles.push(Tile::image(&sets.test, x.row(i), 0.0, 1.0));
        captions.push("x".to_string());
        tiles.push(Tile::image(&sets.test, y.row(i), 0.0, 1.0));
        captions.push("x̃".to_string());
        tiles.push(Tile::signed(&sets.test, bias.view(), f64::from(spread(bias.view()))));
        captions.push("c".to_string());
        for at in 0..TERMS {
            let Some(&j) = on.get(at) else {
                tiles.push(Tile::empty(sets.frame().height, sets.frame().width));
                captions.push(String::new());
                continue;
            };
            let term: Array1<Real> = d.row(j).mapv(|v| v * z[[i, j]]);
            tiles.push(Tile::signed(
                &sets.test,
                term.view(),
                f64::from(spread(term.view())),
            ));
            captions.push(format!("{:.1}", z[[i, j]]));
        }
    }
    let columns = TERMS + 3;
    let title = "Three images as sums of few features".to_string();
    run.figure("sums", grid(&Grid { title, columns, tiles, captions, ..Grid::default() }));
    parts(run, sets, codes.of(Arm::L1))
}

/// How the error falls as the terms of a code are added, largest first.
fn parts(run: &mut Run, sets: &Sets, trained: &[Trained]) -> Outcome {
    for terms in [5, 10, 20] {
        let errors = trained
            .iter()
            .map(|trained| {
                let (z, d) =
                    (trained.model.encode(&sets.test.x)?, trained.model.features());
                let lengths: Vec<Real> =
                    d.rows().into_iter().map(|f| f.dot(&f).sqrt()).collect();
                let left = trained.model.decode(&few(z, terms, &lengths))? - &sets.test.x;
                let sum = left.iter().map(|&v| f64::from(v * v)).sum::<f64>();
                Ok(sum / left.nrows() as f64)
            })
            .collect::<Outcome<Vec<f64>>>()?;
        run.over_starts(&format!("terms_{terms}_sq"), &errors, "", 2);
    }
    Ok(())
}

/// The codes with so many of their terms, those largest in length.
fn few(mut z: Array2<Real>, terms: usize, lengths: &[Real]) -> Array2<Real> {
    for mut row in z.rows_mut() {
        let mut on: Vec<usize> = (0..row.len()).filter(|&j| row[j] != 0.0).collect();
        let weight = |j: usize, z: Real| z.abs() * lengths[j];
        on.sort_by(|&a, &b| weight(b, row[b]).total_cmp(&weight(a, row[a])));
        on.iter().skip(terms).for_each(|&j| row[j] = 0.0);
    }
    z
}
