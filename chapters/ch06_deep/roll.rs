//! Does a network with two code units unroll a Swiss roll?

use autoencoders::data::toy::{self, Toy};
use autoencoders::deep::readout::{linear, r_squared};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::pca::Pca;
use autoencoders::stats::range;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Panel, Scale, Shape as Point, draw};
use chapters::{Outcome, Run};

/// A roll, in tens of units, and its true coordinates: place along it, height.
struct Roll {
    x: Array2<Real>,
    truth: Array2<Real>,
}

impl Roll {
    /// n points of a Swiss roll of a turn and a half.
    fn points(run: &Run, n: usize) -> Outcome<Roll> {
        let Toy { x, mut truth, .. } = toy::swiss_roll(n, 0.0, &mut run.rng("roll"))?;
        truth.column_mut(0).mapv_inplace(|t| along(t.into()) as Real);
        Ok(Roll { x: x / 10.0, truth })
    }

    /// The codes of a network trained from its `start`-th random start, and the share of the variance that it does not rebuild.
    fn codes(&self, run: &Run, start: usize) -> Outcome<Codes> {
        let shape = Architecture {
            hidden: Activation::Relu,
            init: Init::He,
            ..Architecture::default()
        };
        let mut rng = run.rng(&format!("start {start}"));
        let mut model = NeuralAutoencoder::random(&[3, 64, 64, 2], &shape, &mut rng)?;
        let epochs = run.size(5, 400, 800);
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

    /// How straight the place along the roll is in the codes: R² of a linear read-out.
    fn score(&self, z: &Array2<Real>) -> Outcome<f64> {
        Ok(r_squared(&self.truth, &linear(z, &self.truth, z)?)?[0])
    }

    fn pca(&self) -> Outcome<Codes> {
        let model = Pca::fit(&self.x, 2)?;
        Ok(Codes { z: model.encode(&self.x)?, left: self.left(&model)? })
    }
}

/// What a model made of the roll.
#[derive(Clone)]
struct Codes {
    z: Array2<Real>,
    left: f64,
}

/// Length of the spiral (t cos t, t sin t) up to t: ½(t√(1 + t²) + asinh t).
fn along(t: f64) -> f64 {
    0.5 * (t * (1.0 + t * t).sqrt() + t.asinh())
}

/// The roll, and its codes.
pub fn roll(run: &mut Run) -> Outcome {
    let (n, starts) = (run.size(100, 800, 1500), run.size(1, 5, 5));
    run.count("roll_samples", n);
    run.count("roll_starts", starts);
    let roll = Roll::points(run, n)?;
    let codes =
        run.from_each_start(&[()], starts, |(), start| roll.codes(run, start))?.concat();
    let found =
        codes.iter().map(|codes| roll.score(&codes.z)).collect::<Outcome<Vec<_>>>()?;
    scores(run, &roll, &codes, &found)?;
    let shown = [
        plane("roll, from its end", &roll, &roll.x.select(Axis(1), &[0, 2])),
        plane("two components", &roll, &roll.pca()?.z),
        plane("two code units", &roll, &codes[middle(&found)].z),
    ];
    run.figure(
        "roll",
        draw("A Swiss roll, its components, and the codes of a network", 3, 190.0, &shown),
    );
    Ok(())
}

/// Which of the values is the median, or one of the two next to it.
fn middle(values: &[f64]) -> usize {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order[order.len() / 2]
}

/// How straight the codes are, and what they leave of the roll.
fn scores(run: &mut Run, roll: &Roll, codes: &[Codes], found: &[f64]) -> Outcome {
    let flat = roll.pca()?;
    let left = codes.iter().map(|codes| 100.0 * codes.left).collect::<Vec<_>>();
    // Some starts fold the sheet and some do not; which ones, rounding may decide.
    let (least, most) = range(found.iter().copied());
    for (of, value) in [("least", least), ("median", found[middle(found)]), ("most", most)]
    {
        run.number(&format!("roll_0_{of}"), value, 2).starts(found.len()).spread(0.8);
    }
    run.measure("roll_0_left_most", range(left.iter().copied()).1, "%", 1)
        .starts(left.len())
        .spread(0.8);
    run.measure("roll_0_pca_left", 100.0 * flat.left, "%", 1).spread(0.0);
    Ok(())
}

/// Points in twelve shades by their place along the roll.
fn plane(title: &str, roll: &Roll, z: &Array2<Real>) -> Panel {
    const SHADES: usize = 12;
    let place = roll.truth.column(0);
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
