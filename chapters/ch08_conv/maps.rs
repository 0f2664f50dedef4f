//! What the filters and the maps of a trained network show.

use super::arms::{Model, Trained};
use super::pictures::{Pictures, sheet};
use autoencoders::Autoencoder;
use autoencoders::conv::ConvAutoencoder;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::nn::model::Parameters;
use autoencoders::{Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Images in the figure of the codes.
const SHOWN: usize = 4;

/// The first start's network, if it is one of image layers.
fn image(trained: &[Trained]) -> Option<&ConvAutoencoder> {
    match &trained.first()?.model {
        Model::Image(model) => Some(model),
        Model::Dense(_) => None,
    }
}

/// One channel of one image's numbers.
pub fn channel(y: &Array2<Real>, row: usize, frame: Frame, channel: usize) -> Array1<Real> {
    (0..frame.pixels()).map(|p| y[[row, p * frame.channels + channel]]).collect()
}

/// One channel of the numbers of all images.
pub fn of_all(
    y: &Array2<Real>,
    frame: Frame,
    channel: usize,
) -> impl Iterator<Item = Real> {
    y.columns().into_iter().skip(channel).step_by(frame.channels).flatten().copied()
}

/// The filters of the first layer, and what each makes of one image after the bend.
pub fn filters(run: &mut Run, pictures: &Pictures, trained: &[Trained]) -> Outcome {
    let Some(model) = image(trained) else { return Ok(()) };
    let frame = pictures.frame();
    let weights = model.networks.encoder.parameters();
    let Some((_, weight)) = weights.first() else { return Ok(()) };
    let count = model.encoder_frames[1].channels;
    // (3, 3, channels, filters): of colour the mean
    let values: Vec<Real> = weight.iter().copied().collect();
    let c = frame.channels;
    let filter = |f: usize| -> Array1<Real> {
        let tap = |t: usize| (0..c).map(|k| values[(t * c + k) * count + f]).sum::<Real>();
        (0..9).map(|t| tap(t) / c as Real).collect()
    };
    let one = pictures.test.x.select(Axis(0), &[0]);
    let maps = model.networks.encoder.predict_between(0..2, &one)?;
    let of = model.encoder_frames[2];
    let (small, large) = (sheet(3, 3), sheet(of.height, of.width));
    let top = maps.fold(Real::EPSILON, |top, &v| top.max(v));
    let columns = 8.min(count);
    let mut tiles = Vec::new();
    for first in (0..count).step_by(columns) {
        let row = first..(first + columns).min(count);
        for f in row.clone() {
            let w = filter(f);
            let most = w.fold(Real::EPSILON, |most, v| most.max(v.abs()));
            let side = (of.height.min(of.width) / 3).max(1);
            tiles.push(fitted(
                Tile::signed(&small, w.view(), f64::from(most)).enlarged(side),
                of,
            ));
        }
        for f in row {
            let map = channel(&maps, 0, of, f);
            tiles.push(Tile::image(&large, map.view(), 0.0, top));
        }
    }
    let silent = (0..count).filter(|&f| channel(&maps, 0, of, f).iter().all(|&v| v <= 0.0));
    run.count("filters", count);
    run.count("filters_silent", silent.count());
    let labels = (0..tiles.len() / columns)
        .map(|row| ["filters", "maps"][row % 2].to_string())
        .collect();
    run.figure(
        "filters",
        grid(&Grid {
            title: "The filters of the first layer, and their maps of one image"
                .to_string(),
            columns,
            tiles,
            row_labels: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}

/// The tile in the middle of an empty one of this size.
fn fitted(tile: Tile, frame: Frame) -> Tile {
    let mut ground = Tile::empty(frame.height, frame.width);
    if tile.height > frame.height || tile.width > frame.width {
        return tile; // of an image that is smaller than its filter
    }
    let (top, left) = ((frame.height - tile.height) / 2, (frame.width - tile.width) / 2);
    for (i, &pixel) in tile.pixels.iter().enumerate() {
        let (row, column) = (top + i / tile.width, left + i % tile.width);
        ground.pixels[row * frame.width + column] = pixel;
    }
    ground.signed = tile.signed;
    ground
}

/// Images, the eight small pictures of their codes, and their reconstructions.
pub fn codes(
    run: &mut Run,
    slug: &str,
    pictures: &Pictures,
    trained: &[Trained],
) -> Outcome {
    let Some(model) = image(trained) else { return Ok(()) };
    let rows = rows(&pictures.test);
    let x = pictures.test.x.select(Axis(0), &rows);
    let (z, y, code) = (model.encode(&x)?, model.reconstruct(&x)?, model.code_frame());
    let set = sheet(code.height, code.width);
    let mut tiles = Vec::new();
    // Each channel has its own scale, the same for all images: its size is of no meaning.
    let all = model.encode(&pictures.test.x)?;
    let top: Vec<Real> = (0..code.channels)
        .map(|c| of_all(&all, code, c).fold(Real::EPSILON, Real::max))
        .collect();
    let frame = pictures.frame();
    let times = (frame.height / code.height).min(frame.width / code.width).max(1);
    for i in 0..rows.len() {
        tiles.push(pictures.tile(x.row(i)));
        for (c, &top) in top.iter().enumerate() {
            let map = Tile::image(&set, channel(&z, i, code, c).view(), 0.0, top);
            tiles.push(fitted(map.enlarged(times), frame));
        }
        tiles.push(pictures.tile(y.row(i)));
    }
    let mut labels = vec!["x".to_string()];
    labels.extend((1..=code.channels).map(|c| c.to_string()));
    labels.push("x̃".to_string());
    run.figure(
        slug,
        grid(&Grid {
            title: "Images, the channels of their codes, and reconstructions".to_string(),
            columns: code.channels + 2,
            tiles,
            column_labels: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}

/// The first image of each of a few classes, or the first ones.
fn rows(set: &ImageSet) -> Vec<usize> {
    let mut classes: Vec<usize> = set.labels.clone();
    classes.sort_unstable();
    classes.dedup();
    let first = |class: &usize| set.labels.iter().position(|label| label == class);
    let every = (classes.len() / SHOWN).max(1);
    let of_class = classes.iter().step_by(every).filter_map(first);
    let rows: Vec<usize> = of_class.take(SHOWN).collect();
    if rows.is_empty() { (0..SHOWN.min(set.len())).collect() } else { rows }
}
