//! How far from face space: faces, and what is none.

use super::Faces;
use autoencoders::Real;
use autoencoders::data::{ImageSet, optdigits};
use autoencoders::eigenfaces::distance_from;
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::stats::median;
use chapters::figures::{Ink, Mark, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt, seq::SliceRandom};

/// Distances from the space of 50 components: held-out faces and four kinds of images that are none.
pub fn distance(run: &mut Run, faces: &Faces) -> Outcome {
    let k = 50.min(faces.of_train.rank());
    let pca = faces.of_train.truncate(k)?;
    let mut rng = run.rng("distance");
    let held_out = &faces.held_out;
    let kinds = [
        ("face", "face", held_out.x.clone()),
        ("upside_down", "upside down", upside_down(held_out)),
        ("digit", "digit", digits(held_out)?),
        ("shuffled", "shuffled", shuffled(&held_out.x, &mut rng)),
        (
            "noise",
            "noise",
            Array2::from_shape_simple_fn(held_out.x.dim(), || rng.random::<f32>() as Real),
        ),
    ];
    let distances = kinds
        .iter()
        .map(|(_, _, x)| {
            Ok(distance_from(&pca, x)?.iter().map(|&v| f64::from(v)).collect())
        })
        .collect::<Outcome<Vec<Vec<f64>>>>()?;
    let largest = distances.iter().flatten().copied().fold(0.0, f64::max);
    let height = |row: usize| (kinds.len() - 1 - row) as f64;
    let ticks = kinds.iter().enumerate().map(|(row, (_, name, _))| (height(row), *name));
    let x = Scale::linear("distance from face space", 0.0, 1.2 * largest);
    let y = Scale::linear("", -0.5, kinds.len() as f64 - 0.5).with_ticks(ticks);
    let mut panel = Panel::new("", x, y);
    for (row, ((key, _, images), distances)) in kinds.iter().zip(&distances).enumerate() {
        let ink = if row == 0 { Ink::Category(0) } else { Ink::Category(1) };
        let spread =
            distances.iter().map(|&at| (at, height(row) + rng.random_range(-0.22..0.22)));
        panel = panel.points(spread.collect::<Vec<_>>(), ink, Shape::Dot, 4.0);
        let tile = faces.tile(images.row(images.nrows() / 2));
        panel = panel.mark(Mark::Picture {
            at: (1.13 * largest, height(row)),
            tile,
            size: 46.0,
        });
        run.number(&format!("distance_{key}"), median(distances).unwrap_or(0.0), 1);
    }
    run.figure(
        "distance",
        draw("Distance from face space of faces and of other images", 1, 260.0, &[panel]),
    );
    run.count("distance_k", k);
    let farthest_face = distances[0].iter().copied().fold(0.0, f64::max);
    let mistaken =
        distances[1..].iter().flatten().filter(|&&at| at <= farthest_face).count();
    run.number("distance_face_most", farthest_face, 1);
    run.count("distance_mistaken", mistaken);
    run.count("distance_others", distances[1..].iter().map(Vec::len).sum());
    Ok(())
}

/// Each image with its rows of pixels in the opposite order.
fn upside_down(set: &ImageSet) -> Array2<Real> {
    let across = set.frame.width * set.frame.channels;
    Array2::from_shape_fn(set.x.dim(), |(i, j)| {
        set.x[[i, (set.frame.height - 1 - j / across) * across + j % across]]
    })
}

/// Each image with its pixels in an order of its own.
fn shuffled(x: &Array2<Real>, rng: &mut impl Rng) -> Array2<Real> {
    let mut x = x.clone();
    for mut row in x.axis_iter_mut(Axis(0)) {
        let mut pixels = row.to_vec();
        pixels.shuffle(rng);
        row.assign(&Array1::from(pixels));
    }
    x
}

/// As many digits as there are images, enlarged to their size.
fn digits(set: &ImageSet) -> Outcome<Array2<Real>> {
    let digits = optdigits::load()?;
    let (n, across) = (set.len().min(digits.len()), set.frame.width * set.frame.channels);
    let pixel = |(i, j): (usize, usize)| {
        let (y, x) = (
            j / across * digits.frame.height / set.frame.height,
            j % across * digits.frame.width / across,
        );
        digits.x[[i, y * digits.frame.width + x]] / 16.0
    };
    Ok(Array2::from_shape_fn((n, set.x.ncols()), pixel))
}
