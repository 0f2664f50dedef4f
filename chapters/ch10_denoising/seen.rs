//! Pictures: the corruptions, and what each method makes of one of them.

use super::classic::Classic;
use super::nets::Nets;
use super::sets::{NOISES, Sets};
use autoencoders::Real;
use autoencoders::ndarray::{Array2, s};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pictures in a row.
const SHOWN: usize = 8;

/// Rows of a picture grid: the words beside each, and its pictures.
#[derive(Default)]
pub struct Rows {
    tiles: Vec<Tile>,
    labels: Vec<String>,
    columns: usize,
}

impl Rows {
    /// One more row: the first of these pictures.
    pub fn row(&mut self, sets: &Sets, label: &str, pictures: &Array2<Real>) {
        let shown = pictures.nrows().min(SHOWN);
        self.columns = shown;
        let tile = |row| Tile::image(&sets.test, row, 0.0, 1.0);
        self.tiles.extend(pictures.rows().into_iter().take(shown).map(tile));
        self.labels.push(label.to_string());
    }

    /// The drawing.
    pub fn draw(self, title: &str) -> String {
        grid(&Grid {
            title: title.into(),
            columns: self.columns,
            tiles: self.tiles,
            row_labels: self.labels,
            ..Grid::default()
        })
    }
}

/// The test pictures that are shown.
pub fn shown(x: &Array2<Real>) -> Array2<Real> {
    x.slice(s![..x.nrows().min(SHOWN), ..]).to_owned()
}

/// Both figures.
pub fn pictures(run: &mut Run, sets: &Sets, classic: &Classic, nets: &Nets) -> Outcome {
    let clean = shown(&sets.test.x);
    let mut corrupted = Rows::default();
    corrupted.row(sets, "x", &clean);
    for (_, name, corruption) in NOISES {
        corrupted.row(sets, name, &shown(&sets.noisy_test(corruption)?));
    }
    run.figure("corruptions", corrupted.draw("Pictures and their corruptions"));
    let mut restored = Rows::default();
    let noisy = shown(&sets.noisy_test(NOISES[0].2)?);
    restored.row(sets, "x", &clean);
    for one in &classic.chosen[0] {
        let y = one.method.apply(sets.frame(), &noisy)?;
        restored.row(sets, if one.key == "noisy" { "x̃" } else { one.name }, &y);
    }
    for (key, name) in [("gauss_dense", "dense"), ("gauss_conv", "convolutional")] {
        if let Some(first) = nets.of(key).first() {
            restored.row(sets, name, &first.net.denoise(&noisy)?);
        }
    }
    run.figure("restored", restored.draw("Noisy pictures, restored by each method"));
    Ok(())
}
