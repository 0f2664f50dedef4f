//! Stack, unroll, fine-tune; and what a random start reaches without all this.

use super::likelihood::ends;
use super::sets::Set;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use autoencoders::rbm::stack::{stack, unroll};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand_chacha::ChaCha8Rng;

/// Networks of one shape, started and trained in several ways.
pub struct Depth<'a> {
    set: &'a Set,
    widths: Vec<usize>,
    epochs: usize,
    batch: usize,
    /// Epochs of each machine; the last one, which learns at a hundredth of the rate, has ten times as many.
    layers: usize,
    starts: usize,
    /// Images on which rates are tried, a fifth of them to judge by.
    tried: Array2<Real>,
}

/// How a network begins. All but the last two are of sigmoid units.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    /// N(0, 0.01²): how networks began before 2006.
    Small,
    /// Glorot's weights, made for tanh.
    Glorot,
    /// Four times Glorot's: a sigmoid's slope is a quarter of tanh's.
    Scaled,
    /// From the stack.
    Stack,
    /// tanh units, Glorot's weights.
    Tanh,
    /// ReLU units, He's weights.
    Relu,
}

const STARTS: [(Start, &str, &str, Ink); 6] = [
    (Start::Small, "small", "small", Ink::Category(1)),
    (Start::Glorot, "glorot", "Glorot", Ink::Category(3)),
    (Start::Scaled, "scaled", "4 × Glorot", Ink::Category(9)),
    (Start::Stack, "stack", "stack", Ink::Category(2)),
    (Start::Tanh, "tanh", "tanh", Ink::Category(8)),
    (Start::Relu, "relu", "ReLU", Ink::Autoencoder),
];

/// Rates that are tried: of descent with momentum 0.9, and of Adam.
const RATES: [(&str, &[f64]); 2] =
    [("sgd", &[0.01, 0.03, 0.1, 0.3]), ("adam", &[5e-4, 2e-3, 8e-3])];

/// How many times as long the patient ones are trained.
const PATIENT: usize = 3;

