//! How the exercises of chapter 7 on energies and exact sums are graded: 7.1 to 7.3.

use crate::common::seeded;
use crate::graded::grading::{Exercise, agree};
use crate::graded::{normal, row};
use ndarray::{Array1, Array2, Axis};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::LN_2;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const ENERGY: &str = "An energy for pictures";
    pub const CD: &str = "Contrastive divergence";
    pub const PARTITION: &str = "The partition function, exactly";
    pub const CENTRING: &str = "Centring";
    pub const HASHING: &str = "Semantic hashing";
}

pub fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

fn softplus(a: f64) -> f64 {
    a.max(0.0) + (-a.abs()).exp().ln_1p()
}

/// W (d, m), b (d), c (m), normal numbers of this size.
pub fn machine(
    d: usize,
    m: usize,
    size: f64,
    rng: &mut ChaCha8Rng,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let vector =
        |length, rng: &mut ChaCha8Rng| normal(1, length, rng).row(0).to_owned() * size;
    (normal(d, m, rng) * size, vector(d, rng), vector(m, rng))
}

/// All states of so many units, one a row; unit i is bit i of the row's number.
pub fn states(units: usize) -> Array2<f64> {
    Array2::from_shape_fn((1 << units, units), |(number, i)| (number >> i & 1) as f64)
}

type Machine<'a> = dyn Fn(&Array2<f64>, &Array1<f64>, &Array1<f64>) -> Array2<f64> + 'a;

/// −E of all states of a machine with units 0 or 1.
fn log_weights(w: &Array2<f64>, b: &Array1<f64>, c: &Array1<f64>) -> Array2<f64> {
    let (v, h) = (states(b.len()), states(c.len()));
    v.dot(w).dot(&h.t()) + v.dot(b).insert_axis(Axis(1)) + h.dot(c)
}

pub fn joint(answer: &Machine) {
    let exercise = Exercise { number: "7.1", section: sections::ENERGY };
    let mut rng = seeded(71);
    for (d, m) in [(2, 1), (3, 2), (4, 3), (1, 5)] {
        let (w, b, c) = machine(d, m, 1.0, &mut rng);
        let yours = answer(&w, &b, &c);
        exercise.shape(
            &yours,
            1 << d,
            1 << m,
            "a row for each picture, a column for each hidden state",
        );
        let weights = log_weights(&w, &b, &c).mapv(f64::exp);
        let over_rows = weights.sum_axis(Axis(1)).insert_axis(Axis(1));
        let share = |a: Array2<f64>| {
            let z = a.sum();
            a / z
        };
        let reversed = |bits: usize, number: usize| {
            (0..bits).fold(0, |r, i| r | (number >> i & 1) << (bits - 1 - i))
        };
        let right = share(weights.clone());
        let mirrored = Array2::from_shape_fn(right.dim(), |(r, s)| {
            right[[reversed(d, r), reversed(m, s)]]
        });
        let no = |a: &Array1<f64>| Array1::zeros(a.len());
        let half = log_weights(&(&w / 2.0), &b, &c).mapv(f64::exp);
        let suspects = [
            (weights.clone(), "these are e^−E; divide by Z, their sum over all states"),
            (
                share(weights.mapv(|p| 1.0 / p)),
                "the sign of the energy is turned: low energy means likely, e^−E",
            ),
            (
                &weights / &over_rows,
                "each row adds up to one, so that these are p(h | v); the joint probabilities add up to one together",
            ),
            (
                &weights / &weights.sum_axis(Axis(0)),
                "each column adds up to one, so that these are p(v | h); the joint probabilities add up to one together",
            ),
            (
                mirrored,
                "the bits are read from the other end: unit 0 is the last binary digit of the number",
            ),
            (
                share(log_weights(&w, &no(&b), &c).mapv(f64::exp)),
                "the visible biases are missing",
            ),
            (
                share(log_weights(&w, &b, &no(&c)).mapv(f64::exp)),
                "the hidden biases are missing",
            ),
            (
                share(log_weights(&(&w * 0.0), &b, &c).mapv(f64::exp)),
                "the weights are missing",
            ),
            (
                share(half),
                "half of each weight is missing: v and h are two layers, and no pair is counted twice",
            ),
        ];
        exercise.compare(
            &yours,
            &right,
            1e-9,
            &suspects,
            "these are not the probabilities of the states",
        );
    }
}

