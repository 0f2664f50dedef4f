//! Features of patches, and how much of a Gabor each is.

use super::arms::starts;
use autoencoders::data::{ImageSet, faces};
use autoencoders::ndarray::{Array2, s};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::pca::Pca;
use autoencoders::sparse::gabor::{Gabor, fit};
use autoencoders::sparse::patches::{patches, whiten};
use autoencoders::sparse::planted::planted;
use autoencoders::sparse::{Scarcity, SparseAutoencoder};
use autoencoders::stats::median;
use autoencoders::{Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pixels of a patch's side, and units.
const SIDE: usize = 8;
const UNITS: usize = 96;
/// λ, with features held to length 1.
const LAMBDA: Real = 3.0;
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
    let (n, epochs) = (run.size(500, 10_000, 10_000), run.size(2, 150, 150));
    let white = whiten(&set.x, set.frame)?;
    let cut = |x: &Array2<Real>, name: &str| -> Outcome<Array2<Real>> {
        let found = patches(x, set.frame, SIDE, n, &mut run.rng(name))?;
        let sd = found.std(0.0).max(Real::EPSILON);
        Ok(found / sd)
    };
    let (flat, raw) = (cut(&white, "patches")?, cut(&set.x, "raw patches")?);
    let starts: Vec<usize> = (0..starts(run)).collect();
    let learnt = run.together(&starts, |&start| {
        let rng = &mut run.rng(&format!("patches {start}"));
        let (size, scarcity) = ((SIDE * SIDE, UNITS), Scarcity::L1 { lambda: LAMBDA });
        let (output, init) = (Output::Linear, Init::Glorot);
        let mut model = SparseAutoencoder::random(size, scarcity, true, output, init, rng)?;
        let seed = run.args.seed + start as u64;
        let training = Training { epochs, seed, ..Training::default() };
        let mut adam = Adam { rate: 3e-3, ..Adam::default() };
        model.train(&flat, None, &mut adam, &training, silent)?;
        Ok(model.features())
    })?;
    let few = run.size(6, FITTED, FITTED);
    let some = |features: &Array2<Real>| {
        features.slice(s![..few.min(features.nrows()), ..]).to_owned()
    };
    let axes = |x: &Array2<Real>| -> Outcome<Array2<Real>> {
        Ok(Pca::fit(x, SIDE * SIDE - 1)?.w.t().to_owned())
    };
    let (pca, raw_pca) = (axes(&flat)?, axes(&raw)?);
    let noise = planted(1, (SIDE * SIDE, few), 1, 0.0, &mut run.rng("white noise"))?.atoms;
    let mut sets: Vec<(&str, Vec<Array2<Real>>)> = vec![
        ("sparse", learnt.iter().map(some).collect()),
        ("pca", vec![some(&pca)]),
        ("pca_raw", vec![some(&raw_pca)]),
        ("patches", vec![some(&flat)]),
        ("noise", vec![noise]),
    ];
    for (name, sets) in &mut sets {
        let fits = run.together(sets, |features| {
            let rows = features.rows().into_iter();
            // A unit that never learnt anything has no shape to fit.
            let fits = rows.filter_map(|row| fit(&row.to_vec()).ok());
            Ok(fits.collect::<Vec<Gabor>>())
        })?;
        let each =
            |of: &dyn Fn(&[Gabor]) -> f64| fits.iter().map(|f| of(f)).collect::<Vec<_>>();
        let middle = |of: fn(&Gabor) -> f64| {
            each(&|fits| {
                median(&fits.iter().map(of).collect::<Vec<_>>()).unwrap_or(f64::NAN)
            })
        };
        let share = |of: &dyn Fn(&Gabor) -> bool| {
            each(&|fits| {
                fits.iter().filter(|g| of(g)).count() as f64 / fits.len().max(1) as f64
            })
        };
        let values = [
            ("r2", middle(|g| g.r2), 3),
            ("good", share(&|g| g.r2 > GOOD), 3),
            ("local", share(&|g| g.r2 > GOOD && g.size() < LOCAL), 3),
            ("size", middle(Gabor::size), 2),
            ("frequency", middle(|g| g.frequency), 3),
        ];
        for (what, values, digits) in values {
            let key = format!("gabor_{name}_{what}");
            match values[..] {
                [one] => {
                    run.number(&key, one, digits).spread(0.0);
                }
                _ => run.over_starts(&key, &values, "", digits),
            }
        }
    }
    run.count("gabor_units", UNITS).spread(0.0);
    run.count("gabor_patches", n).spread(0.0);
    figure(run, &learnt[0], &pca, &flat)
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
