//! Does a network with two code units unroll a Swiss roll? With one a spiral?

use autoencoders::data::toy::{self, Toy};
use autoencoders::deep::readout::{linear, r_squared};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::pca::Pca;
use autoencoders::stats::{correlation, median};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Panel, Scale, Shape as Point, draw};
use chapters::{Outcome, Run};
use std::f64::consts::PI;

/// Turns of the whole roll, and shorter ones.
const TURNS: [f64; 4] = [1.5, 1.0, 0.75, 0.5];
/// Which of them is shown beside the whole roll: of three quarters of a turn.
const SHORTER: usize = 2;
/// From this R², or square of a rank correlation, on, we call it unrolled.
const UNROLLED: f64 = 0.95;

/// A piece of a roll or of a spiral, in tens of units, and its true coordinates: place along it, height.
struct Piece {
    x: Array2<Real>,
    truth: Array2<Real>,
    /// Numbers in the code: two for the sheet, one for the spiral.
    k: usize,
}

impl Piece {
    /// n points of the first turns of a Swiss roll.
    fn sheet(run: &Run, turns: f64, n: usize) -> Outcome<Piece> {
        let many = (1.2 * n as f64 * TURNS[0] / turns) as usize + 100;
        let Toy { x, truth, .. } = toy::swiss_roll(many, 0.0, &mut run.rng("roll"))?;
        let last = (1.5 * PI + 2.0 * PI * turns) as Real;
        let rows: Vec<usize> =
            (0..many).filter(|&i| truth[[i, 0]] <= last).take(n).collect();
        let mut truth = truth.select(Axis(0), &rows);
        truth.column_mut(0).mapv_inplace(|t| along(t.into()) as Real);
        Ok(Piece { x: x.select(Axis(0), &rows) / 10.0, truth, k: 2 })
    }

    /// The sheet seen from its end: a curve in the plane.
    fn spiral(sheet: &Piece) -> Piece {
        let (x, truth) =
            (sheet.x.select(Axis(1), &[0, 2]), sheet.truth.slice(s![.., ..1]).to_owned());
        Piece { x, truth, k: 1 }
    }

    /// The codes of a network trained from its `start`-th random start, and the share of the variance that it does not rebuild.
    fn codes(&self, run: &Run, start: usize) -> Outcome<Codes> {
        let shape = Architecture {
            hidden: Activation::Relu,
            init: Init::He,
            ..Architecture::default()
        };
        let mut rng = run.rng(&format!("start {start}"));
        let mut model =
            NeuralAutoencoder::random(&[self.x.ncols(), 64, 64, self.k], &shape, &mut rng)?;
        let epochs = run.size(5, 200, 1000);
        let seed = run.args.seed + start as u64;
        let training = Training {
            epochs,
            batch: 100,
            seed,
            schedule: Schedule::Cosine,
            ..Training::default()
        };
        let mut optimiser = Adam { rate: 5e-3, ..Adam::default() };
        model.train(&self.x, None, &mut optimiser, &training, silent)?;
        Ok(Codes { z: model.encode(&self.x)?, left: self.left(&model)? })
    }

    /// The share of the variance that a model does not rebuild.
    fn left(&self, model: &dyn Autoencoder) -> Outcome<f64> {
        Ok(model.squared_error(&self.x)? / f64::from(self.x.var_axis(Axis(0), 0.0).sum()))
    }

    /// How straight the place along the piece is in the codes, from 0 to 1: R² of a linear read-out; of a single number the
    /// square of the rank correlation, which asks only for the order.
    fn score(&self, z: &Array2<Real>) -> Outcome<f64> {
        if self.k > 1 {
            return Ok(r_squared(&self.truth, &linear(z, &self.truth, z)?)?[0]);
        }
        let (a, b) = (ranks(z.column(0)), ranks(self.truth.column(0)));
        Ok(correlation(&a.into_iter().zip(b).collect::<Vec<_>>()).unwrap_or(0.0).powi(2))
    }

    fn pca(&self) -> Outcome<Codes> {
        let model = Pca::fit(&self.x, self.k)?;
        Ok(Codes { z: model.encode(&self.x)?, left: self.left(&model)? })
    }
}

/// What a model made of a piece.
struct Codes {
    z: Array2<Real>,
    left: f64,
}

/// Length of the spiral (t cos t, t sin t) up to t: ½(t√(1 + t²) + asinh t).
fn along(t: f64) -> f64 {
    0.5 * (t * (1.0 + t * t).sqrt() + t.asinh())
}

/// The place of each value among all.
fn ranks(values: autoencoders::ndarray::ArrayView1<Real>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, i)| ranks[i] = rank as f64);
    ranks
}

