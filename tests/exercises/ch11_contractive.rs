//! Exercises of chapter 11, "Contractive autoencoders". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch11_contractive exercise_11_1 -- --ignored` checks one. ndarray and rand
//! are at hand; `autoencoders::contractive` would be looking the answers up.

use ndarray::{Array1, Array2};

/// A product with a matrix that nobody has written down.
pub type Product<'a> = &'a dyn Fn(&Array1<f64>) -> Array1<f64>;

/// Exercise 11.1 — The penalty
///
/// (1/n) Σᵢ ‖J(xᵢ)‖²_F of a sigmoid layer, from its codes h (n, k) and its weights w (d, k): unit
/// j's are column j.
pub fn penalty(h: &Array2<f64>, w: &Array2<f64>) -> f64 {
    todo!("exercise 11.1: row j of J is the unit's slope times its weights")
}

/// Exercise 11.2 — Its slope
///
/// ∂Ω/∂W (d, k) for Ω = (1/n) Σᵢ ‖J(xᵢ)‖²_F, of samples x (n, d), weights w (d, k) and biases
/// c (k): h = σ(xW + c).
pub fn slope(x: &Array2<f64>, w: &Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
    todo!("exercise 11.2: W stands in the lengths and in the codes")
}

/// Exercise 11.3 — Forwards
///
/// Jv of a stack of layers at x: each is (W, b) and makes σ(xW + b) of its input x.
pub fn push(
    layers: &[(Array2<f64>, Array1<f64>)],
    x: &Array1<f64>,
    v: &Array1<f64>,
) -> Array1<f64> {
    todo!("exercise 11.3: take x and v through the layers side by side")
}

/// Exercise 11.4 — The direction that matters most
///
/// The unit vector v (d) with the longest Jv, up to its sign. `push` makes Jv of v (d), `pull`
/// makes Jᵀu of u (k). The largest singular value is at least 1.2 times the next.
pub fn direction(push: Product, pull: Product, d: usize) -> Array1<f64> {
    todo!("exercise 11.4: JᵀJ again and again")
}

/// Exercise 11.5 — A size from a few products
///
/// An estimate of ‖J‖²_F from `pull`, which makes Jᵀu of u (k), and m vectors of independent
/// standard normal numbers, the rows of `u` (m, k): one whose mean over all such u is right.
pub fn estimate(pull: Product, u: &Array2<f64>) -> f64 {
    todo!("exercise 11.5: what is the mean of ‖Jᵀu‖²?")
}

/// Exercise 11.6 — One order further
///
/// For a sigmoid layer at a sample where the units see a (k) and have weights of the squared
/// lengths `squares` (k): the coefficients of σ² and of σ⁴ in E‖f(x + ε) − f(x)‖², where
/// ε ~ N(0, σ²I).
pub fn expansion(a: &Array1<f64>, squares: &Array1<f64>) -> (f64, f64) {
    todo!("exercise 11.6: expand one unit to third order, square, and take the mean")
}
