//! Half way between two codes: straight, on a circle, and between the pictures themselves.

use super::judge::{Judges, grey};
use super::sets::Pictures;
use super::walked::{ARMS, CLOSELY, Model, Walked};
use autoencoders::Real;
use autoencoders::latent::path::{Path, angle, mean_norm, midpoints_inside};
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, stack};
use autoencoders::stats::{mean, median};
use autoencoders::vae::sample_codes;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;
use std::collections::HashSet;

/// Pairs of images, and codes drawn.
const PAIRS: usize = 300;
/// Columns of the figure.
const ROW: usize = 9;
/// Factors by which codes are made longer or shorter.
const FACTORS: [f64; 7] = [0.25, 0.5, 0.707, 1.0, 1.414, 2.0, 3.0];
/// Of these the two that are `√2` apart from 1.
const SQRT_2: [usize; 2] = [2, 4];

/// Rows of the test images in pairs of one label, the label of each pair, and other pairs.
struct Pairs {
    rows: Vec<(usize, usize)>,
    labels: Vec<usize>,
    /// Pairs of different labels.
    mixed: Vec<(usize, usize)>,
}

impl Pairs {
    fn draw(run: &Run, pictures: &Pictures) -> Pairs {
        let mut order: Vec<usize> = (0..pictures.test.len()).collect();
        let (mut rng, labels) = (run.rng("pairs of images"), &pictures.test.labels);
        let label = |i: usize| labels.get(i).copied().unwrap_or(0);
        let mut pairs = Pairs { rows: Vec::new(), labels: Vec::new(), mixed: Vec::new() };
        for _ in 0..PAIRS.div_ceil(order.len().max(1)) * 4 {
            order.shuffle(&mut rng);
            let both = order.windows(2).map(|pair| (pair[0], pair[1]));
            pairs.mixed.extend(both.filter(|&(i, j)| label(i) != label(j)));
            let mut waiting: Vec<Option<usize>> =
                vec![None; 1 + labels.iter().max().unwrap_or(&0)];
            for &i in &order {
                match waiting[label(i)].take() {
                    None => waiting[label(i)] = Some(i),
                    Some(other) => {
                        pairs.rows.push((other, i));
                        pairs.labels.push(label(i));
                    }
                }
            }
        }
        pairs.rows.truncate(PAIRS);
        pairs.labels.truncate(PAIRS);
        pairs.mixed.truncate(PAIRS);
        pairs
    }
}

/// Half way between the rows of Z in each pair.
fn half(pairs: &[(usize, usize)], z: &Array2<Real>, path: Path) -> Outcome<Array2<Real>> {
    let each = pairs.iter().map(|&(i, j)| path.at(z.row(i), z.row(j), 0.5));
    rows(each.collect::<Result<Vec<_>, _>>()?)
}

fn rows(rows: Vec<Array1<Real>>) -> Outcome<Array2<Real>> {
    Ok(stack(Axis(0), &rows.iter().map(|row| row.view()).collect::<Vec<_>>())?)
}

/// What one model's midpoints are worth.
#[derive(Debug, Clone, Default)]
struct Halves {
    /// Mean length of the codes of images, as a share of the prior's mean length.
    length: f64,
    /// The same of codes drawn from q(z|x).
    drawn: f64,
    /// Degrees between two of the former, the middle one.
    angle: f64,
    /// Kept labels in per cent: half way straight, half way on the circle.
    kept: [f64; 2],
    /// How sure the reader is half way between two labels, straight.
    mixed: f64,
    /// Grey pixels half way straight.
    grey: f64,
    /// Kept labels by the factor of the code.
    scaled: Curve,
}

