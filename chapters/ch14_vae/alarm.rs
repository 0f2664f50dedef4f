//! Likelihood as an alarm: what it takes for odd, and what a ruler would.

use super::binary::{Set, ink};
use super::pictures::dear_starts;
use super::pixels::Pair;
use super::quadrature::Plane;
use autoencoders::coding::lossless::deflated;
use autoencoders::data::faces::{self, Colour};
use autoencoders::ndarray::{Array2, ArrayView1, Axis};
use autoencoders::stats::{median, range};
use autoencoders::vae::Vae;
use autoencoders::vae::alarm::roc_area;
use autoencoders::vae::visible::VisibleModel;
use autoencoders::{Real, Result};
use chapters::figures::{Anchor, Ink, Mark, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// Weights in a VAE's score.
const WEIGHTS: usize = 50;
/// Images of each kind.
const IMAGES: usize = 200;

/// Odd images, by their name in numbers and in the figure.
struct Odd {
    key: &'static str,
    name: &'static str,
    x: Array2<Real>,
}

/// Other images than digits, and a class that was left out.
pub fn alarm(run: &mut Run, planes: &[Plane], pairs: &[Pair]) -> Outcome {
    let (Some(plane), Some(pair)) = (planes.last(), pairs.last()) else {
        return Err("no set was trained on".into());
    };
    let left = others(run, plane.set, pair)?;
    for (plane, pair) in planes.iter().zip(pairs) {
        empty(run, plane.set, pair)?;
    }
    let mut panels = vec![left];
    if run.args.data.is_none() {
        panels.push(left_out(run, planes[0].set)?);
    }
    run.figure("alarm", draw("ROC areas of likelihood as an alarm", 1, 320.0, &panels));
    Ok(())
}

/// Scores of rows: −log p by a VAE's weights, and exactly pixel by pixel.
fn scores(
    run: &Run,
    vae: &Vae,
    visible: &VisibleModel,
    x: &Array2<Real>,
) -> Result<[Vec<f64>; 2]> {
    let weights = run.size(5, WEIGHTS, WEIGHTS);
    let each = vae.iw_each(x, weights, &[weights], run.args.seed)?;
    Ok([(-each.column(0).to_owned()).to_vec(), (-visible.log_likelihood(x)?).to_vec()])
}

/// The row whose marks are named.
const NAMED: &str = "half";
/// The names in numbers of the scores without a model.
const RULERS: [&str; 3] = ["ink", "bytes", "nearest"];

/// |share of ink − the training images'|, bytes by DEFLATE, and pixels that differ from the nearest
/// training image: scores without a model.
fn rulers(x: &Array2<Real>, train: &Array2<Real>) -> Result<[Vec<f64>; 3]> {
    let ink = mean_ink(train);
    let bytes = |x: ArrayView1<Real>| -> Result<f64> {
        let bytes: Vec<u8> = x.iter().map(|&v| v as u8).collect();
        Ok(deflated(&bytes)?.len() as f64)
    };
    Ok([
        x.rows().into_iter().map(|x| (share(x) - ink).abs()).collect(),
        x.rows().into_iter().map(bytes).collect::<Result<_>>()?,
        nearest(x, train),
    ])
}

/// Of each row of 0 and 1 the fewest pixels in which it differs from one to train on:
/// |x − t| = x + t − 2xt.
fn nearest(x: &Array2<Real>, train: &Array2<Real>) -> Vec<f64> {
    let (own, other) = (x.sum_axis(Axis(1)), train.sum_axis(Axis(1)));
    let apart = x.dot(&train.t()) * -2.0 + &own.insert_axis(Axis(1)) + &other;
    let least = |row: ArrayView1<Real>| row.iter().copied().fold(Real::INFINITY, Real::min);
    apart.rows().into_iter().map(|row| least(row).into()).collect()
}

fn mean_ink(x: &Array2<Real>) -> f64 {
    x.iter().map(|&v| f64::from(v)).sum::<f64>() / x.len() as f64
}

fn share(x: ArrayView1<Real>) -> f64 {
    x.iter().map(|&v| f64::from(v)).sum::<f64>() / x.len() as f64
}

fn others(run: &mut Run, set: &Set, pair: &Pair) -> Outcome<Panel> {
    let test = set.some(run.size(5, IMAGES, IMAGES));
    let (n, d) = test.dim();
    let level = mean_ink(&set.train.x);
    run.number("alarm_ink", 100.0 * level, 0).spread(0.0);
    let mut rng = run.rng("odd images");
    let mut noise = |p: f64| {
        Array2::from_shape_simple_fn((n, d), || {
            if rng.random::<f64>() < p { 1.0 } else { 0.0 }
        })
    };
    let mut odd = vec![
        Odd { key: "noise", name: "noise, half ink", x: noise(0.5) },
        Odd { key: "sparse", name: "noise, a digit's ink", x: noise(level) },
        Odd { key: "half", name: "digits’ upper halves", x: half(&test) },
        Odd { key: "white", name: "all ink", x: Array2::ones((1, d)) },
        Odd { key: "black", name: "no ink", x: Array2::zeros((1, d)) },
    ];
    let side = set.test.frame.height;
    if side * side == d {
        let people = run.size(1, IMAGES / 10, IMAGES / 10);
        let heads = faces::gallery(run.args.seed, people, 10, side, Colour::Grey)?.images.x;
        odd.insert(0, Odd { key: "faces", name: "faces", x: ink(&heads, 1.0) });
    }
    let own = rulers(&test, &set.train.x)?;
    let models: Vec<_> = pair.vaes.iter().zip(&pair.visible).collect();
    let ordinary =
        run.together(&models, |(vae, visible)| Ok(scores(run, vae, visible, &test)?))?;
    let ticks = odd.iter().rev().enumerate().map(|(i, odd)| (i as f64, odd.name));
    let y = Scale::linear("", -0.5, odd.len() as f64 - 0.5).with_ticks(ticks);
    let x = Scale::linear("ROC area", 0.0, 1.0);
    let mut panel = Panel::new("Digits against …", x, y).upright(0.5, Ink::Faint, "");
    for (i, Odd { key, x, .. }) in odd.iter().enumerate() {
        let height = (odd.len() - 1 - i) as f64;
        let found =
            run.together(&models, |(vae, visible)| Ok(scores(run, vae, visible, x)?))?;
        for (at, model) in ["vae", "visible"].iter().enumerate() {
            let pairs = found.iter().zip(&ordinary);
            let areas = pairs.map(|(odd, own)| roc_area(&odd[at], &own[at]));
            let areas = areas.collect::<Result<Vec<_>>>()?;
            run.scattered(&format!("alarm_{key}_{model}"), &areas, "", 3, 0.1);
            panel = with(panel, &areas, height, at);
            panel = if *key == NAMED { name(panel, &areas, height, at) } else { panel };
        }
        for (at, (ruler, odd)) in RULERS.iter().zip(rulers(x, &set.train.x)?).enumerate() {
            let area = roc_area(&odd, &own[at])?;
            run.number(&format!("alarm_{key}_{ruler}"), area, 3).spread(0.0);
            panel = with(panel, &[area], height, at + 2);
        }
    }
    Ok(panel)
}

/// Marks of one score: dots and squares for the models, letters for the rulers.
fn with(panel: Panel, areas: &[f64], height: f64, score: usize) -> Panel {
    let at = height_of(height, score);
    let points: Vec<_> = areas.iter().map(|&area| (area, at)).collect();
    let letter = match score {
        0 => return panel.points(points, Ink::Autoencoder, Shape::Dot, 6.0),
        1 => return panel.points(points, Ink::Category(1), Shape::Square, 5.0),
        2 => "i",
        3 => "c",
        _ => "n",
    };
    let (letter, ink) = (letter.to_string(), Ink::Text);
    panel.mark(Mark::Letters { points, letter, ink, size: 10.0, bold: true })
}

/// What a model's marks are called: the VAE's to the left of them, the other's to the right.
fn name(panel: Panel, areas: &[f64], height: f64, model: usize) -> Panel {
    let (least, most) = range(areas.iter().copied());
    let at = height_of(height, model) + 0.12;
    match model {
        0 => panel.note((least, at), "VAE", Ink::Autoencoder, Anchor::End),
        _ => panel.note((most, at), "pixel by pixel", Ink::Category(1), Anchor::Start),
    }
}

/// The scores' marks stand below each other.
fn height_of(height: f64, score: usize) -> f64 {
    height + 0.36 - 0.18 * score as f64
}

/// How the picture without ink stands among the test images of a set.
fn empty(run: &mut Run, set: &Set, pair: &Pair) -> Outcome {
    let test = set.some(run.size(5, IMAGES, IMAGES));
    let none = Array2::zeros((1, test.ncols()));
    let models: Vec<_> = pair.vaes.iter().zip(&pair.visible).collect();
    let found = run.together(&models, |(vae, visible)| {
        let of = |x: &Array2<Real>| scores(run, vae, visible, x);
        let (odd, own) = (of(&none)?, of(&test)?);
        Ok([roc_area(&odd[0], &own[0])?, roc_area(&odd[1], &own[1])?])
    })?;
    for (at, model) in ["vae", "visible"].iter().enumerate() {
        let areas: Vec<f64> = found.iter().map(|areas| areas[at]).collect();
        run.scattered(&format!("empty_{}_{model}", set.key), &areas, "", 3, 0.1);
    }
    Ok(())
}

/// The lower half without ink.
fn half(x: &Array2<Real>) -> Array2<Real> {
    let d = x.ncols();
    Array2::from_shape_fn(x.dim(), |(i, j)| if j < d / 2 { x[(i, j)] } else { 0.0 })
}

/// Each class in turn is left out of the training, and then shown.
fn left_out(run: &mut Run, set: &Set) -> Outcome<Panel> {
    let mut classes: Vec<usize> = set.test.labels.clone();
    classes.sort_unstable();
    classes.dedup();
    let classes: Vec<usize> = classes.into_iter().take(run.size(2, 10, 10)).collect();
    let found = run.from_each_start(&classes, dear_starts(run), |&class, start| {
        let rest = set.without(class)?;
        let (vae, visible) = (rest.vae(run, set.code, start)?, rest.visible(run, start)?);
        let (odd, own) = apart(set, class);
        let (odd_scores, own_scores) =
            (scores(run, &vae, &visible, &odd)?, scores(run, &vae, &visible, &own)?);
        Ok([0, 1].map(|at| roc_area(&odd_scores[at], &own_scores[at])))
    })?;
    let x = Scale::linear("ROC area", 0.0, 1.0);
    let ticks = classes.iter().map(|&class| (-(class as f64), class.to_string()));
    let lowest = -(classes.iter().copied().max().unwrap_or(0) as f64);
    let y = Scale::linear("the digit left out", lowest - 0.5, 0.5).with_ticks(ticks);
    let mut panel = Panel::new("A class left out", x, y).upright(0.5, Ink::Faint, "");
    let (mut middles, mut by_ink) = ([Vec::new(), Vec::new()], Vec::new());
    let mut ahead = 0; // classes that the nearest image tells better than the VAE does
    for (&class, found) in classes.iter().zip(found) {
        let mut areas = [Vec::new(), Vec::new()];
        for [vae, visible] in found {
            areas[0].push(vae?);
            areas[1].push(visible?);
        }
        for (at, model) in ["vae", "visible"].iter().enumerate() {
            run.scattered(&format!("left_out_{class}_{model}"), &areas[at], "", 2, 0.15);
            middles[at].push(median(&areas[at]).unwrap_or(f64::NAN));
            panel = with(panel, &areas[at], -(class as f64), at);
        }
        let (odd, own) = apart(set, class);
        let train = set.without(class)?.train.x;
        let (odd_scores, own_scores) = (rulers(&odd, &train)?, rulers(&own, &train)?);
        for (at, ruler) in ["mean_ink", "bytes", "nearest"].iter().enumerate() {
            let area = roc_area(&odd_scores[at], &own_scores[at])?;
            run.number(&format!("left_out_{class}_{ruler}"), area, 2).spread(0.0);
            panel = with(panel, &[area], -(class as f64), at + 2);
            if at == 2 {
                ahead += usize::from(area > median(&areas[0]).unwrap_or(f64::NAN));
            }
        }
        let total =
            |x: &Array2<Real>| -> Vec<f64> { x.rows().into_iter().map(share).collect() };
        let area = roc_area(&total(&odd), &total(&own))?; // more ink, more odd
        run.number(&format!("left_out_{class}_ink"), area, 2).spread(0.0);
        by_ink.push(area);
    }
    run.count("left_out_nearest_ahead", ahead);
    for (at, model) in ["vae", "visible"].iter().enumerate() {
        let (least, most) = range(middles[at].iter().copied());
        run.number(&format!("left_out_least_{model}"), least, 2).spread(0.15);
        run.number(&format!("left_out_most_{model}"), most, 2).spread(0.15);
        let pairs: Vec<_> =
            middles[at].iter().copied().zip(by_ink.iter().copied()).collect();
        let along = autoencoders::stats::correlation(&pairs).unwrap_or(0.0);
        run.number(&format!("left_out_ink_correlation_{model}"), along, 2).spread(0.15);
    }
    Ok(panel)
}

/// The test images of a class, and the others.
fn apart(set: &Set, class: usize) -> (Array2<Real>, Array2<Real>) {
    let rows: Vec<usize> = (0..set.test.len()).collect();
    let (odd, own): (Vec<usize>, Vec<usize>) =
        rows.into_iter().partition(|&i| set.test.labels[i] == class);
    (set.test.x.select(Axis(0), &odd), set.test.x.select(Axis(0), &own))
}