impl<'a> Depth<'a> {
    /// Four layers down to the code.
    pub fn new(run: &Run, set: &'a Set) -> Depth<'a> {
        let d = set.train.x.ncols();
        let large = d > 100;
        let inner: &[usize] = match (large, run.args.mode()) {
            (_, "quick") => &[16, 8, 4],
            (true, "full") => &[500, 250, 125, 30],
            (true, _) => &[256, 128, 64, 16],
            _ => &[128, 64, 32, 8],
        };
        let widths = std::iter::once(d).chain(inner.iter().copied()).collect();
        let epochs = if large { run.size(2, 8, 10) } else { run.size(4, 80, 200) };
        let layers = if large { run.size(1, 2, 4) } else { run.size(2, 20, 20) };
        let starts = if large { 1 } else { run.size(1, 5, 9) };
        let batch = if large { 100 } else { 50 };
        let most = if large { run.size(100, 2000, 5000) } else { set.train.len() };
        let rows: Vec<usize> = (0..set.train.len().min(most)).collect();
        let tried = set.train.x.select(Axis(0), &rows);
        Depth { set, widths, epochs, batch, layers, starts, tried }
    }

    /// The machines, layer upon layer; the last one then has its longer time.
    fn stack(&self, rng: &mut ChaCha8Rng) -> Outcome<Vec<Rbm>> {
        let x = &self.set.train.x;
        let how = Learning { epochs: self.layers, ..Learning::recipe_2006() };
        let mut machines = stack(x, &self.widths, &how, rng, |_, _, _| Ok(()))?;
        let mut below = x.clone();
        let last = machines.len() - 1;
        for rbm in &machines[..last] {
            below = rbm.up(&below)?;
        }
        let (epochs, momentum) = (9 * self.layers, [0.9; 2]);
        let longer = Learning { epochs, momentum, rate: 0.01 * how.rate, ..how };
        machines[last].learn(&below, &longer, rng, |_, _| Ok(()))?;
        Ok(machines)
    }

    fn error(&self, model: &impl Autoencoder) -> autoencoders::Result<f64> {
        model.squared_error(&self.set.test.x)
    }

    fn begin(
        &self,
        start: Start,
        machines: &[Rbm],
        rng: &mut ChaCha8Rng,
    ) -> Outcome<NeuralAutoencoder> {
        let (hidden, init) = match start {
            Start::Stack => return Ok(unroll(machines, Output::Logits)?),
            Start::Small => (Activation::Sigmoid, Init::Normal { sd: 0.01 }),
            Start::Glorot | Start::Scaled => (Activation::Sigmoid, Init::Glorot),
            Start::Tanh => (Activation::Tanh, Init::Glorot),
            Start::Relu => (Activation::Relu, Init::He),
        };
        let shape = Architecture { hidden, code: None, output: Output::Logits, init };
        let mut model = NeuralAutoencoder::random(&self.widths, &shape, rng)?;
        if start == Start::Scaled {
            // biases are zero
            model.parameters_mut().into_iter().flatten().for_each(|w| *w *= 4.0);
        }
        Ok(model)
    }

    /// Trains on X: (epoch, squared error of Y), the start as epoch 0; nothing where the rate was too large.
    fn tune(
        &self,
        mut model: NeuralAutoencoder,
        (by, rate): (&str, f64),
        epochs: usize,
        [x, y]: [&Array2<Real>; 2],
    ) -> Outcome<Curve> {
        let mut curve = vec![(0.0, model.squared_error(y)?)];
        let mut optimiser: Box<dyn Optimiser> = match by {
            "adam" => Box::new(Adam { rate, ..Adam::default() }),
            _ => Box::new(Sgd { rate, momentum: 0.9, ..Sgd::default() }),
        };
        let how = Training { epochs, batch: self.batch, seed: 1, ..Training::default() };
        let done = model.train(x, None, &mut *optimiser, &how, |record, now| {
            curve.push((record.epoch as f64, now.squared_error(y)?));
            Ok(())
        });
        match done {
            Err(autoencoders::Error::Diverged { .. }) => Ok(Curve::new()),
            done => done.map(|_| curve).map_err(Into::into),
        }
    }

    /// The rates, the best of which is looked for: a sum over twelve times the pixels has slopes as much steeper.
    fn rates(&self) -> Vec<(&'static str, f64)> {
        let share = |by| if by == "sgd" && self.widths[0] > 100 { 0.1 } else { 1.0 };
        RATES
            .iter()
            .flat_map(|&(by, rates)| rates.iter().map(move |rate| (by, share(by) * rate)))
            .collect()
    }

    /// The best rate of each start and optimiser, on images kept back from those that are learnt from.
    fn best_rates(
        &self,
        run: &Run,
        machines: &[Rbm],
    ) -> Outcome<Vec<Vec<(&'static str, f64)>>> {
        let rows = |kept: bool| {
            let is = |i: &usize| (i % 5 == 4) == kept;
            (0..self.tried.nrows()).filter(is).collect::<Vec<_>>()
        };
        let axis = Axis(0);
        let (x, y) =
            (self.tried.select(axis, &rows(false)), self.tried.select(axis, &rows(true)));
        let rates = self.rates();
        let jobs: Vec<_> = STARTS
            .iter()
            .flat_map(|start| rates.iter().map(move |&rate| (start.0, rate)))
            .collect();
        let found = run.together(&jobs, |&(start, rate)| {
            let model = self.begin(start, machines, &mut run.rng("trials"))?;
            let curve = self.tune(model, rate, self.epochs, [&x, &y])?;
            Ok(curve.last().map_or(f64::INFINITY, |p| p.1))
        })?;
        let of_start = |found: &[f64]| {
            let best = |by: &str| {
                let of = rates.iter().zip(found).filter(|(rate, _)| rate.0 == by);
                of.min_by(|a, b| a.1.total_cmp(b.1)).map(|(rate, _)| *rate)
            };
            RATES.iter().filter_map(|(by, _)| best(by)).collect()
        };
        Ok(found.chunks(rates.len()).map(of_start).collect())
    }
}

/// Squared error of test images against epochs, by start and optimiser.
pub fn pretraining(run: &mut Run, depth: &Depth) -> Outcome {
    run.train("stacks of machines");
    let stacks = run.from_each_start(&[()], depth.starts, |_, start| {
        depth.stack(&mut run.rng(&format!("stack {start}")))
    })?;
    let stacks = &stacks[0];
    layers(run, depth, stacks)?;
    run.train("try rates for each start");
    let rates = depth.best_rates(run, &stacks[0])?;
    run.train("fine-tune the stacks, and what starts at random");
    let cases: Vec<_> = STARTS
        .iter()
        .zip(&rates)
        .flat_map(|(start, rates)| rates.iter().map(move |rate| (start, rate)))
        .collect();
    let both = [&depth.set.train.x, &depth.set.test.x];
    let found =
        run.from_each_start(&cases, depth.starts, |((kind, ..), rate), start| {
            let mut rng = run.rng(&format!("fine-tuning {start}"));
            let model = depth.begin(*kind, &stacks[start], &mut rng)?;
            depth.tune(model, **rate, depth.epochs, both)
        })?;
    patience(run, depth)?;
    let pca = pca(depth, depth.widths[depth.widths.len() - 1])?;
    let all = found.iter().flatten().flat_map(|curve| curve.iter().skip(1)).map(|p| p.1);
    let (low, high) = all.fold((pca, pca), |(a, b), v| (a.min(v), b.max(v)));
    let found: Vec<_> = cases.into_iter().zip(found).collect();
    for (((_, key, ..), (by, rate)), curves) in &found {
        let ends = ends(curves);
        run.over_starts(&format!("tune_{key}_{by}"), &ends, "", 2);
        run.number(&format!("tune_{key}_{by}_rate"), *rate, 4);
    }
    let names = [("sgd", "descent with momentum"), ("adam", "Adam")];
    let panels = names.map(|(optimiser, name)| {
        let x = Scale::log("epochs", 1.0, depth.epochs as f64);
        let y = Scale::log("squared error of a test image", 0.9 * low, 1.1 * high);
        let mut panel = Panel::new(name, x, y).across(pca, Ink::Pca, "PCA");
        for (((.., label, ink), (by, _)), curves) in &found {
            let drawn: Vec<Curve> =
                curves.iter().filter_map(|curve| Some(curve.get(1..)?.to_vec())).collect();
            if *by == optimiser && !drawn.is_empty() {
                panel = bundle(panel, &drawn, *ink, label);
            }
        }
        panel
    });
    run.number("tune_pca", pca, 2).spread(0.0); // nothing is trained
    run.number("tune_mean_image", of_mean_image(depth), 2).spread(0.0);
    run.count("tune_epochs", depth.epochs);
    run.count("tune_starts", depth.starts);
    run.count("tune_tried", depth.tried.nrows());
    run.figure(
        "pretraining",
        draw(
            "Squared error of test images against epochs, by start and optimiser",
            2,
            300.0,
            &panels,
        ),
    );
    Ok(())
}

/// Glorot's sigmoids by momentum, given more time at a rate at which they leave the mean image.
fn patience(run: &mut Run, depth: &Depth) -> Outcome {
    if depth.widths[0] > 100 {
        return Ok(()); // in steps, their epochs are long enough
    }
    let (epochs, rate) = (PATIENT * depth.epochs, 0.1);
    let both = [&depth.set.train.x, &depth.set.test.x];
    let found = run.from_each_start(&[()], depth.starts, |_, start| {
        let mut rng = run.rng(&format!("fine-tuning {start}"));
        let model = depth.begin(Start::Glorot, &[], &mut rng)?;
        depth.tune(model, ("sgd", rate), epochs, both)
    })?;
    run.over_starts("tune_patient", &ends(&found[0]), "", 2);
    run.number("tune_patient_rate", rate, 1);
    run.count("tune_patient_epochs", epochs);
    Ok(())
}

/// What is lost up to each layer of the stacks and back, beside PCA of that width.
fn layers(run: &mut Run, depth: &Depth, stacks: &[Vec<Rbm>]) -> Outcome {
    for i in 0..depth.widths.len() - 1 {
        let errors = stacks
            .iter()
            .map(|machines| depth.error(&unroll(&machines[..=i], Output::Logits)?))
            .collect::<autoencoders::Result<Vec<_>>>()?;
        run.over_starts(&format!("stack_layer{}", i + 1), &errors, "", 2);
        run.number(
            &format!("stack_layer{}_pca", i + 1),
            pca(depth, depth.widths[i + 1])?,
            2,
        )
        .spread(0.0);
    }
    run.count("stack_epochs", depth.layers);
    run.count("stack_last_epochs", 10 * depth.layers);
    run.count("stack_layers", depth.widths.len() - 1);
    for (i, width) in depth.widths.iter().enumerate() {
        run.count(&format!("stack_width{i}"), *width);
    }
    Ok(())
}

/// PCA's squared error of a test image with so many numbers.
fn pca(depth: &Depth, k: usize) -> Outcome<f64> {
    let train = &depth.set.train.x;
    let most = (train.nrows() - 1).min(train.ncols());
    match k < train.ncols() {
        true => Ok(depth.error(&Pca::fit(train, k.min(most))?)?),
        false => Ok(0.0),
    }
}

/// The squared error of whoever answers with the mean image.
fn of_mean_image(depth: &Depth) -> f64 {
    let (train, test) = (&depth.set.train.x, &depth.set.test.x);
    let mean = autoencoders::pca::axes::mean_of(train.view());
    (test - &mean).iter().map(|&e| f64::from(e).powi(2)).sum::<f64>() / test.nrows() as f64
}
