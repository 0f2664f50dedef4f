//! Stack, unroll, fine-tune; and what a random start reaches without all this.

use super::sets::Set;
use autoencoders::Autoencoder;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use autoencoders::rbm::stack::{stack, unroll};
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Ink, Panel, Scale, Shape as Point, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Networks of one shape, started and trained in several ways.
pub struct Depth<'a> {
    set: &'a Set,
    widths: Vec<usize>,
    epochs: usize,
    /// Epochs of each machine.
    layers: usize,
    seeds: usize,
}

/// A start and an optimiser.
struct Way {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    start: Start,
    adam: bool,
}

#[derive(PartialEq)]
enum Start {
    /// From the stack.
    Pretrained,
    /// Sigmoid units, small random weights: how networks began before 2006.
    Small,
    /// Sigmoid units, Glorot's weights.
    Glorot,
    /// ReLU units, He's weights.
    Relu,
}

const WAYS: [Way; 5] = [
    Way {
        key: "small_sgd",
        name: "small, SGD",
        ink: Ink::Category(1),
        start: Start::Small,
        adam: false,
    },
    Way {
        key: "stack_sgd",
        name: "stack, SGD",
        ink: Ink::Category(2),
        start: Start::Pretrained,
        adam: false,
    },
    Way {
        key: "stack_adam",
        name: "stack, Adam",
        ink: Ink::Category(8),
        start: Start::Pretrained,
        adam: true,
    },
    Way {
        key: "glorot_adam",
        name: "Glorot, Adam",
        ink: Ink::Category(3),
        start: Start::Glorot,
        adam: true,
    },
    Way {
        key: "relu_adam",
        name: "ReLU, Adam",
        ink: Ink::Autoencoder,
        start: Start::Relu,
        adam: true,
    },
];

