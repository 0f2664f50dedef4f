//! Who is it? The nearest known face, by pixels and by scores; k chosen among the known faces alone.

use super::Faces;
use super::naming::{divide, named};
use autoencoders::data::ImageSet;
use autoencoders::error::counted;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::pca::Pca;
use autoencoders::stats::{mean, median, range};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Components at which accuracy is measured.
const KS: [usize; 13] = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 160, 200];
/// The leading components that are left out on trial: in photographs they mostly hold the light.
const DROPPED: usize = 3;
/// Which scores are compared, as the keys name them: the first k, the same in standard deviations, k from the fourth on.
const WAYS: [&str; 3] = ["chosen", "white", "drop3"];

/// Shares recognised in one division, by way and k.
type ByK = [Vec<f64>; 3];

/// Accuracy on held-out faces against k, over several divisions, beside raw pixels and parts of the picture.
pub fn recognition(run: &mut Run, faces: &Faces) -> Outcome {
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
    let all: Vec<usize> = (0..faces.all.len()).collect();
    let (mut rng, set) = (run.rng("recognition"), &faces.all);
    let divisions: Vec<_> =
        (0..run.size(2, 10, 50)).map(|_| divide(&all, &set.labels, &mut rng)).collect();
    let shares = |x: &Array2<Real>| {
        let named =
            |(known, asked): &(Vec<usize>, Vec<usize>)| named(x, &set.labels, known, asked);
        divisions.iter().map(named).collect::<Outcome<Vec<f64>>>()
    };
    let raw = shares(&set.x)?;
    percent(run, "recognition_raw", &raw);
    for (key, columns) in parts(set).into_iter().filter(|(_, part)| !part.is_empty()) {
        let part = set.x.select(Axis(1), &columns);
        let named = shares(&part)?;
        percent(run, &format!("recognition_{key}"), &named);
        let middle = 100.0 * median(&named).unwrap_or(0.0);
        run.measure(&format!("recognition_{key}"), middle, "%", 0);
    }
    let (tested, chosen) = chosen(set, &divisions, &ks, &mut rng)?;
    let found = by_way(&tested, &chosen);
    for (name, found) in WAYS.iter().zip(&found) {
        percent(run, &format!("recognition_{name}"), found);
    }
    for (key, gains) in compared(&found, &raw) {
        percent(run, &format!("recognition_{key}"), &gains);
    }
    let k: Vec<f64> = chosen.iter().map(|at| ks[at[0]] as f64).collect();
    run.number("recognition_k", median(&k).unwrap_or(0.0), 0).spread(0.5);
    run.count("recognition_splits", divisions.len());
    run.measure("recognition_chance", 100.0 / people as f64, "%", 1);
    figure(run, &ks, &tested, mean(&raw).unwrap_or(0.0));
    Ok(())
}

/// Shares recognised in each division by way and k, and where each way's k is that the known faces alone choose.
fn chosen(
    set: &ImageSet,
    divisions: &[(Vec<usize>, Vec<usize>)],
    ks: &[usize],
    rng: &mut impl Rng,
) -> Outcome<(Vec<ByK>, Vec<[usize; 3]>)> {
    let (mut tested, mut chosen) = (Vec::new(), Vec::new());
    for (known, asked) in divisions {
        let shares = by_k(set, known, asked, ks)?;
        let (fitted, validation) = divide(known, &set.labels, rng);
        let tried = match validation.is_empty() {
            true => shares.clone().map(|shares| vec![0.0; shares.len()]),
            false => by_k(set, &fitted, &validation, ks)?,
        };
        chosen.push(tried.map(|shares| best(&shares)));
        tested.push(shares);
    }
    Ok((tested, chosen))
}

/// The shares recognised with the chosen k: by way, then division.
fn by_way(tested: &[ByK], chosen: &[[usize; 3]]) -> [Vec<f64>; 3] {
    [0, 1, 2]
        .map(|way| tested.iter().zip(chosen).map(|(by_k, at)| by_k[way][at[way]]).collect())
}

