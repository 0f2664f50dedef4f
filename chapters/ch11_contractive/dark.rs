//! Why a plain encoder's leading directions lie where there is nothing to see.

use super::arms::starts;
use super::heads::sheet;
use super::planes::{Lesson, Score, Truth, encoder_plane};
use super::spots::record;
use autoencoders::Autoencoder;
use autoencoders::contractive::{ContractiveAutoencoder, blobs};
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::{Real, Result};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use rand::RngExt;

/// A pixel whose mean is below this is dark.
const DARK: Real = 0.02;

/// A way to train.
#[derive(Clone, Copy)]
struct Way {
    key: &'static str,
    name: &'static str,
    lambda: Real,
    optimiser: fn() -> Box<dyn Optimiser>,
}

const WAYS: [Way; 4] = [
    Way { key: "adam", name: "plain, Adam", lambda: 0.0, optimiser: adam },
    Way { key: "epsilon", name: "plain, Adam, ε = .01", lambda: 0.0, optimiser: cautious },
    Way { key: "sgd", name: "plain, SGD", lambda: 0.0, optimiser: sgd },
    Way { key: "cae", name: "contractive, Adam", lambda: 0.1, optimiser: adam },
];

fn adam() -> Box<dyn Optimiser> {
    Box::new(Adam::default())
}

/// ε so large that a gradient far below it makes a step in proportion.
fn cautious() -> Box<dyn Optimiser> {
    Box::new(Adam { epsilon: 0.01, ..Adam::default() })
}

fn sgd() -> Box<dyn Optimiser> {
    Box::new(Sgd { rate: 0.01, momentum: 0.9, ..Sgd::default() })
}

/// What one training leaves.
struct Trained {
    model: ContractiveAutoencoder,
    score: Score,
    /// Share of the leading directions on dark pixels.
    share: f64,
    sq: f64,
    pushes: [f64; 2],
}

/// Error, angle and share on dark pixels by optimiser; the leading direction as a picture.
pub fn optimisers(run: &mut Run) -> Outcome {
    let (lesson, points) = (Lesson::spots(run), run.size(10, 60, 60));
    let n = run.size(100, 1000, 1000);
    let found = run.from_each_start(&WAYS, starts(run), |way, start| {
        let x = blobs::blobs(n, 0.0, &mut run.rng(&format!("spots {start}")))?.x;
        let truth = Truth::spots(run, &format!("test {start}"), points, 0.0)?;
        let model = lesson.train_by(&mut *(way.optimiser)(), run, &x, way.lambda, start)?;
        Ok(Trained {
            score: truth.of_encoder(&model)?,
            share: share(&model, &truth.x, &dark_pixels(&x))?,
            sq: model.squared_error(&truth.x)?,
            pushes: truth.pushes(&model)?,
            model,
        })
    })?;
    let dark = dark_pixels(&blobs::blobs(n, 0.0, &mut run.rng("spots 0"))?.x);
    let count = dark.iter().filter(|&&dark| dark).count();
    run.measure("dark_pixels", 100.0 * count as f64 / dark.len() as f64, "%", 0);
    for (way, found) in WAYS.iter().zip(&found) {
        let key = format!("dark_{}", way.key);
        record(run, &key, &found.iter().map(|f| f.score).collect::<Vec<_>>());
        type Of = fn(&Trained) -> f64;
        let what: [(&str, Of, &str, usize); 5] = [
            ("share", |f| 100.0 * f.share, "%", 1),
            ("sq", |f| f.sq, "", 3),
            ("along", |f| f.pushes[0], "", 4),
            ("across", |f| f.pushes[1], "", 4),
            ("ratio", |f| f.pushes[0] / f.pushes[1], "", 2),
        ];
        for (name, of, unit, digits) in what {
            let values: Vec<f64> = found.iter().map(of).collect();
            run.over_starts(&format!("{key}_{name}"), &values, unit, digits);
        }
    }
    let models: Vec<(&Way, &ContractiveAutoencoder)> =
        WAYS.iter().zip(&found).map(|(way, found)| (way, &found[0].model)).collect();
    figure(run, &models)?;
    pushed(run, &models)
}

/// Which pixels hardly ever are lit.
fn dark_pixels(x: &Array2<Real>) -> Vec<bool> {
    let mean = x.mean_axis(Axis(0)).unwrap_or_default();
    mean.iter().map(|&mean| mean < DARK).collect()
}

/// The share of the three leading directions' squares that lies on the dark pixels.
fn share(model: &ContractiveAutoencoder, x: &Array2<Real>, dark: &[bool]) -> Result<f64> {
    let mut sum = 0.0;
    for x in x.rows() {
        let plane = encoder_plane(model, x, blobs::PARAMETERS)?;
        let rows = plane.rows().into_iter().zip(dark).filter(|(_, dark)| **dark);
        sum += rows.map(|(row, _)| f64::from(row.dot(&row))).sum::<f64>();
    }
    Ok(sum / (blobs::PARAMETERS * x.nrows()) as f64)
}

/// A spot, its first true tangent, and each way's leading direction there.
fn figure(run: &mut Run, models: &[(&Way, &ContractiveAutoencoder)]) -> Outcome {
    let set = sheet(blobs::frame());
    let truth = Truth::spots(run, "test 0", 1, 0.0)?;
    let signed = |v: &Array1<Real>| {
        let most = v.fold(Real::EPSILON, |most, v| most.max(v.abs()));
        Tile::signed(&set, v.view(), f64::from(most))
    };
    let mut tiles = vec![
        Tile::image(&set, truth.x.row(0), 0.0, 1.0),
        signed(&truth.planes[0].column(0).to_owned()),
    ];
    let mut labels = vec!["the spot".to_string(), "moved in x".to_string()];
    for (way, model) in models {
        tiles.push(signed(&encoder_plane(model, truth.x.row(0), 1)?.column(0).to_owned()));
        labels.push(way.name.to_string());
    }
    run.figure(
        "dark",
        grid(&Grid {
            title: "The direction to which each encoder is most sensitive".to_string(),
            columns: 3,
            tiles,
            captions: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}

/// A spot, and the same pushed by a length of 1: along the set, and anywhere.
fn pushed(run: &mut Run, models: &[(&Way, &ContractiveAutoencoder)]) -> Outcome {
    let truth = Truth::spots(run, "test 0", 1, 0.0)?;
    let home = truth.x.row(0).to_owned();
    let mut rng = run.rng("pushed");
    let noise = Array1::from_shape_simple_fn(home.len(), || rng.random_range(-1.0..1.0));
    let mut shown = vec![home.clone()];
    let tangent = truth.planes[0].column(0).to_owned();
    for (key, way) in [("along", tangent), ("noise", noise)] {
        let there: Array1<Real> = &home + &(&way / way.dot(&way).sqrt());
        for (own, model) in models {
            let both = [&home, &there].map(|x| x.clone().insert_axis(Axis(0)));
            let moved = model.encode(&both[1])? - model.encode(&both[0])?;
            let length = f64::from((&moved * &moved).sum()).sqrt();
            run.number(&format!("pushed_{}_{key}", own.key), length, 3);
        }
        shown.push(there);
    }
    let set = sheet(blobs::frame());
    let tile = |x: &Array1<Real>| Tile::image(&set, x.view(), -0.1, 1.0);
    run.figure(
        "pushed",
        grid(&Grid {
            title: "A spot, moved a little, and under a little noise".to_string(),
            columns: 3,
            tiles: shown.iter().map(tile).collect(),
            captions: ["a spot", "moved", "any direction"].map(str::to_string).to_vec(),
            ..Grid::default()
        }),
    );
    Ok(())
}
