//! The plane of codes of a turning head, and the sheet that the decoder draws over it.

use super::views::{ANGLES, Views};
use autoencoders::ndarray::Array2;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

/// Of the seven lines of equal angle those at this share of the largest are named.
const NAMED: [f32; 3] = [-1.0, 0.0, 1.0];
/// Colours on either side of the middle one.
const LEVELS: f64 = 8.0;
/// Codes along each side of the sheet.
const SHEET: (usize, usize) = (11, 7);
/// Share of the codes left out at each end of an axis of the sheet.
const TAIL: f64 = 0.02;

/// Codes of held-out views by yaw and by tilt, of the autoencoder and of PCA, with lines of equal angle.
pub fn planes(run: &mut Run, views: &Views) -> Outcome {
    let ways: [(&str, &dyn Autoencoder); 2] =
        [("two code units", &views.deep[0]), ("two components", &views.pca)];
    let mut panels = Vec::new();
    for (a, angle) in ANGLES.into_iter().enumerate() {
        for (name, model) in ways {
            panels.push(plane(&format!("{name}, by {angle}"), views, model, a)?);
        }
    }
    run.figure(
        "angles",
        draw("Codes of a turning, nodding head, by yaw and by tilt", 2, 210.0, &panels),
    );
    Ok(())
}

/// Held-out views as points and the 133 even ones as lines of equal yaw (`a` = 0) or tilt (1).
fn plane(title: &str, views: &Views, model: &dyn Autoencoder, a: usize) -> Outcome<Panel> {
    let (z, even) = (model.encode(&views.test.x)?, model.encode(&views.even.images.x)?);
    let at = |z: &Array2<Real>, i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let most = if a == 0 { 90.0 } else { 30.0 };
    // Neither end of the colours, which would be lost on a dark or a light page.
    let ink = |share: f64| Ink::Magnitude(0.55 + 0.37 * share);
    let all =
        || (0..z.nrows()).map(|i| at(&z, i)).chain((0..even.nrows()).map(|i| at(&even, i)));
    let x = roomy("first", &all().map(|p| p.0).collect::<Vec<_>>());
    let mut panel =
        Panel::new(title, x, roomy("second", &all().map(|p| p.1).collect::<Vec<_>>()));
    let level =
        |i: usize| (f64::from(views.angles[1][[i, a]]) / most * LEVELS).round() / LEVELS;
    for share in (-(LEVELS as i32)..=LEVELS as i32).map(|step| f64::from(step) / LEVELS) {
        let points = (0..z.nrows()).filter(|&i| level(i) == share).map(|i| at(&z, i));
        panel = panel.points(points, ink(share), Shape::Dot, 3.0);
    }
    let of = |i: usize| {
        let view = &views.even.factors[i].view;
        if a == 0 { view.yaw } else { view.tilt }
    };
    for angle in (-3..=3).map(|step| step as f32 * most as f32 / 3.0) {
        let line: Vec<_> =
            (0..even.nrows()).filter(|&i| of(i) == angle).map(|i| at(&even, i)).collect();
        let end = line.last().copied();
        panel = panel.line(line, ink(f64::from(angle) / most), "");
        if let Some(end) = end.filter(|_| NAMED.contains(&(angle / most as f32))) {
            panel = panel.note(end, &degrees(angle), Ink::Text, Anchor::Middle);
        }
    }
    Ok(panel)
}

/// An axis around `values` with room for the names of the angles.
fn roomy(label: &str, values: &[f64]) -> Scale {
    let middle = median(values).unwrap_or_default();
    Scale::around(label, values.iter().map(|v| middle + 1.1 * (v - middle)))
}

/// "−30°".
fn degrees(angle: f32) -> String {
    format!("{}{:.0}°", if angle < -0.5 { "−" } else { "" }, angle.abs())
}

/// What the decoder makes of codes at even places; paler where no view of the training set has its code near by.
pub fn sheet(run: &mut Run, views: &Views) -> Outcome {
    let model = &views.deep[0];
    let z = model.encode(&views.train.x)?;
    let (columns, rows) = SHEET;
    let (across, down) = (ends(&z, 0), ends(&z, 1));
    let step = |(low, high): (Real, Real), count: usize| (high - low) / (count - 1) as Real;
    let steps = (step(across, columns), step(down, rows));
    let codes = Array2::from_shape_fn((rows * columns, 2), |(i, j)| match j {
        0 => across.0 + (i % columns) as Real * steps.0,
        _ => down.1 - (i / columns) as Real * steps.1, // the second unit grows upwards
    });
    let near = |i: usize| {
        let off = |j: usize, step: Real, row: usize| {
            ((z[[row, j]] - codes[[i, j]]) / step).abs() <= 0.5
        };
        (0..z.nrows()).any(|row| off(0, steps.0, row) && off(1, steps.1, row))
    };
    let pictures = model.decode(&codes)?;
    let tiles = (0..codes.nrows()).map(|i| {
        let tile = Tile::image(&views.train, pictures.row(i), 0.0, 1.0);
        if near(i) { tile } else { faded(tile) }
    });
    run.count("sheet_codes", codes.nrows());
    run.count("sheet_known", (0..codes.nrows()).filter(|&i| near(i)).count());
    let title = "Pictures that the decoder draws from codes on an even grid".to_string();
    run.figure(
        "sheet",
        grid(&Grid { title, columns, tiles: tiles.collect(), ..Grid::default() }),
    );
    Ok(())
}

/// The same picture, paler.
fn faded(mut tile: Tile) -> Tile {
    tile.pixels.iter_mut().for_each(|pixel| pixel[3] = 70);
    tile
}

/// Where the codes of unit `j` begin and end, but for a few at each end.
fn ends(z: &Array2<Real>, j: usize) -> (Real, Real) {
    let mut values = z.column(j).to_vec();
    values.sort_by(Real::total_cmp);
    let cut = (TAIL * values.len() as f64) as usize;
    (values[cut], values[values.len() - 1 - cut])
}
