//! Exercises of chapter 7, "Layer by layer". Yours to edit: replace each `todo!`.
//!
//! The page has the problems in full, with hints. `make exercises` shows how far you are, and
//! `cargo test --test ch07_rbm exercise_7_1 -- --ignored` checks one. ndarray is all you need; `autoencoders::rbm` and
//! `autoencoders::retrieval` would be looking the answers up. A machine has weights W (d, m), biases b (d) of the visible
//! and c (m) of the hidden units.

use ndarray::{Array1, Array2};

/// Exercise 7.1 — Every state of a small machine
///
/// p(v, h) for all states of a machine with units 0 or 1: (2ᵈ, 2ᵐ). In row r unit i is on if bit i of r is set (bit 0 is
/// the last binary digit), in a column the hidden units likewise.
pub fn joint(w: &Array2<f64>, b: &Array1<f64>, c: &Array1<f64>) -> Array2<f64> {
    todo!("exercise 7.1: e to the minus energy, divided by the sum")
}

/// Exercise 7.2 — Spins for bits
///
/// All units are −1 or 1 in place of 0 or 1; the energy is as before, −bᵀv − cᵀh − vᵀWh. For pictures V (n, d): the free
/// energies F (n), p(v) = e^−F/Z, and the probabilities p(hⱼ = 1 | v) (n, m). Right for weights of any size.
pub fn spins(
    v: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
    c: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>) {
    todo!("exercise 7.2: the sum over hidden spins, and their conditional")
}

/// Exercise 7.3 — What the machine dreams on average
///
/// E[v] (d) under the model, units 0 or 1, exactly: for many visible units and few hidden ones, m ≤ 10. Right for
/// weights of any size.
pub fn mean_picture(w: &Array2<f64>, b: &Array1<f64>, c: &Array1<f64>) -> Array1<f64> {
    todo!("exercise 7.3: a weighted mean over the states of the hidden layer")
}

/// Exercise 7.4 — One step there and back
///
/// CD-1's direction of ascent (ΔW, Δb, Δc) on a batch V (n, d) of zeros and ones, averaged over the batch. A unit is on
/// where its number in `hidden` (n, m), or `visible` (n, d), is less than its probability. The walk goes through states;
/// the products and sums at both ends take v⁽⁰⁾ and v⁽¹⁾ as they are, and the hidden units' probabilities.
pub fn cd1(
    v: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
    c: &Array1<f64>,
    hidden: &Array2<f64>,
    visible: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    todo!("exercise 7.4: v⁽⁰⁾ → h⁽⁰⁾ → v⁽¹⁾ → h⁽¹⁾, and the difference of the two ends")
}

/// Exercise 7.5 — Within a few bits
///
/// Mean precision and mean recall when each document is the query once, and the answers are all *other* documents whose
/// codes differ from the query's in at most `radius` bits. Relevant are the others with the query's label (there is at
/// least one). A search without answers has precision 0.
pub fn within(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
    todo!("exercise 7.5: count bits, then answers, then those that are relevant")
}

/// Expectations of a machine: E[vhᵀ] (d, m), E[v] (d), E[h] (m).
pub type Statistics = (Array2<f64>, Array1<f64>, Array1<f64>);

/// Exercise 7.6 — The same step for the negative
///
/// A machine centred with the offsets μ (d) and λ (m) makes one step of ascent of rate 1 on its own parameters W, b, c;
/// the offsets stay. The change (ΔW, Δb, Δc) of the *plain* machine that is the same distribution. From the expectations
/// under the data and under the model, in which v and h are not centred.
pub fn centred_step(
    data: &Statistics,
    model: &Statistics,
    mu: &Array1<f64>,
    lambda: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    todo!("exercise 7.6: the centred gradient, in the parameters of the plain machine")
}
