//! Heads that turn: which way between two views of a head stays on true views of it.

use super::sets::starts;
use super::walked::{Model, fit};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, Factors, Identity, View, render_all};
use autoencoders::latent::curve::{even, finer, shorten, steps};
use autoencoders::latent::path::Path;
use autoencoders::linalg::dot;
use autoencoders::manifold::way;
use autoencoders::ndarray::{Array2, ArrayView1, Axis, concatenate};
use autoencoders::nn::train::Training;
use autoencoders::stats::{mean, range};
use autoencoders::vae::{Likelihood, Scale};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use rand::RngExt;
use std::ops::RangeInclusive;

/// Pixels of a side.
const SIDE: usize = 24;
/// Between these turns, degrees.
const ENDS: f32 = 60.0;
/// No picture is turned farther.
const MOST: f32 = 75.0;
/// Degrees between the true views to compare with.
const STEP: f32 = 1.5;
/// Steps of a way.
const STEPS: usize = 16;
/// The middle half of a way, where it is scored.
const MIDDLE: RangeInclusive<usize> = STEPS / 4..=STEPS - STEPS / 4;
/// Neighbours among the pictures of codes.
const NEIGHBOURS: usize = 6;
/// The ways.
const WAYS: [(&str, &str); 5] = [
    ("pixels", "pixels"),
    ("straight", "straight"),
    ("round", "circle"),
    ("short", "shortest"),
    ("known", "by known codes"),
];

/// Heads, seen from all sides.
struct Heads {
    train: ImageSet,
    /// Views of each head in turn, evenly apart.
    true_views: ImageSet,
    yaws: Vec<f32>,
    people: usize,
}

impl Heads {
    fn render(run: &Run) -> Outcome<Heads> {
        let people = run.size(2, 8, 8);
        let identities: Vec<Identity> = (0..people)
            .map(|i| Identity::random(&mut run.rng(&format!("head {i}"))))
            .collect();
        let seen = |person: usize, yaw: f32| Factors {
            person,
            identity: identities[person].clone(),
            view: View { yaw, ..View::default() },
        };
        let mut rng = run.rng("turns");
        let each = run.size(10, 150, 150);
        let train = (0..people * each)
            .map(|i| seen(i % people, MOST * (2.0 * rng.random::<f32>() - 1.0)))
            .collect();
        let count = (2.0 * MOST / STEP).round() as usize + 1;
        let yaws: Vec<f32> = (0..count).map(|i| -MOST + STEP * i as f32).collect();
        let views =
            (0..people).flat_map(|person| yaws.iter().map(move |&yaw| (person, yaw)));
        let views = views.map(|(person, yaw)| seen(person, yaw)).collect();
        Ok(Heads {
            train: render_all(train, SIDE, Colour::Grey)?.images,
            true_views: render_all(views, SIDE, Colour::Grey)?.images,
            yaws,
            people,
        })
    }

    /// The row of this head at the view nearest to this turn.
    fn row(&self, person: usize, yaw: f32) -> usize {
        let apart = |i: &usize| (self.yaws[*i] - yaw).abs();
        let nearest = (0..self.yaws.len()).min_by(|a, b| apart(a).total_cmp(&apart(b)));
        person * self.yaws.len() + nearest.unwrap_or(0)
    }

    /// The root mean squared difference of a pixel between a picture and a true view.
    fn off(&self, y: ArrayView1<Real>, view: usize) -> f64 {
        let difference = (&y - &self.true_views.x.row(view)).mapv(f64::from);
        (difference.dot(&difference) / y.len() as f64).sqrt()
    }

    /// Of each picture: the squared distance to each true view, nearly.
    fn apart(&self, y: &Array2<Real>) -> Array2<f64> {
        let x = &self.true_views.x;
        let square = |x: ArrayView1<Real>| f64::from(x.dot(&x));
        let (of_x, of_y) = (x.map_axis(Axis(1), square), y.map_axis(Axis(1), square));
        let products = dot(y, &x.t()).mapv(f64::from);
        (products * -2.0 + &of_x + &of_y.insert_axis(Axis(1))).mapv(|v| v.max(0.0))
    }
}