/// Lengths by dimension; then midpoints of every arm, and pictures of some.
pub fn paths(
    run: &mut Run,
    pictures: &Pictures,
    walked: &Walked,
    judges: &Judges,
) -> Outcome {
    run.train("half way between two codes");
    let pairs = Pairs::draw(run, pictures);
    if pairs.rows.is_empty() {
        run.note("no two test pictures share a label: nothing is measured half way");
        return Ok(());
    }
    let reads = judges.can_read();
    let mixes = reads && !pairs.mixed.is_empty();
    let blends = half(&pairs.rows, &pictures.test.x, Path::Straight)?;
    let (mut pixels, mut mixed, mut true_mixed) = (Vec::new(), Vec::new(), Vec::new());
    for start in 0..walked.of("plane").len() {
        pixels.push(judges.kept(start, &blends, &pairs.labels)?);
        if mixes {
            let y = half(&pairs.mixed, &pictures.test.x, Path::Straight)?;
            mixed.push(judges.sure(start, &y)?);
            true_mixed.push(judges.sure(start, &pictures.test.x)?);
        }
    }
    if reads {
        run.over_starts("kept_pixels", &pixels, "%", 1);
    }
    if mixes {
        run.over_starts("mixed_sure_pixels", &mixed, "%", 1);
        run.over_starts("sure_test", &true_mixed, "%", 1);
    }
    run.measure("grey_pixels", grey(&blends), "%", 0).spread(0.0);
    run.measure("grey_test", grey(&pictures.test.x), "%", 0).spread(0.0);
    run.number("near_pixels", judges.near(&blends)?, 3).spread(0.0);
    run.count("pairs", pairs.rows.len());
    let jobs: Vec<(usize, &Model)> = walked
        .arms()
        .flat_map(|(_, made)| made.iter().enumerate())
        .flat_map(|(start, made)| [(start, &made.0[0]), (start, &made.0[1])])
        .collect();
    let found = run.together(&jobs, |&(start, model)| {
        halves(run, pictures, judges, &pairs, start, model)
    })?;
    let (mut found, mut shown) = (found.into_iter(), Vec::new());
    for (arm, made) in walked.arms() {
        let both: Vec<Halves> = found.by_ref().take(2 * made.len()).collect();
        for (when, at) in [("shorter_", 0), ("", 1)] {
            let own: Vec<Halves> = both.iter().skip(at).step_by(2).cloned().collect();
            let name = format!("{}_{when}", arm.key);
            if at == 1 || arm.key == CLOSELY {
                record(run, &name, &own, arm.key, (reads, mixes));
            }
            if at == 1 {
                shown.push(own);
            }
        }
    }
    if reads {
        figure(run, &shown, &pixels)?;
    }
    lengths(run);
    between(run, pictures, walked, judges, &pairs)
}

/// Keeps what is used of a model: of the one that is looked at closely everything, as far as
/// labels are read and there are pairs of two labels.
fn record(
    run: &mut Run,
    name: &str,
    own: &[Halves],
    key: &str,
    (reads, mixes): (bool, bool),
) {
    type Item = (&'static str, fn(&Halves) -> f64, &'static str, usize);
    let of_it: [Item; 3] = [
        ("grey_straight", |h| h.grey, "%", 0),
        ("angle", |h| h.angle, "°", 0),
        ("cut", |h| 100.0 * (1.0 - (h.angle / 2.0).to_radians().cos()), "%", 0),
    ];
    let of_mixed: [Item; 1] = [("mixed_sure_straight", |h| h.mixed, "%", 1)];
    let of_chance: [Item; 2] =
        [("length", |h| h.length, "", 3), ("drawn_length", |h| h.drawn, "", 3)];
    let of_reader: [Item; 3] = [
        ("kept_straight", |h| h.kept[0], "%", 1),
        ("kept_round", |h| h.kept[1], "%", 1),
        ("kept_gain", |h| h.kept[1] - h.kept[0], "%", 1),
    ];
    let of_scaled: [Item; 1] = [("kept_scaled", Halves::scaled_moves, "", 1)];
    let mut what = Vec::new();
    what.extend(of_it.iter().filter(|_| key == CLOSELY));
    what.extend(of_mixed.iter().filter(|_| key == CLOSELY && mixes));
    what.extend(of_chance.iter().filter(|_| ["fifty", CLOSELY].contains(&key)));
    what.extend(of_reader.iter().filter(|_| reads));
    what.extend(of_scaled.iter().filter(|_| key == CLOSELY && reads));
    for (key, of, unit, digits) in what {
        let values: Vec<f64> = own.iter().map(of).collect();
        run.over_starts(&format!("{name}{key}"), &values, unit, digits);
    }
}

