//! Derivatives on paper against differences: the test that every backward pass has to pass.
//!
//! In single precision rounding leaves three or four digits of a difference; under the feature `f64` nine. So the
//! latter is where gradients are checked.

use super::draw::Draw;
use super::layer::Layer;
use super::loss::Loss;
use super::model::{Model, Samples};
use super::network::{Network, Tape};
use super::supervised::Supervised;
use crate::Real;
use ndarray::{Array2, ArrayD};

/// What a right derivative stays below, as [`Agreement::worst`], on numbers of ordinary size.
pub const BOUND: f64 = if Real::MANTISSA_DIGITS > 24 { 1e-8 } else { 5e-3 };

// ANCHOR: gradcheck
/// f′(θ) ≈ (f(θ + δ) − f(θ − δ)) / 2δ, which is off by δ²f‴/6, and by rounding, about
/// ε|f|/δ, with the machine's ε: so δ = ε^⅓ balances them.
pub fn central_difference(theta: Real, mut f: impl FnMut(Real) -> f64) -> f64 {
    let delta = Real::EPSILON.cbrt() * theta.abs().max(1.0);
    let (above, below) = (theta + delta, theta - delta);
    (f(above) - f(below)) / (above as f64 - below as f64) // not 2δ: θ ± δ are rounded
}

/// Compares a gradient g = ∂L/∂θ with differences; `loss(i, t)` is L where θᵢ is t and
/// all else as it was.
pub fn compare(
    what: &str,
    theta: &[Real],
    g: &[Real],
    mut loss: impl FnMut(usize, Real) -> f64,
) -> Agreement {
    assert_eq!(theta.len(), g.len(), "{what}: one derivative a number");
    let mut found = Agreement::of_nothing(what);
    for (i, (&theta, &g)) in theta.iter().zip(g).enumerate() {
        let (g, difference) = (g as f64, central_difference(theta, |t| loss(i, t)));
        let error = (g - difference).abs() / g.abs().max(difference.abs()).max(1.0);
        let at = || {
            format!("{what}, number {i}: derivative {g:.6e}, difference {difference:.6e}")
        };
        found.note(error, at);
    }
    found
}
// ANCHOR_END: gradcheck

/// How well derivatives and differences agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The largest |g − difference| / max(|g|, |difference|, 1): infinite where one is not a number.
    pub worst: f64,
    /// Where, and both numbers there.
    pub at: String,
    /// How many derivatives were compared.
    pub compared: usize,
}

impl Agreement {
    fn of_nothing(what: &str) -> Agreement {
        Agreement { worst: 0.0, at: format!("{what}: nothing to compare"), compared: 0 }
    }

    /// One comparison more.
    fn note(&mut self, error: f64, at: impl FnOnce() -> String) {
        if self.compared == 0 || error > self.worst || error.is_nan() {
            self.worst = if error.is_nan() { f64::INFINITY } else { error };
            self.at = at();
        }
        self.compared += 1;
    }

    /// The worse of two, of both together.
    pub fn and(self, other: Agreement) -> Agreement {
        let compared = self.compared + other.compared;
        let worse = if other.worst > self.worst { other } else { self };
        Agreement { compared, ..worse }
    }
}

/// A layer's backward pass at X (n, inputs), for L = Σ R ⊙ Y with R (n, outputs): all its
/// parameters, and X.
///
/// Panics where the shapes do not fit.
pub fn check_layer(layer: &dyn Layer, x: &Array2<Real>, r: &Array2<Real>) -> Agreement {
    let mut scratch = Array2::zeros((x.nrows(), layer.scratch()));
    let mut run = |layer: &dyn Layer, x: &Array2<Real>| {
        let mut y = Array2::zeros(r.dim());
        layer.forward(x.view(), y.view_mut(), scratch.view_mut());
        (y, scratch.clone())
    };
    let mut dx = Array2::zeros(x.dim());
    let mut gradient: Vec<ArrayD<Real>> =
        layer.parameters().iter().map(|(_, p)| ArrayD::zeros(p.shape())).collect();
    let (y, mut noted) = run(layer, x);
    let (dx_wanted, noted) = (Some(dx.view_mut()), noted.view_mut());
    layer.backward(x.view(), y.view(), r.view(), dx_wanted, &mut gradient, noted);
    let mut loss = |layer: &dyn Layer, x: &Array2<Real>| inner(&run(layer, x).0, r);
    let by_input = |i, value| loss(layer, &replaced(x, i, value));
    let mut found =
        compare(&format!("{}, input", layer.name()), &numbers(x), &numbers(&dx), by_input);
    for (p, ((name, theta), g)) in layer.parameters().iter().zip(&gradient).enumerate() {
        let mut moved = layer.boxed();
        let by_parameter = |i, value| {
            let before = std::mem::replace(&mut moved.parameters_mut()[p][i], value);
            let loss = loss(&*moved, x);
            moved.parameters_mut()[p][i] = before;
            loss
        };
        let what = format!("{}, {name}", layer.name());
        found = found.and(compare(&what, &numbers(theta), &numbers(g), by_parameter));
    }
    found
}

