//! What a code of k numbers knows of the label, by three estimates, and how one of them invents knowledge.

use super::pixels::Digits;
use super::starts;
use autoencoders::information::{BIT, sampled, shared};
use autoencoders::ndarray::{Array2, Axis, concatenate};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{Curve, bundle};
use chapters::datasets::evenly;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::RngExt;
use rand::seq::SliceRandom;

/// Numbers of a code.
const SIZES: [usize; 4] = [2, 4, 8, 16];
/// Cells along each number of a code of two.
const CELLS: [usize; 7] = [4, 8, 16, 32, 64, 128, 256];
/// Cells along each of three numbers, one of which may be dice.
const DICE_CELLS: usize = 8;
/// Neighbours that are asked.
const NEIGHBOURS: usize = 10;
/// Units of the layers between the pixels and the code, and epochs of training on the default digits and on other sets.
const HIDDEN: [usize; 2] = [128, 64];
const EPOCHS: (usize, usize) = (160, 48);
/// Most images of real sets, to learn on and to ask.
const MOST: (usize, usize) = (2000, 1000);

/// Images with their labels, and how many labels there are.
struct Labelled {
    train: (Array2<Real>, Vec<usize>),
    test: (Array2<Real>, Vec<usize>),
    outcomes: usize,
}

/// What is found from one start, in bits.
struct Found {
    /// For each number of cells: plug-in, plug-in of shuffled labels, held out.
    cells: Vec<[f64; 3]>,
    /// Of two numbers and of two with dice: plug-in, held out.
    dice: [[f64; 2]; 2],
    /// By neighbours, for each size, after the training and after half as much again.
    sizes: Vec<[f64; 2]>,
}

/// All of it, recorded and drawn.
pub fn labels(run: &mut Run, digits: &Digits) -> Outcome {
    if digits.train.labels.is_empty() {
        run.note("no labels: nothing to read off a code");
        return Ok(());
    }
    let set = labelled(digits)?;
    let pairs: Vec<(usize, usize)> = set.test.1.iter().map(|&b| (b, b)).collect();
    run.measure("label_bits", shared::plug_in(&pairs)? / BIT, "bits", 3).spread(0.0);
    run.count("knows_train", set.train.1.len());
    run.count("knows_test", set.test.1.len());
    let pixels = by_neighbours(&set.train.0, &set.test.0, &set)?;
    run.measure("knows_pixels", pixels, "bits", 2).spread(0.0); // nothing is trained
    let count = starts(run);
    let jobs: Vec<usize> = (0..count).collect();
    run.count("knows_starts", count).spread(0.0);
    for (key, count) in [
        ("knows_wide", HIDDEN[0]),
        ("knows_narrow", HIDDEN[1]),
        ("knows_epochs", EPOCHS.0),
        ("knows_epochs_other", EPOCHS.1),
    ] {
        run.count(key, count).spread(0.0);
    }
    let found = run.together(&jobs, |&start| one(run, &set, start))?;
    record(run, &found);
    let axis = |label: &str| Scale::linear(label, 0.0, 4.0);
    let cells = Scale::log("cells a number", 4.0, 256.0)
        .with_ticks([4, 16, 64, 256].map(|c| (f64::from(c), c.to_string())));
    let mut left = Panel::new("two numbers, by cells", cells, axis("bits of the label"));
    let who = [
        (0, "plug-in", Ink::Category(1)),
        (1, "labels shuffled", Ink::Random),
        (2, "held out", Ink::Autoencoder),
    ];
    for (at, name, ink) in who {
        let curve = |f: &Found| -> Curve {
            CELLS.iter().zip(&f.cells).map(|(&c, v)| (c as f64, v[at])).collect()
        };
        left = bundle(left, &found.iter().map(curve).collect::<Vec<_>>(), ink, name);
    }
    let most = pairs_limit(&set);
    left = left.across(most, Ink::Faint, "all there is");
    let sizes = Scale::log("numbers of the code", 2.0, 16.0)
        .with_ticks(SIZES.map(|k| (k as f64, k.to_string())));
    let curve = |f: &Found| -> Curve {
        SIZES.iter().zip(&f.sizes).map(|(&k, v)| (k as f64, v[0])).collect()
    };
    let right = bundle(
        Panel::new("by neighbours, by size", sizes, axis("bits of the label")),
        &found.iter().map(curve).collect::<Vec<_>>(),
        Ink::Autoencoder,
        "code",
    );
    let right = right.across(pixels, Ink::Raw, "pixels");
    run.figure("knows", draw("What a code knows of the label", 2, 220.0, &[left, right]));
    Ok(())
}

/// H(label) in bits, if all labels are as likely.
fn pairs_limit(set: &Labelled) -> f64 {
    (set.outcomes as f64).log2()
}

fn labelled(digits: &Digits) -> Outcome<Labelled> {
    let (train, test) = (evenly(&digits.train, MOST.0)?, evenly(&digits.test, MOST.1)?);
    let outcomes = train.labels.iter().chain(&test.labels).max().map_or(0, |most| most + 1);
    let white = digits.white;
    Ok(Labelled {
        train: (&train.x / white, train.labels),
        test: (&test.x / white, test.labels),
        outcomes,
    })
}

fn by_neighbours(z: &Array2<Real>, asked: &Array2<Real>, set: &Labelled) -> Outcome<f64> {
    let k = NEIGHBOURS.min(z.nrows());
    let nats =
        shared::by_neighbours((z, &set.train.1), (asked, &set.test.1), set.outcomes, k)?;
    Ok(nats / BIT)
}

