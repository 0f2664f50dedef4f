//! Components, reconstructions and scores of images.

use autoencoders::Autoencoder;
use autoencoders::ndarray::Axis;
use autoencoders::pca::Pca;
use autoencoders::stats::{median, range};
use chapters::datasets::Images;
use chapters::figures::{Grid, Ink, Mark, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

/// The mean and some of the directions, from the first to the fortieth; and the lesser sign's share of the first ten.
pub fn loadings(run: &mut Run, images: &Images, pca: &Pca) {
    let shown: Vec<usize> = [1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 40]
        .into_iter()
        .filter(|&j| j <= pca.rank())
        .collect();
    let column = |j: usize| pca.w.column(j - 1);
    let most = shown
        .iter()
        .flat_map(|&j| column(j))
        .fold(0.0_f64, |m, &w| m.max(f64::from(w).abs()));
    let mut tiles = vec![Tile::image(&images.train, pca.mean.view(), 0.0, images.white)];
    tiles.extend(shown.iter().map(|&j| Tile::signed(&images.train, column(j), most)));
    let captions = std::iter::once("mean".to_string())
        .chain(shown.iter().map(usize::to_string))
        .collect();
    let title = "The mean image and some of the directions as images".to_string();
    run.figure(
        "loadings",
        grid(&Grid { title, columns: 6, tiles, captions, ..Grid::default() }),
    );

    let one_sign = |j: usize| {
        let plus: f64 =
            column(j).iter().filter(|w| **w > 0.0).map(|&w| f64::from(w).powi(2)).sum();
        plus.min(1.0 - plus)
    };
    let minor: Vec<f64> = (1..=10.min(pca.rank())).map(one_sign).collect();
    run.number("minor_sign_least", range(minor).0, 2);
}

/// Images and what k numbers make of them.
pub fn reconstruction(run: &mut Run, images: &Images, pca: &Pca) -> Outcome {
    let ks: Vec<usize> =
        [1, 2, 5, 10, 20, 40].into_iter().filter(|&k| k <= pca.code_size()).collect();
    let set = images.measured();
    let originals = set.x.select(Axis(0), &one_of_each(&set.labels, 6.min(set.len())));
    let made = ks
        .iter()
        .map(|&k| pca.truncate(k)?.reconstruct(&originals))
        .collect::<Result<Vec<_>, _>>()?;
    let mut tiles = Vec::new();
    for i in 0..originals.nrows() {
        for x in std::iter::once(&originals).chain(&made) {
            tiles.push(Tile::image(set, x.row(i), 0.0, images.white));
        }
    }
    let labels =
        std::iter::once("image".to_string()).chain(ks.iter().map(|k| format!("k = {k}")));
    let title = "Images beside their reconstructions from k numbers".to_string();
    let columns = ks.len() + 1;
    run.figure(
        "reconstruction",
        grid(&Grid {
            title,
            columns,
            tiles,
            column_labels: labels.collect(),
            ..Grid::default()
        }),
    );
    Ok(())
}

/// The first image of each of `count` labels, or the first images where there are no labels.
fn one_of_each(labels: &[usize], count: usize) -> Vec<usize> {
    let mut rows: Vec<usize> =
        (0..count).filter_map(|label| labels.iter().position(|&l| l == label)).collect();
    rows.extend((0..count).filter(|_| labels.is_empty()));
    rows
}

/// The first two scores, each image's class as its letter.
pub fn scores(run: &mut Run, images: &Images, pca: &Pca) -> Outcome {
    if pca.code_size() < 2 {
        return Ok(());
    }
    let set = images.measured();
    let rows: Vec<usize> = (0..set.len().min(run.size(200, 700, 1500))).collect();
    let z = pca.truncate(2)?.encode(&set.x.select(Axis(0), &rows))?;
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let scale = |label: &str, j: usize| {
        Scale::around(label, z.column(j).iter().map(|&v| f64::from(v)))
    };
    let mut panel =
        Panel::new("", scale("first score", 0), scale("second score", 1)).equal();
    let classes = set.labels.iter().max().map_or(0, |most| most + 1);
    if classes == 0 || classes > 10 {
        panel = panel.points(rows.iter().map(|&i| at(i)), Ink::Pca, Shape::Dot, 4.0);
    } else {
        let members =
            |class: usize| rows.iter().copied().filter(move |&i| set.labels[i] == class);
        let letters =
            |points: Vec<(f64, f64)>, class: usize, size: f64, bold: bool| Mark::Letters {
                points,
                letter: class.to_string(),
                ink: Ink::Category(class),
                size,
                bold,
            };
        for class in 0..classes {
            panel =
                panel.mark(letters(members(class).map(at).collect(), class, 10.0, false));
        }
        for class in 0..classes {
            let middle = |of: fn((f64, f64)) -> f64| {
                median(&members(class).map(|i| of(at(i))).collect::<Vec<_>>())
            };
            if let (Some(x), Some(y)) = (middle(|p| p.0), middle(|p| p.1)) {
                panel = panel.mark(letters(vec![(x, y)], class, 26.0, true));
            }
        }
    }
    run.figure(
        "scores",
        draw("The first two scores of each image, by class", 1, 380.0, &[panel]),
    );
    Ok(())
}