/// A loss's derivative by the outputs (n, d), given targets of the same shape. Panics where the shapes differ.
pub fn check_loss(loss: Loss, output: &Array2<Real>, target: &Array2<Real>) -> Agreement {
    let run = |output: &Array2<Real>| {
        let mut slope = Array2::zeros(output.dim());
        let value = loss.value_and_gradient(output.view(), target.view(), slope.view_mut());
        (value, slope)
    };
    let by_output = |i, value| run(&replaced(output, i, value)).0;
    compare(&format!("{loss:?}"), &numbers(output), &numbers(&run(output).1), by_output)
}

/// A whole model's slope on these samples, with this chance: all its parameters.
///
/// The draw must be one that learns. Panics where the samples are none of the model's.
pub fn check_model<M: Model>(model: &M, samples: Samples, draw: Draw) -> Agreement {
    model.check(samples).expect("samples of the model's");
    let run = |model: &M, room: &mut M::Room| {
        model.slope(samples, draw, room).expect("a batch of the model's").total()
    };
    let mut room = model.room(samples.len());
    run(model, &mut room);
    let slopes: Vec<Vec<Real>> =
        M::gradients(&mut room).into_iter().map(|g| g.to_vec()).collect();
    let (mut found, mut moved) = (Agreement::of_nothing("the model"), model.clone());
    for (p, ((name, theta), g)) in model.parameters().iter().zip(&slopes).enumerate() {
        let by_parameter = |i, value| {
            let before = std::mem::replace(&mut moved.parameters_mut()[p][i], value);
            let loss = run(&moved, &mut room);
            moved.parameters_mut()[p][i] = before;
            loss
        };
        found = found.and(compare(name, &numbers(theta), g, by_parameter));
    }
    found
}

/// A network's backward pass at X (n, inputs) for a loss against T (n, outputs): all its
/// parameters, and X.
///
/// Panics where the shapes do not fit.
pub fn check_network(
    network: &Network,
    loss: Loss,
    x: &Array2<Real>,
    target: &Array2<Real>,
) -> Agreement {
    let fits = "samples and targets of the network's widths";
    let mut tape = Tape::new(network, x.nrows());
    let mut run = |x: &Array2<Real>| {
        network.forward(x.view(), &mut tape).expect(fits);
        let (y, dy) = tape.output_and_slope();
        let value = loss.value_and_gradient(y, target.view(), dy);
        network.backward(x.view(), &mut tape, true).expect(fits);
        (value, tape.d_input().to_owned())
    };
    let (_, dx) = run(x);
    let by_input = |i, value| run(&replaced(x, i, value)).0;
    let found = compare("the network's input", &numbers(x), &numbers(&dx), by_input);
    let model = Supervised { network: network.clone(), loss };
    found.and(check_model(&model, Samples::pairs(x, target), Draw::learning(0, 0)))
}

/// Σ AᵢⱼBᵢⱼ, in double precision.
fn inner(a: &Array2<Real>, b: &Array2<Real>) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| a as f64 * b as f64).sum()
}

/// X with another number in the i-th place, counted row by row.
fn replaced(x: &Array2<Real>, i: usize, value: Real) -> Array2<Real> {
    let mut x = x.clone();
    let place = [i / x.ncols(), i % x.ncols()];
    x[place] = value;
    x
}

/// All entries, row by row.
fn numbers<D: ndarray::Dimension>(
    a: &ndarray::ArrayBase<impl ndarray::Data<Elem = Real>, D>,
) -> Vec<Real> {
    a.iter().copied().collect()
}
