//! The networks: dense and convolutional, each under its own corruption, from several starts.

use super::sets::{NOISES, Sets};
use autoencoders::conv::{ConvAutoencoder, Step};
use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Schedule, Training, silent, train};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::{Autoencoder, Frame, Real, Result};
use chapters::{Outcome, Run};
use rand::Rng;

/// Pictures in a batch.
const BATCH: usize = 32;
/// Adam's first rates, of the dense networks and of the others: the best of three tried on the
/// built-in digits; they fall along a cosine.
const RATES: [f64; 2] = [3e-3, 1e-2];

/// Dense or of image layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// d-h-d with a rectified code, h above or near d.
    Dense,
    /// Two 2 × 2 pools and back: the code is a map of a quarter of the sides.
    Conv,
}

/// Who learns under what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// Its name in numbers: "gauss_dense".
    pub key: &'static str,
    pub kind: Kind,
    pub corruption: Corruption,
}

const fn dense(key: &'static str, corruption: Corruption) -> Arm {
    Arm { key, kind: Kind::Dense, corruption }
}
const fn conv(key: &'static str, corruption: Corruption) -> Arm {
    Arm { key, kind: Kind::Conv, corruption }
}
/// The noise that does not change, where it should: the key of the arm that learns under it.
const FIXED: &str = "fixed_dense";
/// The arm that learns at a tenth of the rate.
const SLOW: &str = "slow_dense";
/// The table's networks; then dense ones under less noise, under more, under none, and under
/// noise that was drawn once; and one at a tenth of the rate.
pub const ARMS: [Arm; 11] = [
    dense("gauss_dense", NOISES[0].2),
    dense("mask_dense", NOISES[1].2),
    dense("salt_dense", NOISES[2].2),
    conv("gauss_conv", NOISES[0].2),
    conv("mask_conv", NOISES[1].2),
    conv("salt_conv", NOISES[2].2),
    dense("quarter_dense", Corruption::Clipped { sd: 0.25 }),
    dense("one_dense", Corruption::Clipped { sd: 1.0 }),
    dense("plain_dense", Corruption::Gaussian { sd: 0.0 }),
    dense(FIXED, NOISES[0].2),
    dense(SLOW, NOISES[0].2),
];

/// How large, and how long.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Units of the dense code, filters of the convolutions.
    units: usize,
    filters: usize,
    /// Passes over the pictures: dense, convolutional.
    epochs: [f64; 2],
}

/// A network of either kind.
#[derive(Clone)]
pub enum Net {
    Dense(NeuralAutoencoder),
    Conv(ConvAutoencoder),
}

impl Net {
    /// r(x̃).
    pub fn denoise(&self, noisy: &Array2<Real>) -> Result<Array2<Real>> {
        match self {
            Net::Dense(net) => net.reconstruct(noisy),
            Net::Conv(net) => net.reconstruct(noisy),
        }
    }
}

/// A network as its training left it, and as it was after two thirds.
pub struct Trained {
    pub net: Net,
    pub shorter: Net,
}

/// All of them: by arm, then by start.
pub struct Nets {
    made: Vec<Vec<Trained>>,
}

impl Nets {
    /// Trains all.
    pub fn train(run: &mut Run, sets: &Sets) -> Outcome<Nets> {
        let plan = Plan::of(run, sets);
        run.count("dense_units", plan.units).spread(0.0);
        run.count("conv_filters", plan.filters).spread(0.0);
        for (key, epochs) in ["dense", "conv"].iter().zip(plan.epochs) {
            run.number(&format!("{key}_seen"), epochs * sets.train.len() as f64, 0)
                .spread(0.0);
        }
        let made = run.from_each_start(&ARMS, starts(run), |arm, start| {
            learn(run, sets, plan, arm, start)
        })?;
        for kind in [Kind::Dense, Kind::Conv] {
            let at = ARMS.iter().position(|arm| arm.kind == kind).unwrap_or(0);
            if let Some(Trained { net, .. }) = made[at].first() {
                let numbers = match net {
                    Net::Dense(net) => numbers_of(net),
                    Net::Conv(net) => net.parameter_count(),
                };
                let key = if kind == Kind::Dense { "dense" } else { "conv" };
                run.count(&format!("{key}_parameters"), numbers).spread(0.0);
            }
        }
        Ok(Nets { made })
    }

    /// The networks of an arm, by start.
    pub fn of(&self, key: &str) -> &[Trained] {
        let at = ARMS.iter().position(|arm| arm.key == key);
        at.and_then(|at| self.made.get(at)).map_or(&[], Vec::as_slice)
    }
}

