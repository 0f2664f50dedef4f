//! Products with the Jacobian J = ∂f/∂x of any encoder: forwards Jv, backwards Jᵀu, and the
//! whole of J by k of the latter.
//!
//! J has as many rows as the code has numbers and as many columns as the picture; one product
//! costs about as much as one pass through the network, and J need never be written down.
//! Source: Pearlmutter 1994; Griewank & Walther 2008, chapter 3.

use crate::check::check_columns;
use crate::nn::layer::Layer;
use crate::nn::network::{Network, Tape};
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayD, ArrayView1, ArrayView2, Axis};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: pull
/// Jᵀu: row i of the result (n, d) is J(xᵢ)ᵀuᵢ, of X (n, d) and U (n, k), by one pass back.
///
/// Errors where X has not d columns, U not k or not n rows, or one is not finite.
pub fn pull(f: &Network, x: &Array2<Real>, u: &Array2<Real>) -> Result<Array2<Real>> {
    check_pair(x, u, (f.inputs(), f.outputs()))?;
    let mut tape = Tape::new(f, x.nrows());
    f.forward(x.view(), &mut tape)?;
    tape.d_output_mut().assign(u); // as if ∂L/∂f were u: L = u·f, and ∂L/∂x = Jᵀu
    f.backward(x.view(), &mut tape, true)?;
    Ok(tape.d_input().to_owned())
}

/// J (k, d) at one sample x (d): row j is Jᵀeⱼ, all k of them in one batch.
///
/// Errors as [`pull`].
pub fn jacobian(f: &Network, x: ArrayView1<Real>) -> Result<Array2<Real>> {
    let k = f.outputs();
    let copies = x.insert_axis(Axis(0)).broadcast((k, x.len())).map(|x| x.to_owned());
    pull(f, &copies.unwrap_or_default(), &Array2::eye(k))
}
// ANCHOR_END: pull

// ANCHOR: push
/// Jv: row i of the result (n, k) is J(xᵢ)vᵢ, of X and V (n, d), layer by layer upwards.
///
/// Errors where a shape does not fit, a number is not finite, or a layer is neither affine
/// nor a bend (a maximum, say: [`pull`] takes those too).
pub fn push(f: &Network, x: &Array2<Real>, v: &Array2<Real>) -> Result<Array2<Real>> {
    check_pair(x, v, (f.inputs(), f.inputs()))?;
    let (mut x, mut v) = (x.clone(), v.clone());
    for layer in f.layers() {
        let y = value(&**layer, x.view())?;
        let moved = if is_bend(&**layer, x.ncols(), y.ncols()) {
            back(&**layer, x.view(), y.view(), v.view()) // diag(s′)v: its own transpose
        } else {
            let still = Array2::zeros(v.dim());
            value(&**layer, v.view())? - value(&**layer, still.view())? // vW + b − b
        };
        // The two ways through a layer must agree: ⟨Jv, Jv⟩ = ⟨v, JᵀJv⟩.
        let again = back(&**layer, x.view(), y.view(), moved.view());
        check_transposed(&**layer, (&moved, &moved), (&v, &again))?;
        (x, v) = (y, moved);
    }
    Ok(v)
}
// ANCHOR_END: push

// ANCHOR: estimate
/// ‖J(xᵢ)‖²_F for each row of X (n, d), estimated from `m` random products:
/// E‖Jᵀu‖² = ‖J‖²_F for u ~ N(0, I).
///
/// Errors as [`pull`], and where m = 0. Source: Hutchinson 1990.
pub fn estimate_squared(
    f: &Network,
    x: &Array2<Real>,
    m: usize,
    rng: &mut impl Rng,
) -> Result<Vec<f64>> {
    crate::check::check_some(m, 1, "a mean over random products", "of them")?;
    let mut sums = vec![0.0; x.nrows()];
    for _ in 0..m {
        let u = Array2::from_shape_simple_fn((x.nrows(), f.outputs()), || {
            let u: f64 = StandardNormal.sample(rng);
            u as Real
        });
        for (sum, row) in sums.iter_mut().zip(pull(f, x, &u)?.rows()) {
            *sum += row.iter().map(|&g| f64::from(g * g)).sum::<f64>() / m as f64;
        }
    }
    Ok(sums)
}
// ANCHOR_END: estimate

/// Whether a layer acts on each number by itself: it learns nothing, and keeps the width.
fn is_bend(layer: &dyn Layer, inputs: usize, outputs: usize) -> bool {
    layer.parameters().is_empty() && inputs == outputs
}

/// Y of one layer.
fn value(layer: &dyn Layer, x: ArrayView2<Real>) -> Result<Array2<Real>> {
    let mut y = Array2::zeros((x.nrows(), layer.outputs(x.ncols())?));
    let mut scratch = Array2::zeros((x.nrows(), layer.scratch()));
    layer.forward(x, y.view_mut(), scratch.view_mut());
    Ok(y)
}

/// Jᵀ dy of one layer.
fn back(
    layer: &dyn Layer,
    x: ArrayView2<Real>,
    y: ArrayView2<Real>,
    dy: ArrayView2<Real>,
) -> Array2<Real> {
    let mut scratch = Array2::zeros((x.nrows(), layer.scratch()));
    let mut again = Array2::zeros(y.dim());
    layer.forward(x, again.view_mut(), scratch.view_mut()); // for what it notes
    let mut gradient: Vec<ArrayD<Real>> =
        layer.parameters().iter().map(|(_, theta)| ArrayD::zeros(theta.shape())).collect();
    let mut dx = Array2::zeros(x.dim());
    layer.backward(x, y, dy, Some(dx.view_mut()), &mut gradient, scratch.view_mut());
    dx
}

/// Inner products that differ by more than this share of the lengths are no rounding.
const ROUNDING: f64 = 1e-3;

fn check_transposed(
    layer: &dyn Layer,
    up: (&Array2<Real>, &Array2<Real>),
    down: (&Array2<Real>, &Array2<Real>),
) -> Result<()> {
    let inner = |(a, b): (&Array2<Real>, &Array2<Real>)| -> f64 {
        a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
    };
    let (up, down) = (inner(up), inner(down));
    if (up - down).abs() <= ROUNDING * up.abs().max(down.abs()) {
        return Ok(());
    }
    let expected = "layers that are affine, or act on each number by itself".into();
    Err(Error::Shape { what: "a forward product", expected, got: layer.name() })
}

fn check_pair(
    x: &Array2<Real>,
    v: &Array2<Real>,
    (d, columns): (usize, usize),
) -> Result<()> {
    check_columns("the samples", d, x)?;
    check_columns("the vectors to multiply by J", columns, v)?;
    if x.nrows() != v.nrows() {
        let (expected, got) =
            (format!("{}, one a sample", x.nrows()), v.nrows().to_string());
        return Err(Error::Shape { what: "the vectors to multiply by J", expected, got });
    }
    Ok(())
}