/// What one model makes of the turns by one way.
#[derive(Debug, Clone, Copy, Default)]
struct Turned {
    /// Root mean squared difference of a pixel to the nearest true view of the head.
    off: f64,
    /// Share of pictures, in per cent, whose nearest true view is of the same head.
    own: f64,
    /// Degrees between neighbouring pictures, at most: by their nearest true views.
    jump: f64,
}

/// Trains, walks, and scores.
pub fn turning(run: &mut Run) -> Outcome {
    run.train("heads that turn");
    let heads = Heads::render(run)?;
    run.count("turn_heads", heads.people);
    run.count("turn_samples", heads.train.len());
    run.measure("turn_ends", ENDS.into(), "°", 0).spread(0.0);
    let k = 8;
    run.count("turn_code", k);
    let learnt = Likelihood::Gaussian(Scale::Learnt { start: 0.05 });
    let cases = [("vae", Some((learnt, 1.0))), ("plain", None)];
    let epochs = run.size(2, 60, 60);
    run.count("turn_epochs", epochs);
    let made = run.from_each_start(&cases, starts(run), |(_, chance), start| {
        let training = Training {
            epochs,
            batch: 50,
            seed: run.args.seed + 1000 * start as u64,
            ..Training::default()
        };
        let widths = [SIDE * SIDE, run.size(16, 128, 128), k];
        let rng = &mut run.rng(&format!("turning {start}"));
        let made = fit((&heads.train.x, &widths), *chance, &training, rng)?;
        Ok([walk(run, &heads, &made.0[0])?, walk(run, &heads, made.last())?])
    })?;
    for ((key, _), made) in cases.iter().zip(&made) {
        let floors: Vec<f64> = made.iter().map(|[_, last]| last.floor).collect();
        run.over_starts(&format!("turn_{key}_floor"), &floors, "", 4);
        for (w, (way, _)) in WAYS.iter().enumerate() {
            type Of = fn(&Turned) -> f64;
            let what: [(&str, Of, &str, usize); 3] = [
                ("off", |t| t.off, "", 4),
                ("own", |t| t.own, "%", 0),
                ("jump", |t| t.jump, "°", 0),
            ];
            for (name, of, unit, digits) in what {
                let values: Vec<f64> =
                    made.iter().map(|[_, last]| of(&last.ways[w])).collect();
                run.over_starts(&format!("turn_{key}_{way}_{name}"), &values, unit, digits);
                if (*key, name) == ("vae", "off") {
                    let values: Vec<f64> =
                        made.iter().map(|[short, _]| of(&short.ways[w])).collect();
                    let shorter = format!("turn_{key}_shorter_{way}_off");
                    run.over_starts(&shorter, &values, unit, digits);
                }
            }
        }
    }
    if let Some([_, last]) = made.first().and_then(|made| made.first()) {
        figure(run, &heads, &last.pictures);
    }
    Ok(())
}

/// What a model makes of all heads' turns.
struct Walk {
    /// By each way.
    ways: [Turned; 5],
    /// How far reconstructions of true views are off.
    floor: f64,
    /// The first head's, by each way.
    pictures: Vec<Array2<Real>>,
}