type Spins<'a> = dyn Fn(&Array2<f64>, &Array2<f64>, &Array1<f64>, &Array1<f64>) -> (Array1<f64>, Array2<f64>)
    + 'a;

pub fn spins(answer: &Spins) {
    let exercise = Exercise { number: "7.2", section: sections::ENERGY };
    let mut rng = seeded(72);
    // The last two have weights at which e to the a overflows.
    for (n, d, m, size) in [
        (5, 4, 3, 1.0),
        (7, 6, 1, 0.5),
        (1, 3, 4, 2.0),
        (4, 5, 3, 300.0),
        (3, 2, 2, 4000.0),
    ] {
        let (w, b, c) = machine(d, m, size, &mut rng);
        let v = normal(n, d, &mut rng).mapv(f64::signum);
        let (free, p) = answer(&v, &w, &b, &c);
        let free = row(&free);
        exercise.shape(&free, 1, n, "one free energy for each picture");
        exercise.shape(&p, n, m, "a row for each picture, a column for each hidden unit");
        let a = v.dot(&w) + &c;
        let finite = free.iter().chain(&p).all(|v| v.is_finite());
        let energy =
            |of: &dyn Fn(f64) -> f64| row(&(-v.dot(&b) - a.mapv(of).sum_axis(Axis(1))));
        let right = energy(&|a| a.abs() + softplus(-2.0 * a.abs()));
        if !finite {
            let why = "not a number at large weights, where eᵃ overflows; ln(eᵃ + e⁻ᵃ) = |a| + ln(1 + e^−2|a|)";
            exercise.fail(why, &format!("{free:.3}"), &format!("{right:.3}"));
        }
        let right_p = a.mapv(|a| sigmoid(2.0 * a));
        let hidden = &energy(&|_| 0.0) * 2.0 - &right;
        let suspects = [
            (
                energy(&softplus),
                "ln(1 + eᵃ) is for units 0 and 1; a spin that is down contributes e⁻ᵃ, not 1",
            ),
            (
                energy(&|a| a.abs() + softplus(-2.0 * a.abs()) - LN_2),
                "a half has come in, ln cosh: eᵃ + e⁻ᵃ is twice the cosine. The sum over states is no mean",
            ),
            (
                energy(&|a| softplus(2.0 * a)),
                "that is ln(1 + e²ᵃ); the factor e⁻ᵃ which was taken out is missing",
            ),
            (-&right, "the sign is turned: F = −ln Σ e^−E"),
            (
                energy(&f64::abs),
                "that is the energy with the best hidden state; the free energy sums over all of them",
            ),
            (
                hidden,
                "the hidden part has the wrong sign: each unit lowers the free energy",
            ),
            (&right + &row(&v.dot(&b)), "the visible biases are missing"),
            (right.mapv(|f| (-f).exp()), "that is e^−F; its negative logarithm is asked"),
        ];
        exercise.compare(&free, &right, 1e-9, &suspects, "these are not the free energies");
        let suspects = [
            (
                a.mapv(sigmoid),
                "σ(a) is for units 0 and 1; from down to up a spin changes by 2, so that the odds are e²ᵃ",
            ),
            (
                a.mapv(f64::tanh),
                "tanh a is the mean of the spin, from −1 to 1; the probability is (1 + tanh a)/2 = σ(2a)",
            ),
            (a.mapv(|a| sigmoid(-2.0 * a)), "these are the probabilities of being down"),
            (v.dot(&w).mapv(|a| sigmoid(2.0 * a)), "the hidden biases are missing"),
        ];
        exercise.compare(
            &p,
            &right_p,
            1e-9,
            &suspects,
            "these are not the conditional probabilities",
        );
    }
}