impl Halves {
    /// By how much the label kept moves at most where a code is `√2` times as long or as short.
    fn scaled_moves(&self) -> f64 {
        let kept = |i: usize| self.scaled.get(i).map_or(f64::NAN, |at| at.1);
        let moves = SQRT_2.map(|i| (kept(i) - kept(3)).abs());
        moves[0].max(moves[1])
    }
}

fn halves(
    run: &Run,
    pictures: &Pictures,
    judges: &Judges,
    pairs: &Pairs,
    start: usize,
    model: &Model,
) -> Outcome<Halves> {
    let coder = model.coder();
    let z = coder.encode(&pictures.test.x)?;
    let k = z.ncols();
    let norm = |z: ArrayView1<Real>| f64::from(z.dot(&z)).sqrt();
    let lengths = |z: &Array2<Real>| mean(&z.map_axis(Axis(1), norm).to_vec());
    let mut all = Halves { drawn: f64::NAN, ..Halves::default() };
    all.length = lengths(&z).unwrap_or(f64::NAN) / mean_norm(k);
    let angles = pairs.rows.iter().map(|&(i, j)| angle(z.row(i), z.row(j)));
    let angles = angles.collect::<Result<Vec<_>, _>>()?;
    all.angle = median(&angles).unwrap_or(f64::NAN).to_degrees();
    let straight = coder.decode(&half(&pairs.rows, &z, Path::Straight)?)?;
    let round = coder.decode(&half(&pairs.rows, &z, Path::Spherical)?)?;
    all.grey = grey(&straight);
    for (kept, y) in all.kept.iter_mut().zip([&straight, &round]) {
        *kept = judges.kept(start, y, &pairs.labels)?;
    }
    if !pairs.mixed.is_empty() {
        let y = coder.decode(&half(&pairs.mixed, &z, Path::Straight)?)?;
        all.mixed = judges.sure(start, &y)?;
    }
    for factor in FACTORS {
        let y = coder.decode(&(&z * factor as Real))?;
        all.scaled.push((factor, judges.kept(start, &y, &pictures.test.labels)?));
    }
    if let Some(vae) = model.vae() {
        let mut rng = run.rng(&format!("codes on the way {start}"));
        let (mu, s) = vae.posterior(&pictures.test.x)?;
        let noise = sample_codes(mu.nrows(), k, &mut rng);
        let drawn = mu + s.mapv(|s| (s / 2.0).exp()) * noise;
        all.drawn = lengths(&drawn).unwrap_or(f64::NAN) / mean_norm(k);
    }
    Ok(all)
}

/// The ink that two pictures share, as a share of the ink of both laid on each other.
fn overlap(a: ArrayView1<Real>, b: ArrayView1<Real>) -> f64 {
    let sum = |of: fn(Real, Real) -> Real| -> f64 {
        a.iter().zip(b).map(|(&a, &b)| f64::from(of(a, b))).sum()
    };
    sum(Real::min) / sum(Real::max).max(1e-9)
}

