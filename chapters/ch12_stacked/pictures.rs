//! What the chapter shows as pictures.

use super::sets::Sets;
use super::stacks::{DEPTH, Stacks, encoder};
use super::tuning::Tuned;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::Network;
use autoencoders::stacked::greedy::unroll;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pictures in a row.
const COLUMNS: usize = 10;

/// One picture of each class with its label, and as many again and again without.
pub fn opening(run: &mut Run, sets: &Sets) -> Outcome {
    let of = |class: usize| sets.train.labels.iter().position(|&l| l == class);
    let mut rows: Vec<usize> = (0..sets.classes()).filter_map(of).take(COLUMNS).collect();
    if rows.len() < COLUMNS || sets.train.len() < 5 * COLUMNS {
        return Ok(()); // too few classes for the picture; the numbers do without
    }
    let labels = rows.iter().map(|&r| sets.train.labels[r].to_string()).collect();
    rows.extend(sets.train.len() - 3 * COLUMNS..sets.train.len());
    let tile = |&r: &usize| Tile::image(&sets.train, sets.train.x.row(r), 0.0, 1.0);
    run.figure(
        "opening",
        grid(&Grid {
            title: "A few digits with labels, and many without".to_string(),
            columns: COLUMNS,
            tiles: rows.iter().map(tile).collect(),
            column_labels: labels,
            row_labels: ["labelled", "not", "not", "not"].map(str::to_string).to_vec(),
            ..Grid::default()
        }),
    );
    Ok(())
}

/// Test images, and what comes back from each layer and from the network learnt at once.
pub fn reconstructions(run: &mut Run, sets: &Sets, stacks: &Stacks) -> Outcome {
    let x = sets.test.x.slice(s![..COLUMNS.min(sets.test.len()), ..]).to_owned();
    let mut rows = vec![x.clone()];
    for depth in 1..=DEPTH {
        rows.push(unroll(&stacks.of[0].layers[..depth])?.reconstruct(&x)?);
    }
    rows.push(stacks.of[0].joint.reconstruct(&x)?);
    let tiles = rows
        .iter()
        .flat_map(|row| {
            row.rows().into_iter().map(|r| Tile::image(&sets.test, r, 0.0, 1.0))
        })
        .collect();
    let names = ["original", "1 layer", "2 layers", "3 layers", "3 at once"];
    run.figure(
        "rebuilt",
        grid(&Grid {
            title: "Digits, and what comes back from one, two and three layers".to_string(),
            columns: x.nrows(),
            tiles,
            row_labels: names.map(str::to_string).to_vec(),
            ..Grid::default()
        }),
    );
    Ok(())
}

/// W (d, k) of a network's first layer.
fn first(network: &Network) -> Outcome<Array2<Real>> {
    let theta = network.parameters();
    let (d, k) = (network.inputs(), network.widths()[1]);
    Ok(Array2::from_shape_vec((d, k), theta[0].1.iter().copied().collect())?)
}

/// First layers' weights before and after fine-tuning, and how far they went.
pub fn first_layers(
    run: &mut Run,
    sets: &Sets,
    stacks: &Stacks,
    stacked: &[Tuned],
    scratch: &[Tuned],
) -> Outcome {
    let mut rows: Vec<(&str, Array2<Real>)> = Vec::new();
    for (key, tuned) in [("stacked", stacked), ("scratch", scratch)] {
        let mut moved = Vec::new();
        for (start, tuned) in tuned.iter().enumerate() {
            let before = match key {
                "stacked" => encoder(&stacks.of[start].layers)?,
                _ => stacks.random(run, start)?,
            };
            let Some(after) = &tuned.encoder else { continue };
            let (w, v) = (first(&before)?, first(after)?);
            let length =
                |a: &Array2<Real>| f64::from(a.iter().map(|a| a * a).sum::<Real>());
            moved.push(100.0 * (length(&(&v - &w)) / length(&w)).sqrt());
            if start == 0 {
                let (a, b) = match key {
                    "stacked" => ("stacked", "tuned"),
                    _ => ("He's start", "trained"),
                };
                let change = &v - &w;
                rows.extend([(a, w), (b, v), ("change", change)]);
            }
        }
        run.over_starts(&format!("moved_{key}"), &moved, "%", 0);
    }
    let mut tiles = Vec::new();
    for three in rows.chunks(3) {
        // A unit before, after, and what changed, on one scale.
        let most: Vec<f64> = (0..COLUMNS.min(three[0].1.ncols()))
            .map(|unit| {
                let all = three.iter().flat_map(|row| row.1.column(unit));
                all.fold(0.0, |most: f64, &v| most.max(f64::from(v.abs())))
            })
            .collect();
        for (_, w) in three {
            let units = w.axis_iter(Axis(1)).zip(&most);
            tiles.extend(units.map(|(unit, &most)| Tile::signed(&sets.train, unit, most)));
        }
    }
    run.figure(
        "weights",
        grid(&Grid {
            title: "Weights of ten units of the first layer".to_string(),
            columns: COLUMNS.min(rows.first().map_or(1, |row| row.1.ncols())),
            tiles,
            row_labels: rows.iter().map(|row| row.0.to_string()).collect(),
            ..Grid::default()
        }),
    );
    Ok(())
}
