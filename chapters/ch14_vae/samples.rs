//! Pictures from the prior: the decoder's mean, and what its likelihood draws.

use super::arms::Trained;
use super::pictures::Pictures;
use super::plain::ROW;
use autoencoders::ndarray::{Array2, s};
use autoencoders::vae::sample_codes;
use autoencoders::{Autoencoder, Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::pixels::over_neighbours;
use chapters::{Outcome, Run};
use rand::RngExt;

/// Samples that are measured.
const MANY: usize = 500;

/// Samples at the mean and drawn, beside test images and their reconstructions.
pub fn samples(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let x = pictures.test.x.slice(s![..MANY.min(pictures.test.len()), ..]).to_owned();
    let mut found: [Vec<f64>; 5] = Default::default();
    let frame = pictures.test.frame;
    for (start, made) in trained.of("right").iter().enumerate() {
        let mut rng = run.rng(&format!("samples {start}"));
        let z = sample_codes(x.nrows(), pictures.code, &mut rng);
        found[0].push(variation(&made.model.decode(&z)?, frame));
        found[1].push(variation(&made.model.draw(&z, &mut rng)?, frame));
        // each grey pixel of the images themselves as a chance
        let inked = x.mapv(|t| if rng.random::<f64>() < t.into() { 1.0 } else { 0.0 });
        found[2].push(variation(&inked, frame));
        // the same codes and throws at two thirds of the training
        let mut rng = run.rng(&format!("samples {start}"));
        let z = sample_codes(x.nrows(), pictures.code, &mut rng);
        found[3].push(variation(&made.earlier.decode(&z)?, frame));
        found[4].push(variation(&made.earlier.draw(&z, &mut rng)?, frame));
        if start == 0 {
            let (z, some) = (z.slice(s![..ROW, ..]).to_owned(), s![..ROW, ..]);
            let shown = x.slice(some).to_owned();
            let again = made.model.reconstruct(&shown)?;
            let Some(grey) = trained.of("pixels").first() else { continue };
            let collapsed = grey.model.reconstruct(&shown)?;
            let drawn = made.model.draw(&z, &mut run.rng("shown"))?;
            let rows = [&shown, &again, &collapsed, &made.model.decode(&z)?, &drawn];
            let tiles = rows
                .iter()
                .flat_map(|x| x.rows())
                .map(|x| Tile::image(&pictures.test, x, 0.0, 1.0));
            let labels = ["test images", "rebuilt", "collapsed", "means", "draws"];
            let figure = Grid {
                title: "Test images, reconstructions, and samples".to_string(),
                columns: ROW,
                tiles: tiles.collect(),
                row_labels: labels.map(str::to_string).to_vec(),
                ..Grid::default()
            };
            run.figure("samples", grid(&figure));
        }
    }
    run.number("variation_data", variation(&x, frame), 1).spread(0.0);
    let keys = ["means", "drawn", "data_drawn", "shorter_means", "shorter_drawn"];
    for (key, values) in keys.iter().zip(&found) {
        run.over_starts(&format!("variation_{key}"), values, "", 1);
    }
    Ok(())
}

/// Σ |x(p) − x(p + right)| + |x(p) − x(p + down)|, averaged over images.
fn variation(x: &Array2<Real>, frame: Frame) -> f64 {
    over_neighbours(x, frame, f64::abs) / x.nrows() as f64
}
