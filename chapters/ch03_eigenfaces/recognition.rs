//! Who is it? The nearest known face, by pixels and by scores.

use super::Faces;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::eigenfaces::nearest_label;
use autoencoders::error::counted;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::pca::Pca;
use autoencoders::stats::mean;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::{Rng, seq::SliceRandom};
use std::collections::BTreeMap;

/// Components at which accuracy is measured.
const KS: [usize; 13] = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 160, 200];
/// The leading components that are left out on trial: in photographs they mostly hold the light.
const DROPPED: usize = 3;

/// Accuracies of one division into known and unknown faces.
struct Accuracy {
    raw: f64,
    by_k: Vec<f64>,
    dropped: Vec<f64>,
}

/// Accuracy on held-out faces against k, over several divisions; beside raw pixels, and without the first three.
pub fn recognition(run: &mut Run, faces: &Faces) -> Outcome {
    let labels = &faces.all.labels;
    let (people, in_two) = faces.people();
    if in_two < 2 {
        run.note(&nobody(people, in_two));
        return Ok(());
    }
    if in_two < people {
        let single = people - in_two;
        run.note(&format!(
            "of {people} people {single} are seen in one picture only: known, but never asked for"
        ));
    }
    let most = faces.of_train.rank();
    let ks: Vec<usize> = KS.into_iter().filter(|k| k + DROPPED <= most).collect();
    if ks.is_empty() {
        return Ok(());
    }
    let mut rng = run.rng("recognition");
    let mut runs = Vec::new();
    for _ in 0..run.size(2, 10, 50) {
        let (known, unknown) = divide(labels, &mut rng);
        runs.push(accuracy(faces, &known, &unknown, &ks)?);
    }
    let average = |of: &dyn Fn(&Accuracy) -> f64| {
        mean(&runs.iter().map(of).collect::<Vec<_>>()).unwrap_or(0.0)
    };
    let by_k = |i: usize| average(&|run| run.by_k[i]);
    let dropped = |i: usize| average(&|run| run.dropped[i]);
    let raw = average(&|run| run.raw);
    let at = |of: &dyn Fn(usize) -> f64| {
        ks.iter().enumerate().map(|(i, &k)| (k as f64, 100.0 * of(i))).collect::<Vec<_>>()
    };
    let band = |of: fn(&Accuracy) -> &Vec<f64>| {
        let range = |i: usize| {
            runs.iter()
                .map(|run| of(run)[i])
                .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
        };
        ks.iter()
            .enumerate()
            .map(|(i, &k)| (k as f64, 100.0 * range(i).0, 100.0 * range(i).1))
            .collect::<Vec<_>>()
    };
    let panel = Panel::new(
        "",
        Scale::log("k eigenfaces", 1.0, ks.last().map_or(2.0, |&k| k as f64)),
        Scale::linear("held-out faces recognised (%)", 0.0, 100.0),
    )
    .band(band(|run| &run.by_k), Ink::Pca)
    .band(band(|run| &run.dropped), Ink::Category(1))
    .across(100.0 * raw, Ink::Raw, "")
    .line(at(&by_k), Ink::Pca, "first k")
    .line(at(&dropped), Ink::Category(1), "from the 4th")
    .dashed(
        [(ks[0] as f64, 100.0 * raw), (ks[ks.len() - 1] as f64, 100.0 * raw)],
        Ink::Raw,
        "raw pixels",
    );
    run.figure(
        "recognition",
        draw("Share of held-out faces recognised against k", 1, 250.0, &[panel]),
    );
    let chosen = ks.iter().rposition(|&k| k <= 50).unwrap_or(0);
    let best = (0..ks.len()).fold(0, |best, i| if by_k(i) > by_k(best) { i } else { best });
    run.count("recognition_k", ks[chosen]);
    run.count("recognition_splits", runs.len());
    for (key, value) in [
        ("recognition_accuracy", by_k(chosen)),
        ("recognition_raw", raw),
        ("recognition_drop3", dropped(chosen)),
        ("recognition_best", by_k(best)),
        ("recognition_chance", 1.0 / people as f64),
    ] {
        run.number(key, value, 3);
    }
    run.count("recognition_best_k", ks[best]);
    Ok(())
}

/// Why there is nobody to recognise.
fn nobody(people: usize, in_two: usize) -> String {
    let found = match people {
        0 => "here no picture has a label; put those of each person into a sub-folder"
            .to_string(),
        _ => format!(
            "here are {}, with two pictures or more: {in_two}; add pictures",
            counted(people, "label")
        ),
    };
    format!(
        "left out: recognition needs two people with two pictures each, one to know and one to ask for; {found}"
    )
}

/// Of each person a third, at random, is unknown; of who is seen only once, nothing.
fn divide(labels: &[usize], rng: &mut impl Rng) -> (Vec<usize>, Vec<usize>) {
    let mut people: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, &label) in labels.iter().enumerate() {
        people.entry(label).or_default().push(i);
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for images in people.values_mut() {
        images.shuffle(rng);
        let (some, rest) = images.split_at((images.len() / 3).max(1).min(images.len() - 1));
        unknown.extend(some);
        known.extend(rest);
    }
    (known, unknown)
}

fn accuracy(
    faces: &Faces,
    known: &[usize],
    unknown: &[usize],
    ks: &[usize],
) -> Outcome<Accuracy> {
    let labels =
        |rows: &[usize]| rows.iter().map(|&i| faces.all.labels[i]).collect::<Vec<_>>();
    let (names, truth) = (labels(known), labels(unknown));
    let share = |a: &Array2<Real>, b: &Array2<Real>| -> Outcome<f64> {
        let found = nearest_label(a, &names, b)?;
        let right =
            found.iter().zip(&truth).filter(|(found, truth)| found == truth).count();
        Ok(right as f64 / truth.len() as f64)
    };
    let (x, y) = (faces.all.x.select(Axis(0), known), faces.all.x.select(Axis(0), unknown));
    let most = (ks.last().map_or(1, |k| k + DROPPED)).min(x.nrows() - 1);
    let pca = Pca::fit(&x, most)?;
    let (z, t) = (pca.encode(&x)?, pca.encode(&y)?);
    let scores = |from: usize, k: usize| {
        let columns = s![.., from..(from + k).min(most)];
        share(&z.slice(columns).to_owned(), &t.slice(columns).to_owned())
    };
    Ok(Accuracy {
        raw: share(&x, &y)?,
        by_k: ks.iter().map(|&k| scores(0, k)).collect::<Outcome<_>>()?,
        dropped: ks.iter().map(|&k| scores(DROPPED, k)).collect::<Outcome<_>>()?,
    })
}
