//! Coordinates: the views of a head unrolled into the plane of yaw and tilt, by PCA and by distances along the sheet.

use super::head::{heads, identity, pictures};
use autoencoders::data::faces::View;
use autoencoders::deep::readout::{linear, r_squared};
use autoencoders::manifold::isomap;
use autoencoders::ndarray::Array2;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Neighbours that a picture has on the graph: fewer, as many as drawn, and more.
pub const NEAR: [usize; 3] = [6, 8, 16];

/// Names in keys and in the figure.
pub const WAYS: [(&str, &str); 4] = [
    ("pca", "PCA"),
    ("isomap_few", ""),
    ("isomap", "distances along the sheet"),
    ("isomap_wide", ""),
];

/// m coordinates (n, m) of each row of X by all of [`WAYS`].
pub fn coordinates(x: &Array2<Real>, m: usize) -> Outcome<Vec<Array2<Real>>> {
    let straight = std::iter::once(Ok(Pca::fit(x, m)?.encode(x)?));
    let along = NEAR.iter().map(|&k| isomap(x, k.min(x.nrows() - 1), m));
    Ok(straight.chain(along).collect::<Result<_, _>>()?)
}

/// The share of each true parameter's variance that the best linear map of the coordinates explains.
pub fn explained(z: &Array2<Real>, truth: &Array2<Real>) -> Outcome<Vec<f64>> {
    Ok(r_squared(truth, &linear(z, truth, z)?)?.to_vec())
}

/// The pictures of a grid of poses, laid out in two dimensions.
pub fn unrolled(run: &mut Run) -> Outcome {
    let (step, side) = run.size((15, 16), (5, 32), (5, 64));
    let tilts: Vec<f32> = (-30..=30).step_by(step).map(|t| t as f32).collect();
    let yaws: Vec<f32> = (-90..=90).step_by(step).map(|y| y as f32).collect();
    let poses: Vec<[f32; 2]> =
        tilts.iter().flat_map(|&t| yaws.iter().map(move |&y| [y, t])).collect();
    let truth = Array2::from_shape_fn((poses.len(), 2), |(i, j)| poses[i][j] as Real);
    let mut scores: [[Vec<f64>; 2]; WAYS.len()] = Default::default();
    let mut panels = Vec::new();
    for head in 0..heads(run) {
        let views = poses.iter().map(|&[yaw, tilt]| View { yaw, tilt, ..View::default() });
        let x = pictures(&identity(run, head), views, side)?.x;
        for (w, z) in coordinates(&x, 2)?.into_iter().enumerate() {
            let found = explained(&z, &truth)?;
            scores[w].iter_mut().zip(found).for_each(|(all, one)| all.push(one));
            if head == 0 && !WAYS[w].1.is_empty() {
                panels.push(net(WAYS[w].1, &z, yaws.len()));
            }
        }
    }
    for ((key, _), scores) in WAYS.into_iter().zip(&scores) {
        for (angle, scores) in ["yaw", "tilt"].into_iter().zip(scores) {
            run.over_starts(&format!("unrolled_{key}_{angle}"), scores, "", 2);
        }
    }
    run.count("unrolled_views", poses.len());
    near(run);
    run.measure("unrolled_step", step as f64, "°", 0);
    run.figure(
        "unrolled",
        draw("Views of a head laid out in the plane, in two ways", 2, 300.0, &panels),
    );
    Ok(())
}

/// Record the numbers of neighbours.
pub fn near(run: &mut Run) {
    for (key, k) in ["near_few", "near", "near_wide"].into_iter().zip(NEAR) {
        run.count(&format!("unrolled_{key}"), k);
    }
}

/// The grid's lines of equal tilt, and every other one of equal yaw, through the codes Z (n, 2), `across` a row.
fn net(name: &str, z: &Array2<Real>, across: usize) -> Panel {
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let all = || (0..z.nrows()).map(at);
    let x = Scale::around("first coordinate", all().map(|p| p.0));
    let y = Scale::around("second coordinate", all().map(|p| p.1));
    let mut panel = Panel::new(name, x, y).equal();
    let down = z.nrows() / across;
    for row in 0..down {
        let line = (0..across).map(|column| at(row * across + column));
        panel = panel.line(line, Ink::Category(0), "");
    }
    for column in (0..across).step_by(2) {
        let line = (0..down).map(|row| at(row * across + column));
        panel = panel.line(line, Ink::Category(1), "");
    }
    panel
}
