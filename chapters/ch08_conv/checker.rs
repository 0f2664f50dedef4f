//! Checkerboards: who starts with them, who keeps them, and two first weights without.

use super::arms::{BATCH, bce, starts};
use super::pictures::{Pictures, sheet};
use autoencoders::conv::checkerboard::energy;
use autoencoders::conv::{ConvAutoencoder, Padding, Step, Window};
use autoencoders::ndarray::{Array2, ArrayView1, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::nn::upsample::Between;
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Frame, Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::datasets::evenly;
use chapters::figures::{Grid, Ink, Panel, Scale, Tile, draw, grid};
use chapters::{Outcome, Run};

/// The same rate for all.
const RATE: f64 = 3e-3;
/// Epochs after which the second picture is taken.
const EARLY: usize = 1;
const RELU: Step = Step::Bend(Activation::Relu);

/// A way back up by two.
#[derive(Clone, Copy)]
struct Way {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    up: Up,
}

/// What doubles the image, and the first weights where they are not only drawn.
#[derive(Clone, Copy)]
enum Up {
    Transposed(usize),
    /// 3 × 3: each drawn centre spread as ½ 1 ½ both ways, which interpolates between
    /// pixels.
    Spread,
    /// 4 × 4: the four taps of each pixel of a block alike.
    Alike,
    Resized(Between),
}

const WAYS: [Way; 7] = [
    way("k3", "k = 3", Ink::Category(1), Up::Transposed(3)),
    way("k4", "k = 4", Ink::Category(3), Up::Transposed(4)),
    way("spread", "3, spread", Ink::Category(4), Up::Spread),
    way("alike", "4, alike", Ink::Category(8), Up::Alike),
    way("nearest", "nearest", Ink::Autoencoder, Up::Resized(Between::Nearest)),
    way("bilinear", "bilinear", Ink::Category(2), Up::Resized(Between::Bilinear)),
    way("k5", "k = 5", Ink::Category(5), Up::Transposed(5)),
];
/// The ways that are drawn: the first of them.
const DRAWN: usize = 6;

const fn way(key: &'static str, name: &'static str, ink: Ink, up: Up) -> Way {
    Way { key, name, ink, up }
}

/// What one training leaves.
struct Grown {
    /// Shares of energy after 0, 1, … epochs.
    shares: Vec<Shares>,
    /// Cross-entropy a pixel on the test images, at the end and at two thirds.
    bce: [f64; 2],
    /// Logits of one image: untrained, early, trained.
    shown: Vec<Array2<Real>>,
}

/// The share of energy that repeats with every second pixel, and what repeats with every
/// fourth only, in logits and in pictures.
#[derive(Clone, Copy)]
struct Shares {
    logits: [f64; 2],
    pictures: [f64; 2],
}

impl Way {
    /// Two convolutions with stride 2 down to eight channels, and two steps of this way
    /// back.
    fn random(
        self,
        frame: Frame,
        rng: &mut rand_chacha::ChaCha8Rng,
    ) -> Result<ConvAutoencoder> {
        let strided = |filters| Step::Convolve { filters, window: window(3) };
        let encoder = [strided(8), RELU, strided(8), RELU];
        let up = |filters: usize| match self.up {
            Up::Transposed(k) => vec![Step::Transpose { filters, window: window(k) }],
            Up::Spread => vec![Step::Transpose { filters, window: window(3) }],
            Up::Alike => vec![Step::Transpose { filters, window: window(4) }],
            Up::Resized(between) => {
                vec![Step::Upsample { factor: (2, 2), between }, Step::same(filters, 3)]
            }
        };
        let decoder = [up(8), vec![RELU], up(frame.channels)].concat();
        let (output, init) = (Output::Logits, Init::Glorot);
        let mut model =
            ConvAutoencoder::random(frame, &encoder, &decoder, output, init, rng)?;
        // Weights (k, k, filters, channels), as the layers above lay them out.
        for weight in model.networks.decoder.parameters_mut() {
            match self.up {
                Up::Spread => spread(weight),
                Up::Alike => alike(weight),
                _ => {}
            }
        }
        Ok(model)
    }

    /// Trains from start number `start`, and looks at every epoch.
    fn grow(self, run: &Run, pictures: &Pictures, start: usize) -> Outcome<Grown> {
        // The encoder is drawn first, and so is the same in all ways.
        let name = format!("checker {start}");
        let frame = pictures.frame();
        let mut model = self.random(frame, &mut run.rng(&name))?;
        let x = evenly(&pictures.test, run.size(10, 100, 100))?.x;
        let one = evenly(&pictures.test, 1)?.x;
        let look = |m: &ConvAutoencoder| -> Result<Shares> {
            let z = m.encode(&x)?;
            let logits = share(&m.networks.decoder.predict(&z)?, frame)?;
            Ok(Shares { logits, pictures: share(&m.decode(&z)?, frame)? })
        };
        let one_logits = |m: &ConvAutoencoder| m.networks.decoder.predict(&m.encode(&one)?);
        let bce = |m: &ConvAutoencoder| bce(&m.networks, &pictures.test.x);
        let (mut shares, mut shown) = (vec![look(&model)?], vec![one_logits(&model)?]);
        let epochs = pictures.epochs;
        let (shorter, mut before) = ((2 * epochs).div_ceil(3), f64::NAN);
        let training = Training {
            epochs,
            batch: BATCH,
            seed: run.args.seed + start as u64,
            ..Training::default()
        };
        let mut adam = Adam { rate: RATE, ..Adam::default() };
        model.train(&pictures.train.x, None, &mut adam, &training, |record, m| {
            shares.push(look(m)?);
            if record.epoch == EARLY {
                shown.push(one_logits(m)?);
            }
            if record.epoch == shorter {
                before = bce(m)?;
            }
            Ok(())
        })?;
        shown.push(one_logits(&model)?);
        let bce = [bce(&model)?, before];
        Ok(Grown { shares, bce, shown })
    }
}

impl Grown {
    /// The share of every second pixel by epoch, in logits or pictures.
    fn curve(&self, of: fn(&Shares) -> [f64; 2]) -> Curve {
        let by_epoch = self.shares.iter().enumerate();
        by_epoch.map(|(epoch, shares)| (epoch as f64, of(shares)[0])).collect()
    }
}

fn window(k: usize) -> Window {
    Window::square(k, 2, Padding::Same)
}

/// W[i, j] = bᵢbⱼ W[1, 1] with b = (½, 1, ½), of W (3, 3, …) in a row; biases are left as
/// they are.
fn spread(weight: &mut [Real]) {
    let b = [0.5, 1.0, 0.5];
    let each = weight.len() / 9;
    if !weight.len().is_multiple_of(9) {
        return;
    }
    let centre = weight[4 * each..5 * each].to_vec();
    for (tap, own) in weight.chunks_mut(each).enumerate() {
        let share = b[tap / 3] * b[tap % 3];
        own.iter_mut().zip(&centre).for_each(|(w, &c)| *w = share * c);
    }
}

/// W[i, j] = W[2⌊i/2⌋, 2⌊j/2⌋], of W (4, 4, …) in a row; biases are left as they are.
fn alike(weight: &mut [Real]) {
    let each = weight.len() / 16;
    if !weight.len().is_multiple_of(16) {
        return;
    }
    let drawn = weight.to_vec();
    for (tap, own) in weight.chunks_mut(each).enumerate() {
        let from = tap / 8 * 8 + tap % 4 / 2 * 2;
        own.copy_from_slice(&drawn[from * each..][..each]);
    }
}

/// The mean share of energy that repeats with every second pixel, and of what repeats with
/// every fourth and not with every second, over the images that are not all one shade.
fn share(x: &Array2<Real>, frame: Frame) -> Result<[f64; 2]> {
    let channels = frame.channels;
    let flat = |row: ArrayView1<Real>| {
        row.iter().enumerate().all(|(i, &v)| (v - row[i % channels]).abs() < 1e-4)
    };
    let rows: Vec<usize> = (0..x.nrows()).filter(|&i| !flat(x.row(i))).collect();
    if rows.is_empty() {
        return Ok([0.0; 2]);
    }
    let x = x.select(Axis(0), &rows);
    let by_two = energy(&x, frame, 2)?;
    // What repeats with every second pixel repeats with every fourth too.
    Ok([by_two, energy(&x, frame, 4)? - by_two])
}

/// Trains all ways, records and draws what they leave.
pub fn checkerboards(run: &mut Run, pictures: &Pictures) -> Outcome {
    let grown = run
        .from_each_start(&WAYS, starts(run), |way, start| way.grow(run, pictures, start))?;
    let [by_two, by_four] = share(&pictures.test.x, pictures.frame())?;
    run.number("checker_data", by_two, 5).spread(0.0);
    run.number("checker_data_by4", by_four, 5).spread(0.0);
    for (way, grown) in WAYS.iter().zip(&grown) {
        record(run, way, grown, pictures.epochs);
    }
    let panel = |title: &str, keys: [&str; 4], of: fn(&Shares) -> [f64; 2]| {
        let x = Scale::linear("epochs", 0.0, pictures.epochs as f64);
        let y = Scale::log("share of energy at the grid's frequencies", 1e-6, 1.0);
        let all = WAYS.iter().zip(&grown).filter(|(way, _)| keys.contains(&way.key));
        all.fold(Panel::new(title, x, y), |panel, (way, grown)| {
            let curves: Vec<Curve> = grown.iter().map(|g| g.curve(of)).collect();
            bundle(panel, &curves, way.ink, way.name)
        })
    };
    let drawn = ["k3", "k4", "nearest", "bilinear"];
    let chosen = ["spread", "alike", "nearest", "bilinear"];
    let panels = [
        panel("logits", drawn, |s| s.logits),
        panel("logits, transposed from chosen first weights", chosen, |s| s.logits),
        panel("pictures", drawn, |s| s.pictures),
    ];
    let title = "How much of the output repeats with every second pixel, while training";
    run.figure("checker_energy", draw(title, 1, 180.0, &panels));
    shown(run, pictures, &grown[..DRAWN]);
    Ok(())
}

/// The shares at five times, and the loss at the end.
fn record(run: &mut Run, way: &Way, grown: &[Grown], epochs: usize) {
    let thirds = |n: usize| (n * epochs).div_ceil(3);
    let (third, two_thirds) = (("third", thirds(1)), ("two_thirds", thirds(2)));
    let times = [("start", 0), ("early", EARLY), third, two_thirds, ("end", epochs)];
    for (time, at) in times {
        for (what, of) in [
            ("logits", (|s| s.logits) as fn(&Shares) -> [f64; 2]),
            ("pictures", |s| s.pictures),
        ] {
            for (period, by) in [("", 0), ("_by4", 1)] {
                let values: Vec<f64> =
                    grown.iter().map(|g| of(&g.shares[at])[by]).collect();
                let key = format!("checker_{}_{time}_{what}{period}", way.key);
                run.scattered(&key, &values, "", 5, 0.5);
            }
        }
    }
    for (what, at) in [("bce", 0), ("shorter", 1)] {
        let values: Vec<f64> = grown.iter().map(|g| g.bce[at]).collect();
        run.over_starts(&format!("checker_{}_{what}", way.key), &values, "", 4);
    }
}

/// The logits of one image, each picture from its darkest fiftieth to its brightest.
fn shown(run: &mut Run, pictures: &Pictures, grown: &[Vec<Grown>]) {
    let frame = pictures.frame();
    let set = sheet(frame.height, frame.width);
    let tile = |logits: &Array2<Real>| {
        let row: Vec<Real> =
            logits.row(0).iter().step_by(frame.channels).copied().collect();
        let mut sorted = row.clone();
        sorted.sort_by(Real::total_cmp);
        let (low, high) =
            (sorted[sorted.len() / 50], sorted[sorted.len() - 1 - sorted.len() / 50]);
        Tile::image(&set, ArrayView1::from(&row), low, high.max(low + Real::EPSILON))
    };
    let tiles = (0..3)
        .flat_map(|time| grown.iter().filter_map(move |g| g.first()?.shown.get(time)))
        .map(tile)
        .collect();
    run.figure(
        "checker",
        grid(&Grid {
            title: "Logits of one image before, early in and after training".to_string(),
            columns: DRAWN,
            tiles,
            column_labels: WAYS[..DRAWN].iter().map(|way| way.name.to_string()).collect(),
            row_labels: ["untrained", "1 epoch", "trained"].map(str::to_string).to_vec(),
            ..Grid::default()
        }),
    );
}
