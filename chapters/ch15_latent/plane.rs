//! All of a code of two numbers at a glance: the grid, and who lives where on it.

use super::judge::Judges;
use super::sets::Pictures;
use super::walked::Walked;
use autoencoders::latent::quantile::grid;
use autoencoders::stats::range;
use chapters::figures::{self, Grid, Tile};
use chapters::{Outcome, Run};

/// Rows of the grid that is shown.
const SHOWN: usize = 13;
/// Rows of the grid that is counted.
const COUNTED: usize = 40;
/// A label with a smaller share of the cells is as good as lost.
const LOST: f64 = 0.02;

/// The grid of the first start, and the share of each label in all.
pub fn plane(
    run: &mut Run,
    pictures: &Pictures,
    walked: &Walked,
    judges: &Judges,
) -> Outcome {
    let (mut least, mut most, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own, classes) = (Vec::new(), pictures.train.labels.iter().max());
    let classes = classes.map_or(0, |most| most + 1);
    for (start, made) in walked.of("plane").iter().enumerate() {
        let coder = made.last().coder();
        if start == 0 {
            let y = coder.decode(&grid(SHOWN)?)?;
            let tiles =
                y.rows().into_iter().map(|y| Tile::image(&pictures.test, y, 0.0, 1.0));
            run.figure(
                "grid",
                figures::grid(&Grid {
                    title: "Codes of two numbers at the prior's quantiles, decoded".into(),
                    columns: SHOWN,
                    tiles: tiles.collect(),
                    ..Grid::default()
                }),
            );
        }
        if !judges.can_read() {
            continue;
        }
        let cells = COUNTED * COUNTED;
        let read = judges.read(start, &coder.decode(&grid(COUNTED)?)?)?;
        let share =
            |class| read.iter().filter(|&&c| c == class).count() as f64 / cells as f64;
        let shares: Vec<f64> = (0..classes).map(share).collect();
        let ends = range(shares.iter().copied());
        least.push(100.0 * ends.0);
        most.push(100.0 * ends.1);
        lost.push(shares.iter().filter(|&&share| share < LOST).count() as f64);
        let again = coder.reconstruct(&pictures.test.x)?;
        own.push(judges.kept(start, &again, &pictures.test.labels)?);
    }
    run.count("grid_cells", COUNTED * COUNTED);
    if judges.can_read() {
        run.over_starts("grid_least", &least, "%", 1);
        run.over_starts("grid_most", &most, "%", 1);
        run.over_starts("grid_lost", &lost, "", 0);
        run.over_starts("plane_read", &own, "%", 1);
    }
    Ok(())
}
