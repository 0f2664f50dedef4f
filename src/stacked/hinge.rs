//! The hinge for several classes, and the linear support vector machine: hinge + ½λ‖W‖².
//!
//! Source: Crammer & Singer 2001.

use crate::check::{check_columns, check_count, check_labels, check_some};
use crate::classes::{agreement, largest, one_hot};
use crate::linalg::dot;
use crate::nn::draw::Draw;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::optim::Adam;
use crate::nn::train::{Schedule, Training, silent, train};
use crate::sparse::few_labels::{Labelled, PRICES};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, Zip};

/// Steps of a fit, each on all samples.
const STEPS: usize = 400;
/// Adam's rate at the first of them; it falls to 0.
const RATE: f64 = 0.1;

// ANCHOR: hinge
/// L = (1/n) Σᵢ max(0, 1 + max_{j≠c} aⱼ − a_c) of outputs A (n, classes) whose true class
/// c is 1 in T. Writes ∂L/∂A: where a margin is missing, ±1/n at rival and truth.
pub fn hinge(
    a: ArrayView2<Real>,
    target: ArrayView2<Real>,
    mut slope: ArrayViewMut2<Real>,
) -> f64 {
    let (n, mut sum) = (a.nrows() as f64, 0.0);
    slope.fill(0.0);
    Zip::from(a.rows()).and(target.rows()).and(slope.rows_mut()).for_each(|a, t, mut s| {
        let strongest = |among: &dyn Fn(usize) -> bool| {
            let all = (0..a.len()).filter(|&j| among(j));
            all.max_by(|&p, &q| a[p].total_cmp(&a[q]))
        };
        let (c, rival) = (strongest(&|j| t[j] > 0.5), strongest(&|j| t[j] <= 0.5));
        let (Some(c), Some(rival)) = (c, rival) else { return }; // a single class
        let missing = 1.0 + f64::from(a[rival]) - f64::from(a[c]);
        if missing > 0.0 {
            sum += missing;
            s[rival] = (1.0 / n) as Real;
            s[c] = (-1.0 / n) as Real;
        }
    });
    sum / n
}
// ANCHOR_END: hinge

/// The class of z is the largest of zW + b; W and b by least hinge + ½λ‖W‖².
#[derive(Debug, Clone)]
pub struct LinearSvm {
    /// W (k, classes).
    pub w: Array2<Real>,
    /// b (classes).
    pub b: Array1<Real>,
    /// λ ≥ 0.
    pub lambda: Real,
}

parameters!(LinearSvm { w, b });

/// A, ∂L/∂A (rows, classes), ∂L/∂W and ∂L/∂b.
#[derive(Debug)]
pub struct Room {
    d_a: Array2<Real>,
    d_w: Array2<Real>,
    d_b: Array1<Real>,
}

impl Model for LinearSvm {
    const TERMS: &'static [&'static str] = &["hinge", "decay"];

    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        let (k, classes) = self.w.dim();
        Room {
            d_a: Array2::zeros((rows, classes)),
            d_w: Array2::zeros((k, classes)),
            d_b: Array1::zeros(classes),
        }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        samples.check(self.w.nrows(), self.w.ncols(), 1)?;
        Loss::Softmax.check(samples.target)
    }

    // ANCHOR: svm_slope
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let a = dot(&batch.x, &self.w) + &self.b; // A = ZW + b
        let mut d_a = room.d_a.slice_mut(ndarray::s![..batch.len(), ..]);
        let hinge = hinge(a.view(), batch.target, d_a.view_mut()); // L, ∂L/∂A
        if draw.learns() {
            room.d_w += &dot(&batch.x.t(), &d_a); // ∂L/∂W = Zᵀ ∂L/∂A
            room.d_w.scaled_add(self.lambda, &self.w); // + λW
            room.d_b += &d_a.sum_axis(Axis(0)); // ∂L/∂b
        }
        let squares: f64 = self.w.iter().map(|&w| f64::from(w * w)).sum();
        Ok(Self::terms([hinge, 0.5 * f64::from(self.lambda) * squares]))
    }
    // ANCHOR_END: svm_slope

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        let laid_out = "made row by row";
        vec![
            room.d_w.as_slice_mut().expect(laid_out),
            room.d_b.as_slice_mut().expect(laid_out),
        ]
    }

    fn settings(&self) -> String {
        format!("a linear support vector machine {:?}, λ = {}", self.w.dim(), self.lambda)
    }
}

impl LinearSvm {
    /// Fitted to labelled codes of so many classes, from zeros.
    ///
    /// Errors where there is no code, a label is not below `classes`, or λ is negative or not
    /// finite.
    pub fn fit(given: Labelled, classes: usize, lambda: Real) -> Result<LinearSvm> {
        if !(lambda >= 0.0 && lambda.is_finite()) {
            let (name, range) = ("λ, the price of weights", "0 or more, and finite");
            return Err(Error::OutOfRange { name, value: lambda.to_string(), range });
        }
        check_some(classes, 1, "a classifier", "class")?;
        check_labels(given.labels, given.z.nrows(), classes)?;
        let (z, target) = (given.z, one_hot(given.labels, classes));
        let (w, b) = (Array2::zeros((z.ncols(), classes)), Array1::zeros(classes));
        let mut model = LinearSvm { w, b, lambda };
        let (batch, schedule) = (z.nrows(), Schedule::Cosine);
        let training = Training { epochs: STEPS, batch, schedule, ..Training::default() };
        let mut adam = Adam { rate: RATE, ..Adam::default() };
        train(&mut model, &mut adam, Samples::pairs(z, &target), None, &training, silent)?;
        Ok(model)
    }

    /// The share of labelled codes that are classified rightly; errors where they do not fit.
    pub fn accuracy(&self, of: Labelled) -> Result<f64> {
        check_columns("the codes", self.w.nrows(), of.z)?;
        check_count(of.labels, of.z.nrows())?;
        let a = dot(of.z, &self.w) + &self.b;
        Ok(agreement(&largest(&a), of.labels))
    }

    /// The share of `test` that the machine gets right, fitted to `given` at that one of
    /// [`PRICES`] which does best on `valid`; the smaller one of two as good.
    ///
    /// Errors as [`LinearSvm::fit`].
    pub fn at_its_best(
        given: Labelled,
        valid: Labelled,
        test: Labelled,
        classes: usize,
    ) -> Result<f64> {
        let mut best = (-1.0, 0.0); // on valid, on test
        for lambda in PRICES {
            let model = LinearSvm::fit(given, classes, lambda)?;
            let found = model.accuracy(valid)?;
            if found > best.0 {
                best = (found, model.accuracy(test)?);
            }
        }
        Ok(best.1)
    }
}
