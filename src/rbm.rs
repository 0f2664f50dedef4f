//! Restricted Boltzmann machines: an energy for pairs of a visible and a hidden state.
//!
//! E(v, h) = −bᵀ(v − μ) − cᵀ(h − λ) − (v − μ)ᵀW(h − λ), p(v, h) = e^−E(v,h)/Z, with v in {0, 1}ᵈ and h in {0, 1}ᵐ. Offsets
//! μ = 0, λ = 0 make it the machine of Smolensky 1986; others make it *centred* (Montavon & Müller 2012; Melchior, Fischer
//! & Wiskott 2016). Hidden units may also be Gaussian with unit variance, as in the code layer of Hinton & Salakhutdinov
//! 2006: then −E gains −½‖h‖².

pub mod annealing;
pub mod chains;
mod gauge;
pub mod gradient;
pub mod learning;
pub mod partition;
pub mod stack;

use crate::check::{check_columns, check_some};
use crate::linalg::{check_finite, dot, product};
use crate::nn::exponential::{exp, sigmoid};
use crate::{Error, Real, Result, error::counted};
use ndarray::{
    Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis,
    linalg::general_mat_vec_mul,
};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use std::borrow::Cow;

/// Rows that one thread takes at a time. It is fixed, so that results do not depend on the number of threads.
const ROWS: usize = 256;

// ANCHOR: rbm_struct
/// A restricted Boltzmann machine of d visible and m hidden units.
#[derive(Debug, Clone, PartialEq)]
pub struct Rbm {
    /// W (d, m): each visible unit with each hidden one.
    pub w: Array2<Real>,
    /// b (d): the biases of the visible units.
    pub b: Array1<Real>,
    /// c (m): the biases of the hidden units.
    pub c: Array1<Real>,
    /// μ (d), λ (m): what is taken off the states first; zeros for the plain machine.
    pub mu: Array1<Real>,
    pub lambda: Array1<Real>,
    /// What the hidden units are.
    pub units: Units,
}

/// What the hidden units are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// 0 or 1, with P(h = 1 | v) = σ(a), a = c + Wᵀ(v − μ).
    Binary,
    /// Any number, with p(h | v) = N(a, 1): a code.
    Gaussian,
}
// ANCHOR_END: rbm_struct

impl Rbm {
    /// The plain machine of W (d, m), b (d), c (m), with binary units. Errors where the shapes do not fit, a layer has no
    /// unit, or an entry is not finite.
    pub fn new(w: Array2<Real>, b: Array1<Real>, c: Array1<Real>) -> Result<Rbm> {
        let (d, m) = w.dim();
        let rbm = Rbm {
            mu: Array1::zeros(d),
            lambda: Array1::zeros(m),
            units: Units::Binary,
            w,
            b,
            c,
        };
        rbm.check()?;
        Ok(rbm)
    }

    /// A place to start from: W from N(0, sd²), no biases. Errors where a layer has no unit or sd is not positive and finite.
    pub fn random(d: usize, m: usize, sd: f64, rng: &mut impl Rng) -> Result<Rbm> {
        if !(sd > 0.0 && sd.is_finite()) {
            let (name, range) =
                ("the deviation of the first weights", "positive and finite");
            return Err(Error::OutOfRange { name, value: sd.to_string(), range });
        }
        let w = Array2::from_shape_simple_fn((d, m), || {
            let e: f64 = StandardNormal.sample(rng);
            (sd * e) as Real
        });
        Rbm::new(w, Array1::zeros(d), Array1::zeros(m))
    }

    /// The same with b = ln p̄/(1 − p̄) from the means of X (n, d): a machine with W = 0 then has each pixel right by itself.
    ///
    /// Means are kept from 0 and 1 by half a sample (Hinton 2010, §8). Errors where X has no row, not d columns, or an entry
    /// outside [0, 1].
    pub fn with_means_of(mut self, x: &Array2<Real>) -> Result<Rbm> {
        self.check_samples(x)?;
        let n = x.nrows() as Real;
        self.b = x.sum_axis(Axis(0)).mapv(|sum| ((sum + 0.5) / (n - sum + 0.5)).ln());
        Ok(self)
    }

