//! What the codes are worth to a classifier with few labels.

use super::arms::{Arm, Trained};
use super::columns::{Column, gains};
use super::sets::Sets;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::Array2;
use autoencoders::pca::Pca;
use autoencoders::sparse::few_labels::{Labelled, balanced, few_labels};
use autoencoders::stats::mean;
use chapters::figures::{Ink, draw};
use chapters::{Outcome, Run};

/// Labels, and how many draws of so many are averaged for each start.
const COUNTS: [(usize, usize); 3] = [(10, 10), (100, 5), (1000, 2)];
/// Components of PCA, as the tables of others have.
const COMPONENTS: usize = 50;

/// What is read: pixels, scores, or a network's code.
enum Reader<'a> {
    Pixels,
    Scores(&'a Pca),
    Code(&'a Trained),
}

impl Reader<'_> {
    fn read(&self, x: &Array2<Real>) -> Outcome<Array2<Real>> {
        Ok(match self {
            Reader::Pixels => x.clone(),
            Reader::Scores(pca) => pca.encode(x)?,
            Reader::Code(trained) => trained.model.encode(x)?,
        })
    }
}

/// Accuracies by number of labels of every code, of pixels and of scores: over starts, each
/// with draws of its own; the same draws for all.
pub fn compare(
    run: &mut Run,
    of: &str,
    sets: &Sets,
    codes: &[(Arm, &Vec<Trained>)],
) -> Outcome {
    let classes = sets.classes();
    let starts = codes.iter().map(|(_, trained)| trained.len()).min().unwrap_or(0);
    if classes < 2 || starts == 0 {
        return Ok(());
    }
    run.train("few labels");
    let counts: Vec<(usize, usize)> = match run.args.quick {
        true => vec![(10, 1), (30, 1)],
        false => COUNTS.to_vec(),
    };
    let of_class = |class| sets.train.labels.iter().filter(|&&l| l == class).count();
    let fewest = (0..classes).map(of_class).min().unwrap_or(0);
    let counts: Vec<(usize, usize)> =
        counts.into_iter().filter(|(n, _)| n.div_ceil(classes) <= fewest).collect();
    if counts.len() < 2 {
        run.note("too few images of a class for an experiment with few labels");
        return Ok(());
    }
    let k = COMPONENTS.min(sets.d()).min(sets.train.len() - 1);
    let pca = Pca::fit(&sets.train.x, k)?;
    let mut readers: Vec<(&str, &str, Ink, Vec<Reader>)> = Vec::new();
    let all = |one: fn() -> Reader<'static>| (0..starts).map(|_| one()).collect();
    readers.push(("pixels", "pixels", Ink::Raw, all(|| Reader::Pixels)));
    readers.push((
        "pca",
        "PCA",
        Ink::Pca,
        (0..starts).map(|_| Reader::Scores(&pca)).collect(),
    ));
    for (arm, trained) in codes {
        let (name, ink) = match arm {
            Arm::Plain => ("plain", Ink::Autoencoder),
            Arm::Free => ("L1, free", Ink::Category(6)),
            Arm::L1 => ("L1", Ink::Category(1)),
            Arm::Kl => ("KL", Ink::Category(2)),
            Arm::Largest => ("k largest", Ink::Category(3)),
            _ => ("k down", Ink::Category(8)),
        };
        readers.push((arm.key(), name, ink, trained.iter().map(Reader::Code).collect()));
    }
    let jobs: Vec<(usize, usize)> =
        (0..readers.len()).flat_map(|r| (0..starts).map(move |s| (r, s))).collect();
    let found = run.together(&jobs, |&(reader, start)| {
        let reader = &readers[reader].3[start];
        let (valid, test) = (reader.read(&sets.valid.x)?, reader.read(&sets.test.x)?);
        let mut means = Vec::new();
        for &(n, draws) in &counts {
            let mut accuracies = Vec::new();
            for draw in 0..draws {
                let rng = &mut run.rng(&format!("labels {n} {start} {draw}"));
                let rows = balanced(&sets.train.labels, classes, n, rng)?;
                let given = sets.train.select(&rows)?;
                let z = reader.read(&given.x)?;
                let (valid, test) =
                    (labelled(&valid, &sets.valid), labelled(&test, &sets.test));
                accuracies.push(few_labels(labelled(&z, &given), valid, test, classes)?);
            }
            means.push(mean(&accuracies).unwrap_or(f64::NAN));
        }
        Ok(means)
    })?;
    // Pixels are the first reader, on the same labels.
    let gain =
        |r: usize, s: usize, i: usize| 100.0 * (found[r * starts + s][i] - found[s][i]);
    for (r, (key, ..)) in readers.iter().enumerate() {
        for (i, &(n, _)) in counts.iter().enumerate() {
            let values: Vec<f64> = (0..starts).map(|s| found[r * starts + s][i]).collect();
            run.over_starts(&format!("{of}acc_{key}_{n}"), &values, "", 3);
            if r > 0 {
                let gains: Vec<f64> = (0..starts).map(|s| gain(r, s, i)).collect();
                run.over_starts(&format!("{of}gain_{key}_{n}"), &gains, "", 1);
            }
        }
    }
    if !of.is_empty() {
        return Ok(());
    }
    let by_count: Vec<Vec<Column>> = (0..counts.len())
        .map(|i| {
            let own = |r: usize| (0..starts).map(|s| gain(r, s, i)).collect();
            let all = readers.iter().enumerate().skip(1);
            all.map(|(r, (_, name, ink, _))| (*name, *ink, own(r))).collect()
        })
        .collect();
    let numbers: Vec<usize> = counts.iter().map(|count| count.0).collect();
    let panels = gains(&numbers, "read from", "points more than from pixels", &by_count);
    run.figure(
        "labels",
        draw("Accuracy by number of labels, less that on pixels", 1, 150.0, &panels),
    );
    Ok(())
}

fn labelled<'a>(z: &'a Array2<Real>, set: &'a ImageSet) -> Labelled<'a> {
    Labelled { z, labels: &set.labels }
}
