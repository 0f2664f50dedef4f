//! The dense layer: every output a weighted sum of every input.

use super::init::Init;
use super::layer::{Layer, Scratch};
use super::parameters::Parameters;
use crate::linalg::{check_finite, eigh_top, gram_of_columns, gram_of_rows, product};
use crate::{Error, Real, Result, error::counted};
use ndarray::{
    Array1, Array2, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, Ix1, Ix2,
};
use rand::Rng;

/// Y = XW + b.
#[derive(Debug, Clone)]
pub struct Dense {
    /// W (inputs, outputs): what the lecture's Wᵀx has for one column x. PyTorch keeps Wᵀ.
    pub weight: Array2<Real>,
    /// b (outputs).
    pub bias: Array1<Real>,
}

impl Dense {
    /// W drawn as `init` says, b = 0.
    pub fn random(inputs: usize, outputs: usize, init: Init, rng: &mut impl Rng) -> Dense {
        Dense { weight: init.matrix(inputs, outputs, rng), bias: Array1::zeros(outputs) }
    }

    /// The layer of W (inputs, outputs) and b (outputs); errors where the shapes do not fit or an entry is not finite.
    pub fn new(weight: Array2<Real>, bias: Array1<Real>) -> Result<Dense> {
        if weight.ncols() != bias.len() {
            let expected =
                format!("{}, one for each column of W", counted(weight.ncols(), "number"));
            return Err(Error::Shape {
                what: "the bias of a dense layer",
                expected,
                got: bias.len().to_string(),
            });
        }
        check_finite(weight.view())?;
        check_finite(bias.view().insert_axis(Axis(0)))?;
        Ok(Dense { weight, bias })
    }
}

impl Layer for Dense {
    fn name(&self) -> String {
        format!("dense {} → {}", self.weight.nrows(), self.weight.ncols())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        if inputs == self.weight.nrows() {
            return Ok(self.weight.ncols());
        }
        let expected = format!("{}, as W has rows", counted(self.weight.nrows(), "column"));
        Err(Error::Shape {
            what: "the input of a dense layer",
            expected,
            got: inputs.to_string(),
        })
    }

    /// σ₁(W), its largest singular value: the root of the largest eigenvalue of the smaller
    /// of WᵀW and WWᵀ. Errors where W is empty or not finite.
    fn lipschitz(&self) -> Result<f64> {
        let w = self.weight.view();
        let tall = w.nrows() > w.ncols();
        let gram = if tall { gram_of_columns(w) } else { gram_of_rows(w) };
        let (squares, _) = eigh_top(gram.view(), 1)?;
        Ok(f64::from(squares[0]).max(0.0).sqrt())
    }

    // ANCHOR: dense_forward
    /// Y = XW + b. (`product(a, A, B, c, C)` is C ← a·AB + c·C, in place.)
    fn forward(&self, x: ArrayView2<Real>, mut y: ArrayViewMut2<Real>, _: Scratch) {
        y.assign(&self.bias); // every row of Y starts as b
        product(1.0, x, self.weight.view(), 1.0, y); // Y = XW + b
    }
    // ANCHOR_END: dense_forward

    // ANCHOR: dense_backward
    fn backward(
        &self,
        x: ArrayView2<Real>,  // X (n, inputs)
        _: ArrayView2<Real>,  // Y is not needed
        dy: ArrayView2<Real>, // ∂L/∂Y (n, outputs)
        dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        _: Scratch,
    ) {
        let (dw, mut db) = both(gradient);
        product(1.0, x.t(), dy, 1.0, dw); // ∂L/∂W += Xᵀ ∂L/∂Y
        for dy in dy.rows() {
            db += &dy; // ∂L/∂b += Σᵢ ∂L/∂yᵢ
        }
        if let Some(dx) = dx {
            product(1.0, dy, self.weight.t(), 0.0, dx); // ∂L/∂X = ∂L/∂Y Wᵀ
        }
    }
    // ANCHOR_END: dense_backward

    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        vec![
            ("weight".into(), self.weight.view().into_dyn()),
            ("bias".into(), self.bias.view().into_dyn()),
        ]
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        let mut both = Parameters::parameters_mut(&mut self.weight);
        both.extend(Parameters::parameters_mut(&mut self.bias));
        both
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}

/// The two parts of a dense layer's gradient, ∂L/∂W and ∂L/∂b, with their shapes.
fn both(
    gradient: &mut [ArrayD<Real>],
) -> (ArrayViewMut2<'_, Real>, ndarray::ArrayViewMut1<'_, Real>) {
    let [weight, bias] = gradient else {
        panic!("a dense layer has two parameters, not {}", gradient.len())
    };
    let weight = weight.view_mut().into_dimensionality::<Ix2>().expect("∂L/∂W is a matrix");
    (weight, bias.view_mut().into_dimensionality::<Ix1>().expect("∂L/∂b is a vector"))
}
