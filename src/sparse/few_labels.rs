//! What codes are worth to somebody with few labels: softmax regression on them.
//!
//! The protocol, the same for pixels, scores and codes of any kind: n labelled samples, as
//! many of each class; features divided by one number, their root mean square length, which
//! only makes prices comparable; the price of weights that does best on held-out labels.

use crate::check::check_columns;
use crate::classes::{agreement, largest, one_hot};
use crate::linalg::check_finite;
use crate::nn::dense::Dense;
use crate::nn::draw::Draw;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::network::{Network, Tape};
use crate::nn::optim::Adam;
use crate::nn::train::{Schedule, Training, silent, train};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2};
use rand::Rng;
use rand::seq::SliceRandom;

/// Prices λ of the weights that are tried.
pub const PRICES: [Real; 6] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
/// Steps of a fit, each on all labelled samples.
const STEPS: usize = 400;
/// Adam's rate at the first of them; it falls to 0. Under the lowest prices weights have a long
/// way to go from zero.
const RATE: f64 = 0.3;

/// Codes Z (n, k), and a class for each.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// Z (n, k).
    pub z: &'a Array2<Real>,
    /// A class of each row, counted from 0.
    pub labels: &'a [usize],
}

/// P(class | z) = softmax(zW + b), W and b by least cross-entropy + ½λ‖W‖².
#[derive(Debug, Clone)]
pub struct SoftmaxRegression {
    network: Network,
    lambda: Real,
}

parameters!(SoftmaxRegression { network });

impl Model for SoftmaxRegression {
    const TERMS: &'static [&'static str] = &["cross-entropy", "decay"];

    type Room = Tape;

    fn room(&self, rows: usize) -> Tape {
        Tape::new(&self.network, rows)
    }

    fn check(&self, samples: Samples) -> Result<()> {
        samples.check(self.network.inputs(), self.network.outputs(), 1)?;
        Loss::Softmax.check(samples.target)
    }

    // ANCHOR: softmax_slope
    fn slope(&self, batch: Samples, draw: Draw, tape: &mut Tape) -> Result<Terms> {
        self.network.forward(batch.x, tape)?; // logits ZW + b
        let (y, dy) = tape.output_and_slope();
        let loss = Loss::Softmax.of_batch(y, batch, dy);
        if draw.learns() {
            self.network.backward(batch.x, tape, false)?;
        }
        let (theta, lambda) = (self.network.parameters(), self.lambda);
        let w = &theta[0].1;
        if draw.learns() {
            tape.gradients[0][0].scaled_add(lambda, w); // ∂/∂W of ½λ‖W‖²
        }
        let squares = w.iter().map(|&w| f64::from(w * w)).sum::<f64>();
        Ok(Self::terms([loss, 0.5 * f64::from(lambda) * squares]))
    }
    // ANCHOR_END: softmax_slope

    fn gradients(tape: &mut Tape) -> Vec<&mut [Real]> {
        tape.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, λ = {}", self.network, self.lambda)
    }
}

impl SoftmaxRegression {
    /// Fitted to labelled codes of so many classes, from zeros.
    ///
    /// Errors where there is no code, a label or an entry is out of range, or λ is.
    pub fn fit(given: Labelled, classes: usize, lambda: Real) -> Result<SoftmaxRegression> {
        super::shrink::check_lambda(lambda)?;
        given.check(classes)?;
        let (z, k) = (given.z, given.z.ncols());
        let target = one_hot(given.labels, classes);
        let dense = Dense::new(Array2::zeros((k, classes)), Array1::zeros(classes))?;
        let network = Network::new(k, vec![Box::new(dense)])?;
        let mut model = SoftmaxRegression { network, lambda };
        let (batch, schedule) = (z.nrows(), Schedule::Cosine);
        let training = Training { epochs: STEPS, batch, schedule, ..Training::default() };
        let mut adam = Adam { rate: RATE, ..Adam::default() };
        let samples = Samples::pairs(z, &target);
        train(&mut model, &mut adam, samples, None, &training, silent)?;
        Ok(model)
    }

    /// The likeliest class of each row of Z (n, k); errors where Z does not fit.
    pub fn classify(&self, z: &Array2<Real>) -> Result<Vec<usize>> {
        Ok(largest(&self.network.predict(z)?))
    }

    /// The share of labelled codes that are classified rightly; errors where they do not fit.
    pub fn accuracy(&self, of: Labelled) -> Result<f64> {
        of.check(self.network.outputs())?;
        Ok(agreement(&self.classify(of.z)?, of.labels))
    }
}

/// The share of `test` that softmax regression gets right, fitted to the codes `given` with
/// that one of [`PRICES`] which does best on `valid`; the smaller one of two as good.
///
/// Errors where there are no codes, shapes do not fit, or a label is not below `classes`.
pub fn few_labels(
    given: Labelled,
    valid: Labelled,
    test: Labelled,
    classes: usize,
) -> Result<f64> {
    let square = f64::from(given.z.iter().map(|z| z * z).sum::<Real>());
    let length = (square / given.z.nrows().max(1) as f64).sqrt(); // root mean square
    let scale = if length > 0.0 { (1.0 / length) as Real } else { 1.0 };
    let scaled = [given.z * scale, valid.z * scale, test.z * scale];
    let [given, valid, test] = [
        Labelled { z: &scaled[0], ..given },
        Labelled { z: &scaled[1], ..valid },
        Labelled { z: &scaled[2], ..test },
    ];
    // ANCHOR: few_labels
    let mut best = (-1.0, 0.0); // on valid, on test
    for lambda in PRICES {
        let model = SoftmaxRegression::fit(given, classes, lambda)?;
        let found = model.accuracy(valid)?;
        if found > best.0 {
            best = (found, model.accuracy(test)?);
        }
    }
    // ANCHOR_END: few_labels
    Ok(best.1)
}

/// n rows, as many of each class as can be (the first classes one more where n is no
/// multiple), drawn without replacement: what few labels would be given to.
///
/// Errors where a class has too few rows.
pub fn balanced(
    labels: &[usize],
    classes: usize,
    n: usize,
    rng: &mut impl Rng,
) -> Result<Vec<usize>> {
    let mut chosen = Vec::new();
    for class in 0..classes {
        let mut rows: Vec<usize> =
            (0..labels.len()).filter(|&row| labels[row] == class).collect();
        let need = n / classes + usize::from(class < n % classes);
        if rows.len() < need {
            let (what, unit) = ("as many labels of each class", "samples of every class");
            return Err(Error::TooFew { what, need, unit, got: rows.len() });
        }
        rows.shuffle(rng);
        chosen.extend_from_slice(&rows[..need]);
    }
    Ok(chosen)
}

impl Labelled<'_> {
    fn check(&self, classes: usize) -> Result<()> {
        check_columns("the codes", self.z.ncols(), self.z)?;
        check_finite(self.z.view())?;
        if self.z.nrows() == 0 || self.labels.len() != self.z.nrows() {
            let expected = format!("{}, one a code, and some", self.z.nrows());
            let got = self.labels.len().to_string();
            return Err(Error::Shape { what: "the labels", expected, got });
        }
        match self.labels.iter().find(|&&label| label >= classes) {
            None => Ok(()),
            Some(label) => Err(Error::OutOfRange {
                name: "a label",
                value: label.to_string(),
                range: "below the number of classes",
            }),
        }
    }
}
