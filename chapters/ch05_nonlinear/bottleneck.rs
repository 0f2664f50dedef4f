//! One bend against none, at equal code size: one loss, and a rate of its own for each network.

use super::mistakes::dead;
use super::nets::Plan;
use super::sets::Set;
use autoencoders::ndarray::Axis;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::train::Schedule;
use autoencoders::nonlinear::{NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, draw, grid};
use chapters::{Outcome, Run};

/// Numbers in the code of the comparison.
const K: usize = 32;
/// Adam's rates, of which each network takes the one that fits the training images best from one start.
const RATES: [f64; 3] = [1e-3, 3e-3, 1e-2];
/// A first bias so large that no picture shuts a rectifier.
const OPEN: Real = 2.0;

/// A network of the comparison.
struct Kind {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    code: Option<Activation>,
    output: Output,
    /// Whether its rectifiers start with the bias that opens them for every picture.
    open: bool,
}

const RELU: Option<Activation> = Some(Activation::Relu);

/// No bend, one in the code, one at the output, both; those in the code from two starts.
const KINDS: [Kind; 6] = [
    kind("straight_32_sq", "none", Ink::Category(2), None, Output::Linear, false),
    kind("relu_32_sq", "code", Ink::Category(1), RELU, Output::Linear, false),
    kind("relu_open_32_sq", "code, open", Ink::Category(1), RELU, Output::Linear, true),
    kind("sigmoid_32_sq", "output", Ink::Category(3), None, Output::Sigmoid, false),
    kind("bent_32_sq", "both", Ink::Autoencoder, RELU, Output::Sigmoid, false),
    kind("bent_open_32_sq", "both, open", Ink::Autoencoder, RELU, Output::Sigmoid, true),
];

const fn kind(
    key: &'static str,
    name: &'static str,
    ink: Ink,
    code: Option<Activation>,
    output: Output,
    open: bool,
) -> Kind {
    Kind { key, name, ink, code, output, open }
}

impl Kind {
    /// Trained for the squared error, whatever its bends.
    fn trained(
        &self,
        run: &Run,
        set: &Set,
        plan: &Plan,
        rate: f64,
        start: &str,
    ) -> Outcome<NeuralAutoencoder> {
        let mut rng = run.rng(&format!("pca_vs_bend {start}"));
        let plan = plan.clone().squared(self.code, self.output);
        let mut net = plan.start(&mut rng)?;
        if self.open {
            net.parameters_mut()[1].fill(OPEN); // the encoder's bias
        }
        plan.train_by_adam(net, set, rate, &mut rng)
    }
}

/// Test squared error of each kind with 32 numbers.
pub fn pca_vs_bend(run: &mut Run, set: &Set) -> Outcome {
    let set = set.first(run.size(400, 4000, 10_000))?;
    let starts = run.size(2, 5, 5);
    let plan = Plan {
        schedule: Schedule::Cosine,
        batch: 50,
        ..Plan::one_layer(&set, K, run.size(2, 60, 40))
    };
    let pca = Pca::fit(set.x(), K.min(set.features() - 1).min(set.train.len() - 1))?;
    let flat = pca.squared_error(&set.test.x)?;
    run.number("pca_32_sq", flat, 2).spread(0.0);
    run.number("pca_32_training", pca.squared_error(set.x())?, 2).spread(0.0);
    // Pixels are never below 0 or above 1, which PCA is not told: what it has if it is.
    let clipped = pca.reconstruct(&set.test.x)?.mapv(|pixel| pixel.clamp(0.0, 1.0));
    let clipped = Loss::Squared.value(&clipped, &set.test.x)?;
    run.number("pca_clipped_32_sq", clipped, 2).spread(0.0);
    let kinds: Vec<&Kind> = KINDS.iter().collect();
    let names = KINDS.iter().enumerate().map(|(i, kind)| (i as f64, kind.name));
    let across = Scale::linear("where a bend is", -0.5, 5.5).with_ticks(names);
    let up = Scale::linear("squared error (test)", 0.0, 1.6 * flat);
    let mut panel = Panel::new("", across, up).across(flat, Ink::Pca, "PCA");
    for (i, (kind, found)) in
        kinds.iter().zip(of_each(run, &set, &plan, &kinds, starts)?).enumerate()
    {
        let of = |what: fn(&Found) -> f64| found.iter().map(what).collect::<Vec<f64>>();
        let errors = of(|one| one.test);
        // Rectifiers that die in one start do not in another.
        let spread = if kind.code.is_some() { 0.2 } else { 0.05 };
        run.scattered(kind.key, &errors, "", 2, spread);
        let middle = median(&errors).unwrap_or(f64::NAN);
        run.number(kind.key, middle, 2).starts(starts).spread(spread);
        let name = kind.key.trim_end_matches("_32_sq");
        run.scattered(
            &format!("{name}_32_training"),
            &of(|one| one.training),
            "",
            2,
            spread,
        );
        run.number(&format!("{name}_32_rate"), found[0].rate, 3);
        if kind.code.is_some() {
            run.scattered(&format!("{name}_32_dead"), &of(|one| one.dead), "%", 0, 1.0);
        }
        let points = errors.iter().map(|&error| (i as f64, error));
        panel = panel.points(points, kind.ink, Shape::Dot, 7.0).note(
            (i as f64 + 0.12, middle),
            &format!("{middle:.1}"),
            kind.ink,
            Anchor::Start,
        );
    }
    run.count("bent_starts", starts);
    run.count("bent_epochs", plan.epochs);
    run.count("bent_samples", set.train.len());
    run.figure("pca_vs_bend", draw("Test squared error by bend", 1, 230.0, &[panel]));
    squeezed(run, &set, &plan, &pca, starts)
}

