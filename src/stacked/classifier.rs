//! A classifier: an encoder, frozen or not, and a head that says which class.

use super::hinge::hinge;
use super::{agreement, largest};
use crate::check::{check_count, check_some};
use crate::nn::dense::Dense;
use crate::nn::draw::Draw;
use crate::nn::loss::Loss;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::{Network, Tape};
use crate::{Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2};

/// How a head's numbers are compared with the true class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// −ln softmax(a) at the true class.
    #[default]
    Softmax,
    /// The margin that is missing: [`hinge`].
    Hinge,
}

impl Verdict {
    /// L, the mean over a batch of outputs A (n, classes), and its slope by A.
    fn of_batch(
        self,
        a: ArrayView2<Real>,
        batch: Samples,
        slope: ArrayViewMut2<Real>,
    ) -> f64 {
        match self {
            Verdict::Softmax => Loss::Softmax.of_batch(a, batch, slope),
            Verdict::Hinge => hinge(a, batch.target, slope),
        }
    }
}

/// a = head(f(x)): the largest of the numbers a names the class.
#[derive(Debug, Clone)]
pub struct Classifier {
    /// f, learnt without labels or drawn at random: (n, d) → (n, k).
    pub encoder: Network,
    /// From codes to a number a class: (n, k) → (n, classes).
    pub head: Network,
    /// What the head is judged by.
    pub verdict: Verdict,
    /// Whether f stays as it is.
    pub frozen: bool,
}

parameters!(Classifier { encoder, head });

/// A batch's way through encoder and head.
#[derive(Debug)]
pub struct Room {
    encoder: Tape,
    head: Tape,
}

impl Classifier {
    /// A head of zeros on this encoder: no class is preferred yet.
    ///
    /// Errors where there is no class.
    pub fn on(encoder: Network, classes: usize) -> Result<Classifier> {
        check_some(classes, 1, "a classifier", "class")?;
        let k = encoder.outputs();
        let dense = Dense::new(Array2::zeros((k, classes)), Array1::zeros(classes))?;
        let head = Network::new(k, vec![Box::new(dense)])?;
        Ok(Classifier { encoder, head, verdict: Verdict::Softmax, frozen: false })
    }

    /// The class of each row of X (n, d). Errors where X does not fit.
    pub fn classify(&self, x: &Array2<Real>) -> Result<Vec<usize>> {
        Ok(largest(&self.head.predict(&self.encoder.predict(x)?)?))
    }

    /// The share of X (n, d) whose class is found. Errors where X or the labels do not fit.
    pub fn accuracy(&self, x: &Array2<Real>, labels: &[usize]) -> Result<f64> {
        check_count(labels, x.nrows())?;
        Ok(agreement(&self.classify(x)?, labels))
    }
}

impl Model for Classifier {
    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        Room { encoder: Tape::new(&self.encoder, rows), head: Tape::new(&self.head, rows) }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        samples.check(self.encoder.inputs(), self.head.outputs(), 1)?;
        Loss::Softmax.check(samples.target)
    }

    // ANCHOR: classifier_slope
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let Room { encoder, head } = room;
        self.encoder.forward(batch.x, encoder)?; // Z = f(X)
        self.head.forward(encoder.output(), head)?; // A = ZW + b
        let (a, slope) = head.output_and_slope();
        let loss = self.verdict.of_batch(a, batch, slope); // L, ∂L/∂A
        if draw.learns() {
            let finely = !self.frozen;
            self.head.backward(encoder.output(), head, finely)?; // ∂L/∂Z, if wanted
            if finely {
                encoder.d_output_mut().assign(&head.d_input());
                self.encoder.backward(batch.x, encoder, false)?;
            }
        }
        Ok(Self::terms([loss]))
    }
    // ANCHOR_END: classifier_slope

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        let mut all = room.encoder.gradients_mut();
        all.extend(room.head.gradients_mut());
        all
    }

    fn settings(&self) -> String {
        let Classifier { encoder, head, verdict, frozen } = self;
        format!("{encoder}; {head}; {verdict:?}; frozen: {frozen}")
    }
}
