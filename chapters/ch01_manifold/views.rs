//! One head from all sides: the sheet of its views, the curve of its turns, the directions in which it can move.

use super::head::{Turn, heads, identity, in_levels, pictures, rms, seed, side, turn};
use super::paths;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{self, Colour, View};
use autoencoders::manifold::{neighbours, two_nearest};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Grid, Ink, Mark, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// Differences of pixels below this count as alike.
const ALIKE: Real = 0.25;

/// The 133 views, and how far apart they are.
pub fn views(run: &mut Run) -> Outcome {
    let set = faces::views(seed(run, 0), side(run), Colour::Grey)?;
    let (images, x) = (&set.images, &set.images.x);
    let mut yaws: Vec<f32> = set.factors.iter().map(|f| f.view.yaw).collect();
    yaws.sort_by(f32::total_cmp);
    yaws.dedup();
    let columns = yaws.len();
    let rows = images.len() / columns;
    let shown = in_levels(images, 24);
    let tiles =
        shown.x.rows().into_iter().map(|row| Tile::image(&shown, row, 0.0, 1.0)).collect();
    let title = format!("One head at {columns} turns and {rows} tilts");
    run.figure("views", grid(&Grid { title, columns, tiles, ..Grid::default() }));

    run.count("views", images.len());
    run.count("view_yaws", columns);
    run.count("view_tilts", rows);
    let steps: Vec<f64> = (0..images.len())
        .filter(|i| i % columns + 1 < columns)
        .map(|i| rms(x.row(i), x.row(i + 1)))
        .collect();
    run.number("step_rms", steps.iter().sum::<f64>() / steps.len() as f64, 3);
    let middle = rows / 2 * columns;
    run.number("profiles_rms", rms(x.row(middle), x.row(middle + columns - 1)), 3);
    run.measure("pairs_close_views", 100.0 * alike(images), "%", 1);
    let distances = neighbours(x, images.len() - 1)?.distances;
    let (nearest, farthest) = distances
        .iter()
        .fold((f64::MAX, 0.0_f64), |(low, high), &r| (low.min(r), high.max(r)));
    run.number("views_ratio", farthest / nearest, 1);
    run.count("views_k95", Pca::fit(x, images.len() - 1)?.components_for(0.95)?);
    Ok(())
}

/// The share of pixels, cut into pairs side by side, that differ by less than a quarter.
pub fn alike(images: &ImageSet) -> f64 {
    let pairs = images.x.as_standard_layout();
    let pairs = pairs.as_slice().unwrap_or_default().chunks_exact(2);
    let all = pairs.len().max(1) as f64;
    pairs.filter(|p| (p[0] - p[1]).abs() < ALIKE).count() as f64 / all
}

/// Tilts whose turns are drawn beside that of tilt 0.
const OTHER_TILTS: [f32; 2] = [-20.0, 20.0];

/// Every head's turn as a path: how nearly in a plane, and the dimension that its frames are counted as, at equal steps
/// and at random ones.
pub fn lengths(run: &mut Run, turns: &[Turn]) -> Outcome {
    let kept: Outcome<Vec<f64>> =
        turns.iter().map(|t| Ok(100.0 * paths::in_a_plane(&t.spaced(5.0))?)).collect();
    run.over_starts("turn_in_a_plane", &kept?, "%", 0);
    let bits: Outcome<Vec<f64>> =
        turns.iter().map(|t| Ok(two_nearest(&t.spaced(5.0))?.dimension)).collect();
    run.over_starts("film_two", &bits?, "", 1);
    let mut rng = run.rng("film");
    let at_random: Outcome<Vec<f64>> = turns
        .iter()
        .map(|t| {
            let mut rows: Vec<usize> = (0..t.yaws.len()).collect();
            rows.shuffle(&mut rng);
            rows.truncate(t.spaced(5.0).nrows());
            Ok(two_nearest(&t.images.x.select(Axis(0), &rows))?.dimension)
        })
        .collect();
    run.over_starts("film_random", &at_random?, "", 1);
    Ok(())
}

/// The length of one head's turn in ever smaller steps; and, of every head on a short arc, by how much it grows from step
/// to step a tenth as long.
pub fn shorter_steps(run: &mut Run) -> Outcome {
    let fine = turn(run, 0, run.size(180, 1800, 1800))?.images;
    let root = (fine.x.ncols() as f64).sqrt();
    let every = |x: &Array2<Real>, by: usize| {
        let rows: Vec<usize> = (0..x.nrows()).step_by(by).collect();
        paths::length(&x.select(Axis(0), &rows))
    };
    // Steps of a degree, in pictures.
    let degree = (fine.len() - 1) / 180;
    for (key, by) in [("10deg", 10 * degree), ("1deg", degree), ("01deg", 1)] {
        run.number(&format!("path_length_{key}"), root * every(&fine.x, by), 1);
    }

    let hundredths = run.size(100, 400, 400);
    run.count("path_arc_heads", heads(run) as usize);
    run.measure("path_arc", hundredths as f64 / 100.0, "°", 0);
    let (mut tenth, mut hundredth) = (vec![], vec![]);
    for which in 0..heads(run) {
        let views = (0..=hundredths)
            .map(|i| View { yaw: 10.0 + i as f32 / 100.0, ..View::default() });
        let images = pictures(&identity(run, which), views, side(run))?;
        let grows =
            |from, to| 100.0 * (every(&images.x, to) / every(&images.x, from) - 1.0);
        tenth.push(grows(100, 10));
        hundredth.push(grows(10, 1));
    }
    run.over_starts("path_grows_01deg", &tenth, "%", 1);
    run.over_starts("path_grows_001deg", &hundredth, "%", 1);
    Ok(())
}