    /// d, the visible units.
    pub fn visible(&self) -> usize {
        self.w.nrows()
    }

    /// m, the hidden units.
    pub fn hidden(&self) -> usize {
        self.w.ncols()
    }

    /// E of pairs V (n, d), H (n, m), row by row. Errors where the shapes do not fit or an entry is not finite.
    pub fn energy(&self, v: &Array2<Real>, h: &Array2<Real>) -> Result<Array1<f64>> {
        check_columns("the visible states", self.visible(), v)?;
        check_columns("the hidden states", self.hidden(), h)?;
        if v.nrows() != h.nrows() {
            let (expected, got) = (
                format!("{}, as many as visible ones", counted(v.nrows(), "row")),
                h.nrows().to_string(),
            );
            return Err(Error::Shape { what: "the hidden states", expected, got });
        }
        let (v, h) = (v - &self.mu, h - &self.lambda);
        let a = dot(&v, &self.w) + &self.c; // a = c + Wᵀ(v − μ)
        let each =
            v.outer_iter().zip(h.outer_iter()).zip(a.outer_iter()).map(|((v, h), a)| {
                let square: f64 = match self.units {
                    Units::Binary => 0.0,
                    Units::Gaussian => {
                        0.5 * h
                            .iter()
                            .zip(&self.lambda)
                            .map(|(h, l)| f64::from(h + l).powi(2))
                            .sum::<f64>()
                    }
                };
                square - inner(v, self.b.view()) - inner(a, h)
            });
        Ok(each.collect())
    }

    /// P(h = 1 | v) = σ(c + Wᵀ(v − μ)): (n, d) → (n, m); Gaussian units: their means. Errors where V has not d columns, or
    /// is not finite.
    pub fn up(&self, v: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the visible states", self.visible(), v)?;
        let (mut h, biases) = (Array2::zeros((v.nrows(), self.hidden())), self.biases());
        in_parts(v, &mut h, |v, h| self.up_into(v, &biases, h));
        Ok(h)
    }

    /// P(v = 1 | h) = σ(b + W(h − λ)): (n, m) → (n, d). Errors where H has not m columns, or is not finite.
    pub fn down(&self, h: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the hidden states", self.hidden(), h)?;
        let (mut v, biases) = (Array2::zeros((h.nrows(), self.visible())), self.biases());
        in_parts(h, &mut v, |h, v| self.down_into(h, &biases, v));
        Ok(v)
    }

    // ANCHOR: free_energy
    /// F(v) = −ln Σ_h e^−E(v,h) = −bᵀ(v − μ) + λᵀa − Σⱼ ln(1 + e^aⱼ),
    /// a = c + Wᵀ(v − μ), of each row of V (n, d).
    ///
    /// Gaussian units: −½‖a‖² − (m/2) ln 2π in place of the sum. Errors where V has not d
    /// columns, or is not finite.
    pub fn free_energy(&self, v: &Array2<Real>) -> Result<Array1<f64>> {
        check_columns("the visible states", self.visible(), v)?;
        let mut f = Array2::zeros((v.nrows(), 1));
        in_parts(v, &mut f, |v, mut f| {
            let each = self.free_energies(v);
            f.column_mut(0).iter_mut().zip(each).for_each(|(f, each)| *f = each);
        });
        Ok(f.remove_axis(Axis(1)))
    }

    /// F of each row of V (n, d), on the thread that asks.
    pub(crate) fn free_energies(&self, v: ArrayView2<Real>) -> Vec<f64> {
        let v = &v - &self.mu;
        let a = dot(&v, &self.w) + &self.c; // a = c + Wᵀ(v − μ)
        let each = v.outer_iter().zip(a.outer_iter()).map(|(v, a)| {
            inner(a, self.lambda.view()) - inner(v, self.b.view()) - self.log_sum(a)
        });
        each.collect()
    }
    // ANCHOR_END: free_energy

