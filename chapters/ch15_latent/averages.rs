//! Average faces: the mean of pixels against the picture of the mean code.

use super::faces::{FACTORS, Faces};
use super::judges::Judge;
use super::spaces::{SHORTER, Spaces};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::{Error, Real, Result};
use chapters::figures::{Grid, Tile, grid};
use chapters::pixels::over_neighbours;
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// How many faces are averaged.
const SIZES: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
/// Of which these are looked at closely.
const CLOSELY: [usize; 2] = [1, 16];

/// How many spaces are shown.
const SHOWN: usize = 4;
/// The spaces in which means are taken, the last of them not to be shown.
const SPACES: [(&str, &str); 5] =
    [("pixels", "pixels"), ("pca", "PCA"), ("ae", "plain"), ("vae", "VAE"), (SHORTER, "")];

/// Sharpness and readings of averages: of the mean code's picture, and of the mean of the pictures
/// of the codes (“after”).
pub fn averages(
    run: &mut Run,
    faces: &Faces,
    judges: &[Judge],
    spaces: &Spaces,
) -> Outcome {
    let groups = groups(run, faces);
    let (x, theta) = (&faces.test.x, &faces.test.theta);
    let own = edges(faces, x);
    for (key, _) in SPACES {
        let starts: Vec<usize> = (0..judges.len()).collect();
        let found = run.together(&starts, |&start| {
            let (model, judge) = (spaces.of(key, start), &judges[start]);
            let z = model.encode(x)?;
            let rebuilt = model.decode(&z)?;
            let of = |y: Array2<Real>, groups: &[Vec<usize>]| {
                let e = judge.read(&y)? - means(theta, groups);
                let units = e.mapv(f64::from) / &judge.errors;
                let off = units.mapv(f64::abs).mean().unwrap_or(f64::NAN);
                Ok::<_, Error>((edges(faces, &y) / own, off))
            };
            let mut by_size = Vec::new();
            for (_, groups) in groups.iter().filter(|(m, _)| CLOSELY.contains(m)) {
                let mean_code = of(model.decode(&means(&z, groups))?, groups)?;
                by_size.push([mean_code, of(means(&rebuilt, groups), groups)?]);
            }
            Ok(by_size)
        })?;
        for (at, m) in CLOSELY.iter().enumerate() {
            // The mean of one picture is that picture.
            let ways: &[&str] = if *m == 1 { &[""] } else { &["", "_after"] };
            for (which, name) in ways.iter().enumerate() {
                let (edges, off): (Vec<f64>, Vec<f64>) = found
                    .iter()
                    .filter_map(|by_size| Some(by_size.get(at)?[which]))
                    .unzip();
                if !edges.is_empty() {
                    let key = format!("average_{key}_{m}{name}");
                    run.over_starts(&format!("{key}_edges"), &edges, "", 2);
                    run.over_starts(&format!("{key}_off"), &off, "", 2);
                }
            }
        }
    }
    run.count("average_factors", FACTORS.len());
    picture(run, faces, spaces, &groups)
}

/// Random groups of test faces of each size: (size, rows of each group).
fn groups(run: &Run, faces: &Faces) -> Vec<(usize, Vec<Vec<usize>>)> {
    let mut rng = run.rng("groups of faces");
    let mut rows: Vec<usize> = (0..faces.test.x.nrows()).collect();
    let count = run.size(4, 50, 50);
    let sizes = SIZES.into_iter().filter(|&m| m <= rows.len()).collect::<Vec<_>>();
    let mut drawn = |m: usize| {
        rows.shuffle(&mut rng);
        rows[..m].to_vec()
    };
    sizes.into_iter().map(|m| (m, (0..count).map(|_| drawn(m)).collect())).collect()
}

/// The mean row of each group.
fn means(a: &Array2<Real>, groups: &[Vec<usize>]) -> Array2<Real> {
    let mut means = Array2::zeros((groups.len(), a.ncols()));
    for (group, mut mean) in groups.iter().zip(means.rows_mut()) {
        let of = a.select(Axis(0), group).mapv(f64::from).mean_axis(Axis(0));
        mean.assign(&of.unwrap_or_default().mapv(|v| v as Real));
    }
    means
}

/// Σ of the squared differences of neighbours, right and down, of a picture on average.
fn edges(faces: &Faces, x: &Array2<Real>) -> f64 {
    over_neighbours(x, faces.sheet.frame, |e| e * e) / x.nrows() as f64
}

/// One group of each size, averaged in four spaces.
fn picture(
    run: &mut Run,
    faces: &Faces,
    spaces: &Spaces,
    groups: &[(usize, Vec<Vec<usize>>)],
) -> Outcome {
    let first: Vec<Vec<usize>> =
        groups.iter().map(|(_, groups)| groups[0].clone()).collect();
    let rows = SPACES[..SHOWN].iter().map(|(key, _)| {
        let model = spaces.of(key, 0);
        let y = model.decode(&means(&model.encode(&faces.test.x)?, &first))?;
        Ok(y.rows().into_iter().map(|y| faces.tile(y)).collect::<Vec<Tile>>())
    });
    let tiles = rows.collect::<Result<Vec<_>>>()?.concat();
    run.figure(
        "averages",
        grid(&Grid {
            title: "Average faces, by pixels and by codes".to_string(),
            columns: groups.len(),
            tiles,
            column_labels: groups.iter().map(|(m, _)| m.to_string()).collect(),
            row_labels: SPACES[..SHOWN].iter().map(|space| space.1.to_string()).collect(),
            ..Grid::default()
        }),
    );
    Ok(())
}
