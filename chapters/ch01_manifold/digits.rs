//! Digits, rendered and real, and the reader's own pictures.

use super::estimates::{Way, bar, record};
use autoencoders::data::{ImageSet, digits as strokes, optdigits};
use autoencoders::manifold;
use autoencoders::ndarray::Array2;
use autoencoders::{Error, Real};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run, datasets};
use rand::Rng;
use rand::seq::SliceRandom;

/// Pictures whose dimension we do not know.
pub struct Unknown {
    /// What they are called in a figure.
    pub name: String,
    /// Under which their numbers are recorded: `dim_<key>_two`, and so on.
    pub key: &'static str,
    /// The pictures, none of them twice.
    pub images: ImageSet,
}

/// A class needs so many pictures for an estimate of its own.
const LEAST_IN_CLASS: usize = 40;
/// No more classes than this are drawn.
const MOST_CLASSES: usize = 20;

/// The reader's pictures: a random choice of them if they are many, without those that occur twice.
pub fn brought(run: &mut Run) -> Outcome<Option<Unknown>> {
    let Some(dir) = run.args.data.clone() else { return Ok(None) };
    let all = datasets::brought(run, &dir)?.train;
    let name =
        dir.file_name().map_or("data".into(), |name| name.to_string_lossy().into_owned());
    let most = run.size(500, 5000, 20_000);
    let kept = chosen(all.len(), most, &mut run.rng("brought"));
    Ok(Some(distinct(run, Unknown { name, key: "data", images: all.select(&kept)? })?))
}

/// `most` of `n` rows at random, in order.
fn chosen(n: usize, most: usize, rng: &mut impl Rng) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..n).collect();
    rows.shuffle(rng);
    rows.truncate(most);
    rows.sort_unstable();
    rows
}

/// The same pictures without repetitions, which have no second distance to divide by the first.
fn distinct(run: &mut Run, unknown: Unknown) -> Outcome<Unknown> {
    let (rows, n) = (manifold::distinct(&unknown.images.x), unknown.images.len());
    run.count(&format!("dim_{}_points", unknown.key), rows.len());
    run.count(&format!("dim_{}_repeated", unknown.key), n - rows.len());
    Ok(Unknown { images: unknown.images.select(&rows)?, ..unknown })
}

/// All sets of pictures of unknown dimension, measured as wholes and class by class.
pub fn digits(run: &mut Run, brought: &Option<Unknown>) -> Outcome<Vec<Unknown>> {
    let n = run.size(400, 2000, 10_000);
    let rendered = strokes::digits(run.args.seed, n)?.images;
    let of = |name: &str, key, images| Unknown { name: name.to_string(), key, images };
    let mut sets = vec![
        of("rendered digits", "digits", rendered),
        of("real digits", "optdigits", optdigits::load()?),
    ];
    for set in &mut sets {
        let images = set.images.clone();
        *set = distinct(run, Unknown { images, name: set.name.clone(), key: set.key })?;
    }
    if let Some(Unknown { name, key, images }) = brought {
        sets.push(Unknown { name: name.clone(), key, images: images.clone() });
    }
    for set in &sets {
        for way in Way::BOTH {
            record(
                run,
                &format!("dim_{}_{}", set.key, way.key()),
                way.estimate(&set.images.x)?,
            );
        }
    }
    classes(run, &sets)?;
    Ok(sets)
}

/// The estimate of each class.
fn classes(run: &mut Run, sets: &[Unknown]) -> Outcome {
    let mut shown = Vec::new();
    for set in sets {
        let labels = &set.images.labels;
        let count = labels.iter().max().map_or(0, |most| most + 1).min(MOST_CLASSES);
        let mut found = Vec::new();
        for class in 0..count {
            let rows: Vec<usize> =
                (0..labels.len()).filter(|&i| labels[i] == class).collect();
            if rows.len() < LEAST_IN_CLASS {
                continue;
            }
            let x: Array2<Real> = set.images.select(&rows)?.x;
            match Way::Two.estimate(&x) {
                Ok(estimate) => found.push((class, estimate)),
                // A class that stands on a grid tells nothing.
                Err(Error::Equidistant { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let singular = match set.key {
            "digits" => "digit".to_string(),
            key => format!("{key}_class"),
        };
        for (class, estimate) in &found {
            record(run, &format!("dim_{singular}_{class}"), *estimate);
        }
        shown.push((&set.name, found));
    }
    // One scale for all panels.
    let top = shown
        .iter()
        .flat_map(|(_, found)| found)
        .fold(1.0, |top: f64, (_, e)| top.max(e.high));
    let panels: Vec<Panel> = shown
        .iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(name, found)| {
            let most = found.last().map_or(0, |last| last.0) as f64;
            let ticks = found.iter().map(|(class, _)| (*class as f64, class.to_string()));
            let x = Scale::linear("class", -0.6, most + 0.6).with_ticks(ticks);
            let panel = Panel::new(name, x, Scale::linear("estimate", 0.0, 1.05 * top));
            let look = (Ink::Category(0), Shape::Dot);
            found
                .iter()
                .fold(panel, |panel, (class, e)| bar(panel, *class as f64, *e, look))
        })
        .collect();
    run.figure(
        "dim_classes",
        draw("Estimated dimension of the pictures of each class", 2, 220.0, &panels),
    );
    Ok(())
}
