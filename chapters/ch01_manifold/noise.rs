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

/// Twenty-five of them; how far apart many of them are; how many there are to choose from.
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
    // 256^d has 1 + ⌊d log₁₀ 256⌋ digits.
    run.count("pictures_digits", 1 + (d as f64 * 256f64.log10()) as usize);
    run.count("pairs", d / 2);
    // (7/16)^(d/2) = 10^−…
    run.count(
        "pairs_power",
        (-(d as f64 / 2.0) * (7.0f64 / 16.0).log10()).round() as usize,
    );
    Ok(())
}