impl<'a> Depth<'a> {
    /// Four layers down to the code; of many pixels those of the paper where there is time.
    pub fn new(run: &Run, set: &'a Set) -> Depth<'a> {
        let d = set.train.x.ncols();
        let inner: &[usize] = match (d > 100, run.args.mode()) {
            (_, "quick") => &[16, 8, 4],
            (true, "full") => &[1000, 500, 250, 30],
            (true, _) => &[256, 128, 64, 16],
            _ => &[128, 64, 32, 8],
        };
        let widths = std::iter::once(d).chain(inner.iter().copied()).collect();
        let large = d > 100;
        let epochs = if large { run.size(2, 8, 15) } else { run.size(4, 50, 200) };
        let layers = if large { run.size(1, 5, 10) } else { run.size(2, 20, 50) };
        let seeds = if large { run.size(1, 1, 2) } else { run.size(1, 3, 9) };
        Depth { set, widths, epochs, layers, seeds }
    }

    /// The machines, layer upon layer.
    fn stack(&self, rng: &mut impl Rng) -> Outcome<Vec<Rbm>> {
        let how = Learning { epochs: self.layers, ..Learning::recipe_2006() };
        Ok(stack(&self.set.train.x, &self.widths, &how, rng, |_, _, _| Ok(()))?)
    }

    fn random(
        &self,
        hidden: Activation,
        init: Init,
        rng: &mut impl Rng,
    ) -> Outcome<NeuralAutoencoder> {
        let shape = Architecture { hidden, code: None, output: Output::Logits, init };
        Ok(NeuralAutoencoder::random(&self.widths, &shape, rng)?)
    }

    /// Trains, and gives back the model with (epoch, squared error of a test image), its start as epoch 0.
    fn tune(
        &self,
        mut model: NeuralAutoencoder,
        adam: bool,
        seed: u64,
    ) -> Outcome<(NeuralAutoencoder, Curve)> {
        let test = &self.set.test.x;
        let mut curve = vec![(0.0, model.squared_error(test)?)];
        let mut optimiser: Box<dyn Optimiser> = match adam {
            true => Box::new(Adam { rate: 2e-3, ..Adam::default() }),
            false => Box::new(Sgd {
                rate: if self.widths[0] > 100 { 0.01 } else { 0.05 },
                momentum: 0.9,
                ..Sgd::default()
            }),
        };
        let training =
            Training { epochs: self.epochs, batch: 50, seed, ..Training::default() };
        model.train(
            &self.set.train.x,
            None,
            &mut *optimiser,
            &training,
            |record, now| {
                curve.push((record.epoch as f64, now.squared_error(test)?));
                Ok(())
            },
        )?;
        Ok((model, curve))
    }
}

/// Squared error of test images against epochs: then and now. Also what each layer of the first stack loses.
pub fn pretraining(run: &mut Run, depth: &Depth) -> Outcome {
    let mut rng = run.rng("pretraining");
    run.train("stacks of machines");
    let (mut stacks, mut jobs) = (Vec::new(), Vec::new());
    for seed in 0..depth.seeds {
        let machines = depth.stack(&mut rng)?;
        for way in &WAYS {
            let model = match way.start {
                Start::Pretrained => unroll(&machines, Output::Logits)?,
                Start::Small => depth.random(
                    Activation::Sigmoid,
                    Init::Normal { sd: 0.01 },
                    &mut rng,
                )?,
                Start::Glorot => {
                    depth.random(Activation::Sigmoid, Init::Glorot, &mut rng)?
                }
                Start::Relu => depth.random(Activation::Relu, Init::He, &mut rng)?,
            };
            jobs.push((way, run.args.seed + seed as u64, model));
        }
        stacks.push(machines);
    }
    run.train("fine-tune them, and what starts at random");
    let tuned = run
        .together(&jobs, |(way, seed, start)| depth.tune(start.clone(), way.adam, *seed))?;
    let mut curves: [Vec<Curve>; 5] = Default::default();
    for (i, ((way, ..), (model, curve))) in jobs.iter().zip(tuned).enumerate() {
        if i < WAYS.len() && way.key == "stack_adam" {
            layers(run, depth, &stacks[0], &model)?;
        }
        curves[i % WAYS.len()].push(curve);
    }
    draw_curves(run, depth, &curves)
}

fn draw_curves(run: &mut Run, depth: &Depth, curves: &[Vec<Curve>]) -> Outcome {
    let (train, test) = (&depth.set.train.x, &depth.set.test.x);
    let k = depth.widths[depth.widths.len() - 1];
    let most_components = (train.nrows() - 1).min(train.ncols());
    let pca = Pca::fit(train, k.min(most_components))?.squared_error(test)?;
    let all =
        || curves.iter().flatten().flat_map(|curve| curve.iter().skip(1)).map(|p| p.1);
    let (low, high) = (all().fold(pca, f64::min), all().fold(pca, f64::max));
    let mut panel = Panel::new(
        "",
        Scale::log("epochs of fine-tuning", 1.0, depth.epochs as f64),
        Scale::linear("squared error of a test image", 0.9 * low, 1.05 * high),
    )
    .across(pca, Ink::Pca, "PCA");
    for (way, curves) in WAYS.iter().zip(curves) {
        let drawn: Vec<Curve> = curves.iter().map(|curve| curve[1..].to_vec()).collect();
        panel = bundle(panel, &drawn, way.ink, way.name);
        run.number(&format!("tune_{}", way.key), end(curves), 2);
        run.number(&format!("tune_{}_first", way.key), curves[0][1].1, 2);
    }
    run.number("tune_stack_before", curves[1][0][0].1, 2);
    run.number("tune_pca", pca, 2);
    run.number("tune_mean_image", total_variance(depth)?, 2);
    run.count("tune_epochs", depth.epochs);
    run.count("tune_seeds", depth.seeds);
    run.count("stack_epochs", depth.layers);
    run.count("stack_k", k);
    run.count("stack_layers", depth.widths.len() - 1);
    run.figure(
        "pretraining",
        draw("Squared error of test images against epochs, by start", 1, 280.0, &[panel]),
    );
    Ok(())
}

/// The squared error of whoever answers with the mean image.
fn total_variance(depth: &Depth) -> Outcome<f64> {
    let (train, test) = (&depth.set.train.x, &depth.set.test.x);
    let mean = autoencoders::pca::axes::mean_of(train.view());
    Ok((test - &mean).iter().map(|&e| f64::from(e).powi(2)).sum::<f64>()
        / test.nrows() as f64)
}

/// What is lost up to each layer of the stack and back, beside PCA of that width.
fn layers(
    run: &mut Run,
    depth: &Depth,
    machines: &[Rbm],
    tuned: &NeuralAutoencoder,
) -> Outcome {
    let (train, test) = (&depth.set.train.x, &depth.set.test.x);
    let most = (train.nrows() - 1).min(train.ncols());
    let (mut by_stack, mut by_pca) = (Curve::new(), Curve::new());
    for (i, rbm) in machines.iter().enumerate() {
        let error = unroll(&machines[..=i], Output::Logits)?.squared_error(test)?;
        by_stack.push((i as f64 + 1.0, error));
        by_pca.push((
            i as f64 + 1.0,
            Pca::fit(train, rbm.hidden().min(most))?.squared_error(test)?,
        ));
        run.number(&format!("stack_layer{}", i + 1), error, 2);
    }
    let last = (machines.len() as f64, tuned.squared_error(test)?);
    let high = by_stack.iter().chain(&by_pca).map(|p| p.1).fold(last.1, f64::max);
    let ticks = machines
        .iter()
        .enumerate()
        .map(|(i, rbm)| (i as f64 + 1.0, rbm.hidden().to_string()));
    let panel = Panel::new(
        "",
        Scale::linear("units of the highest layer", 0.8, machines.len() as f64 + 0.2)
            .with_ticks(ticks),
        Scale::linear("squared error of a test image", 0.0, 1.08 * high),
    )
    .line(by_pca.clone(), Ink::Pca, "PCA")
    .points(by_pca, Ink::Pca, Point::Square, 8.0)
    .line(by_stack.clone(), Ink::Category(2), "stack")
    .points(by_stack, Ink::Category(2), Point::Dot, 8.0)
    .line([last], Ink::Autoencoder, "fine-tuned")
    .points([last], Ink::Autoencoder, Point::Cross, 9.0);
    run.figure(
        "stack",
        draw("Squared error up to each layer of the stack and back", 1, 220.0, &[panel]),
    );
    Ok(())
}