fn numbers_of(net: &NeuralAutoencoder) -> usize {
    use autoencoders::nn::model::Parameters;
    net.parameters().iter().map(|(_, theta)| theta.len()).sum()
}

/// Starts of every network.
pub fn starts(run: &Run) -> usize {
    run.size(2, 5, 5)
}

impl Plan {
    /// By the size asked for, and the numbers in a picture.
    fn of(run: &Run, sets: &Sets) -> Plan {
        // Larger pictures are seen less often, each costing more.
        let larger = (sets.frame().len() as f64 / 784.0).max(1.0);
        let passes = |seen: f64| (seen / larger / sets.train.len() as f64).max(1.0);
        let epochs = match (run.args.mode(), run.args.data.is_some()) {
            ("quick", _) => [2.0; 2],
            (_, false) => [passes(80_000.0), passes(24_000.0)],
            ("full", _) => [passes(600_000.0), passes(300_000.0)],
            _ => [passes(60_000.0), passes(20_000.0)],
        };
        let units = run.size(32, if run.args.data.is_some() { 500 } else { 256 }, 1000);
        Plan { units, filters: run.size(4, 16, 32), epochs }
    }

    /// A network of this kind with first weights from `rng`.
    fn random(self, kind: Kind, frame: Frame, rng: &mut impl Rng) -> Result<Net> {
        let (relu, output, init) = (Activation::Relu, Output::Logits, Init::He);
        match kind {
            Kind::Dense => {
                let of = Architecture { hidden: relu, code: Some(relu), output, init };
                let widths = [frame.len(), self.units];
                Ok(Net::Dense(NeuralAutoencoder::random(&widths, &of, rng)?))
            }
            Kind::Conv => {
                let (c, bend) = (Step::same(self.filters, 3), Step::Bend(relu));
                let (down, up) = (Step::halve(), Step::double());
                let encoder = [c, bend, down, c, bend, down];
                let last = Step::same(frame.channels, 3);
                let decoder = [c, bend, up, c, bend, up, last];
                let net =
                    ConvAutoencoder::random(frame, &encoder, &decoder, output, init, rng);
                Ok(Net::Conv(net?))
            }
        }
    }
}

fn learn(run: &Run, sets: &Sets, plan: Plan, arm: &Arm, start: usize) -> Outcome<Trained> {
    let name = format!("{} {start}", arm.key);
    let of = usize::from(arm.kind == Kind::Conv);
    let epochs = (plan.epochs[of].round() as usize).max(1);
    let seed = run.args.seed + start as u64;
    let how = |epochs| Training {
        epochs,
        batch: run.size(BATCH, BATCH, 4 * BATCH),
        seed,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let net = plan.random(arm.kind, sets.frame(), &mut run.rng(&name))?;
    let (x, c, how) = (&sets.train.x, arm.corruption, how(epochs));
    Ok(match net {
        Net::Dense(mut net) if arm.key == FIXED => {
            let noisy = c.fixed(x, seed)?;
            let mut adam = Adam { rate: RATES[0], ..Adam::default() };
            let pairs = Samples::pairs(&noisy, x);
            train(&mut net, &mut adam, pairs, None, &how, silent)?;
            Trained { net: Net::Dense(net.clone()), shorter: Net::Dense(net) }
        }
        Net::Dense(net) => {
            let rate = if arm.key == SLOW { RATES[0] / 10.0 } else { RATES[0] };
            let (net, shorter) = fit(net, c, x, rate, &how)?;
            Trained { net: Net::Dense(net), shorter: Net::Dense(shorter) }
        }
        Net::Conv(net) => {
            let (net, shorter) = fit(net, c, x, RATES[1], &how)?;
            Trained { net: Net::Conv(net), shorter: Net::Conv(shorter) }
        }
    })
}

/// The network as it is after training under this corruption, and after two thirds of it.
fn fit<M: Model + Autoencoder>(
    autoencoder: M,
    corruption: Corruption,
    x: &Array2<Real>,
    rate: f64,
    how: &Training,
) -> Result<(M, M)> {
    let mut model = DenoisingAutoencoder { autoencoder, corruption };
    let mut adam = Adam { rate, ..Adam::default() };
    let mut shorter = None;
    let look = |record: &Record, model: &DenoisingAutoencoder<M>| {
        if record.epoch <= (2 * how.epochs).div_ceil(3) {
            shorter = Some(model.autoencoder.clone());
        }
        Ok(())
    };
    train(&mut model, &mut adam, Samples::themselves(x), None, how, look)?;
    let shorter = shorter.unwrap_or_else(|| model.autoencoder.clone());
    Ok((model.autoencoder, shorter))
}