/// Where the sigmoid's gain comes from: the same pictures with pixels between ¼ and ¾, where it is nowhere flat.
fn squeezed(run: &mut Run, set: &Set, plan: &Plan, pca: &Pca, starts: usize) -> Outcome {
    let mut set = set.first(set.train.len())?;
    for x in [&mut set.train.x, &mut set.test.x] {
        x.mapv_inplace(|pixel| 0.25 + 0.5 * pixel);
    }
    let flat = Pca::fit(set.x(), pca.code_size())?.squared_error(&set.test.x)?;
    run.number("squeezed_pca_32_sq", flat, 2).spread(0.0);
    let sigmoid: Vec<&Kind> = KINDS.iter().filter(|kind| kind.name == "output").collect();
    for found in of_each(run, &set, plan, &sigmoid, starts)? {
        let errors: Vec<f64> = found.iter().map(|one| one.test).collect();
        run.over_starts("squeezed_sigmoid_32_sq", &errors, "", 2);
    }
    Ok(())
}

/// A network after training.
struct Found {
    rate: f64,
    training: f64,
    test: f64,
    dead: f64,
}

/// For each kind its best rate, from a start of its own, and then so many starts with it.
fn of_each(
    run: &Run,
    set: &Set,
    plan: &Plan,
    kinds: &[&Kind],
    starts: usize,
) -> Outcome<Vec<Vec<Found>>> {
    let rates = if run.args.quick { &RATES[1..2] } else { &RATES[..] };
    let tried: Vec<_> = kinds
        .iter()
        .flat_map(|&kind| rates.iter().map(move |&rate| (kind, rate)))
        .collect();
    let fits = run.together(&tried, |&(kind, rate)| {
        let net = kind.trained(run, set, plan, rate, "rate")?;
        Ok(net.squared_error(set.x())?)
    })?;
    let best = |fits: &[f64]| {
        let least = fits.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        rates[least.map_or(0, |(at, _)| at)]
    };
    let cases: Vec<_> = kinds.iter().zip(fits.chunks(rates.len()).map(best)).collect();
    run.from_each_start(&cases, starts, |&(kind, rate), start| {
        let net = kind.trained(run, set, plan, rate, &start.to_string())?;
        let (training, test) =
            (net.squared_error(set.x())?, net.squared_error(&set.test.x)?);
        Ok(Found { rate, training, test, dead: dead(&net.encode(set.x())?) })
    })
}

/// Test digits, and what PCA and the bent network make of them from as many numbers.
pub fn reconstruction(run: &mut Run, set: &Set, bend: &NeuralAutoencoder) -> Outcome {
    let pca = Pca::fit(set.x(), bend.code_size())?;
    run.number("picture_pca", pca.squared_error(&set.test.x)?, 2).spread(0.0);
    run.number("picture_bend", bend.squared_error(&set.test.x)?, 2);
    run.count("picture_k", bend.code_size());
    let originals = set.test.x.select(Axis(0), &Set::samples(&set.test));
    let by_pca = pca.reconstruct(&originals)?;
    let by_network = bend.reconstruct(&originals)?;
    let all = pca.reconstruct(&set.test.x)?;
    let below = all.iter().filter(|&&p| p < 0.0).count() as f64 / all.len() as f64;
    run.measure("reconstruction_below_black", 100.0 * below, "%", 0).spread(0.0);
    let tiles =
        [&originals, &by_pca, &by_network].into_iter().flat_map(|x| set.tiles(x)).collect();
    let row_labels = ["digits", "PCA", "bent"].map(str::to_string).to_vec();
    let title =
        "Test digits, and what PCA and a network with one bend make of them".to_string();
    let columns = originals.nrows();
    run.figure(
        "reconstruction",
        grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