/// Labels kept half way, by arm; and by the length of the code.
fn figure(run: &mut Run, shown: &[Vec<Halves>], pixels: &[f64]) -> Outcome {
    let count = ARMS.len();
    let at = |i: usize| (count - i) as f64;
    let ticks = ARMS.iter().enumerate().map(|(i, arm)| (at(i), arm.name));
    let y = Scale::linear("", 0.5, count as f64 + 1.2).with_ticks(ticks);
    let x = Scale::linear("label kept half way, %", 40.0, 100.0);
    let mut panel = Panel::new("", x, y);
    let looks = [
        (0, Ink::Autoencoder, Shape::Dot, "straight", 55.0),
        (1, Ink::Category(8), Shape::Cross, "circle", 79.0),
    ];
    for (which, ink, shape, name, place) in looks {
        let points = shown.iter().enumerate().flat_map(|(i, all)| {
            let lower = 0.18 * (0.5 - which as f64);
            all.iter().map(move |h| (h.kept[which], at(i) + lower))
        });
        panel = panel.points(points.collect::<Vec<_>>(), ink, shape, 6.0);
        panel = panel.note((place, at(0) + 0.5), name, ink, Anchor::Start);
    }
    if let Some(pixels) = median(pixels) {
        panel = panel.upright(pixels, Ink::Raw, "pixels  ");
    }
    let x = Scale::log("length of the code, times its own", FACTORS[0], FACTORS[6])
        .with_ticks([(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (3.0, "3")]);
    let y = Scale::linear("label kept, %", 0.0, 100.0);
    let mut scaled = Panel::new("", x, y);
    for (i, ink) in [(1, Ink::Autoencoder), (3, Ink::Category(2)), (4, Ink::Category(1))] {
        let curves: Vec<Curve> = shown[i].iter().map(|h| h.scaled.clone()).collect();
        scaled = bundle(scaled, &curves, ink, ARMS[i].name);
    }
    run.figure("halves", draw("Labels kept half way", 1, 190.0, &[panel, scaled]));
    Ok(())
}

/// The dimension from which on half of the straight midpoints are shorter than 99 % of draws.
fn lengths(run: &mut Run) {
    run.step("lengths of codes");
    let inside = |k| midpoints_inside(k, 0.01).unwrap_or(0.0);
    let half = (1..256).map(|m| 2 * m).find(|&k| inside(k) >= 0.5);
    run.count("inside_half_from", half.unwrap_or(0));
}

/// From one image to another of the same label, by pixels and by codes.
fn between(
    run: &mut Run,
    pictures: &Pictures,
    walked: &Walked,
    judges: &Judges,
    pairs: &Pairs,
) -> Outcome {
    let x = &pictures.test.x;
    let ways = [
        ("plane", Path::Straight, "k = 2"),
        ("twenty", Path::Straight, "k = 20"),
        ("twenty", Path::Spherical, "circle"),
        ("plain", Path::Straight, "plain"),
    ];
    // what the reader surely reads through every model of the figure
    let mut read: HashSet<usize> = (0..x.nrows()).collect();
    for made in ways.iter().filter_map(|(key, ..)| walked.of(key).first()) {
        let y = made.last().coder().reconstruct(x)?;
        let surely = judges.surely(0, &y, &pictures.test.labels)?;
        read.retain(|i| surely.contains(i));
    }
    // the pair of these whose ink overlaps least; else that of all
    let mut rows: Vec<(f64, (usize, usize))> =
        pairs.rows.iter().map(|&(i, j)| (overlap(x.row(i), x.row(j)), (i, j))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let apart = rows.iter().find(|(_, (i, j))| read.contains(i) && read.contains(j));
    let Some(&(_, (i, j))) = apart.or(rows.first()) else { return Ok(()) };
    let mut tiles = Vec::new();
    let mut labels = vec!["pixels".to_string()];
    let mut add = |y: Array2<Real>| {
        tiles
            .extend(y.rows().into_iter().map(|y| Tile::image(&pictures.test, y, 0.0, 1.0)));
    };
    add(Path::Straight.codes(x.row(i), x.row(j), ROW - 1)?);
    for (key, path, name) in ways {
        let Some(made) = walked.of(key).first() else { continue };
        let coder = made.last().coder();
        let ends = coder.encode(&x.select(Axis(0), &[i, j]))?;
        add(coder.decode(&path.codes(ends.row(0), ends.row(1), ROW - 1)?)?);
        labels.push(name.to_string());
    }
    run.figure(
        "between",
        grid(&Grid {
            title: "From one digit to another, by pixels and by codes".into(),
            columns: ROW,
            tiles,
            row_labels: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}
