//! Small machines, and what enumeration says of them.

use crate::common::{gaussian, largest, seeded};
use autoencoders::Real;
use autoencoders::log_sum::log_sum_exp;
use autoencoders::rbm::Rbm;
use autoencoders::rbm::gradient::Gradient;
use autoencoders::rbm::partition::states;
use ndarray::{Array1, Array2, Axis, s};
use rand::RngExt;

/// A machine with nothing special about it; centred somewhere if asked.
pub fn some(d: usize, m: usize, centred: bool, seed: u64) -> Rbm {
    let mut rng = seeded(seed);
    let mut vector = |n| gaussian(1, n, &mut rng).remove_axis(Axis(0));
    let (b, c) = (vector(d), vector(m));
    let (mu, lambda) =
        (vector(d).mapv(|e| 0.5 + 0.2 * e), vector(m).mapv(|e| 0.5 + 0.2 * e));
    let rbm = Rbm::new(gaussian(d, m, &mut rng), b, c).unwrap();
    if centred { rbm.centred_at(&mu, &lambda).unwrap() } else { rbm }
}

/// n visible states by coin.
pub fn coins(n: usize, d: usize, seed: u64) -> Array2<Real> {
    let mut rng = seeded(seed);
    Array2::from_shape_simple_fn((n, d), || f64::from(rng.random::<bool>()) as Real)
}

/// −E of all pairs: (2ᵈ, 2ᵐ).
pub fn all(rbm: &Rbm) -> Array2<f64> {
    let (v, h) = (states(rbm.visible()).unwrap(), states(rbm.hidden()).unwrap());
    Array2::from_shape_fn((v.nrows(), h.nrows()), |(i, j)| {
        let (v, h) =
            (v.slice(s![i..i + 1, ..]).to_owned(), h.slice(s![j..j + 1, ..]).to_owned());
        -rbm.energy(&v, &h).unwrap()[0]
    })
}

/// p(v, h) of all pairs.
pub fn joint(rbm: &Rbm) -> Array2<f64> {
    let e = all(rbm);
    let log_z = log_sum_exp(&e.iter().copied().collect::<Vec<_>>());
    e.mapv(|e| (e - log_z).exp())
}

/// E[h | v] and E[v | h] weighted by nothing: the rows' means under a joint table.
pub fn means(p: &Array2<f64>, states: &Array2<Real>) -> Array2<Real> {
    Array2::from_shape_fn((p.nrows(), states.ncols()), |(i, unit)| {
        let row = p.row(i);
        let on: f64 =
            row.iter().zip(states.column(unit)).map(|(&p, &on)| p * f64::from(on)).sum();
        (on / row.sum()) as Real
    })
}

#[track_caller]
pub fn assert_close(what: &str, a: &Gradient, b: &Gradient, tolerance: f64) {
    let off = largest(&(&a.w - &b.w));
    let off = off.max(
        (&a.b - &b.b)
            .iter()
            .chain(&(&a.c - &b.c))
            .fold(0.0, |m: f64, &e| m.max(f64::from(e).abs())),
    );
    assert!(off <= tolerance, "{what}: off by {off:e}");
}

/// (L(θ + h) − L(θ − h))/2h in every parameter.
pub fn differences(rbm: &Rbm, h: Real, l: impl Fn(&Rbm) -> f64) -> Gradient {
    let slope = |nudge: &dyn Fn(&mut Rbm, Real)| {
        let at = |by| {
            let mut rbm = rbm.clone();
            nudge(&mut rbm, by);
            l(&rbm)
        };
        ((at(h) - at(-h)) / (2.0 * f64::from(h))) as Real
    };
    Gradient {
        w: Array2::from_shape_fn(rbm.w.dim(), |at| slope(&|rbm, by| rbm.w[at] += by)),
        b: Array1::from_shape_fn(rbm.b.len(), |at| slope(&|rbm, by| rbm.b[at] += by)),
        c: Array1::from_shape_fn(rbm.c.len(), |at| slope(&|rbm, by| rbm.c[at] += by)),
    }
}
