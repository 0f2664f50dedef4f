//! Codes of patches, with what is scarce in them, and the features that they come to.

use super::bfgs::descend;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::Output;
use autoencoders::sparse::largest::coming_down;
use autoencoders::sparse::measures::{Activity, l0};
use autoencoders::sparse::{Over, Scarcity, SparseAutoencoder};
use chapters::{Outcome, Run};

/// Units of the codes whose outputs are linear.
pub const UNITS: usize = 96;
/// Units of the sigmoid code, the activity that it wants, the price and the weights' decay:
/// for half the squared error. Source: Ng 2011.
pub const FEW: usize = 25;
const RHO: Real = 0.01;
const BETA: Real = 3.0;
const DECAY: f64 = 1e-4;

/// What one training came to.
pub struct Learnt {
    /// A feature a row, of the units that are on for some patch; of all, where none is.
    pub features: Array2<Real>,
    /// The same after two thirds of the training.
    pub shorter: Array2<Real>,
    /// Units on for a patch.
    pub on: f64,
    /// Units on for no patch.
    pub dead: f64,
    /// The mean of a unit.
    pub mean: f64,
    /// For half the squared error, with all prices, where the weights have one.
    pub loss: Option<f64>,
}

/// Linear outputs and features held to length 1, under L1 or with the k largest, `down` to
/// which k may come: from the same first weights.
pub fn held(
    run: &Run,
    x: &Array2<Real>,
    (scarcity, down): (Scarcity, bool),
    start: usize,
) -> Outcome<Learnt> {
    let rng = &mut run.rng(&format!("patches {start}"));
    let (size, output, init) = ((x.ncols(), UNITS), Output::Linear, Init::Glorot);
    let mut model = SparseAutoencoder::random(size, scarcity, true, output, init, rng)?;
    // What lets the largest pass is slower to settle.
    let long = if matches!(scarcity, Scarcity::Largest { .. }) { 2 } else { 1 };
    let (epochs, seed) = (long * run.size(2, 150, 150), run.args.seed + start as u64);
    let training = Training { epochs, seed, ..Training::default() };
    let (mut adam, middle) = (Adam { rate: 3e-3, ..Adam::default() }, two_thirds(epochs));
    let mut shorter = Array2::zeros((0, x.ncols()));
    let mut look = |epoch, model: &SparseAutoencoder| {
        if epoch == middle {
            shorter = model.features();
        }
        Ok(())
    };
    if let (Scarcity::Largest { k }, true) = (scarcity, down) {
        let ks = coming_down(UNITS, k, epochs);
        model.train_by(&ks, x, &mut adam, &training, |r, model| look(r.epoch, model))?;
    } else {
        model.train(x, None, &mut adam, &training, |r, model| look(r.epoch, model))?;
    }
    learnt(&model.encode(x)?, 0.0, [model.features(), shorter])
}

/// Sigmoids all through, few units that are seldom on, and a decay of the weights, by L-BFGS:
/// Adam stays for thousands of steps where no unit answers to anything. The features are the
/// encoder's weights, as Ng 2011 has them.
pub fn sigmoid(run: &Run, x: &Array2<Real>, start: usize) -> Outcome<Learnt> {
    let d = x.ncols();
    // three standard deviations to either side are .1 to .9
    let x = &x.mapv(|v| 0.4 * (v.clamp(-3.0, 3.0) / 3.0 + 1.0) + 0.1);
    let rng = &mut run.rng(&format!("sigmoid patches {start}"));
    let within = (6.0 / (FEW + d + 1) as f64).sqrt();
    // The library's error is not halved: its price is doubled with it.
    let scarcity = Scarcity::Divergence { beta: 2.0 * BETA, rho: RHO, over: Over::Batch };
    let (output, init) = (Output::Sigmoid, Init::Uniform { within });
    let mut model =
        SparseAutoencoder::random((d, FEW), scarcity, false, output, init, rng)?;
    let first = model.parameters();
    let mut theta: Vec<f64> =
        first.iter().flat_map(|(_, t)| t.iter().map(|&t| f64::from(t))).collect();
    // Weights and biases come in turns, and biases do not decay.
    let decays = first.iter().enumerate();
    let decays: Vec<f64> = decays
        .flat_map(|(at, (_, t))| vec![if at % 2 == 0 { DECAY } else { 0.0 }; t.len()])
        .collect();
    drop(first);
    let mut room = model.room(x.nrows());
    let mut f = |theta: &[f64]| -> autoencoders::Result<(f64, Vec<f64>)> {
        set(&mut model, theta);
        SparseAutoencoder::gradients(&mut room).into_iter().for_each(|g| g.fill(0.0));
        let terms = model.slope(Samples::themselves(x), Draw::learning(0, 0), &mut room)?;
        let slopes = SparseAutoencoder::gradients(&mut room).into_iter();
        let slopes = slopes.flat_map(|g| g.iter().map(|&g| 0.5 * f64::from(g)));
        let priced = theta.iter().zip(&decays);
        let slopes = slopes.zip(priced.clone()).map(|(g, (t, decay))| g + decay * t);
        let decay: f64 = priced.map(|(t, decay)| 0.5 * decay * t * t).sum();
        Ok((0.5 * terms.total() + decay, slopes.collect()))
    };
    let steps = run.size(4, 400, 400);
    let mut middle = theta.clone();
    descend(&mut theta, steps, &mut f, |step, theta| {
        if step == two_thirds(steps) {
            middle = theta.to_vec();
        }
    })?;
    let loss = f(&theta)?.0;
    set(&mut model, &middle);
    let shorter = weights(&model);
    set(&mut model, &theta);
    let found = learnt(&model.encode(x)?, 0.1, [weights(&model), shorter])?;
    Ok(Learnt { loss: Some(loss), ..found })
}

/// Puts θ, one run of numbers, in the model's place for it.
fn set(model: &mut SparseAutoencoder, theta: &[f64]) {
    let mut from = theta.iter();
    for to in model.parameters_mut() {
        to.iter_mut().zip(&mut from).for_each(|(to, &from)| *to = from as Real);
    }
}

/// The encoder's weights, a unit's in a row.
fn weights(model: &SparseAutoencoder) -> Array2<Real> {
    let k = model.code_size();
    let theta = model.parameters();
    let w: Vec<Real> = theta[0].1.iter().copied().collect();
    let d = w.len() / k;
    Array2::from_shape_fn((k, d), |(j, i)| w[i * k + j])
}

fn two_thirds(epochs: usize) -> usize {
    (2 * epochs).div_ceil(3).max(1)
}

/// How much of a code Z is on, and the features of the units that are, at the end and before.
fn learnt(
    z: &Array2<Real>,
    threshold: Real,
    features: [Array2<Real>; 2],
) -> Outcome<Learnt> {
    let mut activity = Activity::new(z.ncols());
    activity.add(z, threshold);
    let mut live: Vec<usize> = (0..z.ncols()).filter(|&j| activity.on[j] > 0).collect();
    let dead = (z.ncols() - live.len()) as f64;
    if live.is_empty() {
        live = (0..z.ncols()).collect();
    }
    let [features, shorter] = features.map(|of| of.select(Axis(0), &live));
    let mean = f64::from(z.mean().unwrap_or_default());
    Ok(Learnt { features, shorter, on: l0(z, threshold)?, dead, mean, loss: None })
}
