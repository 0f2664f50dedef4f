//! Features of patches, and how much of a Gabor each is.

use super::arms::starts;
use super::patched::{FEW, Learnt, UNITS, held, sigmoid};
use autoencoders::data::{ImageSet, faces};
use autoencoders::ndarray::{Array2, s};
use autoencoders::pca::Pca;
use autoencoders::sparse::Scarcity;
use autoencoders::sparse::gabor::{Gabor, fit};
use autoencoders::sparse::patches::{patches, whiten};
use autoencoders::sparse::planted::planted;
use autoencoders::stats::median;
use autoencoders::{Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pixels of a patch's side.
const SIDE: usize = 8;
/// λ, with features held to length 1: a price, a third of it, and three times it.
const PRICES: [Real; 3] = [3.0, 1.0, 9.0];
/// As good a Gabor as this counts as one, and as small as this as local.
const GOOD: f64 = 0.8;
const LOCAL: f64 = 2.0;
/// Features that are fitted of each set.
const FITTED: usize = 48;

/// Whether a folder holds photographs to be cut up: grey, with a side above 64 pixels.
pub fn are_photographs(frame: Frame) -> bool {
    frame.channels == 1 && frame.height.min(frame.width) > 64
}

/// Patches of rendered faces, or of the reader's photographs.
pub fn experiment(run: &mut Run, photographs: Option<&ImageSet>) -> Outcome {
    let rendered;
    let set = match photographs {
        Some(set) => set,
        None => {
            run.step("render faces");
            let (people, side) = (run.size(2, 24, 24), 64);
            let grey = faces::Colour::Grey;
            rendered =
                faces::gallery(run.args.seed, people, run.size(1, 4, 4), side, grey)?;
            &rendered.images
        }
    };
    run.train("features of patches");
    let n = run.size(500, 10_000, 10_000);
    let white = whiten(&set.x, set.frame)?;
    let cut = |x: &Array2<Real>, name: &str| -> Outcome<Array2<Real>> {
        let found = patches(x, set.frame, SIDE, n, &mut run.rng(name))?;
        let sd = found.std(0.0).max(Real::EPSILON);
        Ok(found / sd)
    };
    let (flat, raw) = (cut(&white, "patches")?, cut(&set.x, "raw patches")?);
    let codes = learn(run, &flat)?;
    let few = run.size(6, FITTED, FITTED);
    let some = |features: &Array2<Real>| {
        features.slice(s![..few.min(features.nrows()), ..]).to_owned()
    };
    for (name, learnt) in &codes {
        let ends: Vec<_> = learnt.iter().map(|one| some(&one.features)).collect();
        let sooner: Vec<_> = learnt.iter().map(|one| some(&one.shorter)).collect();
        record(run, name, "", &ends)?;
        record(run, name, "_shorter", &sooner)?;
        let mut say = |what: &str, digits, of: &dyn Fn(&Learnt) -> f64| {
            let values: Vec<f64> = learnt.iter().map(of).collect();
            run.over_starts(&format!("gabor_{name}_{what}"), &values, "", digits);
        };
        say("l0", 1, &|one| one.on);
        say("dead", 0, &|one| one.dead);
        if learnt.iter().all(|one| one.loss.is_some()) {
            say("loss", 4, &|one| one.loss.unwrap_or(f64::NAN));
            say("mean", 4, &|one| one.mean);
        }
    }
    let axes = |x: &Array2<Real>| -> Outcome<Array2<Real>> {
        Ok(Pca::fit(x, SIDE * SIDE - 1)?.w.t().to_owned())
    };
    let (pca, raw_pca) = (axes(&flat)?, axes(&raw)?);
    let noise = planted(1, (SIDE * SIDE, few), 1, 0.0, &mut run.rng("white noise"))?.atoms;
    record(run, "pca", "", &[some(&pca)])?;
    record(run, "pca_raw", "", &[some(&raw_pca)])?;
    record(run, "patches", "", &[some(&flat)])?;
    record(run, "noise", "", &[noise])?;
    for (key, count) in [("units", UNITS), ("kl_units", FEW), ("patches", n)] {
        run.count(&format!("gabor_{key}"), count).spread(0.0);
    }
    figure(run, &codes[0].1[0].features, &pca, &flat)
}

/// The codes, by name, from each start.
fn learn(run: &mut Run, x: &Array2<Real>) -> Outcome<Vec<(&'static str, Vec<Learnt>)>> {
    let names = ["sparse", "cheap", "dear"];
    let found = run.from_each_start(&PRICES, starts(run), |&lambda, start| {
        held(run, x, (Scarcity::L1 { lambda }, false), start)
    })?;
    let mut codes: Vec<_> = names.into_iter().zip(found).collect();
    // As many units on as under the first price.
    let on: Vec<f64> = codes[0].1.iter().map(|one| one.on).collect();
    let k = (median(&on).unwrap_or_default().round() as usize).clamp(1, UNITS);
    run.count("gabor_k", k).spread(0.0);
    let found = run.from_each_start(&[false, true], starts(run), |&down, start| {
        held(run, x, (Scarcity::Largest { k }, down), start)
    })?;
    codes.extend(["largest", "down"].into_iter().zip(found));
    let all: Vec<usize> = (0..starts(run)).collect();
    codes.push(("kl", run.together(&all, |&start| sigmoid(run, x, start))?));
    Ok(codes)
}

/// How much of a Gabor the features of each start are.
fn record(run: &mut Run, name: &str, when: &str, starts: &[Array2<Real>]) -> Outcome {
    let fits = run.together(starts, |features| {
        let rows = features.rows().into_iter();
        // A unit that never learnt anything has no shape to fit.
        let fits = rows.filter_map(|row| fit(&row.to_vec()).ok());
        Ok(fits.collect::<Vec<Gabor>>())
    })?;
    let middle = |of: fn(&Gabor) -> f64| -> Vec<f64> {
        let middle = |fits: &Vec<Gabor>| median(&fits.iter().map(of).collect::<Vec<_>>());
        fits.iter().map(|fits| middle(fits).unwrap_or(f64::NAN)).collect()
    };
    let share = |of: &dyn Fn(&Gabor) -> bool| -> Vec<f64> {
        let count = |fits: &Vec<Gabor>| fits.iter().filter(|g| of(g)).count() as f64;
        fits.iter().map(|fits| count(fits) / fits.len().max(1) as f64).collect()
    };
    let values = [
        ("r2", middle(|g| g.r2), 3),
        ("good", share(&|g| g.r2 > GOOD), 3),
        ("local", share(&|g| g.r2 > GOOD && g.size() < LOCAL), 3),
        ("size", middle(Gabor::size), 2),
        ("frequency", middle(|g| g.frequency), 3),
    ];
    for (what, values, digits) in values {
        let key = format!("gabor_{name}_{what}{when}");
        match values[..] {
            [one] => {
                run.number(&key, one, digits).spread(0.0);
            }
            _ => run.over_starts(&key, &values, "", digits),
        }
    }
    Ok(())
}

/// Features in one colour map, each by its own largest weight.
fn figure(
    run: &mut Run,
    learnt: &Array2<Real>,
    pca: &Array2<Real>,
    flat: &Array2<Real>,
) -> Outcome {
    let frame = Frame::grey(SIDE, SIDE);
    let set = ImageSet { x: Array2::zeros((0, frame.len())), labels: Vec::new(), frame };
    let columns = 12;
    let mut tiles = Vec::new();
    for (features, rows) in [(flat, 1), (pca, 2), (learnt, 3)] {
        for j in 0..rows * columns {
            let f = features.row(j % features.nrows());
            let most = f.fold(Real::EPSILON, |most, v| most.max(v.abs()));
            tiles.push(Tile::signed(&set, f, f64::from(most)));
        }
    }
    let row_labels = ["patches", "PCA", "", "sparse", "", ""].map(str::to_string).to_vec();
    let title = "Whitened patches, their principal axes, and sparse features".to_string();
    run.figure(
        "gabors",
        grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
