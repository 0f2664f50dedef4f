//! Part IV in one table: every model under every yardstick, at one size of code.

use super::rivals::{Given, affordable};
use super::sets::Sets;
use super::stacks::{DEPTH, encoder, recipe, starts};
use autoencoders::contractive::{
    ContractiveAutoencoder, Weights, jacobian::estimate_squared,
};
use autoencoders::denoising::{Corruption, DenoisingAutoencoder, quality::psnr};
use autoencoders::ndarray::{Array1, Array2, Axis, s};
use autoencoders::nn::dense::Dense;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::network::Network;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent, train};
use autoencoders::nonlinear::{NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::sparse::largest::coming_down;
use autoencoders::sparse::measures::hoyer;
use autoencoders::sparse::{Over, Scarcity, SparseAutoencoder};
use autoencoders::stacked::greedy::unroll;
use autoencoders::stats::{correlation, mean, median, range};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// The chapters' prices.
const LAMBDA: Real = 0.1;
const RHO: Real = 0.05;
const BETA: Real = 3.0;
/// What a denoiser's input suffers, and what all are tested under.
const NOISE: Corruption = Corruption::Masking { share: 0.25 };
/// Rates that are tried, on the first start and the held-out images.
const RATES: [f64; 2] = [1e-3, 3e-3];
/// Images and products of which a Jacobian's size is estimated.
const JACOBIANS: usize = 200;
const PRODUCTS: usize = 8;
/// Draws of labels that are averaged for a start.
const DRAWS: usize = 2;

/// Keys, and names in the figure.
const MODELS: [(&str, &str, Ink); 9] = [
    ("pca", "PCA", Ink::Pca),
    ("plain", "plain", Ink::Category(1)),
    ("l1", "L1", Ink::Category(2)),
    ("largest", "k largest", Ink::Category(3)),
    ("kl", "KL", Ink::Category(4)),
    ("denoising", "denoising", Ink::Category(5)),
    ("contractive", "contractive", Ink::Category(6)),
    ("tied", "contr., tied", Ink::Category(8)),
    ("stacked", "stacked", Ink::Autoencoder),
];

/// Whether each model's name stands at the highest of its dots, and how: none covers another.
const PLACES: [(bool, Anchor); 9] = [
    (true, Anchor::Middle),
    (false, Anchor::Middle),
    (true, Anchor::Start),
    (true, Anchor::Start),
    (false, Anchor::Middle),
    (true, Anchor::Middle),
    (true, Anchor::End),
    (false, Anchor::End),
    (true, Anchor::Middle),
];

/// There and back again.
type Rebuild = dyn Fn(&Array2<Real>) -> Outcome<Array2<Real>> + Send + Sync;

/// A trained model: a way there, a way back, and both together.
struct Made {
    encoder: Network,
    rebuild: Box<Rebuild>,
}

/// Under the yardsticks, in the order of [`KEYS`].
type Yards = [f64; 6];
/// Names, units and decimals of the yardsticks; the last needs labels.
const KEYS: [(&str, &str, usize); 6] = [
    ("sq", "", 2),
    ("hoyer", "", 2),
    ("even", "", 2),
    ("jacobian", "", 1),
    ("psnr", "dB", 1),
    ("acc", "%", 1),
];
/// Which of them needs labels.
const ACC: usize = KEYS.len() - 1;

fn made(model: impl Autoencoder + Send + Sync + 'static, encoder: Network) -> Made {
    Made { encoder, rebuild: Box::new(move |x| Ok(model.reconstruct(x)?)) }
}

/// Trained by the one loop at this rate.
fn trained<M: Model>(
    mut model: M,
    x: &Array2<Real>,
    rate: f64,
    how: &Training,
) -> Outcome<M> {
    let mut adam = Adam { rate, ..Adam::default() };
    train(&mut model, &mut adam, Samples::themselves(x), None, how, silent)?;
    Ok(model)
}

/// Model number `which` from start number `start`.
fn make(
    run: &Run,
    sets: &Sets,
    (which, k, epochs): (usize, usize, usize),
    start: usize,
    rate: f64,
) -> Outcome<Made> {
    let (x, d, key) = (&sets.train.x, sets.d(), MODELS[which].0);
    let rng = &mut run.rng(&format!("table {start}"));
    let seed = run.args.seed + 1000 * start as u64;
    let how = Training { epochs, batch: 100, seed, ..Training::default() };
    let (linear, init) = (Output::Linear, Init::PyTorch);
    let sparse = |scarcity, hold, rng: &mut _| {
        SparseAutoencoder::random((d, k), scarcity, hold, linear, init, rng)
    };
    let scarcity = match key {
        "l1" => Scarcity::L1 { lambda: LAMBDA },
        "kl" => Scarcity::Divergence { beta: BETA, rho: RHO, over: Over::Batch },
        "largest" => Scarcity::Largest { k: (k / 10).max(1) },
        _ => Scarcity::Nothing,
    };
    Ok(match key {
        "pca" => {
            let pca = Pca::fit(x, k)?;
            let b: Array1<Real> = -pca.mean.dot(&pca.w);
            let dense = Dense::new(pca.w.clone(), b)?;
            made(pca, Network::new(d, vec![Box::new(dense)])?)
        }
        "largest" => {
            let mut model = sparse(scarcity, false, rng)?;
            let ks = coming_down(k, (k / 10).max(1), epochs);
            let mut adam = Adam { rate, ..Adam::default() };
            model.train_by(&ks, x, &mut adam, &how, |_, _| Ok(()))?;
            let encoder = model.networks().encoder.clone();
            made(model, encoder)
        }
        "contractive" | "tied" => {
            let ties = if key == "tied" { Weights::Tied } else { Weights::Untied };
            let model =
                ContractiveAutoencoder::random((d, k), ties, linear, LAMBDA, init, rng)?;
            let model = trained(model, x, rate, &how)?;
            let encoder = model.encoder()?;
            made(model, encoder)
        }
        "denoising" => {
            let autoencoder: NeuralAutoencoder =
                sparse(scarcity, false, rng)?.networks().clone();
            let model = DenoisingAutoencoder { autoencoder, corruption: NOISE };
            let model = trained(model, x, rate, &how)?;
            let encoder = model.autoencoder.encoder.clone();
            made(model, encoder)
        }
        "stacked" => {
            let widths = [vec![d], vec![k; DEPTH]].concat();
            let mut how = recipe(run, epochs, start);
            how.rate = rate;
            let layers = how.layers(x, &widths, rng)?;
            made(unroll(&layers)?, encoder(&layers)?)
        }
        _ => {
            let model = trained(sparse(scarcity, key == "l1", rng)?, x, rate, &how)?;
            let encoder = model.networks().encoder.clone();
            made(model, encoder)
        }
    })
}

/// Mean squared error of an image.
fn error(made: &Made, x: &Array2<Real>) -> Outcome<f64> {
    let e = (made.rebuild)(x)? - x;
    Ok(e.iter().map(|&e| f64::from(e * e)).sum::<f64>() / x.nrows() as f64)
}

/// Σⱼ Var aⱼ over the rows of A.
fn variance(a: &Array2<Real>) -> f64 {
    a.var_axis(Axis(0), 0.0).iter().map(|&v| f64::from(v)).sum::<f64>().max(f64::EPSILON)
}

/// Labels that the last yardstick is given; none where no class has enough.
fn labels(run: &Run, sets: &Sets) -> Option<usize> {
    let wanted = [run.size(20, 100, 100)];
    affordable(sets, &wanted).first().copied().filter(|_| sets.classes() >= 2)
}

/// Every unit of Z (n, k) divided by its root mean square.
fn even(z: &Array2<Real>) -> Array2<Real> {
    let squares = z.mapv(|z| z * z).mean_axis(Axis(0)).unwrap_or_default();
    z / &squares.mapv(|square| if square > 0.0 { square.sqrt() } else { 1.0 })
}

/// Under all yardsticks but the last.
fn measure(run: &Run, sets: &Sets, made: &Made, start: usize) -> Outcome<Yards> {
    let test = &sets.test.x;
    let z = made.encoder.predict(test)?;
    let some = test.slice(s![..JACOBIANS.min(test.nrows()), ..]).to_owned();
    let rng = &mut run.rng(&format!("products {start}"));
    let squares = estimate_squared(&made.encoder, &some, PRODUCTS, rng)?;
    let jacobian = mean(&squares).unwrap_or(f64::NAN) * variance(test) / variance(&z);
    let noisy = NOISE.fixed(test, run.args.seed)?;
    let clean = (made.rebuild)(&noisy)?.mapv(|v| v.clamp(0.0, 1.0));
    let decibels = psnr(test, &clean)?.mean().unwrap_or(f64::NAN);
    Ok([error(made, test)?, hoyer(&z)?, hoyer(&even(&z))?, jacobian, decibels, f64::NAN])
}

/// Under the last.
fn right(run: &Run, sets: &Sets, made: &Made, start: usize) -> Outcome<f64> {
    let mut right = Vec::new();
    if let Some(labels) = labels(run, sets) {
        for draw in 0..DRAWS {
            let given = Given::draw(run, sets, labels, start + 1000 * (draw + 1))?;
            right.push(given.softmax(sets, |x| Ok(made.encoder.predict(x)?))?);
        }
    }
    Ok(mean(&right).unwrap_or(f64::NAN))
}

/// The table, and its figure.
pub fn yardsticks(run: &mut Run, sets: &Sets) -> Outcome {
    run.train("every model under every yardstick");
    let k = run.size(10, 100, 100).min(sets.d()).min(sets.train.len() - 1);
    let epochs = run.size(2, 30, 30);
    let models: Vec<usize> = (0..MODELS.len()).collect();
    let rates = run.together(&models, |&which| {
        let mut best = (f64::INFINITY, RATES[0]);
        for rate in RATES {
            let made = make(run, sets, (which, k, epochs), 0, rate)?;
            let found = error(&made, &sets.valid.x)?;
            if found < best.0 {
                best = (found, rate);
            }
        }
        Ok(best.1)
    })?;
    let shorter = 2 * epochs / 3;
    let measured = run.from_each_start(&models, starts(run), |&which, start| {
        let less = make(run, sets, (which, k, shorter), start, rates[which])?;
        let made = make(run, sets, (which, k, epochs), start, rates[which])?;
        let mut yards = measure(run, sets, &made, start)?;
        yards[ACC] = right(run, sets, &made, start)?;
        Ok((measure(run, sets, &less, start)?, yards))
    })?;
    for ((name, _, _), yards) in MODELS.iter().zip(&measured) {
        for (i, (key, unit, digits)) in KEYS.iter().enumerate().take(ACC) {
            let values: Vec<f64> = yards.iter().map(|y| y.0[i]).collect();
            run.over_starts(&format!("table_{name}_{key}_shorter"), &values, unit, *digits);
        }
    }
    let found: Vec<Vec<Yards>> =
        measured.iter().map(|of| of.iter().map(|y| y.1).collect()).collect();
    run.count("table_code", k).spread(0.0);
    run.count("table_epochs", epochs).spread(0.0);
    run.count("table_epochs_shorter", shorter).spread(0.0);
    let labels = labels(run, sets);
    let yardsticks = if labels.is_some() { KEYS.len() } else { ACC };
    for ((name, _, _), yards) in MODELS.iter().zip(&found) {
        for (i, (key, unit, digits)) in KEYS.iter().enumerate().take(yardsticks) {
            let values: Vec<f64> = yards.iter().map(|y| y[i]).collect();
            run.over_starts(&format!("table_{name}_{key}"), &values, unit, *digits);
        }
    }
    let Some(labels) = labels else {
        run.note("no labels, or too few of a class: codes are not read, and not drawn");
        return Ok(());
    };
    // How far one yardstick foretells the accuracy, over the models' medians.
    let middle = |which: usize, i: usize| {
        let values: Vec<f64> = found[which].iter().map(|y| y[i]).collect();
        median(&values).unwrap_or(f64::NAN)
    };
    for (i, (key, _, _)) in KEYS.iter().enumerate().take(ACC) {
        let pairs: Vec<(f64, f64)> =
            models.iter().map(|&which| (middle(which, i), middle(which, ACC))).collect();
        run.number(
            &format!("table_{key}_foretells"),
            correlation(&pairs).unwrap_or(0.0),
            2,
        );
    }
    let all = found.iter().flatten();
    let (least, most) = range(all.clone().map(|y| y[0]));
    let (low, high) = range(all.map(|y| y[ACC]));
    let x = Scale::log("squared error", least / 1.5, most * 1.7);
    let y = Scale::linear(&format!("% right with {labels} labels"), low - 3.0, high + 2.0);
    let mut panel = Panel::new("", x, y);
    for (which, (&(_, name, ink), &(high, anchor))) in
        MODELS.iter().zip(&PLACES).enumerate()
    {
        let points: Vec<(f64, f64)> = found[which].iter().map(|y| (y[0], y[ACC])).collect();
        let (below, above) = range(points.iter().map(|p| p.1));
        let off = if matches!(anchor, Anchor::Middle) { 0.8 } else { 0.0 };
        let at = if high { above + off } else { below - off };
        panel = panel.points(points, ink, Shape::Dot, 5.0).note(
            (middle(which, 0), at),
            name,
            ink,
            anchor,
        );
    }
    let title = "What a code is worth against how well it rebuilds";
    run.figure("yardsticks", draw(title, 1, 260.0, &[panel]));
    Ok(())
}
