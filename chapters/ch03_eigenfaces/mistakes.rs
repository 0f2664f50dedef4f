//! The mistakes everyone makes once.

use super::Faces;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::linalg::{eigh_top, gram_of_rows};
use autoencoders::ndarray::Axis;
use autoencoders::pca::{Pca, axes, held_out_error};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Ink, Panel, Scale, Tile, draw, grid};
use chapters::{Outcome, Run};

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
    for j in [1, 10] {
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

/// Fitted on everything, the held-out faces among it: the error looks better than it is.
pub fn wrong_leak(run: &mut Run, faces: &Faces) -> Outcome {
    let most = faces.of_train.rank();
    let ks: Vec<usize> = (0..=20).map(|i| i * most / 20).collect();
    let d = faces.all.x.ncols() as f64;
    let errors = |fitted| -> Outcome<Vec<(f64, f64)>> {
        let errors = held_out_error(fitted, &faces.held_out.x, &ks)?;
        Ok(ks
            .iter()
            .zip(errors)
            .map(|(&k, e)| (k as f64, (e.max(0.0) / d).sqrt()))
            .collect())
    };
    let (honest, leaky) = (errors(&faces.train.x)?, errors(&faces.all.x)?);
    let panel = Panel::new(
        "",
        Scale::linear("k eigenfaces", 0.0, most as f64),
        Scale::linear("error a pixel (root mean square)", 0.0, 1.05 * honest[0].1),
    )
    .line(honest, Ink::Category(0), "held out")
    .line(leaky, Ink::Category(1), "leaked");
    run.figure(
        "wrong_leak",
        draw(
            "Error on the same faces, fitted without them and with them",
            1,
            230.0,
            &[panel],
        ),
    );
    let k = [50.min(most)];
    let at = |fitted| {
        held_out_error(fitted, &faces.held_out.x, &k).map(|e| (e[0].max(0.0) / d).sqrt())
    };
    run.count("leak_k", k[0]);
    run.number("leak_honest_error", at(&faces.train.x)?, 4);
    run.number("leak_error", at(&faces.all.x)?, 4);
    if faces.people().1 > 1 {
        let accuracy = |known: &autoencoders::data::ImageSet| -> Outcome<f64> {
            let found = nearest_label(&known.x, &known.labels, &faces.held_out.x)?;
            let right =
                found.iter().zip(&faces.held_out.labels).filter(|(a, b)| a == b).count();
            Ok(right as f64 / faces.held_out.x.len_of(Axis(0)) as f64)
        };
        run.number("leak_honest_accuracy", accuracy(&faces.train)?, 3);
        run.number("leak_accuracy", accuracy(&faces.all)?, 3);
    }
    Ok(())
}