    /// ln Σ_h e^{aᵀh}: over binary states Σⱼ ln(1 + e^aⱼ), over Gaussian ones ½‖a‖² + (m/2) ln 2π.
    fn log_sum(&self, a: ArrayView1<Real>) -> f64 {
        match self.units {
            Units::Binary => softplus_sum(a),
            Units::Gaussian => {
                0.5 * (inner(a, a) + a.len() as f64 * std::f64::consts::TAU.ln())
            }
        }
    }

    // ANCHOR: centring
    /// The same distribution with other offsets: b′ = b + W(λ′ − λ), c′ = c + Wᵀ(μ′ − μ).
    /// Errors as [`Rbm::new`].
    ///
    /// Only the path of learning depends on the offsets: its gradient by W is a difference
    /// of covariances about μ and λ.
    pub fn centred_at(&self, mu: &Array1<Real>, lambda: &Array1<Real>) -> Result<Rbm> {
        let mut rbm = Rbm { mu: mu.clone(), lambda: lambda.clone(), ..self.clone() };
        rbm.check()?;
        rbm.b += &self.w.dot(&(lambda - &self.lambda)); // b′ = b + W(λ′ − λ)
        rbm.c += &self.w.t().dot(&(mu - &self.mu)); // c′ = c + Wᵀ(μ′ − μ)
        Ok(rbm)
    }
    // ANCHOR_END: centring

    /// The biases of the plain machine with the same distribution: b − Wλ and c − Wᵀμ.
    pub(crate) fn biases(&self) -> Biases {
        let mut biases = Biases { b: self.b.clone(), c: self.c.clone() };
        self.biases_into(&mut biases);
        biases
    }

    /// The same into room that there is.
    pub(crate) fn biases_into(&self, biases: &mut Biases) {
        biases.b.assign(&self.b);
        biases.c.assign(&self.c);
        if !self.is_plain() {
            general_mat_vec_mul(-1.0, &self.w, &self.lambda, 1.0, &mut biases.b); // b − Wλ
            general_mat_vec_mul(-1.0, &self.w.t(), &self.mu, 1.0, &mut biases.c); // c − Wᵀμ
        }
    }

    /// Whether μ = 0 and λ = 0.
    pub(crate) fn is_plain(&self) -> bool {
        self.mu.iter().chain(&self.lambda).all(|&offset| offset == 0.0)
    }

    // ANCHOR: conditionals
    /// P(h = 1 | v), or the means of Gaussian units, into `h`; nothing is allocated.
    pub(crate) fn up_into(
        &self,
        v: ArrayView2<Real>,
        biases: &Biases,
        mut h: ArrayViewMut2<Real>,
    ) {
        h.assign(&biases.c);
        product(1.0, v, self.w.view(), 1.0, h.view_mut()); // c + Wᵀv, row by row
        if self.units == Units::Binary {
            h.map_inplace(|a| *a = sigmoid(*a));
        }
    }

    /// P(v = 1 | h) into `v`.
    pub(crate) fn down_into(
        &self,
        h: ArrayView2<Real>,
        biases: &Biases,
        mut v: ArrayViewMut2<Real>,
    ) {
        v.assign(&biases.b);
        product(1.0, h, self.w.t(), 1.0, v.view_mut()); // b + Wh, row by row
        v.map_inplace(|a| *a = sigmoid(*a));
    }
    // ANCHOR_END: conditionals

    /// The machine with its layers exchanged, for binary units: the same probabilities.
    pub(crate) fn transposed(&self) -> Rbm {
        let w = self.w.t().as_standard_layout().into_owned();
        let (b, c) = (self.c.clone(), self.b.clone());
        Rbm { w, b, c, mu: self.lambda.clone(), lambda: self.mu.clone(), units: self.units }
    }

