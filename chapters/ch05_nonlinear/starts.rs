//! Starts too small, too large, and right: what comes through ten layers, forwards and backwards.

use autoencoders::Real;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Layers, units in each, samples.
const LAYERS: usize = 10;
const UNITS: usize = 100;
const SAMPLES: usize = 200;

/// A start: in keys, in figures, its ink, how it draws.
pub struct Start {
    pub key: &'static str,
    pub name: &'static str,
    pub ink: Ink,
    pub init: Init,
}

/// Weights of standard deviation 0.01 and 0.3 where about 0.1 is right, Glorot's and He's.
pub const STARTS: [Start; 4] = [
    Start {
        key: "small",
        name: "0.01",
        ink: Ink::Category(1),
        init: Init::Normal { sd: 0.01 },
    },
    Start {
        key: "large",
        name: "0.3",
        ink: Ink::Category(3),
        init: Init::Normal { sd: 0.3 },
    },
    Start { key: "glorot", name: "Glorot", ink: Ink::Category(2), init: Init::Glorot },
    Start { key: "he", name: "He", ink: Ink::Autoencoder, init: Init::He },
];

/// Root mean squares of activations and of gradients by layer, for tanh and ReLU.
pub fn starts(run: &mut Run) -> Outcome {
    let mut rng = run.rng("starts");
    let bends = [("tanh", "tanh", Activation::Tanh), ("relu", "ReLU", Activation::Relu)];
    let layers = || Scale::linear("layer", 0.0, LAYERS as f64);
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (bend_key, title, bend) in bends {
        let mut forwards =
            Panel::new(title, layers(), Scale::log("size of outputs", 1e-12, 1e5));
        let mut backwards =
            Panel::new(title, layers(), Scale::log("size of gradients", 1e-12, 1e5));
        for start in &STARTS {
            let (mut outputs, mut slopes) = (Vec::new(), Vec::new());
            for _ in 0..run.size(2, 7, 7) {
                let (forward, backward) = through(start.init, &bend, &mut rng);
                outputs.push(forward);
                slopes.push(backward);
            }
            let label = if bend_key == "relu" { start.name } else { "" };
            forwards = bundle(forwards, &outputs, start.ink, label);
            backwards = bundle(backwards, &slopes, start.ink, "");
            let key = format!("starts_{bend_key}_{}", start.key);
            run.number(&format!("{key}_output_power"), end(&outputs).log10(), 1);
            // The curve of the gradients begins at the input.
            let at_input: Vec<Curve> =
                slopes.into_iter().map(|curve| vec![curve[0]]).collect();
            run.number(&format!("{key}_gradient_power"), end(&at_input).log10(), 1);
            run.count("starts_seeds", at_input.len());
        }
        above.push(forwards);
        below.push(backwards);
    }
    run.count("starts_layers", LAYERS);
    run.count("starts_units", UNITS);
    let panels: Vec<Panel> = above.into_iter().chain(below).collect();
    let title = "Root mean square of outputs and gradients by layer for four starts, with tanh and with ReLU";
    run.figure("starts", draw(title, 2, 170.0, &panels));
    Ok(())
}

/// Sizes of the signal after each layer on the way up, and of ∂L/∂X at each on the way down from ∂L/∂Y ~ N(0, 1).
fn through(init: Init, bend: &Activation, rng: &mut impl Rng) -> (Curve, Curve) {
    let mut signal = normal(rng);
    let mut kept = Vec::new();
    let mut forwards = vec![(0.0, size(&signal))];
    for layer in 1..=LAYERS {
        let w = init.matrix(UNITS, UNITS, rng);
        let (a, mut h) = (signal.dot(&w), Array2::zeros(signal.dim()));
        bend.apply(a.view(), h.view_mut());
        forwards.push((layer as f64, size(&h)));
        kept.push((w, h.clone()));
        signal = h;
    }
    let mut slope = normal(rng);
    let mut backwards = vec![(LAYERS as f64, size(&slope))];
    for (layer, (w, h)) in kept.iter().enumerate().rev() {
        let mut da = Array2::zeros(h.dim());
        bend.slope(h.view(), slope.view(), da.view_mut());
        let dx = da.dot(&w.t());
        backwards.push((layer as f64, size(&dx)));
        slope = dx;
    }
    backwards.reverse();
    (forwards, backwards)
}

/// Samples of N(0, 1).
fn normal(rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((SAMPLES, UNITS), || {
        let e: f64 = StandardNormal.sample(rng);
        e as Real
    })
}

/// Root mean square.
fn size(a: &Array2<Real>) -> f64 {
    (a.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>() / a.len() as f64).sqrt()
}