pub fn mean_picture(
    answer: impl Fn(&Array2<f64>, &Array1<f64>, &Array1<f64>) -> Array1<f64>,
) {
    let exercise = Exercise { number: "7.3", section: sections::PARTITION };
    let mut rng = seeded(73);
    // With 400 pixels the terms of Z overflow.
    for (d, m, size) in
        [(3, 2, 1.0), (6, 3, 1.0), (5, 1, 2.0), (400, 6, 0.5), (900, 3, 4.0)]
    {
        let (w, b, c) = machine(d, m, size, &mut rng);
        let yours = row(&answer(&w, &b, &c));
        exercise.shape(&yours, 1, d, "one number for each visible unit");
        let h = states(m);
        let logits = h.dot(&w.t()) + &b; // (2ᵐ, d)
        let given_h = logits.mapv(sigmoid);
        let mean = |log: &Array1<f64>| {
            let most = log.iter().copied().fold(f64::MIN, f64::max);
            let p = log.mapv(|t| (t - most).exp());
            row(&(p.dot(&given_h) / p.sum()))
        };
        let log = h.dot(&c) + logits.mapv(softplus).sum_axis(Axis(1));
        let right = mean(&log);
        if d < 8 {
            let p = log_weights(&w, &b, &c).mapv(f64::exp); // what all 2ᵈ pictures say
            let by_pictures = row(&(p.sum_axis(Axis(1)).dot(&states(d)) / p.sum()));
            assert!(agree(&right, &by_pictures, 1e-9), "both orders of summing agree");
        }
        if yours.iter().any(|v| !v.is_finite()) {
            let why = "not a number: the terms of Z are too large for floating point; add logarithms, with the largest taken out first";
            exercise.fail(why, &format!("{yours:.3}"), &format!("{right:.3}"));
        }
        let zeros = Array1::zeros(log.len());
        let most = (0..log.len()).max_by(|&i, &j| log[i].total_cmp(&log[j])).unwrap_or(0);
        let p = (&log - log[most]).mapv(f64::exp);
        let mean_h = p.dot(&h) / p.sum();
        let settled = (0..1000).fold(Array1::from_elem(m, 0.5), |h: Array1<f64>, _| {
            let v = (w.dot(&h) + &b).mapv(sigmoid);
            (v.dot(&w) + &c).mapv(sigmoid)
        });
        let suspects = [
            (
                mean(&zeros),
                "every hidden state was given the same weight; each has its share of Z",
            ),
            (
                mean(&h.dot(&c)),
                "the hidden states were weighed by e^cᵀh alone; a state that allows many pictures, or likely ones, weighs more: Π(1 + eᵃ)",
            ),
            (
                mean(&logits.mapv(softplus).sum_axis(Axis(1))),
                "the hidden biases are missing from the weights of the hidden states",
            ),
            (
                row(&(w.dot(&mean_h) + &b).mapv(sigmoid)),
                "σ(b + W E[h]) is the picture of the mean state; the mean of the pictures is asked, and σ is not straight",
            ),
            (
                given_h.row(most).to_owned().insert_axis(Axis(0)),
                "that is the picture of the likeliest hidden state alone",
            ),
            (
                row(&(w.dot(&settled) + &b).mapv(sigmoid)),
                "that is where means passed to and fro come to rest, which is not the mean of the model",
            ),
            (row(&b.mapv(sigmoid)), "σ(b) has no hidden units in it"),
        ];
        exercise.compare(
            &yours,
            &right,
            1e-8,
            &suspects,
            "that is not the mean of the model's pictures",
        );
    }
}
