//! Between two views: the mean of the pixels, and the mean of the angles.

use super::head::{Turn, identity, pictures, rms, side};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::View;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, stack};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Tile, draw, grid};
use chapters::{Outcome, Run};

/// The two views that are blended: degrees of yaw.
const ENDS: (f32, f32) = (-40.0, 40.0);

/// Both ways to blend, shown and measured.
pub fn blends(run: &mut Run, turn: &Turn) -> Outcome {
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
    distances(run, turn)
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

/// How far from the nearest true view, along both blends.
fn distances(run: &mut Run, turn: &Turn) -> Outcome {
    // Not on the rendered angles: 53 steps of 80°/53.
    let steps = run.size(13, 53, 53);
    let shares: Vec<f32> = (0..=steps).map(|i| i as f32 / steps as f32).collect();
    let along = |x: &Array2<Real>| -> Vec<(f64, f64)> {
        let nearest = x.rows().into_iter().map(|row| nearest(&turn.images, row));
        shares.iter().map(|&t| f64::from(t)).zip(nearest).collect()
    };
    let (pixel, pose) =
        (along(&pixel_blends(turn, &shares)?), along(&pose_blends(run, &shares)?));
    let most = |points: &[(f64, f64)]| points.iter().fold(0.0_f64, |most, p| most.max(p.1));
    let half_way = nearest(&turn.images, pixel_blends(turn, &[0.5])?.row(0));
    run.measure("blend_from", f64::from(ENDS.0), "°", 0);
    run.measure("blend_to", f64::from(ENDS.1), "°", 0);
    run.number("blend_pixel_rms", half_way, 3);
    run.number("blend_pose_rms", most(&pose), 3);
    let apart = turn.yaws.iter().filter(|&&yaw| yaw >= 0.0);
    let degrees = apart.copied().find(|&yaw| rms(turn.at(0.0), turn.at(yaw)) >= half_way);
    run.measure("blend_degrees", degrees.map_or(90.0, f64::from), "°", 0);
    let top = 1.25 * most(&pixel);
    let panel = Panel::new(
        "",
        Scale::linear("t, from the left view to the right one", 0.0, 1.0),
        Scale::linear("distance to the nearest true view (r.m.s. of a pixel)", 0.0, top),
    )
    .line(pixel.clone(), Ink::Category(1), "")
    .line(pose, Ink::Category(0), "")
    .note(
        (0.5, most(&pixel) + 0.08 * top),
        "pixels blended",
        Ink::Category(1),
        Anchor::Middle,
    )
    .note(
        (0.5, most_pose(&turn.images) + 0.1 * top),
        "pose blended",
        Ink::Category(0),
        Anchor::Middle,
    );
    run.figure(
        "blend_distance",
        draw("Distance to the nearest true view along two blends", 1, 240.0, &[panel]),
    );
    Ok(())
}

/// Half the largest distance between neighbouring true views: what a pose between them may be away.
fn most_pose(images: &ImageSet) -> f64 {
    (1..images.len())
        .map(|i| rms(images.x.row(i - 1), images.x.row(i)) / 2.0)
        .fold(0.0, f64::max)
}

/// The distance to the nearest of many pictures.
fn nearest(images: &ImageSet, row: ArrayView1<Real>) -> f64 {
    images.x.rows().into_iter().map(|known| rms(known, row)).fold(f64::MAX, f64::min)
}