    /// Errors where X has no row, not d columns, or an entry outside [0, 1].
    pub(crate) fn check_samples(&self, x: &Array2<Real>) -> Result<()> {
        check_columns("the samples", self.visible(), x)?;
        check_some(x.nrows(), 1, "a Boltzmann machine", "sample")?;
        match x.iter().find(|x| !(0.0..=1.0).contains(*x)) {
            None => Ok(()),
            Some(x) => {
                let range = "between 0 and 1: a probability that the unit is on (divide pixels by their white)";
                Err(Error::OutOfRange {
                    name: "a visible unit",
                    value: x.to_string(),
                    range,
                })
            }
        }
    }

    fn check(&self) -> Result<()> {
        let (d, m) = self.w.dim();
        check_some(d, 1, "a Boltzmann machine", "visible unit")?;
        check_some(m, 1, "a Boltzmann machine", "hidden unit")?;
        let lengths = [&self.b, &self.mu, &self.c, &self.lambda].map(Array1::len);
        if lengths != [d, d, m, m] {
            let [b, mu, c, lambda] = lengths;
            let expected = format!("for W of {d}×{m} b and μ of {d}, c and λ of {m}");
            let got = format!("b of {b}, μ of {mu}, c of {c}, λ of {lambda}");
            return Err(Error::Shape {
                what: "the parts of a Boltzmann machine",
                expected,
                got,
            });
        }
        check_finite(self.w.view())?;
        [&self.b, &self.mu, &self.c, &self.lambda]
            .into_iter()
            .try_for_each(|part| check_finite(part.view().insert_axis(Axis(0))))
    }
}

/// b (d) and c (m) of a plain machine.
#[derive(Debug, Clone)]
pub(crate) struct Biases {
    pub b: Array1<Real>,
    pub c: Array1<Real>,
}

/// Calls `work` on fixed parts of the rows of `from` and `to`, in parallel.
fn in_parts<T: Send + Sync>(
    from: &Array2<Real>,
    to: &mut Array2<T>,
    work: impl Fn(ArrayView2<Real>, ArrayViewMut2<T>) + Sync,
) {
    let to = to.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter();
    to.zip(from.axis_chunks_iter(Axis(0), ROWS)).for_each(|(to, from)| work(from, to));
}

/// Numbers that are worked on side by side, so that the compiler may do as many at once.
const LANES: usize = 16;

/// A row as one run of numbers, which it is but for odd layouts.
fn flat(a: ArrayView1<'_, Real>) -> Cow<'_, [Real]> {
    a.to_slice().map_or_else(|| Cow::Owned(a.to_vec()), Cow::Borrowed)
}

/// aᵀb in double precision.
fn inner(a: ArrayView1<Real>, b: ArrayView1<Real>) -> f64 {
    let (a, b, mut sums) = (flat(a), flat(b), [0.0; LANES]);
    for (a, b) in a.chunks(LANES).zip(b.chunks(LANES)) {
        a.iter()
            .zip(b)
            .zip(&mut sums)
            .for_each(|((&a, &b), sum)| *sum += f64::from(a) * f64::from(b));
    }
    sums.iter().sum()
}

/// Σ ln(1 + eᵃ) = Σ max(a, 0) + ln Π (1 + e^−|a|): each factor is at most 2, so that 64 of them need one logarithm.
fn softplus_sum(a: ArrayView1<Real>) -> f64 {
    let a = flat(a);
    let positive: f64 = a
        .chunks(LANES)
        .map(|a| f64::from(a.iter().map(|a| a.max(0.0)).sum::<Real>()))
        .sum();
    let logs = a.chunks(64).map(|a| {
        let mut factors = [1.0; 64];
        factors.iter_mut().zip(a).for_each(|(factor, a)| *factor += exp(-a.abs()));
        f64::from(factors.iter().product::<Real>()).ln()
    });
    positive + logs.sum::<f64>()
}