/// What the first k and white scores gain over raw pixels, and k scores from the fourth on over the first k.
fn compared(found: &[Vec<f64>; 3], raw: &[f64]) -> [(&'static str, Vec<f64>); 3] {
    let [first, white, later] = found;
    let less =
        |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
    [
        ("chosen_gain", less(first, raw)),
        ("white_gain", less(white, raw)),
        ("drop3_gain", less(later, first)),
    ]
}

/// The same of any set of faces.
pub fn gains(
    set: &ImageSet,
    divisions: &[(Vec<usize>, Vec<usize>)],
    rng: &mut impl Rng,
) -> Outcome<[(&'static str, Vec<f64>); 3]> {
    let raw = divisions
        .iter()
        .map(|(known, asked)| named(&set.x, &set.labels, known, asked))
        .collect::<Outcome<Vec<_>>>()?;
    let most = divisions.iter().map(|(known, _)| known.len() - 1).min().unwrap_or(0);
    let ks: Vec<usize> = KS.into_iter().filter(|k| k + DROPPED <= most).collect();
    let (tested, chosen) = chosen(set, divisions, &ks, rng)?;
    Ok(compared(&by_way(&tested, &chosen), &raw))
}

/// Record shares as per cent: median, least and most.
fn percent(run: &mut Run, key: &str, shares: &[f64]) {
    let shares: Vec<f64> = shares.iter().map(|share| 100.0 * share).collect();
    run.over_starts(key, &shares, "%", 0);
}

/// The first place of the greatest.
fn best(shares: &[f64]) -> usize {
    (0..shares.len()).fold(0, |best, i| if shares[i] > shares[best] { i } else { best })
}

/// The columns of X in parts of the picture, and in the rest of it: the inner face, from the brows to the mouth; the lowest
/// rows, where the clothes are; the uppermost ones, with hair and forehead; and of these a piece as large as the inner face.
fn parts(set: &ImageSet) -> Vec<(&'static str, Vec<usize>)> {
    let frame = set.frame;
    let within = |j: usize, rows: (f64, f64), columns: (f64, f64)| {
        let pixel = j / frame.channels;
        let y = (pixel / frame.width) as f64 / frame.height as f64;
        let x = (pixel % frame.width) as f64 / frame.width as f64;
        (rows.0..rows.1).contains(&y) && (columns.0..columns.1).contains(&x)
    };
    let (inner, wide) = ((0.375, 0.75), (0.0, 1.0));
    let part = |key, rest, rows, columns| {
        let chosen =
            (0..frame.len()).filter(|&j| within(j, rows, columns) != rest).collect();
        (key, chosen)
    };
    vec![
        part("inner", false, inner, (0.3125, 0.6875)),
        part("without_inner", true, inner, (0.3125, 0.6875)),
        part("clothes", false, (0.84, 1.0), wide),
        part("without_clothes", true, (0.84, 1.0), wide),
        part("top", false, (0.0, 0.3125), wide),
        part("crown", false, (0.0, 0.375), (0.3125, 0.6875)),
    ]
}

/// Accuracy by each of [`WAYS`] and k, with components of the known faces.
fn by_k(set: &ImageSet, known: &[usize], asked: &[usize], ks: &[usize]) -> Outcome<ByK> {
    let labels = |rows: &[usize]| rows.iter().map(|&i| set.labels[i]).collect::<Vec<_>>();
    let (names, truth) = (labels(known), labels(asked));
    let (x, y) = (set.x.select(Axis(0), known), set.x.select(Axis(0), asked));
    let most = (ks.last().map_or(1, |k| k + DROPPED)).min(x.nrows() - 1);
    let pca = Pca::fit(&x, most)?;
    let pca = pca.truncate(pca.rank())?;
    let (most, z, t) = (pca.rank(), pca.encode(&x)?, pca.encode(&y)?);
    let (white_z, white_t) = (pca.whiten(&x)?, pca.whiten(&y)?);
    let ways = [(&z, &t, 0), (&white_z, &white_t, 0), (&z, &t, DROPPED)];
    let mut found = ByK::default();
    for (found, (z, t, from)) in found.iter_mut().zip(ways) {
        for &k in ks {
            let columns = s![.., from.min(most - 1)..(from + k).min(most)];
            let (z, t) = (z.slice(columns).to_owned(), t.slice(columns).to_owned());
            found.push(super::naming::share(&z, &names, &t, &truth)?);
        }
    }
    Ok(found)
}

/// Means and ranges by k: the first k, and k without the first three.
fn figure(run: &mut Run, ks: &[usize], tested: &[ByK], raw: f64) {
    let all = |way: usize, i: usize| tested.iter().map(move |by_k| 100.0 * by_k[way][i]);
    let line = |way: usize| {
        let middle = |i| mean(&all(way, i).collect::<Vec<_>>()).unwrap_or(0.0);
        ks.iter().enumerate().map(|(i, &k)| (k as f64, middle(i))).collect::<Vec<_>>()
    };
    let band = |way: usize| {
        let range = |i| range(all(way, i));
        ks.iter()
            .enumerate()
            .map(|(i, &k)| (k as f64, range(i).0, range(i).1))
            .collect::<Vec<_>>()
    };
    let ends = [ks[0], ks[ks.len() - 1]].map(|k| (k as f64, 100.0 * raw));
    let panel = Panel::new(
        "",
        Scale::log("k eigenfaces", 1.0, ks.last().map_or(2.0, |&k| k as f64)),
        Scale::linear("held-out faces recognised (%)", 0.0, 100.0),
    )
    .band(band(0), Ink::Pca)
    .band(band(2), Ink::Category(1))
    .line(line(0), Ink::Pca, "first k")
    .line(line(2), Ink::Category(1), "from the 4th")
    .dashed(ends, Ink::Raw, "raw pixels");
    run.figure(
        "recognition",
        draw("Share of held-out faces recognised against k", 1, 250.0, &[panel]),
    );
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