/// All ways for all heads.
fn walk(run: &Run, heads: &Heads, model: &Model) -> Outcome<Walk> {
    let (coder, g) = (model.coder(), model.pixels()?);
    let views = &heads.true_views.x;
    let (z, known) = (coder.encode(views)?, coder.encode(&heads.train.x)?);
    let again = g.predict(&z)?;
    let nearest = heads.apart(&again).map_axis(Axis(1), nearest);
    let least = again.rows().into_iter().zip(&nearest).map(|(y, &view)| heads.off(y, view));
    let floor = mean(&least.collect::<Vec<_>>()).unwrap_or(f64::NAN);
    let (mut ways, mut pictures) = ([Turned::default(); 5], Vec::new());
    for person in 0..heads.people {
        let (i, j) = (heads.row(person, -ENDS), heads.row(person, ENDS));
        let straight = Path::Straight.codes(z.row(i), z.row(j), STEPS)?;
        let far = steps(&straight).iter().sum::<f64>();
        let short = shorten(&g, &straight, run.size(10, 300, 300), 0.01 * far)?;
        let ends = z.select(Axis(0), &[i, j]);
        let nodes = concatenate(Axis(0), &[ends.view(), known.view()])?;
        let by_known = match way(&g.predict(&nodes)?, NEIGHBOURS, 0, 1) {
            Ok(rows) => even(&nodes.select(Axis(0), &rows), STEPS)?,
            Err(_) => straight.clone(), // no steps lead there
        };
        let codes =
            [straight, Path::Spherical.codes(z.row(i), z.row(j), STEPS)?, short, by_known];
        let ends = views.select(Axis(0), &[i, j]);
        let mut shown = vec![finer(&ends, STEPS)];
        for z in &codes {
            shown.push(g.predict(z)?);
        }
        for (turned, y) in ways.iter_mut().zip(&shown) {
            let one = score(heads, person, y);
            let share = 1.0 / heads.people as f64;
            turned.off += share * one.off;
            turned.own += share * one.own;
            turned.jump += share * one.jump;
        }
        if person == 0 {
            pictures = shown;
        }
    }
    Ok(Walk { ways, floor, pictures })
}

/// Where the smallest number stands.
fn nearest(row: ArrayView1<f64>) -> usize {
    (0..row.len()).min_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or(0)
}

/// The pictures of one way's middle against the true views.
fn score(heads: &Heads, person: usize, y: &Array2<Real>) -> Turned {
    let (apart, views) = (heads.apart(y), heads.yaws.len());
    let (mut off, mut own, mut yaws) = (Vec::new(), 0, Vec::new());
    for (i, row) in apart.rows().into_iter().enumerate() {
        let of_head =
            row.slice_move(autoencoders::ndarray::s![person * views..(person + 1) * views]);
        let at = nearest(of_head);
        yaws.push(heads.yaws[at]);
        if MIDDLE.contains(&i) {
            off.push(heads.off(y.row(i), person * views + at));
            own += usize::from(nearest(apart.row(i)) / views == person);
        }
    }
    let jumps = yaws.windows(2).map(|pair| f64::from((pair[1] - pair[0]).abs()));
    Turned {
        off: mean(&off).unwrap_or(f64::NAN),
        own: 100.0 * own as f64 / off.len() as f64,
        jump: range(jumps).1,
    }
}

/// The first head's turn, true and by each way.
fn figure(run: &mut Run, heads: &Heads, pictures: &[Array2<Real>]) {
    const COLUMNS: usize = 9;
    let mut tiles = Vec::new();
    for i in 0..COLUMNS {
        let yaw = -ENDS + 2.0 * ENDS * i as f32 / (COLUMNS - 1) as f32;
        let row = heads.true_views.x.row(heads.row(0, yaw));
        tiles.push(Tile::image(&heads.train, row, 0.0, 1.0));
    }
    let mut labels = vec!["true".to_string()];
    for (y, (_, name)) in pictures.iter().zip(WAYS) {
        for i in 0..COLUMNS {
            let row = y.row(i * STEPS / (COLUMNS - 1));
            tiles.push(Tile::image(&heads.train, row, 0.0, 1.0));
        }
        labels.push(name.to_string());
    }
    run.figure(
        "turning",
        grid(&Grid {
            title: "A head that turns, true and by five ways between two views".into(),
            columns: COLUMNS,
            tiles,
            row_labels: labels,
            ..Grid::default()
        }),
    );
}
