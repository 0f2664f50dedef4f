//! What nearly all pictures look like.

use super::head::{in_levels, side};
use autoencoders::data::ImageSet;
use autoencoders::manifold::neighbours;
use autoencoders::ndarray::Array2;
use autoencoders::{Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};

/// Pictures shown.
const SHOWN: usize = 25;

/// n points drawn uniformly from the unit cube of pictures.
fn drawn(n: usize, d: usize, rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((n, d), || rng.random::<f32>() as Real)
}

/// Twenty-five of them, and how far apart many of them are.
pub fn noise(run: &mut Run) -> Outcome {
    let (side, mut rng) = (side(run), run.rng("noise"));
    let d = side * side;
    let x = drawn(SHOWN, d, &mut rng);
    let set = ImageSet { x, labels: vec![], frame: Frame::grey(side, side) };
    let shown = in_levels(&set, 16);
    let tiles =
        shown.x.rows().into_iter().map(|row| Tile::image(&shown, row, 0.0, 1.0)).collect();
    let title = "Twenty-five pictures drawn at random: nothing but noise".to_string();
    run.figure("noise", grid(&Grid { title, columns: 5, tiles, ..Grid::default() }));

    let n = run.size(40, 200, 400);
    let distances = neighbours(&drawn(n, d, &mut rng), n - 1)?.distances;
    let (mean, spread) = (distances.mean().unwrap_or(0.0), distances.std(0.0));
    let (nearest, farthest) = distances
        .iter()
        .fold((f64::MAX, 0.0_f64), |(low, high), &r| (low.min(r), high.max(r)));
    run.count("features", d);
    run.count("noise_shown", SHOWN);
    run.count("noise_points", n);
    run.number("noise_distance", mean, 2);
    run.number("noise_distance_law", (d as f64 / 6.0).sqrt(), 2);
    run.measure("noise_spread", 100.0 * spread / mean, "%", 2);
    run.measure("noise_spread_law", 100.0 * 0.5 * (7.0 / (5.0 * d as f64)).sqrt(), "%", 2);
    run.number("noise_ratio", farthest / nearest, 2);
    run.count("pairs", d / 2);
    Ok(())
}
