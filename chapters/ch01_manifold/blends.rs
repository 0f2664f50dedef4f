//! Between two views: the mean of the pixels, and the mean of the angles.

use super::head::{Turn, identity, pictures, rms, side};
use super::paths;
use autoencoders::Real;
use autoencoders::data::faces::View;
use autoencoders::ndarray::{Array1, Array2, Axis, stack};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// The two views that are blended: degrees of yaw.
const ENDS: (f32, f32) = (-40.0, 40.0);

/// Both ways to blend, shown for the first head, and measured for all.
pub fn blends(run: &mut Run, turns: &[Turn]) -> Outcome {
    let turn = &turns[0];
    let shown: Vec<f32> = (0..5).map(|i| i as f32 / 4.0).collect();
    let by_pixel = pixel_blends(turn, &shown)?;
    let by_pose = pose_blends(run, &shown)?;
    let tiles = [&by_pixel, &by_pose]
        .into_iter()
        .flat_map(|x| {
            x.rows()
                .into_iter()
                .map(|row| Tile::image(&turn.images, row, 0.0, 1.0))
                .collect::<Vec<_>>()
        })
        .collect();
    let title = "Two views of a head blended by pixels, and by pose".to_string();
    let row_labels = vec!["pixels".to_string(), "pose".to_string()];
    let column_labels = shown.iter().map(|t| format!("t = {t}")).collect();
    run.figure(
        "blends",
        grid(&Grid {
            title,
            columns: 5,
            tiles,
            row_labels,
            column_labels,
            ..Grid::default()
        }),
    );
    half_way(run, turns);
    Ok(())
}

/// Half way on the blends of pixels, for every head: how far from the nearest true view.
fn half_way(run: &mut Run, turns: &[Turn]) {
    let (mut pixels, mut degrees, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for turn in turns {
        let (i, j) = (turn.row(ENDS.0), turn.row(ENDS.1));
        let off = paths::half_way(&turn.images.x, i, j);
        pixels.push(off);
        degrees.push(as_far(turn, off));
        let fives = turn.spaced(5.0);
        steps.push(off * (fives.nrows() - 1) as f64 / paths::length(&fives));
    }
    run.over_starts("blend_off", &pixels, "", 3);
    run.over_starts("blend_degrees", &degrees, "°", 0);
    run.over_starts("blend_steps", &steps, "", 1);
}

/// By how many degrees a frontal view has to turn to be so far from it.
fn as_far(turn: &Turn, off: f64) -> f64 {
    let apart = turn.yaws.iter().filter(|&&yaw| yaw >= 0.0);
    let found = apart.copied().find(|&yaw| rms(turn.at(0.0), turn.at(yaw)) >= off);
    found.map_or(90.0, f64::from)
}

/// (1 − t) a + t b.
fn pixel_blends(turn: &Turn, shares: &[f32]) -> Outcome<Array2<Real>> {
    let (a, b) = (turn.at(ENDS.0), turn.at(ENDS.1));
    let rows: Vec<Array1<Real>> =
        shares.iter().map(|&t| &a * (1.0 - t as Real) + &b * t as Real).collect();
    Ok(stack(Axis(0), &rows.iter().map(|row| row.view()).collect::<Vec<_>>())?)
}

/// The head at the yaw (1 − t) α + t β, rendered.
fn pose_blends(run: &Run, shares: &[f32]) -> Outcome<Array2<Real>> {
    let views = shares
        .iter()
        .map(|t| View { yaw: ENDS.0 * (1.0 - t) + ENDS.1 * t, ..View::default() });
    Ok(pictures(&identity(run, 0), views, side(run))?.x)
}
