//! The reader's own pictures: their dimension, what noise and copies do to it, and, where it is known how they were
//! taken, what this chapter says of rendered heads.

use super::digits::{Unknown, measured};
use super::estimates::{Way, noisy};
use super::moving::out_of_focus;
use super::{mistakes, paths, scale, unrolled, views};
use autoencoders::data::ImageSet;
use autoencoders::manifold::{distinct, geodesics, neighbours, two_nearest};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::{Real, stats};
use chapters::{Outcome, Run, datasets};
use rand::seq::SliceRandom;
use std::fs;
use std::path::Path;

/// Noise that is added, in each pixel: a hundredth of the way from black to white.
const NOISE: f64 = 0.01;
/// Pictures a label in a set of turning objects, and the degrees between two.
const TURN: (usize, f64) = (72, 5.0);
/// Pictures between the two that are blended: 80°.
const APART: usize = 16;

/// All that can be measured of the pictures in `dir`.
pub fn yours(run: &mut Run, dir: &Path) -> Outcome {
    let all = datasets::brought(run, dir)?.train;
    run.step("the dimension of your pictures");
    let mut rows: Vec<usize> = (0..all.len()).collect();
    let most = run.size(500, 5000, 20_000);
    if all.len() > most {
        rows.shuffle(&mut run.rng("brought"));
        rows.truncate(most);
        rows.sort_unstable();
    }
    let name =
        dir.file_name().map_or("data".into(), |name| name.to_string_lossy().into_owned());
    let set = measured(run, &name, "", all.select(&rows)?)?;
    run.measure("pairs_close", 100.0 * views::alike(&set.images), "%", 1);
    spoilt(run, &set)?;
    scale::scale(run, &[], std::slice::from_ref(&set))?;
    if all.labels.chunks(TURN.0).all(|turn| turn.len() == TURN.0 && turn[0] == turn[71])
        && !all.labels.is_empty()
    {
        turns(run, &all)?;
    }
    match factors(dir, all.len())? {
        Some(truth) => known(run, &all, &truth),
        None => Ok(()),
    }
}

/// With a little noise, and with near copies.
fn spoilt(run: &mut Run, set: &Unknown) -> Outcome {
    let (x, mut rng) = (&set.images.x, run.rng("spoilt"));
    let gap = neighbours(x, 1)?.distances.column(0).to_vec();
    run.number("gap", stats::median(&gap).unwrap_or_default(), 2);
    run.number("noise_reach", NOISE * (2.0 * x.ncols() as f64).sqrt(), 2);
    run.number("noisy_two", two_nearest(&noisy(x, NOISE, &mut rng))?.dimension, 1);
    let [_, one, ten] = mistakes::with_copies(x, &mut rng)?;
    run.number("copies_1", one, 1);
    run.number("copies_10", ten, 1);
    Ok(())
}

/// Objects on a turntable, as in COIL: so many pictures a label, in order.
fn turns(run: &mut Run, all: &ImageSet) -> Outcome {
    run.step("your objects as they turn");
    let (mut plane, mut film, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for object in 0..all.len() / TURN.0 {
        let rows: Vec<usize> = (object * TURN.0..(object + 1) * TURN.0).collect();
        let x = &all.x.select(Axis(0), &rows);
        plane.push(100.0 * paths::in_a_plane(x)?);
        film.push(two_nearest(x)?.dimension);
        let step = paths::length(x) / (TURN.0 - 1) as f64;
        let half_way = |i| paths::half_way(x, i, (i + APART) % TURN.0) / step;
        let off: Vec<f64> = (0..TURN.0).map(half_way).collect();
        steps.push(stats::median(&off).unwrap_or_default());
    }
    run.count("turn_objects", plane.len());
    run.measure("turn_step", TURN.1, "°", 0);
    run.over_starts("turn_in_a_plane", &plane, "%", 0);
    run.over_starts("film_two", &film, "", 1);
    run.over_starts("blend_steps", &steps, "", 1);
    Ok(())
}

/// Most pictures that are laid out by their distances: of as many squared there are ways.
const MOST_LAID_OUT: usize = 3000;

/// The true parameters (n, q) in a table beside the pictures, if there is one of as many rows: numbers, commas between,
/// lines that begin with # left out. Other tables say nothing of the pictures.
fn factors(dir: &Path, n: usize) -> Outcome<Option<Array2<Real>>> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "csv") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
        let numbers = |line: &str| {
            line.split(',').map(|v| v.trim().parse().ok()).collect::<Option<Vec<Real>>>()
        };
        let Some(rows) = lines.map(numbers).collect::<Option<Vec<_>>>() else { continue };
        let q = rows.first().map_or(0, Vec::len);
        if rows.len() == n && q > 0 && rows.iter().all(|row| row.len() == q) {
            return Ok(Some(Array2::from_shape_vec((n, q), rows.concat())?));
        }
    }
    Ok(None)
}

/// Pictures whose parameters are known: local PCA of them out of focus, and their coordinates.
fn known(run: &mut Run, all: &ImageSet, truth: &Array2<Real>) -> Outcome {
    let x = &all.x;
    if all.frame.channels == 1 {
        let soft = out_of_focus(all);
        let soft = soft.select(Axis(0), &distinct(&soft));
        run.number("dim_pca_soft", Way::Pca.estimate(&soft)?.dimension, 1);
    }
    run.step("your pictures laid out by their distances");
    if x.nrows() > MOST_LAID_OUT {
        run.note(&format!("left out: more than {MOST_LAID_OUT} pictures to lay out"));
        return Ok(());
    }
    if let Err(error) = geodesics(x, unrolled::NEAR[0]) {
        run.note(&format!("left out: {error}"));
        return Ok(());
    }
    run.count("known_parameters", truth.ncols());
    unrolled::near(run);
    let all = unrolled::coordinates(x, truth.ncols())?;
    for ((key, _), z) in unrolled::WAYS.into_iter().zip(all) {
        let found = unrolled::explained(&z, truth)?;
        for (j, r2) in found.iter().enumerate() {
            run.number(&format!("unrolled_{key}_{}", j + 1), *r2, 2);
        }
        let least = found.iter().copied().fold(f64::MAX, f64::min);
        run.number(&format!("unrolled_{key}_least"), least, 2);
    }
    Ok(())
}