/// The path of a turning head in the plane of its two leading directions.
pub fn yaw_path(run: &mut Run, turn: &Turn) -> Outcome {
    let images = &turn.images;
    let pca = Pca::fit(&images.x, 20.min(images.len() - 1))?;
    run.measure("yaw_kept_2", 100.0 * pca.kept(2), "%", 0);
    let n = images.len();

    let plane = |set: &ImageSet| -> Outcome<Vec<(f64, f64)>> {
        Ok(pca
            .encode(&set.x)?
            .rows()
            .into_iter()
            .map(|z| (f64::from(z[0]), f64::from(z[1])))
            .collect())
    };
    let path = plane(images)?;
    let others: Vec<Vec<(f64, f64)>> = OTHER_TILTS
        .iter()
        .map(|&tilt| {
            let views = turn.yaws.iter().step_by(8).map(|&yaw| View {
                yaw,
                tilt,
                ..View::default()
            });
            plane(&pictures(&identity(run, 0), views, side(run))?)
        })
        .collect::<Outcome<_>>()?;
    let all = || path.iter().chain(others.iter().flatten()).copied();
    let x = Scale::around("along the first direction", all().map(|p| 1.22 * p.0));
    let y = Scale::around("along the second direction", all().map(|p| 1.22 * p.1));
    let mut panel = Panel::new("", x, y).equal();
    for (tilt, other) in OTHER_TILTS.iter().zip(others) {
        let top = other
            .iter()
            .copied()
            .fold((0.0, f64::MIN), |top, at| if at.1 > top.1 { at } else { top });
        let side = if *tilt > 0.0 { 0.45 } else { -0.55 };
        let name = format!("tilt {}20°", if *tilt > 0.0 { "" } else { "−" });
        panel = panel.line(other, Ink::Faint, "").note(
            (top.0, top.1 + side),
            &name,
            Ink::Faint,
            Anchor::Middle,
        );
    }
    panel = panel.line(path.clone(), Ink::Category(0), "");
    let tens: Vec<usize> =
        (0..n).filter(|&i| (turn.yaws[i] / 10.0).fract().abs() < 1e-3).collect();
    panel = panel.points(tens.iter().map(|&i| path[i]), Ink::Category(0), Shape::Dot, 5.0);
    for i in tens.into_iter().filter(|&i| (turn.yaws[i].abs() % 30.0) < 1e-3) {
        let tile = Tile::image(images, images.x.row(i), 0.0, 1.0);
        panel = panel.mark(Mark::Picture { at: outside(path[i]), tile, size: 44.0 });
    }
    run.figure(
        "yaw_path",
        draw("The path of a turning head in a plane", 1, 380.0, &[panel]),
    );
    Ok(())
}

/// A place beside a point of the path, away from the origin.
fn outside((x, y): (f64, f64)) -> (f64, f64) {
    let length = x.hypot(y).max(f64::EPSILON);
    (x + 1.6 * x / length, y + 1.6 * y / length)
}

/// The directions in which the picture can move, one for each parameter.
pub fn tangents(run: &mut Run) -> Outcome {
    // Half a smile: at either end of the range there is but one side.
    let rest = View { smile: 0.5, ..View::default() };
    let moved = |i: usize, by: f32| {
        let mut view = rest.clone();
        let ways: [&mut f32; 5] = [
            &mut view.yaw,
            &mut view.tilt,
            &mut view.light_azimuth,
            &mut view.light_elevation,
            &mut view.smile,
        ];
        for (at, way) in ways.into_iter().enumerate() {
            *way += if at == i { by } else { 0.0 };
        }
        view
    };
    // (name, key, half the step): degrees, but for the smile, whose whole range is 1.
    let moves = [
        ("yaw", "yaw", 0.5),
        ("tilt", "tilt", 0.5),
        ("light, across", "light", 0.5),
        ("light, up", "elevation", 0.5),
        ("smile", "smile", 0.02),
    ];
    let both = moves.iter().enumerate().flat_map(|(i, m)| [moved(i, -m.2), moved(i, m.2)]);
    let views = std::iter::once(rest.clone()).chain(both);
    let images = pictures(&identity(run, 0), views, side(run))?;
    let mut tiles = vec![Tile::image(&images, images.x.row(0), 0.0, 1.0)];
    let mut captions = vec!["the picture".to_string()];
    for (i, (name, key, half)) in moves.iter().enumerate() {
        let (less, more) = (images.x.row(2 * i + 1), images.x.row(2 * i + 2));
        let change = &more - &less;
        let most = change.iter().fold(0.0_f64, |most, &v| most.max(f64::from(v).abs()));
        tiles.push(Tile::signed(&images, change.view(), 0.7 * most));
        captions.push((*name).to_string());
        let slope = rms(less, more) / f64::from(2.0 * half);
        run.number(&format!("tangent_{key}"), slope, 4);
    }
    let title =
        "A head, and how its picture changes with each of five parameters".to_string();
    run.figure(
        "tangents",
        grid(&Grid { title, columns: 6, tiles, captions, ..Grid::default() }),
    );
    Ok(())
}
