//! The mistakes everyone makes once.

use super::naming::{self, named, share};
use super::{Faces, divide};
use autoencoders::data::ImageSet;
use autoencoders::linalg::{eigh_top, gram_of_rows};
use autoencoders::pca::{Pca, axes, held_out_error};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use rand::{RngExt, seq::SliceRandom};

/// The trick without its last step: Xᵀu has the length √((n−1)λ), and the reconstruction is far too strong.
pub fn wrong_normalise(run: &mut Run, faces: &Faces) -> Outcome {
    let right = faces.of_train.truncate(50.min(faces.of_train.rank()))?;
    let x = axes::centre(faces.train.x.view(), &right.mean);
    let (_, u) = eigh_top(gram_of_rows(x.view()).view(), right.code_size())?;
    let wrong = Pca { w: x.t().dot(&u), ..right.clone() }; // Xᵀu, not Xᵀu/‖Xᵀu‖
    let originals = faces.some_held_out(3);
    let (good, bad) = (right.reconstruct(&originals)?, wrong.reconstruct(&originals)?);
    let mut tiles = Vec::new();
    for i in 0..originals.nrows() {
        tiles.extend([&originals, &good, &bad].map(|x| faces.tile(x.row(i))));
        let (low, high) = bad
            .row(i)
            .iter()
            .fold((Real::MAX, Real::MIN), |(a, b), &v| (a.min(v), b.max(v)));
        tiles.push(Tile::image(&faces.all, bad.row(i), low, high));
    }
    let column_labels =
        ["face", "normalised", "not", "not, rescaled"].map(str::to_string).to_vec();
    let title = "Reconstructions with normalised components, and with components as the trick leaves them"
        .to_string();
    run.figure(
        "wrong_normalise",
        grid(&Grid { title, columns: 4, tiles, column_labels, ..Grid::default() }),
    );
    for j in [1, 10].into_iter().filter(|&j| j <= wrong.w.ncols()) {
        let column = wrong.w.column(j - 1);
        run.number(&format!("length_{j}"), f64::from(column.dot(&column)).sqrt(), 1);
    }
    let d = faces.all.x.ncols() as f64;
    let error =
        |pca: &Pca| pca.squared_error(&faces.held_out.x).map(|error| (error / d).sqrt());
    run.number("right_normalise_error", error(&right)?, 3);
    run.number("wrong_normalise_error", error(&wrong)?, 0);
    Ok(())
}

/// Fitted on as many faces, the held-out ones among them: the error looks better than it is.
pub fn wrong_leak(run: &mut Run, faces: &Faces) -> Outcome {
    let tested = &faces.held_out;
    let leaky = with_leak(run, faces)?;
    let k = 50.min(faces.of_train.rank()).min(leaky.len() - 1);
    run.count("leak_k", k);
    let d = faces.all.x.ncols() as f64;
    for (key, fitted) in [("leak_honest_error", &faces.train), ("leak_error", &leaky)] {
        let error = held_out_error(&fitted.x, &tested.x, &[k])?[0];
        run.number(key, (error.max(0.0) / d).sqrt(), 4);
    }
    if faces.people().1 > 1 {
        let mut accuracy = |key, known: &ImageSet| -> Outcome {
            let right = share(&known.x, &known.labels, &tested.x, &tested.labels)?;
            run.measure(key, 100.0 * right, "%", 0);
            Ok(())
        };
        accuracy("leak_honest_accuracy", &faces.train)?;
        accuracy("leak_accuracy", &leaky)?;
    }
    Ok(())
}

/// The held-out faces, and so many of the others, drawn at random, that both together are as many as the others.
fn with_leak(run: &Run, faces: &Faces) -> Outcome<ImageSet> {
    let (fitted, kept_back) = divide(&faces.all.labels, faces.all.len());
    let mut rows = fitted.clone();
    rows.shuffle(&mut run.rng("leak"));
    rows.splice(..kept_back.len().min(fitted.len()), kept_back);
    Ok(faces.all.select(&rows)?)
}

/// Each picture moved by up to three of 64 pixels: the same faces need more components, and are recognised less.
pub fn misaligned(run: &mut Run, faces: &Faces) -> Outcome {
    let (set, mut rng) = (&faces.all, run.rng("misaligned"));
    let most = (3 * set.frame.height as i64 / 64).max(1);
    let mut moved = set.x.clone();
    for (mut to, from) in moved.rows_mut().into_iter().zip(set.x.rows()) {
        let by = [(); 2].map(|()| rng.random_range(-most..=most));
        let at = |place: usize, by: i64, side: usize| {
            (place as i64 + by).clamp(0, side as i64 - 1) as usize
        };
        let frame = set.frame;
        for (j, value) in to.iter_mut().enumerate() {
            let (pixel, channel) = (j / frame.channels, j % frame.channels);
            let y = at(pixel / frame.width, by[0], frame.height);
            let x = at(pixel % frame.width, by[1], frame.width);
            *value = from[(y * frame.width + x) * frame.channels + channel];
        }
    }
    let pca = super::every_component(&ImageSet { x: moved.clone(), ..set.clone() })?;
    run.count("moved_pixels", most as usize);
    run.count("moved_k95", pca.components_for(0.95)?);
    if faces.people().1 > 1 {
        let all: Vec<usize> = (0..set.len()).collect();
        let mut rng = run.rng("moved");
        let (mut still, mut after) = (Vec::new(), Vec::new());
        for _ in 0..run.size(2, 10, 50) {
            let (known, asked) = naming::divide(&all, &set.labels, &mut rng);
            still.push(100.0 * named(&set.x, &set.labels, &known, &asked)?);
            after.push(100.0 * named(&moved, &set.labels, &known, &asked)?);
        }
        run.over_starts("still_accuracy", &still, "%", 0);
        run.over_starts("moved_accuracy", &after, "%", 0);
    }
    Ok(())
}
