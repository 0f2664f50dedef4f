//! What a unit sees: by arithmetic, and by its gradient.

use super::arms::{Arm, Model, Trained, starts};
use super::pictures::{Pictures, sheet};
use autoencoders::conv::receptive::{extent, reach, receptive_field};
use autoencoders::conv::{ImageNetwork, Step};
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::stats::median;
use autoencoders::{Frame, Real};
use chapters::curves::{Curve, bundle};
use chapters::datasets::evenly;
use chapters::figures::{Grid, Ink, Panel, Scale, Tile, draw, grid};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Layers of 3 × 3 that are stacked.
const DEPTHS: [usize; 5] = [1, 2, 4, 8, 16];
/// A pixel counts that moves the unit at least so much as a share of the one that moves it
/// most: 1 − 95.45 %.
const COUNTS: f64 = 0.0455;
/// (kernel, stride) of the tutorial's encoder, pooling included.
const TUTORIAL: [(usize, usize); 6] = [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1), (2, 2)];
/// The side of the stacks' images: the deepest sees 33 pixels of it.
const SIDE: usize = 35;

/// √ of how many pixels count.
fn effective(field: &Array2<f64>) -> f64 {
    let most = field.fold(0.0, |most: f64, &v| most.max(v));
    (field.iter().filter(|&&v| v > COUNTS * most).count() as f64).sqrt()
}

/// Stacks of 3 × 3 convolutions, untrained, with bends between them or without: side in
/// theory and by the gradient.
pub fn stacks(run: &mut Run) -> Outcome {
    let depths: &[usize] = run.size(&DEPTHS[..3], &DEPTHS, &DEPTHS);
    let frame = Frame::grey(SIDE, SIDE);
    let noise = noise(run.size(2, 20, 20), frame.len(), &mut run.rng("receptive noise"));
    let ways = [("relu", true), ("linear", false)];
    let mut fields = Vec::new();
    for (key, bends) in ways {
        let cases: Vec<usize> = depths.to_vec();
        let found = run.from_each_start(&cases, starts(run), |&depth, start| {
            let mut rng = run.rng(&format!("receptive {key} {depth} {start}"));
            let c = Step::same(8, 3);
            let mut steps = vec![c];
            for _ in 1..depth {
                steps.extend(bends.then_some(Step::Bend(Activation::Relu)));
                steps.push(c);
            }
            let f = ImageNetwork::random(frame, &steps, Init::He, &mut rng)?;
            Ok(receptive_field(&f, steps.len(), (SIDE / 2, SIDE / 2, 0), &noise)?)
        })?;
        fields.push(found);
    }
    for ((key, _), fields) in ways.iter().zip(&fields) {
        for (&depth, fields) in depths.iter().zip(fields) {
            let sides: Vec<f64> = fields.iter().map(effective).collect();
            run.over_starts(&format!("effective_{key}_{depth}"), &sides, "", 1);
        }
    }
    for (&depth, fields) in depths.iter().zip(&fields[0]) {
        run.count(&format!("reach_{depth}"), reach(&vec![(3, 1); depth]));
        let seen = fields.iter().filter_map(extent).map(|(_, _, height, _)| height as f64);
        let seen: Vec<f64> = seen.collect();
        run.number(&format!("extent_{depth}"), median(&seen).unwrap_or_default(), 0);
    }
    let draws = run.size(5, 200, 200);
    let derived: Vec<f64> =
        depths.iter().map(|&depth| derived(run, depth, draws)).collect();
    lines(run, depths, &derived, &fields);
    let set = sheet(SIDE, SIDE);
    let tiles = fields[0].iter().map(|fields| map(&set, &fields[0])).collect();
    let labels =
        depths.iter().map(|d| if *d == 1 { "1 layer".into() } else { format!("{d}") });
    run.figure(
        "receptive_maps",
        grid(&Grid {
            title: "How much each pixel moves the unit in the middle".to_string(),
            columns: depths.len(),
            tiles,
            column_labels: labels.collect(),
            ..Grid::default()
        }),
    );
    Ok(())
}

/// The root of the mean square of a unit's slopes over all weights that could be drawn, as
/// the page derives it: a walk of so many steps, each by −1, 0 or 1 with equal chance, down
/// and across.
fn expected(depth: usize) -> Array2<f64> {
    let mut walk: Vec<f64> = vec![1.0];
    for _ in 0..depth {
        let mut longer = vec![0.0; walk.len() + 2];
        for (at, chance) in walk.iter().enumerate() {
            longer[at..at + 3].iter_mut().for_each(|to| *to += chance / 3.0);
        }
        walk = longer;
    }
    let n = walk.len();
    Array2::from_shape_fn((n, n), |(i, j)| (walk[i] * walk[j]).sqrt())
}

