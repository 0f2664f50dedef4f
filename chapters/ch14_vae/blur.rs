//! Why pictures blur: decoders of the same codes that differ in the pixels' noise, or in how they end.

use super::arms::{Made, START, Trained, two_thirds};
use super::pictures::{Pictures, starts};
use super::plain::ROW;
use autoencoders::ndarray::{Array2, s};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Samples;
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, train};
use autoencoders::vae::{DecoderOnly, Likelihood, Scale, Vae};
use autoencoders::{Autoencoder, Frame, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::pixels::over_neighbours;
use chapters::{Outcome, Run};

const LEARNT: Scale = Scale::Learnt { start: START };
/// A decoder to be.
struct Ending {
    key: &'static str,
    name: &'static str,
    likelihood: Likelihood,
    /// A sigmoid holds the decoder's numbers between 0 and 1, as a Bernoulli decoder's are.
    bounded: bool,
}

impl Ending {
    const fn new(key: &'static str, name: &'static str, likelihood: Likelihood) -> Ending {
        Ending { key, name, likelihood, bounded: false }
    }

    const fn bounded(self) -> Ending {
        Ending { bounded: true, ..self }
    }
}

/// What is compared, and shown.
const ENDINGS: [Ending; 5] = [
    Ending::new("bernoulli", "Bernoulli", Likelihood::Bernoulli),
    Ending::new("gauss", "Gaussian", Likelihood::Gaussian(LEARNT)),
    Ending::new("laplace", "Laplace", Likelihood::Laplace(LEARNT)),
    Ending::new("gauss_bounded", "Gaussian, bounded", Likelihood::Gaussian(LEARNT))
        .bounded(),
    Ending::new("laplace_bounded", "Laplace, bounded", Likelihood::Laplace(LEARNT))
        .bounded(),
];
/// Arms whose pictures are measured too.
const ARMS: [&str; 6] = ["right", "variance", "learnt", "beta_01", "beta_03", "beta_4"];

/// Trains the decoders, measures and shows their pictures.
pub fn blur(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let (x, frame) = (&pictures.test.x, pictures.test.frame);
    let base = trained.of("right");
    let found = run.from_each_start(&ENDINGS, starts(run), |ending, start| {
        let encoder = base[start].model.encoder.clone();
        let mut rng = run.rng(&format!("decoder {start}"));
        let widths = [pictures.d(), pictures.hidden, pictures.code];
        let of = ending.likelihood;
        let mut decoder = Vae::random(&widths, of, Init::PyTorch, &mut rng)?.decoder;
        if ending.bounded {
            let mut layers = decoder.layers().to_vec();
            layers.push(Box::new(Activation::Sigmoid));
            decoder = Network::new(pictures.code, layers)?;
        }
        let mut model = DecoderOnly(Vae::new(encoder, decoder, of)?);
        let training = Training {
            epochs: pictures.epochs,
            batch: pictures.batch,
            seed: run.args.seed + start as u64,
            ..Training::default()
        };
        let adam = &mut Adam { rate: pictures.rate, ..Adam::default() };
        let samples = Samples::themselves(&pictures.train.x);
        let mut earlier = None;
        train(&mut model, adam, samples, None, &training, |record, model| {
            if record.epoch == two_thirds(pictures.epochs) {
                earlier = Some(model.0.reconstruct(x)?);
            }
            Ok(())
        })?;
        let last = model.0.reconstruct(x)?;
        Ok([earlier.unwrap_or_else(|| last.clone()), last])
    })?;
    run.number("grey_data", 100.0 * grey(x), 1).spread(0.0);
    for (ending, found) in ENDINGS.iter().zip(&found) {
        for (at, when) in ["_shorter", ""].iter().enumerate() {
            let found: Vec<_> = found.iter().map(|found| &found[at]).collect();
            record(run, &format!("blur_{}{when}", ending.key), &found, x, frame);
        }
    }
    for key in ARMS {
        for (when, of) in
            [("_shorter", (|m| &m.earlier) as fn(&Made) -> &Vae), ("", |m| &m.model)]
        {
            let made = trained.of(key).iter();
            let found =
                made.map(|m| of(m).reconstruct(x)).collect::<Result<Vec<_>, _>>()?;
            let found: Vec<_> = found.iter().collect();
            record(run, &format!("seen_{key}{when}"), &found, x, frame);
        }
    }
    let shown = |y: &Array2<Real>| -> Vec<Tile> {
        let some = y.slice(s![..ROW.min(y.nrows()), ..]);
        let rows = some.rows().into_iter();
        rows.map(|y| Tile::image(&pictures.test, y, 0.0, 1.0)).collect()
    };
    let mut tiles = shown(x);
    let mut labels = vec!["test images".to_string()];
    for (ending, found) in ENDINGS.iter().zip(&found) {
        tiles.extend(shown(&found[0][1]));
        labels.push(ending.name.to_string());
    }
    run.figure(
        "blur",
        grid(&Grid {
            title: "Test images, and the same codes decoded under three noises, with and without bounds".to_string(),
            columns: ROW,
            tiles,
            row_labels: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}

/// Share of grey pixels, edges' energy, squared and absolute error of reconstructions.
fn record(
    run: &mut Run,
    key: &str,
    found: &[&Array2<Real>],
    x: &Array2<Real>,
    frame: Frame,
) {
    let n = x.nrows() as f64;
    let error = |y: &Array2<Real>, of: fn(f64) -> f64| {
        y.iter().zip(x).map(|(y, x)| of(f64::from(y - x))).sum::<f64>() / n
    };
    let own = edges(x, frame);
    let mut put = |name: &str, digits: usize, of: &dyn Fn(&Array2<Real>) -> f64| {
        let values: Vec<f64> = found.iter().map(|y| of(y)).collect();
        run.over_starts(&format!("{key}_{name}"), &values, "", digits);
    };
    put("grey", 1, &|y| 100.0 * grey(y));
    put("edges", 2, &|y| edges(y, frame) / own);
    put("sq", 2, &|y| error(y, |e| e * e));
    put("abs", 2, &|y| error(y, f64::abs));
}

/// The share of pixels that are neither paper nor ink: between a tenth and nine tenths.
fn grey(x: &Array2<Real>) -> f64 {
    x.iter().filter(|x| (0.1..0.9).contains(*x)).count() as f64 / x.len() as f64
}

/// Σ of the squared differences of neighbours, right and down, over all images.
fn edges(x: &Array2<Real>, frame: Frame) -> f64 {
    over_neighbours(x, frame, |e| e * e)
}
