//! Why weights are shared: a picture moved, and what moves along.

use super::arms::starts;
use super::maps;
use super::pictures::{Pictures, sheet};
use autoencoders::conv::shift::{equivariance_gap, shift};
use autoencoders::conv::{ImageNetwork, Padding, Step, Window};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::{Frame, Real};
use chapters::datasets::evenly;
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

const RELU: Step = Step::Bend(Activation::Relu);
/// Places left out at each edge, where padding is seen.
const MARGIN: usize = 4;
/// The shift in the figure, to the right: odd, as pooling minds odd ones.
const SHOWN: isize = 3;

/// A network of each kind that keeps the image's size.
fn networks(frame: Frame) -> Vec<(&'static str, Vec<Step>)> {
    let (c, double) = (Step::same(8, 3), Step::double());
    let mean = Step::MeanPool(Window::square(2, 2, Padding::Same));
    let strided =
        Step::Convolve { filters: 8, window: Window::square(3, 2, Padding::Same) };
    vec![
        ("conv", vec![c, RELU, c]),
        ("max", vec![c, RELU, Step::halve(), double]),
        ("mean", vec![c, RELU, mean, double]),
        ("stride", vec![strided, RELU, double]),
        ("dense", vec![Step::Dense(frame), RELU]),
    ]
}

/// How far the features of a moved picture are from the moved features, by one pixel and by
/// two.
pub fn gaps(run: &mut Run, pictures: &Pictures) -> Outcome {
    let x = evenly(&pictures.test, run.size(10, 100, 100))?.x;
    let frame = pictures.frame();
    let margin = MARGIN.min(frame.height.min(frame.width) / 4);
    let cases = networks(frame);
    let found = run.from_each_start(&cases, starts(run), |(name, steps), start| {
        let mut rng = run.rng(&format!("sharing {name} {start}"));
        let f = ImageNetwork::random(frame, steps, Init::He, &mut rng)?;
        let gap = |by: isize| equivariance_gap(&f, &x, by, by, 1, margin);
        Ok([gap(1)?, gap(2)?])
    })?;
    for ((name, _), found) in cases.iter().zip(found) {
        for (by, at) in [(1, 0), (2, 1)] {
            let gaps: Vec<f64> = found.iter().map(|gap: &[f64; 2]| gap[at]).collect();
            run.over_starts(&format!("gap_{name}_by{by}"), &gaps, "", 3);
        }
    }
    counts(run, frame)
}

/// Parameters of the tutorial's first layer: shared, local but not shared, and neither.
fn counts(run: &mut Run, frame: Frame) -> Outcome {
    let mut rng = run.rng("counts");
    let first = ImageNetwork::random(frame, &[Step::same(16, 3)], Init::Glorot, &mut rng)?;
    let count = |f: &ImageNetwork| -> usize {
        f.network.parameters().iter().map(|(_, theta)| theta.len()).sum()
    };
    let out = first.output().len();
    run.count("layer_shared", count(&first));
    run.count("layer_outputs", out);
    run.count("layer_local", out * (9 * frame.channels + 1));
    run.count("layer_dense", out * (frame.len() + 1));
    Ok(())
}

/// A picture and a feature of it, both moved, and the difference of the two orders, for
/// three networks.
pub fn figure(run: &mut Run, pictures: &Pictures) -> Outcome {
    let (frame, one) = (pictures.frame(), evenly(&pictures.test, 1)?.x);
    let moved = shift(&one, frame, 0, SHOWN)?;
    let shown = ["conv", "max", "dense"];
    let mut columns = Vec::new();
    let cases = networks(frame);
    for (name, steps) in cases.iter().filter(|case| shown.contains(&case.0)) {
        let mut rng = run.rng(&format!("sharing {name} 0"));
        let f = ImageNetwork::random(frame, steps, Init::He, &mut rng)?;
        let (y, of_moved) = (f.network.predict(&one)?, f.network.predict(&moved)?);
        let out = f.output();
        let apart = &of_moved - &shift(&y, out, 0, SHOWN)?;
        let channel_of = |y, which| maps::channel(y, 0, out, which);
        // The channel that says most of this picture.
        let strength = |channel: usize| -> f64 {
            channel_of(&y, channel).iter().map(|&v| f64::from(v * v)).sum()
        };
        let channel = (0..out.channels)
            .max_by(|&a, &b| strength(a).total_cmp(&strength(b)))
            .unwrap_or_default();
        let set = sheet(out.height, out.width);
        let map = |y| channel_of(y, channel);
        let most = map(&y).fold(Real::EPSILON, |most, v| most.max(v.abs()));
        let tile = |y| Tile::signed(&set, map(y).view(), f64::from(most));
        columns.push([tile(&y), tile(&of_moved), tile(&apart)]);
    }
    let picture = [
        pictures.tile(one.row(0)),
        pictures.tile(moved.row(0)),
        Tile::empty(frame.height, frame.width),
    ];
    columns.insert(0, picture);
    let tiles = (0..3).flat_map(|row| columns.iter().map(move |c| c[row].clone()));
    run.count("shown_shift", SHOWN as usize);
    run.figure(
        "equivariance",
        grid(&Grid {
            title: "A picture, the picture moved, and one feature of both".to_string(),
            columns: columns.len(),
            tiles: tiles.collect(),
            column_labels: ["picture", "convolution", "and maximum", "dense"]
                .map(str::to_string)
                .to_vec(),
            row_labels: ["as it is", "moved", "apart"].map(str::to_string).to_vec(),
            ..Grid::default()
        }),
    );
    Ok(())
}