/// What the derivation says counts: of the mean over all draws, and, at the median, of one
/// draw, whose slopes are Gaussian and do not depend on each other.
/// Returns the latter.
fn derived(run: &mut Run, depth: usize, draws: usize) -> f64 {
    let root = expected(depth);
    let mut rng = run.rng(&format!("receptive derived {depth}"));
    let one = |_| {
        effective(&root.mapv(|scale| scale * rng.sample::<f64, _>(StandardNormal).abs()))
    };
    let sides: Vec<f64> = (0..draws).map(one).collect();
    let of_one = median(&sides).unwrap_or_default();
    run.number(&format!("derived_{depth}"), effective(&root), 1).spread(0.0);
    run.number(&format!("derived_draw_{depth}"), of_one, 1).spread(0.0);
    of_one
}

/// Theory and measurement against the number of layers: what is derived for one draw, and the
/// fields with bends and without.
fn lines(
    run: &mut Run,
    depths: &[usize],
    derived: &[f64],
    fields: &[Vec<Vec<Array2<f64>>>],
) {
    let curves = |fields: &[Vec<Array2<f64>>]| -> Vec<Curve> {
        let count = fields.first().map_or(0, Vec::len);
        let of = |start: usize| -> Curve {
            let each = depths.iter().zip(fields);
            each.map(|(&d, fields)| (d as f64, effective(&fields[start]))).collect()
        };
        (0..count).map(of).collect()
    };
    let reached = depths.iter().map(|&d| (d as f64, reach(&vec![(3, 1); d]) as f64));
    let derived = depths.iter().zip(derived).map(|(&d, &side)| (d as f64, side));
    let most = depths.last().copied().unwrap_or(1) as f64;
    let ticks: Vec<_> = depths.iter().map(|&d| (d as f64, d.to_string())).collect();
    let panel = Panel::new(
        "",
        Scale::linear("layers of 3 × 3", 0.0, most).with_ticks(ticks),
        Scale::linear("side of what a unit sees (pixels)", 0.0, 2.2 * most),
    )
    .dashed(reached.collect::<Curve>(), Ink::Faint, "in reach");
    let panel = bundle(panel, &curves(&fields[0]), Ink::Autoencoder, "with rectifiers");
    let panel = bundle(panel, &curves(&fields[1]), Ink::Pca, "without bends").dashed(
        derived.collect::<Curve>(),
        Ink::Text,
        "derived without bends",
    );
    run.figure("receptive", draw("What a unit sees against depth", 1, 220.0, &[panel]));
}

/// The field as greys: white moves the unit most.
fn map(set: &autoencoders::data::ImageSet, field: &Array2<f64>) -> Tile {
    let most = field.fold(f64::MIN_POSITIVE, |most: f64, &v| most.max(v));
    let row: Array1<Real> = field.iter().map(|&v| (v / most) as Real).collect();
    Tile::image(set, row.view(), 0.0, 1.0)
}

/// A unit of the tutorial's code, before and after training, from each start.
pub fn code(run: &mut Run, pictures: &Pictures, trained: &[Trained]) -> Outcome {
    let x = evenly(&pictures.test, run.size(4, 40, 40))?.x;
    let frame = pictures.frame();
    let side = |model: &Model| -> Outcome<f64> {
        let Model::Image(model) = model else { return Ok(f64::NAN) };
        let f = ImageNetwork {
            network: model.networks.encoder.clone(),
            frames: model.encoder_frames.clone(),
        };
        let code = f.output();
        let mut sum = Array2::zeros((frame.height, frame.width));
        for channel in 0..code.channels {
            let place = (code.height / 2, code.width / 2, channel);
            sum += &receptive_field(&f, f.frames.len() - 1, place, &x)?;
        }
        Ok(effective(&sum))
    };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (start, trained) in trained.iter().enumerate() {
        let name = format!("{} {start}", Arm::Conv.key());
        before.push(side(&Arm::Conv.random(frame, &mut run.rng(&name))?)?);
        after.push(side(&trained.model)?);
    }
    run.count("code_reach", reach(&TUTORIAL)).spread(0.0);
    run.over_starts("code_effective_start", &before, "", 1);
    run.over_starts("code_effective_end", &after, "", 1);
    Ok(())
}

/// n rows of Gaussian numbers.
fn noise(n: usize, d: usize, rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((n, d), || rng.sample::<f64, _>(StandardNormal) as Real)
}