/// The roll, its codes, and for which pieces of it the codes follow the roll.
pub fn roll(run: &mut Run) -> Outcome {
    let (n, starts) = (run.size(100, 800, 1500), run.size(1, 3, 8));
    run.count("roll_samples", n);
    run.count("roll_starts", starts);
    let pieces = TURNS.iter().map(|&turns| {
        let sheet = Piece::sheet(run, turns, n)?;
        Ok([Piece::spiral(&sheet), sheet])
    });
    let pieces = pieces.collect::<Outcome<Vec<_>>>()?;
    let each: Vec<&Piece> = pieces.iter().flatten().collect();
    let codes =
        run.from_each_start(&each, starts, |piece, start| piece.codes(run, start))?;
    let (mut sheets, mut curves) = (Vec::new(), Vec::new());
    let mut shown = Vec::new();
    for (i, (&turns, [spiral, sheet])) in TURNS.iter().zip(&pieces).enumerate() {
        let (lines, codes) = (&codes[2 * i], &codes[2 * i + 1]);
        curves.push(scores(run, &format!("spiral_{i}"), turns, spiral, lines)?);
        sheets.push(scores(run, &format!("roll_{i}"), turns, sheet, codes)?);
        if i == 0 {
            shown.push(plane(
                "roll, seen from its end",
                sheet,
                &sheet.x.select(Axis(1), &[0, 2]),
            ));
            shown.push(plane("two components", sheet, &sheet.pca()?.z));
        }
        if i == 0 || i == SHORTER {
            let title =
                if i == 0 { "two code units" } else { "two code units, ¾ of a turn" };
            shown.push(plane(title, sheet, &codes[0].z));
        }
    }
    run.figure(
        "roll",
        draw("A Swiss roll, its components, and codes of networks", 2, 190.0, &shown),
    );
    let panels = [
        by_turns("sheet, two numbers", "R² of the place along it", &sheets),
        by_turns("spiral, one number", "rank correlation²", &curves),
    ];
    run.figure(
        "roll_turns",
        draw(
            "How well codes follow a rolled sheet and a spiral, by its turns",
            2,
            190.0,
            &panels,
        ),
    );
    Ok(())
}

/// Scores at one number of turns.
struct Scores {
    turns: f64,
    pca: f64,
    deep: Vec<f64>,
}

fn scores(
    run: &mut Run,
    key: &str,
    turns: f64,
    piece: &Piece,
    codes: &[Codes],
) -> Outcome<Scores> {
    let deep =
        codes.iter().map(|codes| piece.score(&codes.z)).collect::<Outcome<Vec<_>>>()?;
    let flat = piece.pca()?;
    let pca = piece.score(&flat.z)?;
    let left = codes.iter().map(|codes| 100.0 * codes.left).collect::<Vec<_>>();
    // Some starts tear the sheet and some do not; which ones, rounding may decide.
    run.measure(&format!("{key}_left"), median(&left).unwrap_or(0.0), "%", 1).spread(0.8);
    run.measure(&format!("{key}_pca_left"), 100.0 * flat.left, "%", 1);
    run.number(&format!("{key}_turns"), turns, 2);
    run.number(&format!("{key}_pca"), pca, 2);
    run.number(&format!("{key}_median"), median(&deep).unwrap_or(0.0), 2).spread(0.8);
    run.count(
        &format!("{key}_unrolled"),
        deep.iter().filter(|&&score| score >= UNROLLED).count(),
    )
    .spread(0.8);
    Ok(Scores { turns, pca, deep })
}

fn by_turns(title: &str, label: &str, all: &[Scores]) -> Panel {
    let ticks = all.iter().rev().map(|s| (s.turns, s.turns.to_string()));
    let x = Scale::linear("turns", 0.4, 1.6).with_ticks(ticks);
    Panel::new(title, x, Scale::linear(label, 0.0, 1.05))
        .line(all.iter().rev().map(|s| (s.turns, s.pca)), Ink::Pca, "PCA")
        .line(
            all.iter().rev().map(|s| (s.turns, median(&s.deep).unwrap_or(0.0))),
            Ink::Autoencoder,
            "network",
        )
        .points(
            all.iter().flat_map(|s| s.deep.iter().map(|&r2| (s.turns, r2))),
            Ink::Autoencoder,
            Point::Dot,
            7.0,
        )
}

/// Points in twelve shades by their place along the roll.
fn plane(title: &str, piece: &Piece, z: &Array2<Real>) -> Panel {
    const SHADES: usize = 12;
    let place = piece.truth.column(0);
    let (from, to) =
        place.iter().fold((Real::MAX, Real::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    let shade = |i: usize| {
        (((place[i] - from) / (to - from) * SHADES as Real) as usize).min(SHADES - 1)
    };
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let axis = |j: usize| {
        Scale::around("", z.column(j).iter().map(|&v| f64::from(v))).with_ticks::<&str>([])
    };
    (0..SHADES).fold(Panel::new(title, axis(0), axis(1)), |panel, s| {
        let points = (0..z.nrows()).filter(|&i| shade(i) == s).map(at);
        // Neither the darkest purple, lost on a dark page, nor the palest yellow, lost on paper.
        panel.points(
            points,
            Ink::Magnitude(0.14 + 0.78 * (s as f64 + 0.5) / SHADES as f64),
            Point::Dot,
            4.0,
        )
    })
}