fn train(
    run: &Run,
    set: &Labelled,
    k: usize,
    start: usize,
) -> Outcome<[NeuralAutoencoder; 2]> {
    let mut rng = run.rng(&format!("code {k} {start}"));
    let d = set.train.0.ncols();
    let widths = [d, HIDDEN[0], HIDDEN[1], k];
    let mut model = NeuralAutoencoder::random(&widths, &Architecture::default(), &mut rng)?;
    let long = if run.args.data.is_some() { EPOCHS.1 } else { EPOCHS.0 };
    let epochs = run.size(2, long, long);
    let training = |epochs| Training {
        epochs,
        batch: 64,
        seed: run.args.seed + start as u64,
        ..Training::default()
    };
    let adam = &mut Adam { rate: 1e-3, ..Adam::default() };
    model.train(&set.train.0, None, adam, &training(epochs), silent)?;
    let after = model.clone();
    model.train(&set.train.0, None, adam, &training(epochs / 2), silent)?;
    Ok([after, model])
}

fn one(run: &Run, set: &Labelled, start: usize) -> Outcome<Found> {
    let mut sizes = Vec::new();
    let mut two = None;
    for k in SIZES {
        let models = train(run, set, k, start)?;
        let codes = |m: &NeuralAutoencoder| -> Outcome<[Array2<Real>; 2]> {
            Ok([m.encode(&set.train.0)?, m.encode(&set.test.0)?])
        };
        let codes = [codes(&models[0])?, codes(&models[1])?];
        let knows = |[z, asked]: &[Array2<Real>; 2]| by_neighbours(z, asked, set);
        sizes.push([knows(&codes[0])?, knows(&codes[1])?]);
        if k == 2 {
            two = Some(codes[0].clone());
        }
    }
    let [z, asked] = two.ok_or("no code of two numbers")?;
    let mut rng = run.rng(&format!("shuffle {start}"));
    let mut shuffled = set.train.1.clone();
    shuffled.shuffle(&mut rng);
    let mut cells = Vec::new();
    for count in CELLS {
        let (known, fresh) = in_cells(&z, &asked, count)?;
        let train = pairs(&known, &set.train.1);
        let held = shared::held_out(&train, &pairs(&fresh, &set.test.1), set.outcomes)?;
        let invented = shared::plug_in(&pairs(&known, &shuffled))?;
        cells.push([shared::plug_in(&train)? / BIT, invented / BIT, held / BIT]);
    }
    let mut dice = |rows: &Array2<Real>| -> Outcome<Array2<Real>> {
        let third = Array2::from_shape_simple_fn((rows.nrows(), 1), || rng.random());
        Ok(concatenate(Axis(1), &[rows.view(), third.view()])?)
    };
    let with = (dice(&z)?, dice(&asked)?);
    let both = |(z, asked): (&Array2<Real>, &Array2<Real>)| -> Outcome<[f64; 2]> {
        let (known, fresh) = in_cells(z, asked, DICE_CELLS)?;
        let (train, test) = (pairs(&known, &set.train.1), pairs(&fresh, &set.test.1));
        let held = shared::held_out(&train, &test, set.outcomes)?;
        Ok([shared::plug_in(&train)? / BIT, held / BIT])
    };
    let dice = [both((&z, &asked))?, both((&with.0, &with.1))?];
    Ok(Found { cells, dice, sizes })
}

/// The cell of each code, known and fresh: along each number as many as asked for between the known ones' ends.
fn in_cells(
    known: &Array2<Real>,
    fresh: &Array2<Real>,
    count: usize,
) -> Outcome<(Vec<usize>, Vec<usize>)> {
    let (mut a, mut b) = (vec![0; known.nrows()], vec![0; fresh.nrows()]);
    for (column, other) in known.columns().into_iter().zip(fresh.columns()) {
        let ends = autoencoders::stats::range(column.iter().map(|&z| f64::from(z)));
        let ends = if ends.0 < ends.1 { ends } else { (ends.0, ends.0 + 1.0) };
        for (cell, &z) in a.iter_mut().zip(column).chain(b.iter_mut().zip(other)) {
            *cell = *cell * count + sampled::bin(f64::from(z), ends, count)?;
        }
    }
    Ok((a, b))
}

fn pairs(cells: &[usize], labels: &[usize]) -> Vec<(usize, usize)> {
    cells.iter().copied().zip(labels.iter().copied()).collect()
}

fn record(run: &mut Run, found: &[Found]) {
    let over = |run: &mut Run, key: String, of: &dyn Fn(&Found) -> f64| {
        run.over_starts(&key, &found.iter().map(of).collect::<Vec<_>>(), "bits", 2);
    };
    for (i, count) in CELLS.iter().enumerate() {
        for (at, who) in ["plugin", "shuffled", "held"].iter().enumerate() {
            over(run, format!("{who}_{count}"), &|f| f.cells[i][at]);
        }
    }
    over(run, "held_rise".into(), &|f| f.cells[1][2] - f.cells[0][2]); // from 4 cells to 8
    for (i, whose) in ["two", "dice"].iter().enumerate() {
        for (at, who) in ["plugin", "held"].iter().enumerate() {
            over(run, format!("{whose}_{who}"), &|f| f.dice[i][at]);
        }
    }
    over(run, "dice_gain_plugin".into(), &|f| f.dice[1][0] - f.dice[0][0]);
    over(run, "dice_gain_held".into(), &|f| f.dice[1][1] - f.dice[0][1]);
    for (i, k) in SIZES.iter().enumerate() {
        over(run, format!("knows_{k}"), &|f| f.sizes[i][0]);
        over(run, format!("knows_{k}_longer"), &|f| f.sizes[i][1]);
    }
    run.count("dice_cells", DICE_CELLS).spread(0.0);
    run.count("neighbours", NEIGHBOURS).spread(0.0);
}
